"""Asks the stories worked out by hand who notices a mutant, up to the first failure.

Every company of theirs is built once without any mutant; with one, only what it changes
is built again.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

import pytest

from orchestration.resources import PROJECT, Home
from tests import compiled_project
from tests.compiled_project import Node
from tests.mutation.mutants import Mutant
from tests.mutation.rebuilding import rebuild
from tests.oracle import oracle_company

STORIES = (
    "oracle/test_settled_cases.py",
    "stories/test_golden_company.py",
    "stories/test_cycles_of_a_person.py",
    "stories/test_exits_taken_back.py",
    "stories/test_deals_and_exits.py",
    "stories/test_lifecycle_stories.py",
)


def stories() -> list[str]:
    """The modules to run: those that kill most first, then all others."""
    first = [str(PROJECT / "tests" / name) for name in STORIES]
    others = sorted(str(path) for path in (PROJECT / "tests/stories").glob("test_*.py"))
    slow = {"test_shapes_agree.py", "test_any_delivery_gives_the_same_content.py"}
    return [one for one in first if Path(one).exists()] + [
        one for one in others if one not in first and Path(one).name not in slow
    ]


def fate_by_stories(mutant: Mutant | None, cache: Path) -> str:
    """`killed` or `survived`; without a mutant the companies are built for later ones.

    Once in a process: pytest cannot run twice in one.
    """
    return "killed" if _run(mutant, cache) else "survived"


def _run(mutant: Mutant | None, cache: Path) -> int:
    built = compiled_project.run_nodes

    def run_nodes(nodes: Iterable[Node], home: Home) -> None:
        asked = list(nodes)
        sound = cache / f"{_key_of(home)}.duckdb"
        if not sound.exists():
            built(asked, home)
            if mutant is None:
                shutil.copyfile(home.build_database, sound)
        elif mutant is None:
            shutil.copyfile(sound, home.build_database)
        else:
            rebuild(sound, home.build_database, mutant, asked, home)

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    # Views of what was built without a mutant read the files that it was built from.
    kept = "sound" if mutant is None else f"mutant_{os.getpid()}"
    with (
        patch.object(compiled_project, "run_nodes", run_nodes),
        patch.object(oracle_company, "run_nodes", run_nodes),
    ):
        code = pytest.main(
            [
                *("-x", "-q", "-o", "addopts=", "-p", "no:cacheprovider"),
                f"--basetemp={cache / kept}",
                *stories(),
            ]
        )
    if mutant is not None:
        shutil.rmtree(cache / kept, ignore_errors=True)
    return int(code)


def _key_of(home: Home) -> str:
    """What is built from: all that landed, and the book."""
    digest = hashlib.sha256()
    for folder in (home.root / "landing", home.root / "keys", home.build):
        for path in sorted(folder.rglob("*.parquet")):
            digest.update(str(path.relative_to(home.root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
