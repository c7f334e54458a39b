"""Duties to fill in what does not exist, or from an instant that never comes."""

from functools import partial

import pytest

from tests.book.book_copies import DATA_ENTRY, STAGES, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    add,
    all_of,
    as_parameters,
    assert_refused,
    change,
)

duty = partial(change, DATA_ENTRY)


def refused(claim: str, breaks: Break, rule_id: str, reason: str) -> Case:
    """A case whose problem lies in the data-entry rules."""
    return claim, breaks, DATA_ENTRY, rule_id, reason


CELL_CASES: list[Case] = [
    refused(
        "an_unknown_object",
        duty("account_at_sql", object="account"),
        "account_at_sql",
        "object 'account' is unknown; use one of sfa_record, opportunity, handover, "
        "sales_activity",
    ),
    refused(
        "an_unknown_activity",
        duty("outcome_of_calls", activity_type="fax"),
        "outcome_of_calls",
        "activity_type 'fax' is unknown; use one of call, email, meeting, task",
    ),
    refused(
        "a_team_that_does_not_exist",
        duty("outcome_of_calls", owner_team="call_centre"),
        "outcome_of_calls",
        "owner_team 'call_centre' is unknown; use one of marketing, inside_sales",
    ),
    refused(
        "nobodys_duty",
        duty("outcome_of_calls", owner_team=""),
        "outcome_of_calls",
        "owner_team is empty",
    ),
    refused(
        "a_duty_without_a_statement",
        duty("outcome_of_calls", statement_en=""),
        "outcome_of_calls",
        "statement_en is empty",
    ),
    refused(
        "a_duty_marketing_did_not_approve",
        duty("outcome_of_calls", marketing_approved_on=""),
        "outcome_of_calls",
        "marketing_approved_on is empty",
    ),
    refused(
        "a_duty_named_twice",
        duty("outcome_of_calls", data_entry_rule_id="handover_comment"),
        "handover_comment",
        "(same data_entry_rule_id); keep one of the two",
    ),
    refused(
        "a_statement_as_a_field",
        duty("outcome_of_calls", field="outcome; drop table leads"),
        "outcome_of_calls",
        "field looks like SQL or a template",
    ),
    refused(
        "a_formula_as_a_sentence",
        duty("outcome_of_calls", statement_ja="=HYPERLINK(1)"),
        "outcome_of_calls",
        "statement_ja looks like a spreadsheet formula",
    ),
    refused(
        "a_mark_in_mid_file",
        duty("outcome_of_calls", field="\ufeffoutcome"),
        "outcome_of_calls",
        "field holds the invisible or control character U+FEFF",
    ),
]

FIELD_CASES: list[Case] = [
    *(
        refused(
            f"a_{field}_of_a_{rule_id}",
            duty(rule_id, field=field),
            rule_id,
            f"field {field} is none of {owner}; use one of {allowed}",
        )
        for rule_id, field, owner, allowed in (
            (
                "temperature_at_sal",
                "amount",
                "sfa_record",
                "temperature, account_id, owner_id, email, company_name",
            ),
            (
                "opportunity_amount",
                "temperature",
                "opportunity",
                "amount, close_on, product, account_id, owner_id, lost_reason, "
                "won_reason",
            ),
            ("handover_comment", "owner_id", "handover", "comment, to_user_id"),
            (
                "outcome_of_calls",
                "to_user_id",
                "sales_activity",
                "outcome, comment, owner_id",
            ),
        )
    ),
    refused(
        "an_activity_of_an_opportunity",
        duty("opportunity_amount", activity_type="meeting"),
        "opportunity_amount",
        "the object opportunity takes no activity_type; empty the cell",
    ),
]

START_CASES: list[Case] = [
    refused(
        "a_stage_that_does_not_exist",
        duty("temperature_at_sal", applies_from="accepted"),
        "temperature_at_sal",
        "applies_from accepted is no stage in use while the rule is in force; use one "
        "of lead, mql, sal, sql, opportunity, won, lost, recycled, disqualified",
    ),
    refused(
        "a_stage_that_ended_before_the_rule_began",
        all_of(
            change(STAGES, "sal", valid_to="2025-06-01"),
            duty("temperature_at_sal", valid_from="2025-06-01"),
        ),
        "temperature_at_sal",
        "applies_from sal is no stage in use while the rule is in force",
    ),
    refused(
        "an_opportunity_from_a_stage_of_leads",
        duty("opportunity_amount", applies_from="sql"),
        "opportunity_amount",
        "applies_from sql is unknown of opportunity; use one of created, won, lost",
    ),
    refused(
        "a_record_from_its_creation",
        duty("temperature_at_sal", applies_from="created"),
        "temperature_at_sal",
        "applies_from created is no stage in use",
    ),
    refused(
        "a_handover_from_its_creation",
        duty("handover_comment", applies_from="created"),
        "handover_comment",
        "applies_from created is unknown of handover; use one of recorded",
    ),
    refused(
        "an_activity_from_a_stage",
        duty("outcome_of_calls", applies_from="mql"),
        "outcome_of_calls",
        "applies_from mql is unknown of sales_activity; use one of recorded",
    ),
    refused(
        "a_reason_of_loss_before_the_loss",
        duty("opportunity_lost_reason", applies_from="created"),
        "opportunity_lost_reason",
        "lost_reason cannot be asked for when an opportunity is created; write lost in "
        "applies_from",
    ),
    refused(
        "a_reason_of_winning_a_lost_deal",
        duty("opportunity_won_reason", applies_from="lost"),
        "opportunity_won_reason",
        "won_reason cannot be asked for when an opportunity is lost; write won",
    ),
]

DATE_CASES: list[Case] = [
    refused(
        "a_duty_that_begins_before_its_approval",
        duty("outcome_of_calls", valid_from="2025-03-11"),
        "outcome_of_calls",
        "valid_from 2025-03-11 lies before the later approval 2025-03-12",
    ),
    refused(
        "a_duty_that_ends_before_it_begins",
        duty("outcome_of_calls", valid_from="2025-06-01", valid_to="2025-05-01"),
        "outcome_of_calls",
        "valid_to 2025-05-01 is not after valid_from 2025-06-01",
    ),
    refused(
        "one_duty_of_two_teams",
        add(
            DATA_ENTRY,
            "outcome_of_calls",
            data_entry_rule_id="outcome_of_calls_field",
            owner_team="field_sales",
        ),
        "outcome_of_calls_field",
        "the duty to fill in sales_activity outcome recorded call overlaps with "
        "outcome_of_calls of line 11 since ever",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"),
    as_parameters([*CELL_CASES, *FIELD_CASES, *START_CASES, *DATE_CASES]),
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)
