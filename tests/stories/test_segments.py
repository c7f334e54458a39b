"""Into which segments a cycle falls, each fixed when it opens or a stage is entered.

As of the end of April 2026; times are Tokyo's. p is acquired on 02-01 by campaign C1
and opens a second cycle on 03-10, after it changed its work; q comes from nowhere
known.

| instant     | of p                                                                |
|-------------|---------------------------------------------------------------------|
| 02-01 00:00 | acquired: retail, 49 employees, staff; owner u1 (inside sales)      |
| 02-02 00:00 | enquiry at the document W1 (a white paper), campaign C2: MQL        |
| 02-02 00:00 | industry becomes manufacturing, 50 employees: after the opening     |
| 02-05 00:00 | owner u2 (field sales)                                              |
| 02-05 00:00 | SQL                                                                 |
| 02-06 00:00 | recycled                                                            |
| 03-10 00:00 | enquiry at the document X9, which no catalogue has: MQL, cycle 2    |
| 03-12 00:00 | deal D1 of the product Suite, owned by u3 (customer success)        |
"""

from pathlib import Path
from typing import Any

import pytest

from tests.stories.building import query
from tests.stories.exports_rows import ExportsRows

DIMENSIONS = (
    "channel",
    "lead_source",
    "customer_status",
    "entry_type",
    "industry",
    "company_size",
    "job_level",
    "campaign",
    "content_type",
    "product",
    "owner_team",
)


@pytest.fixture(scope="module")
def segments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = ExportsRows()
    rows.person(
        "p",
        ma={
            "industry": "製造業",
            "employees": "50",
            "job_level": "担当",
            "lead_source": "seminar",
            "campaign_id": "C1",
        },
        sfa={"owner_id": "u2"},
    )
    rows.person("q", ma={"industry": "宇宙開発", "job_level": ""})
    for field, old, new in (
        ("industry", "小売業", "製造業"),
        ("employees", "49", "50"),
    ):
        rows.add(
            "ma_lead_changes",
            change_id=f"M-{field}",
            ma_lead_id="p",
            field=field,
            old_value=old,
            new_value=new,
            changed_at="02-02",
        )
    for number, content, campaign, at in (
        ("1", "W1", "C2", "02-02"),
        ("2", "X9", "", "03-10"),
    ):
        rows.add(
            "ma_touches",
            touch_id=f"P{number}",
            ma_lead_id="p",
            touch_type="enquiry",
            content_id=content,
            campaign_id=campaign,
            occurred_at=at,
        )
    rows.touch("q", "enquiry", "02-03")
    rows.add("content_items", content_id="W1", title="W", content_type="white_paper")
    rows.add("campaigns", campaign_id="C1", name="Spring fair")
    for user, team in (
        ("u1", "inside_sales"),
        ("u2", "field_sales"),
        ("u3", "customer_success"),
    ):
        rows.add("sfa_users", user_id=user, name=user, team=team)
    rows.sfa_change("S-p", "owner_id", "u1", "u2", "02-05")
    rows.sfa_says("p", "sql", "02-05")
    rows.sfa_says("p", "recycled", "02-06")
    rows.deal(
        "p", "D1", "open", product="Suite", owner_id="u3", created_at="03-12",
        amount="100", currency="JPY",
    )  # fmt: skip
    rows.deal_says("D1", "open", "03-12")
    return rows.build(tmp_path_factory.mktemp("segments"))


def _values(build: Path, from_stage: str, cohort_on: str) -> dict[str, list[Any]]:
    """The segments of a month's cohort with the cycles of each, by dimension."""
    found: dict[str, list[Any]] = {}
    for dimension, value, cycles in query(
        build,
        "select segment_dimension, segment_value, cycles_entered"
        " from marts.mart_funnel_cohorts where definition_basis = 'then'"
        " and period_grain = 'month' and from_stage = ? and to_stage = 'won'"
        " and entry_policy = 'strict' and window_days = 30"
        " and cohort_on = cast(? as date) order by all",
        from_stage,
        cohort_on,
    ):
        found.setdefault(dimension, []).append((value, cycles))
    return found


def test_a_cycle_keeps_what_its_person_was_at_the_opening(segments: Path) -> None:
    # Both MQLs of February are of first cycles, opened by the acquisitions of 02-01;
    # what p became on 02-02 is too late, and so is that it asked by campaign C2.
    assert _values(segments, "mql", "2026-02-01") == {
        "all": [("all", 2)],
        "channel": [("(none)", 1), ("seminar", 1)],
        "lead_source": [("(none)", 1), ("seminar", 1)],
        "customer_status": [("not_a_customer", 2)],
        "entry_type": [("acquired", 2)],
        "industry": [("(unmapped)", 1), ("retail", 1)],
        "company_size": [("(none)", 1), ("small", 1)],
        "job_level": [("(none)", 1), ("staff", 1)],
        "campaign": [("(none)", 1), ("Spring fair", 1)],
        "content_type": [("(none)", 2)],
        "product": [("(none)", 2)],
        "owner_team": [("(none)", 1), ("inside_sales", 1)],
    }


def test_a_later_cycle_is_of_what_opened_it(segments: Path) -> None:
    # C1 brought p once; the enquiry of 03-10 names no campaign.
    values = _values(segments, "mql", "2026-03-01")
    assert {name: values[name] for name in DIMENSIONS[3:]} == {
        "entry_type": [("requalified", 1)],
        "industry": [("manufacturing", 1)],
        "company_size": [("medium", 1)],
        "job_level": [("staff", 1)],
        "campaign": [("(none)", 1)],
        "content_type": [("(unmapped)", 1)],
        "product": [("(none)", 1)],
        "owner_team": [("field_sales", 1)],
    }


def test_product_and_team_are_those_as_the_stage_is_entered(segments: Path) -> None:
    # The SQL of 02-05 comes at the instant at which u2 takes over; the deal is u3's.
    assert _values(segments, "sql", "2026-02-01")["owner_team"] == [("field_sales", 1)]
    deal = _values(segments, "opportunity", "2026-03-01")
    assert deal["product"] == [("Suite", 1)]
    assert deal["owner_team"] == [("customer_success", 1)]


def test_other_definitions_are_not_drilled_down(segments: Path) -> None:
    dimensions = {
        basis: {name for (name,) in rows}
        for basis in ("then", "now")
        for rows in [
            query(
                segments,
                "select distinct segment_dimension from marts.mart_funnel_cohorts"
                " where definition_basis = ?",
                basis,
            )
        ]
    }
    assert dimensions["then"] == {"all", *DIMENSIONS}
    assert dimensions["now"] == {"all", *DIMENSIONS[:3]}
