"""The nightly job without a UI: run it, say what became of it, report."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from orchestration import dagster_instance
from orchestration.failures import ExitCode, Outcome
from orchestration.progress import Progress
from orchestration.resources import (
    Settings,
    SettingsError,
    open_home,
    reason_of,
    use_environment,
)
from orchestration.run_lock import hold_run_lock

if TYPE_CHECKING:
    import dagster as dg

# How Dagster's UI knows which code location a run belongs to.
REPOSITORY_TAG = {
    ".dagster/repository": "__repository__@orchestration.definitions",
}
_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def run_nightly(settings: Settings, progress: Progress) -> Outcome:
    """Run the whole job once under the home's lock.

    Foreseen failures of the steps come back as an outcome; those before the first
    step (settings, book, lock, contracts) are raised.
    """
    open_home(settings.home)
    _log_to_file(settings)
    with hold_run_lock(settings.home.lock):
        # Before Dagster is imported: a wrong book is answered at once.
        from orchestration.steps import preflight

        preflight(settings)
        use_environment(settings)
        progress.say(
            f"Nightly run of {', '.join(settings.sources)} in {settings.home.root}"
        )
        outcome = execute(settings)
    if outcome.exit_code == ExitCode.PUBLISHED:
        from orchestration.report import report

        progress.say(report(settings))
    return outcome


def execute(settings: Settings) -> Outcome:
    """Execute the Dagster job in this process; the caller holds the home's lock."""
    from orchestration.assembly import assemble
    from orchestration.defs.publish import PUBLISHED_MARTS
    from orchestration.night import Night
    from orchestration.schedules import NIGHTLY

    job = assemble(settings).resolve_job_def(NIGHTLY)
    with (
        dagster_instance.open_instance(settings.home) as instance,
        _interruptible(),
    ):
        dagster_instance.end_vanished_runs(instance)
        result = job.execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config=_QUIET,
            resources={"night": Night(is_lock_held=True)},
            tags=REPOSITORY_TAG,
        )
    if result.success and result.asset_materializations_for_node(PUBLISHED_MARTS):
        return Outcome(ExitCode.PUBLISHED)
    return _failure(settings, result)


def _failure(settings: Settings, result: "dg.ExecuteInProcessResult") -> Outcome:
    """Say in one sentence why nothing was published; the log keeps the rest.

    A run in which a step was skipped is a success to Dagster, but not to us.
    """
    for event in result.all_events:
        if event.is_step_failure and not _is_only_a_consequence(event):
            return _step_failure(settings, event)
    told = [str(event.message) for event in result.all_events if event.is_failure]
    return _unforeseen(settings, "job", " ".join(told) or "the last step was skipped")


def _is_only_a_consequence(event: "dg.DagsterEvent") -> bool:
    error = event.step_failure_data.error
    return error is None and event.step_failure_data.user_failure_data is None


def _step_failure(settings: Settings, event: "dg.DagsterEvent") -> Outcome:
    step = str(event.step_key)
    data = event.step_failure_data
    meant = data.user_failure_data
    if meant is not None and "exit_code" in meant.metadata:
        code = meant.metadata["exit_code"].value
        assert isinstance(code, int)
        return Outcome(code, str(meant.description))
    assert data.error is not None
    if data.error.cls_name == "DagsterExecutionInterruptedError":
        return Outcome(
            ExitCode.INTERRUPTED,
            f"Interrupted while working on {step}; nothing was published.",
        )
    cause = data.error
    while cause.cause is not None:
        cause = cause.cause
    logging.getLogger("handoff").error("step %s: %s", step, data.error.to_string())
    return _unforeseen(settings, step, cause.message)


def _unforeseen(settings: Settings, step: str, message: str) -> Outcome:
    return Outcome(
        ExitCode.NOT_PUBLISHED,
        f"The step {step} failed ({' '.join(message.split())[:400]}); nothing was"
        f" published, and the whole story is in {log_file(settings)}.",
    )


def log_file(settings: Settings) -> str:
    """Where tracebacks and the libraries' warnings go."""
    return str(settings.home.logs / "handoff.log")


def _log_to_file(settings: Settings) -> None:
    """Keep libraries' warnings off the terminal, but keep them.

    Raises SettingsError where the log cannot be written.
    """
    name = log_file(settings)
    try:
        settings.home.logs.mkdir(exist_ok=True)
        file = RotatingFileHandler(name, maxBytes=1_000_000, backupCount=3)
    except OSError as error:
        raise SettingsError(
            f"The log {name} cannot be written ({reason_of(error)}): remove it, or let"
            " this user write it."
        ) from error
    logging.basicConfig(
        handlers=[file],
        level=logging.WARNING,
        format="%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s",
    )
    logging.captureWarnings(True)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let a polite kill end the run the way Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
