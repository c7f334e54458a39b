"""A record that shows a stage without any change that would date it.

The SFA keeps history of contacts, since 2026-02-10, and none of leads. Everybody is
acquired on 02-01; days are Tokyo's, at 00:00.

| person | record | shows | written | is SAL since |
|---|---|---|---|---|
| later | lead | SAL | 02-10 | 02-10, the last day it may have become one |
| never | lead | SAL | 02-01 | 02-01 |
| unsaid | lead | SAL | - | 02-01 |
| before | lead | SAL | 01-15 | 02-01, for a record is not older than it says |
| moved | contact | SQL | 02-10 | 02-01: it was SAL until it became SQL on 02-10 |
| still | contact | SAL | 02-20 | 02-10: since then no change means the same stage |
| new | contact of 02-15 | SAL | 02-20 | 02-15 |
"""

from pathlib import Path

import pytest

from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows, utc

LEADS = {"later": "02-10", "never": "02-01", "unsaid": "", "before": "01-15"}
# Contact: created, status, written.
CONTACTS = {
    "moved": ("02-01", "sql", "02-10"),
    "still": ("02-01", "sal", "02-20"),
    "new": ("02-15", "sal", "02-20"),
}


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    for name, written_at in LEADS.items():
        rows.person(name, sfa={"status": "sal", "updated_at": written_at})
    for name, (created_at, status, written_at) in CONTACTS.items():
        rows.person(name, sfa={"converted_contact_id": f"K-{name}"})
        rows.sfa_record(
            f"K-{name}",
            record_type="contact",
            created_at=created_at,
            status=status,
            updated_at=written_at,
        )
    rows.sfa_change("K-moved", "status", "sal", "sql", "02-10")
    return rows.build(tmp_path_factory.mktemp("undated"))


def test_a_status_is_as_old_as_its_tool_can_vouch_for(undated: Path) -> None:
    found = query(
        undated,
        "select source_record_id, occurred_at from facts.fct_stage_events"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where object = 'ma_lead' and stage = 'sal' order by 1",
    )
    assert found == [
        ("before", utc("02-01")),
        ("later", utc("02-10")),
        ("moved", utc("02-01")),
        ("never", utc("02-01")),
        ("new", utc("02-15")),
        ("still", utc("02-10")),
        ("unsaid", utc("02-01")),
    ]


def test_every_contract_holds_of_undated_statuses(undated: Path) -> None:
    assert broken_contracts(undated) == []
