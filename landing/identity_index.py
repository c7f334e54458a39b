"""Which rows of a table had an identity before, found without reading them.

For each landed row, and each row refused as a CONFLICT, a sorted run holds the hash of
its identity and its place. A delivery is looked up by binary search in files that are
mapped, not read, so what it costs follows its rows and not those that landed before.

The runs can be made again from landing and quarantine, and are wherever one is missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from landing.layout import Layout
from landing.parquet_files import sync

Words = NDArray[np.uint64]

# Entries that are sorted in memory at once, 16 bytes each.
LIMIT = 1 << 21
_NUMBER = np.uint64(40)
_ROW = np.uint64((1 << 40) - 1)
_REFUSED = np.uint64(1 << 63)
# First and last batch, which file of the run this is and of how many; those of before
# did not say of how many.
_NAME = re.compile(r"(\d{8})-(\d{8})\.(\d+)(?:-of-(\d+))?\.npy")


@dataclass(frozen=True)
class Entries:
    """Hashes of identities, and where each stands: batch, row, whether refused."""

    hashes: Words
    places: Words

    @property
    def batch_numbers(self) -> NDArray[np.int64]:
        """Numbers of the batches of the rows."""
        return ((self.places & ~_REFUSED) >> _NUMBER).astype(np.int64)

    @property
    def row_numbers(self) -> NDArray[np.int64]:
        """Physical record numbers of the rows."""
        return (self.places & _ROW).astype(np.int64)

    @property
    def is_refused(self) -> NDArray[np.bool_]:
        """Rows in quarantine as a CONFLICT, the others having landed."""
        refused: NDArray[np.bool_] = self.places >= _REFUSED
        return refused


@dataclass(frozen=True)
class _Run:
    """Entries of the batches of one table numbered ``first`` to ``last``.

    Those of a single large batch stand in several files, ``count`` of them.
    """

    first: int
    last: int
    paths: tuple[Path, ...]
    count: int

    @property
    def size(self) -> int:
        return sum(np.load(path, mmap_mode="r").shape[1] for path in self.paths)

    @property
    def is_damaged(self) -> bool:
        try:
            return len(self.paths) != self.count or self.size < 0
        except (ValueError, EOFError, IndexError):
            return True

    def has(self, number: int) -> bool:
        return self.first <= number <= self.last

    def remove(self) -> None:
        for path in self.paths:
            path.unlink()

    def is_within(self, other: _Run) -> bool:
        """Whether a run that was merged later took this one's place."""
        is_inside = other.first <= self.first and self.last <= other.last
        return is_inside and (self.first, self.last) != (other.first, other.last)


