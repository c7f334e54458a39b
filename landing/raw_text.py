"""Text as delivered, kept beside the values: one JSON object a row."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.compute as pc

from landing.values import text_bytes

# Rows with any other control character are in quarantine.
_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"))


def raw_objects(texts: dict[str, pa.Array], length: int) -> pa.Array:
    """JSON object of the texts that are not NULL, by name; NULL without any.

    Whole columns at a time and without DuckDB, which spent more time on this than all
    the rest of landing a vendor's table of 380 columns took.
    """
    members = [
        pc.binary_join_element_wise(
            f',{json.dumps(name, ensure_ascii=False)}:"', _escaped(array), '"', ""
        )
        for name, array in texts.items()
        if array.null_count < length
    ]
    if not members:
        return pa.nulls(length, pa.string())
    # Not null_handling="skip": it leaves out rows that have nothing but NULL.
    joined = pc.binary_join_element_wise(
        *members, "", null_handling="replace", null_replacement=""
    )
    opened = pc.binary_replace_slice(joined, 0, 1, "{")
    objects = pc.binary_join_element_wise(opened, "}", "")
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), objects)


def _escaped(array: pa.Array) -> pa.Array:
    codes = text_bytes(array)
    for found, written in _ESCAPES:
        if (codes == ord(found)).any():
            array = pc.replace_substring(array, found, written)
    return array
