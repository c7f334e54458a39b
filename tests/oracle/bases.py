"""The books that a book stands for: as it was, as it is now, and each version tried.

Written from the prose of the metrics alone: `then` is the book as dated; `now` its rows
in force at the as-of, as if they had been so since ever; a trial is `now` with one
version in the place of the one of its segment.
"""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from book.contents import BookRows
from book.rows import ScoreHalfLife, ScoreRule, StageDefinition
from tests.oracle.rulebook import STAGES

Row = TypeVar("Row", StageDefinition, ScoreRule, ScoreHalfLife)


def books_of(rows: BookRows, as_of_on: date) -> dict[str, BookRows]:
    """The book of each basis, `then` first; a trial's is named by its version."""
    in_force = [
        row
        for row in rows.stage_definitions
        if not row.is_draft and _covers(row, as_of_on)
    ]
    prices = replace(
        rows,
        score_rules=tuple(map(_timeless, _only(rows.score_rules, as_of_on))),
        score_half_lives=tuple(map(_timeless, _only(rows.score_half_lives, as_of_on))),
    )
    books = {"then": rows, "now": _with(prices, in_force)}
    for tried in rows.stage_definitions:
        if tried.stage in STAGES and tried not in in_force:
            others = [
                row
                for row in in_force
                if (row.stage, row.segment) != (tried.stage, tried.segment)
            ]
            books[tried.definition_id] = _with(prices, [*others, tried])
    return books


def stages_of(basis: str, rows: BookRows) -> tuple[str, ...]:
    """The stages that a basis is asked for: a trial its own, the others all."""
    tried = [row.stage for row in rows.stage_definitions if row.definition_id == basis]
    return tuple(tried) or STAGES


def _with(rows: BookRows, definitions: list[StageDefinition]) -> BookRows:
    timeless = tuple(replace(_timeless(row), status="in_force") for row in definitions)
    return replace(rows, stage_definitions=timeless)


def _only(rows: tuple[Row, ...], day: date) -> list[Row]:
    return [row for row in rows if _covers(row, day)]


def _timeless(row: Row) -> Row:
    return replace(row, valid_from=None, valid_to=None)


def _covers(row: Row, day: date) -> bool:
    return (row.valid_from is None or row.valid_from <= day) and (
        row.valid_to is None or day < row.valid_to
    )