class IdentityIndex:
    """The index of one table; ``numbers`` are its registered batches, ascending."""

    def __init__(
        self, layout: Layout, source: str, table: str, numbers: Sequence[int]
    ) -> None:
        self._folder = layout.identities / source / table
        self._folder.mkdir(parents=True, exist_ok=True)
        self._runs = _current(self._folder)
        self._new: set[Path] = set()
        if not all(any(run.has(number) for run in self._runs) for number in numbers):
            for run in self._runs:
                run.remove()
            self._runs = []
            for number in numbers:
                refused = layout.quarantine(number)
                landed = layout.batch(source, table, number)
                self.add(number, landed, refused if refused.exists() else None)

    def seen(self, hashes: Words) -> Iterator[Entries]:
        """The entries of these identities, as far as there are any."""
        wanted = np.unique(hashes)
        for run in self._runs:
            for path in run.paths:
                known, places = np.load(path, mmap_mode="r")
                first = np.searchsorted(known, wanted, side="left")
                last = np.searchsorted(known, wanted, side="right")
                counts = last - first
                if counts.any():
                    # Positions first, first + 1, …, last - 1 of each.
                    ends = np.cumsum(counts)
                    at = np.arange(ends[-1]) + np.repeat(first - ends + counts, counts)
                    yield Entries(np.repeat(wanted, counts), places[at])

    def add(self, number: int, landed: Path, refused: Path | None) -> None:
        """Add a batch, its number higher than all before; then tidy small runs up.

        Runs of earlier deliveries stay beside those that take their place until the
        next run of landing, so that one that fails loses nothing.
        """
        self._runs.append(self._written(number, number, _read(number, landed, refused)))
        while len(self._runs) > 1:
            older, newer = self._runs[-2:]
            if older.size > 2 * newer.size or older.size + newer.size > LIMIT:
                return
            parts = [np.load(path) for path in (*older.paths, *newer.paths)]
            merged = self._written(older.first, newer.last, iter(parts))
            self._runs[-2:] = [merged]
            for run in (older, newer):
                if self._new.issuperset(run.paths):
                    run.remove()
                    self._new.difference_update(run.paths)

    def sync(self) -> None:
        """Flush the names of what was added to the disk."""
        sync(self._folder)

    def _written(self, first: int, last: int, parts: Iterator[Words]) -> _Run:
        """Write a run, each file under its name once it is whole and on the disk.

        A run of which some file is missing is thereby known as such.
        """
        waiting: list[Path] = []
        for entries in _up_to_limit(parts):
            path = self._folder / f"{first:08d}-{last:08d}.{len(waiting)}.waiting"
            with path.open("wb") as file:
                np.save(file, entries[:, np.argsort(entries[0], kind="stable")])
            sync(path)
            waiting.append(path)
        count = len(waiting)
        named = tuple(
            self._folder / f"{first:08d}-{last:08d}.{part}-of-{count}.npy"
            for part in range(count)
        )
        for path, name in zip(waiting, named, strict=True):
            path.replace(name)
        self._new.update(named)
        return _Run(first, last, named, count)


def remove_unregistered(layout: Layout, numbers: Collection[int]) -> None:
    """Remove what a failed run of landing left of batches that it did not register."""
    for path in layout.identities.glob("*/*/*"):
        named = _NAME.fullmatch(path.name)
        if path.suffix == ".waiting" or (named and int(named[2]) not in numbers):
            path.unlink()


def _current(folder: Path) -> list[_Run]:
    """The runs of a table that are whole, in order; others are removed."""
    found: dict[tuple[int, int, int], list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if named := _NAME.fullmatch(path.name):
            first, last, count = int(named[1]), int(named[2]), int(named[4] or 0)
            found.setdefault((first, last, count), []).append(path)
    runs = [
        _Run(first, last, tuple(paths), count)
        for (first, last, count), paths in sorted(found.items())
    ]
    whole = []
    for run in runs:
        if run.is_damaged:
            run.remove()
        else:
            whole.append(run)
    current = []
    for run in whole:
        if any(run.is_within(other) for other in whole):
            run.remove()
        else:
            current.append(run)
    return current


def _read(number: int, landed: Path, refused: Path | None) -> Iterator[Words]:
    """Entries of a batch, shape (2, entries), unsorted."""
    batch = np.uint64(number) << _NUMBER
    with pq.ParquetFile(landed) as file:
        for rows in file.iter_batches(
            1 << 17, columns=["_identity_hash", "_row_number"]
        ):
            yield np.stack([rows[0].to_numpy(), batch | _unsigned(rows[1])])
    if refused is None:
        return
    with pq.ParquetFile(refused) as file:
        for rows in file.iter_batches(1 << 17, columns=["identity_hash", "row_number"]):
            rows = rows.filter(rows["identity_hash"].is_valid())
            places = batch | _REFUSED | _unsigned(rows["row_number"])
            yield np.stack([rows["identity_hash"].to_numpy(), places])


def _unsigned(numbers: pa.Array) -> Words:
    found: Words = numbers.to_numpy().astype(np.uint64)
    return found


def _up_to_limit(parts: Iterator[Words]) -> Iterator[Words]:
    """The same entries in arrays of about LIMIT; one array if there are none."""
    waiting, size = [np.empty((2, 0), np.uint64)], 0
    for part in parts:
        if size and size + part.shape[1] > LIMIT:
            yield np.concatenate(waiting, axis=1)
            waiting, size = [], 0
        waiting.append(part)
        size += part.shape[1]
    yield np.concatenate(waiting, axis=1)
