"""A project's files as the house rules see them; any folder of this shape will do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).parents[2]
LAYERS = ("staging", "intermediate", "facts", "dimensions", "marts", "semantic")
BELOW_STAGING = LAYERS[1:]
ROOMS = ("book", "contracts", "demo", "landing", "orchestration", "review")
PURE_ROOMS = ("book", "contracts", "demo", "landing", "review")

_LINE_COMMENT = re.compile(r"--[^\n]*")
_JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STRING = re.compile(r"'(?:[^']|'')*'")
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_REF = re.compile(r"\bref\(\s*(['\"])(\w+)\1\s*\)")
_ANY_REF = re.compile(r"\bref\s*\(")
_SOURCE = re.compile(r"\bsource\(\s*(['\"])(\w+)\1\s*,")
_LIVE_ROWS = re.compile(r"\b\w+\(\s*(['\"])(\w+)\1\s*,")


def without_comments(text: str) -> str:
    """SQL without comments of SQL and Jinja, every line staying on its line."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    return _LINE_COMMENT.sub(blank, _JINJA_COMMENT.sub(blank, text))


def without_strings(code: str) -> str:
    """SQL whose string literals are empty."""
    return _STRING.sub("''", code)


def without_jinja(code: str) -> str:
    """SQL in which what Jinja renders is one word."""
    return _JINJA.sub(" rendered ", code)


def strings(code: str) -> list[str]:
    """The string literals of SQL."""
    return [literal[1:-1].replace("''", "'") for literal in _STRING.findall(code)]


@dataclass(frozen=True)
class SqlFile:
    """A model or macro: where it stands and what it says."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """The name other models use."""
        return Path(self.path).stem

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders under models/ (macros/), the layer first."""
        return Path(self.path).parts[1:-1]

    @property
    def layer(self) -> str:
        """The first folder, empty for a file that lies in none."""
        return self.folders[0] if self.folders else ""

    @cached_property
    def code(self) -> str:
        """The text without comments."""
        return without_comments(self.text)

    @property
    def refs(self) -> list[str]:
        """Models and seeds it names in ref()."""
        return [match.group(2) for match in _REF.finditer(self.code)]

    @property
    def has_computed_ref(self) -> bool:
        """True if some ref() is not a plain name."""
        return len(_ANY_REF.findall(self.code)) != len(self.refs)

    @property
    def sources(self) -> list[str]:
        """Systems it reads, through source() or one of our macros."""
        in_jinja = " ".join(_JINJA.findall(self.code))
        found = [match.group(2) for match in _SOURCE.finditer(self.code)]
        return found + [match.group(2) for match in _LIVE_ROWS.finditer(in_jinja)]


def sql_files(root: Path, folder: str) -> list[SqlFile]:
    """Every .sql file under one folder of the project."""
    return [
        SqlFile(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((root / folder).rglob("*.sql"))
    ]


def models(root: Path) -> list[SqlFile]:
    """Every dbt model."""
    return sql_files(root, "models")


def staging_sources(root: Path) -> list[str]:
    """The systems that have a staging folder."""
    return sorted(
        path.name for path in (root / "models/staging").glob("*") if path.is_dir()
    )


def read_yaml(path: Path) -> Any:  # noqa: ANN401
    """The content of a YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def python_files(root: Path) -> Iterator[Path]:
    """Every Python module of a room, as a path relative to the project."""
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            yield path.relative_to(root)
