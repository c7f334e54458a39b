"""What was reported stays; what differs by now is said with its reason.

Each story adds one thing to the company of `reported_nights` after the night of
2026-04-10, which reported February: two MQLs, l1 and l2, of which l1 became SAL within
30 days. The second night is that of 04-11.
"""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from orchestration import publication
from orchestration.resources import PROJECT
from tests.book.book_copies import (
    CHANNEL,
    COMPANY,
    DEFINITIONS,
    LEAD_STATUS,
    RULES,
    SCORES,
    TARGETS,
    WINDOWS,
    BookCopy,
)
from tests.stories.building import broken_contracts, query
from tests.stories.reported_nights import (
    FIRST,
    SECOND,
    Nights,
    blank_ledger,
    ma_lead_key,
    of_february,
    reported_rows,
)

MQL_ENTRIES = of_february(
    "mart_funnel_periods", "entries_from", from_stage="mql", to_stage="sal"
)
SAL_ENTRIES = of_february(
    "mart_funnel_periods", "entries_to", from_stage="mql", to_stage="sal"
)
MQL_COHORT = of_february(
    "mart_funnel_cohorts",
    "cycles_entered",
    from_stage="mql",
    to_stage="sal",
    window_days=30,
)
SAL_OF_COHORT = of_february(
    "mart_funnel_cohorts",
    "cycles_converted",
    from_stage="mql",
    to_stage="sal",
    window_days=30,
)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    return Nights(tmp_path_factory.mktemp("reported")).night(FIRST)


@pytest.fixture
def company(first_night: Nights, tmp_path: Path) -> Nights:
    """The company after its first night, to be spoiled."""
    return first_night.copy(tmp_path)


def february(company: Nights, basis: str) -> list[tuple[int, int]]:
    """Entries into MQL and SAL of February on a basis."""
    return query(
        company.database,
        "select entries_from, entries_to from marts.mart_funnel_periods"
        " where definition_basis = ? and period_grain = 'month'"
        " and period_on = date '2026-02-01' and from_stage = 'mql'"
        " and to_stage = 'sal' and entry_policy = 'strict'"
        " and segment_dimension = 'all'",
        basis,
    )


def test_the_first_night_reports_what_is_closed(first_night: Nights) -> None:
    assert february(first_night, "reported") == february(first_night, "then")
    assert february(first_night, "reported") == [(2, 1)]
    assert query(first_night.database, "select * from marts.mart_restatements") == []
    # April goes on, and a cohort of March is 30 days old on 05-01.
    assert query(
        first_night.database,
        "select max(period_on) from marts.mart_funnel_periods"
        " where definition_basis = 'reported' and period_grain = 'month'",
    ) == query(first_night.database, "select date '2026-03-01'")
    assert query(
        first_night.database,
        "select window_days, max(cohort_on) from marts.mart_funnel_cohorts"
        " where definition_basis = 'reported' and period_grain = 'month'"
        " group by all",
    ) == query(first_night.database, "select 30::bigint, date '2026-02-01'")


def test_a_late_touch_makes_an_mql_of_a_closed_month(company: Nights) -> None:
    """l3 enquired on 02-20, which nobody delivered before 04-11."""
    company.rows.touch("l3", "enquiry", "02-20")
    company.night(SECOND)
    assert february(company, "reported") == [(2, 1)]
    assert february(company, "then") == [(3, 1)]
    assert company.restated(MQL_ENTRIES) == [(2, 3, "late data", 1, 1, 0)]
    assert company.restated(MQL_COHORT) == [(2, 3, "late data", 1, 1, 0)]
    assert company.restated(SAL_ENTRIES) == []
    # What the docs tell readers to ask.
    text = (PROJECT / "docs" / "reported-numbers.md").read_text(encoding="utf-8")
    why, who = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    assert query(company.database, why) == [("late data", 1, 1, 0, 2, 3)]
    assert query(company.database, who) == [(ma_lead_key("l3"), "late data", 1, 0)]


