"""Whom several tools know belongs to each of them, from the day it has the record.

The MA is exported, the SFA is Salesforce. A white paper is an MQL, for people in
Salesforce it is a seminar. Days are Tokyo's, each at 00:00; the cool-down is 14 days.

| person | exported | Salesforce | white papers | seminars | recycled |
|---|---|---|---|---|---|
| K1 | 02-10 | 02-01 | 02-15 | 02-25 | - |
| P2 | 02-01 | 02-20 | 02-15 | 02-25 | - |
| N3 | 02-01 | - | 02-15 | 02-25 | - |
| S4 | 02-01 | 02-12 | 02-05, 02-24 | 02-25 | 02-08 |

K1's export does not take it out of Salesforce: the white paper is nothing. P2 is an MQL
before Salesforce has it, N3 is never in it. S4's second cycle begins in Salesforce.
The export says on 02-26 that K1 and N3 are SAL.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.book.book_copies import EXCLUSIONS, BookCopy
from tests.oracle.book_variants import Variant
from tests.stories.building import build, company_settings, query, write_table
from tests.stories.exports_rows import local, utc
from tests.stories.salesforce_people import lead

PEOPLE = [
    ("K1", "02-10", "02-01", ("02-15",)),
    ("P2", "02-01", "02-20", ("02-15",)),
    ("N3", "02-01", "", ("02-15",)),
    ("S4", "02-01", "02-12", ("02-05", "02-24")),
]


def _write(raw: Path) -> None:
    exported, in_salesforce, touches = [], [], []
    for number, (name, exported_on, salesforce_on, papers) in enumerate(PEOPLE):
        record = lead(number) if salesforce_on else ""
        exported.append((name, local(exported_on), f"{name}@a.example", record))
        if salesforce_on:
            made_at = str(utc(salesforce_on))
            in_salesforce.append((record, made_at, made_at, "Open - Not Contacted"))
        touches += [(name, "whitepaper_download", local(day)) for day in papers]
        touches.append((name, "seminar_attended", local("02-25")))
    columns = "ma_lead_id,created_at,email,sfa_record_id"
    write_table(raw, "exports", "ma_leads", columns, exported)
    write_table(
        raw,
        "exports",
        "ma_touches",
        "touch_id,ma_lead_id,touch_type,occurred_at",
        [(f"T{number}", *touch) for number, touch in enumerate(touches)],
    )
    write_table(
        raw,
        "exports",
        "ma_lead_changes",
        "change_id,ma_lead_id,field,old_value,new_value,changed_at",
        [
            ("C1", "S4", "status", "new", "recycled", local("02-08")),
            ("C2", "K1", "status", "new", "sal", local("02-26")),
            ("C3", "N3", "status", "new", "sal", local("02-26")),
        ],
    )
    columns = "id,created_date,system_modstamp,status"
    write_table(raw, "salesforce", "lead", columns, in_salesforce)


def _build(folder: Path, book: Path) -> Path:
    _write(folder / "raw")
    return build(
        company_settings(
            folder / "raw",
            folder / "home",
            sources=["exports", "salesforce"],
            as_of=date(2026, 4, 30),
            book=book,
        )
    )


def _book(folder: Path) -> Path:
    book = Variant("sources")
    book.define("mql_all", ("touch whitepaper_download",))
    book.define("mql_crm", ("touch seminar_attended",), segment="source=salesforce")
    return book.write(folder / "book")


PERSON = (
    "(select max(source_record_id) from dimensions.dim_lead_sources as sources"
    " where sources.lead_id = found.lead_id and source = 'exports')"
)


def test_a_record_elsewhere_takes_nobody_out_of_a_source(tmp_path: Path) -> None:
    found = query(
        _build(tmp_path, _book(tmp_path)),
        f"select {PERSON} as person, cycle_number, definition_id, entered_at"
        " from facts.fct_stage_entries as found"
        " where stage = 'mql' order by 1, 2",
    )
    assert found == [
        ("K1", 1, "mql_crm", utc("02-25")),
        ("N3", 1, "mql_all", utc("02-15")),
        ("P2", 1, "mql_all", utc("02-15")),
        ("S4", 1, "mql_all", utc("02-05")),
        ("S4", 2, "mql_crm", utc("02-25")),
    ]


@pytest.mark.parametrize(
    ("everywhere", "in_salesforce", "accepted"),
    [
        ("ma_status sal", "sfa_status sal", ["K1", "N3"]),
        ("sfa_status sal", "ma_status sal", []),
    ],
)
def test_what_a_tool_says_is_read_by_the_definitions_of_that_tool(
    tmp_path: Path, everywhere: str, in_salesforce: str, accepted: list[str]
) -> None:
    """K1 is in Salesforce, but it is the export that speaks."""
    book = Variant("sources")
    book.define("sal_all", (everywhere,), stage="sal")
    book.define("sal_crm", (in_salesforce,), stage="sal", segment="source=salesforce")
    found = query(
        _build(tmp_path, book.write(tmp_path / "book")),
        f"select {PERSON} as person from facts.fct_stage_entries as found"
        " where stage = 'sal' and not is_inferred order by 1",
    )
    assert [person for (person,) in found] == accepted


@pytest.mark.parametrize(
    ("source", "excluded"),
    [
        ("exports", [("N3", 1), ("P2", 1), ("S4", 1), ("S4", 2)]),
        ("salesforce", [("K1", 1), ("S4", 2)]),
    ],
)
def test_people_of_a_source_are_excluded_from_when_it_has_them(
    tmp_path: Path, source: str, excluded: list[tuple[str, int]]
) -> None:
    book = _book(tmp_path)
    BookCopy(book).add(
        EXCLUSIONS,
        "own_domain",
        exclusion_id="of_a_source",
        signal="attribute",
        signal_argument="source",
        value=source,
    )
    found = query(
        _build(tmp_path, book),
        f"select {PERSON} as person, cycle_number"
        " from intermediate.int_cycle_exclusions as found"
        " where exclusion_id = 'of_a_source' group by all order by 1, 2",
    )
    assert found == excluded
