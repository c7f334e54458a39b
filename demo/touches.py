"""What leads do: the touches that the marketing tool records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from demo.blocks import Block
from demo.catalogue import SOURCES
from demo.draws import Ints, chance, pick, pick_by_class, repeat_counts, spread
from demo.mailings import Mailings
from demo.people import COLD, HOT, SILENT, WARM, People
from demo.regulars import draw_regulars
from demo.wall_clock import DAY, END, HOUR, MINUTE, NEVER, draw_clock

# Touch type, and the type of content behind it.
TOUCHES: Final = (
    ("article_view", "article"),
    ("email_open", None),
    ("email_click", "article"),
    ("case_study_view", "case_study"),
    ("pricing_view", "pricing_page"),
    ("whitepaper_download", "whitepaper"),
    ("seminar_attended", "seminar"),
    ("enquiry", "enquiry_form"),
    ("careers_view", "careers_page"),
    ("seminar_applied", "seminar"),
    ("chat", None),
)
(ARTICLE, OPEN, CLICK, CASE, PRICING, WHITEPAPER, SEMINAR, ENQUIRY, CAREERS, APPLIED,
 CHAT) = range(len(TOUCHES))  # fmt: skip
# Per intent (silent, cold, warm, hot): of a thousand touches on the website, in order
# of TOUCHES.
_MIXES: Final = (
    (1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    (777, 0, 0, 66, 50, 33, 7, 2, 18, 39, 8),
    (609, 0, 0, 148, 117, 55, 16, 3, 6, 38, 8),
    (507, 0, 0, 177, 154, 62, 28, 12, 5, 40, 15),
)
# Per intent: sessions after the first contact (weight, from, below).
_SESSIONS: Final = {
    COLD: ((3, 0, 2), (5, 1, 4), (2, 3, 6)),
    WARM: ((4, 2, 4), (4, 3, 7), (2, 6, 10)),
    HOT: ((5, 2, 5), (4, 4, 8), (1, 8, 14)),
}
_SESSION_DELAYS: Final = (
    (30, 0, 7), (24, 7, 30), (20, 30, 90), (16, 90, 240), (10, 240, 500),
)  # fmt: skip
# What the form that brought the lead was; other sources bring no touch.
_FIRST_TOUCHES: Final = {
    "organic_search": (WHITEPAPER, ENQUIRY, ARTICLE),
    "paid_search": (WHITEPAPER, ENQUIRY, WHITEPAPER),
    "display": (WHITEPAPER, ARTICLE, WHITEPAPER),
    "social": (WHITEPAPER, ARTICLE, ARTICLE),
    "newsletter": (ARTICLE, CLICK, WHITEPAPER),
    "comparison_media": (WHITEPAPER, PRICING, WHITEPAPER),
    "whitepaper_portal": (WHITEPAPER, WHITEPAPER, WHITEPAPER),
    "webinar": (APPLIED, SEMINAR, SEMINAR),
    "seminar": (APPLIED, SEMINAR, SEMINAR),
    "enquiry_form": (ENQUIRY, ENQUIRY, ENQUIRY),
}
_ROBOT_OPENS: Final = 24


@dataclass(frozen=True)
class Touches:
    """One element a touch, in order of person and time.

    `lead` is the MA lead that the tool wrote it to, `person` the first lead of that
    human being, `kind` an index into `TOUCHES`.
    """

    lead: Ints
    person: Ints
    kind: Ints
    occurred_at: Ints

    def __len__(self) -> int:
        return len(self.lead)


def draw_touches(people: People, mailings: Mailings, *, block: Block) -> Touches:
    """All touches of `people` up to the last day, opened mails among them."""
    rng = block.stream("ma_touches")
    first = _first_touches(rng, people)
    visits = _visits(rng, people)
    prices = _price_looks(rng, people, first)
    returns = _comebacks(rng, people)
    drawn = [first, visits, prices, returns, _robots(rng, people)]
    if block.is_busy:
        drawn.append(draw_regulars(people, block=block))
    lead, kind, occurred_at = (
        np.concatenate(parts) for parts in zip(*drawn, strict=True)
    )
    person = people.person[lead]
    lead = _recorded_on(rng, people, person, occurred_at)
    lead, kind, occurred_at = (
        np.concatenate(parts)
        for parts in zip((lead, kind, occurred_at), _mails(mailings), strict=True)
    )
    person = people.person[lead]
    keep = (occurred_at < END) & (
        (people.deleted_at[lead] == NEVER) | (occurred_at < people.deleted_at[lead])
    )
    order = np.lexsort((kind[keep], occurred_at[keep], person[keep]))
    return Touches(
        lead[keep][order],
        person[keep][order],
        kind[keep][order],
        occurred_at[keep][order],
    )


def _first_touches(rng: np.random.Generator, people: People) -> tuple[Ints, Ints, Ints]:
    choices = np.array(
        [_FIRST_TOUCHES.get(name or "", (NEVER,) * 3) for name, _, _ in SOURCES]
    )
    kind = choices[people.source, pick(rng, (62, 3, 35), len(people))]
    lead = np.flatnonzero(kind != NEVER)
    return lead, kind[lead], people.created_at[lead]


def _visits(rng: np.random.Generator, people: People) -> tuple[Ints, Ints, Ints]:
    originals = np.flatnonzero(people.person == np.arange(len(people)))
    sessions = np.zeros(len(originals), dtype=np.int64)
    for intent, buckets in _SESSIONS.items():
        drawn = spread(rng, buckets, len(originals))
        sessions = np.where(people.intent[originals] == intent, drawn, sessions)
    owner, _ = repeat_counts(sessions)
    lead = originals[owner]
    day = people.created_at[lead] // DAY + spread(rng, _SESSION_DELAYS, len(lead))
    clock = draw_clock(rng, len(lead))
    # A session of the first day follows the form that began it.
    begun = np.maximum(day * DAY + clock, people.created_at[lead] + 5 * MINUTE)
    session, nth = repeat_counts(1 + pick(rng, (17, 2, 1), len(lead)))
    lead, begun = lead[session], begun[session]
    kind = pick_by_class(rng, _MIXES, people.intent[lead])
    is_outsider = people.is_out_of_scope[lead] & chance(rng, 500, len(lead))
    return (
        lead,
        np.where(is_outsider, CAREERS, kind),
        begun + nth * rng.integers(20, 600, len(lead)),
    )


def _price_looks(
    rng: np.random.Generator, people: People, first: tuple[Ints, Ints, Ints]
) -> tuple[Ints, Ints, Ints]:
    """Four in five who came by a white paper soon look at the prices once."""
    lead, kind, at = first
    looks = (kind == WHITEPAPER) & chance(rng, 800, len(lead))
    looks &= people.intent[lead] != SILENT
    later = spread(rng, ((4, 5 * MINUTE, HOUR), (6, DAY, 20 * DAY)), len(lead))
    return lead[looks], np.full(int(looks.sum()), PRICING), (at + later)[looks]


def _comebacks(rng: np.random.Generator, people: People) -> tuple[Ints, Ints, Ints]:
    """Interest that wakes again months later: what makes recycled leads qualify."""
    originals = people.person == np.arange(len(people))
    wakes = originals & (people.intent >= WARM) & chance(rng, 150, len(people))
    lead = np.flatnonzero(wakes)
    days = spread(rng, ((5, 50, 120), (5, 120, 300)), len(lead))
    begun = (people.created_at[lead] // DAY + days) * DAY + draw_clock(rng, len(lead))
    sequence = np.array((CASE, WHITEPAPER, PRICING, SEMINAR))
    owner, nth = repeat_counts(3 + pick(rng, (5, 5), len(lead)))
    return lead[owner], sequence[nth], begun[owner] + nth * 7 * MINUTE


def _mails(mailings: Mailings) -> tuple[Ints, Ints, Ints]:
    """Newsletters opened and followed; the tool knows the lead that it wrote to."""
    opened = np.flatnonzero(mailings.opened_at != NEVER)
    clicked = np.flatnonzero(mailings.clicked_at != NEVER)
    return (
        mailings.lead[np.concatenate([opened, clicked])],
        np.repeat(np.array([OPEN, CLICK]), (len(opened), len(clicked))),
        np.concatenate([mailings.opened_at[opened], mailings.clicked_at[clicked]]),
    )


def _robots(rng: np.random.Generator, people: People) -> tuple[Ints, Ints, Ints]:
    """A mail filter that opens and clicks everything within a few seconds."""
    lead = np.flatnonzero(chance(rng, 8, len(people)))
    owner, nth = repeat_counts(np.full(len(lead), _ROBOT_OPENS))
    sent = people.created_at[lead] + spread(rng, ((1, 2, 90),), len(lead)) * DAY
    kind = np.where(nth % 3 == 2, CLICK, OPEN)
    return lead[owner], kind, sent[owner] + nth // 6


def _recorded_on(
    rng: np.random.Generator, people: People, person: Ints, occurred_at: Ints
) -> Ints:
    """Half of a twice recorded person's touches go to the later lead while it lives."""
    copy_of = np.full(len(people), NEVER)
    copies = np.flatnonzero(people.person != np.arange(len(people)))
    copy_of[people.person[copies]] = copies
    copy = copy_of[person]
    lives = (occurred_at >= people.created_at[copy]) & (
        (people.merged_at[copy] == NEVER) | (occurred_at < people.merged_at[copy])
    )
    return np.where(
        (copy != NEVER) & lives & chance(rng, 500, len(person)), copy, person
    )
