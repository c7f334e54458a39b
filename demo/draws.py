"""Random draws that are the same on every machine.

Only whole numbers are drawn: their arithmetic is exact everywhere, while the last
bit of a drawn exponential or normal depends on the machine's mathematics library.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Bucket = tuple[int, int, int]


def stream(seed: int, name: str) -> np.random.Generator:
    """The generator of one table: a child of `seed` spawned by the table's name.

    Two names give independent streams, so a new table, or one draw more in a
    table, leaves the draws of every other table as they were.
    """
    digest = hashlib.sha256(name.encode()).digest()
    words = tuple(int.from_bytes(digest[at : at + 4], "big") for at in range(0, 16, 4))
    return np.random.Generator(
        np.random.PCG64(np.random.SeedSequence(seed, spawn_key=words))
    )


def pick(rng: np.random.Generator, weights: Sequence[int] | Ints, size: int) -> Ints:
    """`size` indices into `weights` (whole numbers), each as likely as its weight."""
    bounds = np.cumsum(np.asarray(weights, dtype=np.int64))
    drawn = rng.integers(0, int(bounds[-1]), size)
    return np.searchsorted(bounds, drawn, side="right").astype(np.int64)


def pick_by_class(
    rng: np.random.Generator, weights: Sequence[Sequence[int]], classes: Ints
) -> Ints:
    """One index per element of `classes`, with the weights of its class.

    `weights` has one row a class; all rows add up to the same total.
    """
    bounds = np.cumsum(np.asarray(weights, dtype=np.int64), axis=1)
    drawn = rng.integers(0, int(bounds[0, -1]), len(classes))
    return (drawn[:, None] >= bounds[classes]).sum(axis=1).astype(np.int64)


def chance(rng: np.random.Generator, per_mille: int, size: int) -> Bools:
    """`size` truths, each true in `per_mille` of a thousand cases."""
    return rng.integers(0, 1000, size) < per_mille


def spread(rng: np.random.Generator, buckets: Sequence[Bucket], size: int) -> Ints:
    """`size` numbers from weighted half-open ranges (weight, low, high)."""
    weights, lows, highs = (np.asarray(part) for part in zip(*buckets, strict=True))
    bucket = pick(rng, weights, size)
    return rng.integers(lows[bucket], highs[bucket]).astype(np.int64)


def repeat_counts(counts: Ints) -> tuple[Ints, Ints]:
    """Owner and running number (from 0) of every element of `counts` groups."""
    owner = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    starts = np.cumsum(counts) - counts
    return owner, np.arange(len(owner), dtype=np.int64) - starts[owner]
