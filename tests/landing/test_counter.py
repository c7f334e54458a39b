"""The independent counter, against files whose records are counted by hand."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import landing.counter
from landing.counter import count_records

FILES = {
    b"": 0,
    b"a,b\n": 0,
    b"a,b": 0,
    b"a,b\n1,2\n": 1,
    b"a,b\n1,2\n3,4": 2,
    b"a,b\r\n1,2\r\n3,4\r\n": 2,
    b"a,b\r1,2\r3,4\r": 2,
    b"\n\na,b\n\n1,2\n\n": 1,
    b"\xef\xbb\xbfa,b\n1,2\n": 1,
    b'a,b\n1,"x\ny"\n2,"z"\n': 2,
    b'a,b\n1,"x\r\n\r\ny"\n': 1,
    b'a,b\n1,5" pipe\n2,x\n': 2,
    b'"a\nz",b\n1,""\n': 1,
    b"a,b\n1\n2,3,4\n": 2,
    "a,b\nソ,表\n".encode("cp932"): 1,
}


@pytest.mark.parametrize("block", [3, 1 << 22])
@pytest.mark.parametrize("data", FILES)
def test_records_are_counted_without_heading_and_blank_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, block: int
) -> None:
    monkeypatch.setattr(landing.counter, "_BLOCK", block)
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    assert count_records(path) == FILES[data]


def test_parquet_rows_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    pq.write_table(pa.table({"a": range(7)}), path, row_group_size=3)
    assert count_records(path) == 7


def test_the_counter_shares_no_code_with_the_readers() -> None:
    text = Path(landing.counter.__file__).read_text("utf-8")
    assert "landing." not in text
    assert "pyarrow" not in text
