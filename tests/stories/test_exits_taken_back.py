"""Exits that a tool takes back: in time they never were, later they stay.

The default book gives every exit 72 hours. Every lead is acquired on 2026-02-01 and
enquires on 02-02 at 00:00 (80 points: MQL); SAL and what follows is recorded in the
SFA. Times are Tokyo's.
"""

from pathlib import Path

import pytest

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows, utc

TIMES = ("mql_at", "sal_at", "sql_at", "opportunity_at", "won_at")
EXITS = ("lost_at", "recycled_at", "disqualified_at")

# lead: statuses of its SFA record in their order
STATUSES: dict[str, list[tuple[str, str]]] = {
    "at-the-end": [
        ("sal", "02-03"),
        ("recycled", "02-10 10:00"),
        ("sal", "02-13 10:00"),
    ],
    "a-second-late": [
        ("sal", "02-03"),
        ("recycled", "02-10 10:00"),
        ("sal", "02-13 10:00:01"),
    ],
    "to-another-stage": [("sal", "02-03"), ("recycled", "02-10"), ("sql", "02-11")],
    "two-exits": [
        ("sal", "02-03"),
        ("recycled", "02-10"),
        ("disqualified", "02-11"),
        ("sal", "02-12"),
    ],
    "never-accepted": [("disqualified", "02-10"), ("new", "02-11")],
    "recycled-again": [
        ("sal", "02-03"),
        ("recycled", "02-10"),
        ("sal", "02-11"),
        ("recycled", "02-20"),
    ],
    "other-record": [("sal", "02-03"), ("recycled", "02-10"), ("sal", "02-12")],
}

# lead: per deal when it was made and the stages that its history tells
DEALS: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {
    "reopened": [("02-05", [("lost", "02-08"), ("proposal", "02-11")])],
    "reopened-late": [
        (
            "02-05",
            [("lost", "02-08"), ("proposal", "02-11 00:00:01"), ("won", "03-01")],
        )
    ],
    "win-taken-back": [
        ("02-05", [("won", "02-08"), ("proposal", "02-09"), ("lost", "02-20")])
    ],
    "lost-is-won": [("02-05", [("lost", "02-08"), ("won", "02-09")])],
    "two-deals": [
        ("02-05", [("lost", "02-08"), ("proposal", "02-10"), ("won", "02-20")]),
        ("02-06", [("lost", "02-09")]),
    ],
    "lost-again": [
        ("02-05", [("lost", "02-08"), ("proposal", "02-20"), ("lost", "04-10")])
    ],
    "expansion": [
        ("02-05", [("won", "02-08"), ("proposal", "02-10")]),
        ("02-09", []),
    ],
}

# lead: per cycle what opened it, its times and its exit
ANSWERS: dict[str, list[tuple[str, dict[str, str]]]] = {
    # 72 hours to the second, both ends included: the cycle goes on.
    "at-the-end": [("acquired", {"mql": "02-02", "sal": "02-03"})],
    # The exit stays, and what sales record after it opens a cycle.
    "a-second-late": [
        ("acquired", {"mql": "02-02", "sal": "02-03", "recycled": "02-10 10:00"}),
        ("sales_declared", {"sal": "02-13 10:00:01"}),
    ],
    # It was accepted before, not qualified: nothing was taken back.
    "to-another-stage": [
        ("acquired", {"mql": "02-02", "sal": "02-03", "recycled": "02-10"}),
        ("sales_declared", {"sql": "02-11"}),
    ],
    # One exit became another before both were taken back.
    "two-exits": [("acquired", {"mql": "02-02", "sal": "02-03"})],
    # Before it was disqualified it was new, and so it is again: the second enquiry
    # falls into no cool-down and the lead is an MQL of its first cycle.
    "never-accepted": [("acquired", {"mql": "02-02"})],
    # The first exit was taken back; the second stays, its cool-down ends on 03-06.
    "recycled-again": [
        ("acquired", {"mql": "02-02", "sal": "02-03", "recycled": "02-20"}),
        ("requalified", {"mql": "03-10"}),
    ],
    # The contact was accepted on 02-11, before the lead was put back: a cycle is open.
    "other-record": [
        ("acquired", {"mql": "02-02", "sal": "02-03", "recycled": "02-10"}),
        ("sales_declared", {"sal": "02-11"}),
    ],
    "reopened": [("acquired", {"mql": "02-02", "opportunity": "02-05"})],
    # The loss stays; the win of March has a cycle of its own.
    "reopened-late": [
        ("acquired", {"mql": "02-02", "opportunity": "02-05", "lost": "02-08"}),
        ("sales_declared", {"won": "03-01"}),
    ],
    "win-taken-back": [
        ("acquired", {"mql": "02-02", "opportunity": "02-05", "lost": "02-20"})
    ],
    # Typed in wrongly and mended the next day.
    "lost-is-won": [
        ("acquired", {"mql": "02-02", "opportunity": "02-05", "won": "02-09"})
    ],
    # The first deal was never lost, so losing the second one ended nothing.
    "two-deals": [
        ("acquired", {"mql": "02-02", "opportunity": "02-05", "won": "02-20"})
    ],
    # The loss of February stays; to lose it again ends nothing, nor does it open a
    # cycle that it was put back.
    "lost-again": [
        ("acquired", {"mql": "02-02", "opportunity": "02-05", "lost": "02-08"}),
    ],
    # The second deal was a customer's, whose win was taken back: it is of the cycle.
    "expansion": [("acquired", {"mql": "02-02", "opportunity": "02-05"})],
}


