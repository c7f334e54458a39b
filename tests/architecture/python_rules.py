"""House rules about Python: pure rooms, one reader of the environment, plain names."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.project_tree import PURE_ROOMS, python_files

READS_ENVIRONMENT = Path("orchestration/resources.py")
EMPTY_NAMES = ("utils", "util", "helpers", "helper", "common", "lib", "misc")


def dagster_in_pure_rooms(root: Path) -> list[str]:
    """Rooms that do the work never import Dagster, nor what imports it."""
    return [
        f"{path} imports {name}"
        for path in python_files(root)
        if path.parts[0] in PURE_ROOMS
        for name in _imports(root / path)
        if name.split(".")[0].startswith(("dagster", "orchestration"))
    ]


def environment_readers(root: Path) -> list[str]:
    """One module reads the environment."""
    return [
        f"{path} line {line} reads the environment: take it from resources.py"
        for path in python_files(root)
        if path != READS_ENVIRONMENT
        for line in _environment_lines(root / path)
    ]


def empty_names(root: Path) -> list[str]:
    """No module or folder is called by a word that means nothing."""
    places = [*python_files(root)]
    places += [
        path.relative_to(root)
        for folder in ("macros", "models", "tests")
        for path in sorted((root / folder).rglob("*"))
        if not any(part.startswith((".", "__")) for part in path.parts)
    ]
    return sorted(
        {
            f"{path} is called by a word that means nothing: say what it holds"
            for path in places
            if {*path.parent.parts, path.stem} & set(EMPTY_NAMES)
        }
    )


def modules_of_one_name(root: Path) -> list[str]:
    """Test folders are no packages, so a second module of one name hides the first."""
    seen: dict[str, Path] = {}
    breaches = []
    for path in sorted((root / "tests").rglob("*.py")):
        place = path.relative_to(root)
        first = seen.setdefault(place.name, place)
        if first != place and place.name != "conftest.py":
            breaches.append(f"{place} has the name of {first}: give it another")
    return breaches


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _environment_lines(path: Path) -> Iterator[int]:
    readers = {"environ", "getenv"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            names = {node.attr}
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            names = {alias.name for alias in node.names}
        else:
            continue
        if names & readers:
            yield node.lineno