def test_a_sal_dated_back_at_the_source(company: Nights) -> None:
    """On 04-10 at 21:00 somebody wrote that l2 had been SAL since 02-15."""
    company.rows.add(
        "sfa_record_changes",
        change_id="back",
        sfa_record_id="S-l2",
        field="status",
        new_value="sal",
        changed_at="02-15",
        recorded_at="04-10 21:00",
    )
    company.night(SECOND)
    assert company.restated(SAL_ENTRIES) == [(1, 2, "backdated edit", 1, 1, 0)]
    assert company.restated(SAL_OF_COHORT) == [(1, 2, "backdated edit", 1, 1, 0)]
    assert company.restated(MQL_ENTRIES) == []


def test_a_sal_recorded_in_time_that_lands_late(company: Nights) -> None:
    """The same, written down on the day: February closed for periods on 03-01, and for
    cohorts of 30 days on 03-31."""
    company.rows.add(
        "sfa_record_changes",
        change_id="late",
        sfa_record_id="S-l2",
        field="status",
        new_value="sal",
        changed_at="02-15",
        recorded_at="02-15 09:00",
    )
    company.night(SECOND)
    assert company.restated(SAL_ENTRIES) == [(1, 2, "late data", 1, 1, 0)]


def test_an_edit_before_the_cohort_closed_is_backdated_for_the_period_alone(
    company: Nights,
) -> None:
    """Written on 03-20: after February ended, before its cohort was 30 days old."""
    company.rows.add(
        "sfa_record_changes",
        change_id="between",
        sfa_record_id="S-l2",
        field="status",
        new_value="sal",
        changed_at="02-15",
        recorded_at="03-20",
    )
    company.night(SECOND)
    assert company.restated(SAL_ENTRIES) == [(1, 2, "backdated edit", 1, 1, 0)]
    assert company.restated(SAL_OF_COHORT) == [(1, 2, "late data", 1, 1, 0)]


def test_two_leads_merged_after_closing(company: Nights) -> None:
    """l2 turns out to be l1, who was MQL already on 02-05."""
    company.rows.add("ma_merges", loser_id="l2", winner_id="l1", merged_at="04-11")
    company.night(SECOND)
    assert february(company, "reported") == [(2, 1)]
    assert february(company, "then") == [(1, 1)]
    assert company.restated(MQL_ENTRIES) == [(2, 1, "merge or deletion", -1, 0, 1)]
    assert company.restated(MQL_COHORT) == [(2, 1, "merge or deletion", -1, 0, 1)]


def test_a_record_deleted_after_closing(company: Nights) -> None:
    """Sales never called l1 and l2 MQLs: that they could not of l2 is said now."""
    company.rows.sfa_record("S-l2", updated_at="04-11", deleted_at="04-11")
    company.night(SECOND)
    told = {"from_stage": "mql", "system_pair": "sfa_definition"}
    counts = ("mart_stage_agreement", "cycles")
    assert company.restated(
        of_february(*counts, verdict="qualified but not declared", **told)
    ) == [(2, 1, "merge or deletion", -1, 0, 1)]
    assert company.restated(of_february(*counts, verdict="deleted", **told)) == [
        (0, 1, "merge or deletion", 1, 1, 0)
    ]


def test_a_definition_edited_in_place(company: Nights) -> None:
    """81 points instead of 80: no enquiry is enough, in no month."""
    book = BookCopy.of_default(company.folder / "book")
    rules = book.rows(RULES)
    [rule] = [row for row in rules if row["definition_id"] == "mql_v2"]
    rule["value"] = "81"
    book.write(RULES, rules)
    company.night(SECOND, book=book.folder)
    assert february(company, "reported") == [(2, 1)]
    assert company.restated(MQL_ENTRIES) == [(2, 0, "definition change", -2, 0, 2)]


def test_a_version_that_follows_restates_nothing(company: Nights) -> None:
    """A stricter version from 04-11 on: February was what it was."""
    book = BookCopy.of_default(company.folder / "book")
    book.change(DEFINITIONS, "mql_v2", valid_to="2026-04-11", status="retired")
    book.add(
        DEFINITIONS,
        "mql_v2",
        definition_id="mql_v4",
        version="4",
        valid_from="2026-04-11",
        valid_to="",
        status="in_force",
    )
    book.add(RULES, "mql_v2", definition_id="mql_v4", value="90")
    # A late touch of the same night is no change of definition.
    company.rows.touch("l3", "enquiry", "02-20")
    company.night(SECOND, book=book.folder)
    assert company.restated(MQL_ENTRIES) == [(2, 3, "late data", 1, 1, 0)]


