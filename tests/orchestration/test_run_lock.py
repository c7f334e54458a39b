"""One run at a time, and no lock survives its process."""

import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.resources import SettingsError
from orchestration.run_lock import RunLockHeldError, hold_run_lock

HOLDER = """
import sys, time
from pathlib import Path
from orchestration.run_lock import hold_run_lock
with hold_run_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_process_is_told_who_has_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, lock], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(RunLockHeldError, match=f"process {holder.pid}"),
            hold_run_lock(lock),
        ):
            pass
    finally:
        holder.kill()
        holder.wait()
    # Killed without any chance to clean up: the lock is free all the same.
    with hold_run_lock(lock):
        pass


def test_a_lock_that_cannot_be_opened_is_bad_input(tmp_path: Path) -> None:
    """A folder in its place cannot be opened by root either."""
    lock = tmp_path / "run.lock"
    lock.mkdir()
    told = r"run\.lock cannot be opened \(is a directory\)"
    with pytest.raises(SettingsError, match=told), hold_run_lock(lock):
        pass


def test_the_lock_is_free_after_an_error_inside(tmp_path: Path) -> None:
    lock = tmp_path / "run.lock"
    with pytest.raises(ZeroDivisionError), hold_run_lock(lock):
        _ = 1 / 0
    with hold_run_lock(lock):
        pass
