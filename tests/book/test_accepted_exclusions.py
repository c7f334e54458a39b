"""Whom a company may really leave out of its count."""

from functools import partial

import pytest

from tests.book.book_copies import EXCLUSIONS, BookCopy
from tests.book.breaches import (
    Break,
    add,
    all_of,
    change,
    remove,
)

exclusion = partial(change, EXCLUSIONS)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(lambda book: book.write(EXCLUSIONS, []), id="nobody_excluded"),
        pytest.param(
            all_of(
                exclusion("rival_cloud", valid_to="2026-04-01"),
                add(
                    EXCLUSIONS,
                    "rival_cloud",
                    exclusion_id="rival_again",
                    reason="existing_customer",
                    valid_from="2026-04-01",
                    valid_to="",
                ),
            ),
            id="a_competitor_that_became_a_customer",
        ),
        pytest.param(
            exclusion("rival_cloud", valid_from="2025-03-12"),
            id="an_exclusion_from_the_day_both_approved_it",
        ),
        pytest.param(
            exclusion(
                "rival_cloud", comparison="ends_with", value=".rival-cloud.example"
            ),
            id="all_subdomains",
        ),
        pytest.param(
            exclusion("rival_cloud", comparison="contains", value="rival"),
            id="a_part_of_a_domain",
        ),
        pytest.param(
            exclusion(
                "rival_cloud",
                signal="company_name",
                comparison="contains",
                value="ライバルクラウド",
            ),
            id="a_competitor_by_its_name",
        ),
        pytest.param(
            exclusion(
                "sales_pitches",
                signal_argument="job_level",
                comparison="ends_with",
                value="manager",
            ),
            id="a_mapped_attribute_by_its_end",
        ),
        pytest.param(
            exclusion("mail_robots", min_count="2", within_seconds="0"),
            id="two_clicks_in_the_same_second",
        ),
        pytest.param(
            exclusion("mail_robots", signal_argument="email_click"), id="one_touch_type"
        ),
        pytest.param(
            exclusion("existing_customers", action="exclude"),
            id="customers_not_counted_at_all",
        ),
        pytest.param(remove(EXCLUSIONS, "universities"), id="one_rule_less"),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None
