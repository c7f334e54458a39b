"""Of ten thousand leads, too, the models find what the replay finds."""

from operator import attrgetter
from pathlib import Path

import pytest

from tests.oracle.book_variants import Variant
from tests.oracle.named_books import fixed_variants
from tests.oracle.oracle_company import OracleCompany


@pytest.mark.long
@pytest.mark.parametrize("variant", fixed_variants(), ids=attrgetter("name"))
def test_the_rule_fires_so_for_ten_thousand_leads(
    large_company: OracleCompany, variant: Variant, tmp_path: Path
) -> None:
    found = large_company.compare(variant.write(tmp_path / "book"), share=5)
    assert found.leads >= 10_000
    assert len(found.scores) >= 2000
    found.assert_same()