def test_a_price_edited_in_place(company: Nights) -> None:
    """An enquiry earns 79 points: the definition is the same, what it reads is not."""
    book = BookCopy.of_default(company.folder / "book")
    book.change(SCORES, "enquiry", points="79")
    company.night(SECOND, book=book.folder)
    assert company.restated(MQL_ENTRIES) == [(2, 0, "definition change", -2, 0, 2)]


def test_a_channel_mapped_otherwise(company: Nights) -> None:
    """The source seminar becomes the channel webinar: totals stay, segments move. l1
    has a new touch that moves nothing and explains nothing."""
    book = BookCopy.of_default(company.folder / "book")
    rows = book.rows(CHANNEL)
    [word] = [
        row
        for row in rows
        if (row["source"], row["source_value"]) == ("exports", "seminar")
    ]
    word["channel"] = "webinar"
    book.write(CHANNEL, rows)
    company.rows.touch("l1", "email_open", "04-11")
    company.night(SECOND, book=book.folder)
    assert company.restated(MQL_ENTRIES) == []
    channel = {"segment_dimension": "channel", "from_stage": "mql", "to_stage": "sal"}
    entries = ("mart_funnel_periods", "entries_from")
    assert company.restated(
        of_february(*entries, segment_value="seminar", **channel)
    ) == [(2, 0, "remapping", -2, 0, 2)]
    assert company.restated(
        of_february(*entries, segment_value="webinar", **channel)
    ) == [(0, 2, "remapping", 2, 2, 0)]
    # A segment that the scope did not have when it closed was not reported.
    assert query(
        company.database,
        "select distinct segment_value from marts.mart_funnel_periods"
        " where definition_basis = 'reported' and segment_dimension = 'channel'",
    ) == [("seminar",)]


def test_a_status_mapped_otherwise(company: Nights) -> None:
    """Sales call it sal, and by the book of the second night that is a lead."""
    book = BookCopy.of_default(company.folder / "book")
    rows = book.rows(LEAD_STATUS)
    [word] = [
        row
        for row in rows
        if (row["source"], row["system"], row["source_value"])
        == ("exports", "sfa", "sal")
    ]
    word["stage"] = "lead"
    book.write(LEAD_STATUS, rows)
    company.night(SECOND, book=book.folder)
    assert company.restated(SAL_ENTRIES) == [(1, 0, "remapping", -1, 0, 1)]
    assert company.restated(SAL_OF_COHORT) == [(1, 0, "remapping", -1, 0, 1)]


def test_an_erased_lead(company: Nights, tmp_path: Path) -> None:
    """l2 is gone from all that landed, and the ledger no longer knows who it was."""
    without = Nights(tmp_path / "erased", reported_rows("l1", "l3", "l4"))
    without.home.root.mkdir(parents=True)
    shutil.copytree(company.home.runs, without.home.runs)
    shutil.copy(company.home.identity, without.home.identity)
    without.home.published.symlink_to(company.home.published.readlink())
    blank_ledger(without, "l2")
    without.night(SECOND)
    assert february(without, "reported") == [(2, 1)]
    assert without.restated(MQL_ENTRIES) == [(2, 1, "erasure", -1, 0, 1)]
    assert without.restated_leads(MQL_ENTRIES) == [(None, "erasure", 0, 1)]
    assert broken_contracts(without.database) == []


def test_two_causes_in_one_number(company: Nights) -> None:
    """l2 is l1 (-1), and late touches make l3 an MQL of February (+1) and l4, who was
    one of March, too (+1; March loses it)."""
    company.rows.add("ma_merges", loser_id="l2", winner_id="l1", merged_at="04-11")
    company.rows.touch("l3", "enquiry", "02-20")
    company.rows.touch("l4", "enquiry", "02-25")
    company.night(SECOND)
    assert company.restated(MQL_ENTRIES) == [
        (2, 3, "late data", 2, 2, 0),
        (2, 3, "merge or deletion", -1, 0, 1),
    ]
    assert company.restated_leads(MQL_ENTRIES) == [
        ("l1", "merge or deletion", 0, 1),
        ("l3", "late data", 1, 0),
        ("l4", "late data", 1, 0),
    ]
    assert company.restated(MQL_ENTRIES.replace("2026-02-01", "2026-03-01")) == [
        (1, 0, "late data", -1, 0, 1)
    ]
    assert broken_contracts(company.database) == []


