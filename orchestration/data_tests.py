"""dbt's data tests, run by their own SQL as dbt compiled it.

As nodes of a build they cost dbt 20 CPU-seconds a night, their queries 3.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

# What a test may be configured to, because it is what happens here.
_CONFIGURED = {
    "severity": "ERROR",
    "fail_calc": "count(*)",
    "error_if": "!= 0",
    "limit": None,
    "store_failures": None,
}


class DataTestConfigError(Exception):
    """A data test asks for what is not done here; the text says which and what."""


@dataclass(frozen=True)
class DataTest:
    """A data test: `sql` returns the rows that break it.

    `path` is the file that declares it, `reads` are the models it looks at.
    """

    unique_id: str
    path: str
    reads: tuple[str, ...]
    sql: str

    @property
    def name(self) -> str:
        return self.unique_id.split(".")[2]


@dataclass(frozen=True)
class TestedRows:
    """How many rows break a data test."""

    test: DataTest
    count: int
    seconds: float


def compiled_tests(nodes: Mapping[str, Mapping[str, Any]]) -> list[DataTest]:
    """The data tests among the nodes of a compiled manifest.

    Raises DataTestConfigError.
    """
    return [
        DataTest(
            unique_id=unique_id,
            path=node["original_file_path"],
            reads=tuple(node["depends_on"]["nodes"]),
            sql=node["compiled_code"],
        )
        for unique_id, node in nodes.items()
        if node["resource_type"] == "test" and _is_plain(node)
    ]


def write_tests(tests: Sequence[DataTest], file: Path, code: str) -> None:
    """Keep the tests of one state of the code, `code` being its hash."""
    waiting = file.with_suffix(".new")
    listed = [asdict(test) for test in tests]
    waiting.write_text(json.dumps({"code": code, "tests": listed}))
    os.replace(waiting, file)


def read_tests(file: Path, code: str) -> list[DataTest] | None:
    """The tests that were kept; None where they are of another state of the code."""
    if not file.exists():
        return None
    kept = json.loads(file.read_text())
    if kept["code"] != code:
        return None
    return [DataTest(**{**one, "reads": tuple(one["reads"])}) for one in kept["tests"]]


def run_tests(database: Path, tests: Sequence[DataTest]) -> list[TestedRows]:
    """Run tests on a build, which is only read."""
    if not tests:
        # Where nothing was built there may be no database.
        return []
    found = []
    with duckdb.connect(str(database), read_only=True) as build:
        build.execute("set TimeZone = 'UTC'")
        build.execute("set autoinstall_known_extensions = false")
        build.execute("set autoload_known_extensions = false")
        for test in tests:
            started = time.monotonic()
            row = build.execute(f"select count(*) from ({test.sql}\n)").fetchone()
            assert row is not None
            found.append(TestedRows(test, row[0], time.monotonic() - started))
    return found


def _is_plain(node: Mapping[str, Any]) -> bool:
    for name, value in _CONFIGURED.items():
        asked = node["config"].get(name)
        if asked != value:
            raise DataTestConfigError(
                f"The data test {node['name']} has {name} {asked!r}, but data tests run"
                f" with {value!r}: leave it out."
            )
    return True
