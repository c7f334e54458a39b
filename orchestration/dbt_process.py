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
    """Run `dbt build` on an empty build database and return the nodes it finished.

    `progress` gets one line per finished room. Raises DbtTestError where only data
    tests failed, DbtError for everything else.
    """
    home = settings.home
    target = home.dbt / "target"
    for leftover in (home.build_database, home.build_database.with_suffix(".wal")):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    parsed = home.dbt / "parsed" / "partial_parse.msgpack"
    if parsed.exists():
        shutil.copyfile(parsed, target / parsed.name)
    rooms = _rooms(manifest_path(home))
    finished: list[DbtNode] = []
    left = Counter(rooms.values())
    reasons: dict[str, str] = {}
    idle = _tests_of_idle_sources(settings)
    excluded = ("--exclude", *idle) if idle else ()
    for event in _events(settings, "build", *excluded, target=target):
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
            progress(
                f"{node.room}: {len(in_room)} nodes,"
                f" {sum(other.seconds for other in in_room):.1f} s"
            )
    _refuse([node for node in finished if node.status not in BUILT], reasons)
    return finished


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


def _tests_of_idle_sources(settings: Settings) -> list[str]:
    """Selectors of the data tests of sources not connected: their tables are empty."""
    return [
        f"path:models/staging/{folder.name},resource_type:test"
        for folder in sorted((PROJECT / "models" / "staging").iterdir())
        if folder.is_dir() and folder.name not in settings.sources
    ]


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


def _rooms(manifest: Path) -> dict[str, str]:
    """First folder of every model, by unique id."""
    nodes = json.loads(manifest.read_text())["nodes"]
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
        "LogTestResult",
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


def _refuse(failed: Sequence[DbtNode], reasons: Mapping[str, str]) -> None:
    """Raise for nodes that did not build; those skipped are only a consequence."""
    broken = [node for node in failed if node.status not in ("fail", "skipped")]
    if broken or "" in reasons:
        names = ", ".join(node.name for node in broken) or "the project"
        told = [reasons.get(node.unique_id, node.message) for node in broken]
        raise DbtError(
            f"dbt could not build {names}: {_one_line(told or [reasons['']])}"
        )
    tests = [node for node in failed if node.status == "fail"]
    if tests:
        told = [f"{node.name} ({reasons.get(node.unique_id)})" for node in tests[:5]]
        raise DbtTestError(f"{len(tests)} dbt tests failed: {_one_line(told)}")
    if failed:
        raise DbtError(f"dbt skipped {failed[0].name} without saying why.")


def _one_line(texts: list[str]) -> str:
    return " ".join(" ".join(texts).split())[:600]
