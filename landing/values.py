"""The text of one column as values of its contract's type, whole columns at a time."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

# Wave dash and minus sign of the two Shift_JIS readings: one form, that of cp932, which
# NFKC then turns into ASCII.
_CANONICAL = (("\u301c", "\uff5e"), ("\u2212", "\uff0d"))


@dataclass(frozen=True)
class Values:
    """Values of one column of one batch.

    ``is_coerced`` (None: nowhere) marks values that differ from the text as delivered
    by more than their type. ``faults`` are reason codes with the rows they hold for; a
    faulty row's value means nothing.
    """

    array: pa.Array
    is_coerced: Mask | None = None
    faults: list[tuple[str, Mask]] = field(default_factory=list)


def mask(array: pa.Array) -> Mask:
    """A boolean Arrow array as a mask; NULL is False."""
    filled = pc.fill_null(array, False) if array.null_count else array
    result: Mask = np.asarray(filled.to_numpy(zero_copy_only=False), dtype=bool)
    return result


def null_mask(array: pa.Array) -> Mask:
    """Rows of an array that are NULL."""
    if not array.null_count:
        return np.zeros(len(array), bool)
    return mask(pc.is_null(array))


def without_nulls(faults: list[tuple[str, Mask]]) -> list[tuple[str, Mask]]:
    """Only the faults that hold for some row."""
    return [(code, rows) for code, rows in faults if rows.any()]


def text_bytes(array: pa.Array) -> NDArray[np.uint8]:
    """All bytes of a string array, back to back."""
    buffers = array.buffers()
    if len(array) == 0 or buffers[2] is None:
        return np.empty(0, np.uint8)
    offsets = np.frombuffer(buffers[1], np.int32)
    first = offsets[array.offset]
    last = offsets[array.offset + len(array)]
    return np.frombuffer(buffers[2], np.uint8)[first:last]


def normalised(array: pa.Array) -> Values:
    """NFKC and trimmed, what is then empty NULL: for keys, codes and numbers."""
    codes = text_bytes(array)
    if not len(codes) or (codes.min() > 0x20 and codes.max() < 0x80):
        return Values(array)
    clean = array
    if codes.max() >= 0x80:
        for found, form in _CANONICAL:
            clean = pc.replace_substring(clean, found, form)
        clean = pc.utf8_normalize(clean, form="NFKC")
    clean = pc.utf8_trim_whitespace(clean)
    clean = pc.if_else(pc.equal(clean, ""), pa.scalar(None, pa.string()), clean)
    is_coerced = mask(pc.not_equal(array, clean)) | (
        mask(pc.is_null(clean)) & mask(pc.is_valid(array))
    )
    return Values(clean, is_coerced if is_coerced.any() else None)


def merged(first: Mask | None, second: Mask | None) -> Mask | None:
    """Rows of either mask; None is no row."""
    if first is None or second is None:
        return second if first is None else first
    return first | second


def key_text(array: pa.Array, is_key: bool) -> Values:
    """A key or code column; a key that a spreadsheet turned into 1.23E+11 is faulty."""
    values = normalised(array)
    if not is_key or not (text_bytes(values.array) == ord("+")).any():
        return values
    damaged = mask(pc.match_substring_regex(values.array, r"^\d(\.\d+)?E\+\d+$"))
    return Values(
        values.array, values.is_coerced, without_nulls([("EXCEL_DAMAGE", damaged)])
    )


def email(array: pa.Array) -> Values:
    """Trimmed, NFKC, lower-cased; anything but one@two.three is faulty."""
    clean = normalised(array)
    lower = pc.utf8_lower(clean.array)
    is_lowered = mask(pc.not_equal(lower, clean.array))
    is_good = pc.match_substring_regex(lower, r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$")
    faults = without_nulls([("EMAIL", mask(pc.invert(is_good)))])
    coerced = merged(clean.is_coerced, is_lowered if is_lowered.any() else None)
    return Values(lower, coerced, faults)


_TRUE = ("true", "1", "yes", "y", "t", "はい", "○", "◯", "有", "有り", "あり")
# The cross is the Japanese mark for no.
_FALSE = ("false", "0", "no", "n", "f", "いいえ", "×", "無", "無し", "なし")  # noqa: RUF001


def boolean(array: pa.Array) -> Values:
    """true and false in any case as they are; the other words of the list coerced."""
    clean = normalised(array)
    lower = pc.utf8_lower(clean.array)
    is_true = pc.is_in(lower, pa.array(_TRUE))
    is_false = pc.is_in(lower, pa.array(_FALSE))
    is_plain = pc.is_in(lower, pa.array(("true", "false")))
    is_known = pc.or_(is_true, is_false)
    is_null = pc.is_null(lower)
    result = pc.if_else(is_known, is_true, pa.scalar(None, pa.bool_()))
    is_coerced = mask(pc.and_not(is_known, is_plain))
    unknown = mask(pc.invert(pc.or_(is_known, is_null)))
    coerced = merged(clean.is_coerced, is_coerced if is_coerced.any() else None)
    return Values(result, coerced, without_nulls([("BOOLEAN", unknown)]))
