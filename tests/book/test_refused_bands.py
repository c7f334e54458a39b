"""Bands of company sizes and of ages that leave a hole or begin together."""

from functools import partial

import pytest

from book import read_book
from tests.book.book_copies import AGES, DEFAULT_BOOK, SIZES, BookCopy
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

size = partial(change, SIZES, "small")
age = partial(change, AGES, "from_30")

CASES: list[Case] = [
    (
        "two_sizes_that_begin_together",
        size(employees_from="50"),
        SIZES,
        "medium",
        "begins at 50 employees, as the band of line 2 does; give each band a bound",
    ),
    (
        "companies_below_the_smallest_size",
        size(employees_from="1"),
        SIZES,
        "small",
        "is the lowest band and begins at 1 employees; let it begin at 0, so that "
        "every company has a size",
    ),
    (
        "a_size_below_nobody",
        size(employees_from="-1"),
        SIZES,
        "small",
        "employees_from '-1' is not a whole number of at least 0",
    ),
    (
        "one_size_twice",
        add(SIZES, "small", employees_from="20"),
        SIZES,
        "small",
        "repeats line 2 (same company_size)",
    ),
    (
        "a_size_without_a_label",
        size(label_ja=""),
        SIZES,
        "small",
        "label_ja is empty",
    ),
    (
        "two_ages_that_begin_together",
        age(days_from="90"),
        AGES,
        "from_90",
        "begins at 90 days, as the band of line 4 does; give each band a bound",
    ),
    (
        "ages_below_the_first_band",
        remove(AGES, "under_7"),
        AGES,
        "from_7",
        "is the lowest band and begins at 7 days; let it begin at 0, so that every age "
        "has a band",
    ),
    (
        "an_age_before_birth",
        age(days_from="-1"),
        AGES,
        "from_30",
        "days_from '-1' is not a whole number of at least 0",
    ),
    (
        "an_age_of_half_a_day",
        age(days_from="30.5"),
        AGES,
        "from_30",
        "days_from '30.5' is not a whole number of at least 0",
    ),
    (
        "an_age_of_more_than_ten_years",
        age(days_from="3661"),
        AGES,
        "from_30",
        "days_from '3661' is beyond 3,660; write the number that was meant",
    ),
    (
        "one_age_twice",
        add(AGES, "from_30", days_from="60"),
        AGES,
        "from_30",
        "repeats line 4 (same age_band); keep one of the two",
    ),
    (
        "an_age_that_is_no_code",
        age(age_band="30日〜"),
        AGES,
        "30日〜",
        "age_band '30日〜' is not a code",
    ),
    (
        "an_age_without_a_label",
        age(label_en=""),
        AGES,
        "from_30",
        "label_en is empty",
    ),
    (
        "no_age_at_all",
        lambda book: book.write(AGES, []),
        AGES,
        "",
        "has no rows; write at least one",
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
        pytest.param(lambda book: book.write(SIZES, []), id="no_sizes_told_apart"),
        pytest.param(
            all_of(
                *(
                    remove(AGES, band)
                    for band in ("from_7", "from_30", "from_90", "from_180")
                )
            ),
            id="one_band_for_every_age",
        ),
        pytest.param(
            lambda book: book.write(AGES, book.rows(AGES)[::-1]),
            id="bands_from_the_oldest_down",
        ),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None


def test_the_default_ages_are_a_week_a_month_a_quarter_and_half_a_year() -> None:
    ages = read_book(DEFAULT_BOOK).rows.age_bands

    assert [(row.age_band, row.days_from) for row in ages] == [
        ("under_7", 0),
        ("from_7", 7),
        ("from_30", 30),
        ("from_90", 90),
        ("from_180", 180),
    ]
