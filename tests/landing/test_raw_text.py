"""Text as delivered, kept as JSON: what was put in comes out, however wide the row."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from landing.raw_text import raw_objects
from tests.landing.vendor_tool import VendorTool

# Rows with control characters other than these three are in quarantine.
KEPT = st.characters(codec="utf-8", exclude_categories=["Cc"])
TEXTS = st.text(KEPT | st.sampled_from('"\\\n\r\t,:{}')).filter(bool)


@given(
    st.lists(TEXTS, min_size=1, max_size=4, unique=True).flatmap(
        lambda names: st.lists(
            st.fixed_dictionaries({name: st.none() | TEXTS for name in names}),
            min_size=1,
            max_size=5,
        )
    )
)
def test_every_text_comes_back_and_nothing_stands_for_nothing(
    rows: list[dict[str, str | None]],
) -> None:
    columns = {
        name: pa.array([row[name] for row in rows], pa.string()) for name in rows[0]
    }
    found = raw_objects(columns, len(rows)).to_pylist()
    expected = [
        {n: text for n, text in row.items() if text is not None} for row in rows
    ]
    assert [json.loads(text) if text else {} for text in found] == expected
    assert "{}" not in found


def test_a_part_of_a_longer_column_is_read_as_that_part() -> None:
    column = pa.array(['a"', "b", None, "c"]).slice(1)
    found = raw_objects({"x": column}, 3).to_pylist()
    assert found == ['{"x":"b"}', None, '{"x":"c"}']


def test_no_column_gives_nothing() -> None:
    assert raw_objects({}, 2).to_pylist() == [None, None]


def test_a_wide_parquet_file_lands_whole_and_in_order(vendor: VendorTool) -> None:
    """10,000 rows of 502 columns: more cells than are read at once."""
    length = 10_000
    columns = {"record_id": pa.array([f"R{n}" for n in range(length)])}
    columns |= {f"empty_{n}_c": pa.nulls(length, pa.string()) for n in range(500)}
    columns["score_c"] = pa.array([n if n % 2 else None for n in range(length)])
    pq.write_table(pa.table(columns), vendor.put("records.parquet", b""))
    vendor.land()
    rows = vendor.live("records")
    assert [row["record_id"] for row in rows] == [f"R{n}" for n in range(length)]
    assert [row["_row_number"] for row in rows] == list(range(1, length + 1))
    raw = [f'{{"score_c":"{n}"}}' if n % 2 else None for n in range(length)]
    assert [row["_raw"] for row in rows] == raw
