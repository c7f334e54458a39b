"""Breaks the lifecycle's SQL in one place at a time and counts who notices.

    python -m tests.mutation [--share N] [--only MODEL ...]

Each mutant is run on companies of random histories and on one of several tools, as the
tests of the oracle do; it is killed if DuckDB refuses it at work, if it takes far too
long, or if what the models say then is not what the independent replay said before.
Survivors are printed; those that change nothing anybody could see are explained by name
in survivors.csv.
"""

import argparse
import csv
import multiprocessing
import random
import shutil
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from demo import write_demo
from orchestration.resources import Home
from tests.compiled_project import Node, models_behind, statements
from tests.mutation.mutants import Mutant, mutants_of
from tests.oracle.named_books import fixed_variants
from tests.oracle.oracle_company import MODELS, Found, OracleCompany, modelled_in
from tests.oracle.random_histories import write_histories
from tests.oracle.score_rows import score_differences
from tests.oracle.scores import ScoreStory

ROOMS = ("evaluation", "lifecycle", "rules", "signals")
BOOKS = ("combined", "default", "exits_changed")
LEADS = 600
SECONDS = 60.0
# The models that the comparison reads.
READ = {*MODELS, "int_counted_cycles", "int_cycle_entries"}
SURVIVORS = Path(__file__).with_name("survivors.csv")


@dataclass(frozen=True)
class Proof:
    """A company built with one book: its database, and what the replay says of it."""

    home: Home
    expected: frozenset[Found]
    scores: Mapping[str, ScoreStory]


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    mutants = [
        mutant
        for node in models_behind(*MODELS)
        if _room(node) in ROOMS and (not options.only or node["name"] in options.only)
        for mutant in mutants_of(node["name"], node["compiled_code"])
    ]
    chosen = random.Random(options.seed).sample(mutants, len(mutants) // options.share)
    explained = _explained()
    with tempfile.TemporaryDirectory(prefix="mutation") as folder:
        proofs = [
            *(_proof(Path(folder), book) for book in BOOKS),
            _proof(Path(folder), "combined", of_tools=True),
        ]
        survivors = []
        counts = {"killed": 0, "refused": 0, "explained": 0}
        with multiprocessing.Pool(options.processes, _start, (proofs,)) as pool:
            for number, (mutant, fate) in enumerate(pool.imap(_fate, chosen), start=1):
                if fate == "survived":
                    if mutant.name in explained:
                        counts["explained"] += 1
                    else:
                        survivors.append(mutant)
                        print(f"survived: {mutant.name}", flush=True)
                else:
                    counts[fate] += 1
                if number % 50 == 0:
                    print(f"{number} of {len(chosen)}, {counts}", flush=True)
    asked = counts["killed"] + len(survivors)
    share = counts["killed"] / asked if asked else 1.0
    print(
        f"{len(chosen)} mutants: {counts['refused']} refused by DuckDB,"
        f" {counts['explained']} explained in {SURVIVORS.name};"
        f" {counts['killed']} of the {asked} others killed ({share:.1%})."
    )
    return 0 if share >= 0.95 else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--share", type=int, default=1, help="one mutant in so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=[], help="names of models")
    return parser.parse_args(arguments)


def _room(node: Node) -> str:
    return str(node["fqn"][-2])


def _explained() -> set[str]:
    with SURVIVORS.open(encoding="utf-8", newline="") as file:
        return {row["mutant"] for row in csv.DictReader(file)}


def _proof(folder: Path, book: str, *, of_tools: bool = False) -> Proof:
    """A company whose models say what the replay says."""
    (variant,) = (one for one in fixed_variants() if one.name == book)
    root = folder / f"{book}{'_tools' if of_tools else ''}"
    if of_tools:
        as_of = write_demo(raw=root / "raw", leads=300, seed=1, shape="tools").as_of
    else:
        as_of = write_histories(root / "raw", leads=LEADS, seed=1)
    company = OracleCompany.of_raw(root / "raw", root / "home", as_of=as_of)
    found = company.compare(variant.write(root / "book"))
    if found.differences():
        raise SystemExit(f"Without any mutant the models differ with the book {book}.")
    return Proof(Home(company.home), frozenset(found.replayed), found.scores)


_PROOFS: list[Proof] = []


def _start(proofs: list[Proof]) -> None:
    _PROOFS.extend(proofs)


def _fate(mutant: Mutant) -> tuple[Mutant, str]:
    for proof in _PROOFS:
        try:
            is_noticed = _is_noticed(mutant, proof)
        except duckdb.InterruptException:
            return mutant, "killed"
        except duckdb.BinderException:
            return mutant, "refused"
        except duckdb.Error:
            return mutant, "killed"
        if is_noticed:
            return mutant, "killed"
    return mutant, "survived"


def _is_noticed(mutant: Mutant, proof: Proof) -> bool:
    """Whether the models say something else once one of them is the mutant."""
    with tempfile.TemporaryDirectory(prefix="mutant") as folder:
        database = Path(folder) / "handoff.duckdb"
        shutil.copyfile(proof.home.build_database, database)
        with duckdb.connect(str(database)) as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute("set threads = 1")
            sound = str(proof.home.build_database).replace("'", "''")
            connection.execute(f"attach '{sound}' as sound (read_only)")
            watch = threading.Timer(SECONDS, connection.interrupt)
            watch.start()
            try:
                is_changed = _build(connection, mutant, proof.home)
            finally:
                watch.cancel()
        return is_changed and (
            modelled_in(database) != proof.expected
            or any(score_differences(database, proof.scores))
        )


def _build(connection: duckdb.DuckDBPyConnection, mutant: Mutant, home: Home) -> bool:
    """Build the mutant and whatever reads something that it changed.

    Returns whether one of the last models changed.
    """
    changed: set[str] = set()
    names: set[str] = set()
    for node in models_behind(*MODELS):
        is_mutant = node["name"] == mutant.model
        if not is_mutant and not changed & set(node["depends_on"]["nodes"]):
            continue
        built = {**node, "compiled_code": mutant.sql} if is_mutant else node
        relation = f'"{node["schema"]}"."{node["alias"]}"'
        for statement in statements(built, home):
            connection.execute(
                statement.replace("create ", "create or replace ", 1)
                if statement.startswith(("create view", "create table"))
                else statement
            )
        difference = connection.execute(
            f"(from {relation} except all from sound.{relation}) union all"
            f" (from sound.{relation} except all from {relation}) limit 1"
        )
        if difference.fetchone() is not None:
            changed.add(node["unique_id"])
            names.add(node["name"])
    return bool(names & READ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
