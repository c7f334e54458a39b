"""The table of reason codes: complete, without dead rows, each sentence usable."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import landing.reasons
from landing.reasons import REASONS, LandingError, Outcome, blocked

ROOM = Path(landing.reasons.__file__).parent


def words_used() -> set[str]:
    """Upper-case words that stand as string constants in the room's other modules."""
    found: set[str] = set()
    for path in ROOM.glob("*.py"):
        if path.name == "reasons.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.update(word.strip(":,.()") for word in node.value.split())
    letters = set(string.ascii_uppercase + "_")
    return {word for word in found if len(word) > 2 and set(word) <= letters}


def test_every_code_of_the_table_is_used() -> None:
    assert set(REASONS) - words_used() == set()


def test_every_code_of_several_words_stands_in_the_table() -> None:
    used = {word for word in words_used() if "_" in word}
    assert used - set(REASONS) == set()


def test_a_code_that_quarantines_cannot_block() -> None:
    with pytest.raises(ValueError, match="EMAIL does not block"):
        blocked("EMAIL")


@pytest.mark.parametrize(
    "code", [code for code, r in REASONS.items() if r.outcome is Outcome.BLOCKED]
)
def test_a_blocking_sentence_is_one_sentence_that_names_the_place(code: str) -> None:
    sentence = REASONS[code].sentence
    assert "{file}" in sentence or "{source}" in sentence
    fields = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    error = blocked(code, **dict.fromkeys(fields, "x"))
    assert isinstance(error, LandingError)
    assert str(error).endswith(".")
    assert ". " not in str(error)
