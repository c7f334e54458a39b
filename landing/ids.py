"""Ids in the forms that vendors give them: short and long ones, lists of ids."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from landing.values import Values, mask, merged, normalised, text_bytes, without_nulls

SHORT = 15
LONG = 18
# The five bits of a block say which of its characters are upper case, the first
# character being the lowest bit.
_BLOCK = 5
_ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", np.uint8)
_SHORT_FORM = r"^[A-Za-z0-9]{15}$"

# A JSON array of whole numbers, or of texts that hold nothing but an id.
_MEMBER = r'(0|[1-9]\d*|"[A-Za-z0-9_.-]+")'
_LIST = rf"^\[\s*({_MEMBER}(\s*,\s*{_MEMBER})*)?\s*\]$"
MEMBER_IDS = "[A-Za-z0-9_.-]+"


def case_safe(values: Values) -> Values:
    """Ids of 15 letters and digits in the form of 18, coerced; others as they are.

    Three characters are added that say which letters are upper case, so that ids
    differ even where case does not count. Both forms are the same id.
    """
    array = values.array
    lengths = pc.fill_null(pc.binary_length(array), 0)
    if not pc.any(pc.equal(lengths, SHORT)).as_py():
        return values
    is_short = pc.fill_null(pc.match_substring_regex(array, _SHORT_FORM), False)
    short = array.filter(is_short)
    if not len(short):
        return values
    long = pc.replace_with_mask(array, is_short, _with_suffix(short))
    return Values(long, merged(values.is_coerced, mask(is_short)), values.faults)


def _with_suffix(short: pa.Array) -> pa.Array:
    letters = text_bytes(short).reshape(len(short), SHORT)
    is_upper = (letters >= ord("A")) & (letters <= ord("Z"))
    blocks = is_upper.reshape(len(short), SHORT // _BLOCK, _BLOCK)
    suffix = _ALPHABET[blocks @ (1 << np.arange(_BLOCK))]
    long = np.ascontiguousarray(np.concatenate([letters, suffix], axis=1))
    offsets = np.arange(len(short) + 1, dtype=np.int32) * LONG
    return pa.StringArray.from_buffers(
        len(short), pa.py_buffer(offsets), pa.py_buffer(long)
    )


def id_list(array: pa.Array) -> Values:
    """A list of ids such as [1286861, 60935], as text; anything else is faulty."""
    clean = normalised(array)
    is_list = pc.match_substring_regex(clean.array, _LIST)
    faults = without_nulls([("LIST_FORMAT", mask(pc.invert(is_list)))])
    return Values(clean.array, clean.is_coerced, faults)
