"""Ways to break a book in one place, and the check that it is refused for it."""

from collections.abc import Callable, Sequence

import pytest

from tests.book.book_copies import RULES, BookCopy

Break = Callable[[BookCopy], None]
# claim, breach, file, what the author calls the row, words of the reason
Case = tuple[str, Break, str, str, str]


def change(file: str, name: str, **cells: str) -> Break:
    return lambda book: book.change(file, name, **cells)


def change_line(file: str, line: int, **cells: str) -> Break:
    return lambda book: book.change_line(file, line, **cells)


def add(file: str, like: str, **cells: str) -> Break:
    return lambda book: book.add(file, like, **cells)


def remove(file: str, name: str) -> Break:
    return lambda book: book.remove(file, name)


def remove_kpis_of(stage: str) -> Break:
    return lambda book: book.remove_kpis_of(stage)


def rule(definition_id: str, **cells: str) -> Break:
    """One more rule in a group of its own, every cell empty unless given."""
    row = {
        "definition_id": definition_id,
        "rule_group": "9",
        "signal": "",
        "signal_argument": "",
        "comparison": "",
        "value": "",
        "min_count": "",
        "within_days": "",
        "is_negated": "false",
    } | cells

    def breaks(book: BookCopy) -> None:
        book.write(RULES, [*book.rows(RULES), row])

    return breaks


def all_of(*breaks: Break) -> Break:
    def together(book: BookCopy) -> None:
        for one in breaks:
            one(book)

    return together


def as_parameters(cases: Sequence[Case]) -> list[object]:
    """The cases for `pytest.mark.parametrize`, each named by its claim."""
    return [pytest.param(*case[1:], id=case[0]) for case in cases]


def assert_refused(book: BookCopy, file: str, row_id: str, reason: str) -> None:
    """The book is refused, and one of the problems says this of this row."""
    refusal = book.refusal()
    assert refusal, "the book was read"
    found = [
        problem
        for problem in refusal.problems
        if problem.file == file and (problem.row_id or "") == row_id
    ]
    assert any(reason in str(problem) for problem in found), [
        str(problem) for problem in refusal.problems
    ]
