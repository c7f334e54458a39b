"""Who is not counted, from when to when, and that nothing of them is anywhere."""

from pathlib import Path

import pytest

from tests.stories.building import broken_contracts, query
from tests.stories.excluded_company import BY_ATTRIBUTE, BY_TEXT, exclusions_of


@pytest.mark.parametrize("name", BY_TEXT)
def test_an_address_or_a_name_excludes(exclusions_build: Path, name: str) -> None:
    assert exclusions_of(exclusions_build, name) == [(1, BY_TEXT[name][2])]


@pytest.mark.parametrize("name", BY_ATTRIBUTE)
def test_an_attribute_excludes_from_the_day_it_is_known(
    exclusions_build: Path, name: str
) -> None:
    assert exclusions_of(exclusions_build, name) == [(1, BY_ATTRIBUTE[name][1])]


@pytest.mark.parametrize(
    ("name", "rule"),
    [("own-in-the-sfa", "own_domain"), ("rival-in-the-sfa", "rival_name")],
)
def test_the_sfa_record_excludes_as_well(
    exclusions_build: Path, name: str, rule: str
) -> None:
    assert exclusions_of(exclusions_build, name) == [(1, rule)]


# What a cycle may leave somewhere, by cycle number.
TRACES = (
    "facts.fct_lead_cycles",
    "facts.fct_stage_entries",
    "facts.fct_stage_agreement",
    "facts.fct_opportunities",
    "facts.fct_handovers",
    "marts.mart_agreement_queue",
)


@pytest.mark.parametrize("table", TRACES)
@pytest.mark.parametrize(
    ("name", "cycles"),
    [("own", []), ("pitch-then-buyer", [(2,)]), ("buyer-then-rival", [(1,)])],
)
def test_of_an_excluded_cycle_there_is_no_trace(
    exclusions_build: Path, table: str, name: str, cycles: list[tuple[int]]
) -> None:
    assert (
        query(
            exclusions_build,
            f"select distinct cycle_number from {table}"
            " join dimensions.dim_lead_sources using (lead_id)"
            " where source_record_id = ? order by 1",
            name,
        )
        == cycles
    )


def test_what_an_excluded_cycle_held_is_nobody_elses(exclusions_build: Path) -> None:
    """The deals, hand-overs and MQLs of the cycles that count, and no others."""
    assert query(
        exclusions_build,
        "select source_record_id, created_at::date::varchar, mql_at::date::varchar,"
        " h.handover_id"
        " from facts.fct_opportunities as o"
        " join facts.fct_lead_cycles using (lead_id, cycle_number)"
        " join facts.fct_handovers as h using (lead_id, cycle_number)"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id in ('own', 'pitch-then-buyer', 'buyer-then-rival')"
        " order by 1",
    ) == [
        # 00:00 in Tokyo is the day before in UTC.
        ("buyer-then-rival", "2026-02-05", "2026-02-05", "H-buyer-then-rival-02-06"),
        ("pitch-then-buyer", "2026-03-19", "2026-03-19", "H-pitch-then-buyer-03-20"),
    ]


def test_nobody_is_asked_to_fill_in_what_is_not_counted(exclusions_build: Path) -> None:
    """One call of each of the two cycles that count; the other three are not due."""
    assert query(
        exclusions_build,
        "select period_on::varchar, entries_due, entries_kept"
        " from marts.mart_data_entry where data_entry_rule_id = 'outcome_of_calls'"
        " and period_grain = 'month' order by 1",
    ) == [("2026-02-01", 1, 0), ("2026-03-01", 1, 0)]


def test_a_lead_is_called_excluded_by_its_first_cycle(exclusions_build: Path) -> None:
    assert dict(
        query(
            exclusions_build,
            "select source_record_id, is_excluded from dimensions.dim_leads"
            " join dimensions.dim_lead_sources using (lead_id) where source_record_id"
            " in ('own', 'pitch-then-buyer', 'buyer-then-rival', 'no-address')",
        )
    ) == {
        "own": True,
        "pitch-then-buyer": True,
        "buyer-then-rival": False,
        "no-address": False,
    }


def test_the_counts_by_reason(exclusions_build: Path) -> None:
    """February: own staff own, own-in-capitals, own-and-rival, own-in-the-sfa; rivals
    rival-by-name, rival-by-letters, rival-in-the-sfa, first-second, last-second and the
    second cycle of buyer-then-rival; students two and one; pitches pitch-seconds-later,
    pitch-that-night, pitch-long-before, mended-next-day and pitch-then-buyer.
    Customers: 2025 after-that-win and last-of-the-old-rule out, first-of-the-new-rule
    apart; February second-after and colleague-2; March winner and won-by-status again.
    """
    assert query(
        exclusions_build,
        "select period_on::varchar, reason, counted_unit, action,"
        " sum(cases)::integer from marts.mart_exclusions"
        " where period_grain = 'month' and period_on < '2026-04-01'"
        " group by all order by all",
    ) == [
        ("2025-09-01", "existing_customer", "cycle", "exclude", 1),
        ("2025-11-01", "existing_customer", "cycle", "exclude", 1),
        ("2025-12-01", "existing_customer", "cycle", "segment", 1),
        ("2026-02-01", "competitor", "cycle", "exclude", 6),
        ("2026-02-01", "existing_customer", "cycle", "segment", 2),
        ("2026-02-01", "own_staff", "cycle", "exclude", 4),
        ("2026-02-01", "sales_pitch", "cycle", "exclude", 5),
        ("2026-02-01", "student", "cycle", "exclude", 3),
        ("2026-03-01", "existing_customer", "cycle", "segment", 2),
    ]


def test_no_cohort_counts_an_excluded_lead(exclusions_build: Path) -> None:
    """Opened from January to March: of the 18 by text 8 count; of the 7 by attribute 3;
    none of the two by the SFA; of 7 customers in 2026 all; then won-by-status and
    buyer-then-rival.
    """
    assert query(
        exclusions_build,
        "select sum(cycles_entered)::integer from marts.mart_funnel_cohorts"
        " where definition_basis = 'then'"
        " and period_grain = 'month' and cohort_on >= '2026-01-01'"
        " and cohort_on < '2026-04-01' and from_stage = 'lead' and to_stage = 'mql'"
        " and window_days is null"
        " and entry_policy = 'strict' and segment_dimension = 'all'",
    ) == [(8 + 3 + 0 + 7 + 2,)]


def test_every_contract_holds_of_this_company(exclusions_build: Path) -> None:
    assert broken_contracts(exclusions_build) == []
