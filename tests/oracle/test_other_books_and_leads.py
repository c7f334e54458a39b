"""With books drawn at random and of the demo's leads, too, the two find the same."""

from pathlib import Path

import pytest

from demo import write_demo
from tests.oracle.book_variants import Variant
from tests.oracle.drawn_books import drawn_variant
from tests.oracle.named_books import fixed_variants
from tests.oracle.oracle_company import OracleCompany

DRAWN = [pytest.param(drawn_variant(seed), id=f"drawn_{seed}") for seed in range(20)]


@pytest.mark.long
@pytest.mark.parametrize("variant", DRAWN)
def test_the_rule_fires_so_whatever_the_book(
    middling_company: OracleCompany, variant: Variant, tmp_path: Path
) -> None:
    found = middling_company.compare(variant.write(tmp_path / "book"), share=3)
    assert found.leads >= 2500
    found.assert_same()


@pytest.mark.long
def test_the_rule_fires_so_in_the_demo_company(tmp_path: Path) -> None:
    demo = write_demo(raw=tmp_path / "raw", leads=3000, seed=1)
    company = OracleCompany.of_raw(
        tmp_path / "raw", tmp_path / "home", as_of=demo.as_of
    )
    for variant in fixed_variants():
        if variant.name in ("default", "segmented", "combined"):
            book = variant.write(tmp_path / "books" / variant.name)
            found = company.compare(book, share=3)
            assert found.leads >= 3000
            found.assert_same()
