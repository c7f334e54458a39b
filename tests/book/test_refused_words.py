"""Words of a vocabulary that could never match, or that say what nobody knows."""

import pytest

from tests.book.book_copies import WORDS, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    as_parameters,
    assert_refused,
)


def word(vocabulary: str, source_value: str, value: str) -> Break:
    """One more word of Marketo."""
    row = {
        "source": "marketo",
        "vocabulary": vocabulary,
        "source_value": source_value,
        "value": value,
    }
    return lambda book: book.write(WORDS, [*book.rows(WORDS), row])


WORD_CASES: list[Case] = [
    (
        "an_unknown_vocabulary",
        word("outcome", "busy", "missed"),
        WORDS,
        "busy",
        "vocabulary 'outcome' is unknown; use one of touch_type, field, "
        "activity_type, call_outcome, team, booking_type, member_status, "
        "currency",
    ),
    (
        "a_word_mapped_twice",
        word("touch_type", "email:open", "email_click"),
        WORDS,
        "email:open",
        "(same source_value, source, vocabulary); keep one of the two",
    ),
    (
        "a_word_in_upper_case",
        word("field", "Lead Role", "job_level"),
        WORDS,
        "Lead Role",
        "source_value 'Lead Role' would never match, words are compared as 'lead role'",
    ),
    (
        "a_word_in_half_width",
        word("touch_type", "form:ﾁｬｯﾄ", "chat"),
        WORDS,
        "form:ﾁｬｯﾄ",
        "words are compared as 'form:チャット'",
    ),
    (
        "a_word_that_ends_in_a_blank",
        word("team", "sales ", "field_sales"),
        WORDS,
        "sales ",
        "source_value begins or ends with white space",
    ),
    (
        "a_word_of_nothing",
        word("team", "", "field_sales"),
        WORDS,
        "",
        "source_value is empty",
    ),
    (
        "a_value_that_is_no_code",
        word("touch_type", "form:trial", "Free trial"),
        WORDS,
        "form:trial",
        "value 'Free trial' is not a code",
    ),
    (
        "an_activity_of_no_known_type",
        word("activity_type", "fax", "fax"),
        WORDS,
        "fax",
        "value 'fax' is no activity_type; use one of call, email, meeting, task, "
        "handover",
    ),
    (
        "a_team_that_does_not_exist",
        word("team", "partner desk", "partner_sales"),
        WORDS,
        "partner desk",
        "value 'partner_sales' is no team; use one of marketing, inside_sales, "
        "field_sales, customer_success",
    ),
    (
        "a_booking_of_no_known_type",
        word("booking_type", "upsell", "upsell"),
        WORDS,
        "upsell",
        "value 'upsell' is no booking_type; use one of new, renewal, expansion",
    ),
    (
        "a_template",
        word("touch_type", "form:{{ name }}", "enquiry"),
        WORDS,
        "form:{{ name }}",
        "source_value looks like SQL or a template",
    ),
    (
        "a_statement",
        word("team", "'; drop table leads", "marketing"),
        WORDS,
        "'; drop table leads",
        "source_value looks like SQL or a template",
    ),
    (
        "an_invisible_character",
        word("team", "sales\u200b", "field_sales"),
        WORDS,
        "sales",
        "source_value holds the invisible or control character U+200B",
    ),
    (
        "a_mark_in_mid_file",
        word("team", "\ufeffsales", "field_sales"),
        WORDS,
        "sales",
        "source_value holds the invisible or control character U+FEFF",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"), as_parameters(WORD_CASES)
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)


@pytest.mark.parametrize(
    "added",
    [
        pytest.param(
            word("touch_type", "form:無料トライアル", "trial_applied"),
            id="a_touch_type_of_its_own",
        ),
        pytest.param(word("call_outcome", "=busy", "busy"), id="a_word_like_a_formula"),
        pytest.param(
            word("member_status", "email:open", "opened"),
            id="one_word_in_two_vocabularies",
        ),
        pytest.param(
            lambda book: book.change(WORDS, "olist", source="olist_2"),
            id="words_of_a_source_that_is_not_connected",
        ),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, added: Break) -> None:
    added(book_copy)

    assert book_copy.refusal() is None
