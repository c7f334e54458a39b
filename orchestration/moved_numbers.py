"""Which reported numbers are others by now, and which rows in force were rewritten."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from book.parts import BookPart
from orchestration.publication import DATABASE, LEDGER

ROWS_SHOWN = 5
# A readable unit: how many entered a stage in a month, of the whole company. The number
# stands once for each other stage that it is paired with.
_MONTHLY_ENTRIES = """
    select
        case measure when 'entries_from' then from_stage else to_stage end as stage,
        period_on,
        category,
        max(reported_value),
        arg_max(current_value, reported_value)
    from marts.mart_restatements
    where
        mart = 'mart_funnel_periods'
        and period_grain = 'month'
        and entry_policy = 'strict'
        and segment_dimension = 'all'
    group by all
    order by all
"""


@dataclass(frozen=True)
class _Number:
    """Entries into a stage in a month, as reported and as counted now."""

    stage: str
    month: date
    reported: int
    current: int

    @property
    def moved_by(self) -> int:
        return abs(self.current - self.reported)

    @property
    def text(self) -> str:
        return f"{self.stage} {self.month:%Y-%m} {self.reported:,} → {self.current:,}"


def moved_numbers(
    published: duckdb.DuckDBPyConnection, before: Path | None
) -> Iterator[str]:
    """One line about the numbers that moved; none where all stay as reported.

    `before` is the folder of the run published before, where it is kept: how many
    moved since then is told.
    """
    numbers, reasons = _numbers(published)
    if numbers:
        largest = max(numbers, key=lambda number: number.moved_by)
        same = sum(1 for number in numbers if not number.moved_by)
        yield (
            f"  reported numbers that are others by now: {len(numbers):,}"
            f" (entries into a stage in a month), {_listed(reasons)}, most of all"
            f" {largest.text}"
            + (f", {same:,} as many but of other leads" if same else "")
            + _since(numbers, before)
            + ": marts.mart_restatements"
        )
        return
    others = published.execute(
        "select category, count(*) from marts.mart_restatements"
        " group by category order by category"
    ).fetchall()
    if others:
        yield (
            "  reported numbers that are others by now: no entries into a stage in a"
            " month, but rates, weeks, segments or verdicts,"
            f" {' · '.join(category for category, _ in others)}:"
            " marts.mart_restatements"
        )


def rewritten_rows(
    run: Path, parts: Iterable[BookPart], as_of: datetime
) -> Iterator[str]:
    """One line about dated rows of the book that are not what the ledger last saw.

    `parts` are those of the book of this run as of `as_of` (naive UTC). A row that is
    closed and followed by another one is no rewriting, nor is a row that had not begun.
    """
    ledger = run / LEDGER
    if not ledger.is_dir():
        return
    with duckdb.connect() as memory:
        seen = memory.execute(
            """
            with entries as (
                select ledger_number, cast(as_of as date) as seen_on
                from read_parquet(?, union_by_name = true)
                where as_of < ?
                order by ledger_number desc
                limit 1
            )
            select parts.part, parts.definition_id, parts.content_hash, parts.valid_from
            from read_parquet(?, union_by_name = true) as parts
            inner join entries on entries.ledger_number = parts.ledger_number
            where
                parts.definition_id is not null
                and coalesce(parts.valid_from <= entries.seen_on, true)
            order by parts.part, parts.definition_id
            """,
            [
                str(ledger / "entries/*.parquet"),
                as_of,
                str(ledger / "book_parts/*.parquet"),
            ],
        ).fetchall()
    today = {
        (one.part, one.definition_id): (one.content_hash, one.valid_from)
        for one in parts
    }
    rewritten = [
        f"{Path(part).stem} {row_id}"
        for part, row_id, content_hash, valid_from in seen
        if today.get((part, row_id)) != (content_hash, valid_from)
    ]
    if rewritten:
        more = len(rewritten) - ROWS_SHOWN
        yield (
            f"  rows of the book that were in force and are rewritten or gone:"
            f" {' · '.join(rewritten[:ROWS_SHOWN])}"
            + (f" and {more:,} more" if more > 0 else "")
            + ": end such a row by its valid_to and add a new one"
        )


def _numbers(
    published: duckdb.DuckDBPyConnection,
) -> tuple[list[_Number], Counter[str]]:
    """The numbers that moved, and how many of them for each reason."""
    rows = published.execute(_MONTHLY_ENTRIES).fetchall()
    numbers = {_Number(stage, month, *values) for stage, month, _, *values in rows}
    return (
        sorted(numbers, key=lambda number: (number.month, number.stage)),
        Counter(category for _, _, category, *_ in rows),
    )


def _since(numbers: list[_Number], before: Path | None) -> str:
    if before is None or not (before / DATABASE).is_file():
        return ""
    with duckdb.connect(str(before / DATABASE), read_only=True) as earlier:
        try:
            known, _ = _numbers(earlier)
        except duckdb.Error:
            # It was published before there were restatements.
            return ""
    return f", {len(set(numbers) - set(known)):,} of them since the run before"


def _listed(reasons: Counter[str]) -> str:
    return " · ".join(f"{reason} {count:,}" for reason, count in reasons.most_common())
