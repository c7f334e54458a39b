"""What a landing run reports, and the lines it says while it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import duckdb
import pyarrow as pa

from landing.candidates import Candidate
from landing.contract import SourceContract
from landing.layout import FEEDS

_SHOWN_COLUMNS = 5


@dataclass(frozen=True)
class FeedCount:
    """All batches of one table ever landed; the fields of _feeds.parquet.

    physical_records = landed + quarantined + exact_duplicates; ``retracted`` rows are
    among ``landed`` and no longer count. ``has_rows``: some landed row still counts.
    """

    source: str
    table_name: str
    is_connected: bool
    has_landed: bool
    has_rows: bool
    batches: int
    physical_records: int
    counted_records: int
    landed: int
    quarantined: int
    exact_duplicates: int
    retracted: int


@dataclass(frozen=True)
class LandingReport:
    """Outcome of a run; ``watermark`` is the highest registered batch number, or 0."""

    delivery_number: int
    watermark: int
    feeds: list[FeedCount]
    new_batches: int


def count_feeds(
    sources: Iterable[SourceContract],
    connected: Iterable[str],
    batches: pa.Table,
    retracted: pa.Table,
    connection: duckdb.DuckDBPyConnection,
) -> list[FeedCount]:
    """One count per table of every known source, in contract order."""
    sums = connection.from_arrow(batches).query(
        "batches",
        "select source, table_name, count(*), sum(physical_records)::bigint, "
        "sum(counted_records)::bigint, sum(landed)::bigint, sum(quarantined)::bigint, "
        "sum(exact_duplicates)::bigint from batches group by source, table_name",
    )
    counts = {(row[0], row[1]): row[2:] for row in sums.fetchall()}
    gone = connection.from_arrow(retracted).query(
        "retracted",
        "select source, table_name, count(*) from retracted "
        "group by source, table_name",
    )
    lost: Mapping[tuple[str, str], int] = {(r[0], r[1]): r[2] for r in gone.fetchall()}
    names = set(connected)
    feeds = []
    for source in sources:
        for table in source.tables:
            key = (source.name, table.name)
            number, physical, counted, landed, bad, same = counts.get(key, (0,) * 6)
            feeds.append(
                FeedCount(
                    source=source.name,
                    table_name=table.name,
                    is_connected=source.name in names,
                    has_landed=number > 0,
                    has_rows=landed > lost.get(key, 0),
                    batches=number,
                    physical_records=physical,
                    counted_records=counted,
                    landed=landed,
                    quarantined=bad,
                    exact_duplicates=same,
                    retracted=lost.get(key, 0),
                )
            )
    return feeds


def feeds_table(feeds: Sequence[FeedCount]) -> pa.Table:
    """The counts as _feeds.parquet holds them."""
    return pa.Table.from_pylist([asdict(feed) for feed in feeds], schema=FEEDS)


def spoken(candidates: Sequence[Candidate]) -> str:
    """One line about the files of a table that landed: counts and codes, no value."""
    reasons: Counter[str] = Counter()
    for one in candidates:
        reasons.update(one.refused.reasons)
    detail = ", ".join(f"{code} {count:,}" for code, count in sorted(reasons.items()))
    table = candidates[0].table
    files = f" from {len(candidates)} files" if len(candidates) > 1 else ""
    line = (
        f"landing {table.source}/{table.name}: "
        f"{sum(one.physical_records for one in candidates):,} rows read{files}, "
        f"{sum(one.good_rows for one in candidates):,} landed, "
        f"{sum(one.quarantined_rows for one in candidates):,} quarantined"
        f"{f' ({detail})' if detail else ''}, "
        f"{sum(one.exact_duplicates for one in candidates):,} exact duplicates"
    )
    coerced = sum(one.coerced_values for one in candidates)
    if coerced:
        line += f", {coerced:,} values coerced"
    flags = sorted({flag for one in candidates for flag in one.flags})
    if flags:
        line += f"; {', '.join(flags)}"
    extra = sorted({name for one in candidates for name in one.extra_columns})
    if extra:
        more = len(extra) - _SHOWN_COLUMNS
        line += f" ({', '.join(extra[:_SHOWN_COLUMNS])}"
        line += f" and {more} more)" if more > 0 else ")"
    return line
