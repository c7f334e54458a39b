"""A tool that nobody here knows is read by rows of its company's book alone."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.stories.building import build, company_settings, query
from tests.stories.japanese_export import AS_OF, write_japanese_company

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("japanese")
    write_japanese_company(folder / "raw", folder / "book")
    return build(
        company_settings(
            folder / "raw",
            folder / "home",
            sources=["exports"],
            as_of=AS_OF,
            book=folder / "book",
        )
    )


def test_names_arrive_as_they_were_written(database: Path) -> None:
    """髙, ① and ㈱ only Windows has; ソ, 能 and 表 have a backslash as second byte."""
    assert query(
        database,
        "select source_record_id, email, company_name, employees, sfa_record_id"
        " from intermediate.int_port_leads order by 1",
    ) == [
        ("K-001", "taka@takahashi.example", "髙橋①製作所㈱", 1200, "S1"),
        ("K-002", "so@noh.example", "ソ能表～商事", 40, None),
        ("K-003", "sato@sato.example", "佐藤㈱", 300, None),
    ]


def test_every_row_and_heading_found_its_place(database: Path) -> None:
    """Three leads, one change, three actions, one record, two of its changes."""
    assert query(
        database,
        "select table_name, physical_records, accepted"
        " from intermediate.int_row_accounting where physical_records > 0 order by 1",
    ) == [
        ("ma_lead_changes", 1, 1),
        ("ma_leads", 3, 3),
        ("ma_touches", 3, 3),
        ("sfa_record_changes", 2, 2),
        ("sfa_records", 1, 1),
    ]
    assert query(database, "select * from marts.mart_unmapped_values") == []


def test_every_stage_has_its_instant(database: Path) -> None:
    """The table of the company, its right column.

    K-003: 25 points of the document, 10 and 5 of 300 employees make 40, not 80.
    """
    assert query(
        database,
        "select source_record_id, opened_at, mql_at, sal_at, sql_at, recycled_at"
        " from facts.fct_lead_cycles"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where object = 'ma_lead' order by 1",
    ) == [
        (
            "K-001",
            datetime(2026, 1, 5),
            datetime(2026, 1, 31, 15, 30),
            datetime(2026, 2, 2, 1),
            datetime(2026, 2, 20, 1),
            None,
        ),
        (
            "K-002",
            datetime(2026, 1, 9, 15),
            datetime(2026, 1, 20, 2),
            None,
            None,
            datetime(2026, 2, 3),
        ),
        ("K-003", datetime(2026, 1, 11, 15), None, None, None, None),
    ]


@pytest.mark.parametrize(
    ("month", "entered", "accepted"),
    [
        # K-002: 30 days after 20 January are over, nobody accepted it.
        (JANUARY, 1, 0),
        # K-001, accepted 33.5 hours after its MQL.
        (FEBRUARY, 1, 1),
    ],
)
def test_an_action_in_utc_counts_in_the_month_of_tokyo(
    database: Path, month: date, entered: int, accepted: int
) -> None:
    assert query(
        database,
        "select cycles_entered, cycles_mature, cycles_converted"
        " from marts.mart_funnel_cohorts"
        " where definition_basis = 'then'"
        " and period_grain = 'month' and cohort_on = ? and from_stage = 'mql'"
        " and to_stage = 'sal' and window_days = 30 and entry_policy = 'strict'"
        " and segment_dimension = 'all'",
        month,
    ) == [(entered, entered, accepted)]


def test_its_words_for_a_channel_are_ours(database: Path) -> None:
    assert query(
        database,
        "select source_record_id, channel from facts.fct_lead_cycles"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where object = 'ma_lead' order by 1",
    ) == [
        ("K-001", "exhibition"),
        ("K-002", "paid_search"),
        ("K-003", "paid_search"),
    ]
