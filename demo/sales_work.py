"""What sales people do: calls, mails, meetings, hand-overs and feedback."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from demo.blocks import Block
from demo.deals import Deals, meetings
from demo.draws import Ints, chance, repeat_counts, spread
from demo.journeys import DISQUALIFIED, RECYCLED, Cycles
from demo.native_ids import user_ids
from demo.sales_records import SalesRecords
from demo.tables import make_table, numbered, taken, words
from demo.wall_clock import DAY, END, HOUR, MINUTE, NEVER, in_office_hours

_OUTCOMES: Final = ("missed", "connected", "sent", "held")
_TYPES: Final = ("call", "email", "meeting", "task")
_COMMENTS: Final = (
    None,
    None,
    "不在、折り返し依頼",
    '課題: "属人化"',
    "来期予算で検討,再架電",
    "温度感高い",
)
_HANDOVER_COMMENTS: Final = (
    None,
    "資料ダウンロード後に料金ページ閲覧",
    "セミナー参加、部長",
    "問い合わせあり。至急",
    "引き渡し",
)
_REASONS: Final = ("情報収集のみ", "予算なし", "対象外", "連絡不通", "確度高い", None)


def handovers(cycles: Cycles, records: SalesRecords, *, block: Block) -> pa.Table:
    """`handovers`: marketing to inside sales, and inside sales to field sales.

    Some come without a word.
    """
    rng = block.stream("handovers")
    given = np.flatnonzero(
        (cycles.mql_at != NEVER)
        & (cycles.synced_at != NEVER)
        & chance(rng, 880, len(cycles))
    )
    passed = np.flatnonzero((cycles.sql_at != NEVER) & chance(rng, 800, len(cycles)))
    cycle = np.concatenate([given, passed])
    is_sale = np.arange(len(cycle)) >= len(given)
    at = np.where(is_sale, cycles.sql_at[cycle] + 60, cycles.synced_at[cycle] + 30)
    cycle, is_sale, at = (values[at < END] for values in (cycle, is_sale, at))
    record = records.holding(cycles.person[cycle], at)
    order = np.argsort(at, kind="stable")
    comment = np.where(is_sale, 4, rng.integers(0, 4, len(at)))
    comment = np.where(is_sale & chance(rng, 150, len(at)), 0, comment)
    receiver = np.where(is_sale, records.seller[record], records.caller[record])
    return make_table(
        "handovers",
        {
            "handover_id": numbered("ho-", block.numbers(len(at)), 6),
            "sfa_record_id": taken(records.ids, record[order]),
            "from_team": words(
                ("marketing", "inside_sales"), is_sale[order].astype(np.int64)
            ),
            "to_user_id": user_ids(receiver[order]),
            "comment": words(_HANDOVER_COMMENTS, comment[order]),
            "handed_over_at": at[order],
        },
    )


def lead_feedback(cycles: Cycles, records: SalesRecords, *, block: Block) -> pa.Table:
    """`lead_feedback`: sales rates a quarter of what it received, 1 to 5."""
    rng = block.stream("lead_feedback")
    at = np.where(cycles.sal_at != NEVER, cycles.sal_at, cycles.exit_at)
    is_known = (at != NEVER) & (records.record_of[cycles.person] != NEVER)
    at = in_office_hours(rng, at + 2 * HOUR)
    rows = np.flatnonzero(is_known & (at < END) & chance(rng, 260, len(cycles)))
    is_good = cycles.sql_at[rows] != NEVER
    rating = np.where(is_good, 3, 1) + rng.integers(0, 3, len(rows))
    bad = rng.integers(0, 4, len(rows))
    record = records.holding(cycles.person[rows], at[rows])
    return make_table(
        "lead_feedback",
        {
            "feedback_id": numbered("fb-", block.numbers(len(rows)), 6),
            "sfa_record_id": taken(records.ids, record),
            "rating": rating,
            "reason": words(_REASONS, np.where(is_good, 4, bad)),
            "given_by": user_ids(records.caller[record]),
            "given_at": at[rows],
        },
    )


def activities(
    cycles: Cycles, records: SalesRecords, deals: Deals, *, block: Block
) -> pa.Table:
    """`sfa_activities`: automated mails, missed and connected calls, meetings.

    Of a few calls nobody noted how they ended.
    """
    rng = block.stream("sfa_activities")
    received = cycles.only(
        (cycles.synced_at != NEVER) & (records.record_of[cycles.person] != NEVER)
    )
    mails = np.flatnonzero((received.mql_at != NEVER) & chance(rng, 600, len(received)))
    missed, missed_at = _missed_calls(rng, received)
    reached = np.flatnonzero(received.sal_at != NEVER)
    called_at = received.sal_at[reached] - rng.integers(
        MINUTE, 20 * MINUTE, len(reached)
    )
    deal, met_at = meetings(deals)
    counts = (len(mails), len(missed), len(reached), len(deal))
    kind = np.repeat(np.array([1, 0, 0, 2]), counts)
    outcome = np.repeat(np.array([2, 0, 1, 3]), counts)
    at = np.concatenate([received.synced_at[mails] + 60, missed_at, called_at, met_at])
    callers = np.concatenate([mails, missed, reached])
    record = np.concatenate(
        [
            records.holding(received.person[callers], at[: len(callers)]),
            deals.record[deal],
        ]
    )
    opportunity = np.concatenate([np.full(len(callers), NEVER), deal])
    owner = np.concatenate([records.caller[record[: len(callers)]], deals.seller[deal]])
    comment = np.where(kind == 0, rng.integers(0, len(_COMMENTS), len(at)), 0)
    is_late = chance(rng, 40, len(at))
    recorded = at + spread(rng, ((8, HOUR, DAY), (2, DAY, 6 * DAY)), len(at))
    recorded = np.where(is_late & (recorded < END), recorded, NEVER)
    outcome = np.where((kind == 0) & chance(rng, 50, len(at)), -1, outcome)
    order = np.argsort(at, kind="stable")
    order = order[at[order] < END]
    return make_table(
        "sfa_activities",
        {
            "activity_id": numbered("act-", block.numbers(len(order)), 7),
            "sfa_record_id": taken(records.ids, record[order]),
            "opportunity_id": taken(deals.ids, opportunity[order]),
            "owner_id": user_ids(owner[order]),
            "activity_type": words(_TYPES, kind[order]),
            "outcome": words(_OUTCOMES, outcome[order]),
            "is_automated": kind[order] == 1,
            "occurred_at": at[order],
            "recorded_at": recorded[order],
            "comment": words(_COMMENTS, comment[order]),
        },
    )


def _missed_calls(rng: np.random.Generator, received: Cycles) -> tuple[Ints, Ints]:
    """Cycle and instant of calls that nobody answered, between receipt and outcome.

    Those given up without acceptance were tried three times; those never touched
    were not tried at all.
    """
    is_given_up = (received.sal_at == NEVER) & np.isin(
        received.exit_kind, (RECYCLED, DISQUALIFIED)
    )
    tries = np.where(received.sal_at != NEVER, rng.integers(0, 3, len(received)), 0)
    tries = np.where(is_given_up, 3, tries)
    until = np.where(received.sal_at != NEVER, received.sal_at, received.exit_at)
    owner, nth = repeat_counts(tries)
    start = received.synced_at[owner]
    length = np.maximum(until[owner] - start, 0)
    at = start + length * (nth + 1) // (tries[owner] + 1)
    return owner, in_office_hours(rng, at)
