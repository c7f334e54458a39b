"""What a company may really ask its people to fill in."""

from functools import partial

import pytest

from tests.book.book_copies import DATA_ENTRY, BookCopy
from tests.book.breaches import Break, add, all_of, change

duty = partial(change, DATA_ENTRY)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            lambda book: book.write(DATA_ENTRY, []), id="nothing_that_must_be_filled_in"
        ),
        pytest.param(
            all_of(
                duty("outcome_of_calls", valid_to="2026-04-01"),
                add(
                    DATA_ENTRY,
                    "outcome_of_calls",
                    data_entry_rule_id="outcome_of_calls_field",
                    owner_team="field_sales",
                    valid_from="2026-04-01",
                    valid_to="",
                ),
            ),
            id="a_duty_that_passes_to_another_team",
        ),
        pytest.param(
            duty("outcome_of_calls", activity_type=""), id="every_activity_of_a_human"
        ),
        pytest.param(
            add(
                DATA_ENTRY,
                "outcome_of_calls",
                data_entry_rule_id="meeting_outcome",
                activity_type="meeting",
            ),
            id="calls_and_meetings",
        ),
        pytest.param(
            duty("temperature_at_sal", applies_from="recycled"),
            id="a_temperature_when_a_lead_goes_back",
        ),
        pytest.param(
            duty("opportunity_amount", applies_from="won"), id="amounts_of_won_deals"
        ),
        pytest.param(
            duty("outcome_of_calls", valid_from="2025-03-12"),
            id="a_duty_from_the_day_both_approved_it",
        ),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None
