"""Work on several batches at once, handed on in the order in which they came."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

# Parsing, converting and hashing release Python's lock; more threads would only hold
# more batches in memory.
_THREADS = min(4, os.cpu_count() or 1)

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """``work`` of each item, in the order of the items, in at most four threads.

    No more items are taken ahead than there are threads, so memory does not grow with
    their number. Raises what ``work`` or the iteration raised.
    """
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(max_workers=_THREADS) as threads:
        for item in items:
            waiting.append(threads.submit(work, item))
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
