"""64-bit fingerprints of rows, whole columns at a time.

A home compares fingerprints for as long as it lives, so they may depend neither on the
machine nor on a library's version, as DuckDB's hash() does; MD5 in DuckDB took 1.4 µs a
row on a table of touches, this takes a tenth. They are no protection against a
search for collisions: identities that hash alike are compared by their columns before
anything is decided.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from landing.values import text_bytes

Words = NDArray[np.uint64]

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_WORD = 8
# Words at the start of a text that are taken for all texts at once.
_HEAD = 8
# Rows at a time: what is worked on stays in the processor's cache.
_STRETCH = 8192


def column_fingerprints(rows: pa.Table, columns: Sequence[str]) -> dict[str, Words]:
    """One fingerprint a row and column; NULL is 0."""
    found = {}
    for name in columns:
        array, seed = rows[name].combine_chunks(), _seed(name)
        hashes = np.zeros(len(array), np.uint64)
        if array.null_count < len(array):
            for first in range(0, len(array), _STRETCH):
                part = array.slice(first, _STRETCH)
                hashes[first : first + _STRETCH] = _hashed(part, seed)
        found[name] = hashes
    return found


def _hashed(array: pa.Array, seed: np.uint64) -> Words:
    if not array.null_count:
        return _mixed(_column(array, seed))
    hashes = np.zeros(len(array), np.uint64)
    filled = array.drop_null()
    if len(filled):
        is_filled = pc.is_valid(array).to_numpy(zero_copy_only=False)
        hashes[is_filled] = _mixed(_column(filled, seed))
    return hashes


def row_fingerprints(parts: Sequence[Words]) -> Words:
    """One fingerprint a row over the fingerprints of its columns.

    A sum: neither the order of columns nor a column that a contract adds later, while
    it is empty, changes it.
    """
    total = parts[0].copy()
    for part in parts[1:]:
        total += part
    return _mixed(total)


def _seed(name: str) -> np.uint64:
    return np.uint64(
        int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")
    )


def _mixed(hashes: Words) -> Words:
    """The finaliser of SplitMix64."""
    mixed = hashes ^ (hashes >> np.uint64(30))
    mixed *= _FIRST
    mixed ^= mixed >> np.uint64(27)
    mixed *= _SECOND
    mixed ^= mixed >> np.uint64(31)
    return mixed


def _column(array: pa.Array, seed: np.uint64) -> Words:
    """Hashes, not mixed yet, of values none of which is NULL."""
    if pa.types.is_string(array.type):
        return _text(array, seed)
    if pa.types.is_decimal(array.type):
        # Up to 18 digits: the low word is the number of ten-thousandths.
        words = np.frombuffer(array.buffers()[1], np.uint64)[0::2]
        words = words[array.offset : array.offset + len(array)]
    elif pa.types.is_floating(array.type):
        words = array.to_numpy().view(np.uint64)
    else:
        kind = pa.int32() if pa.types.is_date32(array.type) else pa.int64()
        words = array.cast(kind).cast(pa.int64()).to_numpy().view(np.uint64)
    return _absorbed(np.full(len(array), seed), words)


def _absorbed(state: Words, words: Words) -> Words:
    state = state ^ words
    state *= _STEP
    state ^= state >> np.uint64(32)
    return state


def _text(array: pa.Array, seed: np.uint64) -> Words:
    """Eight bytes of each text at a time, its length first."""
    lengths = np.diff(_offsets(array))
    state = _absorbed(np.full(len(array), seed), lengths.astype(np.uint64))
    shortest, longest = int(lengths.min()), int(lengths.max())
    if not longest:
        return state
    heads = _heads(array, min(_HEAD, -(-longest // _WORD)), longest)
    for position, words in enumerate(heads.T):
        following = _absorbed(state, words)
        if shortest > position * _WORD:
            state = following
        else:
            np.copyto(state, following, where=lengths > position * _WORD)
    if longest > _HEAD * _WORD:
        rows = np.flatnonzero(lengths > _HEAD * _WORD)
        state[rows] = _tails(array.take(pa.array(rows)), state[rows])
    return state


def _offsets(array: pa.Array) -> NDArray[np.int64]:
    offsets = np.frombuffer(array.buffers()[1], np.int32)
    return offsets[array.offset : array.offset + len(array) + 1].astype(np.int64)


def _heads(array: pa.Array, count: int, longest: int) -> Words:
    """The first ``count`` words of each text, shape (rows, words), filled with zeros.

    Padding in pyarrow takes a tenth of the time that numpy takes to gather words from
    where the texts happen to begin.
    """
    if longest > count * _WORD:
        cut = pc.binary_slice(array.cast(pa.binary()), 0, count * _WORD)
        array = pa.StringArray.from_buffers(len(cut), *cut.buffers()[1:])
    padded = pc.ascii_rpad(array, count * _WORD, padding="\0")
    return text_bytes(padded).view("<u8").reshape(len(array), count)


def _tails(array: pa.Array, state: Words) -> Words:
    """``state`` with what each text has behind its head; all are longer than that."""
    data, offsets = text_bytes(array), _offsets(array)
    padded = np.concatenate([data, np.zeros(_WORD, np.uint8)])
    # Every position of the bytes as the start of a word.
    words = np.ndarray((len(data) + 1,), "<u8", padded.data, strides=(1,))
    at, left = offsets[:-1] - offsets[0] + _HEAD * _WORD, np.diff(offsets)
    left -= _HEAD * _WORD
    rows = np.arange(len(array))
    while len(rows):
        cut = (64 - 8 * np.minimum(left[rows], _WORD)).astype(np.uint64)
        found = (words[at[rows]] << cut) >> cut
        state[rows] = _absorbed(state[rows], found)
        at += _WORD
        left -= _WORD
        rows = rows[left[rows] > 0]
    return state
