"""By what was this lead made an MQL, and with which values then? Worked out by hand.

Book and people are those of `entered_company`; times are Tokyo's. Points of behaviour
halve in 40 days.

- Abe: two mails opened, 2 points, and an enquiry, 80: 82. 80 days later 80 are 20.
- Bea: 50 employees, one white paper by 10:00 (the second came at 18:00).
- Dot: calls of 03-01 and 03-07 lie within the 7 days up to 03-07, that of 02-20 not.
- Eli: 80 on 02-10; 40 days later 80 are 40, and 80 more are 120.
- Fay: on 03-08 the careers page of 03-01 is 7 days ago: not within 7.
- Max: a maker until 04-20, both views within 04-10 to 04-16.
"""

from pathlib import Path

import pytest

from tests.stories.building import broken_contracts, query
from tests.stories.entered_company import entered_rows, write_entered_book
from tests.stories.exports_rows import utc

OF_LEAD = (
    " inner join dimensions.dim_lead_sources as sources using (lead_id)"
    " where sources.object = 'ma_lead' and sources.source_record_id = ?"
)
ENTRY = f" from marts.mart_entry_clauses{OF_LEAD}"
CLAUSES = f" from marts.mart_lead_clauses{OF_LEAD}"

SCORE_80 = "Total score >= 80"
PRICING = "Touch: Pricing page viewed, at least 2 times, within 7 days"
# Person: stage, version, instant, cycle, group, clause, observed, number, asked.
ENTRIES: dict[str, list[tuple[object, ...]]] = {
    "Abe": [("mql", "mql_two", "02-09 10:00", 1, 2, SCORE_80, None, 82.0, 80.0)],
    "Bea": [
        ("mql", "mql_two", "02-10 10:00", 1, 1, "Employees >= 50", "50", 50.0, 50.0),
        (
            "mql",
            "mql_two",
            "02-10 10:00",
            1,
            1,
            "Touch: White paper downloaded, within 90 days",
            None,
            1.0,
            1.0,
        ),
    ],
    "Cal": [("sal", "sal_v1", "03-05", 1, 1, "SFA status: SAL", None, 1.0, 1.0)],
    "Dot": [
        ("mql", "mql_two", "02-10", 1, 2, SCORE_80, None, 80.0, 80.0),
        (
            "sql",
            "sql_called",
            "03-07 10:00",
            1,
            1,
            "Call outcome: connected, at least 2 times, within 7 days",
            None,
            2.0,
            2.0,
        ),
        (
            "sql",
            "sql_called",
            "03-07 10:00",
            1,
            1,
            "SFA field: budget = confirmed",
            "confirmed",
            None,
            None,
        ),
    ],
    "Eli": [
        ("mql", "mql_two", "02-10", 1, 2, SCORE_80, None, 80.0, 80.0),
        ("mql", "mql_two", "03-22", 2, 2, SCORE_80, None, 120.0, 80.0),
    ],
    "Fay": [
        (
            "mql",
            "mql_two",
            "03-08 09:00",
            1,
            3,
            "not Touch: Careers page viewed, within 7 days",
            None,
            0.0,
            1.0,
        ),
        ("mql", "mql_two", "03-08 09:00", 1, 3, PRICING, None, 2.0, 2.0),
    ],
    "Gus": [],
    "Ida": [
        ("mql", "mql_two", "02-10", 1, 2, SCORE_80, None, 80.0, 80.0),
        ("sal", "sal_v1", "02-11", 1, 1, "SFA status: SAL", None, 1.0, 1.0),
        ("sal", "sal_v1", "04-15", 2, 1, "SFA status: SAL", None, 1.0, 1.0),
    ],
    "Max": [
        (
            "mql",
            "mql_makers",
            "04-16 10:00",
            1,
            1,
            "Industry = manufacturing",
            "manufacturing",
            None,
            None,
        ),
        ("mql", "mql_makers", "04-16 10:00", 1, 1, PRICING, None, 2.0, 2.0),
    ],
    "Own": [],
}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of the company."""
    folder = tmp_path_factory.mktemp("entered")
    return entered_rows().build(folder, book=write_entered_book(folder / "book"))


def test_the_contracts_hold(company: Path) -> None:
    assert broken_contracts(company) == []


@pytest.mark.parametrize("name", ENTRIES)
def test_the_group_that_decided_says_what_it_saw_then(company: Path, name: str) -> None:
    assert query(
        company,
        "select stage, definition_id, entered_at, cycle_number, rule_group, clause_en,"
        f" observed, observed_number, threshold_number, verdict{ENTRY}"
        " and definition_status = 'in_force' order by entered_at, clause_number",
        name,
    ) == [
        (stage, definition, utc(str(at)), *others, "met")
        for stage, definition, at, *others in ENTRIES[name]
    ]


def test_the_day_of_the_entry_and_today_are_two_answers(company: Path) -> None:
    """Of 82 points Abe has 20 + 2 left, and today 100 are asked for."""
    assert query(
        company,
        "select definition_id, definition_state, reached_definition_id,"
        f" observed_number, shortfall{CLAUSES} and stage = 'mql'"
        " and definition_status = 'in_force' and definition_state = 'reached'",
        "Abe",
    ) == [("mql_next", "reached", "mql_two", 22.0, 78.0)]


def test_one_record_is_its_own_clause(company: Path) -> None:
    asked = f"select evidence_type, recorded_at, counts_after_at{ENTRY} order by 2"
    assert query(company, f"{asked}", "Cal") == [("sfa_history", utc("03-05"), None)]
    assert query(
        company,
        f"select entered_at, counts_after_at{ENTRY} and cycle_number = 2",
        "Eli",
    ) == [(utc("03-22"), utc("02-20 12:00"))]


def test_a_draft_says_with_what_it_would_have_been_reached(company: Path) -> None:
    assert query(
        company,
        "select definition_id, definition_status, entered_at, cycle_number, clause_en,"
        f" observed_number, verdict{ENTRY} and definition_status = 'draft'"
        " order by definition_id",
        "Abe",
    ) == [
        (definition, "draft", utc("02-09 10:00"), None, clause, number, "met")
        for definition, clause, number in (
            ("mql_50", "Total score >= 50", 82.0),
            ("mql_seen", "Touch: Enquiry", 1.0),
        )
    ]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ida", ["draft", "later_stage_reached"]),
        ("Jon", ["draft", "waits_for_signal"]),
        ("Kei", ["cool_down", "draft"]),
    ],
)
def test_a_blocked_draft_says_by_what(
    company: Path, name: str, lines: list[str]
) -> None:
    assert query(
        company,
        f"select line{CLAUSES} and definition_id = 'mql_seen' and verdict = 'blocks'"
        " and definition_state = 'blocked' order by line",
        name,
    ) == [(line,) for line in lines]
