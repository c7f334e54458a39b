"""How raw files are written, as far as a book alone can know.

Whether a table and a column exist is known where book and source contracts meet.
"""

from collections.abc import Iterator

from book.contents import BookRows
from book.problems import Problem
from book.zones import is_zone

FEEDS_FILE = "targets/feeds.csv"


def check_feeds(rows: BookRows) -> Iterator[Problem]:
    """A zone that exists."""
    for row in rows.feeds:
        if row.time_zone is not None and not is_zone(row.time_zone):
            yield Problem(
                FEEDS_FILE,
                row.line,
                row.table_name,
                f"time_zone {row.time_zone!r} is no IANA time zone",
                "write one such as Asia/Tokyo, or leave it empty for the contract's",
            )
