"""What every step of the job shares: the settings, the progress, and the lock."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
from pydantic import PrivateAttr

from orchestration.failures import exit_code_of, is_transient
from orchestration.progress import Progress
from orchestration.resources import Settings, read_settings
from orchestration.run_lock import hold_run_lock

RETRIES = 2
SECONDS_BETWEEN_RETRIES = 10


class Night(dg.ConfigurableResource):
    """Holds the home's lock for the length of a run, from wherever it was started.

    The job runs in one process, so Dagster makes this resource once a run. The command
    line takes the lock before it imports Dagster and says so with `is_lock_held`.
    """

    is_lock_held: bool = False
    _settings: Settings = PrivateAttr()

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def progress(self) -> Progress:
        return Progress()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Night"]:
        self._settings = read_settings()
        if self.is_lock_held:
            yield self
            return
        with hold_run_lock(self._settings.home.lock):
            yield self


@contextmanager
def foreseen_failures() -> Iterator[None]:
    """Give foreseen errors their exit code, and transient ones a second try.

    Bad input and broken contracts are never tried again: they would only fail later.
    """
    try:
        yield
    except Exception as error:
        if is_transient(error):
            raise dg.RetryRequested(RETRIES, SECONDS_BETWEEN_RETRIES) from error
        code = exit_code_of(error)
        if code is None:
            raise
        raise dg.Failure(
            str(error), metadata={"exit_code": int(code)}, allow_retries=False
        ) from error
