"""Points, caps and half-lives that contradict each other."""

import pytest

from tests.book.book_copies import HALF_LIVES, SCORES, BookCopy
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

SCORE_CASES: list[Case] = [
    (
        "an_unknown_kind_of_points",
        change(SCORES, "email_open", kind="mail"),
        SCORES,
        "email_open",
        "kind 'mail' is unknown",
    ),
    (
        "points_that_are_no_number",
        change(SCORES, "email_open", points="many"),
        SCORES,
        "email_open",
        "points 'many' is not a number",
    ),
    (
        "no_points",
        change(SCORES, "email_open", points="0"),
        SCORES,
        "email_open",
        "points are 0",
    ),
    (
        "a_cap_of_the_other_sign",
        change(SCORES, "careers_view", daily_cap="30"),
        SCORES,
        "careers_view",
        "daily_cap 30 has not the sign of points -15",
    ),
    (
        "two_prices_on_one_day",
        change(SCORES, "article_view_2025", valid_to="2026-01-02"),
        SCORES,
        "article_view_2026",
        "the price of touch article_view overlaps with article_view_2025",
    ),
    (
        "a_price_that_begins_before_its_approval",
        change(SCORES, "article_view_2026", marketing_approved_on="2026-01-05"),
        SCORES,
        "article_view_2026",
        "lies before the later approval",
    ),
    (
        "an_attribute_that_gives_behaviour_points",
        change(SCORES, "employees_50", kind="behaviour"),
        SCORES,
        "employees_50",
        "the signal attribute cannot give behaviour points",
    ),
    (
        "an_attribute_price_without_a_threshold",
        change(SCORES, "employees_50", value=""),
        SCORES,
        "employees_50",
        "the signal attribute needs comparison and value",
    ),
    (
        "an_attribute_price_with_a_cap",
        change(SCORES, "employees_50", daily_cap="10"),
        SCORES,
        "employees_50",
        "take no daily_cap",
    ),
    (
        "a_touch_price_with_a_threshold",
        change(SCORES, "email_open", comparison=">=", value="2"),
        SCORES,
        "email_open",
        "takes no comparison or value",
    ),
    (
        "a_half_life_of_zero_days",
        change(HALF_LIVES, "engagement", half_life_days="0"),
        HALF_LIVES,
        "engagement",
        "half_life_days 0 is not positive",
    ),
    (
        "two_half_lives_on_one_day",
        add(HALF_LIVES, "engagement", half_life_days="10", valid_from="2026-01-01"),
        HALF_LIVES,
        "engagement",
        "the half-life of engagement overlaps",
    ),
    (
        "a_day_without_a_half_life",
        all_of(
            change(HALF_LIVES, "engagement", valid_to="2026-01-01"),
            add(HALF_LIVES, "engagement", valid_from="2026-01-02", valid_to=""),
        ),
        HALF_LIVES,
        "engagement",
        "has no row in force from 2026-01-01 to 2026-01-02",
    ),
    (
        "a_kind_without_a_half_life",
        remove(HALF_LIVES, "engagement"),
        HALF_LIVES,
        "",
        "the half-life of engagement has no row in force since ever",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"), as_parameters(SCORE_CASES)
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)
