"""Salesforce's deals: opportunities, their history and people, and orders."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from demo.tools.marketo_records import contact_ids
from demo.tools.vendor_tables import (
    Files,
    Tables,
    at_end,
    by_month,
    column,
    in_words,
    made_ids,
    rows_of,
    same,
    utc,
)
from demo.tools.words import BOOKING_TYPES, OPPORTUNITY_FIELDS, OPPORTUNITY_STAGES


def opportunities(tables: Tables) -> Files:
    """`opportunity`: as they stand on the last day.

    The lead that a deal came from is a lookup of the company's own.
    """
    rows = rows_of(tables, "opportunities")
    source = column(rows, "source_record_id")
    is_contact = pc.is_in(source, value_set=contact_ids(tables))
    nothing = pa.scalar(None, pa.string())
    columns = {
        "id": column(rows, "opportunity_id"),
        "account_id": column(rows, "account_id"),
        "owner_id": column(rows, "owner_id"),
        "name": column(rows, "product"),
        "stage_name": in_words(column(rows, "stage"), OPPORTUNITY_STAGES),
        "amount": column(rows, "amount"),
        "currency_iso_code": column(rows, "currency"),
        "product_c": column(rows, "product"),
        "deal_rank_c": column(rows, "deal_rank"),
        "created_date": utc(rows["created_at"]),
        "close_date": column(rows, "close_on"),
        "last_stage_change_date": utc(rows["closed_at"]),
        "is_closed": column(rows, "is_closed"),
        "is_won": column(rows, "is_won"),
        "loss_reason_c": column(rows, "lost_reason"),
        "win_reason_c": column(rows, "won_reason"),
        "source_lead_c": pc.if_else(is_contact, nothing, source),
        "contact_id": pc.if_else(is_contact, source, nothing),
        "last_modified_date": utc(rows["updated_at"]),
        "system_modstamp": utc(rows["updated_at"]),
        "is_deleted": same(False, rows.num_rows),
    }
    return at_end("salesforce/opportunity", columns)


def field_history(tables: Tables) -> Files:
    """`opportunity_field_history`: changes of stage, amount and closing day."""
    rows = rows_of(tables, "opportunity_changes")
    is_stage = pc.equal(column(rows, "field"), "stage")
    old, new = (
        pc.if_else(
            is_stage,
            in_words(column(rows, name), OPPORTUNITY_STAGES),
            column(rows, name),
        )
        for name in ("old_value", "new_value")
    )
    changed_at = column(rows, "changed_at")
    columns = {
        "id": column(rows, "change_id"),
        "opportunity_id": column(rows, "opportunity_id"),
        "field": in_words(column(rows, "field"), OPPORTUNITY_FIELDS),
        "old_value": old,
        "new_value": new,
        "created_date": utc(changed_at),
        "is_deleted": same(False, rows.num_rows),
    }
    arrival = pc.coalesce(column(rows, "recorded_at"), changed_at)
    return by_month("salesforce/opportunity_field_history", columns, arrival)


def contact_roles(tables: Tables) -> Files:
    """`opportunity_contact_role`: contacts only; of a lead the deal itself tells."""
    rows = rows_of(tables, "opportunity_contacts")
    rows = rows.filter(pc.is_in(rows["sfa_record_id"], value_set=contact_ids(tables)))
    deal = column(rows, "opportunity_id")
    columns = {
        "id": made_ids(deal, "role"),
        "opportunity_id": deal,
        "contact_id": column(rows, "sfa_record_id"),
        "role": column(rows, "role"),
        "is_primary": column(rows, "is_primary"),
        "is_deleted": same(False, rows.num_rows),
    }
    return at_end("salesforce/opportunity_contact_role", columns)


def orders(tables: Tables) -> Files:
    """`order`: what was booked; a cancelled order says so and when."""
    rows = rows_of(tables, "bookings")
    cancelled_on = column(rows, "cancelled_on")
    columns = {
        "id": column(rows, "booking_id"),
        "opportunity_id": column(rows, "opportunity_id"),
        "account_id": column(rows, "account_id"),
        "total_amount": column(rows, "amount"),
        "currency_iso_code": column(rows, "currency"),
        "type": in_words(column(rows, "booking_type"), BOOKING_TYPES),
        "status": pc.if_else(pc.is_valid(cancelled_on), "Cancelled", "Activated"),
        "effective_date": column(rows, "booked_on"),
        "cancelled_date_c": cancelled_on,
        "is_deleted": same(False, rows.num_rows),
    }
    return at_end("salesforce/order", columns)
