"""Opportunities, their stages and people, and what was booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from demo.blocks import Block
from demo.companies import Companies
from demo.draws import Bools, Ints, chance, pick, repeat_counts, spread
from demo.journeys import LOST, WON, Cycles
from demo.native_ids import OPPORTUNITY, sales_ids, user_ids
from demo.sales_records import SalesRecords
from demo.tables import make_table, numbered, taken, words
from demo.wall_clock import DAY, END, HOUR, NEVER, happened, in_office_hours

_STAGES: Final = (
    "appointment",
    "meeting",
    "提案",
    "negotiation",
    "受注",
    "失注",
    "won",
    "lost",
)
# The stages of a deal that was lost in between, up to its last but one.
_REOPENED: Final = tuple(
    _STAGES.index(name) for name in ("appointment", "meeting", "失注", "negotiation")
)
_PRODUCTS: Final = ("Handoff Standard", "Handoff Enterprise", "導入支援")
_LOST_REASONS: Final = ("予算なし", "競合に決定", "時期尚早", "担当者異動", None)
_WON_REASONS: Final = ("機能", "価格", "サポート", "既存取引", None)
# Thousand yen: (weight, from, below).
_AMOUNTS: Final = ((55, 300, 1_200), (33, 1_200, 4_000), (12, 4_000, 15_000))


@dataclass(frozen=True)
class Deals:
    """One element an opportunity; `outcome` is `WON`, `LOST` or 0 while open.

    `record` is the SFA record it came from, `amount` in yen; `is_expansion` marks
    those of a company that had bought before.
    """

    ids: pa.Array
    record: Ints
    created_at: Ints
    closed_at: Ints
    outcome: Ints
    is_expansion: Bools
    amount: Ints
    seller: Ints

    def __len__(self) -> int:
        return len(self.record)


def draw_deals(cycles: Cycles, records: SalesRecords, *, block: Block) -> Deals:
    """Opportunities of all cycles that got one, second ones and expansions too."""
    rng = block.stream("opportunities")
    with_deal = cycles.only(cycles.opportunity_at != NEVER)
    size = len(with_deal)
    outcome = np.where(with_deal.exit_at != NEVER, with_deal.exit_kind, 0)
    # A second deal, opened while the first runs and lost before it is decided.
    second_at = in_office_hours(rng, with_deal.opportunity_at + 4 * DAY)
    second_end = in_office_hours(rng, second_at + 6 * DAY)
    limit = np.where(with_deal.exit_at == NEVER, END, with_deal.exit_at)
    second = np.flatnonzero((second_end < limit) & chance(rng, 90, size))
    more_at = in_office_hours(
        rng, with_deal.exit_at + spread(rng, ((1, 40, 200),), size) * DAY
    )
    more = np.flatnonzero((outcome == WON) & (more_at < END) & chance(rng, 350, size))
    more_end = happened(
        in_office_hours(
            rng, more_at[more] + spread(rng, ((1, 20, 90),), len(more)) * DAY
        )
    )
    person = with_deal.person[np.concatenate([np.arange(size), second, more])]
    created = np.concatenate(
        [with_deal.opportunity_at, second_at[second], more_at[more]]
    )
    closed = np.concatenate([with_deal.exit_at, second_end[second], more_end])
    ended = np.concatenate(
        [
            outcome,
            np.full(len(second), LOST),
            np.where(more_end == NEVER, 0, WON),
        ]
    )
    expands = np.arange(len(person)) >= size + len(second)
    order = np.argsort(created, kind="stable")
    record = records.holding(person, created)[order]
    return Deals(
        ids=sales_ids(OPPORTUNITY, block.numbers(len(order))),
        record=record,
        created_at=created[order],
        closed_at=closed[order],
        outcome=ended[order],
        is_expansion=expands[order],
        amount=spread(rng, _AMOUNTS, len(order)) * 1_000,
        seller=records.seller[record],
    )


def first_stage() -> str:
    """The stage in which every deal begins, as the sales tool writes it."""
    return _STAGES[0]


def opportunities(
    deals: Deals, records: SalesRecords, companies: Companies, *, block: Block
) -> pa.Table:
    """`opportunities` as they stand on the last day; a few fields are left empty."""
    rng = block.stream("opportunities rows")
    size = len(deals)
    is_closed = deals.outcome > 0
    planned = deals.created_at // DAY + rng.integers(20, 120, size)
    moved = deals.created_at + rng.integers(0, 3 * DAY, size)
    updated = np.where(is_closed, deals.closed_at, np.minimum(moved, END - 1))
    stage = np.where(is_closed, _final_stage(deals), rng.integers(0, 4, size))
    reason = rng.integers(0, 5, size)
    # An amount is missing where none was booked, a planned day while a deal is open.
    no_amount = (deals.outcome != WON) & chance(rng, 60, size)
    close_on = np.where(is_closed, deals.closed_at // DAY, planned)
    no_close_day = ~is_closed & chance(rng, 80, size)
    return make_table(
        "opportunities",
        {
            "opportunity_id": deals.ids,
            "account_id": taken(companies.account_ids, records.company[deals.record]),
            "owner_id": user_ids(deals.seller),
            "source_record_id": taken(records.ids, deals.record),
            "product": words(_PRODUCTS, pick(rng, (6, 3, 2), size)),
            "deal_rank": words(("A", "B", "C"), rng.integers(-1, 3, size)),
            "stage": words(_STAGES, stage),
            "amount": np.where(no_amount, -1, deals.amount),
            "currency": _yen(size),
            "created_at": deals.created_at,
            "closed_at": deals.closed_at,
            "close_on": np.where(no_close_day, NEVER, close_on),
            "is_closed": is_closed,
            "is_won": deals.outcome == WON,
            "lost_reason": words(
                _LOST_REASONS, np.where(deals.outcome == LOST, reason, -1)
            ),
            "won_reason": words(
                _WON_REASONS, np.where(deals.outcome == WON, reason, -1)
            ),
            "updated_at": updated,
        },
    )


def opportunity_changes(deals: Deals, *, block: Block) -> pa.Table:
    """`opportunity_changes`: the stages walked through; a few deals kept no history.

    A few were lost at half-time, opened again, and ended then as they ended.
    """
    rng = block.stream("opportunity_changes")
    kept = np.flatnonzero((deals.outcome > 0) & ~chance(rng, 60, len(deals)))
    reopened = rng.permutation(len(kept))[: 1 + len(kept) // 15]
    is_reopened = np.isin(np.arange(len(kept)), reopened)
    steps = np.where(is_reopened, len(_REOPENED), 1 + rng.integers(0, 4, len(kept)))
    owner, nth = repeat_counts(steps)
    deal = kept[owner]
    is_last = nth == steps[owner] - 1
    start, length = deals.created_at[deal], (deals.closed_at - deals.created_at)[deal]
    at = start + length * (nth + 1) // steps[owner]
    old = np.where(is_reopened[owner], np.asarray(_REOPENED)[nth], nth)
    following = np.where(is_reopened[owner], np.roll(_REOPENED, -1)[nth], nth + 1)
    new = np.where(is_last, _final_stage(deals)[deal], following)
    order = np.lexsort((nth, deal, at))
    return make_table(
        "opportunity_changes",
        {
            "change_id": numbered("oc-", block.numbers(len(order)), 6),
            "opportunity_id": taken(deals.ids, deal[order]),
            "field": words(("stage",), np.zeros(len(order), dtype=np.int64)),
            "old_value": words(_STAGES, old[order]),
            "new_value": words(_STAGES, new[order]),
            "changed_at": at[order],
        },
    )


def opportunity_contacts(
    deals: Deals, records: SalesRecords, *, block: Block
) -> pa.Table:
    """`opportunity_contacts`: the person the deal came from, sometimes a colleague."""
    rng = block.stream("opportunity_contacts")
    by_company = np.argsort(records.company, kind="stable")
    neighbour = np.empty(len(records), dtype=np.int64)
    neighbour[by_company] = np.roll(by_company, 1)
    colleague = neighbour[deals.record]
    is_same = records.company[colleague] == records.company[deals.record]
    is_earlier = records.created_at[colleague] < deals.created_at
    is_other = records.lead[colleague] != records.lead[deals.record]
    also = np.flatnonzero(
        is_same & is_earlier & is_other & chance(rng, 250, len(deals))
    )
    deal = np.concatenate([np.arange(len(deals)), also])
    is_primary = np.arange(len(deal)) < len(deals)
    record = np.where(is_primary, deals.record[deal], colleague[deal])
    return make_table(
        "opportunity_contacts",
        {
            "opportunity_id": taken(deals.ids, deal),
            "sfa_record_id": taken(records.ids, record),
            "role": words(("決裁者", "担当者", None), rng.integers(0, 3, len(deal))),
            "is_primary": is_primary,
        },
    )


def bookings(
    deals: Deals, records: SalesRecords, companies: Companies, *, block: Block
) -> pa.Table:
    """`bookings` of won deals; a few are cancelled, the stage stays won."""
    rng = block.stream("bookings")
    won = np.flatnonzero(deals.outcome == WON)
    booked = deals.closed_at[won] // DAY + rng.integers(0, 10, len(won))
    known = booked < END // DAY
    won, booked = won[known], booked[known]
    cancelled = booked + rng.integers(10, 60, len(won))
    is_cancelled = chance(rng, 50, len(won)) & (cancelled < END // DAY)
    return make_table(
        "bookings",
        {
            "booking_id": numbered("bkg-", block.numbers(len(won)), 6),
            "opportunity_id": taken(deals.ids, won),
            "account_id": taken(
                companies.account_ids, records.company[deals.record[won]]
            ),
            "amount": deals.amount[won],
            "currency": _yen(len(won)),
            "booking_type": words(
                ("new", "expansion"), deals.is_expansion[won].astype(np.int64)
            ),
            "booked_on": booked,
            "cancelled_on": np.where(is_cancelled, cancelled, NEVER),
        },
    )


def meetings(deals: Deals) -> tuple[Ints, Ints]:
    """Deal and instant of the customer meetings: one a deal, two for closed ones."""
    again = np.flatnonzero(deals.outcome > 0)
    deal = np.concatenate([np.arange(len(deals)), again])
    middle = (deals.created_at[again] + deals.closed_at[again]) // 2
    return deal, np.concatenate([deals.created_at + HOUR, middle])


def _final_stage(deals: Deals) -> Ints:
    """Two thirds of the sellers pick the Japanese label, the others the code."""
    offset = np.where(deals.seller % 3 == 0, 6, 4)
    return np.where(deals.outcome == WON, offset, offset + 1)


def _yen(size: int) -> pa.Array:
    return words(("JPY",), np.zeros(size, dtype=np.int64))
