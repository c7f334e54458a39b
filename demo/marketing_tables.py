"""The marketing tool's own tables about leads: versions, changes, merges, extras."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from demo.blocks import Block
from demo.catalogue import SOURCES, Catalogue, quarter_of
from demo.companies import Companies
from demo.draws import Ints, chance, spread
from demo.marketing_records import MarketingRecords
from demo.native_ids import campaign_ids
from demo.people import HOT, People, profile_columns
from demo.sales_records import SalesRecords
from demo.statuses import STATUSES, status_at
from demo.tables import make_table, numbered, taken, words
from demo.touch_rows import seminar_campaigns
from demo.touches import APPLIED, SEMINAR, Touches
from demo.wall_clock import DAY, END, HOUR, NEVER

_INTERESTS: Final = ("SFA", "MA", "名刺管理", "請求書", "在庫")
_TIMINGS: Final = ("3か月以内", "半年以内", "1年以内", "未定")
_ENQUIRY_KINDS: Final = ("product", "sales_pitch")


def ma_leads_versions(
    people: People,
    companies: Companies,
    catalogue: Catalogue,
    changing: MarketingRecords,
    records: SalesRecords,
    instants: tuple[int, ...],
    *,
    block: Block,
) -> list[pa.Table]:
    """`ma_leads` as exported at each instant: what changed since the one before."""
    rng = block.stream("ma_leads versions")
    size = len(people)
    profile = profile_columns(people, companies)
    campaign = catalogue.campaign_of[
        people.source, quarter_of(people.created_at // DAY)
    ]
    score = people.intent * 25 + rng.integers(0, 40, size)
    temperature = np.clip(HOT - people.intent + rng.integers(-1, 2, size), 0, 2)
    again = chance(rng, 20, size)
    exports, previous = [], NEVER
    for instant in instants:
        status, changed = status_at(changing.events, changing.initial, instant)
        reached = {
            name: np.where((at != NEVER) & (at <= instant), at, NEVER)
            for name, at in (
                ("linked", changing.linked_at), ("opted", people.opted_out_at),
                ("learned", people.employees_known_at), ("deleted", people.deleted_at),
            )
        }  # fmt: skip
        updated = np.maximum.reduce([people.created_at, changed, *reached.values()])
        exists = people.created_at <= instant
        rows = np.flatnonzero(exists & ((updated > previous) | again))
        columns = {name: taken(values, rows) for name, values in profile.items()}
        exports.append(
            make_table(
                "ma_leads",
                columns
                | {
                    "created_at": people.created_at[rows],
                    "employees": np.where(
                        reached["learned"] != NEVER, people.employees, -1
                    )[rows],
                    "campaign_id": campaign_ids(campaign[rows]),
                    "sfa_record_id": taken(
                        records.ids,
                        np.where(reached["linked"] != NEVER, changing.sfa_record, -1)[
                            rows
                        ],
                    ),
                    "status": words(STATUSES, status[rows]),
                    "score": score[rows],
                    "temperature": words(("hot", "warm", "cold"), temperature[rows]),
                    "is_opted_out": reached["opted"][rows] != NEVER,
                    "updated_at": updated[rows],
                    "deleted_at": reached["deleted"][rows],
                },
            )
        )
        previous = instant
    return exports


def ma_lead_changes(
    people: People, changing: MarketingRecords, *, block: Block
) -> pa.Table:
    """`ma_lead_changes`: statuses, head counts learned later, and opt-outs."""
    rng = block.stream("ma_lead_changes rows")
    events = changing.events
    learned = np.flatnonzero(
        (people.employees_known_at > people.created_at) & (people.employees >= 0)
    )
    opted = np.flatnonzero(people.opted_out_at != NEVER)
    counts = (len(events), len(learned), len(opted))
    kind = np.repeat(np.arange(3), counts)
    at = np.concatenate([
        events.at, people.employees_known_at[learned], people.opted_out_at[opted],
    ])  # fmt: skip
    lead = np.concatenate([events.record, learned, opted])
    order = np.argsort(at, kind="stable")
    known = words(("false", "true"), np.ones(len(opted), dtype=np.int64))
    new = pa.chunked_array(
        [
            words(STATUSES, events.status),
            numbered("", people.employees[learned], 1),
            known,
        ]
    )
    old = pa.chunked_array([
        words(STATUSES, events.old), pa.nulls(len(learned), pa.string()),
        words(("false", "true"), np.zeros(len(opted), dtype=np.int64)),
    ])  # fmt: skip
    is_late = chance(rng, 15, len(at))
    recorded = at + spread(rng, ((8, HOUR, DAY), (2, DAY, 8 * DAY)), len(at))
    recorded = np.where(is_late & (recorded < END), recorded, NEVER)
    return make_table(
        "ma_lead_changes",
        {
            "change_id": numbered("mc-", block.numbers(len(at)), 7),
            "ma_lead_id": taken(people.lead_ids, lead[order]),
            "field": words(("status", "employees", "is_opted_out"), kind[order]),
            "old_value": old.take(pa.array(order)),
            "new_value": new.take(pa.array(order)),
            "changed_at": at[order],
            "recorded_at": recorded[order],
        },
    )


def ma_merges(people: People) -> pa.Table:
    """`ma_merges`: later records of a person merged into the first, or in a chain."""
    losers = np.flatnonzero(people.merged_at != NEVER)
    losers = losers[np.lexsort((losers, people.merged_at[losers]))]
    winner = people.person[losers]
    # Two merged copies of one person: the first merged went into the second.
    last: Ints = np.full(len(people), NEVER)
    last[winner] = losers
    chained = (last[winner] != losers) & (
        people.created_at[last[winner]] < people.merged_at[losers]
    )
    return make_table(
        "ma_merges",
        {
            "loser_id": taken(people.lead_ids, losers),
            "winner_id": taken(
                people.lead_ids, np.where(chained, last[winner], winner)
            ),
            "merged_at": people.merged_at[losers],
        },
    )


def lead_attributes(people: People, *, block: Block) -> pa.Table:
    """`lead_attributes`: what forms asked beside the usual columns.

    The enquiry form asks what the enquiry is about; one in five wants to sell us
    something.
    """
    rng = block.stream("lead_attributes")
    lead = np.flatnonzero(chance(rng, 220, len(people)))
    is_timing = chance(rng, 400, len(lead))
    timing, interest = rng.integers(0, 4, len(lead)), rng.integers(4, 9, len(lead))
    observed = people.created_at[lead] + rng.integers(0, 20 * DAY, len(lead))
    names = [name for name, _, _ in SOURCES]
    enquirer = np.flatnonzero(people.source == names.index("enquiry_form"))
    is_pitch = chance(rng, 200, len(people))[people.person[enquirer]]
    name = np.concatenate([is_timing, np.full(len(enquirer), 2)]).astype(np.int64)
    answers = (*_TIMINGS, *_INTERESTS, *_ENQUIRY_KINDS)
    product = answers.index("product")
    answer = np.concatenate([np.where(is_timing, timing, interest), product + is_pitch])
    return make_table(
        "lead_attributes",
        {
            "ma_lead_id": taken(people.lead_ids, np.concatenate([lead, enquirer])),
            "name": words(("interest", "timing", "enquiry_kind"), name),
            "value": words(answers, answer),
            "observed_at": np.minimum(
                np.concatenate([observed, people.created_at[enquirer]]), END - 1
            ),
        },
    )


def campaign_members(
    touches: Touches, people: People, catalogue: Catalogue, *, block: Block
) -> pa.Table:
    """`campaign_members`: who applied to a seminar, and who really came."""
    rng = block.stream("campaign_members")
    at = np.flatnonzero((touches.kind == SEMINAR) | (touches.kind == APPLIED))
    lead, when = touches.lead[at], touches.occurred_at[at]
    came = touches.kind[at] == SEMINAR
    applied = when - rng.integers(HOUR, 15 * DAY, len(at))
    applied = np.where(came, np.maximum(applied, people.created_at[lead]), when)
    campaign = seminar_campaigns(touches, catalogue, block=block)[at]
    both = np.concatenate([np.arange(len(at)), np.flatnonzero(came)])
    stamp = np.concatenate([applied, when[came]])
    is_attended = np.arange(len(both)) >= len(at)
    order = np.argsort(stamp, kind="stable")
    # Who applies again changes nothing; who comes again came again.
    came_at = np.where(is_attended, stamp, NEVER)
    keys = np.stack([campaign[both], lead[both], came_at], axis=1)
    _, first = np.unique(keys[order], axis=0, return_index=True)
    order = order[np.sort(first)]
    return make_table(
        "campaign_members",
        {
            "campaign_id": campaign_ids(campaign[both][order]),
            "ma_lead_id": taken(people.lead_ids, lead[both][order]),
            "status": words(
                ("applied", "attended"), is_attended[order].astype(np.int64)
            ),
            "occurred_at": stamp[order],
        },
    )
