"""How much of each mapping may stay unmapped."""

from collections.abc import Iterator

from book.contents import BookRows
from book.problems import Problem
from book.target_rows import BOUNDED_MAPPINGS

BOUNDS_FILE = "targets/mapping_bounds.csv"


def check_bounds(rows: BookRows) -> Iterator[Problem]:
    """Every mapping has a bound, and the bound is a share."""
    bounded = {row.mapping for row in rows.mapping_bounds}
    for mapping in BOUNDED_MAPPINGS:
        if mapping not in bounded:
            yield Problem(
                BOUNDS_FILE,
                None,
                None,
                f"does not bound the mapping {mapping}",
                "add its row",
            )
    for row in rows.mapping_bounds:
        if not 0 <= row.max_unmapped_share <= 1:
            yield Problem(
                BOUNDS_FILE,
                row.line,
                row.mapping,
                f"max_unmapped_share {row.max_unmapped_share} is no share",
                "write 0 to 1, such as 0.05",
            )
