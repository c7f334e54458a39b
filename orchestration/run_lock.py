"""One run at a time: a lock on the home that the operating system takes back."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class RunLockHeldError(Exception):
    """Another process runs on this home; the text is the one sentence to show."""


@contextmanager
def hold_run_lock(lock: Path) -> Iterator[None]:
    """Hold the home's lock (`<home>/run.lock`) for the length of the block.

    The lock goes with the process, also after kill -9, so it is never stale. Raises
    RunLockHeldError at once when someone else has it.
    """
    with open(lock, "a+", encoding="utf-8") as file:
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
