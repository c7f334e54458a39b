"""The company's tables, block by block, before they become files of any shape."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from demo import catalogue as offers
from demo import deals as selling
from demo import marketing_tables as marketing
from demo import sales_tables as sales
from demo import sales_work as work
from demo.blocks import Block
from demo.catalogue import Catalogue
from demo.companies import accounts_table, draw_companies
from demo.journeys import draw_cycles, draw_sales_only
from demo.mailings import draw_mailings, email_templates, mailings_table
from demo.marketing_records import draw_marketing_records
from demo.people import draw_people
from demo.sales_merges import draw_sales_merges, sfa_merges
from demo.sales_records import draw_sales_records
from demo.sales_statuses import draw_status_events
from demo.story_rows import Row, Story
from demo.tables import make_table
from demo.touch_rows import touches_table
from demo.touches import draw_touches
from demo.wall_clock import DAY, day_number
from demo.web import pageviews

# Record tables are exported three times: name, and the first day after it.
RECORD_EXPORTS: Final = (
    ("2025-09", date(2025, 10, 1)),
    ("2026-03", date(2026, 4, 1)),
    ("2026-09", date(2026, 10, 1)),
)
BAD_ADDRESS: Final[Row] = {
    "ma_lead_id": "ma-bad-address",
    "created_at": "2025-11-11 11:11:11",
    "email": "suzuki.taro.example",
    "company_name": "住所不備商店",
    "lead_source": "exhibition",
    "status": "lead",
    "is_opted_out": "false",
    "updated_at": "2025-11-11 11:11:11",
}


def draw_shared(catalogue: Catalogue, *, seed: int) -> dict[str, pa.Table]:
    """Table name → rows of what the whole company shares.

    `campaigns`, `campaign_costs`, `sfa_users`, `content_items` and `content_costs`,
    with the columns, types and clock of `draw_block`, and `email_templates` (see
    `demo.tables.mail_layouts()`), which is no table of `exports`.
    """
    return {
        "campaigns": catalogue.campaigns,
        "campaign_costs": offers.campaign_costs(catalogue, seed=seed),
        "sfa_users": catalogue.users,
        "content_items": catalogue.content,
        "email_templates": email_templates(catalogue),
        "content_costs": offers.content_costs(catalogue, seed=seed),
    }


def draw_block(
    block: Block,
    catalogue: Catalogue,
    exports: Sequence[tuple[str, date]] = RECORD_EXPORTS,
) -> dict[str, pa.Table]:
    """Table name → the block's rows: every other table of the `exports` contract.

    Columns and types are those of `demo.tables.layouts()`: instants are naive
    timestamp[s] of the company's clock (Asia/Tokyo, nine hours ahead of UTC), days
    date32. Event tables are whole, in order of time, each row once. The tables of
    records come as exported on some days, by default at the end of three months,
    under the names `ma_leads/2025-09`, `ma_leads/2026-03`, `ma_leads/2026-09` and
    `sfa_records/…`: each holds the rows that changed since the one before (and a few
    that did not).
    `mailings` (`demo.tables.mail_layouts()`) is no table of `exports`: what the
    marketing tool does to people. Opens and clicks of mails are in `ma_touches`; the
    template behind one is what `demo.mailings.templates_at` says.
    Planted rows are not in it: see `planted_rows`.
    """
    companies = draw_companies(block)
    people = draw_people(companies, block=block)
    mailings = draw_mailings(people, block=block)
    touches = draw_touches(people, mailings, block=block)
    sales_only = draw_sales_only(people, len(companies), block=block)
    cycles = draw_cycles(people, touches, sales_only, block=block)
    records = draw_sales_records(
        people, companies, sales_only, cycles, catalogue, block=block
    )
    merges = draw_sales_merges(records, block=block)
    records = merges.deleting(records)
    typed = draw_status_events(records, cycles, block=block)
    changing = draw_marketing_records(people, cycles, records, typed, block=block)
    deals = selling.draw_deals(cycles, records, block=block)
    known = np.unique(records.company)

    tables = {
        "ma_touches": touches_table(touches, people, catalogue, block=block),
        "pageviews": pageviews(touches, people, catalogue, block=block),
        "mailings": mailings_table(mailings, people, catalogue, block=block),
        "ma_lead_changes": marketing.ma_lead_changes(people, changing, block=block),
        "ma_merges": marketing.ma_merges(people),
        "lead_attributes": marketing.lead_attributes(people, block=block),
        "campaign_members": marketing.campaign_members(
            touches, people, catalogue, block=block
        ),
        "sfa_record_changes": sales.sfa_record_changes(records, typed, block=block),
        "sfa_merges": sfa_merges(merges, records),
        "sfa_accounts": make_table(
            "sfa_accounts", accounts_table(companies, known, block=block)
        ),
        "sfa_activities": work.activities(cycles, records, deals, block=block),
        "handovers": work.handovers(cycles, records, block=block),
        "lead_feedback": work.lead_feedback(cycles, records, block=block),
        "opportunities": selling.opportunities(deals, records, companies, block=block),
        "opportunity_changes": selling.opportunity_changes(deals, block=block),
        "opportunity_contacts": selling.opportunity_contacts(
            deals, records, block=block
        ),
        "bookings": selling.bookings(deals, records, companies, block=block),
    }
    instants = tuple(day_number(day) * DAY - 1 for _, day in exports)
    versions = {
        "ma_leads": marketing.ma_leads_versions(
            people, companies, catalogue, changing, records, instants, block=block
        ),
        "sfa_records": sales.sfa_records_versions(
            records, typed, companies, instants, block=block
        ),
    }
    for name, states in versions.items():
        for (export, _), table in zip(exports, states, strict=True):
            tables[f"{name}/{export}"] = table
    return tables


def planted_rows(stories: list[Story]) -> list[tuple[str, Row]]:
    """(table name, row) of the stories, and one lead with a malformed address.

    They belong to the first block: `demo.deliveries.with_rows` puts them into its
    tables.
    """
    planted = [
        (name, row)
        for story in stories
        for name in story.rows
        for row in story.rows[name]
    ]
    return [*planted, ("ma_leads", BAD_ADDRESS)]
