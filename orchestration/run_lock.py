"""One run at a time: a lock on the home that the operating system takes back."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from orchestration.resources import SettingsError, reason_of


class RunLockHeldError(Exception):
    """Another process runs on this home; the text is the one sentence to show."""


@contextmanager
def hold_run_lock(lock: Path) -> Iterator[None]:
    """Hold the home's lock (`<home>/run.lock`) for the length of the block.

    The lock goes with the process, also after kill -9, so it is never stale. Raises
    RunLockHeldError at once when someone else has it, SettingsError where it cannot be
    opened.
    """
    with _opened(lock) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            owner = file.read().strip()
            raise RunLockHeldError(
                f"Another run{f' (process {owner})' if owner else ''} works on"
                f" {lock.parent}: wait for it to end, then start again."
            ) from error
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()
            file.flush()


def _opened(lock: Path) -> TextIO:
    try:
        return open(lock, "a+", encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"{lock} cannot be opened ({reason_of(error)}), so it is unknown whether"
            " another run works: let this user read and write it, or use another"
            " folder (HANDOFF_HOME)."
        ) from error
