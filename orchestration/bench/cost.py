"""What a piece of work costs: it runs in a process of its own and is measured there."""

import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

Found = TypeVar("Found")


class BenchError(Exception):
    """Something could not be measured; the text is the one sentence to show."""


class BenchPlanError(BenchError):
    """What was asked for cannot be measured; the text is the one sentence to show."""


@dataclass(frozen=True)
class Cost:
    """Wall clock and processor time (seconds), and the largest process (bytes).

    Processor time is that of the process and of all that it started and waited for.
    """

    wall: float
    cpu: float
    peak: int


class Stopwatch:
    """Wall clock and processor time of this process tree since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), _processor_seconds()

    def read(self) -> Cost:
        """What was spent so far; the peak is that of the processes' whole life."""
        return Cost(
            wall=round(time.monotonic() - self._wall, 4),
            cpu=round(_processor_seconds() - self._cpu, 4),
            peak=_peak_bytes(),
        )


def run_apart(work: Callable[..., Found], *arguments: object) -> tuple[Found, Cost]:
    """Run `work(*arguments)` in a new process; return what it returns and its cost.

    `work` is a function of a module, arguments and result can be pickled. What it
    raises is raised here; raises BenchError where the process was killed.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(_measured, work, arguments).result()
        except BrokenProcessPool as error:
            raise BenchError(
                f"The process of {work.__name__} was killed, probably for its memory:"
                " measure fewer leads, or on a larger machine."
            ) from error


def _measured(
    work: Callable[..., Found], arguments: tuple[object, ...]
) -> tuple[Found, Cost]:
    watch = Stopwatch()
    found = work(*arguments)
    return found, watch.read()


def _processor_seconds() -> float:
    spent = [
        resource.getrusage(who)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _peak_bytes() -> int:
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