@pytest.fixture(scope="module")
def taken_back(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    for lead, statuses in STATUSES.items():
        contact = f"K-{lead}" if lead == "other-record" else ""
        rows.person(lead, sfa={"converted_contact_id": contact})
        rows.touch(lead, "enquiry", "02-02")
        for status, at in statuses:
            rows.sfa_says(lead, status, at)
    rows.touch("recycled-again", "enquiry", "02-25", "03-10")
    rows.touch("never-accepted", "enquiry", "02-14")
    rows.sfa_record("K-other-record", record_type="contact", created_at="02-05")
    rows.sfa_says("other-record", "sal", "02-11", record="K-other-record")
    for lead, deals in DEALS.items():
        rows.person(lead)
        rows.touch(lead, "enquiry", "02-02")
        for number, (made_at, told) in enumerate(deals):
            deal = f"{lead}-{number}"
            stage = told[-1][0] if told else "proposal"
            rows.deal(lead, deal, stage, created_at=made_at)
            for new, at in told:
                rows.deal_says(deal, new, at)
    return rows.build(tmp_path_factory.mktemp("taken_back"))


@pytest.mark.parametrize("lead", ANSWERS)
def test_the_cycles_of_exits_taken_back(taken_back: Path, lead: str) -> None:
    columns = [*TIMES, *EXITS]
    found = query(
        taken_back,
        f"select entry_type, {', '.join(columns)} from facts.fct_lead_cycles"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = ? and object = 'ma_lead' order by cycle_number",
        lead,
    )
    assert found == [
        (
            entry_type,
            *(
                utc(times[column.removesuffix("_at")])
                if column.removesuffix("_at") in times
                else None
                for column in columns
            ),
        )
        for entry_type, times in ANSWERS[lead]
    ]


# lead: its events but the acquisition and the MQL: stage, effect, why, and when undone
EVENTS: dict[str, list[tuple[str, str, str | None, str]]] = {
    "at-the-end": [
        ("sal", "entered", None, ""),
        ("recycled", "cancelled", "taken back", "02-13 10:00"),
        ("sal", "superseded", "the stage was entered before", ""),
    ],
    "a-second-late": [
        ("sal", "entered", None, ""),
        ("recycled", "entered", "undone after the grace", "02-13 10:00:01"),
        ("sal", "entered", None, ""),
    ],
    "other-record": [
        ("sal", "entered", None, ""),
        ("recycled", "entered", "undone when a later cycle was open", "02-12"),
        ("sal", "entered", None, ""),
        ("sal", "superseded", "the stage was entered before", ""),
    ],
    "two-deals": [
        ("opportunity", "entered", None, ""),
        ("opportunity", "superseded", "the stage was entered before", ""),
        ("lost", "cancelled", "taken back", "02-10"),
        ("lost", "no effect", "another deal is open", ""),
        ("won", "entered", None, ""),
    ],
    "lost-again": [
        ("opportunity", "entered", None, ""),
        ("lost", "entered", "undone after the grace", "02-20"),
        ("lost", "no effect", "deal of an earlier cycle", ""),
    ],
}


@pytest.mark.parametrize("lead", EVENTS)
def test_every_event_says_what_became_of_it(taken_back: Path, lead: str) -> None:
    found = query(
        taken_back,
        "select stage, effect, effect_reason, undone_at from facts.fct_stage_events"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = ? and object = 'ma_lead'"
        " and stage not in ('lead', 'mql') order by event_number",
        lead,
    )
    assert found == [
        (stage, effect, why, utc(undone) if undone else None)
        for stage, effect, why, undone in EVENTS[lead]
    ]


def test_a_deal_stands_as_its_tool_shows_it(taken_back: Path) -> None:
    found = query(
        taken_back,
        "select source_record_id, outcome, won_at, lost_at from facts.fct_opportunities"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where object = 'ma_lead' and source_record_id in"
        " ('reopened', 'reopened-late', 'win-taken-back') order by 1",
    )
    assert found == [
        ("reopened", "open", None, None),
        ("reopened-late", "won", utc("03-01"), None),
        ("win-taken-back", "lost", None, utc("02-20")),
    ]


def test_what_was_taken_back_is_no_claim_of_the_tool(taken_back: Path) -> None:
    """Taken back too late, the SFA said it and so did the definition."""
    found = query(
        taken_back,
        "select source_record_id, sfa_at, sfa_definition_verdict"
        " from facts.fct_stage_agreement join dimensions.dim_lead_sources"
        " using (lead_id) where object = 'ma_lead' and stage = 'recycled'"
        " and source_record_id in ('at-the-end', 'a-second-late')",
    )
    assert found == [("a-second-late", utc("02-10 10:00"), "agree")]
