"""Mappings without a bound, and bounds that are no share."""

from functools import partial

import pytest

from tests.book.book_copies import BOUNDS, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    add,
    as_parameters,
    assert_refused,
    change,
    remove,
)

bound = partial(change, BOUNDS, "channel")

BOUND_CASES: list[Case] = [
    (
        "a_mapping_without_a_bound",
        remove(BOUNDS, "touch_type"),
        BOUNDS,
        "",
        "does not bound the mapping touch_type; add its row",
    ),
    (
        "a_mapping_bounded_twice",
        add(BOUNDS, "channel", max_unmapped_share="0.2"),
        BOUNDS,
        "channel",
        "repeats line 2 (same mapping); keep one of the two",
    ),
    (
        "an_unknown_mapping",
        bound(mapping="country"),
        BOUNDS,
        "country",
        "mapping 'country' is unknown; use one of channel, lead_status, "
        "opportunity_stage, touch_type, activity_type, call_outcome, team, "
        "booking_type, member_status, currency, temperature, job_level, industry",
    ),
    (
        "more_than_everything",
        bound(max_unmapped_share="1.01"),
        BOUNDS,
        "channel",
        "max_unmapped_share 1.01 is no share; write 0 to 1, such as 0.05",
    ),
    (
        "less_than_nothing",
        bound(max_unmapped_share="-0.01"),
        BOUNDS,
        "channel",
        "max_unmapped_share -0.01 is no share",
    ),
    (
        "a_share_in_percent",
        bound(max_unmapped_share="5%"),
        BOUNDS,
        "channel",
        "max_unmapped_share '5%' is not a number",
    ),
    (
        "no_share",
        bound(max_unmapped_share=""),
        BOUNDS,
        "channel",
        "max_unmapped_share is empty",
    ),
    (
        "a_block_from_no_row_on",
        bound(blocks_from_rows="0"),
        BOUNDS,
        "channel",
        "blocks_from_rows '0' is not a whole number of at least 1",
    ),
    (
        "a_block_from_some_row_on",
        bound(blocks_from_rows=""),
        BOUNDS,
        "channel",
        "blocks_from_rows is empty",
    ),
    (
        "a_statement_as_a_share",
        bound(max_unmapped_share="0 or 1=1"),
        BOUNDS,
        "channel",
        "max_unmapped_share looks like SQL or a template",
    ),
    (
        "a_mark_in_mid_file",
        bound(max_unmapped_share="\ufeff0.1"),
        BOUNDS,
        "channel",
        "max_unmapped_share holds the invisible or control character U+FEFF",
    ),
    (
        "no_bound_at_all",
        lambda book: book.write(BOUNDS, []),
        BOUNDS,
        "",
        "has no rows",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"), as_parameters(BOUND_CASES)
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(bound(max_unmapped_share="0"), id="not_one_unmapped_row"),
        pytest.param(bound(max_unmapped_share="1"), id="any_number_unmapped"),
        pytest.param(bound(blocks_from_rows="1"), id="a_block_from_the_first_row"),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None
