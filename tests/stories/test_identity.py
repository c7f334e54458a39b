"""Who is one person across Marketo and Salesforce, and who is only suspected to be.

| person | records | why |
|---|---|---|
| converted | M1, lead A, contact C | M1 names A by 15 characters; A became C |
| merged | M2, M3, lead B, lead D | M2 went into M3, B into D; M3 names D |
| moved | M4, lead F | M4 named E until 02-01, then F; F has an address of its own |
| left behind | lead E | nobody names it any more |
| shared 1, 2 | M5; M6 | info@ is a mailbox, no person |
| twice | M7, M8 | one address, one of them in capitals |
| contradicted | M9; lead G; lead H | G and H have one address: it proves nothing |
| unheard of | M10 | names a lead that Salesforce never delivered |
| late | M11, M12 | two people until their merge is delivered months later |
"""

import shutil
from datetime import date
from pathlib import Path

import pytest

from orchestration.resources import Settings
from tests.stories.building import build, company_settings, query, write_table

SOURCES = ["marketo", "salesforce"]
MA_LEAD = (
    "id,created_at,updated_at,email,sfdc_lead_id,sfdc_contact_id,lead_status,"
    "lead_source"
)
SFA_LEAD = (
    "id,created_date,system_modstamp,email,status,is_converted,converted_date,"
    "converted_contact_id,master_record_id,is_deleted"
)


def lead(letter: str) -> str:
    """An 18-character id; its suffix marks the Q, third of the first five."""
    return f"00Q5i000000000{'ABCDEFGH'.index(letter)}EAA"


CONTACT = "0035i0000000001AAA"
NOBODY = "00Q5i0000000099EAA"


def first_delivery(raw: Path) -> None:
    """Both tools as of January: M11 and M12 are still two."""
    rows = [
        ("1", "2026-01-05 01:00:00", "one@a.example", lead("A")[:15]),
        ("2", "2026-01-06 01:00:00", "two@b.example", ""),
        ("3", "2026-01-07 01:00:00", "three@b.example", lead("D")),
        ("4", "2026-01-08 01:00:00", "four@d.example", lead("E")),
        ("5", "2026-01-09 01:00:00", "info@e.example", ""),
        ("6", "2026-01-10 01:00:00", "info@e.example", ""),
        ("7", "2026-01-11 01:00:00", "seven@f.example", ""),
        ("8", "2026-01-12 01:00:00", "SEVEN@F.EXAMPLE", ""),
        ("9", "2026-01-13 01:00:00", "nine@g.example", ""),
        ("10", "2026-01-14 01:00:00", "ten@h.example", NOBODY),
        ("11", "2026-01-15 01:00:00", "eleven@i.example", ""),
        ("12", "2026-01-16 01:00:00", "twelve@i.example", ""),
    ]
    write_table(
        raw,
        "marketo",
        "lead",
        MA_LEAD,
        [
            (i, at, at, mail, sfa, "", "Prospect", "webinar")
            for i, at, mail, sfa in rows
        ],
    )
    write_table(
        raw,
        "marketo",
        "activity_merge_leads",
        "id,activity_date,lead_id,merge_ids",
        [("900", "2026-01-20 01:00:00", "3", "[2]")],
    )
    people = {
        "A": "one@a.example", "B": "", "D": "", "E": "", "F": "other@d.example",
        "G": "nine@g.example", "H": "nine@g.example",
    }  # fmt: skip
    write_table(
        raw,
        "salesforce",
        "lead",
        SFA_LEAD,
        [
            (
                lead(letter),
                "2026-01-17 01:00:00",
                "2026-01-25 01:00:00",
                mail,
                "Open - Prospect",
                "true" if letter == "A" else "false",
                "2026-01-25" if letter == "A" else "",
                CONTACT if letter == "A" else "",
                lead("D") if letter == "B" else "",
                "true" if letter == "B" else "false",
            )
            for letter, mail in people.items()
        ],
    )
    write_table(
        raw,
        "salesforce",
        "contact",
        "id,created_date,system_modstamp,email",
        [(CONTACT, "2026-01-25 01:00:00", "2026-01-25 01:00:00", "")],
    )


