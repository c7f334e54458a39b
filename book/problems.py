"""What is wrong with a book, said so that its author can put it right."""

from collections.abc import Sequence
from dataclasses import dataclass

CODE = "DEFINITION_INVALID"


@dataclass(frozen=True)
class Problem:
    """One refused file or row.

    `file` is relative to the book's folder, `line` counts the header as line 1
    and is None for a problem of the whole file, `row_id` is what its author
    calls the row.
    """

    file: str
    line: int | None
    row_id: str | None
    reason: str
    fix: str

    def __str__(self) -> str:
        where = self.file
        if self.line is not None:
            where += f" line {self.line}"
        if self.row_id:
            where += f" ({self.row_id})"
        return f"{CODE} {where}: {self.reason}; {self.fix}"


class BookError(Exception):
    """The book was refused; `problems` lists every reason, the first one named."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(
            problems, key=lambda problem: (problem.file, problem.line or 0)
        )
        others = len(self.problems) - 1
        more = ""
        if others:
            more = f" (and {others} more problem{'s' if others > 1 else ''})"
        super().__init__(f"{self.problems[0]}{more}.")

    def __reduce__(self) -> tuple[type["BookError"], tuple[list[Problem]]]:
        """Tell another process all of them."""
        return BookError, (self.problems,)
