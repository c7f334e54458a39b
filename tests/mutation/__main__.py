"""Breaks the lifecycle's SQL in one place at a time and counts who notices.

    python -m tests.mutation [--share N] [--only MODEL_OR_ROOM ...] [--again]

Each mutant is run on companies of random histories and on one of several tools, beside
the independent replay; who survives that is run through the stories worked out by hand.
A mutant is killed if DuckDB fails or takes far too long, if a data test finds rows, or
if any answer is another one. Companies and fates are kept beside the compiled project:
a run that was stopped goes on where it was. Survivors are printed; those that change
nothing anybody could see are explained by name in survivors.csv, and the stories are
asked about them with --again alone.
"""

import argparse
import csv
import hashlib
import json
import multiprocessing
import pickle
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Sequence, Set
from pathlib import Path
from typing import Any, TypeVar, cast

from tests.compiled_project import COMPILED, Node, compiled_nodes, models_behind
from tests.mutation.by_replay import fate_by_replay, proofs_in
from tests.mutation.by_stories import fate_by_stories, sound_companies
from tests.mutation.mutants import Mutant, mutants_of
from tests.oracle.oracle_company import MODELS

ROOMS = ("evaluation", "lifecycle", "rules", "signals")
SURVIVORS = Path(__file__).with_name("survivors.csv")
KEPT = COMPILED.parent / "mutation"
ENOUGH = 0.95
Made = TypeVar("Made")


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    mutants = [
        mutant
        for node in _broken_models(options.only)
        for mutant in mutants_of(node["name"], node["compiled_code"])
    ]
    chosen = random.Random(options.seed).sample(mutants, len(mutants) // options.share)
    folder = _folder_of_models()
    fates = _Fates(KEPT / "fates.jsonl", folder.name, again=options.again)
    asked = fates.without("replay", chosen)
    if asked:
        _GIVEN["proofs"] = _made_once(
            folder / "replay", lambda made: proofs_in(made, options.processes)
        )
        fates.ask("replay", _by_replay, asked, options.processes)
    explained = _explained()
    survivors = [one for one in chosen if fates.of(one, "replay") == "survived"]
    unexplained = [one for one in survivors if one.name not in explained]
    asked = fates.without("stories", survivors if options.again else unexplained)
    if asked:
        _GIVEN["cache"] = folder / "stories"
        _GIVEN["companies"] = _made_once(
            folder / "stories", lambda made: sound_companies(made, options.processes)
        )
        fates.ask("stories", _by_stories, asked, options.processes)
    return _report(chosen, fates, explained)


def _broken_models(only: Sequence[str]) -> list[Node]:
    """Those named, or whose room is; else all of the rooms that the replay reads."""
    asked = {*only} or {node["name"] for node in models_behind(*MODELS)}
    return [
        node
        for node in compiled_nodes()
        if node["resource_type"] == "model"
        and _room(node) in ROOMS
        and asked & {node["name"], _room(node)}
    ]


def _made_once(folder: Path, make: Callable[[Path], Made]) -> Made:
    """What `make` makes in a folder, or what it made there before."""
    made = folder / "made.pickle"
    if not made.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        made.write_bytes(pickle.dumps(make(folder)))
    return cast(Made, pickle.loads(made.read_bytes()))


class _Fates:
    """What became of mutants, kept in a file of JSON lines.

    Who was killed stays so while its SQL is the same; who survived is asked again when
    any model is another one, or on demand.
    """

    def __init__(self, path: Path, project: str, *, again: bool) -> None:
        self._path = path
        self._project = project
        self._known: dict[tuple[str, str], str] = {}
        for line in path.read_text().splitlines() if path.exists() else ():
            digest, asked, fate, at = json.loads(line)[1:]
            if fate != "survived" or (at == project and not again):
                self._known[digest, asked] = fate

    def of(self, mutant: Mutant, asked: str) -> str | None:
        return self._known.get((mutant.digest, asked))

    def without(self, asked: str, mutants: Sequence[Mutant]) -> list[Mutant]:
        """Those that were not asked about yet."""
        return [one for one in mutants if self.of(one, asked) is None]

    def ask(
        self,
        asked: str,
        fate_of: Callable[[Mutant], str],
        mutants: Sequence[Mutant],
        processes: int,
    ) -> None:
        """Find the fates of mutants, each in a process of its own."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with (
            self._path.open("a") as file,
            multiprocessing.Pool(processes, maxtasksperchild=1) as pool,
        ):
            found = pool.imap(fate_of, mutants)
            for number, (mutant, fate) in enumerate(zip(mutants, found, strict=True)):
                self._known[mutant.digest, asked] = fate
                line = (mutant.name, mutant.digest, asked, fate, self._project)
                file.write(json.dumps(line) + "\n")
                file.flush()
                if number % 50 == 49:
                    print(f"{asked}: {number + 1} of {len(mutants)}", flush=True)


_GIVEN: dict[str, Any] = {}


def _by_replay(mutant: Mutant) -> str:
    return fate_by_replay(mutant, _GIVEN["proofs"])


def _by_stories(mutant: Mutant) -> str:
    return fate_by_stories(mutant, _GIVEN["cache"], _GIVEN["companies"])


def _report(chosen: Sequence[Mutant], fates: _Fates, explained: Set[str]) -> int:
    counts: Counter[str] = Counter()
    for mutant in chosen:
        fate = fates.of(mutant, "replay")
        killer = f"killed by the {'replay' if fate == 'killed' else 'stories'}"
        if fate == "survived":
            fate = fates.of(mutant, "stories") or fate
        if fate == "survived" and mutant.name in explained:
            counts["explained"] += 1
        elif fate == "survived":
            counts["survived"] += 1
            print(f"survived: {mutant.name}")
        else:
            counts[killer if fate == "killed" else str(fate)] += 1
            if mutant.name in explained:
                print(f"explained, and yet {fate}: {mutant.name}")
    killed = counts["killed by the replay"] + counts["killed by the stories"]
    share = killed / max(killed + counts["survived"], 1)
    print(f"{len(chosen)} mutants: {dict(counts)}; {share:.1%} of the killable killed.")
    return 0 if share >= ENOUGH else 1


def _folder_of_models() -> Path:
    """By all compiled SQL: companies are built by one project."""
    digest = hashlib.sha256()
    for node in compiled_nodes():
        digest.update(node["compiled_code"].replace(str(COMPILED), "").encode())
    folder = KEPT / digest.hexdigest()[:16]
    for outdated in KEPT.glob("*/"):
        if outdated != folder:
            shutil.rmtree(outdated)
    return folder


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("--share", type=int, default=1, help="one mutant in so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--only", nargs="*", default=[], help="names of models or rooms"
    )
    parser.add_argument("--again", action="store_true", help="ask survivors again")
    return parser.parse_args(arguments)


def _room(node: Node) -> str:
    return str(node["fqn"][-2])


def _explained() -> set[str]:
    with SURVIVORS.open(encoding="utf-8", newline="") as file:
        return {row["mutant"] for row in csv.DictReader(file)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