def second_delivery(raw: Path) -> None:
    """February: M4 names another lead, and M12 turns out to be M11."""
    first_delivery(raw)
    shutil.rmtree(raw / "marketo")
    write_table(
        raw,
        "marketo",
        "lead",
        MA_LEAD,
        [
            (
                "4", "2026-01-08 01:00:00", "2026-02-01 01:00:00", "four@d.example",
                lead("F"), "", "Prospect", "webinar",
            )
        ],
    )  # fmt: skip
    write_table(
        raw,
        "marketo",
        "activity_merge_leads",
        "id,activity_date,lead_id,merge_ids",
        [("901", "2026-02-10 01:00:00", "11", "[12]")],
    )


def settings_of(raw: Path, home: Path, sources: list[str]) -> Settings:
    return company_settings(raw, home, sources=sources, as_of=date(2026, 3, 31))


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Databases after January, after February too, and after both in reverse."""
    folder = tmp_path_factory.mktemp("identity")
    first_delivery(folder / "first")
    second_delivery(folder / "second")
    built = {}
    home = folder / "home"
    database = build(settings_of(folder / "first", home, SOURCES))
    built["january"] = folder / "january.duckdb"
    shutil.copy(database, built["january"])
    built["both"] = build(settings_of(folder / "second", home, SOURCES))
    other = folder / "other"
    build(settings_of(folder / "second", other, SOURCES))
    built["reversed"] = build(settings_of(folder / "first", other, SOURCES))
    return built


def persons(database: Path) -> set[tuple[str, ...]]:
    """The delivered or named records of each person, as the table above calls them."""
    names = {lead(letter): letter for letter in "ABDEFGH"} | {CONTACT: "C"}
    found = query(
        database,
        "select lead_id, object, source_record_id from dimensions.dim_lead_sources",
    )
    members: dict[str, list[str]] = {}
    for lead_id, kind, native in found:
        name = f"M{native}" if kind == "ma_lead" else names.get(native, "nobody")
        members.setdefault(lead_id, []).append(name)
    return {tuple(sorted(names)) for names in members.values()}


BOTH = {
    ("A", "C", "M1"),
    ("B", "D", "M2", "M3"),
    ("F", "M4"),
    ("E",),
    ("M5",),
    ("M6",),
    ("M7", "M8"),
    ("M9",),
    ("G",),
    ("H",),
    ("M10", "nobody"),
    ("M11", "M12"),
}


def test_records_of_one_person_are_one_lead(homes: dict[str, Path]) -> None:
    assert persons(homes["both"]) == BOTH


def test_until_a_link_moves_and_a_merge_arrives_they_are_others(
    homes: dict[str, Path],
) -> None:
    """In January M4 is E, F stands alone, and M11 and M12 are two."""
    changed = {("F", "M4"), ("E",), ("M11", "M12")}
    assert persons(homes["january"]) == (BOTH - changed) | {
        ("E", "M4"),
        ("F",),
        ("M11",),
        ("M12",),
    }


def test_the_order_of_deliveries_changes_neither_people_nor_keys(
    homes: dict[str, Path],
) -> None:
    aliases = "select * from dimensions.dim_lead_aliases order by all"
    assert persons(homes["reversed"]) == BOTH
    assert query(homes["reversed"], aliases) == query(homes["both"], aliases)


def test_a_key_that_was_published_still_resolves_after_a_late_merge(
    homes: dict[str, Path],
) -> None:
    """January had 13 people. F's key and M12's lead to M4's and M11's persons now."""
    january = {row[0] for row in query(homes["january"], "from dimensions.dim_leads")}
    now = dict(
        query(
            homes["both"],
            "select member_key, lead_id from dimensions.dim_lead_aliases",
        )
    )
    assert january <= now.keys()
    assert len({now[key] for key in january}) == len(january) - 2 == 11


def test_what_is_ambiguous_is_listed_with_its_reason(homes: dict[str, Path]) -> None:
    """G, H and M9 are one group of suspects; each mailbox is another."""
    listed = query(
        homes["both"],
        "select reason, source_record_id,"
        " dense_rank() over (partition by reason order by candidate_group)"
        " from marts.mart_ambiguous_records order by reason, source_record_id",
    )
    suspects = "several SFA persons share the address"
    assert sorted(listed) == sorted(
        [
            (suspects, lead("G"), 1),
            (suspects, lead("H"), 1),
            (suspects, "9", 1),
            ("shared mailbox", "5", 1),
            ("shared mailbox", "6", 1),
            ("the SFA record it names was never delivered", "10", 1),
        ]
    )
