"""Five deals in three months: what was open, came, went, whose it was, what was booked.

Everything is in yen; as of the end of April 2026.

| deal | of               | registered | ended      | amount    |
|------|------------------|------------|------------|-----------|
| D1   | Ann, seminar     | 02-10      | open       | 1,000,000 |
| D2   | Bob, referral    | 02-15      | won 03-20  | 400,000   |
| D3   | Cyd, seminar     | 03-02      | lost 04-10 | 600,000   |
| D4   | nobody known     | 03-05      | open       | -         |
| D5   | Bob, once more   | 04-05      | open       | 300,000   |

D5 is expansion: Bob's cycle had been won. February ends with D1 and D2 open, 1.4
million; March with D1, D3 and D4, 1.6 million and one without an amount; April with D1,
D4 and D5, 1.3 million, 79, 56 and 25 days old.

Booked are D2 on 03-25, 400,000, and a renewal without a deal on 04-12, 200,000; an
order of 04-15 was cancelled on 04-20. Bob came by a campaign, so March's money is
traced. Ann has touched marketing's pages, Bob has not.

The default book asks for 30 million from April to June, so that what was open as April
began covers 1.6 / 30 of it, and what is open now 1.3 of the 29.8 million that are left.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    rows.add("campaigns", campaign_id="C1", name="Friends", channel="referral")
    rows.person("Ann", ma={"lead_source": "seminar"})
    rows.person("Bob", ma={"lead_source": "referral", "campaign_id": "C1"})
    rows.person("Cyd", ma={"lead_source": "seminar"})
    rows.touch("Ann", "page_view", "02-05")
    yen = {"currency": "JPY"}
    rows.deal("Ann", "D1", "proposal", amount="1000000", created_at="02-10", **yen)
    rows.deal(
        "Bob",
        "D2",
        "won",
        amount="400000",
        created_at="02-15",
        closed_at="03-20",
        **yen,
    )
    rows.deal(
        "Cyd", "D3", "lost", amount="600000", created_at="03-02", closed_at="04-10"
    )
    rows.add("opportunities", opportunity_id="D4", stage="proposal", created_at="03-05")
    rows.deal("Bob", "D5", "proposal", amount="300000", created_at="04-05", **yen)
    for booking, deal, amount, kind, booked_on, cancelled_on in (
        ("B1", "D2", "400000", "new", "2026-03-25", ""),
        ("B2", "", "200000", "renewal", "2026-04-12", ""),
        ("B3", "D1", "900000", "new", "2026-04-15", "2026-04-20"),
    ):
        rows.add(
            "bookings",
            booking_id=booking,
            opportunity_id=deal,
            account_id="A1",
            amount=amount,
            currency="JPY",
            booking_type=kind,
            booked_on=booked_on,
            cancelled_on=cancelled_on,
        )
    return rows.build(tmp_path_factory.mktemp("pipeline"))


def _pipeline(
    build: Path, columns: str, dimension: str = "all", grain: str = "month"
) -> list[tuple[Any, ...]]:
    return query(
        build,
        f"select {columns} from marts.mart_pipeline where currency = 'JPY'"
        " and segment_dimension = ? and period_grain = ?"
        " order by period_on, segment_value",
        dimension,
        grain,
    )


def test_what_was_open_came_and_went(company: Path) -> None:
    stock = "open_before, created, won, lost, open_after, open_without_amount"
    assert _pipeline(company, f"month(period_on), {stock}") == [
        (2, 0, 2, 0, 0, 2, 0),
        (3, 2, 2, 1, 0, 3, 1),
        (4, 3, 1, 0, 1, 3, 1),
    ]


def test_amounts_balance_like_the_deals(company: Path) -> None:
    thousand = ", ".join(
        f"cast({name}_amount / 1000 as integer)"
        for name in ("open_before", "created", "won", "lost", "open_after")
    )
    assert _pipeline(company, thousand) == [
        (0, 1400, 0, 0, 1400),
        (1400, 600, 400, 0, 1600),
        (1600, 300, 0, 600, 1300),
    ]


def test_a_deal_of_a_customer_is_expansion(company: Path) -> None:
    april = [
        row
        for row in _pipeline(
            company,
            "month(period_on), segment_value, open_before, created, lost, open_after",
            "source_group",
        )
        if row[0] == 4 and any(row[2:])
    ]
    assert april == [
        (4, "expansion", 0, 1, 0, 1),
        (4, "marketing", 2, 0, 1, 1),
        (4, "unknown", 1, 0, 0, 1),
    ]


def test_the_age_is_that_of_what_is_open(company: Path) -> None:
    ages = _pipeline(company, "median_age_days, oldest_age_days")
    # As February ended D1 was 19 days old and D2 14, as March did 50, 30 and 27.
    assert ages == [(16.5, 19), (30.0, 50), (56.0, 79)]


def test_sourced_and_influenced_are_shares_of_the_open_amount(company: Path) -> None:
    shares = _pipeline(
        company, "round(sourced_share * 1.3, 6), round(influenced_share * 1.3, 6)"
    )
    # Ann's million of 1.3 is marketing's. She had touched its pages, and Bob of D5 had
    # come by its campaign; D4, of which nobody is known, has no amount.
    assert shares[2] == (1.0, 1.3)


def test_booked_money_nets_cancellations_and_is_traced(company: Path) -> None:
    money = "bookings, booked_amount, traced_amount, traced_share"
    none = (0, Decimal(0), Decimal(0), None)
    assert _pipeline(company, money) == [
        none,
        (1, Decimal(400000), Decimal(400000), 1.0),
        (1, Decimal(200000), Decimal(0), 0.0),
    ]


def test_a_renewal_without_a_deal_is_of_a_customer(company: Path) -> None:
    booked = _pipeline(
        company,
        "segment_value, booked_amount",
        dimension="source_group",
        grain="quarter",
    )
    assert [row for row in booked if row[1]] == [
        ("referral", Decimal(400000)),
        ("expansion", Decimal(200000)),
    ]


def test_what_is_open_covers_the_target(company: Path) -> None:
    coverage = _pipeline(
        company,
        "target_amount, opening_coverage_ratio, remaining_coverage_ratio",
        grain="quarter",
    )
    assert coverage[-1] == (
        30_000_000.0,
        pytest.approx(1.6 / 30, abs=1e-9),
        pytest.approx(1.3 / 29.8, abs=1e-9),
    )
