"""Only what could move a number is the reason that it moved.

Each story adds to the company of `reported_nights` after the night of 2026-04-10, which
reported February: two MQLs, l1 of 02-05 and l2 of 02-08, and one SAL, l1 of 02-10.
"""

from datetime import date
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest

from orchestration import dbt_process
from tests.book.book_copies import (
    AGES,
    BENCHMARKS,
    EXCLUSIONS,
    HOLIDAYS,
    HOURS,
    LEAD_STATUS,
    SCORES,
    TARGETS,
    BookCopy,
)
from tests.stories.building import broken_contracts
from tests.stories.reported_nights import FIRST, SECOND, Nights, of_february
from tests.stories.test_reported_numbers import (
    MQL_COHORT,
    MQL_ENTRIES,
    SAL_ENTRIES,
    SAL_OF_COHORT,
)

LEAD_ENTRIES = of_february(
    "mart_funnel_periods", "entries_from", from_stage="lead", to_stage="mql"
)
DELETED = of_february(
    "mart_stage_agreement",
    "cycles",
    from_stage="mql",
    system_pair="sfa_definition",
    verdict="deleted",
)


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    return Nights(tmp_path_factory.mktemp("moved")).night(FIRST)


@pytest.fixture
def company(first_night: Nights, tmp_path: Path) -> Nights:
    """The company after its first night, to be spoiled."""
    return first_night.copy(tmp_path)


@pytest.fixture
def book(company: Nights) -> BookCopy:
    return BookCopy.of_default(company.folder / "book")


def call_sal_a_lead(book: BookCopy) -> None:
    """What sales call sal is a lead."""
    rows = book.rows(LEAD_STATUS)
    [word] = [
        row
        for row in rows
        if (row["source"], row["system"], row["source_value"])
        == ("exports", "sfa", "sal")
    ]
    word["stage"] = "lead"
    book.write(LEAD_STATUS, rows)


def test_what_happened_later_is_no_late_data(company: Nights, book: BookCopy) -> None:
    """An enquiry earns 79 points, so nobody is an MQL. All opened a mail on 04-12; the
    record of l2, and a mail that l1 opened on 02-20, were delivered after the report:
    none of that made or unmade an MQL of 02-05, 02-08 or 03-05."""
    book.change(SCORES, "enquiry", points="79")
    for name in ("l1", "l2", "l4"):
        company.rows.touch(name, "email_open", "04-12 09:00")
    company.rows.touch("l1", "email_open", "02-20")
    company.rows.add(
        "ma_leads",
        ma_lead_id="l2",
        created_at="02-01",
        sfa_record_id="S-l2",
        lead_source="seminar",
        updated_at="04-12",
    )
    company.night(date(2026, 4, 13), book=book.folder)
    lost = [(2, 0, "definition change", -2, 0, 2)]
    assert company.restated(MQL_ENTRIES) == lost
    assert company.restated(MQL_COHORT) == lost
    assert company.restated(SAL_OF_COHORT) == [(1, 0, "definition change", -1, 0, 1)]
    assert company.restated(SAL_ENTRIES) == []
    assert company.restated(MQL_ENTRIES.replace("2026-02-01", "2026-03-01")) == [
        (1, 0, "definition change", -1, 0, 1)
    ]
    assert broken_contracts(company.database) == []


def test_each_stage_has_its_own_reason(company: Nights, book: BookCopy) -> None:
    """The same price, while l2's SAL of 02-15 lands late: it happened after l2 was an
    MQL, and no price makes a SAL."""
    book.change(SCORES, "enquiry", points="79")
    company.rows.sfa_says("l2", "sal", "02-15")
    company.night(SECOND, book=book.folder)
    assert company.restated(MQL_ENTRIES) == [(2, 0, "definition change", -2, 0, 2)]
    assert company.restated(SAL_ENTRIES) == [(1, 2, "late data", 1, 1, 0)]


def test_an_exclusion_that_is_added(tmp_path: Path) -> None:
    """l9 enquired on 02-12 and opened a mail on 04-11, when its firm is excluded; l5,
    acquired on 02-10, is delivered that night, and nobody else's rule."""
    company = Nights(tmp_path)
    company.rows.person("l9", ma={"email": "a@newrival.example"})
    company.rows.touch("l9", "enquiry", "02-12")
    company.night(FIRST)
    book = BookCopy.of_default(tmp_path / "book")
    book.add(
        EXCLUSIONS, "rival_cloud", exclusion_id="newrival", value="newrival.example"
    )
    company.rows.touch("l9", "email_open", "04-11 09:00")
    company.rows.person("l5", "02-10")
    company.night(SECOND, book=book.folder)
    assert company.restated(MQL_ENTRIES) == [(3, 2, "definition change", -1, 0, 1)]
    assert company.restated(LEAD_ENTRIES) == [
        (5, 5, "definition change", -1, 0, 1),
        (5, 5, "late data", 1, 1, 0),
    ]


def test_an_exclusion_of_later_days_excludes_nobody_before(
    company: Nights, book: BookCopy
) -> None:
    """The record of l3 says, without history, that it was SAL as it was made, 02-01. A
    rule against seminars begins on 04-11."""
    book.add(
        EXCLUSIONS,
        "sales_pitches",
        exclusion_id="seminars",
        value="seminars",
        valid_from="2026-04-11",
    )
    company.rows.sfa_record(
        "S-l3", lead_source="seminar", status="sal", updated_at="04-10 21:00"
    )
    company.night(SECOND, book=book.folder)
    assert company.restated(SAL_ENTRIES) == [(1, 2, "late data", 1, 1, 0)]


