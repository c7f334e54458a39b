"""What a person reads at the end of a run: funnel, disagreements, accounting."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from book import Book, read_book
from orchestration.build_record import BuildRecord, read_build_record
from orchestration.findings import findings
from orchestration.publication import DATABASE, current_run, finished_runs
from orchestration.resources import Settings

MONTHS_SHOWN = 4


def report(settings: Settings) -> str:
    """Describe the published run in plain text, from what analysts can read too."""
    run = current_run(settings.home)
    assert run is not None
    book = read_book(settings.book)
    record = read_build_record(settings.home.build_record)
    with duckdb.connect(str(run / DATABASE), read_only=True) as published:
        lines = [
            *_funnel_to_date(published, book),
            *_official_kpis(published, book),
            *_disagreements(published, book),
            *findings(
                run,
                _run_before(settings, run),
                book,
                record,
                is_demo=settings.is_demo,
            ),
            *_accounting(record),
            *_contracts(record),
            *_places(settings, record),
        ]
    return "\n".join(lines)


def _run_before(settings: Settings, run: Path) -> Path | None:
    """The folder of the run published before, as long as it is kept."""
    earlier = [one for one in finished_runs(settings.home) if one.name < run.name]
    return earlier[-1] if earlier else None


def _funnel_to_date(published: duckdb.DuckDBPyConnection, book: Book) -> Iterator[str]:
    rows = _rows(
        published,
        """
        select
            from_stage,
            to_stage,
            sum(cycles_entered),
            sum(cycles_converted),
            bool_or(stage_knowledge = 'unknown')
        from marts.mart_funnel_cohorts
        where
            definition_basis = 'then'
            and period_grain = 'month'
            and window_days is null
            and entry_policy = 'strict'
            and segment_dimension = 'all'
        group by from_stage, to_stage
        """,
    )
    yield ""
    yield "Funnel to date (cycles, all cohorts, as recorded)"
    for source, goal, entered, converted, is_unknown in _in_order(rows, book):
        if (source, goal) not in _headline_steps(book):
            continue
        if is_unknown:
            told = "unknown: no connected source can know it"
        else:
            told = f"{entered:>8,} → {converted:>8,}   {_percent(converted, entered)}"
        yield f"  {source:<11} → {goal:<12} {told}"


def _official_kpis(published: duckdb.DuckDBPyConnection, book: Book) -> Iterator[str]:
    """Each official rate of cycles for its last cohorts, by its own window."""
    rows = _rows(
        published,
        """
        select
            kpis.from_stage,
            kpis.to_stage,
            kpis.kpi_name,
            kpis.window_days,
            cohorts.cohort_on,
            cohorts.cycles_mature,
            cohorts.cycles_converted,
            cohorts.stage_knowledge = 'unknown'
        from dimensions.dim_kpis as kpis
        inner join marts.mart_funnel_cohorts as cohorts
            on cohorts.definition_basis = kpis.definition_basis
            and cohorts.from_stage = kpis.from_stage
            and cohorts.to_stage = kpis.to_stage
            and cohorts.window_days = kpis.window_days
            and cohorts.entry_policy = kpis.entry_policy
        where
            kpis.is_official
            and kpis.unit = 'cycle'
            and cohorts.period_grain = 'month'
            and cohorts.segment_dimension = 'all'
            -- The rate of a cohort that is still filling up is no headline.
            and not cohorts.is_immature
        order by cohorts.cohort_on
        """,
    )
    kpis: dict[tuple[str, ...], list[str]] = {}
    for source, goal, name, window, cohort, mature, converted, unknown in _in_order(
        rows, book
    ):
        months = kpis.setdefault((name, f"{source} → {goal}", f"{window} days"), [])
        if unknown:
            months.append(f"{cohort:%Y-%m} unknown")
        elif mature:
            months.append(
                f"{cohort:%Y-%m} {_percent(converted, mature).strip()}"
                f" ({converted:,}/{mature:,})"
            )
    yield ""
    yield "Official rates of the last mature cohorts"
    for (name, pair, window), months in kpis.items():
        shown = " · ".join(months[-MONTHS_SHOWN:]) or "no cohort is old enough"
        yield f"  {name} {pair}, {window}: {shown}"


def _disagreements(published: duckdb.DuckDBPyConnection, book: Book) -> Iterator[str]:
    rows = _rows(
        published,
        """
        select stage, system_pair, verdict, sum(cycles)
        from marts.mart_stage_agreement
        where definition_basis = 'then' and period_grain = 'month'
        group by stage, system_pair, verdict
        order by system_pair, verdict
        """,
    )
    pairs: dict[tuple[str, str], list[str]] = {}
    for stage, pair, verdict, cycles in _in_order(rows, book):
        pairs.setdefault((stage, pair), []).append(f"{verdict} {cycles:,}")
    yield ""
    yield "What MA, SFA and the definitions say of the same cycles"
    for (stage, pair), verdicts in pairs.items():
        if stage not in _success_path(book) or pair == "worst":
            continue
        yield f"  {stage:<12} {pair:<15} {' · '.join(verdicts)}"


FATES = (
    "accepted",
    "quarantined",
    "exact_duplicates",
    "superseded",
    "tombstones",
    "held",
    "erased",
)


def _accounting(record: BuildRecord) -> Iterator[str]:
    """The identity of every landed table: each physical record has one fate."""
    yield ""
    yield "Every raw row: records = what became of them (independent count)"
    for table in record.accounting:
        fates = [f"{table[fate]:,} {_words(fate)}" for fate in FATES if table[fate]]
        counted = table["counted_records"]
        agrees = table["physical_records"] == sum(table[fate] for fate in FATES)
        yield (
            f"  {table['source'] + '/' + table['table_name']:<29}"
            f" {table['physical_records']:>7,} = {' + '.join(fates)}"
            + (f" ({counted:,})" if agrees else f" BUT {counted:,} were counted")
        )


def _words(fate: str) -> str:
    return fate.replace("_", " ")


def _contracts(record: BuildRecord) -> Iterator[str]:
    checked = sum(one.rows_checked for one in record.checks)
    yield ""
    yield f"{len(record.checks)} contracts held ({checked:,} rows checked)"
    names = [one.id for one in record.checks if one.schema != "landing"]
    feeds = len(record.checks) - len(names)
    yield from textwrap.wrap(
        f"{', '.join(sorted(names))} and those of {feeds} feeds",
        width=88,
        initial_indent="  ",
        subsequent_indent="  ",
    )


def _places(settings: Settings, record: BuildRecord) -> Iterator[str]:
    seconds = sum(step.seconds for step in record.steps)
    yield ""
    yield f"Published: {settings.home.published} (its steps took {seconds:.1f} s)"


def _rows(
    published: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    return published.execute(sql, list(values)).fetchall()


def _in_order(rows: list[tuple[Any, ...]], book: Book) -> list[tuple[Any, ...]]:
    """Sort rows that begin with stage codes by the book's order, keeping ties."""
    order = {row.stage: row.stage_order for row in book.rows.lifecycle_stages}
    last = len(order) + 1
    return sorted(
        rows,
        key=lambda row: [order.get(value, last) for value in row[:2]],
    )


def _success_path(book: Book) -> list[str]:
    stages = sorted(book.rows.lifecycle_stages, key=lambda row: row.stage_order)
    return [row.stage for row in stages if row.stage_path == "success"]


def _headline_steps(book: Book) -> set[tuple[str, str]]:
    """From each stage to the next and from the first to the last."""
    path = _success_path(book)
    return {*pairwise(path), (path[0], path[-1])}


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:>7.1%}" if whole else "   none"
