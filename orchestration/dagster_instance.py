"""The Dagster instance of a home: one history for the command line and the UI."""

import os
import sqlite3
from typing import TYPE_CHECKING

from orchestration.resources import Home

if TYPE_CHECKING:
    import dagster as dg

# Steps speak through the terminal and the event log; copying standard output would
# cost two processes a run.
CONFIGURATION = """\
telemetry:
  enabled: false
nux:
  enabled: false
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""


def write_configuration(home: Home) -> None:
    """Write `<home>/dagster/dagster.yaml`, unless it is there already."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    file = home.dagster / "dagster.yaml"
    if file.exists() and file.read_text() == CONFIGURATION:
        return
    waiting = file.with_suffix(".yaml.new")
    waiting.write_text(CONFIGURATION)
    os.replace(waiting, file)


def open_instance(home: Home) -> "dg.DagsterInstance":
    """Open the home's instance for a night; imports Dagster, which takes a second."""
    import dagster as dg
    from dagster._core.instance.ref import InstanceRef

    write_configuration(home)
    _write_history_without_waiting()
    event_log = {
        "module": "orchestration.event_log",
        "class": "NightlyStorage",
        "config": {"base_dir": str(home.dagster)},
    }
    reference = InstanceRef.from_dir(
        str(home.dagster), overrides={"storage": {"custom": event_log}}
    )
    return dg.DagsterInstance.from_ref(reference)


def _write_history_without_waiting() -> None:
    """Let SQLite sync Dagster's event log at its checkpoints, not at every event.

    A night writes some 750 events; with a sync each, 150 assets took 15 s on a busy
    machine instead of 4. A power cut may lose the last events of the history, never
    what is published.
    """
    from sqlalchemy import Engine, event

    if not event.contains(Engine, "connect", _relax):
        event.listen(Engine, "connect", _relax)


def _relax(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = normal")


def end_vanished_runs(instance: "dg.DagsterInstance") -> None:
    """Mark runs as failed that a kill or a power cut ended without a word.

    To be called under the run lock: whoever has it knows that no other run works.
    """
    import dagster as dg

    started = dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED])
    for run in instance.get_runs(filters=started):
        instance.report_run_failed(run, "The process of this run is gone.")
