"""What exclusions look for, and could never find."""

from functools import partial

import pytest

from tests.book.book_copies import EXCLUSIONS, WORDS, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    as_parameters,
    assert_refused,
    change,
)

exclusion = partial(change, EXCLUSIONS)


def refused(claim: str, breaks: Break, exclusion_id: str, reason: str) -> Case:
    """A case whose problem lies in the exclusion rules."""
    return claim, breaks, EXCLUSIONS, exclusion_id, reason


SHAPE_CASES: list[Case] = [
    *(
        refused(
            f"a_mail_domain_without_{column}",
            exclusion("rival_cloud", **{column: ""}),
            "rival_cloud",
            f"the signal email_domain needs {column}; fill it in",
        )
        for column in ("comparison", "value")
    ),
    *(
        refused(
            f"a_mail_domain_with_{column}",
            exclusion("rival_cloud", **{column: cell}),
            "rival_cloud",
            f"the signal email_domain takes no {column}; empty the cell",
        )
        for column, cell in (
            ("signal_argument", "domain"),
            ("min_count", "2"),
            ("within_seconds", "0"),
        )
    ),
    *(
        refused(
            f"an_attribute_without_{column}",
            exclusion("sales_pitches", **{column: ""}),
            "sales_pitches",
            f"the signal attribute needs {column}",
        )
        for column in ("signal_argument", "comparison", "value")
    ),
    *(
        refused(
            f"a_burst_without_{column}",
            exclusion("mail_robots", **{column: ""}),
            "mail_robots",
            f"the signal touch_burst needs {column}",
        )
        for column in ("signal_argument", "min_count", "within_seconds")
    ),
    *(
        refused(
            f"a_burst_with_{column}",
            exclusion("mail_robots", **{column: cell}),
            "mail_robots",
            f"the signal touch_burst takes no {column}",
        )
        for column, cell in (("comparison", "="), ("value", "robot"))
    ),
    *(
        refused(
            f"customers_with_{column}",
            exclusion("existing_customers", **{column: cell}),
            "existing_customers",
            f"the signal customer takes no {column}",
        )
        for column, cell in (
            ("signal_argument", "account"),
            ("comparison", "="),
            ("value", "won"),
            ("min_count", "2"),
            ("within_seconds", "1"),
        )
    ),
]

VALUE_CASES: list[Case] = [
    *(
        refused(
            f"a_mail_domain_that_is_none_{number}",
            exclusion("rival_cloud", comparison=comparison, value=value),
            "rival_cloud",
            f"value {value!r} is found in no mail domain by {comparison}; write the "
            "domain in lower case without @",
        )
        for number, (comparison, value) in enumerate(
            (
                ("=", "a@rival-cloud.example"),
                ("=", "Rival-Cloud.example"),
                ("=", "rival"),
                ("=", ".rival-cloud.example"),
                ("ends_with", "a@rival-cloud.example"),
                ("ends_with", "rival-cloud."),
                ("contains", "Rival"),
                ("contains", "競合"),
            )
        )
    ),
    refused(
        "an_attribute_value_that_no_mapping_gives",
        exclusion("sales_pitches", signal_argument="job_level", value="student"),
        "sales_pitches",
        "no mapping gives job_level a value that = 'student' finds; use one of "
        "assistant_manager, department_manager, executive, section_manager, staff",
    ),
    refused(
        "an_attribute_value_that_ends_like_none",
        exclusion(
            "sales_pitches",
            signal_argument="job_level",
            comparison="ends_with",
            value="student",
        ),
        "sales_pitches",
        "no mapping gives job_level a value that ends_with 'student' finds",
    ),
    refused(
        "an_attribute_that_the_book_does_not_name",
        exclusion("sales_pitches", signal_argument="enquiry_knid"),
        "sales_pitches",
        "signal_argument 'enquiry_knid' is no attribute that the book names",
    ),
    refused(
        "a_number_of_employees_in_words",
        exclusion("sales_pitches", signal_argument="employees", value="fifty"),
        "sales_pitches",
        "employees are counted and 'fifty' is not a whole number",
    ),
    refused(
        "a_burst_of_touches_that_no_tool_reports",
        exclusion("mail_robots", signal_argument="email_open|mail_click"),
        "mail_robots",
        "signal_argument 'mail_click' is the touch type of no word; separate touch "
        "types by |, and correct it or map a word to it in mappings/words.csv",
    ),
    refused(
        "a_burst_with_another_separator",
        exclusion("mail_robots", signal_argument="email_open email_click"),
        "mail_robots",
        "'email_open email_click' is the touch type of no word",
    ),
    refused(
        "a_burst_of_a_touch_type_left_out",
        exclusion("mail_robots", signal_argument="email_open|"),
        "mail_robots",
        "'' is the touch type of no word",
    ),
    refused(
        "a_burst_that_names_a_touch_type_twice",
        exclusion("mail_robots", signal_argument="email_open|email_open"),
        "mail_robots",
        "signal_argument 'email_open|email_open' names a touch type twice",
    ),
    refused(
        "a_burst_whose_touch_type_lost_its_words",
        lambda book: book.write(
            WORDS, [row for row in book.rows(WORDS) if row["value"] != "email_open"]
        ),
        "mail_robots",
        "'email_open' is the touch type of no word",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"),
    as_parameters([*SHAPE_CASES, *VALUE_CASES]),
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)
