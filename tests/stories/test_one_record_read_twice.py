"""One status that two definitions read, one of which lets it be taken back.

The status recycled ends a cycle as recycled, unless it is taken back within 72 hours,
and as disqualified, whatever follows. One person is acquired on 2026-02-01, becomes SAL
on 02-10, is recycled on 02-20 and SAL again on 02-21, each at 00:00 in Tokyo.
"""

from pathlib import Path

import pytest

from tests.oracle.book_variants import Variant
from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows, utc


@pytest.fixture(scope="module")
def read_twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("read_twice")
    book = Variant("read_twice")
    book.define("recycled_late", ("sfa_status recycled",), stage="recycled")
    book.define(
        "disqualified_at_once",
        ("sfa_status recycled",),
        stage="disqualified",
        grace_hours=0,
    )
    rows = ExportsRows()
    rows.person("back")
    rows.sfa_says("back", "sal", "02-10")
    rows.sfa_says("back", "recycled", "02-20")
    rows.sfa_says("back", "sal", "02-21")
    return rows.build(folder, book=book.write(folder / "book"))


def test_a_tool_keeps_claiming_what_one_definition_lets_stand(read_twice: Path) -> None:
    found = query(
        read_twice,
        "select stage, sfa_at, defined_at, verdict from facts.fct_stage_agreement"
        " where cycle_number = 1 and stage in ('recycled', 'disqualified') order by 1",
    )
    assert found == [
        ("disqualified", None, utc("02-20"), "qualified but not declared"),
        ("recycled", utc("02-20"), None, "declared but not qualified"),
    ]


def test_every_contract_holds_of_what_is_read_twice(read_twice: Path) -> None:
    assert broken_contracts(read_twice) == []
