"""Fewer MQLs, better ones, smaller deals: what moved wins and revenue.

MQLs of the second of a month by an enquiry; SAL three days later, SQL four, the deal
after five and its win after ten, all within 30 days. March's only one came on the last
day: at the end of April it has not had 30 days, and March is compared with nothing.

| cohort   | MQL | SAL | SQL | deals | wins | each      | revenue   |
|----------|-----|-----|-----|-------|------|-----------|-----------|
| January  | 20  | 10  | 10  | 5     | 1    | 1,000,000 | 1,000,000 |
| February | 10  | 8   | 8   | 4     | 2    | 600,000   | 1,200,000 |

The chain of wins: 20 * 50 % * 100 % * 50 % * 20 % = 1 and 10 * 80 % * 100 % * 50 % * 50
% = 2. Replaced link by link from the front and from the
back, and the mean of both. Front: 1 → 0.5 (volume) → 0.8
(SAL) → 2 (win). Back: 1 → 2.5 (win) → 4 (SAL) → 2 (volume). Means: volume (-0.5 - 2) /
2 = -1.25, SAL (0.3 + 1.5) / 2 = 0.9, win (1.2 + 1.5) / 2 = 1.35; together +1.

Revenue in millions, front: 1 → 0.5 → 0.8 → 2 → 1.2 (amount). Back: 1 → 0.6 (amount) →
1.5 (win) → 2.4 (SAL) → 1.2 (volume). Means: volume -0.85, SAL 0.6, win 1.05, amount
-0.6; together +0.2.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows

COHORTS = (("01", 20, 10, 5, 1, "1000000"), ("02", 10, 8, 4, 2, "600000"))


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    for month, mqls, sals, deals, wins, amount in COHORTS:
        for number in range(mqls):
            lead = f"lead-{month}-{number:02d}"
            rows.person(lead, f"{month}-02")
            rows.touch(lead, "enquiry", f"{month}-02 10:00")
            if number < sals:
                rows.sfa_says(lead, "sal", f"{month}-05")
                rows.sfa_says(lead, "sql", f"{month}-06")
            if number < deals:
                is_won = number < wins
                rows.deal(
                    lead,
                    f"D-{lead}",
                    "won" if is_won else "proposal",
                    amount=amount,
                    currency="JPY",
                    created_at=f"{month}-07",
                    closed_at=f"{month}-12" if is_won else "",
                )
    rows.person("last-day", "03-31")
    rows.touch("last-day", "enquiry", "03-31 10:00")
    return rows.build(tmp_path_factory.mktemp("wins"))


def _parts(build: Path, result: str) -> list[tuple[Any, ...]]:
    return query(
        build,
        "select link, stage, value_0, value_1, part, total_0, total_1"
        " from marts.mart_outcome_changes where period_grain = 'month'"
        " and period_0 = date '2026-01-01' and from_stage = 'mql' and window_days = 30"
        " and result = ? order by link_number",
        result,
    )


def test_wins_are_volume_times_rates(moved: Path) -> None:
    rows = _parts(moved, "wins")
    assert [row[:4] for row in rows] == [
        ("volume", "mql", 20.0, 10.0),
        ("rate", "sal", 0.5, 0.8),
        ("rate", "sql", 1.0, 1.0),
        ("rate", "opportunity", 0.5, 0.5),
        ("rate", "won", 0.2, 0.5),
    ]
    assert [row[4] for row in rows] == pytest.approx([-1.25, 0.9, 0, 0, 1.35])
    assert {row[5:] for row in rows} == {(1.0, 2.0)}


def test_revenue_has_the_amount_per_win_as_well(moved: Path) -> None:
    rows = _parts(moved, "revenue")
    assert rows[-1][:4] == ("amount_per_win", "won", 1_000_000.0, 600_000.0)
    millions = [row[4] / 1e6 for row in rows]
    assert millions == pytest.approx([-0.85, 0.6, 0, 0, 1.05, -0.6])
    assert {row[5:] for row in rows} == {(1_000_000.0, 1_200_000.0)}


def test_a_cohort_that_is_not_whole_is_compared_with_nothing(moved: Path) -> None:
    compared = query(
        moved,
        "select distinct window_days, period_1 from marts.mart_outcome_changes"
        " where period_grain = 'month' and from_stage = 'mql'"
        " and comparison = 'previous' order by all",
    )
    assert [(days, str(month)) for days, month in compared] == [
        (30, "2026-02-01"),
        (60, "2026-02-01"),
    ]


def _told(build: Path, subject: str) -> list[tuple[Any, ...]]:
    return query(
        build,
        "select part_rank, headline_ja, sentence_ja, headline_en, sentence_en"
        " from marts.mart_change_sentences where subject = ?"
        " and period_grain = 'month' and period_0 = date '2026-01-01'"
        " and from_stage = 'mql' and window_days = 30 and segment_dimension = 'all'"
        " order by part_rank",
        subject,
    )


def test_the_three_largest_parts_are_told_in_both_languages(moved: Path) -> None:
    first, second, third = _told(moved, "wins")
    assert first[1:] == (
        "件数は減ったが質は上がった：20件から10件へ、受注数は1から2へ",
        "商談から受注への率が20.0%から50.0%に上がった：+1.4件",
        "Volume down but quality up: 20 to 10 cycles, Wins 1 to 2",
        "Opportunity to Won went up from 20.0% to 50.0%: +1.4 wins",
    )
    assert second[2] == "MQLの件数が20から10に減った：-1.3件"
    assert third[4] == "MQL to SAL went up from 50.0% to 80.0%: +0.9 wins"


def test_money_is_told_in_the_companys_currency(moved: Path) -> None:
    first, second, third = _told(moved, "revenue")
    assert first[2] == "商談から受注への率が20.0%から50.0%に上がった：JPY +1050000"
    assert second[4] == "MQL cycles went down from 20 to 10: JPY -850000"
    # SAL and the amount move it by 600,000 each: of equal parts the first by name.
    assert third[2] == (
        "1件あたりの受注金額がJPY 1000000からJPY 600000に下がった：JPY -600000"
    )


def test_a_moved_rate_is_told_by_dimension(moved: Path) -> None:
    """承認率 rose from 50 % to 80 % though there were half as many."""
    rows = query(
        moved,
        "select headline_ja, sentence_ja, sentence_en from marts.mart_change_sentences"
        " where subject = 'rate' and period_grain = 'month'"
        " and period_0 = date '2026-01-01' and from_stage = 'mql' and to_stage = 'sal'"
        " and segment_dimension = 'entry_type' and window_days = 30 order by part_rank",
    )
    assert rows == [
        (
            "件数は減ったが質は上がった：20件から10件へ、承認率は50.0%から80.0%へ",
            "サイクルの始まり方「acquired」の率が50.0%から80.0%に上がった：+30.0ポイント",
            "Entry type acquired converts at 80.0% instead of 50.0%: +30.0 points",
        )
    ]
