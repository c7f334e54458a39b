"""Days written with slashes or in Japanese, as ISO text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from landing.values import Mask, mask

_SLASHED = r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(.*)$"
_ERA = r"^(令和|平成|昭和|R|H|S)(\d{1,2}|元)[./年-](\d{1,2})[./月-](\d{1,2})日?$"
_ERAS = {
    "令和": (2018, "2019-05-01", "2200-01-01"),
    "平成": (1988, "1989-01-08", "2019-05-01"),
    "昭和": (1925, "1926-12-25", "1989-01-08"),
}
_ERA_LETTERS = {"R": "令和", "H": "平成", "S": "昭和"}


def year_first(text: pa.Array) -> pa.Array:
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


def era_days(text: pa.Array) -> tuple[pa.Array, Mask]:
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
