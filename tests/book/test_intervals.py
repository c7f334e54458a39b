"""Half-open intervals at their edges."""

from datetime import date

import pytest

from book.intervals import ALWAYS, Interval, holes, span

MARCH_1, MARCH_2, MARCH_3, MARCH_9 = (date(2026, 3, day) for day in (1, 2, 3, 9))


def test_touching_intervals_do_not_overlap() -> None:
    """[1, 2) ends before the 2nd begins."""
    assert not Interval(MARCH_1, MARCH_2).overlaps(Interval(MARCH_2, MARCH_3))


def test_intervals_that_share_one_day_overlap() -> None:
    """[1, 3) and [2, 9) both hold on the 2nd."""
    assert Interval(MARCH_1, MARCH_3).overlaps(Interval(MARCH_2, MARCH_9))


def test_an_interval_inside_another_overlaps_it() -> None:
    assert ALWAYS.overlaps(Interval(MARCH_1, MARCH_2))
    assert Interval(MARCH_1, MARCH_2).overlaps(ALWAYS)


def test_touching_intervals_leave_no_hole() -> None:
    versions = [Interval(MARCH_1, MARCH_2), Interval(MARCH_2, MARCH_3)]

    assert holes(versions, span(versions)) == []


def test_one_day_between_two_intervals_is_a_hole() -> None:
    """[1, 2) and [3, 9) leave the 2nd."""
    versions = [Interval(MARCH_3, MARCH_9), Interval(MARCH_1, MARCH_2)]

    assert holes(versions, span(versions)) == [Interval(MARCH_2, MARCH_3)]


def test_an_interval_inside_another_hides_no_hole() -> None:
    """[1, 3) holds the 2nd although [1, 2) ended before it."""
    versions = [Interval(MARCH_1, MARCH_3), Interval(MARCH_1, MARCH_2)]

    assert holes(versions, Interval(MARCH_1, MARCH_3)) == []


def test_open_ends_are_holes_of_all_time() -> None:
    assert holes([Interval(MARCH_1, MARCH_2)], ALWAYS) == [
        Interval(date.min, MARCH_1),
        Interval(MARCH_2, date.max),
    ]


def test_no_interval_leaves_all_of_time() -> None:
    assert holes([], ALWAYS) == [ALWAYS]


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (ALWAYS, "since ever"),
        (Interval(MARCH_1, date.max), "since 2026-03-01"),
        (Interval(MARCH_1, MARCH_2), "from 2026-03-01 to 2026-03-02"),
    ],
)
def test_an_interval_is_said_in_words(interval: Interval, words: str) -> None:
    assert str(interval) == words
