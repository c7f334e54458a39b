"""Bands of rates that are usual."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from book.checks.dates import check_approvals, check_ends, check_overlaps
from book.contents import BookRows
from book.goal_rows import FunnelBenchmark
from book.intervals import holes
from book.problems import Problem
from book.rows import KpiDefinition, in_force

BENCHMARKS_FILE = "targets/funnel_benchmarks.csv"
# What a band is a share of.
UNIT = "cycle"


def check_funnel_benchmarks(rows: BookRows) -> Iterator[Problem]:
    """Approved bands of rates of cycles; one a KPI, kind of definition and instant."""
    benchmarks = rows.funnel_benchmarks
    yield from check_ends(BENCHMARKS_FILE, benchmarks, _benchmark)
    by_kind: dict[tuple[str, str], list[FunnelBenchmark]] = defaultdict(list)
    for row in benchmarks:
        yield from check_approvals(BENCHMARKS_FILE, row, row.benchmark_id)
        yield from _check_rates(row)
        yield from _check_kpi(row, rows.kpi_definitions)
        by_kind[row.kpi_id, row.definition_kind].append(row)
    for (kpi_id, kind), same in by_kind.items():
        what = f"the band of {kpi_id} for the kind {kind}"
        yield from check_overlaps(BENCHMARKS_FILE, same, _benchmark, what)


def _check_rates(row: FunnelBenchmark) -> Iterator[Problem]:
    for column in ("rate_lower", "rate_upper"):
        rate = getattr(row, column)
        if not 0 <= rate <= 1:
            yield _problem(
                row, f"{column} {rate} is no share", "write 0 to 1, such as 0.35"
            )
    if row.rate_upper <= row.rate_lower:
        yield _problem(
            row,
            f"rate_upper {row.rate_upper} is not above rate_lower {row.rate_lower}",
            "write where the band begins and where it ends",
        )


def _check_kpi(
    row: FunnelBenchmark, kpis: Sequence[KpiDefinition]
) -> Iterator[Problem]:
    kpi = next((kpi for kpi in kpis if kpi.kpi_id == row.kpi_id), None)
    if kpi is None:
        yield _problem(
            row,
            f"kpi_id {row.kpi_id} is not in kpi_definitions.csv",
            "name a KPI that stands there or remove the row",
        )
        return
    if kpi.unit != UNIT:
        yield _problem(
            row,
            f"kpi_id {row.kpi_id} is a rate of the unit {kpi.unit}",
            f"name a KPI whose unit is {UNIT}",
        )
    for hole in holes([in_force(kpi)], in_force(row))[:1]:
        yield _problem(
            row,
            f"kpi_id {row.kpi_id} is not in force {hole}",
            "end the row with its KPI and give the next KPI a band of its own",
        )


def _problem(row: FunnelBenchmark, reason: str, fix: str) -> Problem:
    return Problem(BENCHMARKS_FILE, row.line, row.benchmark_id, reason, fix)


def _benchmark(row: FunnelBenchmark) -> str:
    return row.benchmark_id
