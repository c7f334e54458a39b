"""Dates and instants: ISO at full speed, other declared writings by their form."""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from landing.column_contract import ColumnContract
from landing.day_forms import era_days, year_first
from landing.values import (
    Mask,
    Values,
    mask,
    merged,
    normalised,
    null_mask,
    text_bytes,
    without_nulls,
)
from landing.zones import to_utc

_EARLIEST = int(np.datetime64("1900-01-01", "us").astype(np.int64))
_LATEST = int(np.datetime64("2200-01-01", "us").astype(np.int64))
_OPEN_END = int(np.datetime64("9999-12-31", "us").astype(np.int64))
_DAY = 86_400_000_000
_EPOCH = r"^\d{16}$"
_UTC = ("UTC", "Etc/UTC")
_CLOCK = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_ISO_NAIVE = rf"^\d{{4}}-\d{{2}}-\d{{2}}({_CLOCK})?$"
_ISO_ZONED = rf"^\d{{4}}-\d{{2}}-\d{{2}}{_CLOCK}( ?(Z|[+-]\d{{2}}(:?\d{{2}})?)| UTC)$"
_SAYS_UTC = rf"^(\d{{4}}-\d{{2}}-\d{{2}}{_CLOCK}) UTC$"
_DAY_FIRST = r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
_SERIAL = r"^\d{5}(\.\d+)?$"


@dataclass(frozen=True)
class _Local:
    """Wall-clock µs, whether each already is UTC, and whether it is a bare day.

    ``is_outside`` marks times before 1900 or after 2199.
    """

    clock: NDArray[np.int64]
    is_null: Mask
    is_utc: Mask
    is_bare_day: Mask
    is_coerced: Mask | None
    faults: list[tuple[str, Mask]]
    is_outside: Mask

    @property
    def all_faults(self) -> list[tuple[str, Mask]]:
        return [*self.faults, ("DATE_RANGE", self.is_outside)]


def instant(array: pa.Array, column: ColumnContract) -> Values:
    """Text as naive UTC instants; what has no offset is local time of the column."""
    local = _with_epochs(array) if column.is_epoch else _read(array)
    utc = to_utc(local.clock, local.is_bare_day, column.zone)
    microseconds = np.where(local.is_utc, local.clock, utc.instants)
    is_taken = ~local.is_null
    if column.is_open_end:
        is_open = (local.clock >= _OPEN_END) & (local.clock < _OPEN_END + _DAY)
        local = replace(local, is_outside=local.is_outside & ~is_open)
    faults = local.all_faults
    is_naive = ~local.is_utc & is_taken & ~_any(faults, len(array))
    faults = [
        *faults,
        ("NONEXISTENT_TIME", utc.is_nonexistent & is_naive),
        ("AMBIGUOUS_TIME", utc.is_ambiguous & is_naive),
    ]
    values = pa.array(microseconds, pa.int64(), mask=local.is_null)
    return Values(
        values.cast(pa.timestamp("us")), local.is_coerced, without_nulls(faults)
    )


