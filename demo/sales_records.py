"""The sales tool's records: who is in it, and the statuses people typed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.catalogue import Catalogue
from demo.companies import Companies
from demo.draws import Bools, Ints, chance, pick, spread, stream
from demo.journeys import (
    DISQUALIFIED,
    LOST,
    RECYCLED,
    WON,
    Cycles,
    SalesOnly,
)
from demo.people import People
from demo.statuses import (
    MQL,
    NEW,
    OPPORTUNITY,
    SAL,
    SQL,
    STATUS_DISQUALIFIED,
    STATUS_LOST,
    STATUS_RECYCLED,
    STATUS_WON,
    STATUSES,
    TO_CHECK,
    StatusEvents,
    in_sequence,
    status_at,
)
from demo.tables import joined, make_table, numbered, taken, words
from demo.wall_clock import DAY, END, HOUR, MINUTE, NEVER, in_office_hours

_SOURCES: Final = (
    "business_card",
    "referral",
    "partner",
    "telemarketing",
    "名刺交換会",
)


@dataclass(frozen=True)
class SalesRecords:
    """One element an SFA record: first the leads and then the contacts.

    `lead` is the index of the MA lead who is the same person (`NEVER`: unknown to
    marketing); `contact` is the record a converted lead became; `record_of` and
    `contact_of` map a person (see `Cycles`) to records. Owners are user indices.
    """

    created_at: Ints
    lead: Ints
    company: Ints
    is_contact: Bools
    has_history: Bools
    converted_at: Ints
    contact: Ints
    caller: Ints
    seller: Ints
    emails: pa.Array
    deleted_at: Ints
    record_of: Ints
    contact_of: Ints

    def __len__(self) -> int:
        return len(self.created_at)

    @property
    def ids(self) -> pa.Array:
        """SFA record ids."""
        return numbered("sfa-", np.arange(len(self), dtype=np.int64), 6)

    def holding(self, person: Ints, at: Ints) -> Ints:
        """The record in use for each person at an instant: contact once converted."""
        record = self.record_of[person]
        contact = self.contact_of[person]
        moved = (contact != NEVER) & (at >= self.converted_at[record])
        return np.where(moved, contact, record)


def draw_sales_records(
    people: People,
    companies: Companies,
    sales_only: SalesOnly,
    cycles: Cycles,
    catalogue: Catalogue,
    *,
    seed: int,
) -> SalesRecords:
    """Records of everybody sales ever received, took up itself or imported."""
    rng = stream(seed, "sfa_records")
    persons = len(people) + len(sales_only.lead)
    created = _first_received(rng, people, sales_only, cycles, persons)
    holders = np.flatnonzero(created != NEVER)
    holders = holders[np.lexsort((holders, created[holders]))]
    # One in a hundred was typed in a second time by a colleague.
    twins = holders[chance(rng, 10, len(holders)) & (holders < len(people))]
    owners = np.concatenate([holders, twins])
    twin_created = created[twins] + spread(rng, ((1, 10, 120),), len(twins)) * DAY
    created_at = np.concatenate([created[holders], np.minimum(twin_created, END - DAY)])
    leads = len(owners)
    record_of = np.full(persons, NEVER)
    record_of[holders] = np.arange(len(holders))

    converted_at, contact = np.full(leads, NEVER), np.full(leads, NEVER)
    with_deal = cycles.only(cycles.opportunity_at != NEVER)
    person, first = np.unique(with_deal.person, return_index=True)
    chosen = chance(rng, 400, len(person))
    converts = record_of[person[chosen]]
    converted_at[converts] = with_deal.opportunity_at[first[chosen]]
    contact[converts] = leads + np.arange(len(converts))
    contact_of = np.full(persons, NEVER)
    contact_of[person[chosen]] = contact[converts]

    all_owners = np.concatenate([owners, person[chosen]])
    total = len(all_owners)
    is_lead = all_owners < len(people)
    only = np.where(is_lead, 0, all_owners - len(people))
    company = np.where(
        is_lead,
        people.company[np.where(is_lead, all_owners, 0)],
        sales_only.company[only],
    )
    is_contact = np.arange(total) >= leads
    padding = np.full(total - leads, NEVER)
    is_unused = ~np.isin(np.arange(total), record_of[cycles.person]) & ~is_contact
    deleted_at = np.concatenate([created_at, padding]) + 200 * DAY
    gone = is_unused & chance(rng, 20, total) & (deleted_at < END)
    return SalesRecords(
        created_at=np.concatenate([created_at, converted_at[converts]]),
        lead=np.where(is_lead, all_owners, NEVER),
        company=company,
        is_contact=is_contact,
        has_history=~chance(rng, 30, total) | is_contact,
        converted_at=np.concatenate([converted_at, padding]),
        contact=np.concatenate([contact, padding]),
        caller=rng.choice(catalogue.team_users["inside_sales"], total),
        seller=rng.choice(catalogue.team_users["field_sales"], total),
        emails=_emails(rng, people, companies, company, all_owners, is_contact),
        deleted_at=np.where(gone, deleted_at, NEVER),
        record_of=record_of,
        contact_of=contact_of,
    )


def draw_status_events(
    records: SalesRecords, cycles: Cycles, *, seed: int
) -> StatusEvents:
    """Every status that sales typed in, whether or not its history was kept."""
    rng = stream(seed, "sfa_record_changes")
    cycles = cycles.only(records.record_of[cycles.person] != NEVER)
    size = len(cycles)
    is_handed_over = (cycles.mql_at != NEVER) & (cycles.synced_at != NEVER)
    declares = is_handed_over & chance(rng, 720, size)
    types_deal = chance(rng, 850, size)
    parts: list[tuple[Bools, Ints, int]] = [
        (declares, cycles.synced_at + rng.integers(1, 90, size), MQL),
        (cycles.sal_at != NEVER, cycles.sal_at, SAL),
        (cycles.sql_at != NEVER, cycles.sql_at, SQL),
        (
            (cycles.opportunity_at != NEVER) & types_deal,
            cycles.opportunity_at,
            OPPORTUNITY,
        ),
    ]
    for kind, status in (
        (RECYCLED, STATUS_RECYCLED),
        (DISQUALIFIED, STATUS_DISQUALIFIED),
    ):
        parts.append((cycles.exit_kind == kind, cycles.exit_at, status))
    is_converted = records.contact_of[cycles.person] != NEVER
    for kind, status in ((WON, STATUS_WON), (LOST, STATUS_LOST)):
        typed = (cycles.exit_kind == kind) & ~is_converted & chance(rng, 800, size)
        later = rng.integers(0, 10 * MINUTE, size)
        parts.append((typed, cycles.exit_at + later, status))
    person = np.concatenate([cycles.person[truth] for truth, _, _ in parts])
    at = np.concatenate([instants[truth] for truth, instants, _ in parts])
    typed_in = np.repeat(
        np.array([status for _, _, status in parts]),
        [int(truth.sum()) for truth, _, _ in parts],
    )
    # The conversion itself is still written to the lead.
    record = records.holding(person, np.where(typed_in == OPPORTUNITY, at - 1, at))
    known = at < END
    initial = np.full(len(records), NEW)
    events = in_sequence(record[known], at[known], typed_in[known], initial)
    return _with_unknown_labels(rng, records, events, initial)


def sfa_records_versions(
    records: SalesRecords,
    events: StatusEvents,
    companies: Companies,
    instants: tuple[int, ...],
    *,
    seed: int,
) -> list[pa.Table]:
    """`sfa_records` as exported at each instant: what changed since the one before.

    A few unchanged records are delivered once more.
    """
    rng = stream(seed, "sfa_records versions")
    size = len(records)
    has_account = ~chance(rng, 150, size)
    account = np.where(has_account, records.company, NEVER)
    temperature = rng.integers(-1, 3, size)
    source = pick(rng, (5, 2, 2, 2, 1), size)
    again = chance(rng, 20, size)
    initial = np.where(records.is_contact & (np.bincount(events.record, minlength=size)
                                             == 0), NEVER, NEW)  # fmt: skip
    exports, previous = [], NEVER
    for instant in instants:
        status, changed = status_at(events, initial, instant)
        was_converted = (records.converted_at != NEVER) & (
            records.converted_at <= instant
        )
        was_deleted = (records.deleted_at != NEVER) & (records.deleted_at <= instant)
        updated = np.maximum.reduce([
            records.created_at, changed,
            np.where(was_converted, records.converted_at, NEVER),
            np.where(was_deleted, records.deleted_at, NEVER),
        ])  # fmt: skip
        exists = records.created_at <= instant
        rows = np.flatnonzero(exists & ((updated > previous) | again))
        contact = np.where(was_converted, records.contact, NEVER)[rows]
        exports.append(
            make_table(
                "sfa_records",
                {
                    "sfa_record_id": taken(records.ids, rows),
                    "record_type": words(
                        ("lead", "contact"), records.is_contact[rows].astype(np.int64)
                    ),
                    "created_at": records.created_at[rows],
                    "email": taken(records.emails, rows),
                    "company_name": taken(companies.names, records.company[rows]),
                    "account_id": taken(companies.account_ids, account[rows]),
                    "owner_id": numbered("user-", records.caller[rows], 3),
                    "status": words(STATUSES, status[rows]),
                    "temperature": words(("hot", "warm", "cold"), temperature[rows]),
                    "lead_source": words(
                        _SOURCES,
                        np.where(records.lead[rows] == NEVER, source[rows], -1),
                    ),
                    "converted_at": np.where(
                        was_converted[rows], records.converted_at[rows], NEVER
                    ),
                    "converted_contact_id": taken(records.ids, contact),
                    "converted_account_id": taken(
                        companies.account_ids,
                        np.where(contact == NEVER, NEVER, records.company[rows]),
                    ),
                    "updated_at": updated[rows],
                    "deleted_at": np.where(
                        was_deleted[rows], records.deleted_at[rows], NEVER
                    ),
                },
            )
        )
        previous = instant
    return exports


def sfa_record_changes(
    records: SalesRecords, events: StatusEvents, *, seed: int
) -> pa.Table:
    """The field history of records that keep one: statuses, and owners at SQL."""
    rng = stream(seed, "sfa_record_changes rows")
    kept = np.flatnonzero(records.has_history[events.record])
    record, at = events.record[kept], events.at[kept]
    status, old = events.status[kept], events.old[kept]
    handed = np.flatnonzero(status == SQL)
    users = numbered("user-", np.arange(10_000), 3)
    size = len(kept) + len(handed)
    all_at = np.concatenate([at, at[handed]])
    order = np.argsort(all_at, kind="stable")
    is_late = chance(rng, 30, size)
    recorded = all_at + spread(rng, ((7, HOUR, DAY), (3, DAY, 12 * DAY)), size)
    changed_by = np.where(status >= SQL, records.seller[record], records.caller[record])

    return make_table(
        "sfa_record_changes",
        {
            "change_id": numbered("sc-", np.arange(size), 7),
            "sfa_record_id": taken(
                records.ids, np.concatenate([record, record[handed]])[order]
            ),
            "field": words(
                ("status", "owner_id"),
                (np.arange(size) >= len(kept))[order].astype(int),
            ),
            "old_value": pa.chunked_array(
                [words(STATUSES, old), taken(users, records.caller[record[handed]])]
            ).take(pa.array(order)),
            "new_value": pa.chunked_array(
                [words(STATUSES, status), taken(users, records.seller[record[handed]])]
            ).take(pa.array(order)),
            "changed_at": all_at[order],
            "changed_by": numbered(
                "user-",
                np.concatenate([changed_by, records.caller[record[handed]]])[order],
                3,
            ),
            "recorded_at": np.where(is_late & (recorded < END), recorded, NEVER)[order],
        },
    )


def _first_received(
    rng: np.random.Generator,
    people: People,
    sales_only: SalesOnly,
    cycles: Cycles,
    persons: int,
) -> Ints:
    """When each person's record was made, `NEVER` for those sales never received."""
    created = np.full(persons, END)
    received = cycles.only(cycles.synced_at != NEVER)
    before = rng.integers(5 * MINUTE, 2 * HOUR, len(received))
    at = np.where(
        received.mql_at == NEVER, received.synced_at - before, received.synced_at
    )
    np.minimum.at(created, received.person, at)
    imported = (people.person == np.arange(len(people))) & chance(rng, 40, len(people))
    import_at = people.created_at + spread(rng, ((1, 1, 60),), len(people)) * DAY
    import_at = np.where(imported, in_office_hours(rng, import_at), END)
    created[: len(people)] = np.minimum(
        created[: len(people)], np.where(import_at < END, import_at, END)
    )
    linked = sales_only.lead != NEVER
    np.minimum.at(created, sales_only.lead[linked], sales_only.created_at[linked])
    own = np.flatnonzero(~linked)
    created[len(people) + own] = np.minimum(
        created[len(people) + own], sales_only.created_at[own]
    )
    return np.where(created >= END, NEVER, created)