def test_a_ledger_from_before_prices_were_told_row_by_row(tmp_path: Path) -> None:
    """The same record; the book is the same, though the ledger knew less of it."""
    company = Nights(tmp_path)
    company.build(FIRST)
    with duckdb.connect(str(company.database)) as build:
        build.execute(
            "delete from intermediate.int_ledger_book_parts"
            " where part != 'definition' and definition_id is not null"
        )
    company.publish()
    company.rows.sfa_record(
        "S-l3", lead_source="seminar", status="sal", updated_at="04-10 21:00"
    )
    company.night(SECOND)
    assert company.restated(SAL_ENTRIES) == [(1, 2, "late data", 1, 1, 0)]


def test_touches_make_no_sal(company: Nights, book: BookCopy) -> None:
    """sal is mapped to lead. Mails that l1 opened before and after its SAL of 02-10
    and a price that is edited in place are nothing that a SAL follows from."""
    call_sal_a_lead(book)
    book.change(SCORES, "email_open", points="2", daily_cap="4")
    company.rows.touch("l1", "email_open", "02-09")
    company.rows.touch("l1", "email_open", "04-11 09:00")
    company.night(SECOND, book=book.folder)
    remapped = [(1, 0, "remapping", -1, 0, 1)]
    assert company.restated(SAL_ENTRIES) == remapped
    assert company.restated(SAL_OF_COHORT) == remapped
    assert company.restated(MQL_ENTRIES) == []


def test_a_price_that_nothing_landed_for_moves_no_sal(
    company: Nights, book: BookCopy
) -> None:
    call_sal_a_lead(book)
    book.change(SCORES, "email_open", points="2", daily_cap="4")
    company.night(SECOND, book=book.folder)
    assert company.restated(SAL_ENTRIES) == [(1, 0, "remapping", -1, 0, 1)]


def test_a_deletion_or_a_new_owner_makes_no_mql(company: Nights) -> None:
    """l3 enquired on 02-20, which lands late. Its SFA record is deleted on 04-11, and
    an owner of 02-19 was written down on 04-10 at 22:00."""
    company.rows.touch("l3", "enquiry", "02-20")
    company.rows.sfa_record(
        "S-l3", lead_source="seminar", updated_at="04-11", deleted_at="04-11"
    )
    company.rows.add(
        "sfa_record_changes",
        change_id="owner",
        sfa_record_id="S-l3",
        field="owner_id",
        new_value="u9",
        changed_at="02-19",
        recorded_at="04-10 22:00",
    )
    company.night(SECOND)
    assert company.restated(MQL_ENTRIES) == [(2, 3, "late data", 1, 1, 0)]
    # Its verdict of February came with its MQL.
    assert company.restated(DELETED) == [(0, 1, "late data", 1, 1, 0)]


def test_a_stage_dated_back_is_no_reason_for_an_earlier_one(company: Nights) -> None:
    """l3's enquiry of 02-20 lands late; that it was SAL on 02-25 was written down on
    04-10 at 22:00."""
    company.rows.touch("l3", "enquiry", "02-20")
    company.rows.add(
        "sfa_record_changes",
        change_id="back",
        sfa_record_id="S-l3",
        field="status",
        new_value="sal",
        changed_at="02-25",
        recorded_at="04-10 22:00",
    )
    company.night(SECOND)
    assert company.restated(MQL_ENTRIES) == [(2, 3, "late data", 1, 1, 0)]
    assert company.restated(SAL_ENTRIES) == [(1, 2, "backdated edit", 1, 1, 0)]


def test_handoff_itself_counts_otherwise(tmp_path: Path) -> None:
    """The Handoff of the first night overlooked l2's MQL; that of the second, which is
    another one, does not. Only a mail of 04-11 landed, and of the book nothing changed
    that counts anything: when the company works, and what it holds figures against."""
    company = Nights(tmp_path)
    company.build(FIRST)
    with duckdb.connect(str(company.database)) as build:
        build.execute(
            "delete from intermediate.int_cycle_changes where kind = 'time'"
            " and name = 'mql' and happened_on = date '2026-02-08'"
        )
        build.execute(
            "update marts.mart_funnel_periods set entries_from = entries_from - 1"
            " where definition_basis = 'reported' and from_stage = 'mql'"
            " and period_on = date '2026-02-01' and period_grain = 'month'"
        )
    company.publish()
    book = BookCopy.of_default(tmp_path / "book")
    book.add(HOLIDAYS, "2026-05-06", holiday_on="2026-02-20")
    book.change(HOURS, "5", closes_at="17:00")
    book.change(AGES, "from_90", days_from="60")
    book.change(BENCHMARKS, "wins", rate_upper="0.4")
    book.change(TARGETS, "fy2025_q4_marketing", target_amount="1")
    with patch.object(dbt_process, "code_hash", return_value="another"):
        company.rows.touch("l2", "email_open", "04-11 09:00")
        company.build(SECOND, book=book.folder)
    assert company.restated(MQL_ENTRIES) == [(1, 2, "software change", 1, 1, 0)]
