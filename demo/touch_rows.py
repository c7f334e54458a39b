"""`ma_touches`, as the marketing tool exports it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from demo.blocks import Block
from demo.catalogue import SOURCES, Catalogue, content_urls, quarter_of
from demo.draws import Ints, chance, spread
from demo.mailings import campaign_of_issues, issue_at
from demo.native_ids import campaign_ids
from demo.people import People
from demo.tables import make_table, numbered, words
from demo.touches import APPLIED, CLICK, OPEN, SEMINAR, TOUCHES, Touches
from demo.wall_clock import DAY, END, HOUR, NEVER

_WRITTEN_LATER: Final = (
    (6, HOUR, 20 * HOUR), (3, DAY, 4 * DAY), (1, 4 * DAY, 20 * DAY),
)  # fmt: skip


def touches_table(
    touches: Touches, people: People, catalogue: Catalogue, *, block: Block
) -> pa.Table:
    """`ma_touches`, in order of time; some rows were written down later."""
    rng = block.stream("ma_touches rows")
    order = np.argsort(touches.occurred_at, kind="stable")
    lead, kind, at = (
        values[order] for values in (touches.lead, touches.kind, touches.occurred_at)
    )
    content = content_of_touches(rng, kind, catalogue)
    day = at // DAY
    is_mail = (kind == OPEN) | (kind == CLICK)
    is_first = day == people.created_at[lead] // DAY
    acquired_by = catalogue.campaign_of[people.source[lead], quarter_of(day)]
    seminar = seminar_campaigns(touches, catalogue, block=block)[order]
    campaign = np.select(
        [is_mail, seminar != NEVER, is_first],
        [campaign_of_issues(issue_at(at), catalogue), seminar, acquired_by],
        NEVER,
    )
    is_late = chance(rng, 30, len(at))
    late = spread(rng, _WRITTEN_LATER, len(at))
    recorded_at = np.where(is_late, at + late, NEVER)
    return make_table(
        "ma_touches",
        {
            "touch_id": numbered("t-", block.numbers(len(at)), 8),
            "ma_lead_id": people.lead_ids.take(pa.array(lead)),
            "visitor_id": visitor_ids(
                np.where(
                    is_mail | chance(rng, 150, len(at)), -1, touches.person[order]
                ),
                block=block,
            ),
            "touch_type": words([name for name, _ in TOUCHES], kind),
            "content_id": numbered("con-", content, 3),
            "url": content_urls(content),
            "campaign_id": campaign_ids(campaign),
            "occurred_at": at,
            # What is written down after the last day cannot be in these files.
            "recorded_at": np.where(recorded_at >= END, NEVER, recorded_at),
        },
    )


def seminar_campaigns(touches: Touches, catalogue: Catalogue, *, block: Block) -> Ints:
    """The index of the seminar campaign of each touch; `NEVER` for other touches.

    Half of the seminars are held on line.
    """
    rng = block.stream("seminar campaigns")
    names = [name for name, _, _ in SOURCES]
    source = np.where(
        chance(rng, 500, len(touches)), names.index("webinar"), names.index("seminar")
    )
    campaign = catalogue.campaign_of[source, quarter_of(touches.occurred_at // DAY)]
    return np.where(np.isin(touches.kind, (SEMINAR, APPLIED)), campaign, NEVER)


def visitor_ids(visitors: Ints, *, block: Block) -> pa.Array:
    """Browser ids of the block's visitors, at most four a lead; NULL if negative."""
    first = np.where(visitors < 0, 0, 4 * block.first_lead)
    return numbered("v-", visitors + first, 7)


def content_of_touches(
    rng: np.random.Generator, kind: Ints, catalogue: Catalogue
) -> Ints:
    """The content item behind each touch, -1 where there is none."""
    spans = [
        catalogue.content_of[behind] if behind else (NEVER, 1) for _, behind in TOUCHES
    ]
    starts, sizes = (np.asarray(part) for part in zip(*spans, strict=True))
    return starts[kind] + rng.integers(0, sizes[kind])
