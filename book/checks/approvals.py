"""Approvals that both departments have given already."""

from collections.abc import Iterator
from datetime import date

from book.contents import BookRows
from book.files import FILES
from book.problems import Problem
from book.tables import rows_of

COLUMNS = ("marketing_approved_on", "sales_approved_on")


def check_approved_by(rows: BookRows, today: date) -> Iterator[Problem]:
    """Nobody approves on a day to come: such a row would be in force unapproved."""
    for file in FILES:
        for column in (name for name in COLUMNS if name in file.columns):
            for row in rows_of(rows, file):
                approved_on = getattr(row, column)
                if approved_on is not None and approved_on > today:
                    yield Problem(
                        file.path,
                        row.line,
                        str(getattr(row, file.key[0])),
                        f"{column} {approved_on} is still to come",
                        "enter the day of the approval once it is given",
                    )
