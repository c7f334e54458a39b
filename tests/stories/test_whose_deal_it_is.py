"""A deal is that of the lead it names, of whose conversion made it, or of its contacts.

| deal | names | made by the conversion of | contacts (primary: *)         | is of |
|------|-------|---------------------------|-------------------------------|-------|
| D1   | Ann   | Bo                        | Cy*                           | Ann   |
| D2   | -     | Bo                        | Cy*                           | Bo    |
| D3   | -     | -                         | Di, Cy*                       | Cy    |
| D4   | -     | -                         | Di of 02-02, Eve of 02-01     | Eve   |
| D5   | -     | -                         | Fay and Gus, both of 02-03    | Fay   |
| D6   | S-out, which nobody delivered | - | Cy*                           | Cy    |
| D7   | Gus   | -                         | -                             | Gus   |

Of several contacts the one whose record is the oldest counts, of records of one second
the one with the smallest id. That a record is older makes up for nothing else.
"""

from pathlib import Path

from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows

CREATED = {
    "Ann": "02-05",
    "Bo": "02-06",
    "Cy": "02-05",
    "Di": "02-02",
    "Eve": "02-01",
    "Fay": "02-03",
    "Gus": "02-03",
}
NAMED = {"D1": "Ann", "D2": "", "D3": "", "D4": "", "D5": "", "D6": "out", "D7": "Gus"}
CONTACTS = [
    ("D1", "Cy", "true"),
    ("D2", "Cy", "true"),
    ("D3", "Di", "false"),
    ("D3", "Cy", "true"),
    ("D4", "Di", "false"),
    ("D4", "Eve", "false"),
    ("D5", "Gus", "false"),
    ("D5", "Fay", "false"),
    ("D6", "Cy", "true"),
]


def test_a_deal_is_of_the_lead_that_it_comes_from(tmp_path: Path) -> None:
    rows = ExportsRows()
    for name, created_at in CREATED.items():
        made = {"converted_at": "02-12", "converted_opportunity_id": "D2"}
        rows.person(name, created_at, sfa=made if name == "Bo" else {})
    for deal, name in NAMED.items():
        rows.add(
            "opportunities",
            opportunity_id=deal,
            source_record_id=f"S-{name}" if name else "",
            stage="proposal",
            created_at="02-12",
        )
    for deal, name, is_primary in CONTACTS:
        rows.add(
            "opportunity_contacts",
            opportunity_id=deal,
            sfa_record_id=f"S-{name}",
            is_primary=is_primary,
        )
    # Bo's conversion is named by D1, too: what a deal says of itself comes first.
    rows.sfa_record(
        "S-Bo-again",
        created_at="02-04",
        converted_at="02-12",
        converted_opportunity_id="D1",
    )
    database = rows.build(tmp_path)
    found = query(
        database,
        "select deals.opportunity_id, persons.source_record_id"
        " from intermediate.int_opportunity_leads as deals"
        " join dimensions.dim_lead_sources as persons using (lead_id)"
        " where object = 'ma_lead' order by 1",
    )
    assert found == [
        ("D1", "Ann"),
        ("D2", "Bo"),
        ("D3", "Cy"),
        ("D4", "Eve"),
        ("D5", "Fay"),
        ("D6", "Cy"),
        ("D7", "Gus"),
    ]
    assert broken_contracts(database) == []
