"""The newsletter: what is sent to leads every second week, and who opens it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from demo.blocks import Block
from demo.catalogue import Catalogue, month_of
from demo.draws import Ints, chance, repeat_counts, spread
from demo.native_ids import campaign_ids
from demo.people import COLD, HOT, WARM, People
from demo.tables import joined, make_table, numbered, taken, words
from demo.wall_clock import DAY, END, EPOCH, FIRST_DAY, HOUR, LAST_DAY, MINUTE, NEVER

_EVERY: Final = 14
# The first issue goes out on the company's first day, a Tuesday, at ten o'clock.
_FIRST_ISSUE: Final = FIRST_DAY * DAY + 10 * HOUR
# Sending takes an hour, and a mail may take another to come back.
_AT_WORK: Final = 2 * HOUR
_ISSUES: Final = (LAST_DAY - FIRST_DAY) // _EVERY + 1
_FIRST_TEMPLATE: Final = 2_001
_EVENTS: Final = ("sent", "delivered", "bounced", "unsubscribed")
# Of a thousand mails delivered how many are opened, of a thousand opened how many
# lead to a click; who is silent does neither.
_OPENED: Final = {COLD: 170, WARM: 300, HOT: 450}
_CLICKED: Final = {COLD: 60, WARM: 130, HOT: 200}
_OPEN_DELAYS: Final = ((5, MINUTE, HOUR), (4, HOUR, DAY), (1, DAY, 6 * DAY))


@dataclass(frozen=True)
class Mailings:
    """One element a mail, in order of lead and time.

    `issue` counts the newsletters from 0; `delivered_at` is `NEVER` for a mail that
    came back, `opened_at` and `clicked_at` for one that nobody opened or followed.
    """

    lead: Ints
    issue: Ints
    sent_at: Ints
    delivered_at: Ints
    opened_at: Ints
    clicked_at: Ints


def issue_at(instants: Ints) -> Ints:
    """The newest issue (from 0) sent at or before each instant; -1 before the first."""
    return np.maximum((instants - _FIRST_ISSUE) // (_EVERY * DAY), -1)


def campaign_of_issues(issues: Ints, catalogue: Catalogue) -> Ints:
    """The index of each issue's newsletter campaign; a month's issues share one."""
    days = FIRST_DAY + np.maximum(issues, 0) * _EVERY
    return catalogue.newsletter_of[month_of(days)]


def template_ids(issues: Ints) -> pa.Array:
    """The e-mail template of each issue; NULL for a negative one."""
    return numbered("", np.where(issues < 0, -1, issues + _FIRST_TEMPLATE), 1)


def templates_at(instants: pa.ChunkedArray) -> pa.Array:
    """The template of the newest issue at each instant: timestamp[s], company clock."""
    seconds = instants.to_numpy().astype("datetime64[s]") - np.datetime64(EPOCH)
    return template_ids(issue_at(seconds.astype(np.int64)))


def email_templates(catalogue: Catalogue) -> pa.Table:
    """`email_templates`: one row a newsletter issue, made the day before it is sent."""
    issues = np.arange(_ISSUES, dtype=np.int64)
    number = numbered("", issues + 1, 2)
    return make_table(
        "email_templates",
        {
            "email_template_id": template_ids(issues),
            "name": joined("メールマガジン 第", number, "号"),
            "subject": joined("【ハンドオフ通信】第", number, "号のご案内"),
            "campaign_id": campaign_ids(campaign_of_issues(issues, catalogue)),
            "created_at": _FIRST_ISSUE + issues * _EVERY * DAY - DAY,
        },
    )


def draw_mailings(people: People, *, block: Block) -> Mailings:
    """Every mail from acquisition to the end, an opt-out, or a dead address."""
    rng = block.stream("mailings")
    size = len(people)
    has_address = people.emails.is_valid().to_numpy(zero_copy_only=False)
    until = np.full(size, END)
    for end in (people.deleted_at, people.merged_at, people.opted_out_at):
        until = np.where(end == NEVER, until, np.minimum(until, end))
    is_dying = chance(rng, 25, size)
    dies_at = people.created_at + spread(rng, ((1, 20, 300),), size) * DAY
    dies_at = np.where(is_dying, dies_at, END)
    first = issue_at(people.created_at) + 1
    # The first mail to a dead address comes back, and no further one is sent.
    last = np.minimum(issue_at(until - _AT_WORK), issue_at(dies_at - 1) + 1)
    last = np.minimum(last, _ISSUES - 1)
    count = np.where(has_address, np.maximum(last - first + 1, 0), 0)
    lead, nth = repeat_counts(count)
    issue = first[lead] + nth
    sent_at = _FIRST_ISSUE + issue * _EVERY * DAY + rng.integers(0, HOUR, len(lead))
    came_back = (sent_at >= dies_at[lead]) | chance(rng, 6, len(lead))
    delivered_at = sent_at + rng.integers(1, 2 * MINUTE, len(lead))
    opened_at = delivered_at + spread(rng, _OPEN_DELAYS, len(lead))
    clicked_at = opened_at + rng.integers(5, 5 * MINUTE, len(lead))
    opens = rng.integers(0, 1_000, len(lead)) < _rates(_OPENED)[people.intent[lead]]
    clicks = rng.integers(0, 1_000, len(lead)) < _rates(_CLICKED)[people.intent[lead]]
    opens &= ~came_back & (opened_at < until[lead])
    clicks &= opens & (clicked_at < until[lead])
    return Mailings(
        lead=lead,
        issue=issue,
        sent_at=sent_at,
        delivered_at=np.where(came_back, NEVER, delivered_at),
        opened_at=np.where(opens, opened_at, NEVER),
        clicked_at=np.where(clicks, clicked_at, NEVER),
    )


def mailings_table(
    mailings: Mailings, people: People, catalogue: Catalogue, *, block: Block
) -> pa.Table:
    """`mailings`, in order of time: each mail is sent, and then delivered or bounced.

    Who had mail before opting out does so by its link.
    """
    rng = block.stream("mailings rows")
    size = len(mailings.lead)
    came_back = mailings.delivered_at == NEVER
    returned_at = mailings.sent_at + rng.integers(5, HOUR, size)
    # The newest mail of each lead: elements are in order of lead and time.
    is_last = np.ones(size, dtype=bool)
    is_last[:-1] = mailings.lead[1:] != mailings.lead[:-1]
    leaves = np.flatnonzero(is_last & (people.opted_out_at[mailings.lead] != NEVER))
    mail = np.concatenate([np.arange(size), np.arange(size), leaves])
    event = np.concatenate(
        [np.zeros(size), np.where(came_back, 2, 1), np.full(len(leaves), 3)]
    ).astype(np.int64)
    at = np.concatenate([
        mailings.sent_at, np.where(came_back, returned_at, mailings.delivered_at),
        people.opted_out_at[mailings.lead[leaves]],
    ])  # fmt: skip
    order = np.lexsort((event, at))
    order = order[at[order] < END]
    mail, event, at = mail[order], event[order], at[order]
    issue = mailings.issue[mail]
    return make_table(
        "mailings",
        {
            "mailing_id": numbered("ml-", block.numbers(len(mail)), 9),
            "ma_lead_id": taken(people.lead_ids, mailings.lead[mail]),
            "mailing_event": words(_EVENTS, event),
            "campaign_id": campaign_ids(campaign_of_issues(issue, catalogue)),
            "email_template_id": template_ids(issue),
            "occurred_at": at,
        },
    )


def _rates(of_intent: dict[int, int]) -> Ints:
    """Per mille by intent, 0 where it is not named."""
    return np.array([of_intent.get(intent, 0) for intent in range(HOT + 1)])
