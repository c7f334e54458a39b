"""No deal is lost: what counts for no lead is named with its reason.

| deal | of                                     | counts |
|------|----------------------------------------|--------|
| D1   | Ann                                    | yes    |
| D2   | Own, of the company itself             | no     |
| D3   | S-gone, which nobody delivered         | no     |
| D4   | nobody; neither amount nor currency    | no     |
"""

from pathlib import Path

import pytest

from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows


@pytest.fixture(scope="module")
def deals_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    rows.person("Ann")
    rows.person("Own", ma={"email": "own@handoff-demo.example"})
    money = {"created_at": "02-10", "currency": "円", "amount": "10027000"}
    won = money | {"closed_at": "02-20"}
    rows.deal("Ann", "D1", "won", **won)
    rows.deal("Own", "D2", "won", **won)
    rows.deal("gone", "D3", "won", **won)
    rows.add("opportunities", opportunity_id="D4", stage="new", created_at="02-11")
    return rows.build(tmp_path_factory.mktemp("deals"))


def test_a_deal_of_no_counted_lead_is_named(deals_build: Path) -> None:
    assert query(
        deals_build,
        "select source_opportunity_id, reason, lead_id is not null, exclusion_id,"
        " outcome, currency, amount::bigint, won_at::varchar"
        " from marts.mart_uncounted_opportunities order by 1",
    ) == [
        # 02-20 in Tokyo begins at 15:00 of the day before in UTC.
        *(
            (deal, *why, "won", "JPY", 10_027_000, "2026-02-19 15:00:00")
            for deal, *why in (
                ("D2", "excluded lead", True, "own_domain"),
                ("D3", "nobody known", False, None),
            )
        ),
        ("D4", "nobody known", False, None, "open", None, None, None),
    ]
    assert query(deals_build, "select outcome from facts.fct_opportunities") == [
        ("won",)
    ]
    assert broken_contracts(deals_build) == []