def _emails(
    rng: np.random.Generator,
    people: People,
    companies: Companies,
    company: Ints,
    owners: Ints,
    is_contact: Bools,
) -> pa.Array:
    """The lead's own address, or one that only sales has; contacts may lack it."""
    size = len(owners)
    is_lead = owners < len(people)
    shared = taken(people.emails, np.where(is_lead, owners, -1))
    own = joined(
        "torihiki.", numbered("", owners, 1), "@", taken(companies.domains, company)
    )
    blank = chance(rng, 250, size) & (is_contact | ~is_lead)
    text = pc.if_else(pa.array(is_lead), shared, own)
    return pc.if_else(pa.array(blank), pa.scalar(None, pa.string()), text)


def _with_unknown_labels(
    rng: np.random.Generator,
    records: SalesRecords,
    events: StatusEvents,
    initial: Ints,
) -> StatusEvents:
    """A few accepted records get a label that no mapping knows."""
    status, latest = status_at(events, initial, END)
    stuck = np.flatnonzero(
        (status == SAL) & (latest < END - 40 * DAY) & records.has_history
    )
    chosen = rng.permutation(stuck)[: 3 + len(stuck) // 200]
    return in_sequence(
        np.concatenate([events.record, chosen]),
        np.concatenate([events.at, latest[chosen] + 30 * DAY]),
        np.concatenate([events.status, np.full(len(chosen), TO_CHECK)]),
        initial,
    )
