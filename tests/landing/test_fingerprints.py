"""Fingerprints against the same rule written out row by row."""

from __future__ import annotations

import hashlib
import struct
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from landing.fingerprints import column_fingerprints, row_fingerprints

WORD = 1 << 64


def mixed(value: int) -> int:
    value ^= value >> 30
    value = value * 0xBF58476D1CE4E5B9 % WORD
    value ^= value >> 27
    value = value * 0x94D049BB133111EB % WORD
    return value ^ value >> 31


def expected(name: str, words: list[int]) -> int:
    """Fingerprint of one value from the 64-bit words it is made of."""
    seed = hashlib.sha256(name.encode()).digest()[:8]
    state = int.from_bytes(seed, "little")
    for word in words:
        state = (state ^ word % WORD) * 0x9E3779B97F4A7C15 % WORD
        state ^= state >> 32
    return mixed(state)


def text_words(text: str) -> list[int]:
    data = text.encode()
    parts = [data[at : at + 8] for at in range(0, len(data), 8)]
    return [len(data), *(int.from_bytes(part, "little") for part in parts)]


@given(st.lists(st.text(max_size=40) | st.none(), min_size=1, max_size=20))
def test_a_text_is_taken_eight_bytes_at_a_time(texts: list[str | None]) -> None:
    rows = pa.table({"t": pa.array(["cut", *texts], pa.string()).slice(1)})
    found = column_fingerprints(rows, ["t"])["t"].tolist()
    want = [0 if text is None else expected("t", text_words(text)) for text in texts]
    assert found == want


def test_every_type_is_taken_as_one_word() -> None:
    second = 1_000_000
    values = {
        "at": (pa.timestamp("us"), datetime(1970, 1, 1, 0, 0, 2), 2 * second),
        "on": (pa.date32(), date(1969, 12, 31), -1),
        "n": (pa.int64(), -5, -5),
        "x": (pa.float64(), 1.5, struct.unpack("<q", struct.pack("<d", 1.5))[0]),
        "m": (pa.decimal128(18, 4), Decimal("-1.5"), -15_000),
        "b": (pa.bool_(), True, 1),
    }
    for name, (kind, value, word) in values.items():
        rows = pa.table({name: pa.array([None, value], kind)})
        found = column_fingerprints(rows, [name])[name].tolist()
        assert found == [0, expected(name, [word])]


def test_a_row_is_the_mix_of_the_sum_of_its_columns() -> None:
    rows = pa.table({"a": ["x", None], "b": ["y", "y"]})
    parts = column_fingerprints(rows, ["a", "b"])
    a, b = expected("a", text_words("x")), expected("b", text_words("y"))
    assert row_fingerprints(list(parts.values())).tolist() == [
        mixed((a + b) % WORD),
        mixed(b),
    ]
