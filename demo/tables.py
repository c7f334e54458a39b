"""The 23 tables of the `exports` source: their columns, and arrow tables of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from demo.draws import Ints
from demo.wall_clock import EPOCH

Values: TypeAlias = npt.NDArray[Any] | pa.Array | pa.ChunkedArray

_EPOCH_DAYS = (EPOCH - date(1970, 1, 1)).days
_EPOCH_SECONDS = _EPOCH_DAYS * 86_400

_TYPES: Final = {
    "text": pa.string(),
    "instant": pa.timestamp("s"),
    "date": pa.date32(),
    "integer": pa.int64(),
    "boolean": pa.bool_(),
}

_LAYOUT: Final = """
ma_leads: ma_lead_id created_at=instant email company_name corporate_number industry
  employees=integer department job_function title job_level lead_source campaign_id
  sfa_record_id status score=integer temperature is_opted_out=boolean
  updated_at=instant deleted_at=instant
ma_lead_changes: change_id ma_lead_id field old_value new_value changed_at=instant
  recorded_at=instant
ma_touches: touch_id ma_lead_id visitor_id touch_type content_id url campaign_id
  occurred_at=instant recorded_at=instant
ma_merges: loser_id winner_id merged_at=instant
lead_attributes: ma_lead_id name value observed_at=instant
campaigns: campaign_id name channel persona appeal started_on=date ended_on=date
campaign_members: campaign_id ma_lead_id status occurred_at=instant
campaign_costs: campaign_id cost_on=date cost=integer currency
sfa_records: sfa_record_id record_type created_at=instant email company_name
  account_id owner_id status temperature lead_source converted_at=instant
  converted_contact_id converted_account_id converted_opportunity_id
  updated_at=instant deleted_at=instant
sfa_record_changes: change_id sfa_record_id field old_value new_value
  changed_at=instant changed_by recorded_at=instant
sfa_merges: loser_id winner_id merged_at=instant
sfa_accounts: account_id name corporate_number domain industry employees=integer
  annual_revenue=integer tier
sfa_users: user_id name team is_active=boolean
sfa_activities: activity_id sfa_record_id opportunity_id owner_id activity_type
  outcome is_automated=boolean occurred_at=instant recorded_at=instant comment
handovers: handover_id sfa_record_id from_team to_user_id comment
  handed_over_at=instant
lead_feedback: feedback_id sfa_record_id rating=integer reason given_by
  given_at=instant
opportunities: opportunity_id account_id owner_id source_record_id product deal_rank
  stage amount=integer currency created_at=instant closed_at=instant close_on=date
  is_closed=boolean is_won=boolean lost_reason won_reason updated_at=instant
opportunity_changes: change_id opportunity_id field old_value new_value
  changed_at=instant recorded_at=instant
opportunity_contacts: opportunity_id sfa_record_id role is_primary=boolean
bookings: booking_id opportunity_id account_id amount=integer currency booking_type
  booked_on=date cancelled_on=date
content_items: content_id title content_type topic phase persona appeal url
  published_on=date retired_on=date
content_costs: content_id cost_on=date cost=integer currency
pageviews: pageview_id visitor_id ma_lead_id url content_id utm_source utm_medium
  utm_campaign occurred_at=instant
"""
# What the marketing tool holds beside it: no table of `exports`.
_MAIL_LAYOUT: Final = """
mailings: mailing_id ma_lead_id mailing_event campaign_id email_template_id
  occurred_at=instant
email_templates: email_template_id name subject campaign_id created_at=instant
"""


def layouts() -> dict[str, pa.Schema]:
    """Table of `exports` → its columns in order, with their arrow types."""
    return _schemas(_LAYOUT)


def mail_layouts() -> dict[str, pa.Schema]:
    """Table → columns of what is done to leads by mail; `exports` has none of them."""
    return _schemas(_MAIL_LAYOUT)


def _schemas(layout: str) -> dict[str, pa.Schema]:
    found: dict[str, pa.Schema] = {}
    for text in layout.strip().replace("\n  ", " ").splitlines():
        name, columns = text.split(":")
        fields = (column.partition("=") for column in columns.split())
        found[name] = pa.schema(
            [(column, _TYPES[kind or "text"]) for column, _, kind in fields]
        )
    return found


def make_table(name: str, columns: Mapping[str, Values]) -> pa.Table:
    """The table `name` from columns of one length; a column left out is all NULL.

    Instants are seconds and dates days since the demo's epoch; -1 in them, and in
    integers, is NULL. Texts are arrow arrays.
    """
    schema = (layouts() | mail_layouts())[name]
    unknown = set(columns) - set(schema.names)
    if unknown:
        raise ValueError(f"The table {name} has no column {sorted(unknown)}.")
    length = len(next(iter(columns.values())))
    arrays = [
        _column(field.type, columns[field.name])
        if field.name in columns
        else pa.nulls(length, field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def table_of_rows(name: str, rows: Sequence[Mapping[str, str]]) -> pa.Table:
    """The table `name` from a few hand-written rows of text; absent keys are NULL."""
    schema = layouts()[name]
    texts = pa.Table.from_pylist(
        [{column: row.get(column) for column in schema.names} for row in rows],
        schema=pa.schema([(column, pa.string()) for column in schema.names]),
    )
    return texts.cast(schema)


def _column(kind: pa.DataType, values: Values) -> pa.Array:
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if isinstance(values, pa.Array):
        return values
    if kind == pa.bool_():
        return pa.array(values)
    missing = values < 0
    if kind == pa.timestamp("s"):
        return pa.array(values + _EPOCH_SECONDS, pa.int64(), mask=missing).cast(kind)
    if kind == pa.date32():
        days = (values + _EPOCH_DAYS).astype(np.int32)
        return pa.array(days, pa.int32(), mask=missing).cast(kind)
    return pa.array(values, pa.int64(), mask=missing)


def numbered(prefix: str, numbers: Ints, width: int) -> pa.Array:
    """Ids such as `ma-000042`; a negative number gives NULL."""
    digits = pc.utf8_lpad(_indices(numbers).cast(pa.string()), width, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def words(choices: Sequence[str | None], indices: Ints) -> pa.Array:
    """The choice at each index; a negative index gives NULL."""
    return pa.array(choices, pa.string()).take(_indices(indices))


def taken(values: pa.Array, indices: Ints) -> pa.Array:
    """The value at each index; a negative index gives NULL."""
    return values.take(_indices(indices))


def joined(*parts: pa.Array | str, between: str = "") -> pa.Array:
    """Texts joined element by element."""
    return pc.binary_join_element_wise(*parts, between)


def _indices(numbers: Ints) -> pa.Array:
    return pa.array(numbers, pa.int64(), mask=numbers < 0)
