"""Deals that outlive a cycle, end on their first day or say half of what they mean.

Every lead is acquired on 2026-02-01 and enquires (80 points: MQL) on 02-02 at 00:00;
its SFA record is as old as it. Times below are Tokyo's.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.stories.building import build, company_settings, query, write_table

TIMES = ("mql_at", "sal_at", "opportunity_at", "won_at", "lost_at", "recycled_at")
Deal = dict[str, str]

# lead: deals, status changes, later enquiries
STORIES: dict[str, tuple[list[Deal], list[tuple[str, str]], list[str]]] = {
    "stale-deal": (
        [
            {"created_at": "02-05", "stage": "proposal"},
            {"created_at": "04-05", "closed_at": "05-01", "stage": "lost"},
        ],
        [("recycled", "02-20")],
        ["04-01"],
    ),
    "late-loss": (
        [{"created_at": "02-05", "closed_at": "05-20", "stage": "lost"}],
        [("recycled", "02-20")],
        ["04-01"],
    ),
    "win-after-recycling": (
        [{"created_at": "02-05", "closed_at": "05-01", "stage": "won"}],
        [("recycled", "02-20")],
        [],
    ),
    "same-day": (
        [{"created_at": "02-05 10:00:00", "close_on": "02-05", "stage": "won"}],
        [],
        [],
    ),
    "typed-in-later": (
        [{"created_at": "03-01", "closed_at": "02-15", "stage": "won"}],
        [],
        [],
    ),
    "closed-without-won": (
        [
            {
                "created_at": "02-05",
                "closed_at": "02-20",
                "stage": "won",
                "is_closed": "true",
            }
        ],
        [],
        [],
    ),
    "not-won-without-closed": (
        [
            {
                "created_at": "02-05",
                "closed_at": "02-20",
                "stage": "lost",
                "is_won": "false",
            }
        ],
        [],
        [],
    ),
    "two-losses-in-a-second": (
        [
            {
                "created_at": "02-05",
                "closed_at": "02-20 10:00:00.200000",
                "stage": "lost",
            },
            {
                "created_at": "02-06",
                "closed_at": "02-20 10:00:00.800000",
                "stage": "lost",
            },
        ],
        [],
        [],
    ),
    "expansion-lost": (
        [
            {"created_at": "02-05", "closed_at": "02-10", "stage": "won"},
            {"created_at": "03-01", "closed_at": "03-10", "stage": "lost"},
            {"created_at": "04-05", "stage": "proposal"},
        ],
        [],
        [],
    ),
}

# lead: per cycle the times of TIMES and how it ended
ANSWERS: dict[str, list[tuple[list[str], str | None]]] = {
    # Cycle 1's open deal was left behind when it was recycled: cycle 2 has one deal,
    # and losing that one ends it.
    "stale-deal": [
        (["02-02", "", "02-05", "", "", "02-20"], "recycled"),
        (["04-01", "", "04-05", "", "05-01", ""], "lost"),
    ],
    # The deal of the recycled cycle is lost in May: nothing to the cycle of April.
    "late-loss": [
        (["02-02", "", "02-05", "", "", "02-20"], "recycled"),
        (["04-01", "", "", "", "", ""], None),
    ],
    # Nothing was recorded between the way back and the win: the win opens a cycle.
    "win-after-recycling": [
        (["02-02", "", "02-05", "", "", "02-20"], "recycled"),
        (["", "", "", "05-01", "", ""], "won"),
    ],
    # 02-05 as a bare day begins at midnight, but the deal was made at ten.
    "same-day": [
        (["02-02", "", "02-05 10:00:00", "02-05 10:00:00", "", ""], "won"),
    ],
    # What was won on 02-15 was an opportunity by then, whenever it was typed in.
    "typed-in-later": [(["02-02", "", "02-15", "02-15", "", ""], "won")],
    # Closed says neither won nor lost: the stage's name does.
    "closed-without-won": [(["02-02", "", "02-05", "02-20", "", ""], "won")],
    "not-won-without-closed": [(["02-02", "", "02-05", "", "02-20", ""], "lost")],
    # The instants are cut to the second, and then neither deal is open after the other.
    "two-losses-in-a-second": [
        (["02-02", "", "02-05", "", "02-20 10:00:00", ""], "lost"),
    ],
    # Two deals of a customer are expansion, also after one of them was lost.
    "expansion-lost": [(["02-02", "", "02-05", "02-10", "", ""], "won")],
}


def local(text: str) -> str:
    """`MM-DD` or `MM-DD hh:mm:ss` of 2026 as the raw files write it."""
    day, _, time = text.partition(" ")
    return f"2026-{day} {time or '00:00:00'}"


def utc(text: str) -> datetime | None:
    """The same as the naive UTC that tables hold; empty is NULL."""
    if not text:
        return None
    return datetime.fromisoformat(local(text)) - timedelta(hours=9)


@pytest.fixture(scope="module")
def deals_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deals")
    raw = folder / "raw"
    made = local("02-01")
    write_table(
        raw,
        "exports",
        "ma_leads",
        "ma_lead_id,created_at,sfa_record_id",
        [(lead, made, f"S-{lead}") for lead in STORIES],
    )
    write_table(
        raw,
        "exports",
        "ma_touches",
        "touch_id,ma_lead_id,touch_type,occurred_at",
        [
            (f"{lead}-{day}", lead, "enquiry", local(day))
            for lead, (_, _, later) in STORIES.items()
            for day in ["02-02", *later]
        ],
    )
    write_table(
        raw,
        "exports",
        "sfa_records",
        "sfa_record_id,record_type,created_at,status",
        [(f"S-{lead}", "lead", made, "new") for lead in STORIES],
    )
    write_table(
        raw,
        "exports",
        "sfa_record_changes",
        "change_id,sfa_record_id,field,old_value,new_value,changed_at",
        [
            (f"{lead}-{day}", f"S-{lead}", "status", "new", status, local(day))
            for lead, (_, changes, _) in STORIES.items()
            for status, day in changes
        ],
    )
    write_table(
        raw,
        "exports",
        "opportunities",
        "opportunity_id,source_record_id,stage,created_at,closed_at,close_on,"
        "is_closed,is_won",
        [
            (
                f"{lead}-{number}",
                f"S-{lead}",
                deal["stage"],
                local(deal["created_at"]),
                local(deal["closed_at"]) if "closed_at" in deal else "",
                f"2026-{deal['close_on']}" if "close_on" in deal else "",
                deal.get("is_closed", ""),
                deal.get("is_won", ""),
            )
            for lead, (deals, _, _) in STORIES.items()
            for number, deal in enumerate(deals)
        ],
    )
    return build(
        company_settings(
            raw, folder / "home", sources=["exports"], as_of=date(2026, 6, 30)
        )
    )


@pytest.mark.parametrize("lead", STORIES)
def test_the_cycles_of_a_deal(deals_build: Path, lead: str) -> None:
    found: list[tuple[Any, ...]] = query(
        deals_build,
        f"select {', '.join(TIMES)}, exit_type from facts.fct_lead_cycles"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = ? order by cycle_number",
        lead,
    )
    assert found == [
        (*(utc(time) for time in times), exit_type)
        for times, exit_type in ANSWERS[lead]
    ]
