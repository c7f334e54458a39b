"""What is told of a record that cannot be used yet waits, and is counted as waiting."""

from datetime import date
from pathlib import Path

import pytest

from tests.stories.building import build, company_settings, query, write_table

_TOLD = (
    ("handovers", "handover_id,sfa_record_id,from_team,handed_over_at"),
    ("sfa_activities", "activity_id,sfa_record_id,activity_type,occurred_at"),
    ("lead_feedback", "feedback_id,sfa_record_id,rating,given_at"),
)


@pytest.fixture(scope="module")
def held_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Marketing knows two sales records, s1 and s2, of which s2 was never delivered;
    each table tells one thing of either, and one activity of nobody. m9, whose age is
    told, was never delivered either."""
    raw = tmp_path_factory.mktemp("held") / "raw"
    write_table(
        raw, "exports", "ma_leads", "ma_lead_id,created_at,status,sfa_record_id",
        [("m1", "2026-01-05", "lead", "s1"), ("m2", "2026-01-05", "lead", "s2")],
    )  # fmt: skip
    write_table(
        raw, "exports", "sfa_records", "sfa_record_id,record_type,created_at,status",
        [("s1", "lead", "2026-01-06", "sal")],
    )  # fmt: skip
    for table, columns in _TOLD:
        word = {"handovers": "marketing", "sfa_activities": "call"}.get(table, "3")
        rows = [(f"of-{one}", one, word, "2026-01-07") for one in ("s1", "s2")]
        if table == "sfa_activities":
            rows.append(("of-nobody", "", word, "2026-01-07"))
        write_table(raw, "exports", table, columns, rows)
    write_table(
        raw, "exports", "lead_attributes", "ma_lead_id,name,value,observed_at",
        [("m1", "age", "40", "2026-01-07"), ("m9", "age", "50", "2026-01-07")],
    )  # fmt: skip
    return build(
        company_settings(
            raw, raw.parent / "home", sources=["exports"], as_of=date(2026, 3, 31)
        )
    )


def test_what_is_held_is_not_used(held_build: Path) -> None:
    assert query(
        held_build,
        "select handover_id from facts.fct_handovers where handover_type = 'record'",
    ) == [("of-s1",)]
    assert query(
        held_build,
        "select source_record_id, value from intermediate.int_port_lead_attributes",
    ) == [("m1", "40")]


def test_what_is_held_is_counted_as_held(held_build: Path) -> None:
    """One of two hand-overs, marks and attributes, one of three activities."""
    assert query(
        held_build,
        "select table_name, accepted, held from intermediate.int_row_accounting"
        " where table_name in"
        " ('handovers', 'lead_attributes', 'lead_feedback', 'sfa_activities')"
        " order by table_name",
    ) == [
        ("handovers", 1, 1),
        ("lead_attributes", 1, 1),
        ("lead_feedback", 1, 1),
        ("sfa_activities", 2, 1),
    ]
