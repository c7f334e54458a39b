"""Regulars: people who come back again and again, for weeks or for months.

Only a busy company has them (see `Block.is_busy`): the one that speed is measured on.
With them a lead has some forty touches on some fourteen days: many have hardly any, a
few have hundreds.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from demo.blocks import Block
from demo.draws import Ints, pick, repeat_counts, spread
from demo.people import SILENT, People
from demo.wall_clock import DAY, draw_clock

# Further sessions of one person; those after the last day will not be.
_SESSIONS: Final = (
    (40, 0, 2), (30, 2, 10), (18, 10, 32), (9, 32, 85), (3, 85, 200),
)  # fmt: skip
# Days from the first contact to a session: a regular stays.
_DELAYS: Final = ((4, 0, 45), (4, 45, 180), (3, 180, 365), (1, 365, 548))
# Sessions of two, three, four and five touches.
_LENGTHS: Final = (15, 40, 30, 15)
# Of a thousand touches, in order of `demo.touches.TOUCHES`: a regular reads, and seldom
# asks for more.
_MIX: Final = (360, 490, 70, 35, 12, 4, 2, 1, 8, 8, 10)


def draw_regulars(people: People, *, block: Block) -> tuple[Ints, Ints, Ints]:
    """Lead, kind (index into `demo.touches.TOUCHES`) and instant of further touches.

    They go to the first lead of each person; nobody who is silent has any.
    """
    rng = block.stream("regulars")
    is_first = people.person == np.arange(len(people))
    regular = np.flatnonzero(is_first & (people.intent != SILENT))
    owner, _ = repeat_counts(spread(rng, _SESSIONS, len(regular)))
    lead = regular[owner]
    day = people.created_at[lead] // DAY + spread(rng, _DELAYS, len(lead))
    begun = day * DAY + draw_clock(rng, len(lead))
    session, nth = repeat_counts(2 + pick(rng, _LENGTHS, len(lead)))
    lead = lead[session]
    at = begun[session] + nth * rng.integers(20, 600, len(lead))
    return (
        lead,
        pick(rng, _MIX, len(lead)),
        np.maximum(at, people.created_at[lead] + 1),
    )
