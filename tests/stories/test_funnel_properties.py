"""What holds of every funnel, of companies drawn at random.

Forty people with drawn channels, jobs, touches, statuses, deals and bookings, some of
them skipping stages, going back or coming again; no expected number is known but what
the numbers must be to one another. The rows of one company are delivered a second time
in another order: nothing may change.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows
from tests.stories.test_any_delivery_gives_the_same_content import content

SEEDS = (11, 12)
MORE_SEEDS = tuple(range(13, 25))
CHANNELS = ("seminar", "display", "referral", "exhibition", "")
JOBS = ("課長", "部長", "一般社員", "")
LADDER = ("sal", "sql", "opportunity", "won")
FIRST, LAST = date(2025, 7, 1), date(2026, 4, 30)


def _company(seed: int, folder: Path, *, is_shuffled: bool = False) -> Path:
    """A company of forty; shuffled: the same rows, every table in another order."""
    drawn = random.Random(seed)
    rows = ExportsRows()
    for number in range(40):
        name = f"P{number:02d}"
        day = FIRST + timedelta(days=drawn.randrange(270))
        rows.person(
            name,
            day.isoformat(),
            ma={
                "lead_source": drawn.choice(CHANNELS),
                "job_level": drawn.choice(JOBS),
            },
        )
        _life(drawn, rows, name, day)
    if is_shuffled:
        rows.shuffle(random.Random(0))
    return rows.build(folder)


def _life(drawn: random.Random, rows: ExportsRows, name: str, day: date) -> None:
    """Touches, statuses and deals of a person, once or twice up the ladder."""

    def later(most: int) -> str:
        nonlocal day
        day = min(day + timedelta(days=drawn.randrange(most)), LAST)
        return f"{day.isoformat()} {drawn.randrange(24):02d}:00"

    for lap in range(drawn.choice((1, 1, 2))):
        for _ in range(drawn.randrange(4)):
            kind = drawn.choice(("enquiry", "seminar_attended", "page_view"))
            rows.touch(name, kind, later(20))
        for stage in LADDER:
            if drawn.random() < 0.35:
                break
            if drawn.random() < 0.8:
                rows.sfa_says(name, stage, later(40))
        if drawn.random() < 0.4:
            created = later(30)
            outcome = drawn.choice(("won", "lost", "proposal"))
            rows.deal(
                name,
                f"D-{name}-{lap}",
                outcome,
                amount=str(drawn.randrange(1, 50) * 100_000),
                currency="JPY",
                created_at=created,
                closed_at="" if outcome == "proposal" else later(60),
            )
        rows.sfa_says(name, drawn.choice(("recycled", "disqualified")), later(60))
        day = min(day + timedelta(days=20), LAST)


@pytest.fixture(scope="module")
def drawn_company(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    built: dict[int, Path] = {}

    def company(seed: int) -> Path:
        if seed not in built:
            built[seed] = _company(seed, tmp_path_factory.mktemp(f"drawn{seed}"))
        return built[seed]

    return company


@pytest.fixture(
    params=[
        *SEEDS,
        *(pytest.param(seed, marks=pytest.mark.long) for seed in MORE_SEEDS),
    ]
)
def build(request: pytest.FixtureRequest, drawn_company: Callable[[int], Path]) -> Path:
    return drawn_company(request.param)


def test_segments_add_up_to_the_total(build: Path) -> None:
    for mart, keys, counts in (
        (
            "mart_funnel_cohorts",
            "definition_basis, period_grain, cohort_on, from_stage, to_stage,"
            " window_days, entry_policy",
            ("cycles_entered", "cycles_mature", "cycles_converted"),
        ),
        (
            "mart_funnel_periods",
            "definition_basis, period_grain, period_on, from_stage, to_stage,"
            " entry_policy",
            ("entries_from", "entries_to"),
        ),
        (
            "mart_pipeline",
            "period_grain, period_on, currency",
            ("open_before", "created", "won", "lost", "open_after", "booked_amount"),
        ),
    ):
        sums = ", ".join(f"coalesce(sum({count}), 0) as {count}" for count in counts)
        same = " and ".join(f"parts.{count} = totals.{count}" for count in counts)
        ((dimensions, unequal),) = query(
            build,
            f"with summed as (select {keys}, segment_dimension, {sums}"
            f" from marts.{mart} group by {keys}, segment_dimension)"
            f" select count(distinct parts.segment_dimension),"
            f" count(*) filter (where not ({same}))"
            f" from summed as parts inner join summed as totals using ({keys})"
            " where totals.segment_dimension = 'all'",
        )
        assert dimensions >= 4
        assert unequal == 0, mart


def test_strict_never_counts_more_than_filled(build: Path) -> None:
    ((compared, more),) = query(
        build,
        "select count(*), count(*) filter (where strict.cycles_entered"
        " > filled.cycles_entered) from marts.mart_funnel_cohorts as strict"
        " inner join marts.mart_funnel_cohorts as filled using (definition_basis,"
        " period_grain, cohort_on, from_stage, to_stage, segment_dimension,"
        " segment_value) where strict.entry_policy = 'strict'"
        " and filled.entry_policy = 'filled' and strict.window_days is null"
        " and filled.window_days is null and strict.from_stage != 'lead'"
        " and strict.period_grain = 'quarter'",
    )
    ((strict, filled),) = query(
        build,
        "select sum(cycles_entered) filter (where entry_policy = 'strict'),"
        " sum(cycles_entered) filter (where entry_policy = 'filled')"
        " from marts.mart_funnel_cohorts where segment_dimension = 'all'"
        " and definition_basis = 'then' and period_grain = 'month'"
        " and window_days is null and from_stage = 'sal' and to_stage = 'won'",
    )
    assert compared > 0
    assert more == 0
    assert strict < filled


def test_rates_are_shares(build: Path) -> None:
    for mart, columns in (
        (
            "mart_funnel_cohorts",
            ("conversion_rate", "rate_lower", "rate_upper", "estimated_rate"),
        ),
        ("mart_kpis", ("rate", "rate_lower", "rate_upper", "estimated_rate")),
        ("mart_person_conversions", ("share",)),
        ("mart_pipeline", ("sourced_share", "influenced_share", "traced_share")),
        ("mart_bottlenecks", ("rate", "goal_rate", "later_win_rate")),
        ("mart_kpi_tree", ("rate", "direct_share", "recycled_share", "elapsed_share")),
    ):
        for column in columns:
            ((known, outside),) = query(
                build,
                f"select count({column}), count(*) filter (where {column} < 0"
                f" or {column} > 1) from marts.{mart}",
            )
            assert outside == 0, (mart, column)
            assert known > 0, (mart, column)


def test_a_mature_cohort_needs_no_estimate(build: Path) -> None:
    ((mature, different),) = query(
        build,
        "select count(*), count(*) filter (where estimated_rate is null"
        " or abs(estimated_rate - conversion_rate) > 1e-6)"
        " from marts.mart_funnel_cohorts where cycles_mature = cycles_entered"
        " and cycles_entered > 0 and window_days is not null"
        " and period_grain = 'month'",
    )
    assert mature > 0
    assert different == 0


def test_parts_of_a_change_add_up(build: Path) -> None:
    ((pairs, off),) = query(
        build,
        "with chains as (select sum(part) as parts,"
        " min(total_1) - min(total_0) as moved from marts.mart_outcome_changes"
        " group by period_grain, period_0, period_1, from_stage, window_days, result)"
        " select count(*),"
        " count(*) filter (where abs(parts - moved) > 1e-6 * greatest(10, abs(moved)))"
        " from chains",
    )
    assert pairs > 0
    assert off == 0


def test_every_contract_holds(build: Path) -> None:
    assert broken_contracts(build) == []


def test_the_order_of_rows_changes_nothing(
    drawn_company: Callable[[int], Path], tmp_path: Path
) -> None:
    ordered = content(drawn_company(SEEDS[0]))
    shuffled = content(_company(SEEDS[0], tmp_path, is_shuffled=True))
    assert [table for table in ordered if ordered[table] != shuffled[table]] == []
