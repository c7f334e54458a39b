"""Capacities that nobody approved or that cannot be."""

from functools import partial

import pytest

from tests.book.book_copies import CAPACITY, STAGES, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    add,
    all_of,
    as_parameters,
    assert_refused,
    change,
    remove,
)

capacity = partial(change, CAPACITY, "mql")

CASES: list[Case] = [
    (
        "a_lead_that_takes_no_call",
        capacity(calls_per_lead="0"),
        CAPACITY,
        "mql",
        "calls_per_lead 0 is not positive; write the mean number of calls",
    ),
    (
        "calls_in_words",
        capacity(calls_per_lead="three"),
        CAPACITY,
        "mql",
        "calls_per_lead 'three' is not a number",
    ),
    (
        "a_week_without_a_call",
        capacity(calls_per_week="0"),
        CAPACITY,
        "mql",
        "calls_per_week '0' is not a whole number of at least 1",
    ),
    (
        "a_part_of_a_call",
        capacity(calls_per_week="99.5"),
        CAPACITY,
        "mql",
        "calls_per_week '99.5' is not a whole number of at least 1",
    ),
    (
        "a_statement_as_a_capacity",
        capacity(calls_per_week="0 or 1=1"),
        CAPACITY,
        "mql",
        "calls_per_week looks like SQL or a template",
    ),
    (
        "an_unknown_team",
        capacity(team="call_centre"),
        CAPACITY,
        "mql",
        "team 'call_centre' is unknown; use one of marketing, inside_sales",
    ),
    (
        "an_exit_that_is_called",
        capacity(stage="lost"),
        CAPACITY,
        "lost",
        "stage 'lost' is unknown; use one of lead, mql",
    ),
    (
        "a_stage_that_is_not_in_use_yet",
        all_of(
            add(CAPACITY, "mql", stage="sal", valid_from="2026-01-01"),
            change(STAGES, "sal", valid_from="2026-02-01"),
        ),
        CAPACITY,
        "sal",
        "is for a stage that is not in use from 2026-01-01 to 2026-02-01; add the "
        "stage to lifecycle_stages.csv or end the row",
    ),
    (
        "a_capacity_marketing_did_not_approve",
        capacity(marketing_approved_on=""),
        CAPACITY,
        "mql",
        "marketing_approved_on is empty",
    ),
    (
        "a_capacity_before_its_approval",
        capacity(valid_from="2025-12-17"),
        CAPACITY,
        "mql",
        "valid_from 2025-12-17 lies before the later approval 2025-12-18; let the row "
        "begin on or after the day both departments approved it",
    ),
    (
        "a_capacity_that_ends_on_its_first_day",
        capacity(valid_to="2026-01-01"),
        CAPACITY,
        "mql",
        "valid_to 2026-01-01 is not after valid_from 2026-01-01",
    ),
    (
        "two_teams_for_one_stage",
        add(CAPACITY, "mql", team="field_sales", valid_from="2026-03-01"),
        CAPACITY,
        "mql",
        "the capacity for mql overlaps with mql of line 2 since 2026-03-01; close the "
        "older row",
    ),
]


@pytest.mark.parametrize(("breaks", "file", "row_id", "reason"), as_parameters(CASES))
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(remove(CAPACITY, "mql"), id="no_capacity_at_all"),
        pytest.param(capacity(calls_per_lead="2.5"), id="half_a_call_on_average"),
        pytest.param(capacity(valid_from="2025-12-18"), id="from_its_approval_on"),
        pytest.param(
            all_of(
                capacity(valid_to="2026-03-01"),
                add(CAPACITY, "mql", valid_from="2026-03-01", valid_to=""),
            ),
            id="another_capacity_from_the_day_the_first_ends",
        ),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None
