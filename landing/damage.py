"""Which landed file is damaged, asked once something could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from landing.layout import Layout
from landing.reasons import blocked


def refuse_damaged(home: Path) -> None:
    """Read all landed rows, keys and quarantined rows of a home.

    Raises LandingError HOME_UNREADABLE for the first file that is no longer Parquet.
    """
    layout = Layout(home)
    for folder in (layout.landing, layout.all_keys, layout.all_quarantined):
        for path in sorted(folder.rglob("*.parquet")):
            try:
                _read_through(path)
            except (pa.ArrowException, OSError) as error:
                if _is_of_the_system(error):
                    continue
                shown = path.relative_to(home).as_posix()
                raise blocked("HOME_UNREADABLE", file=shown) from error


@contextmanager
def damage_named(home: Path) -> Iterator[None]:
    """Explain a failed read in the block by the damaged file, if there is one.

    pyarrow and DuckDB often do not say which file it was. Raises LandingError
    HOME_UNREADABLE, or else what the block raised.
    """
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        if not _is_of_the_system(error):
            refuse_damaged(home)
        raise


def _read_through(path: Path) -> None:
    with pq.ParquetFile(path) as file:
        for _ in file.iter_batches():
            pass


def _is_of_the_system(error: Exception) -> bool:
    """Whether the disk or the rights are at fault; then the error names the file."""
    return isinstance(error, OSError) and error.errno is not None
