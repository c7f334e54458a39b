"""What was promised of speed, and what the figures of a bench say of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from demo.company import SMALLEST
from orchestration.bench.engine import RULE_ENGINE
from orchestration.bench.results import Measured, Results

GIB = 2**30
# At most, of the company of the size at which it was promised.
RULE_ENGINE_SCANS = 12
ALL_MODELS_SCANS = 16
DBT_SECONDS = 10
PEAK_BYTES = 2 * GIB
# What was promised was promised of a company of that size, or more.
SMALLEST_PROMISED = 100_000
RAW_TO_PUBLISHED_SECONDS = 120
AROUND_CPU_SECONDS = 35
NIGHT_SHARE = 0.05
TEN_TIMES_THE_HISTORY = 1.3
CHECKS_SHARE = 0.15
QUERY_SECONDS = 0.1


@dataclass(frozen=True)
class Verdict:
    """One promise, what was measured of it, and whether that keeps it."""

    leads: int
    target: str
    measured: str
    holds: bool

    @property
    def word(self) -> str:
        return "holds" if self.holds else "missed"


def verdicts(results: Results, leads: int) -> Iterator[Verdict]:
    """What can be said of a company; a promise without figures is left out.

    Nothing was promised of companies below the size of the smallest promise.
    """
    if leads < SMALLEST_PROMISED:
        return
    engine, nightly = results.of(leads, "engine"), results.of(leads, "nightly")
    if engine:
        yield from _of_engine(leads, engine)
    if nightly:
        yield _of_dbt(leads, nightly)
    if (land := results.of(leads, "land")) and nightly and leads == SMALLEST_PROMISED:
        yield _of_whole_night(leads, land, nightly)
    yield from of_nights(results, leads)
    idle = results.of(SMALLEST, "nightly")
    if idle and nightly and engine:
        yield from _of_checks(leads, idle, nightly, engine)
    if nightly:
        yield _of_publication(leads, nightly)
    if told_of := results.of(leads, "queries"):
        title, seconds = max(told_of["seconds"].items(), key=lambda one: one[1])
        yield Verdict(
            leads,
            "the README's example queries answer in under 100 ms",
            f"{seconds * 1000:,.0f} ms at most ({title})",
            seconds < QUERY_SECONDS,
        )


def verdict_of_overhead(results: Results) -> Iterator[Verdict]:
    """What a night costs that has next to nothing to build, around its models."""
    idle, engine = results.of(SMALLEST, "nightly"), results.of(SMALLEST, "engine")
    if idle and engine:
        spent = idle["cpu"] - engine["cpu"]
        yield Verdict(
            SMALLEST,
            "dbt, Dagster and Great Expectations ≤ 35 CPU-s a run",
            f"{spent:.1f} CPU-s ({idle['cpu']:.1f} of the night without the"
            f" {engine['cpu']:.1f} of its models)",
            spent <= AROUND_CPU_SECONDS,
        )


def _of_engine(leads: int, engine: Measured) -> Iterator[Verdict]:
    rules = sum(engine["rooms"].get(room, {"wall": 0})["wall"] for room in RULE_ENGINE)
    for what, seconds, most in (
        ("rule engine (`then` and `now`)", rules, RULE_ENGINE_SCANS),
        ("all models", engine["wall"], ALL_MODELS_SCANS),
    ):
        ratio = seconds / engine["scan"]["wall"]
        yield Verdict(
            leads,
            f"{what} ≤ {most} scans",
            f"{ratio:.1f} scans ({seconds:.1f} s; one scan"
            f" {engine['scan']['wall']:.2f} s)",
            ratio <= most,
        )
    yield Verdict(
        leads,
        "peak memory of the models ≤ 2 GiB, DuckDB limited to 1 GiB",
        f"{engine['peak'] / GIB:.2f} GiB",
        engine["peak"] <= PEAK_BYTES,
    )


def _of_dbt(leads: int, nightly: Measured) -> Verdict:
    seconds = nightly["steps"]["transform"]
    ratio = (seconds - DBT_SECONDS) / nightly["scan"]["wall"]
    return Verdict(
        leads,
        "all models and tests, run by dbt, ≤ 16 scans plus 10 s",
        f"{ratio:.1f} scans plus {DBT_SECONDS} s ({seconds:.1f} s; one scan"
        f" {nightly['scan']['wall']:.2f} s)",
        ratio <= ALL_MODELS_SCANS,
    )


def _of_whole_night(leads: int, land: Measured, nightly: Measured) -> Verdict:
    seconds = land["wall"] + nightly["parse"]["wall"] + nightly["wall"]
    return Verdict(
        leads,
        "from raw files to published in under 2 minutes",
        f"{seconds:.0f} s",
        seconds < RAW_TO_PUBLISHED_SECONDS,
    )


def of_nights(results: Results, leads: int) -> Iterator[Verdict]:
    """A night beside the first, and beside that of a company of a tenth of the leads.

    Every night builds everything, so that what it costs on ten times the history is
    what a first night does.
    """
    land, nightly, next_night = (
        results.of(leads, phase) for phase in ("land", "nightly", "next-night")
    )
    if land and nightly and next_night:
        share = next_night["cpu"] / (land["cpu"] + nightly["cpu"])
        yield Verdict(
            leads,
            "a night ≤ 5 % of the CPU-seconds from raw files to published",
            f"{share:.0%} ({next_night['cpu']:,.1f} CPU-s)",
            share <= NIGHT_SHARE,
        )
    if nightly and (of_a_tenth := results.of(leads // 10, "nightly")):
        times = nightly["cpu"] / of_a_tenth["cpu"]
        yield Verdict(
            leads,
            "the same night on ten times the history ≤ 1.3 times",
            f"{times:.1f} times",
            times <= TEN_TIMES_THE_HISTORY,
        )


def _of_checks(
    leads: int, idle: Measured, nightly: Measured, engine: Measured
) -> Iterator[Verdict]:
    """What checking costs more here than where there is next to nothing to check.

    Nights of another load may say that it costs less: that is no figure.
    """
    seconds = nightly["steps"]["check"] - idle["steps"]["check"]
    if seconds <= 0:
        return
    share = seconds / engine["wall"]
    yield Verdict(
        leads,
        "the checks' own queries ≤ 15 % of the models' time",
        f"{share:.1%} ({seconds:.1f} s)",
        share <= CHECKS_SHARE,
    )


def _of_publication(leads: int, nightly: Measured) -> Verdict:
    table, rows = max(nightly["largest"].items(), key=lambda one: one[1])
    named = ", ".join(f"`{one}`" for one in nightly["of_touches"]) or "none"
    return Verdict(
        leads,
        "no published table is at the grain of raw touches or page views",
        f"{named} names single ones; the largest, `{table}`, has {rows:,} rows,"
        f" publishing took {nightly['steps']['publish']:.1f} s",
        not nightly["of_touches"],
    )
