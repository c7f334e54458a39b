"""Exclusions that nobody approved, that hold twice or say who cannot be told."""

from functools import partial

import pytest

from tests.book.book_copies import EXCLUSIONS, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    add,
    all_of,
    as_parameters,
    assert_refused,
    change,
)

exclusion = partial(change, EXCLUSIONS)


def refused(claim: str, breaks: Break, exclusion_id: str, reason: str) -> Case:
    """A case whose problem lies in the exclusion rules."""
    return claim, breaks, EXCLUSIONS, exclusion_id, reason


CELL_CASES: list[Case] = [
    refused(
        "an_unknown_reason",
        exclusion("rival_cloud", reason="rival"),
        "rival_cloud",
        "reason 'rival' is unknown; use one of own_staff, competitor, student, "
        "sales_pitch, mail_robot, existing_customer",
    ),
    refused(
        "an_exclusion_of_accounts",
        exclusion("rival_cloud", applies_to="account"),
        "rival_cloud",
        "applies_to 'account' is unknown; use one of lead, touch",
    ),
    refused(
        "an_unknown_action",
        exclusion("rival_cloud", action="delete"),
        "rival_cloud",
        "action 'delete' is unknown; use one of exclude, segment",
    ),
    refused(
        "an_unknown_signal",
        exclusion("rival_cloud", signal="ip_address"),
        "rival_cloud",
        "signal 'ip_address' is unknown; use one of email_domain, company_name, "
        "attribute, touch_burst, customer",
    ),
    refused(
        "an_unknown_comparison",
        exclusion("rival_cloud", comparison="like"),
        "rival_cloud",
        "comparison 'like' is unknown; use one of =, ends_with, contains",
    ),
    refused(
        "a_burst_of_one_touch",
        exclusion("mail_robots", min_count="1"),
        "mail_robots",
        "min_count '1' is not a whole number of at least 2",
    ),
    refused(
        "a_burst_that_ends_before_it_begins",
        exclusion("mail_robots", within_seconds="-1"),
        "mail_robots",
        "within_seconds '-1' is not a whole number of at least 0",
    ),
    refused(
        "an_exclusion_sales_did_not_approve",
        exclusion("rival_cloud", sales_approved_on=""),
        "rival_cloud",
        "sales_approved_on is empty",
    ),
    refused(
        "an_exclusion_without_a_statement",
        exclusion("rival_cloud", statement_ja=""),
        "rival_cloud",
        "statement_ja is empty",
    ),
    refused(
        "an_exclusion_named_twice",
        exclusion("rival_cloud", exclusion_id="own_domain"),
        "own_domain",
        "(same exclusion_id); keep one of the two",
    ),
    refused(
        "a_template_as_a_value",
        exclusion("rival_cloud", value="{{ var('domain') }}"),
        "rival_cloud",
        "value looks like SQL or a template",
    ),
    refused(
        "a_condition_that_is_always_true",
        exclusion("rival_cloud", signal="company_name", value="x' or '1'='1"),
        "rival_cloud",
        "value looks like SQL or a template",
    ),
    refused(
        "a_formula_as_a_value",
        exclusion("rival_cloud", signal="company_name", value="=CONCAT(A1)"),
        "rival_cloud",
        "value looks like a spreadsheet formula",
    ),
    refused(
        "a_mark_in_mid_file",
        exclusion("rival_cloud", value="\ufeffrival-cloud.example"),
        "rival_cloud",
        "value holds the invisible or control character U+FEFF",
    ),
]

DATE_CASES: list[Case] = [
    refused(
        "an_exclusion_that_begins_before_its_approval",
        exclusion("rival_cloud", valid_from="2025-03-11"),
        "rival_cloud",
        "valid_from 2025-03-11 lies before the later approval 2025-03-12",
    ),
    refused(
        "an_exclusion_that_ends_on_the_day_it_begins",
        exclusion("rival_cloud", valid_from="2025-04-01", valid_to="2025-04-01"),
        "rival_cloud",
        "valid_to 2025-04-01 is not after valid_from 2025-04-01",
    ),
    refused(
        "two_exclusions_that_look_for_the_same",
        all_of(
            exclusion("rival_cloud", valid_to="2026-04-02"),
            add(
                EXCLUSIONS,
                "rival_cloud",
                exclusion_id="rival_again",
                valid_from="2026-04-01",
                valid_to="",
            ),
        ),
        "rival_again",
        "the exclusion by email_domain = rival-cloud.example overlaps with rival_cloud "
        "of line 3 from 2026-04-01 to 2026-04-02",
    ),
    refused(
        "two_bursts_of_the_same_touches_in_another_order",
        add(
            EXCLUSIONS,
            "mail_robots",
            exclusion_id="mail_robots_2",
            signal_argument="email_click|email_open",
        ),
        "mail_robots_2",
        "the exclusion by touch_burst email_open|email_click overlaps with mail_robots",
    ),
]

USE_CASES: list[Case] = [
    refused(
        "a_burst_of_leads",
        exclusion("mail_robots", applies_to="lead"),
        "mail_robots",
        "the signal touch_burst cannot exclude a lead; write touch in applies_to",
    ),
    refused(
        "touches_of_a_mail_domain",
        exclusion("rival_cloud", applies_to="touch"),
        "rival_cloud",
        "the signal email_domain cannot exclude a touch; write lead in applies_to",
    ),
    refused(
        "a_segment_of_competitors",
        exclusion("rival_cloud", action="segment"),
        "rival_cloud",
        "the signal email_domain gives no segment of its own; write exclude, or use "
        "the signal customer",
    ),
    refused(
        "customers_who_are_students",
        exclusion("existing_customers", reason="student"),
        "existing_customers",
        "the signal customer does not tell a student; write existing_customer",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"),
    as_parameters([*CELL_CASES, *DATE_CASES, *USE_CASES]),
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)
