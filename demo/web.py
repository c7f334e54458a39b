"""Pageviews: what known leads looked at, and visitors who never say who they are."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.blocks import Block
from demo.catalogue import Catalogue, content_urls
from demo.draws import chance, pick, repeat_counts
from demo.people import People
from demo.tables import make_table, numbered, taken, words
from demo.touch_rows import content_of_touches, visitor_ids
from demo.touches import (
    ARTICLE,
    CAREERS,
    CASE,
    PRICING,
    Touches,
)
from demo.wall_clock import DAY, END, FIRST_DAY, LAST_DAY, draw_clock, draw_days

_MEDIUMS: Final = (
    ("google", "organic"),
    ("google", "cpc"),
    ("sns", "social"),
    ("newsletter", "email"),
    (None, None),
)


def pageviews(
    touches: Touches, people: People, catalogue: Catalogue, *, block: Block
) -> pa.Table:
    """`pageviews` by time; for one known visitor there are three unknown ones."""
    rng = block.stream("pageviews")
    views = np.flatnonzero(np.isin(touches.kind, (ARTICLE, CASE, PRICING, CAREERS)))
    if block.is_busy:
        # Its visitors are asked for consent, and nearly half give it.
        views = views[chance(block.stream("consents"), 450, len(views))]
    visitors = 3 * len(people)
    owner, nth = repeat_counts(1 + pick(rng, (6, 2, 1), visitors))
    begun = draw_days(rng, FIRST_DAY, LAST_DAY, visitors) * DAY
    begun = begun + draw_clock(rng, visitors)
    at = np.concatenate([touches.occurred_at[views], begun[owner] + nth * 75])
    kind = np.concatenate([touches.kind[views], pick(rng, (7, 0, 0, 1, 1), len(owner))])
    content = content_of_touches(rng, kind, catalogue)
    is_known = np.arange(len(at)) < len(views)
    is_named = is_known & chance(rng, 850, len(at))
    lead = np.concatenate([touches.lead[views], np.full(len(owner), -1)])
    visitor = np.concatenate([touches.person[views], owner + len(people)])
    medium = np.concatenate(
        [rng.integers(0, 5, len(people)), rng.integers(0, 5, visitors)]
    )
    order = np.argsort(at, kind="stable")
    order = order[at[order] < END]
    source = medium[visitor[order]]
    return make_table(
        "pageviews",
        {
            "pageview_id": numbered("pv-", block.numbers(len(order)), 8),
            "visitor_id": visitor_ids(visitor[order], block=block),
            "ma_lead_id": taken(people.lead_ids, np.where(is_named, lead, -1)[order]),
            "url": pc.coalesce(
                content_urls(content[order]),
                pa.scalar("https://www.handoff-demo.example/"),
            ),
            "content_id": numbered("con-", content[order], 3),
            "utm_source": words([name for name, _ in _MEDIUMS], source),
            "utm_medium": words([name for _, name in _MEDIUMS], source),
            "occurred_at": at[order],
        },
    )