def day(array: pa.Array, column: ColumnContract) -> Values:
    """Text as dates; a time of day other than midnight is no date.

    Midnight with an offset is one where the column's days are those of UTC.
    """
    local = _read(array)
    has_time = local.clock % _DAY != 0
    if column.zone not in _UTC:
        has_time |= local.is_utc
    is_cut = ~local.is_bare_day & ~local.is_null & ~has_time
    faults = [*local.all_faults, ("DATE_FORMAT", has_time & ~local.is_null)]
    days = pa.array(
        (local.clock // _DAY).astype(np.int32), pa.int32(), mask=local.is_null
    )
    coerced = merged(local.is_coerced, is_cut if is_cut.any() else None)
    return Values(days.cast(pa.date32()), coerced, without_nulls(faults))


def _any(faults: list[tuple[str, Mask]], length: int) -> Mask:
    result = np.zeros(length, bool)
    for _, rows in faults:
        result |= rows
    return result


def _read(array: pa.Array) -> _Local:
    """All texts ISO and without offset, or all with one: by pyarrow. Else by form."""
    is_null = null_mask(array)
    nowhere = np.zeros(len(array), bool)
    if array.null_count == len(array):
        clock = np.zeros(len(array), np.int64)
        return _Local(clock, is_null, nowhere, nowhere, None, [], nowhere)
    array = _utc_as_z(array)
    for kind, is_utc in (
        (pa.timestamp("us"), False),
        (pa.timestamp("us", "UTC"), True),
    ):
        try:
            clock = _clock(pc.cast(array, kind))
        except pa.ArrowInvalid:
            continue
        bare = nowhere if is_utc else mask(pc.equal(pc.binary_length(array), 10))
        utc = np.full(len(array), is_utc)
        outside = _is_outside(clock) & ~is_null
        return _Local(clock, is_null, utc, bare, None, [], outside)
    return _read_by_form(array)


def _clock(values: pa.Array) -> NDArray[np.int64]:
    numbers = values.cast(pa.int64())
    if numbers.null_count:
        numbers = pc.fill_null(numbers, 0)
    result: NDArray[np.int64] = numbers.to_numpy(zero_copy_only=False)
    return result


def _is_outside(clock: NDArray[np.int64]) -> Mask:
    if len(clock) and clock.min() >= _EARLIEST and clock.max() < _LATEST:
        return np.zeros(len(clock), bool)
    outside: Mask = (clock < _EARLIEST) | (clock >= _LATEST)
    return outside


def _utc_as_z(array: pa.Array) -> pa.Array:
    """`2020-05-15 22:18:25 UTC`, as some databases write it, with a Z for its UTC."""
    codes = text_bytes(array)
    # No letter as late as U: nothing can end in UTC.
    if not len(codes) or codes.max() < ord("U"):
        return array
    return pc.replace_substring_regex(array, _SAYS_UTC, r"\1Z")


def _with_epochs(array: pa.Array) -> _Local:
    """Like _read, and 16 digits are µs since 1970 UTC."""
    clean = normalised(array)
    is_epoch = pc.fill_null(pc.match_substring_regex(clean.array, _EPOCH), False)
    nothing = pa.scalar(None, pa.string())
    local = _read(pc.if_else(is_epoch, nothing, array))
    epochs = _clock(pc.cast(pc.if_else(is_epoch, clean.array, nothing), pa.int64()))
    found = mask(is_epoch)
    spelled = None if clean.is_coerced is None else clean.is_coerced & found
    return replace(
        local,
        clock=np.where(found, epochs, local.clock),
        is_null=local.is_null & ~found,
        is_utc=local.is_utc | found,
        is_coerced=merged(local.is_coerced, spelled),
        is_outside=local.is_outside | (found & _is_outside(epochs)),
    )


def _read_by_form(array: pa.Array) -> _Local:
    clean = normalised(array)
    text, is_era_wrong = era_days(clean.array)
    text = year_first(text)
    is_null = mask(pc.is_null(text))
    is_zoned = mask(pc.match_substring_regex(text, _ISO_ZONED))
    is_naive = mask(pc.match_substring_regex(text, _ISO_NAIVE))
    is_iso = is_zoned | is_naive
    clock, is_day_missing = _parsed(text, is_zoned, is_naive)
    is_serial = mask(pc.match_substring_regex(text, _SERIAL))
    is_ambiguous = mask(pc.match_substring_regex(text, _DAY_FIRST)) & ~is_iso
    other = ~is_iso & ~is_null & ~is_serial & ~is_ambiguous & ~is_era_wrong
    faults = [
        ("DATE_RANGE", is_day_missing & ~is_era_wrong),
        ("ERA_RANGE", is_era_wrong),
        ("EXCEL_DAMAGE", is_serial),
        ("AMBIGUOUS_DATE", is_ambiguous),
        ("DATE_FORMAT", other),
    ]
    is_outside = _is_outside(clock) & is_iso & ~is_day_missing
    is_bare = is_naive & mask(pc.equal(pc.binary_length(text), 10))
    is_rewritten = mask(pc.not_equal(text, clean.array))
    coerced = merged(clean.is_coerced, is_rewritten if is_rewritten.any() else None)
    faults = without_nulls(faults)
    return _Local(clock, is_null, is_zoned, is_bare, coerced, faults, is_outside)


def _parsed(
    text: pa.Array, is_zoned: Mask, is_naive: Mask
) -> tuple[NDArray[np.int64], Mask]:
    """µs of the ISO texts, and where the form is right but no such time exists."""
    text = pc.replace_substring_regex(text, _SAYS_UTC, r"\1Z")
    # DuckDB reads offsets as +09:00 only, and only behind seconds.
    text = pc.replace_substring_regex(text, r" ?([+-]\d{2}):?(\d{2})$", r"\1:\2")
    text = pc.replace_substring_regex(
        text, r"^(.{10}[T ]\d{2}:\d{2})( ?[Z+-].*)$", r"\1:00\2"
    )
    with duckdb.connect() as connection:
        connection.sql("set timezone = 'UTC'")
        rows = pa.table(
            {
                "position": np.arange(len(text)),
                "text": text,
                "is_zoned": is_zoned,
                "is_naive": is_naive,
            }
        )
        found = connection.from_arrow(rows).query(
            "rows",
            "select case when is_zoned then epoch_us(try_cast(text as timestamptz)) "
            "when is_naive then epoch_us(try_cast(text as timestamp)) end as clock "
            "from rows order by position nulls last",
        )
        clock = found.to_arrow_table()["clock"].combine_chunks()
    is_missing = (is_zoned | is_naive) & mask(pc.is_null(clock))
    return _clock(clock), is_missing
