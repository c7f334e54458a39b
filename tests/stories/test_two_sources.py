"""Two sources in one home: what one cannot know is no zero of the other."""

from datetime import date
from pathlib import Path

import pytest

from tests.stories.building import build, company_settings, query, write_table
from tests.stories.golden_company import write_golden_company
from tests.stories.marketplace_company import write_marketplace_company


@pytest.fixture(scope="module")
def mixed_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mixed")
    write_golden_company(folder / "raw")
    write_marketplace_company(folder / "raw")
    # One lead of the marketplace qualifies in the golden January, too.
    with (folder / "raw" / "olist" / "marketing_qualified_leads.csv").open("a") as file:
        file.write("m8,2026-01-12,page-1,social\n")
    return build(
        company_settings(
            folder / "raw",
            folder / "home",
            sources=["exports", "olist"],
            as_of=date(2026, 3, 31),
        )
    )


def test_people_whose_source_cannot_know_the_stage_are_not_counted(
    mixed_build: Path,
) -> None:
    """January 2026: the golden 3 of 4; m8 can never become SQL as far as anybody knows.

    January 2018 (m4, m5) has nobody who could: unknown, with its people.
    """
    assert query(
        mixed_build,
        "select period_on, people, converted, share from marts.mart_person_conversions"
        " where definition_basis = 'then'"
        " and metric = 'person_first_mql_ever' and period_grain = 'month'"
        " and period_on in ('2018-01-01', '2026-01-01') order by 1",
    ) == [(date(2018, 1, 1), 2, None, None), (date(2026, 1, 1), 4, 3, 0.75)]


def test_a_period_counts_only_people_who_can_be_in_both_stages(
    mixed_build: Path,
) -> None:
    """m8's MQL is not among the four of January; its own channel is unknown, not 0."""
    assert query(
        mixed_build,
        "select segment_value, stage_knowledge, entries_from, entries_to, period_ratio"
        " from marts.mart_funnel_periods where definition_basis = 'then'"
        " and period_grain = 'month'"
        " and period_on = '2026-01-01' and from_stage = 'mql' and to_stage = 'sql'"
        " and entry_policy = 'strict' and segment_dimension in ('all', 'channel')"
        " order by 1",
    ) == [
        ("all", "observed", 4, 1, 0.25),
        ("seminar", "observed", 4, 1, 0.25),
        ("social", "unknown", None, None, None),
    ]


def test_sfa_ids_that_the_ma_names_decide_without_an_sfa(tmp_path: Path) -> None:
    """A and B share an address and name two SFA records; C and D name one."""
    write_table(
        tmp_path / "raw",
        "exports",
        "ma_leads",
        "ma_lead_id,created_at,email,sfa_record_id",
        [
            ("A", "2026-01-01 00:00:00", "one@firm.example", "S1"),
            ("B", "2026-01-02 00:00:00", "one@firm.example", "S2"),
            ("C", "2026-01-03 00:00:00", "c@firm.example", "S9"),
            ("D", "2026-01-04 00:00:00", "d@firm.example", "S9"),
        ],
    )
    database = build(
        company_settings(
            tmp_path / "raw",
            tmp_path / "home",
            sources=["exports"],
            as_of=date(2026, 1, 31),
        )
    )
    assert query(
        database,
        "select string_agg(source_record_id, '' order by source_record_id)"
        " from dimensions.dim_lead_sources where object = 'ma_lead'"
        " group by lead_id order by 1",
    ) == [("A",), ("B",), ("CD",)]
    assert query(
        database, "select count(*) from dimensions.dim_leads where has_sfa_record"
    ) == [(0,)]
