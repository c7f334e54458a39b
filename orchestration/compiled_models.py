"""The project's SQL as dbt compiled it, to be run without dbt.

dbt needs most of a minute of processor time for a company of one lead, all but a few
seconds of it its own. Where the question is what the SQL says, or what it costs, dbt
compiles it once, and its models and data tests run on one home after the other.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from orchestration.dbt_process import DbtError, code_hash
from orchestration.resources import PROJECT, Home, tool_environment

Node = Mapping[str, Any]


@dataclass(frozen=True)
class CompiledProject:
    """The project compiled into `folder`, for a home that is only a name."""

    folder: Path

    @property
    def home(self) -> Home:
        """The home whose path stands in the compiled SQL."""
        return Home(self.folder / "home")

    def nodes(self) -> tuple[Node, ...]:
        """Every model and data test with its compiled SQL, in dbt's order.

        Compiled again when any file of the project changed. Raises DbtError.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        manifest = self.folder / f"{code_hash()}.json"
        with open(self.folder / "lock", "w") as lock:
            # Waits: another process may be compiling the very same project.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not manifest.exists():
                for outdated in self.folder.glob("*.json"):
                    outdated.unlink()
                os.replace(self._compile(), manifest)
        found = json.loads(manifest.read_text())["nodes"]
        nodes = {
            unique_id: node
            for unique_id, node in found.items()
            if node["resource_type"] in ("model", "test")
        }
        reads = {
            unique_id: [one for one in node["depends_on"]["nodes"] if one in nodes]
            for unique_id, node in nodes.items()
        }
        return tuple(nodes[one] for one in TopologicalSorter(reads).static_order())

    def query(self, node: Node, home: Home) -> str:
        """The compiled SQL of a node, reading what `home` landed."""
        code = str(node["compiled_code"])
        return code.replace(str(self.home.root), str(home.root))

    def statements(self, node: Node, home: Home) -> Iterator[str]:
        """The SQL that builds a model, or counts the rows that break a data test."""
        code = self.query(node, home)
        if not is_model(node):
            yield f"select count(*) from ({code}\n)"
            return
        table = relation(node)
        columns = node["columns"].values()
        yield f'create schema if not exists "{node["schema"]}"'
        if node["config"]["materialized"] == "view":
            yield f"create view {table} as ({code}\n)"
        elif node["config"]["contract"]["enforced"]:
            names = ", ".join(f'"{column["name"]}"' for column in columns)
            yield f"create table {table} ({', '.join(map(_declared, columns))})"
            yield f"insert into {table} select {names} from ({code}\n)"
        else:
            yield f"create table {table} as ({code}\n)"

    def _compile(self) -> Path:
        """The manifest of the project as dbt compiled it now."""
        target = self.folder / "target"
        self.home.build.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        finished = subprocess.run(
            [
                Path(sys.executable).with_name("dbt"),
                "compile",
                "--quiet",
                f"--project-dir={PROJECT}",
                f"--profiles-dir={PROJECT}",
                f"--target-path={target}",
                f"--log-path={target / 'logs'}",
            ],
            cwd=PROJECT,
            env=tool_environment() | {"HANDOFF_HOME": str(self.home.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if finished.returncode:
            raise DbtError(f"dbt could not compile the project: {finished.stdout}")
        return target / "manifest.json"


def relation(node: Node) -> str:
    """The name of a model's table, as SQL wants it."""
    return f'"{node["schema"]}"."{node["alias"]}"'


def is_model(node: Node) -> bool:
    """Whether a node is a model; the others are data tests."""
    return bool(node["resource_type"] == "model")


def _declared(column: Node) -> str:
    constraints = [one["type"].replace("_", " ") for one in column["constraints"]]
    return " ".join([f'"{column["name"]}"', column["data_type"], *constraints])
