"""Asks the stories worked out by hand who notices a mutant, up to the first failure.

Every company of theirs is built once without any mutant. With one, its change is built
in each of them; where a published table becomes another one, the stories that are told
of this company are run on it.
"""

import hashlib
import json
import multiprocessing
import os
import shutil
from collections import defaultdict
from collections.abc import Generator, Iterable, Sequence
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
# They build whole demo companies, or night after night.
SLOW = (
    "test_any_delivery_gives_the_same_content.py",
    "test_demo_stories.py",
    "test_reported_numbers.py",
    "test_shapes_agree.py",
    "test_why_a_number_moved.py",
)


@dataclass(frozen=True)
class Company:
    """A company of stories: what of it was built where, and the stories' modules."""

    key: str
    home: str
    modules: list[str]
    nodes: list[str]


def sound_companies(cache: Path, processes: int) -> list[Company]:
    """Run all stories without any mutant and keep every build of theirs in `cache`."""
    modules = _modules()
    shares = [(None, cache, modules[number::processes]) for number in range(processes)]
    # pytest runs once in a process.
    with multiprocessing.Pool(processes, maxtasksperchild=1) as pool:
        if any(pool.starmap(_run, shares, chunksize=1)):
            raise SystemExit("Without any mutant a story fails.")
    lines = (cache / "companies.jsonl").read_text().splitlines()
    return [Company(**json.loads(line)) for line in lines]


def fate_by_stories(mutant: Mutant, cache: Path, companies: Sequence[Company]) -> str:
    """`killed` or `survived`."""
    asked: set[str] = set()
    for company in companies:
        modules = set(company.modules) - asked
        if not modules:
            continue
        try:
            is_changed = _is_told(mutant, cache, company)
        except duckdb.BinderException:
            raise
        except Exception:
            # DuckDB or a data test refuses it.
            return "killed"
        if is_changed:
            asked |= modules
            if any(_is_noticed(mutant, cache, module) for module in sorted(modules)):
                return "killed"
    return "survived"


def _is_told(mutant: Mutant, cache: Path, company: Company) -> bool:
    """Whether a mutant changes a published table of a company."""
    nodes = [one for one in compiled_nodes() if one["unique_id"] in company.nodes]
    with TemporaryDirectory(prefix="mutant") as folder:
        changed = rebuild(
            cache / company.key / "handoff.duckdb",
            Path(folder) / "handoff.duckdb",
            mutant,
            nodes,
            Home(Path(company.home)),
            is_enough=_is_published,
        )
    return any(node["name"] in changed for node in nodes if _is_published(node))


def _is_noticed(mutant: Mutant, cache: Path, module: str) -> bool:
    """Whether a story of a module fails: in a process, for pytest runs once in one."""
    process = os.fork()
    if not process:
        os._exit(_run(mutant, cache, [module]))
    return bool(os.waitpid(process, 0)[1])


def _is_published(node: Node) -> bool:
    return node["schema"] in PUBLISHED


def _modules() -> list[str]:
    found = [
        path for glob in STORIES for path in sorted((PROJECT / "tests").glob(glob))
    ]
    return [str(path) for path in found if path.name not in SLOW]


class _Users:
    """A plugin of pytest: the modules that are told of the company now being built.

    Companies of fixtures that last a session are built once for all their modules.
    """

    def __init__(self) -> None:
        self.modules: set[str] = set()
        self._of_fixture: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            assert isinstance(item, pytest.Function)
            for name in item.fixturenames:
                self._of_fixture[name].add(str(item.path))

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.modules = {str(item.path)}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[object]
    ) -> Generator[None, object, object]:
        before = self.modules
        if fixturedef.scope == "session":
            self.modules = self._of_fixture[fixturedef.argname]
        try:
            return (yield)
        finally:
            self.modules = before


def _run(mutant: Mutant | None, cache: Path, modules: Sequence[str]) -> int:
    built = compiled_project.run_nodes
    users = _Users()

    def run_nodes(nodes: Iterable[Node], home: Home) -> None:
        asked = list(nodes)
        key = _key_of(home)
        sound = cache / key / "handoff.duckdb"
        if mutant is None:
            built(asked, home)
            names = [node["unique_id"] for node in asked]
            company = Company(key, str(home.root), sorted(users.modules), names)
            _keep(sound, company, home.build_database)
        elif sound.exists():
            if not rebuild(sound, home.build_database, mutant, asked, home):
                shutil.copyfile(sound, home.build_database)
        else:
            built([mutated(node, mutant) for node in asked], home)

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    # Views of what was built without a mutant read the files that it was built from.
    kept = cache / f"{'sound' if mutant is None else 'mutant'}_{os.getpid()}"
    with (
        patch.object(compiled_project, "run_nodes", run_nodes),
        patch.object(oracle_company, "run_nodes", run_nodes),
    ):
        options = ("-x", "-q", "-o", "addopts=", "-m", "not long")
        plain = ("-p", "no:cacheprovider", f"--basetemp={kept}")
        code = pytest.main([*options, *plain, *modules], plugins=[users])
    if mutant is not None:
        shutil.rmtree(kept, ignore_errors=True)
    return int(code)


def _keep(sound: Path, company: Company, built: Path) -> None:
    if not sound.exists():
        sound.parent.mkdir(parents=True, exist_ok=True)
        copied = sound.with_suffix(f".{os.getpid()}")
        shutil.copyfile(built, copied)
        copied.rename(sound)
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
