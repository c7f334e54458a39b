"""Random books: whatever clauses, versions, windows and prices the book allows."""

import random
from itertools import pairwise

from book.rows import TEMPERATURES
from tests.oracle.book_variants import Variant


def drawn_variant(seed: int) -> Variant:
    """The random book of a seed."""
    draws = random.Random(f"book {seed}")
    days = ["2025-09-07", "2025-11-15", "2026-01-01", "2026-02-01"]
    variant = Variant(f"drawn_{seed}")
    # Versions share clauses, and at most 63 conditions fit a book.
    computed = [_drawn_clause(draws) for _ in range(20)]
    recorded = [_drawn_record(draws) for _ in range(10)]
    statuses = [_drawn_status(draws) for _ in range(4)]
    rivals = draws.choice(("industry=manufacturing", "source=exports"))
    _draw_versions(draws, variant, "mql", days, rivals, (computed, computed, recorded))
    for stage in ("sal", "sql", "opportunity"):
        if draws.random() < 0.7:
            pools = (computed, recorded, recorded, statuses)
            _draw_versions(draws, variant, stage, days, rivals, pools)
    if draws.random() < 0.5:
        cut = draws.choice(days)
        exits = draws.choice((["sfa_status recycled"], ["meeting_outcome no_show"]))
        graces = draws.choices((0, 24, 72, 336), k=2)
        for number, (rule, valid) in enumerate(
            ((exits, f"..{cut}"), (["sfa_status recycled"], f"{cut}.."))
        ):
            variant.define(
                f"left_{number}",
                rule,
                stage="recycled",
                valid=valid,
                grace_hours=graces[number],
            )
    _draw_prices(draws, variant, days)
    for kind in ("behaviour", "engagement"):
        cut = draws.choice(days)
        lives = draws.choices(("", "0.5", "1", "7", "30", "90"), k=2)
        variant.halve(kind, f"{lives[0]} ..{cut}", f"{lives[1]} {cut}..")
    for temperature in TEMPERATURES:
        cut = draws.choice(days)
        for number, valid in enumerate((f"..{cut}", f"{cut}..")):
            variant.define(
                f"{temperature}_{number}",
                *(
                    [draws.choice(draws.choice((computed, recorded, statuses)))]
                    for _ in range(draws.choice((1, 2)))
                ),
                stage=temperature,
                valid=valid,
                counts_from=draws.choice(("lifetime", "cycle")),
                cool_down_days=0,
            )
    return variant


def _draw_versions(
    draws: random.Random,
    variant: Variant,
    stage: str,
    days: list[str],
    rivals: str,
    pools: tuple[list[str], ...],
) -> None:
    """Add versions of a stage for everybody, and perhaps for those of a segment."""
    for segment in ("all=all", rivals):
        is_general = segment == "all=all"
        if not is_general and draws.random() < 0.4:
            continue
        ends = ["", *sorted(draws.sample(days, draws.randrange(3))), ""]
        spans = [f"{start}..{end}" for start, end in pairwise(ends)]
        for number, valid in enumerate([*spans, ".."]):
            is_draft = number == len(spans)
            # Everybody's versions follow each other; a segment's may leave holes.
            may_lack = len(spans) > 1 and (number == 0 or not is_general)
            if draws.random() < (0.7 if is_draft else 0.15 if may_lack else 0):
                continue
            is_dated = not valid.startswith("..")
            variant.define(
                f"{stage}_{'general' if is_general else 'special'}_{number}",
                *(
                    _drawn_group(draws, pools, draws.choice((1, 2, 2, 3)))
                    for _ in range(draws.choice((1, 2, 3)))
                ),
                stage=stage,
                valid=valid,
                segment=segment,
                counts_from=draws.choice(("lifetime", "cycle")),
                adoption_policy=(
                    draws.choice(("at_adoption", "at_next_signal"))
                    if is_dated
                    else "at_next_signal"
                ),
                cool_down_days=draws.choice((0, 1, 7, 14, 30)),
                is_draft=is_draft,
            )


def _drawn_group(
    draws: random.Random, pools: tuple[list[str], ...], size: int
) -> list[str]:
    group = list(dict.fromkeys(draws.choice(draws.choice(pools)) for _ in range(size)))
    is_absence = len(group) == 1 and group[0] not in pools[0] and "not " in group[0]
    # The absence of a record alone has no instant.
    return [group[0].removeprefix("not ")] if is_absence else group


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


def _drawn_record(draws: random.Random) -> str:
    negation = "not " if draws.random() < 0.2 else ""
    if draws.random() < 0.4:
        return negation + draws.choice(
            (
                "sfa_field budget = confirmed",
                "sfa_field budget != confirmed",
                "sfa_field timing <= 3",
                "sfa_field timing > 3",
                "sfa_field temperature = hot",
            )
        )
    signal = draws.choice(
        (
            "call_outcome connected",
            "call_outcome missed",
            "call_outcome appointment",
            "meeting_outcome held",
            "opportunity_created",
            "opportunity_lost",
        )
    )
    return f"{negation}{signal}{_drawn_count(draws)}"


def _drawn_status(draws: random.Random) -> str:
    negation = "not " if draws.random() < 0.2 else ""
    system, stage = draws.choice(("sfa", "sfa", "ma")), draws.choice(("sal", "sql"))
    return f"{negation}{system}_status {stage}{_drawn_count(draws)}"


def _drawn_count(draws: random.Random) -> str:
    window = draws.choice(("", "", " /1", " /7", " /30", " /90"))
    return draws.choice(("", "", " x2", " x3")) + window


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
