"""Salesforce's people: users and their roles, accounts, leads, contacts, histories."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.native_ids import sales_ids
from demo.tools.marketo_records import contact_ids
from demo.tools.vendor_tables import (
    Files,
    Tables,
    at_end,
    at_export,
    by_month,
    column,
    exports_of,
    first_rows,
    in_words,
    looked_up,
    made_ids,
    rows_of,
    same,
    utc,
)
from demo.tools.words import SFA_FIELDS, SFA_STATUSES, TEAMS

_ROLE: Final = "00E5i"
_TEXT: Final = pa.string()
# The user that programs sign in as; beyond the numbers of people.
INTEGRATION_USER: Final = sales_ids("0055i", np.array([9_999_999_999]))[0].as_py()


def users(people: pa.Table) -> Files:
    """`user` and `user_role`: everybody by team, and the user of programs."""
    team = column(people, "team")
    teams = pc.unique(team.drop_null())
    roles = sales_ids(_ROLE, np.arange(1, len(teams) + 1))
    programs = pa.array([INTEGRATION_USER], _TEXT)
    size = people.num_rows + 1
    kind = [*["Standard"] * people.num_rows, "AutomatedProcess"]
    columns = {
        "id": pa.concat_arrays([column(people, "user_id"), programs]),
        "name": pa.concat_arrays([column(people, "name"), pa.array(["連携ユーザー"])]),
        "user_role_id": pa.concat_arrays(
            [looked_up(team, teams, roles), pa.nulls(1, _TEXT)]
        ),
        "user_type": pa.array(kind),
        "is_active": pa.concat_arrays([column(people, "is_active"), same(True, 1)]),
        "_fivetran_deleted": same(False, size),
    }
    named = {
        "id": roles,
        "name": in_words(teams, TEAMS),
        "_fivetran_deleted": same(False, len(teams)),
    }
    return at_end("salesforce/user", columns) | at_end("salesforce/user_role", named)


def accounts(tables: Tables) -> Files:
    """`account`: the companies that sales knows."""
    rows = rows_of(tables, "sfa_accounts")
    domain = column(rows, "domain")
    columns = {
        "id": column(rows, "account_id"),
        "name": column(rows, "name"),
        "corporate_number_c": column(rows, "corporate_number"),
        "website": pc.binary_join_element_wise("https://www.", domain, ""),
        "industry": column(rows, "industry"),
        "number_of_employees": column(rows, "employees"),
        "annual_revenue": column(rows, "annual_revenue"),
        "tier_c": column(rows, "tier"),
        "is_deleted": same(False, rows.num_rows),
    }
    return at_end("salesforce/account", columns)


def leads_and_contacts(tables: Tables) -> Files:
    """`lead` and `contact`: the records as they stood at each export."""
    files: Files = {}
    for month, rows in exports_of(tables, "sfa_records").items():
        kind = rows["record_type"]
        leads = rows.filter(pc.equal(kind, "lead"))
        contacts = rows.filter(pc.equal(kind, "contact"))
        for_lead = _record(leads, tables) | _conversion(leads)
        for_lead |= {
            "company": column(leads, "company_name"),
            "status": in_words(column(leads, "status"), SFA_STATUSES),
            "rating": column(leads, "temperature"),
            # A lead belongs to no account; whom it works for is a lookup of one's own.
            "account_c": column(leads, "account_id"),
        }
        for_contact = _record(contacts, tables) | {
            "account_id": column(contacts, "account_id"),
            "contact_status_c": in_words(column(contacts, "status"), SFA_STATUSES),
            "rating_c": column(contacts, "temperature"),
        }
        files |= at_export("salesforce/lead", for_lead, month)
        files |= at_export("salesforce/contact", for_contact, month)
    return files


def _record(rows: pa.Table, tables: Tables) -> dict[str, pa.Array]:
    """What leads and contacts have in common.

    A merged loser is deleted when it is merged and names the record that stays.
    """
    deleted_at, updated_at = column(rows, "deleted_at"), column(rows, "updated_at")
    is_deleted = pc.is_valid(deleted_at)
    winner = _winners(column(rows, "sfa_record_id"), tables)
    return {
        "id": column(rows, "sfa_record_id"),
        "created_date": utc(rows["created_at"]),
        "system_modstamp": utc(pc.coalesce(deleted_at, updated_at)),
        "last_modified_date": utc(updated_at),
        "email": column(rows, "email"),
        "owner_id": column(rows, "owner_id"),
        "lead_source": column(rows, "lead_source"),
        "master_record_id": pc.if_else(is_deleted, winner, pa.scalar(None, _TEXT)),
        "is_deleted": is_deleted,
    }


def _winners(losers: pa.Array, tables: Tables) -> pa.Array:
    merged = rows_of(tables, "sfa_merges")
    return looked_up(losers, column(merged, "loser_id"), column(merged, "winner_id"))


def _conversion(leads: pa.Table) -> dict[str, pa.Array]:
    """The record shows only the day of its conversion, as a midnight."""
    converted_at = column(leads, "converted_at")
    day = pc.floor_temporal(converted_at.cast(pa.timestamp("us")), unit="day")
    return {
        "is_converted": pc.is_valid(converted_at),
        "converted_date": day,
        "converted_contact_id": column(leads, "converted_contact_id"),
        "converted_account_id": column(leads, "converted_account_id"),
        "converted_opportunity_id": column(leads, "converted_opportunity_id"),
    }


def lead_history(tables: Tables) -> Files:
    """`lead_history`: changes of leads' fields, and the instant of each conversion."""
    changes = rows_of(tables, "sfa_record_changes")
    is_contact = pc.is_in(changes["sfa_record_id"], value_set=contact_ids(tables))
    changes = changes.filter(pc.invert(is_contact))
    converted = first_rows(tables, "sfa_records", "converted_at")
    lead = column(converted, "sfa_record_id")
    size = converted.num_rows
    old, new = status_words(changes)
    columns = {
        "id": pa.concat_arrays([column(changes, "change_id"), made_ids(lead, "cv")]),
        "lead_id": pa.concat_arrays([column(changes, "sfa_record_id"), lead]),
        "field": pa.concat_arrays(
            [
                in_words(column(changes, "field"), SFA_FIELDS),
                same("leadConverted", size),
            ]
        ),
        "old_value": pa.concat_arrays([old, same("false", size)]),
        "new_value": pa.concat_arrays([new, same("true", size)]),
        "created_date": pa.concat_arrays(
            [utc(changes["changed_at"]), utc(converted["converted_at"])]
        ),
        "created_by_id": pa.concat_arrays(
            [column(changes, "changed_by"), column(converted, "owner_id")]
        ),
        "is_deleted": same(False, changes.num_rows + size),
    }
    arrival = pa.concat_arrays(
        [
            pc.coalesce(column(changes, "recorded_at"), column(changes, "changed_at")),
            column(converted, "converted_at"),
        ]
    )
    return by_month("salesforce/lead_history", columns, arrival)


def status_words(changes: pa.Table) -> tuple[pa.Array, pa.Array]:
    """Old and new value of each change of a record, statuses in Salesforce's words."""
    is_status = pc.equal(column(changes, "field"), "status")
    old, new = (column(changes, name) for name in ("old_value", "new_value"))
    return (
        pc.if_else(is_status, in_words(old, SFA_STATUSES), old),
        pc.if_else(is_status, in_words(new, SFA_STATUSES), new),
    )