def test_causes_that_cancel_are_shown(company: Nights) -> None:
    company.rows.add("ma_merges", loser_id="l2", winner_id="l1", merged_at="04-11")
    company.rows.touch("l3", "enquiry", "02-20")
    company.night(SECOND)
    assert february(company, "then") == [(2, 1)]
    assert company.restated(MQL_ENTRIES) == [
        (2, 2, "late data", 1, 1, 0),
        (2, 2, "merge or deletion", -1, 0, 1),
    ]


def test_leads_that_cancel_for_one_reason_are_shown(company: Nights) -> None:
    """l4, March's only MQL, enquired on 02-25 already, and l3 on 03-10: March counts
    one as before, and another one."""
    company.rows.touch("l4", "enquiry", "02-25")
    company.rows.touch("l3", "enquiry", "03-10")
    company.night(SECOND)
    march = MQL_ENTRIES.replace("2026-02-01", "2026-03-01")
    assert company.restated(march) == [(1, 1, "late data", 0, 1, 1)]
    assert company.restated_leads(march) == [
        ("l3", "late data", 1, 0),
        ("l4", "late data", 0, 1),
    ]
    assert broken_contracts(company.database) == []


def test_a_lead_that_went_as_it_came_is_not_shown(company: Nights) -> None:
    """l3's enquiry of 03-10 lands on 04-11, a week closes with it on 04-13, and on
    04-14 lands that l3 had enquired on 02-20: March is what was reported of it."""
    company.rows.touch("l3", "enquiry", "03-10")
    company.night(SECOND)
    company.night(date(2026, 4, 13))
    march = MQL_ENTRIES.replace("2026-02-01", "2026-03-01")
    assert company.restated(march) == [(1, 2, "late data", 1, 1, 0)]
    company.rows.touch("l3", "enquiry", "02-20")
    company.night(date(2026, 4, 14))
    assert company.restated(march) == []
    assert company.restated_leads(march) == []
    assert company.restated(MQL_ENTRIES) == [(2, 3, "late data", 1, 1, 0)]
    assert company.restated_leads(MQL_ENTRIES) == [("l3", "late data", 1, 0)]
    assert broken_contracts(company.database) == []


def test_a_segment_that_appears_after_closing(company: Nights) -> None:
    """l5 of 02-10 came from an exhibition and landed on 04-11: February had none."""
    company.rows.person(
        "l5",
        "02-10",
        ma={"lead_source": "exhibition"},
        sfa={"lead_source": "exhibition"},
    )
    company.night(SECOND)
    lead_entries = of_february(
        "mart_funnel_periods",
        "entries_from",
        from_stage="lead",
        to_stage="mql",
        segment_dimension="channel",
        segment_value="exhibition",
    )
    assert company.restated(lead_entries) == [(0, 1, "late data", 1, 1, 0)]
    assert query(
        company.database,
        "select distinct segment_value from marts.mart_funnel_periods"
        " where definition_basis = 'reported' and segment_dimension = 'channel'",
    ) == [("seminar",)]


def test_a_period_before_all_that_was_known(company: Nights) -> None:
    """l6 was acquired on 2025-12-20: that December had closed, and empty."""
    company.rows.person("l6", "2025-12-20")
    company.night(SECOND)
    december = of_february(
        "mart_funnel_periods", "entries_from", from_stage="lead", to_stage="mql"
    ).replace("2026-02-01", "2025-12-01")
    assert company.restated(december) == [(0, 1, "late data", 1, 1, 0)]
    assert query(
        company.database,
        "select min(period_on) from marts.mart_funnel_periods"
        " where definition_basis = 'reported' and period_grain = 'month'",
    ) == query(company.database, "select date '2026-02-01'")


