"""The bands of company sizes."""

from collections.abc import Iterator

from book.contents import BookRows
from book.problems import Problem

SIZES_FILE = "targets/company_sizes.csv"


def check_company_sizes(rows: BookRows) -> Iterator[Problem]:
    """Every number of employees lies in exactly one band."""
    sizes = rows.company_sizes
    lines: dict[int, int] = {}
    for row in sizes:
        if row.employees_from in lines:
            yield Problem(
                SIZES_FILE,
                row.line,
                row.company_size,
                f"begins at {row.employees_from} employees, as the band of line "
                f"{lines[row.employees_from]} does",
                "give each band a bound of its own",
            )
        lines.setdefault(row.employees_from, row.line)
    if sizes and 0 not in lines:
        smallest = min(sizes, key=lambda row: (row.employees_from, row.line))
        yield Problem(
            SIZES_FILE,
            smallest.line,
            smallest.company_size,
            f"is the smallest band and begins at {smallest.employees_from} employees",
            "let it begin at 0, so that every company has a size",
        )
