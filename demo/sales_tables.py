"""`sfa_records` and `sfa_record_changes`, as the sales tool exports them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from demo.blocks import Block
from demo.companies import Companies
from demo.draws import chance, pick, spread
from demo.native_ids import user_ids
from demo.sales_records import SalesRecords
from demo.statuses import NEW, SQL, STATUSES, StatusEvents, status_at
from demo.tables import make_table, numbered, taken, words
from demo.wall_clock import DAY, END, HOUR, NEVER

_SOURCES: Final = (
    "business_card",
    "referral",
    "partner",
    "telemarketing",
    "名刺交換会",
)


def sfa_records_versions(
    records: SalesRecords,
    events: StatusEvents,
    companies: Companies,
    instants: tuple[int, ...],
    *,
    block: Block,
) -> list[pa.Table]:
    """`sfa_records` as exported at each instant: what changed since the one before.

    A few unchanged records are delivered once more.
    """
    rng = block.stream("sfa_records versions")
    size = len(records)
    has_account = ~chance(rng, 150, size)
    account = np.where(has_account, records.company, NEVER)
    temperature = rng.integers(-1, 3, size)
    source = pick(rng, (5, 2, 2, 2, 1), size)
    again = chance(rng, 20, size)
    initial = np.where(records.is_contact & (np.bincount(events.record, minlength=size)
                                             == 0), NEVER, NEW)  # fmt: skip
    exports, previous = [], NEVER
    for instant in instants:
        status, changed = status_at(events, initial, instant)
        was_converted = (records.converted_at != NEVER) & (
            records.converted_at <= instant
        )
        was_deleted = (records.deleted_at != NEVER) & (records.deleted_at <= instant)
        updated = np.maximum.reduce([
            records.created_at, changed,
            np.where(was_converted, records.converted_at, NEVER),
            np.where(was_deleted, records.deleted_at, NEVER),
        ])  # fmt: skip
        exists = records.created_at <= instant
        rows = np.flatnonzero(exists & ((updated > previous) | again))
        contact = np.where(was_converted, records.contact, NEVER)[rows]
        exports.append(
            make_table(
                "sfa_records",
                {
                    "sfa_record_id": taken(records.ids, rows),
                    "record_type": words(
                        ("lead", "contact"), records.is_contact[rows].astype(np.int64)
                    ),
                    "created_at": records.created_at[rows],
                    "email": taken(records.emails, rows),
                    "company_name": taken(companies.names, records.company[rows]),
                    "account_id": taken(companies.account_ids, account[rows]),
                    "owner_id": user_ids(records.caller[rows]),
                    "status": words(STATUSES, status[rows]),
                    "temperature": words(("hot", "warm", "cold"), temperature[rows]),
                    "lead_source": words(
                        _SOURCES,
                        np.where(records.lead[rows] == NEVER, source[rows], -1),
                    ),
                    "converted_at": np.where(
                        was_converted[rows], records.converted_at[rows], NEVER
                    ),
                    "converted_contact_id": taken(records.ids, contact),
                    "converted_account_id": taken(
                        companies.account_ids,
                        np.where(contact == NEVER, NEVER, records.company[rows]),
                    ),
                    "updated_at": updated[rows],
                    "deleted_at": np.where(
                        was_deleted[rows], records.deleted_at[rows], NEVER
                    ),
                },
            )
        )
        previous = instant
    return exports


def sfa_record_changes(
    records: SalesRecords, events: StatusEvents, *, block: Block
) -> pa.Table:
    """The field history of records that keep one: statuses, and owners at SQL."""
    rng = block.stream("sfa_record_changes rows")
    kept = np.flatnonzero(records.has_history[events.record])
    record, at = events.record[kept], events.at[kept]
    status, old = events.status[kept], events.old[kept]
    handed = np.flatnonzero(status == SQL)
    size = len(kept) + len(handed)
    all_at = np.concatenate([at, at[handed]])
    order = np.argsort(all_at, kind="stable")
    is_late = chance(rng, 30, size)
    recorded = all_at + spread(rng, ((7, HOUR, DAY), (3, DAY, 12 * DAY)), size)
    changed_by = np.where(status >= SQL, records.seller[record], records.caller[record])

    return make_table(
        "sfa_record_changes",
        {
            "change_id": numbered("sc-", block.numbers(size), 7),
            "sfa_record_id": taken(
                records.ids, np.concatenate([record, record[handed]])[order]
            ),
            "field": words(
                ("status", "owner_id"),
                (np.arange(size) >= len(kept))[order].astype(int),
            ),
            "old_value": pa.chunked_array(
                [words(STATUSES, old), user_ids(records.caller[record[handed]])]
            ).take(pa.array(order)),
            "new_value": pa.chunked_array(
                [words(STATUSES, status), user_ids(records.seller[record[handed]])]
            ).take(pa.array(order)),
            "changed_at": all_at[order],
            "changed_by": user_ids(
                np.concatenate([changed_by, records.caller[record[handed]]])[order]
            ),
            "recorded_at": np.where(is_late & (recorded < END), recorded, NEVER)[order],
        },
    )
