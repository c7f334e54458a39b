"""Merges in the sales tool: somebody notices that a person was typed in twice."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from demo.blocks import Block
from demo.draws import Ints, spread
from demo.sales_records import SalesRecords
from demo.tables import make_table, taken
from demo.wall_clock import DAY, END, NEVER, in_office_hours


@dataclass(frozen=True)
class SalesMerges:
    """One element a merge, by time: the record that went into another, and when."""

    loser: Ints
    winner: Ints
    merged_at: Ints

    def deleting(self, records: SalesRecords) -> SalesRecords:
        """The records, the losers deleted at their merge."""
        deleted_at = records.deleted_at.copy()
        deleted_at[self.loser] = self.merged_at
        return replace(records, deleted_at=deleted_at)


def draw_sales_merges(records: SalesRecords, *, block: Block) -> SalesMerges:
    """Six in ten twins go into the first record of their person, if it still lives.

    A lead that was converted by then cannot take another one in.
    """
    rng = block.stream("sfa_merges")
    known = np.flatnonzero((records.lead != NEVER) & ~records.is_contact)
    first = records.record_of[records.lead[known]]
    loser, winner = known[first != known], first[first != known]
    noticed = records.created_at[loser] + spread(rng, ((1, 5, 60),), len(loser)) * DAY
    merged_at = in_office_hours(rng, noticed)
    can_merge = np.flatnonzero(
        (merged_at < END)
        & (records.deleted_at[winner] == NEVER)
        & (
            (records.converted_at[winner] == NEVER)
            | (records.converted_at[winner] > merged_at)
        )
    )
    chosen = rng.permutation(can_merge)[: -(-len(can_merge) * 6 // 10)]
    chosen = chosen[np.lexsort((chosen, merged_at[chosen]))]
    return SalesMerges(loser[chosen], winner[chosen], merged_at[chosen])


def sfa_merges(merges: SalesMerges, records: SalesRecords) -> pa.Table:
    """`sfa_merges`: which record went into which."""
    return make_table(
        "sfa_merges",
        {
            "loser_id": taken(records.ids, merges.loser),
            "winner_id": taken(records.ids, merges.winner),
            "merged_at": merges.merged_at,
        },
    )
