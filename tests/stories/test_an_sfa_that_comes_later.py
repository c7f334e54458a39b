"""The MA is exported, the SFA is Salesforce, which learns of people later.

Every enquiry is worth 80 points: an MQL. The cool-down after an exit is 14 days. Days
are Tokyo's, each at 00:00.

| person | Salesforce | the MA says | enquiries |
|---|---|---|---|
| K1 | lead A, since 02-03, named by 15 characters | - | 02-01 |
| P2 | lead B, since 03-10 | recycled 02-10, again 03-20 | 02-02, 03-09, 05-01 |
| N3 | none | - | 02-05 |

P2's recycling of 02-10 ends its first cycle, for nobody else knew the person then; that
of 03-20 is the MA's log, which Salesforce does not confirm. So P2 has two cycles, and
05-01 finds the second one open. Nobody can correct a record that is not there: it is
the MA that has to hand N3 over.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.stories.building import build, company_settings, query, write_table

LEAD_A, LEAD_B = "00Q5i0000000000EAA", "00Q5i0000000001EAA"


@pytest.fixture(scope="module")
def later_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = tmp_path_factory.mktemp("later") / "raw"
    write_table(
        raw,
        "exports",
        "ma_leads",
        "ma_lead_id,created_at,email,sfa_record_id,status",
        [
            ("K1", "2026-02-01 00:00:00", "k1@a.example", LEAD_A[:15], ""),
            ("P2", "2026-02-02 00:00:00", "p2@b.example", LEAD_B, "recycled"),
            ("N3", "2026-02-05 00:00:00", "n3@c.example", "", ""),
        ],
    )
    write_table(
        raw,
        "exports",
        "ma_lead_changes",
        "change_id,ma_lead_id,field,old_value,new_value,changed_at",
        [
            ("C1", "P2", "status", "", "recycled", "2026-02-10 00:00:00"),
            ("C2", "P2", "status", "new", "recycled", "2026-03-20 00:00:00"),
        ],
    )
    write_table(
        raw,
        "exports",
        "ma_touches",
        "touch_id,ma_lead_id,touch_type,occurred_at",
        [
            ("T1", "K1", "enquiry", "2026-02-01 00:00:00"),
            ("T2", "P2", "enquiry", "2026-02-02 00:00:00"),
            ("T3", "P2", "enquiry", "2026-03-09 00:00:00"),
            ("T4", "P2", "enquiry", "2026-05-01 00:00:00"),
            ("T5", "N3", "enquiry", "2026-02-05 00:00:00"),
        ],
    )
    # Salesforce speaks UTC: 15:00 is Tokyo's next midnight.
    write_table(
        raw,
        "salesforce",
        "lead",
        "id,created_date,system_modstamp,email,status",
        [
            (
                LEAD_A,
                "2026-02-02 15:00:00",
                "2026-02-02 15:00:00",
                "",
                "Open - Not Contacted",
            ),
            (
                LEAD_B,
                "2026-03-09 15:00:00",
                "2026-03-09 15:00:00",
                "",
                "Open - Not Contacted",
            ),
        ],
    )
    return build(
        company_settings(
            raw,
            raw.parent / "home",
            sources=["exports", "salesforce"],
            as_of=date(2026, 6, 30),
        )
    )


def test_a_short_id_names_the_record_that_has_the_long_one(later_build: Path) -> None:
    assert query(
        later_build,
        "select source, source_record_id from dimensions.dim_lead_sources"
        " where lead_id = (select lead_id from dimensions.dim_lead_sources"
        " where source_record_id = 'K1') order by 1",
    ) == [("exports", "K1"), ("salesforce", LEAD_A)]


def test_the_ma_is_heard_until_the_sfa_knows_the_person(later_build: Path) -> None:
    assert query(
        later_build,
        "select cycle_number, cast(mql_at + interval 9 hour as date),"
        " cast(recycled_at + interval 9 hour as date)"
        " from facts.fct_lead_cycles join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = 'P2' order by 1",
    ) == [(1, date(2026, 2, 2), date(2026, 2, 10)), (2, date(2026, 3, 9), None)]


def test_who_is_missing_in_the_sfa_is_handed_over_by_the_ma(later_build: Path) -> None:
    assert query(
        later_build,
        "select stage, sfa_record_id, system_to_mend from marts.mart_agreement_queue"
        " where ma_lead_id = 'N3'",
    ) == [("mql", None, "ma")]
