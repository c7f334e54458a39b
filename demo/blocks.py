"""Blocks: parts of the company that are drawn one after the other.

A block has its own random streams, leads, companies and ids; campaigns, content and
users are shared. So the memory needed does not grow with the company.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from demo.draws import Ints, stream

LARGEST_BLOCK: Final = 20_000
# No table has more rows, and no record kind more records, than this for each lead.
_IDS_A_LEAD: Final = 100


@dataclass(frozen=True)
class Block:
    """`leads` MA leads of a company, the first of them its lead `first_lead` (from 0).

    `number` counts the company's blocks from 0. The first block draws as if it were
    the whole company. A company that `is_busy` has regulars (see `demo.regulars`).
    """

    seed: int
    number: int
    first_lead: int
    leads: int
    is_busy: bool = False

    @property
    def companies(self) -> int:
        """How many companies the leads come from."""
        return self.leads * 2 // 5 + 20

    def stream(self, name: str) -> np.random.Generator:
        """The block's generator of one table."""
        return stream(self.seed, f"{name} {self.number}" if self.number else name)

    def numbers(self, count: int) -> Ints:
        """`count` numbers for ids of one table or kind of record; no block shares any.

        They are consecutive and the same at each call.
        """
        return self.first_lead * _IDS_A_LEAD + np.arange(count, dtype=np.int64)


def blocks_of(*, leads: int, seed: int, is_busy: bool = False) -> list[Block]:
    """As few blocks as hold `leads` leads, of about the same size."""
    count = -(-leads // LARGEST_BLOCK)
    bounds = [leads * number // count for number in range(count + 1)]
    return [
        Block(seed, number, start, end - start, is_busy)
        for number, (start, end) in enumerate(pairwise(bounds))
    ]
