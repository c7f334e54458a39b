"""Asks the independent replay who notices a mutant, on the companies of its tests."""

import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from orchestration.resources import Home
from tests.compiled_project import Node, compiled_nodes, models_behind
from tests.mutation.mutants import Mutant
from tests.mutation.rebuilding import rebuild, run_tests
from tests.oracle.modelled_rows import Found, read_modelled
from tests.oracle.named_books import book_of_tools, fixed_variants
from tests.oracle.oracle_company import MODELS, OracleCompany
from tests.oracle.random_histories import write_histories
from tests.oracle.score_rows import score_differences
from tests.oracle.scores import ScoreStory
from tests.oracle.tools_histories import write_tools

LEADS = 600
# They kill most, in half the time.
FEW_LEADS = 120
# The books that kill most come first.
FIRST_BOOKS = ("combined", "default", "exits_changed")
# The models that the comparison reads.
READ = {
    *MODELS,
    "int_counted_cycles",
    "int_cycle_entries",
    "int_group_knowledge",
    "int_stage_knowledge",
}


@dataclass(frozen=True)
class Proof:
    """A company built with one book: its database, and what the replay says of it."""

    home: Home
    expected: frozenset[Found]
    scores: Mapping[str, ScoreStory]


def proofs_in(folder: Path, processes: int) -> list[Proof]:
    """People on the edges under every named book, and people of several tools."""
    names = [one.name for one in fixed_variants()]
    later = [name for name in names if name not in FIRST_BOOKS]
    asked = [
        (folder / "few", FIRST_BOOKS[0], FEW_LEADS),
        *((folder, name, LEADS) for name in FIRST_BOOKS),
        (folder, book_of_tools().name, 0),
        *((folder, name, LEADS) for name in later),
    ]
    with multiprocessing.Pool(processes) as pool:
        return pool.starmap(_proof, asked, chunksize=1)


def _proof(folder: Path, name: str, leads: int) -> Proof:
    """A company whose models say what the replay says; of no random leads, of tools."""
    (book,) = (one for one in (*fixed_variants(), book_of_tools()) if one.name == name)
    root = folder / name
    if leads:
        as_of = write_histories(root / "raw", leads=leads, seed=1)
    else:
        as_of = write_tools(root / "raw")
    company = OracleCompany.of_raw(root / "raw", root / "home", as_of=as_of)
    found = company.compare(book.write(root / "book"))
    if found.differences():
        raise SystemExit(f"Without any mutant the models differ: {book.name}.")
    run_tests(company.home / "build" / "handoff.duckdb", _replayed_nodes())
    return Proof(Home(company.home), frozenset(found.replayed), found.scores)


def fate_by_replay(mutant: Mutant, proofs: list[Proof]) -> str:
    """`refused` by DuckDB before it runs, `killed`, or `survived`."""
    for proof in proofs:
        try:
            if _is_noticed(mutant, proof):
                return "killed"
        except duckdb.BinderException:
            return "refused"
        except Exception:
            # DuckDB or a data test refuses it, or what it says cannot be read.
            return "killed"
    return "survived"


@cache
def _replayed_nodes() -> tuple[Node, ...]:
    """The models that the replay reads, with the data tests of them alone."""
    models = {node["unique_id"] for node in models_behind(*MODELS)}
    return tuple(
        node
        for node in compiled_nodes()
        if node["unique_id"] in models
        or (
            node["resource_type"] == "test" and {*node["depends_on"]["nodes"]} <= models
        )
    )


def _is_noticed(mutant: Mutant, proof: Proof) -> bool:
    with TemporaryDirectory(prefix="mutant") as folder:
        database = Path(folder) / "handoff.duckdb"
        changed = rebuild(
            proof.home.build_database,
            database,
            mutant,
            _replayed_nodes(),
            proof.home,
        )
        if not READ & set(changed):
            return False
        modelled = read_modelled(database).all_found()
        return (
            len(modelled) != len(proof.expected)
            or frozenset(modelled) != proof.expected
            or any(score_differences(database, proof.scores))
        )
