"""dbt as one process: preparing its manifest, building, reading what became of it."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.data_tests import (
    DataTest,
    DataTestConfigError,
    TestedRows,
    compiled_tests,
    read_tests,
    run_tests,
    write_tests,
)
from orchestration.resources import PROJECT, Home, Settings, dbt_environment

# One line of dbt's JSON log: `info` (name, level, msg) and `data`.
Event = dict[str, Any]
BUILT = frozenset({"success", "pass", "warn", "no-op"})


class DbtError(Exception):
    """dbt could not parse or build the project; the text says what and where."""


class DbtTestError(Exception):
    """A data test of the dbt project failed; the text names the test and the count."""


@dataclass(frozen=True)
class DbtNode:
    """A model or test that dbt finished; `room` is its first folder."""

    unique_id: str
    room: str
    status: str
    seconds: float
    message: str

    @property
    def name(self) -> str:
        return self.unique_id.split(".")[2]


def manifest_path(home: Home) -> Path:
    """The manifest that Dagster reads, apart from the one dbt rewrites as it builds."""
    return home.dbt / "manifest.json"


def prepare_manifest(settings: Settings) -> Path:
    """Return the dbt manifest, parsing first if the project changed since.

    Raises DbtError.
    """
    folder = settings.home.dbt
    folder.mkdir(parents=True, exist_ok=True)
    manifest, stamp = manifest_path(settings.home), folder / "manifest.stamp"
    with open(folder / "parse.lock", "w") as lock:
        # Waits: a second command may be parsing the very same project.
        fcntl.flock(lock, fcntl.LOCK_EX)
        expected = _hash(_PARSED)
        if manifest.exists() and stamp.exists() and stamp.read_text() == expected:
            return manifest
        errors = [
            event["info"]["msg"]
            for event in _events(settings, "parse", target=folder / "parsed")
            if event["info"]["level"] == "error"
        ]
        if errors:
            raise DbtError(f"dbt could not read the project: {_one_line(errors)}")
        waiting = manifest.with_suffix(".json.new")
        shutil.copyfile(folder / "parsed" / "manifest.json", waiting)
        os.replace(waiting, manifest)
        stamp.write_text(expected)
    return manifest


def build(settings: Settings, progress: Callable[[str], None]) -> list[DbtNode]:
    """Run `dbt build` on an empty build database, then the data tests of what it built.

    Returns the nodes and tests that finished; `progress` gets one line per finished
    room. Raises DbtTestError where only data tests failed, DbtError for everything
    else.
    """
    home = settings.home
    target = home.dbt / "target"
    nodes = json.loads(manifest_path(home).read_text())["nodes"]
    rooms = _rooms(nodes)
    tests = _due_tests(settings, nodes)
    for leftover in (home.build_database, home.build_database.with_suffix(".wal")):
        leftover.unlink(missing_ok=True)
    _empty_target(home, target)
    finished: list[DbtNode] = []
    left = Counter(rooms.values())
    reasons: dict[str, str] = {}
    without_tests = ("--exclude-resource-type", "test")
    for event in _events(settings, "build", *without_tests, target=target):
        if event["info"]["name"] in ("RunResultError", "MainEncounteredError"):
            about = event["data"].get("node_info", {}).get("unique_id", "")
            reasons[about] = event["info"]["msg"]
        node = _finished_node(event, rooms)
        if node is None:
            continue
        finished.append(node)
        left[node.room] -= 1
        if left[node.room] == 0:
            in_room = [other for other in finished if other.room == node.room]
            progress(_told(node.room, in_room))
    built = {node.unique_id for node in finished if node.status in BUILT}
    due = [test for test in tests if built.issuperset(test.reads)]
    tested = [_tested_node(one) for one in run_tests(home.build_database, due)]
    progress(_told("data tests", tested))
    finished += tested
    _refuse([node for node in finished if node.status not in BUILT], reasons)
    return finished


def _told(what: str, nodes: Sequence[DbtNode]) -> str:
    return f"{what}: {len(nodes)} nodes, {sum(node.seconds for node in nodes):.1f} s"


def prepare_data_tests(settings: Settings) -> list[DataTest]:
    """Return the project's data tests, compiled first if the project changed since.

    To be called by whoever has the home's lock: dbt opens the build database to
    compile. Raises DbtError.
    """
    home = settings.home
    home.build.mkdir(parents=True, exist_ok=True)
    kept, code = home.dbt / "data_tests.json", _hash(_PARSED)
    tests = read_tests(kept, code)
    if tests is not None:
        return tests
    target = home.dbt / "compiled"
    _empty_target(home, target)
    selected = ("--select", "resource_type:test")
    errors = [
        event["info"]["msg"]
        for event in _events(settings, "compile", *selected, target=target)
        if event["info"]["level"] == "error"
    ]
    if errors:
        raise DbtError(f"dbt could not compile the tests: {_one_line(errors)}")
    compiled = json.loads((target / "manifest.json").read_text())["nodes"]
    try:
        tests = compiled_tests(compiled)
    except DataTestConfigError as error:
        raise DbtError(str(error)) from error
    write_tests(tests, kept, code)
    return tests


def _due_tests(settings: Settings, nodes: Mapping[str, Any]) -> list[DataTest]:
    """The data tests among `nodes`, but those of sources not connected.

    Raises DbtError where one of them was not compiled.
    """
    tests = prepare_data_tests(settings)
    declared = {one for one, node in nodes.items() if node["resource_type"] == "test"}
    if {test.unique_id for test in tests} != declared:
        raise DbtError(
            f"{len(tests)} data tests are compiled, but dbt's manifest has"
            f" {len(declared)}: remove the folder {settings.home.dbt} and run again."
        )
    idle = _folders_of_idle_sources(settings)
    return [test for test in tests if not test.path.startswith(idle)]


def _empty_target(home: Home, target: Path) -> None:
    """Make a folder for dbt to write to, with what it parsed before."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    parsed = home.dbt / "parsed" / "partial_parse.msgpack"
    if parsed.exists():
        shutil.copyfile(parsed, target / parsed.name)


