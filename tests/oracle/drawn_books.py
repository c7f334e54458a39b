"""Random books: whatever clauses, versions, windows and prices the book allows."""

import random
from itertools import pairwise

from tests.oracle.book_variants import Variant


def drawn_variant(seed: int) -> Variant:
    """The random book of a seed."""
    draws = random.Random(f"book {seed}")
    days = ["2025-09-07", "2025-11-15", "2026-01-01", "2026-02-01"]
    variant = Variant(f"drawn_{seed}")
    for segment in (
        "all=all",
        draws.choice(("industry=manufacturing", "source=exports")),
    ):
        is_general = segment == "all=all"
        if not is_general and draws.random() < 0.4:
            continue
        ends = ["", *sorted(draws.sample(days, draws.randrange(3))), ""]
        spans = [f"{start}..{end}" for start, end in pairwise(ends)]
        for number, valid in enumerate(spans):
            if len(spans) > 1 and draws.random() < 0.15:
                continue
            is_dated = not valid.startswith("..")
            variant.define(
                f"mql_{'general' if is_general else 'special'}_{number}",
                *(
                    {
                        _drawn_clause(draws): None
                        for _ in range(draws.choice((1, 2, 2, 3)))
                    }
                    for _ in range(draws.choice((1, 2, 3)))
                ),
                valid=valid,
                segment=segment,
                counts_from=draws.choice(("lifetime", "cycle")),
                adoption_policy=(
                    draws.choice(("at_adoption", "at_next_signal"))
                    if is_dated
                    else "at_next_signal"
                ),
                cool_down_days=draws.choice((0, 1, 7, 14, 30)),
            )
    _draw_prices(draws, variant, days)
    for kind in ("behaviour", "engagement"):
        cut = draws.choice(days)
        lives = draws.choices(("", "0.5", "1", "7", "30", "90"), k=2)
        variant.halve(kind, f"{lives[0]} ..{cut}", f"{lives[1]} {cut}..")
    return variant


_TOUCHES = (
    "enquiry",
    "seminar_attended",
    "whitepaper_download",
    "pricing_view",
    "careers_view",
    "email_open",
    "email_click",
)
_CONTENTS = ("guide", "price_list", "case_book")


def _drawn_clause(draws: random.Random) -> str:
    negation = "not " if draws.random() < 0.2 else ""
    kind = draws.choice(("touch", "touch", "content", "attribute", "score", "score"))
    if kind in ("touch", "content"):
        argument = draws.choice(_TOUCHES if kind == "touch" else _CONTENTS)
        window = draws.choice(("", " /1", " /7", " /8", " /30", " /60", " /90"))
        return f"{negation}{kind} {argument} x{draws.choice((1, 1, 2, 3))}{window}"
    if kind == "score":
        series = draws.choice(
            ("total", "total", "behaviour", "engagement", "attribute")
        )
        comparison = draws.choice((">=", ">=", ">=", ">", "<", "<="))
        value = draws.choice(("-10", "0", "5", "10", "25", "40", "80"))
        return f"{negation}score {series} {comparison} {value}"
    return (
        negation
        + "attribute "
        + draws.choice(
            (
                "employees >= 50",
                "employees < 300",
                "employees = 50",
                "job_level >= section_manager",
                "job_level < section_manager",
                "job_level = staff",
                "industry = manufacturing",
                "industry != finance",
                "department = 営業部",
                "budget >= 100",
                "has_project = yes",
            )
        )
    )


def _draw_prices(draws: random.Random, variant: Variant, days: list[str]) -> None:
    for name in _TOUCHES + _CONTENTS:
        signal = "content" if name in _CONTENTS else "touch"
        cut = draws.choice(days)
        for valid in (f"..{cut}", f"{cut}.."):
            if draws.random() < 0.2:
                continue
            sign = -1 if name == "careers_view" or draws.random() < 0.15 else 1
            points = sign * draws.choice((1, 2.5, 5, 10, 12.25, 20, 40))
            cap = draws.choice(("", "", *(str(points * n) for n in (0.5, 1, 1.5, 2))))
            kind = draws.choice(("behaviour", "engagement"))
            variant.price(f"{kind} {signal} {name}", str(points), cap, valid)
    for fact in (
        "employees >= 50",
        "employees >= 300",
        "job_level >= section_manager",
        "industry = manufacturing",
    ):
        cut = draws.choice(days)
        worth = str(draws.choice((-5, 5, 10, 30)))
        valid = draws.choice(("..", f"..{cut}", f"{cut}.."))
        variant.price(f"attribute attribute {fact}", worth, "", valid)
