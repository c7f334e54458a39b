"""The measured part of docs/performance.md; the prose around it is written by hand."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from orchestration.bench.cost import BenchPlanError
from orchestration.bench.machine import describe_machine
from orchestration.bench.results import Measured, Results
from orchestration.bench.targets import Verdict, verdict_of_overhead, verdicts

BEGINS = "<!-- measured: ./handoff bench writes from here on -->"
ENDS = "<!-- measured: to here -->"
_NIGHT_STEPS = ("land", "transform", "check", "publish")


def check_page(page: Path) -> None:
    """Whether the figures have a place, before hours of measuring.

    Raises BenchPlanError where the page has lost its markers or has no folder.
    """
    if not page.parent.is_dir():
        raise BenchPlanError(
            f"{page.parent} is no folder for the page: make it, or give --page another."
        )
    _around(page)


def write_page(page: Path, results: Results) -> None:
    """Replace what stands between the markers of the page by the figures.

    A page that does not exist yet is made. Raises BenchPlanError where the page has
    lost its markers.
    """
    before, after = _around(page)
    measured = "\n".join(_measured(results))
    page.write_text(f"{before}{BEGINS}\n{measured}\n{ENDS}{after}", "utf-8")


def _around(page: Path) -> tuple[str, str]:
    """What stands before and after the figures."""
    text = page.read_text("utf-8") if page.exists() else f"{BEGINS}\n{ENDS}\n"
    before, begins, rest = text.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise BenchPlanError(
            f"{page} has no line {BEGINS!r} followed by {ENDS!r}: put both where the"
            " figures belong."
        )
    return before, after


def _measured(results: Results) -> Iterator[str]:
    yield from _table(("machine", ""), describe_machine().items())
    # The company whose nights have nothing to do is not scanned: it has no ratios.
    measured = [one for one in results.companies() if results.of(one, "scan")]
    told = list(verdict_of_overhead(results))
    for leads in measured:
        told += verdicts(results, leads)
    if told:
        yield "\n### Targets"
        yield from _table(
            ("leads", "target", "measured", "verdict"), map(_of_verdict, told)
        )
    yield "\n### Costs"
    yield from _table(
        ("leads", "what", "wall s", "CPU-s", "peak MiB", "of what", "on"),
        (row for leads in results.companies() for row in _costs(results, leads)),
    )
    for leads in measured:
        if engine := results.of(leads, "engine"):
            yield f"\n### Where the time of the models goes, {leads:,} leads"
            yield from _engine(engine)


def _of_verdict(one: Verdict) -> tuple[str, ...]:
    return f"{one.leads:,}", one.target, one.measured, one.word


def _costs(results: Results, leads: int) -> Iterator[tuple[str, ...]]:
    for phase, what, of_what in (
        ("make", "the raw files are made", _made),
        ("land", "landing", _landed),
        ("scan", "scan: every used column read once", _scanned),
        ("engine", "all models, by their own SQL", _modelled),
        ("nightly", "`./handoff nightly` on the landed home", _published),
        ("next-night", "the night after it", _steps),
        ("backfill", "a night with a month delivered again", _steps),
        ("definition", "a night with a definition more", _steps),
    ):
        figures = results.of(leads, phase)
        if figures is None or "wall" not in figures:
            continue
        yield (
            f"{leads:,}",
            what,
            f"{figures['wall']:,.1f}",
            f"{figures['cpu']:,.1f}",
            f"{figures['peak'] / 2**20:,.0f}",
            of_what(figures),
            figures["measured_on"],
        )


def _made(figures: Measured) -> str:
    history, night = (
        sum(figures["rows"][part].values()) for part in ("history", "night")
    )
    return (
        f"{history:,} rows and {night:,} of one night more;"
        f" {figures['bytes'] / 1e9:.2f} GB"
    )


def _landed(figures: Measured) -> str:
    return f"{figures['rows']:,} rows; {figures['bytes'] / 1e9:.2f} GB"


def _scanned(figures: Measured) -> str:
    columns = sum(len(of_table) for of_table in figures["used"].values())
    return f"{figures['values']:,} values of {columns} columns"


def _modelled(figures: Measured) -> str:
    return f"{figures['models']} models"


def _steps(figures: Measured) -> str:
    return " · ".join(
        f"{name} {figures['steps'][name]:,.1f} s" for name in _NIGHT_STEPS
    )


def _published(figures: Measured) -> str:
    return (
        f"{_steps(figures)}; parsing before it {figures['parse']['cpu']:,.1f} CPU-s;"
        f" {figures['checks']} checks, {figures['tables']} tables of"
        f" {figures['rows']:,} rows, {figures['bytes'] / 1e9:.2f} GB"
    )


def _engine(engine: Measured) -> Iterator[str]:
    rooms = sorted(engine["rooms"].items(), key=lambda one: -one[1]["wall"])
    yield from _table(
        ("room", "wall s", "CPU-s"),
        (
            (f"`{room}`", f"{spent['wall']:,.2f}", f"{spent['cpu']:,.2f}")
            for room, spent in rooms
            if spent["wall"] >= 0.01
        ),
    )
    yield ""
    yield from _table(
        ("the ten slowest models", "room", "wall s", "CPU-s"),
        (
            (
                f"`{one['name']}`",
                one["room"],
                f"{one['wall']:,.2f}",
                f"{one['cpu']:,.2f}",
            )
            for one in engine["slowest"]
        ),
    )


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heading)} |"
    yield f"|{'---|' * len(heading)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
