"""Who had won before is a customer: out of the count or in a segment of its own."""

from pathlib import Path

import pytest

from tests.stories.building import query
from tests.stories.excluded_company import CUSTOMERS, exclusions_of


def _segments(database: Path, name: str) -> list[tuple[int, str]]:
    return query(
        database,
        "select cycle_number, customer_status from facts.fct_lead_cycles"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = ? order by 1",
        name,
    )


@pytest.mark.parametrize("name", CUSTOMERS)
def test_a_customer_is_one_from_after_the_win(
    exclusions_build: Path, name: str
) -> None:
    segment = CUSTOMERS[name][2]
    if segment is None:
        assert exclusions_of(exclusions_build, name) == [(1, "customers_excluded")]
    else:
        assert _segments(exclusions_build, name)[0] == (1, segment)


@pytest.mark.parametrize("name", ["winner", "won-by-status"])
def test_who_won_comes_again_as_a_customer(exclusions_build: Path, name: str) -> None:
    """Won on 02-20; the enquiry of 03-20 opens the second cycle."""
    assert _segments(exclusions_build, name) == [
        (1, "not_a_customer"),
        (2, "existing_customer"),
    ]