def code_hash() -> str:
    """Which code made a run: sha256 (hex) over the project's own files.

    The book is not among them, it has a hash of its own.
    """
    return _hash((*_PARSED, "book", "contracts", "demo", "landing", "orchestration"))


# Everything that can change dbt's manifest.
_PARSED = (
    "dbt_project.yml",
    "profiles.yml",
    "requirements.lock",
    "macros",
    "models",
    "tests/dbt",
)


def _hash(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    paths = {
        path
        for part in parts
        for path in ((PROJECT / part), *(PROJECT / part).rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(PROJECT).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def _folders_of_idle_sources(settings: Settings) -> tuple[str, ...]:
    """Staging folders of the sources not connected: their tables are empty."""
    return tuple(
        f"models/staging/{folder.name}/"
        for folder in sorted((PROJECT / "models" / "staging").iterdir())
        if folder.is_dir() and folder.name not in settings.sources
    )


def _events(
    settings: Settings, command: str, *selection: str, target: Path
) -> Iterator[Event]:
    """Run dbt and yield its log events; Raises DbtError where dbt itself breaks."""
    arguments = [
        f"--project-dir={PROJECT}",
        f"--profiles-dir={PROJECT}",
        f"--target={settings.target}",
        f"--target-path={target}",
        f"--log-path={settings.home.logs}",
        "--log-format=json",
        # For people; its own default, all of debug in JSON, is megabytes a night.
        "--log-level-file=info",
        "--log-format-file=debug",
        "--no-version-check",
        "--no-use-colors",
        *selection,
    ]
    dbt = Path(sys.executable).with_name("dbt")
    process = subprocess.Popen(
        [dbt, command, *arguments],
        cwd=PROJECT,
        env=dbt_environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    said = []
    try:
        for line in process.stdout:
            try:
                event = json.loads(line)
                event["info"]["level"]
            except (ValueError, TypeError, KeyError):
                said.append(line.strip())
                continue
            yield event
        code = process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
        process.stdout.close()
    # 1: a node failed, which the events told; anything else is dbt itself breaking.
    if code not in (0, 1) or (code == 1 and said and said[0].startswith("Traceback")):
        raise DbtError(
            f"dbt {command} ended with code {code}: {_one_line(said[-3:])};"
            f" the whole log is {settings.home.logs / 'dbt.log'}."
        )


def _rooms(nodes: Mapping[str, Any]) -> dict[str, str]:
    """First folder of every model of a manifest, by unique id."""
    return {
        unique_id: room_of(node)
        for unique_id, node in nodes.items()
        if node["resource_type"] == "model"
    }


def room_of(node: Mapping[str, Any]) -> str:
    """The room a dbt model belongs to: its first folder."""
    return str(node["fqn"][1])


def _finished_node(event: Event, rooms: dict[str, str]) -> DbtNode | None:
    if event["info"]["name"] not in (
        "LogModelResult",
        "LogUnitTestResult",
        "LogNodeNoOpResult",
        "SkippingDetails",
    ):
        return None
    data = event["data"]
    unique_id = data["node_info"]["unique_id"]
    return DbtNode(
        unique_id=unique_id,
        room=rooms.get(unique_id, "tests"),
        status=str(data["node_info"]["node_status"]).lower(),
        seconds=float(data.get("execution_time") or 0),
        message=_one_line([event["info"]["msg"]]),
    )


def _tested_node(tested: TestedRows) -> DbtNode:
    """What dbt would have said of a data test."""
    rows = "1 row breaks" if tested.count == 1 else f"{tested.count:,} rows break"
    return DbtNode(
        unique_id=tested.test.unique_id,
        room="tests",
        status="fail" if tested.count else "pass",
        seconds=tested.seconds,
        message=f"{rows} it",
    )


def _refuse(failed: Sequence[DbtNode], reasons: Mapping[str, str]) -> None:
    """Raise for nodes that did not build; those skipped are only a consequence."""
    tests = [node for node in failed if node.status == "fail"]
    told_of_tests = ", ".join(f"{node.name} ({node.message})" for node in tests[:5])
    failing = f"{len(tests)} dbt tests failed: {told_of_tests}"
    broken = [node for node in failed if node.status not in ("fail", "skipped")]
    if broken or "" in reasons:
        names = ", ".join(node.name for node in broken) or "the project"
        told = [reasons.get(node.unique_id, node.message) for node in broken]
        what = f"dbt could not build {names}: {_one_line(told or [reasons['']])}"
        # A table whose key broke may be why another one cannot be built.
        raise DbtError(f"{what}; {failing}" if tests else what)
    if tests:
        raise DbtTestError(failing)
    if failed:
        raise DbtError(f"dbt skipped {failed[0].name} without saying why.")


def _one_line(texts: list[str]) -> str:
    return " ".join(" ".join(texts).split())[:600]
