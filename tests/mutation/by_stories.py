"""Asks the stories worked out by hand who notices a mutant, up to the first failure.

Every company of theirs is built once without any mutant. With one, its change is built
in each of them; where a published table becomes another one, the stories that are told
of this company are run on it.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import duckdb
import pytest

from orchestration.resources import PROJECT, Home
from tests import compiled_project
from tests.compiled_project import Node, compiled_nodes
from tests.mutation.mutants import Mutant
from tests.mutation.rebuilding import mutated, rebuild
from tests.oracle import oracle_company

PUBLISHED = ("facts", "marts", "dimensions")
STORIES = ("oracle/test_settled_cases.py", "stories/test_*.py")
# They build whole demo companies.
SLOW = (
    "test_any_delivery_gives_the_same_content.py",
    "test_demo_stories.py",
    "test_shapes_agree.py",
)


@dataclass(frozen=True)
class Company:
    """A company of a story: what of it was built where, and the story's module."""

    key: str
    home: str
    module: str
    nodes: list[str]


def sound_companies(cache: Path) -> list[Company]:
    """Run all stories without any mutant and keep every build of theirs in `cache`."""
    if _run(None, cache, _modules()):
        raise SystemExit("Without any mutant a story fails.")
    lines = (cache / "companies.jsonl").read_text().splitlines()
    return [Company(**json.loads(line)) for line in lines]


def fate_by_stories(mutant: Mutant, cache: Path, companies: Sequence[Company]) -> str:
    """`killed` or `survived`. Once in a process: pytest cannot run twice in one."""
    modules: list[str] = []
    for company in companies:
        if company.module in modules:
            continue
        nodes = [one for one in compiled_nodes() if one["unique_id"] in company.nodes]
        with TemporaryDirectory(prefix="mutant") as folder:
            try:
                changed = rebuild(
                    cache / company.key / "handoff.duckdb",
                    Path(folder) / "handoff.duckdb",
                    mutant,
                    nodes,
                    Home(Path(company.home)),
                    is_enough=_is_published,
                )
            except Exception as error:
                if isinstance(error, duckdb.BinderException):
                    raise
                return "killed"
        if any(node["name"] in changed for node in nodes if _is_published(node)):
            modules.append(company.module)
    return "killed" if modules and _run(mutant, cache, modules) else "survived"


def _is_published(node: Node) -> bool:
    return node["schema"] in PUBLISHED


def _modules() -> list[str]:
    found = [
        path for glob in STORIES for path in sorted((PROJECT / "tests").glob(glob))
    ]
    return [str(path) for path in found if path.name not in SLOW]


def _run(mutant: Mutant | None, cache: Path, modules: Sequence[str]) -> int:
    built = compiled_project.run_nodes

    def run_nodes(nodes: Iterable[Node], home: Home) -> None:
        asked = list(nodes)
        key = _key_of(home)
        sound = cache / key / "handoff.duckdb"
        if mutant is None:
            built(asked, home)
            _keep(sound, key, home, asked)
        elif sound.exists():
            rebuild(sound, home.build_database, mutant, asked, home)
        else:
            built([mutated(node, mutant) for node in asked], home)

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    # Views of what was built without a mutant read the files that it was built from.
    kept = cache / ("sound" if mutant is None else f"mutant_{os.getpid()}")
    with (
        patch.object(compiled_project, "run_nodes", run_nodes),
        patch.object(oracle_company, "run_nodes", run_nodes),
    ):
        options = ("-x", "-q", "-o", "addopts=", "-m", "not long")
        plain = ("-p", "no:cacheprovider", f"--basetemp={kept}")
        code = pytest.main([*options, *plain, *modules])
    if mutant is not None:
        shutil.rmtree(kept, ignore_errors=True)
    return int(code)


def _keep(sound: Path, key: str, home: Home, asked: Sequence[Node]) -> None:
    if sound.exists():
        return
    sound.parent.mkdir(parents=True)
    shutil.copyfile(home.build_database, sound)
    # "path/test_module.py::test (setup)", below the root.
    module = os.environ["PYTEST_CURRENT_TEST"].split("::")[0]
    nodes = [node["unique_id"] for node in asked]
    company = Company(key, str(home.root), str(PROJECT / module), nodes)
    with (sound.parents[1] / "companies.jsonl").open("a") as file:
        file.write(json.dumps(asdict(company)) + "\n")


def _key_of(home: Home) -> str:
    """What is built from: all that landed, and the book."""
    digest = hashlib.sha256()
    for folder in (home.root / "landing", home.root / "keys", home.build):
        for path in sorted(folder.rglob("*.parquet")):
            digest.update(str(path.relative_to(home.root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
