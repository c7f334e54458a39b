"""Numbers: plain digits as they are, declared spellings coerced, the rest faulty."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from landing.column_contract import ColumnContract
from landing.layout import ARROW_TYPES
from landing.values import Values, mask, merged, normalised, without_nulls

_PLAIN = r"^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$"
_COMMAS = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
_ROUNDED = r"\.\d{4}\d*[1-9]"
_NOT_FINITE = r"^[+-]?(nan|inf|infinity)$"
# Money keeps 4 decimals, 14 digits before the point.
_DUCK_TYPES = {"integer": "bigint", "number": "double", "money": "decimal(18, 4)"}


def number(array: pa.Array, column: ColumnContract) -> Values:
    """A column of kind integer, number or money."""
    kind = ARROW_TYPES[column.kind]
    try:
        values = pc.cast(array, kind)
    except pa.ArrowInvalid:
        return _number_by_form(array, column)
    if column.kind != "number":
        return Values(values)
    faults = without_nulls([("RANGE", mask(pc.invert(pc.is_finite(values))))])
    # Adding zero turns -0 into 0.
    return Values(pc.add(values, 0.0), None, faults)


def _number_by_form(array: pa.Array, column: ColumnContract) -> Values:
    clean = normalised(array)
    text = pc.utf8_lower(clean.array)
    plain = text
    if "yen" in column.number_text:
        plain = pc.replace_substring_regex(plain, r"^([+-]?)[¥\\](.*)$", r"\1\2")
        plain = pc.replace_substring_regex(plain, r"^(.*\d)円$", r"\1")
    if "comma" in column.number_text:
        has_commas = pc.match_substring_regex(plain, _COMMAS)
        plain = pc.if_else(has_commas, pc.replace_substring(plain, ",", ""), plain)
    is_null = mask(pc.is_null(plain))
    is_number = mask(pc.match_substring_regex(plain, _PLAIN))
    values = _cast(pc.if_else(pa.array(is_number), plain, None), column.kind)
    is_lost = is_number & mask(pc.is_null(values))
    if column.kind == "integer":
        # 1.0 is 1; 1.5 is no head count.
        whole = r"^[+-]?\d+(\.0*)?$"
        is_lost |= is_number & ~mask(pc.match_substring_regex(plain, whole))
    not_finite = mask(pc.match_substring_regex(plain, _NOT_FINITE))
    faults = [
        ("RANGE", is_lost | not_finite),
        ("NUMBER_FORMAT", ~is_number & ~is_null & ~not_finite),
    ]
    is_spelled = mask(pc.not_equal(plain, text))
    if column.kind == "money":
        is_spelled |= mask(pc.match_substring_regex(plain, _ROUNDED))
    coerced = merged(clean.is_coerced, is_spelled if is_spelled.any() else None)
    return Values(values, coerced, without_nulls(faults))


def _cast(text: pa.Array, kind: str) -> pa.Array:
    """Each text as a number, NULL where it is none or does not fit."""
    with duckdb.connect() as connection:
        rows = pa.table({"position": np.arange(len(text)), "text": text})
        found = connection.from_arrow(rows).query(
            "rows",
            f"select try_cast(text as {_DUCK_TYPES[kind]}) as value from rows "
            "order by position nulls last",
        )
        values = found.to_arrow_table()["value"]
    return values.combine_chunks().cast(ARROW_TYPES[kind])
