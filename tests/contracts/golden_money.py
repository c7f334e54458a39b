"""Deals and bookings of the golden company, see `golden_cycles`, and its pipeline.

| deal | tool       | whose                | created     | ended            | amount  |
|------|------------|----------------------|-------------|------------------|---------|
| O1   | exports    | L1                   | 01-25       | won 02-10        | 1000000 |
| O2   | salesforce | L1, customer by then | 03-02       | -                | 62000   |
| O6   | exports    | L6, excluded         | 01-25       | won 02-10        | 1000000 |
| O7   | exports    | nobody known         | nobody says | -                | -       |
| O8   | salesforce | nobody known         | 03-02       | won 03-09        | 300000  |
| O9   | exports    | nobody known         | 02-01 09:00 | lost 03-01 09:00 | $ 5000  |

Salesforce delivers no bookings: there a deal that is won is the money. The exports
booked O1 on 02-12 (in 円) and a renewal without a deal, 120,000, on 03-31, which is
cancelled only in April. No money are a booking cancelled on 02-20, one dated ahead, and
O6's. L1 had answered a campaign before any of its deals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from tests.contracts.golden_cycles import AS_OF, Row, lead_key, tokyo
from tests.contracts.golden_facts import day_rows

NONE = "(none)"
# Revenue to be booked a day of 2026, which nobody has off; expansion is one team's.
DAILY_TARGETS = {"marketing": 10_000, "expansion": 1_000}
EXPANSION_TEAM = "customer_success"


@dataclass(frozen=True)
class Segments:
    """What the money of a deal is broken down by."""

    source_group: str = "unknown"
    channel: str = NONE
    owner_team: str = NONE
    product: str = NONE


@dataclass(frozen=True)
class Deal:
    """A deal of the table above."""

    name: str
    source: str
    outcome: str
    amount: int | None
    created_at: datetime | None
    ended_at: datetime | None = None
    currency: str | None = None
    segments: Segments = Segments()

    def row(self) -> Row:
        """What its fact, or its row among the uncounted, says of it."""
        ended = f"{self.outcome}_at" if self.outcome != "open" else None
        return {
            "opportunity_id": lead_key(self.name),
            "outcome": self.outcome,
            "amount": self.amount,
            "currency": self.currency,
            "created_at": self.created_at,
        } | ({ended: self.ended_at} if ended else {})

    def is_in(self, first_at: datetime, end_at: datetime) -> bool:
        """Whether it was open for any time of the period."""
        is_begun = self.created_at is None or self.created_at < end_at
        return is_begun and (self.ended_at is None or self.ended_at >= first_at)


@dataclass(frozen=True)
class Money:
    """What was booked on a day of 2026."""

    booked_on: date
    amount: int
    segments: Segments
    is_traced: bool = False


OF_L1 = Segments("marketing", "web", "inside_sales")
O1 = Deal(
    "O1", "exports", "won", 1_000_000, tokyo("01-25"), tokyo("02-10"), "JPY", OF_L1
)
O2 = Deal(
    "O2",
    "salesforce",
    "open",
    62_000,
    tokyo("03-02"),
    segments=Segments("expansion", "web", EXPANSION_TEAM),
)
O6 = Deal("O6", "exports", "won", 1_000_000, tokyo("01-25"), tokyo("02-10"), "JPY")
O7 = Deal("O7", "exports", "open", None, None)
O8 = Deal("O8", "salesforce", "won", 300_000, tokyo("03-02"), tokyo("03-09"), "JPY")
O9 = Deal(
    "O9", "exports", "lost", 5_000, tokyo("02-01 09:00"), tokyo("03-01 09:00"), "USD"
)
DEALS = (O1, O2, O7, O8, O9)

MONEY = (
    Money(date(2026, 2, 12), 1_000_000, OF_L1, is_traced=True),
    Money(date(2026, 3, 9), 300_000, O8.segments),
    Money(date(2026, 3, 31), 120_000, Segments("expansion")),
)


def opportunity_rows() -> Iterator[Row]:
    """The deals of L1, both of its first cycle: it has no other."""
    for deal in (O1, O2):
        yield deal.row() | {
            "lead_id": lead_key("L1"),
            "cycle_number": 1,
            "is_sourcing": True,
        }


def uncounted_rows() -> Iterator[Row]:
    """O6 is of L6, who is excluded; of the others nobody is known."""
    excluded = {
        "reason": "excluded lead",
        "lead_id": lead_key("L6"),
        "exclusion_id": "own_domain",
    }
    for deal in (O6, O7, O8, O9):
        yield (
            deal.row()
            | {
                "source": deal.source,
                "source_opportunity_id": deal.name.lower(),
                "reason": "nobody known",
            }
            | (excluded if deal is O6 else {})
        )


def pipeline_rows() -> Iterator[Row]:
    """Deals, money and targets of every period, in all and by every segment."""
    days = list(day_rows())
    for grain in ("week", "month", "quarter"):
        for period_on in sorted({row[f"{grain}_on"] for row in days}):
            held = [row for row in days if row[f"{grain}_on"] == period_on]
            period = (held[0]["starts_at"], held[-1]["ends_at"])
            deals = [deal for deal in DEALS if deal.is_in(*period)]
            on_days = {row["day_on"] for row in held}
            money = [one for one in MONEY if one.booked_on in on_days]
            for currency in ("JPY", "USD"):
                yield from _segment_rows(
                    {
                        "period_grain": grain,
                        "period_on": period_on,
                        "currency": currency,
                    },
                    [one for one in deals if (one.currency or "JPY") == currency],
                    money if currency == "JPY" else [],
                    period,
                )


def _segment_rows(
    keys: Row,
    deals: Sequence[Deal],
    money: Sequence[Money],
    period: tuple[datetime, datetime],
) -> Iterator[Row]:
    kinds: dict[str, Callable[[Segments], str]] = {
        "all": lambda _: "all",
        "source_group": lambda segments: segments.source_group,
        "channel": lambda segments: segments.channel,
        "owner_team": lambda segments: segments.owner_team,
        "product": lambda segments: segments.product,
    }
    segments = [one.segments for one in deals] + [one.segments for one in money]
    for dimension, value_of in kinds.items():
        targeted = {value for kind, value in _targets(keys) if kind == dimension}
        for value in targeted | {value_of(found) for found in segments}:
            row = keys | {"segment_dimension": dimension, "segment_value": value}
            row |= _of_deals(
                [one for one in deals if value_of(one.segments) == value], *period
            )
            row |= _of_money([one for one in money if value_of(one.segments) == value])
            yield row | _of_target(row, period[1])


def _targets(keys: Row) -> dict[tuple[str, str], int]:
    """What is to be booked a day, by what is broken down; no week has a target."""
    if keys["period_grain"] == "week" or keys["currency"] != "JPY":
        return {}
    return {
        ("all", "all"): sum(DAILY_TARGETS.values()),
        ("owner_team", EXPANSION_TEAM): DAILY_TARGETS["expansion"],
    } | {("source_group", group): amount for group, amount in DAILY_TARGETS.items()}


def _of_deals(deals: Sequence[Deal], first_at: datetime, end_at: datetime) -> Row:
    parts = {
        "open_before": [
            d for d in deals if not d.created_at or d.created_at < first_at
        ],
        "created": [d for d in deals if d.created_at and d.created_at >= first_at],
        "won": [d for d in deals if d.outcome == "won" and _ends(d, end_at)],
        "lost": [d for d in deals if d.outcome == "lost" and _ends(d, end_at)],
        "open_after": [d for d in deals if not _ends(d, end_at)],
    }
    row: Row = {}
    for name, found in parts.items():
        row |= {name: len(found), f"{name}_amount": _worth(found)}
    after = parts["open_after"]
    # Marketing brought O1 and has touched L1, whose both deals are.
    for name, names in (("sourced", {"O1"}), ("influenced", {"O1", "O2"})):
        amount = sum(one.amount or 0 for one in after if one.name in names)
        row |= {
            f"{name}_amount": amount,
            f"{name}_share": _share(amount, row["open_after_amount"]),
        }
    seen_until = min(end_at, AS_OF)
    ages = [(seen_until - d.created_at).days for d in after if d.created_at]
    return row | {
        "open_without_amount": sum(one.amount is None for one in after),
        "median_age_days": median(ages) if ages else None,
        "oldest_age_days": max(ages) if ages else None,
    }


def _ends(deal: Deal, end_at: datetime) -> bool:
    return deal.ended_at is not None and deal.ended_at < end_at


def _worth(deals: Sequence[Deal]) -> int | None:
    """No deals are worth 0; deals without an amount nobody knows what."""
    known = [deal.amount for deal in deals if deal.amount is not None]
    return sum(known) if known or not deals else None


def _share(part: int, whole: int | None) -> float | None:
    return part / whole if whole else None


def _of_money(money: Sequence[Money]) -> Row:
    booked = sum(one.amount for one in money)
    traced = sum(one.amount for one in money if one.is_traced)
    return {
        "bookings": len(money),
        "booked_amount": booked,
        "traced_amount": traced,
        "traced_share": _share(traced, booked),
    }


def _of_target(row: Row, end_at: datetime) -> Row:
    """The target of a month or quarter, and what is open of it.

    Only March and the quarter, which end with the as-of, are not over.
    """
    daily = _targets(row).get((row["segment_dimension"], row["segment_value"]))
    if daily is None:
        return {}
    end_on = (end_at + timedelta(hours=9)).date()
    target = daily * (end_on - row["period_on"]).days
    left = target - row["booked_amount"]
    before, after = row["open_before_amount"], row["open_after_amount"]
    is_missed_so_far = end_at > AS_OF and left > 0 and after is not None
    return {
        "target_amount": target,
        "opening_coverage_ratio": None if before is None else before / target,
        "remaining_coverage_ratio": after / left if is_missed_so_far else None,
    }
