"""Marketo's records: leads, programs, smart campaigns, mail templates, field names."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.tools.vendor_tables import (
    Files,
    Tables,
    at_end,
    at_export,
    column,
    exports_of,
    in_words,
    one_in,
    same,
    short_form,
    utc,
)
from demo.tools.words import MA_FIELDS, MA_STATUSES

# One lead in so many shows its SFA record's id without the last three characters.
_SHORT_IDS: Final = 7
_TEXT: Final = pa.string()


def leads(tables: Tables) -> Files:
    """`lead`: the records as they stood at each export."""
    contacts = contact_ids(tables)
    files: Files = {}
    for month, rows in exports_of(tables, "ma_leads").items():
        record = column(rows, "sfa_record_id")
        is_contact = pc.is_in(record, value_set=contacts)
        shown = short_form(record, one_in(_SHORT_IDS, rows.num_rows))
        nothing = pa.scalar(None, _TEXT)
        columns = {
            "id": column(rows, "ma_lead_id"),
            "created_at": utc(rows["created_at"]),
            "updated_at": utc(rows["updated_at"]),
            "email": column(rows, "email"),
            "company": column(rows, "company_name"),
            "industry": column(rows, "industry"),
            "number_of_employees": column(rows, "employees"),
            "department": column(rows, "department"),
            "job_function": column(rows, "job_function"),
            "title": column(rows, "title"),
            "job_level": column(rows, "job_level"),
            "corporate_number": column(rows, "corporate_number"),
            "lead_source": column(rows, "lead_source"),
            "lead_status": in_words(column(rows, "status"), MA_STATUSES),
            "lead_score": column(rows, "score").cast(pa.float64()),
            "temperature": column(rows, "temperature"),
            "unsubscribed": column(rows, "is_opted_out"),
            "sfdc_lead_id": pc.if_else(is_contact, nothing, shown),
            "sfdc_contact_id": pc.if_else(is_contact, shown, nothing),
            "acquisition_program_id": column(rows, "campaign_id"),
            "_fivetran_deleted": pc.is_valid(rows["deleted_at"]).combine_chunks(),
        }
        files |= at_export("marketo/lead", columns, month)
    return files


def contact_ids(tables: Tables) -> pa.Array:
    """Ids of the sales tool's records that are contacts."""
    parts = [
        column(rows, "sfa_record_id").filter(
            pc.equal(column(rows, "record_type"), "contact")
        )
        for rows in exports_of(tables, "sfa_records").values()
    ]
    return pc.unique(pa.concat_arrays([pa.nulls(0, _TEXT), *parts]))


def programs(campaigns: pa.Table) -> Files:
    """`program`: what the marts call a campaign."""
    rows = campaigns.num_rows
    started, ended = (column(campaigns, name) for name in ("started_on", "ended_on"))
    columns = {
        "id": column(campaigns, "campaign_id"),
        "name": column(campaigns, "name"),
        "channel": column(campaigns, "channel"),
        "type": _program_types(campaigns),
        "status": same("on", rows),
        "start_date": started.cast(pa.timestamp("us")),
        "end_date": ended.cast(pa.timestamp("us")),
        "created_at": started.cast(pa.timestamp("us")),
        "updated_at": started.cast(pa.timestamp("us")),
        "persona": column(campaigns, "persona"),
        "appeal": column(campaigns, "appeal"),
        "_fivetran_deleted": same(False, rows),
    }
    return at_end("marketo/program", columns)


def smart_campaigns(campaigns: pa.Table) -> Files:
    """`campaign`: the flow of each program that activities name."""
    rows = campaigns.num_rows
    started = column(campaigns, "started_on").cast(pa.timestamp("us"))
    columns = {
        "id": smart_campaign_ids(column(campaigns, "campaign_id")),
        "name": column(campaigns, "name"),
        "program_id": column(campaigns, "campaign_id"),
        "type": same("trigger", rows),
        "status": same("Active", rows),
        "created_at": started,
        "updated_at": started,
        "_fivetran_deleted": same(False, rows),
    }
    return at_end("marketo/campaign", columns)


def smart_campaign_ids(programs: pa.Array) -> pa.Array:
    """The one smart campaign of each program; NULL for NULL."""
    return pc.binary_join_element_wise(programs, "01", "")


def email_templates(templates: pa.Table) -> Files:
    """`email_template_history`: each template as made, and as approved soon after."""
    twice = templates.take(pa.array(np.repeat(np.arange(templates.num_rows), 2)))
    version = np.tile(np.array([1, 2]), templates.num_rows)
    hours = pa.array((version - 1) * 3_600, pa.duration("s")).cast(pa.duration("us"))
    columns = {
        "id": column(twice, "email_template_id"),
        "version": pa.array(version).cast(_TEXT),
        "name": column(twice, "name"),
        "subject": column(twice, "subject"),
        "program_id": column(twice, "campaign_id"),
        "updated_at": pc.add(utc(twice["created_at"]), hours),
    }
    return at_end("marketo/email_template_history", columns)


def field_names() -> Files:
    """`lead_describe`: how people and Marketo's interface call each field."""
    columns = {
        "restname": pa.array([rest for _, rest in MA_FIELDS.values()]),
        "display_name": pa.array([shown for shown, _ in MA_FIELDS.values()]),
        "data_type": same("string", len(MA_FIELDS)),
    }
    return at_end("marketo/lead_describe", columns)


def _program_types(campaigns: pa.Table) -> pa.Array:
    channel = column(campaigns, "channel")
    return pc.case_when(
        pc.make_struct(
            pc.equal(channel, "newsletter"),
            pc.is_in(channel, value_set=pa.array(["webinar", "seminar", "exhibition"])),
        ),
        "Email",
        "Event",
        "Default",
    )
