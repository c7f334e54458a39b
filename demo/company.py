"""The whole demo company: every raw file from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from demo import catalogue as offers
from demo import deals as selling
from demo import marketing_tables as marketing
from demo import sales_tables as sales
from demo import sales_work as work
from demo.companies import accounts_table, draw_companies
from demo.files import BAD_ADDRESS, as_csv, by_arrival, file_of, write_whole
from demo.journeys import draw_cycles, draw_sales_only
from demo.marketing_records import draw_marketing_records
from demo.people import draw_people
from demo.sales_records import draw_sales_records, draw_status_events
from demo.stories import all_stories
from demo.story_rows import Row, Story
from demo.tables import make_table, table_of_rows
from demo.touches import draw_touches, touches_table
from demo.wall_clock import AS_OF, DAY, day_number
from demo.web import pageviews

# Record tables are exported three times; the first day after each export.
_EXPORTED: Final = ("2025-09", "2026-03", "2026-09")
_EXPORT_ENDS: Final = (
    date(2025, 10, 1), date(2026, 4, 1), date(2026, 10, 1),
)  # fmt: skip
SMALLEST: Final = 50


@dataclass(frozen=True)
class DemoCompany:
    """What was written: the last instant it knows, its drawn leads, its stories."""

    as_of: datetime
    leads: int
    stories: list[Story]


def write_demo(*, raw: Path, leads: int, seed: int) -> DemoCompany:
    """Write `<raw>/exports/` for a company that wins `leads` MA leads in 18 months.

    The planted stories come on top of `leads`. The same seed and number give the
    same bytes; a file is replaced as a whole. Raises ValueError for fewer than 50
    leads, which are too few to hold every case that the demo promises.
    """
    if leads < SMALLEST:
        raise ValueError(
            f"The demo company needs at least {SMALLEST} leads, {leads} were asked for:"
            " raise HANDOFF_DEMO_LEADS."
        )
    stories = all_stories()
    files = with_rows(draw_files(leads=leads, seed=seed), _planted_rows(stories))
    for path, table in files.items():
        write_whole(raw / "exports" / path, as_csv(path, table))
    return DemoCompany(as_of=AS_OF, leads=leads, stories=stories)


def draw_files(*, leads: int, seed: int) -> dict[str, pa.Table]:
    """Path below `exports/` → its rows, without the planted ones."""
    companies = draw_companies(count=leads * 2 // 5 + 20, seed=seed)
    offer = offers.draw_catalogue(leads=leads, seed=seed)
    people = draw_people(companies, leads=leads, seed=seed)
    touches = draw_touches(people, seed=seed)
    sales_only = draw_sales_only(people, len(companies), seed=seed)
    cycles = draw_cycles(people, touches, sales_only, seed=seed)
    records = draw_sales_records(
        people, companies, sales_only, cycles, offer, seed=seed
    )
    typed = draw_status_events(records, cycles, seed=seed)
    changing = draw_marketing_records(people, cycles, records, typed, seed=seed)
    deals = selling.draw_deals(cycles, records, seed=seed)
    known = np.unique(records.company)

    whole = {
        "ma_lead_changes": marketing.ma_lead_changes(people, changing, seed=seed),
        "ma_merges": marketing.ma_merges(people),
        "lead_attributes": marketing.lead_attributes(people, seed=seed),
        "campaigns": offer.campaigns,
        "campaign_members": marketing.campaign_members(
            touches, people, offer, seed=seed
        ),
        "campaign_costs": offers.campaign_costs(offer, seed=seed),
        "sfa_accounts": make_table(
            "sfa_accounts", accounts_table(companies, known, seed=seed)
        ),
        "sfa_users": offer.users,
        "sfa_activities": work.activities(cycles, records, deals, seed=seed),
        "handovers": work.handovers(cycles, records, offer, seed=seed),
        "lead_feedback": work.lead_feedback(cycles, records, seed=seed),
        "opportunities": selling.opportunities(deals, records, companies, seed=seed),
        "opportunity_changes": selling.opportunity_changes(deals, seed=seed),
        "opportunity_contacts": selling.opportunity_contacts(deals, records, seed=seed),
        "bookings": selling.bookings(deals, records, companies, seed=seed),
        "content_items": offer.content,
        "content_costs": offers.content_costs(offer, seed=seed),
    }
    instants = tuple(day_number(day) * DAY - 1 for day in _EXPORT_ENDS)
    versions = {
        "ma_leads": marketing.ma_leads_versions(
            people, companies, offer, changing, records, instants, seed=seed
        ),
        "sfa_records": sales.sfa_records_versions(
            records, typed, companies, instants, seed=seed
        ),
    }
    events = {
        "ma_touches": (
            touches_table(touches, people, offer, seed=seed), "occurred_at", 1,
        ),
        "pageviews": (pageviews(touches, people, offer, seed=seed), "occurred_at", 3),
        "sfa_record_changes": (
            sales.sfa_record_changes(records, typed, seed=seed), "changed_at", 6,
        ),
    }  # fmt: skip
    files = {f"{name}.csv": table for name, table in whole.items()}
    for name, exports in versions.items():
        for month, table in zip(_EXPORTED, exports, strict=True):
            files[f"{name}/{month}.csv"] = table
    for name, (table, event, months) in events.items():
        files |= by_arrival(name, table, event=event, months=months, seed=seed)
    return files


def with_rows(
    files: dict[str, pa.Table], rows: list[tuple[str, Row]]
) -> dict[str, pa.Table]:
    """The files with hand-written rows (table name, row) appended where they belong."""
    added: dict[str, list[Row]] = {}
    for name, row in rows:
        added.setdefault(file_of(name, row, files), []).append(row)
    return {
        path: pa.concat_tables(
            [table, table_of_rows(_table_name(path), added.get(path, []))]
        )
        for path, table in files.items()
    }


def _planted_rows(stories: list[Story]) -> list[tuple[str, Row]]:
    planted = [
        (name, row)
        for story in stories
        for name in story.rows
        for row in story.rows[name]
    ]
    return [*planted, ("ma_leads", BAD_ADDRESS)]


def _table_name(path: str) -> str:
    return path.removesuffix(".csv").split("/")[0]
