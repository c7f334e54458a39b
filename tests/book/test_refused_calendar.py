"""Hours that cannot be or that count a minute twice, holidays given twice, and the
default book's calendar."""

from datetime import date, timedelta
from functools import partial

import pytest

from book import read_book
from tests.book.book_copies import DEFAULT_BOOK, HOLIDAYS, HOURS, BookCopy
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

monday = partial(change, HOURS, "1")
holiday = partial(change, HOLIDAYS, "2026-05-06")

CASES: list[Case] = [
    (
        "a_week_of_eight_days",
        monday(day_of_week="8"),
        HOURS,
        "8",
        "day_of_week '8' is beyond 7; write the number that was meant",
    ),
    (
        "a_week_that_begins_at_nought",
        monday(day_of_week="0"),
        HOURS,
        "0",
        "day_of_week '0' is not a whole number of at least 1",
    ),
    (
        "a_day_by_its_name",
        monday(day_of_week="月"),
        HOURS,
        "月",
        "day_of_week '月' is not a whole number of at least 1",
    ),
    (
        "an_hour_without_its_nought",
        monday(opens_at="9:00"),
        HOURS,
        "1",
        "opens_at '9:00' is malformed; write it like 09:00",
    ),
    (
        "seconds",
        monday(closes_at="18:00:00"),
        HOURS,
        "1",
        "closes_at '18:00:00' is malformed; write it like 18:00, or 24:00",
    ),
    (
        "an_hour_of_no_day",
        monday(closes_at="25:00"),
        HOURS,
        "1",
        "closes_at '25:00' is malformed",
    ),
    (
        "a_minute_past_the_end_of_the_day",
        monday(closes_at="24:01"),
        HOURS,
        "1",
        "closes_at '24:01' is malformed",
    ),
    (
        "a_minute_of_no_hour",
        monday(opens_at="09:60"),
        HOURS,
        "1",
        "opens_at '09:60' is malformed",
    ),
    (
        "an_opening_at_the_end_of_the_day",
        monday(opens_at="24:00", closes_at="24:00"),
        HOURS,
        "1",
        "opens_at '24:00' is malformed",
    ),
    (
        "full_width_hours",
        monday(opens_at="０９:００"),  # noqa: RUF001
        HOURS,
        "1",
        "is malformed",
    ),
    (
        "no_opening",
        monday(opens_at=""),
        HOURS,
        "1",
        "opens_at is empty",
    ),
    (
        "a_statement_as_an_hour",
        monday(closes_at="18:00' or 1=1"),
        HOURS,
        "1",
        "closes_at looks like SQL or a template",
    ),
    (
        "hours_that_end_as_they_begin",
        monday(closes_at="09:00"),
        HOURS,
        "1",
        "closes_at 09:00 is not after opens_at 09:00; let the stretch end on its day",
    ),
    (
        "a_night_shift_in_one_row",
        monday(opens_at="22:00", closes_at="06:00"),
        HOURS,
        "1",
        "closes_at 06:00 is not after opens_at 22:00; let the stretch end on its day, "
        "by 24:00, and give what goes on past midnight a row of the next day",
    ),
    (
        "a_minute_in_two_stretches",
        add(HOURS, "1", opens_at="17:59", closes_at="20:00"),
        HOURS,
        "1",
        "line 7 (1): 17:59 to 20:00 overlaps with 09:00 to 18:00 of line 2 since ever; "
        "end one stretch where the next begins",
    ),
    (
        "a_stretch_within_another",
        add(HOURS, "1", opens_at="12:00", closes_at="13:00"),
        HOURS,
        "1",
        "12:00 to 13:00 overlaps with 09:00 to 18:00 of line 2",
    ),
    (
        "the_same_hours_from_a_later_day_on",
        add(HOURS, "1", valid_from="2026-04-01"),
        HOURS,
        "1",
        "09:00 to 18:00 overlaps with 09:00 to 18:00 of line 2 since 2026-04-01; end "
        "one stretch where the next begins, or close the older row",
    ),
    (
        "the_same_stretch_twice",
        add(HOURS, "1", closes_at="17:00"),
        HOURS,
        "1",
        "repeats line 2 (same day_of_week, opens_at, valid_from)",
    ),
    (
        "hours_that_end_on_their_first_day",
        monday(valid_from="2026-04-01", valid_to="2026-04-01"),
        HOURS,
        "1",
        "valid_to 2026-04-01 is not after valid_from 2026-04-01",
    ),
    (
        "no_hours_at_all",
        lambda book: book.write(HOURS, []),
        HOURS,
        "",
        "has no rows; write at least one",
    ),
    (
        "a_holiday_given_twice",
        add(HOLIDAYS, "2026-05-06", name_ja="創立記念日"),
        HOLIDAYS,
        "2026-05-06",
        "(same holiday_on); keep one of the two",
    ),
    (
        "a_holiday_that_does_not_exist",
        holiday(holiday_on="2026-02-29"),
        HOLIDAYS,
        "2026-02-29",
        "holiday_on '2026-02-29' is not a day",
    ),
    (
        "a_holiday_on_no_day",
        holiday(holiday_on=""),
        HOLIDAYS,
        "",
        "holiday_on is empty",
    ),
    (
        "a_holiday_without_a_name",
        holiday(name_en=""),
        HOLIDAYS,
        "2026-05-06",
        "name_en is empty",
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
        pytest.param(
            all_of(
                monday(closes_at="12:00"),
                add(HOURS, "1", opens_at="12:00", closes_at="18:00"),
            ),
            id="stretches_that_touch",
        ),
        pytest.param(
            all_of(
                monday(closes_at="12:00"),
                add(HOURS, "1", opens_at="13:00", closes_at="18:00"),
            ),
            id="a_break_for_lunch",
        ),
        pytest.param(
            all_of(
                monday(opens_at="12:00"),
                add(
                    HOURS,
                    "1",
                    opens_at="09:00",
                    closes_at="12:00",
                    valid_from="2026-04-01",
                ),
            ),
            id="a_morning_from_a_later_day_on",
        ),
        pytest.param(
            monday(opens_at="00:00", closes_at="24:00"), id="the_whole_of_a_day"
        ),
        pytest.param(
            all_of(
                monday(valid_to="2026-04-01"),
                add(HOURS, "1", opens_at="10:00", valid_from="2026-04-01", valid_to=""),
            ),
            id="other_hours_from_the_day_the_first_end",
        ),
        pytest.param(
            all_of(*(remove(HOURS, name) for name in "1235")), id="one_day_a_week"
        ),
        pytest.param(
            add(HOURS, "1", day_of_week="7", opens_at="23:59", closes_at="24:00"),
            id="a_minute_on_sunday",
        ),
        pytest.param(lambda book: book.write(HOLIDAYS, []), id="no_holiday_at_all"),
        pytest.param(
            add(HOLIDAYS, "2026-05-06", holiday_on="2026-06-01", name_ja="創立記念日"),
            id="a_holiday_of_the_companys_own",
        ),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None


def test_the_default_company_works_on_weekdays_from_nine_to_six() -> None:
    hours = read_book(DEFAULT_BOOK).rows.business_hours

    assert [(row.day_of_week, row.opens_at, row.closes_at) for row in hours] == [
        (day_of_week, "09:00", "18:00") for day_of_week in (1, 2, 3, 4, 5)
    ]


def test_the_default_holidays_are_those_of_the_law_and_the_turn_of_the_year() -> None:
    """Sixteen holidays a year have a name. A holiday on a Sunday is made up for on the
    next day that is none, a day between two holidays is one:

    - 2024: Sundays 02-11, 05-05, 08-11, 09-22 and 11-03, each made up for next day;
    - 2025: Sundays 02-23 and 11-23, next day; 05-04, next day but one (05-05 is one);
    - 2026: Sunday 05-03, made up for on 05-06; 09-22 lies between 09-21 and 09-23;
    - 2027: Sunday 03-21, next day.

    The company is closed on five days more, 12-29 to 01-03 without 01-01.
    """
    holidays = read_book(DEFAULT_BOOK).rows.company_holidays
    days: dict[str, list[str]] = {}
    for row in holidays:
        days.setdefault(row.name_ja, []).append(row.holiday_on.isoformat())

    assert days.pop("振替休日") == [
        *("2024-02-12", "2024-05-06", "2024-08-12", "2024-09-23", "2024-11-04"),
        *("2025-02-24", "2025-05-06", "2025-11-24"),
        "2026-05-06",
        "2027-03-22",
    ]
    assert days.pop("国民の休日") == ["2026-09-22"]
    assert days.pop("年末年始休業日") == [
        f"{year}-{day}"
        for year in (2024, 2025, 2026, 2027)
        for day in ("01-02", "01-03", "12-29", "12-30", "12-31")
    ]
    assert len(days) == 16
    for name, dates in days.items():
        assert [day[:4] for day in dates] == ["2024", "2025", "2026", "2027"], name
    assert len({row.name_en for row in holidays}) == 16 + 3


def test_no_default_holiday_on_a_sunday_is_lost() -> None:
    """Whatever falls on a Sunday, the first day after it without a name is made up."""
    names = {
        row.holiday_on: row.name_ja
        for row in read_book(DEFAULT_BOOK).rows.company_holidays
        if row.name_ja != "年末年始休業日"
    }
    sundays = [day for day in names if day.isoweekday() == 7]
    made_up: set[date] = set()
    for day in sundays:
        while names.get(day, "振替休日") != "振替休日":
            day += timedelta(days=1)
        made_up.add(day)

    assert made_up == {day for day, name in names.items() if name == "振替休日"}
