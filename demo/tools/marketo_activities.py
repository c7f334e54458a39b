"""Marketo's activities: what leads did, what was done to them, what changed of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from demo.mailings import templates_at
from demo.tools.marketo_records import smart_campaign_ids
from demo.tools.site import page_urls, urls_of
from demo.tools.vendor_tables import (
    Files,
    Tables,
    by_month,
    column,
    first_rows,
    in_words,
    looked_up,
    made_ids,
    rows_of,
    same,
    utc,
)
from demo.tools.words import FORMS, MA_FIELDS, MA_STATUSES, MEMBER_STATUSES, PAGES

_MAIL_TOUCHES: Final = {
    "email_open": "activity_open_email",
    "email_click": "activity_click_email",
}
_SEMINAR: Final = "seminar_attended"
_MAILINGS: Final = {
    "sent": "activity_send_email",
    "delivered": "activity_email_delivered",
    "bounced": "activity_email_bounced",
    "unsubscribed": "activity_unsubscribe_email",
}


def touches(tables: Tables, items: pa.Table) -> Files:
    """What leads did, each kind of touch in the table that Marketo keeps it in.

    `items` are the content items. Raises ValueError for a kind that Marketo has no
    activity for.
    """
    rows = rows_of(tables, "ma_touches")
    _refuse_unknown(column(rows, "touch_type"))
    kinds = {kind: _of_kinds(rows, [kind]) for kind in (*_MAIL_TOUCHES, _SEMINAR)}
    forms, views = _of_kinds(rows, list(FORMS)), _of_kinds(rows, list(PAGES))
    opened, clicked = kinds["email_open"], kinds["email_click"]
    mails = {
        "email_open": _mail(opened),
        "email_click": _mail(clicked) | {"link": urls_of(clicked, items)},
    }
    filled = _activity(forms) | {
        "primary_attribute_value": in_words(column(forms, "touch_type"), FORMS),
        "referrer_url": urls_of(forms, items),
    }
    visited = _activity(views) | {"webpage_url": page_urls(views, items)}
    files: Files = {}
    for kind, table in _MAIL_TOUCHES.items():
        files |= by_month(f"marketo/{table}", mails[kind], _arrival(kinds[kind]))
    files |= by_month("marketo/activity_fill_out_form", filled, _arrival(forms))
    files |= by_month("marketo/activity_visit_webpage", visited, _arrival(views))
    return files | _progressions(tables, kinds[_SEMINAR])


def _progressions(tables: Tables, attended: pa.Table) -> Files:
    """Steps in a program: who registered, and who came.

    Who came is a touch; which program it was stands among the members.
    """
    members = rows_of(tables, "campaign_members")
    came = members.filter(pc.equal(members["status"], "attended"))
    others = members.filter(pc.not_equal(members["status"], "attended"))
    program = pc.coalesce(
        looked_up(
            _at_instant(attended), _at_instant(came), column(came, "campaign_id")
        ),
        column(attended, "campaign_id"),
    )
    lead = column(others, "ma_lead_id")
    columns = {
        "id": _joined(column(attended, "touch_id"), made_ids(lead, "p")),
        "activity_date": _joined(
            utc(attended["occurred_at"]), utc(others["occurred_at"])
        ),
        "lead_id": _joined(column(attended, "ma_lead_id"), lead),
        "program_id": _joined(program, column(others, "campaign_id")),
        "new_status": _joined(
            same(MEMBER_STATUSES["attended"], attended.num_rows),
            in_words(column(others, "status"), MEMBER_STATUSES),
        ),
    }
    arrival = _joined(_arrival(attended), column(others, "occurred_at"))
    return by_month("marketo/activity_change_status_in_progression", columns, arrival)


def mailings(tables: Tables) -> Files:
    """What was done to leads by mail: sent, delivered, bounced, unsubscribed."""
    rows = rows_of(tables, "mailings")
    files: Files = {}
    for event, table in _MAILINGS.items():
        found = rows.filter(pc.equal(rows["mailing_event"], event))
        columns = {
            "id": column(found, "mailing_id"),
            "activity_date": utc(found["occurred_at"]),
            "lead_id": column(found, "ma_lead_id"),
            "campaign_id": smart_campaign_ids(column(found, "campaign_id")),
            "email_template_id": column(found, "email_template_id"),
        }
        files |= by_month(f"marketo/{table}", columns, found["occurred_at"])
    return files


def field_changes(tables: Tables) -> Files:
    """`activity_change_data_value`: changes of known fields, and answers in forms.

    Marketo keeps no time of writing: what was written down late only arrives late.
    """
    changes = rows_of(tables, "ma_lead_changes")
    answers = rows_of(tables, "lead_attributes")
    is_status = pc.equal(column(changes, "field"), "status")
    shown = {name: display for name, (display, _) in MA_FIELDS.items()}
    old, new = (
        pc.if_else(
            is_status,
            in_words(column(changes, name), MA_STATUSES),
            column(changes, name),
        )
        for name in ("old_value", "new_value")
    )
    lead = column(answers, "ma_lead_id")
    nothing = pa.nulls(answers.num_rows, pa.string())
    columns = {
        "id": _joined(column(changes, "change_id"), made_ids(lead, "a")),
        "activity_date": _joined(
            utc(changes["changed_at"]), utc(answers["observed_at"])
        ),
        "lead_id": _joined(column(changes, "ma_lead_id"), lead),
        "primary_attribute_value": _joined(
            in_words(column(changes, "field"), shown), column(answers, "name")
        ),
        "old_value": _joined(old, nothing),
        "new_value": _joined(new, column(answers, "value")),
    }
    arrival = _joined(_arrival(changes, "changed_at"), column(answers, "observed_at"))
    return by_month("marketo/activity_change_data_value", columns, arrival)


def merges(tables: Tables) -> Files:
    """`activity_merge_leads`: one row a merge, on the lead that stays."""
    rows = rows_of(tables, "ma_merges")
    loser = column(rows, "loser_id")
    columns = {
        "id": made_ids(loser, "m"),
        "activity_date": utc(rows["merged_at"]),
        "lead_id": column(rows, "winner_id"),
        "merge_ids": _list_of_one(loser),
    }
    return by_month("marketo/activity_merge_leads", columns, rows["merged_at"])


def deleted_leads(tables: Tables) -> Files:
    """`activity_delete_lead`: when each deleted lead was deleted."""
    rows = first_rows(tables, "ma_leads", "deleted_at")
    lead = column(rows, "ma_lead_id")
    columns = {
        "id": made_ids(lead, "d"),
        "activity_date": utc(rows["deleted_at"]),
        "lead_id": lead,
    }
    return by_month("marketo/activity_delete_lead", columns, rows["deleted_at"])


def _list_of_one(ids: pa.Array) -> pa.Array:
    """A JSON list of each id alone: of the number, or of the text of a story."""
    is_number = pc.match_substring_regex(ids, "^[0-9]+$")
    quoted = pc.binary_join_element_wise('"', ids, '"', "")
    return pc.binary_join_element_wise("[", pc.if_else(is_number, ids, quoted), "]", "")


def _activity(rows: pa.Table) -> dict[str, pa.Array]:
    return {
        "id": column(rows, "touch_id"),
        "activity_date": utc(rows["occurred_at"]),
        "lead_id": column(rows, "ma_lead_id"),
        "campaign_id": smart_campaign_ids(column(rows, "campaign_id")),
    }


def _mail(rows: pa.Table) -> dict[str, pa.Array]:
    return _activity(rows) | {"email_template_id": templates_at(rows["occurred_at"])}


def _of_kinds(rows: pa.Table, kinds: Sequence[str]) -> pa.Table:
    return rows.filter(pc.is_in(rows["touch_type"], value_set=pa.array(kinds)))


def _refuse_unknown(kinds: pa.Array) -> None:
    known = pa.array([*_MAIL_TOUCHES, _SEMINAR, *FORMS, *PAGES])
    unknown = pc.unique(kinds.filter(pc.invert(pc.is_in(kinds, value_set=known))))
    if len(unknown):
        raise ValueError(
            f"Marketo has no activity for the touches {', '.join(unknown.to_pylist())}"
            " of the demo: give each a form, a page or a table in demo/tools."
        )


def _arrival(rows: pa.Table, happened: str = "occurred_at") -> pa.Array:
    """When the tool wrote each row down (company's clock)."""
    return pc.coalesce(column(rows, "recorded_at"), column(rows, happened))


def _at_instant(rows: pa.Table) -> pa.Array:
    return pc.binary_join_element_wise(
        column(rows, "ma_lead_id"),
        column(rows, "occurred_at").cast(pa.int64()).cast(pa.string()),
        "@",
    )


def _joined(*parts: pa.Array) -> pa.Array:
    return pa.concat_arrays(parts)
