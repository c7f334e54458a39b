"""Dates and instants: ISO at full speed, other declared writings by their form."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from landing.values import Mask, Values, mask, merged, normalised, without_nulls
from landing.zones import to_utc

_EARLIEST = int(np.datetime64("1900-01-01", "us").astype(np.int64))
_LATEST = int(np.datetime64("2200-01-01", "us").astype(np.int64))
_CLOCK = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?"
_ISO_NAIVE = rf"^\d{{4}}-\d{{2}}-\d{{2}}({_CLOCK})?$"
_ISO_ZONED = rf"^\d{{4}}-\d{{2}}-\d{{2}}{_CLOCK} ?(Z|[+-]\d{{2}}(:?\d{{2}})?)$"
_SLASHED = r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(.*)$"
_DAY_FIRST = r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
_SERIAL = r"^\d{5}(\.\d+)?$"
_ERA = r"^(令和|平成|昭和|R|H|S)(\d{1,2}|元)[./年-](\d{1,2})[./月-](\d{1,2})日?$"
_ERAS = {
    "令和": (2018, "2019-05-01", "2200-01-01"),
    "平成": (1988, "1989-01-08", "2019-05-01"),
    "昭和": (1925, "1926-12-25", "1989-01-08"),
}
_ERA_LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}


@dataclass(frozen=True)
class _Local:
    """Wall-clock µs, whether each already is UTC, and whether it is a bare day."""

    clock: NDArray[np.int64]
    is_null: Mask
    is_utc: Mask
    is_bare_day: Mask
    is_coerced: Mask | None
    faults: list[tuple[str, Mask]]


def instant(array: pa.Array, zone: str) -> Values:
    """Text as naive UTC instants; what has no offset is local time of ``zone``."""
    local = _read(array)
    utc = to_utc(local.clock, local.is_bare_day, zone)
    microseconds = np.where(local.is_utc, local.clock, utc.instants)
    is_naive = ~local.is_utc & ~local.is_null & ~_any(local.faults, len(array))
    faults = [
        *local.faults,
        ("NONEXISTENT_TIME", utc.is_nonexistent & is_naive),
        ("AMBIGUOUS_TIME", utc.is_ambiguous & is_naive),
    ]
    values = pa.array(microseconds, pa.int64(), mask=local.is_null)
    return Values(
        values.cast(pa.timestamp("us")), local.is_coerced, without_nulls(faults)
    )


def day(array: pa.Array) -> Values:
    """Text as dates; a time of day other than midnight is no date."""
    local = _read(array)
    length = 86_400_000_000
    has_time = (local.clock % length != 0) | local.is_utc
    is_cut = ~local.is_bare_day & ~local.is_null & ~has_time
    faults = [*local.faults, ("DATE_FORMAT", has_time & ~local.is_null)]
    days = pa.array(
        (local.clock // length).astype(np.int32), pa.int32(), mask=local.is_null
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
    is_null = mask(pc.is_null(array))
    nowhere = np.zeros(len(array), bool)
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
        faults = _out_of_range(clock, is_null)
        return _Local(clock, is_null, utc, bare, None, faults)
    return _read_by_form(array)


def _clock(values: pa.Array) -> NDArray[np.int64]:
    filled = pc.fill_null(values.cast(pa.int64()), 0)
    result: NDArray[np.int64] = filled.to_numpy(zero_copy_only=False)
    return result


def _out_of_range(clock: NDArray[np.int64], is_null: Mask) -> list[tuple[str, Mask]]:
    outside = ((clock < _EARLIEST) | (clock >= _LATEST)) & ~is_null
    return without_nulls([("DATE_RANGE", outside)])


def _read_by_form(array: pa.Array) -> _Local:
    clean = normalised(array)
    text, is_era_wrong = _era_days(clean.array)
    text = _slashed(text)
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
        *_out_of_range(clock, ~is_iso | is_day_missing),
    ]
    is_bare = is_naive & mask(pc.equal(pc.binary_length(text), 10))
    is_rewritten = mask(pc.not_equal(text, clean.array))
    coerced = merged(clean.is_coerced, is_rewritten if is_rewritten.any() else None)
    return _Local(clock, is_null, is_zoned, is_bare, coerced, without_nulls(faults))


def _parsed(
    text: pa.Array, is_zoned: Mask, is_naive: Mask
) -> tuple[NDArray[np.int64], Mask]:
    """µs of the ISO texts, and where the form is right but no such time exists."""
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


def _slashed(text: pa.Array) -> pa.Array:
    """2026/1/5 and 2026年1月5日 as 2026-01-05: year first leaves no doubt."""
    found = pc.match_substring_regex(text, _SLASHED)
    if not pc.any(found).as_py():
        return text
    padded = pc.replace_substring_regex(text, _SLASHED, r"\1-0\2-0\3\4")
    padded = pc.replace_substring_regex(
        padded, r"^(\d{4})-0*(\d{2})-0*(\d{2})", r"\1-\2-\3"
    )
    # A one-digit hour, as spreadsheets write it.
    padded = pc.replace_substring_regex(padded, r"^(.{10}) +(\d):", r"\1 0\2:")
    return pc.if_else(found, padded, text)


def _era_days(text: pa.Array) -> tuple[pa.Array, Mask]:
    """令和8年1月1日 and R8.1.1 as 2026-01-01, and where the era had no such day.

    Few files write eras, and those few distinct days, so each is worked out once.
    """
    found = pc.match_substring_regex(text, _ERA)
    if not pc.any(found).as_py():
        return text, np.zeros(len(text), bool)
    distinct = pc.unique(pc.filter(text, found))
    parts = pc.extract_regex(
        distinct,
        _ERA.replace("(令和", "(?P<era>令和", 1)
        .replace(r"(\d{1,2}|元)", r"(?P<year>\d{1,2}|元)")
        .replace(r"(\d{1,2})[./月-]", r"(?P<month>\d{1,2})[./月-]")
        .replace(r"(\d{1,2})日?$", r"(?P<day>\d{1,2})日?$"),
    ).to_pylist()
    days = [_era_day(**part) for part in parts]
    at = pc.index_in(text, distinct)
    iso = pc.take(pa.array(days, pa.string()), at)
    result = pc.if_else(pc.is_valid(iso), iso, text)
    return result, mask(pc.and_(found, pc.is_null(iso)))


def _era_day(era: str, year: str, month: str, day: str) -> str | None:
    base, begins, ends = _ERAS[_ERA_LETTERS.get(era, era)]
    number = 1 if year == "元" else int(year)
    iso = f"{base + number:04d}-{int(month):02d}-{int(day):02d}"
    return iso if begins <= iso < ends else None