def test_a_lead_that_goes_on_restates_nothing(company: Nights) -> None:
    """l1 is SQL on 04-11 and l3 an MQL: February and March were what they were."""
    company.rows.sfa_says("l1", "sql", "04-11")
    company.rows.touch("l3", "enquiry", "04-11")
    company.night(SECOND)
    assert company.restated("true") == []


def test_the_same_night_again_adds_nothing(company: Nights) -> None:
    before = company.ledger_files()
    company.night(FIRST)
    assert company.ledger_files() == before
    assert company.restated("true") == []


def test_a_restated_number_is_not_reported_anew(company: Nights) -> None:
    """A third night knows the difference of the second still, and its reason: the book
    of the third night changes nothing."""
    company.rows.touch("l3", "enquiry", "02-20")
    company.night(SECOND)
    # A week closes: the ledger has a second entry.
    company.night(date(2026, 4, 13))
    assert company.restated(MQL_ENTRIES) == [(2, 3, "late data", 1, 1, 0)]
    company.rows.add("ma_merges", loser_id="l2", winner_id="l1", merged_at="04-14")
    company.night(date(2026, 4, 14))
    assert february(company, "reported") == [(2, 1)]
    assert company.restated(MQL_ENTRIES) == [
        (2, 2, "late data", 1, 1, 0),
        (2, 2, "merge or deletion", -1, 0, 1),
    ]


def test_an_earlier_as_of_reads_and_writes_nothing_of_later_ones(
    company: Nights,
) -> None:
    """As of 03-15 February is closed for periods, and nothing was reported by then:
    l3's late touch is in what that run reports."""
    before = company.ledger_files()
    company.rows.touch("l3", "enquiry", "02-20")
    company.night(date(2026, 3, 15))
    assert february(company, "reported") == [(3, 1)]
    assert company.restated("true") == []
    assert company.ledger_files() == before
    company.night(SECOND)
    assert february(company, "reported") == [(2, 1)]


def test_the_ledger_outlives_the_runs(company: Nights) -> None:
    company.rows.touch("l3", "enquiry", "02-20")
    company.build(SECOND)
    for _ in range(3):
        company.build(SECOND)
        company.publish()
        publication.remove_old_runs(company.home, kept=1)
    assert len(list(company.home.runs.iterdir())) == 1
    company.build(SECOND)
    assert february(company, "reported") == [(2, 1)]
    assert company.restated(MQL_ENTRIES) == [(2, 3, "late data", 1, 1, 0)]


def test_a_fiscal_year_that_begins_otherwise(company: Nights) -> None:
    """Quarters from November on: the one to the end of January and the one to the end
    of April are others than those reported, so nothing is compared with them. (The
    targets, of quarters from April on, are of no quarter then.)"""
    book = BookCopy.of_default(company.folder / "book")
    [row] = book.rows(COMPANY)
    assert row["fiscal_year_start_month"] == "4"
    book.change(COMPANY, row["company_id"], fiscal_year_start_month="2")
    book.write(TARGETS, [])
    company.night(SECOND, book=book.folder)
    assert company.restated("true") == []
    assert broken_contracts(company.database) == []


def test_a_window_no_longer_in_force_stays_reported(tmp_path: Path) -> None:
    """What was reported of 20 days is kept where the company counts them no more; l3's
    late touch, which would change it, is told of the periods."""
    book = BookCopy.of_default(tmp_path / "book")
    book.add(WINDOWS, "60", window_days="20")
    company = Nights(tmp_path / "company").night(FIRST, book=book.folder)
    company.rows.touch("l3", "enquiry", "02-20")
    company.night(SECOND)
    of_20_days = MQL_COHORT.replace("'30'", "'20'")
    assert company.restated(of_20_days) == []
    assert company.restated(MQL_ENTRIES) == [(2, 3, "late data", 1, 1, 0)]
    assert query(
        company.database,
        "select definition_basis, cycles_entered, cycles_converted"
        " from marts.mart_funnel_cohorts where period_grain = 'month'"
        " and cohort_on = date '2026-02-01' and window_days = 20"
        " and from_stage = 'mql' and to_stage = 'sal' and entry_policy = 'strict'"
        " and segment_dimension = 'all'",
    ) == [("reported", 2, 1)]
    assert broken_contracts(company.database) == []
