"""Read YAML that outsiders may have written, refusing what means two things.

Plain `yaml.safe_load` keeps the last of two equal keys, reads `NO` as false and
unfolds nested aliases until memory ends: each is a promise that silently changes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer

from contracts.errors import ContractError

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

# YAML 1.1 reads these words as true or false, a reader of the file may not.
AMBIGUOUS_WORDS = frozenset({"y", "n", "yes", "no", "on", "off"})


class _StrictLoader(Composer, yaml.CSafeLoader):
    """`SafeLoader` without aliases, duplicate keys, implicit dates or deep nesting.

    libyaml reads, Python composes, because that is where most is refused: 0.4 s for all
    contracts, where reading in Python takes 1.3.
    """

    def __init__(self, stream: str) -> None:
        yaml.CSafeLoader.__init__(self, stream)
        Composer.__init__(self)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node:
        event = self.peek_event()
        assert event is not None
        if isinstance(event, yaml.AliasEvent):
            raise _refusal(event, "uses an alias (*name); write it out")
        if getattr(event, "anchor", None) is not None:
            raise _refusal(event, "sets an anchor (&name); write the value out")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _refusal(event, f"nests deeper than {MAX_DEPTH} levels")
        node = super().compose_node(parent, index)
        self.depth -= 1
        assert node is not None
        return node

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise _refusal(key_node, f"has the key {key!r}, which is not a text")
            if key in seen:
                raise _refusal(key_node, f"has the key {key!r} twice in one place")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:  # noqa: ANN401 - whatever the supertype says
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        if plain and str(node.value).lower() in AMBIGUOUS_WORDS:
            raise _refusal(
                node,
                f"has the bare word {node.value}; quote it, or write true or false",
            )
        return super().construct_scalar(node)


# Dates, clock times and octal numbers stay text: a contract's version is no date.
_StrictLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _firsts in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    _StrictLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_firsts)
    )


class _RefusedError(Exception):
    """Where the file is refused, before the file's name is known."""


def _refusal(marked: yaml.Event | yaml.Node, reason: str) -> _RefusedError:
    mark = marked.start_mark
    line = mark.line + 1 if mark is not None else 0
    return _RefusedError(f"line {line} {reason}")


def read_strict_yaml(path: Path) -> dict[str, Any]:
    """Return the one mapping in `path`; raise ContractError naming file and line."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ContractError(
            f"{path.name} has {size:,} bytes, more than the {MAX_BYTES:,} a contract"
            " may have: split it."
        )
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as problem:
        raise ContractError(
            f"{path.name} is not UTF-8 at byte {problem.start}: save it as UTF-8."
        ) from None
    loader: _StrictLoader | None = None
    try:
        loader = _StrictLoader(text)
        document = loader.get_single_data()
    except _RefusedError as problem:
        raise ContractError(f"{path.name}: {problem}.") from None
    except RecursionError:
        raise ContractError(
            f"{path.name} nests deeper than {MAX_DEPTH} levels: flatten it."
        ) from None
    except yaml.YAMLError as problem:
        raise ContractError(f"{path.name} {_place(problem)}.") from None
    finally:
        if loader is not None:
            loader.dispose()
    if not isinstance(document, dict):
        raise ContractError(f"{path.name} holds no mapping: write one contract in it.")
    return document


def _place(problem: yaml.YAMLError) -> str:
    mark = getattr(problem, "problem_mark", None)
    reason = str(getattr(problem, "problem", None) or "is no valid YAML")
    where = f"line {mark.line + 1}: " if mark is not None else ""
    return f"is no YAML that may be read ({where}{reason})"
