"""Bands that split numbers of employees, or of days, each from its bound up to the
next one's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from book.contents import BookRows
from book.problems import Problem

SIZES_FILE = "targets/company_sizes.csv"
AGES_FILE = "targets/age_bands.csv"


@dataclass(frozen=True)
class _Band:
    line: int
    code: str
    lower_bound: int


def check_company_sizes(rows: BookRows) -> Iterator[Problem]:
    """Every number of employees lies in exactly one band."""
    bands = [
        _Band(row.line, row.company_size, row.employees_from)
        for row in rows.company_sizes
    ]
    yield from _check_bands(SIZES_FILE, bands, "employees", "company has a size")


def check_age_bands(rows: BookRows) -> Iterator[Problem]:
    """Every age in days lies in exactly one band."""
    bands = [_Band(row.line, row.age_band, row.days_from) for row in rows.age_bands]
    yield from _check_bands(AGES_FILE, bands, "days", "age has a band")


def _check_bands(
    file: str, bands: Sequence[_Band], counted: str, promise: str
) -> Iterator[Problem]:
    """No two bands begin together, and one begins at 0; their order says nothing."""
    lines: dict[int, int] = {}
    for band in bands:
        if band.lower_bound in lines:
            yield Problem(
                file,
                band.line,
                band.code,
                f"begins at {band.lower_bound} {counted}, as the band of line "
                f"{lines[band.lower_bound]} does",
                "give each band a bound of its own",
            )
        lines.setdefault(band.lower_bound, band.line)
    if bands and 0 not in lines:
        lowest = min(bands, key=lambda band: (band.lower_bound, band.line))
        yield Problem(
            file,
            lowest.line,
            lowest.code,
            f"is the lowest band and begins at {lowest.lower_bound} {counted}",
            f"let it begin at 0, so that every {promise}",
        )
