"""The sales tool's records: who is in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.blocks import Block
from demo.catalogue import Catalogue
from demo.companies import Companies
from demo.draws import Bools, Ints, chance, spread
from demo.journeys import (
    Cycles,
    SalesOnly,
)
from demo.native_ids import SFA_CONTACT, SFA_LEAD, sales_ids
from demo.people import People
from demo.tables import joined, numbered, taken
from demo.wall_clock import DAY, END, HOUR, MINUTE, NEVER, in_office_hours


@dataclass(frozen=True)
class SalesRecords:
    """One element an SFA record: first the leads and then the contacts.

    `lead` is the index of the MA lead who is the same person (`NEVER`: unknown to
    marketing); `contact` is the record a converted lead became; `record_of` and
    `contact_of` map a person (see `Cycles`) to records. Owners are user indices.
    """

    ids: pa.Array
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
    block: Block,
) -> SalesRecords:
    """Records of everybody sales ever received, took up itself or imported."""
    rng = block.stream("sfa_records")
    persons = len(people) + len(sales_only.lead)
    created = _first_received(rng, people, sales_only, cycles, persons)
    holders = np.flatnonzero(created != NEVER)
    holders = holders[np.lexsort((holders, created[holders]))]
    # One in a hundred was typed in a second time by a colleague, whatever the size
    # of the company at least a few.
    is_lead = holders < len(people)
    is_twin = chance(rng, 10, len(holders)) & is_lead
    is_twin[rng.permutation(np.flatnonzero(is_lead))[:4]] = True
    twins = holders[is_twin]
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
    number = block.numbers(total)
    return SalesRecords(
        ids=pa.concat_arrays(
            [
                sales_ids(SFA_LEAD, number[:leads]),
                sales_ids(SFA_CONTACT, number[leads:]),
            ]
        ),
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
