"""Score bands that leave a score out or claim it twice, and landmarks of no stage."""

from functools import partial

import pytest

from tests.book.book_copies import SCORE_BANDS, SCORE_LANDMARKS, STAGES, BookCopy
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

band = partial(change, SCORE_BANDS, "from_40")
landmark = partial(change, SCORE_LANDMARKS, "at_mql")

CASES: list[Case] = [
    (
        "two_bands_from_the_same_score",
        band(lower_bound="20"),
        SCORE_BANDS,
        "from_40",
        "the band that begins at 20 overlaps with from_20 of line 3 since ever; "
        "close the older row on the day the newer one begins",
    ),
    (
        "two_bands_from_the_same_score_written_otherwise",
        band(lower_bound="20.0"),
        SCORE_BANDS,
        "from_40",
        "overlaps with from_20 of line 3",
    ),
    (
        "a_second_lowest_band",
        band(lower_bound=""),
        SCORE_BANDS,
        "from_40",
        "the lowest band, the one without a lower_bound, overlaps with under_20",
    ),
    (
        "no_lowest_band",
        remove(SCORE_BANDS, "under_20"),
        SCORE_BANDS,
        "",
        "the lowest band, the one without a lower_bound, has no row in force since "
        "ever; add one, or let the rows around the hole touch",
    ),
    (
        "a_day_without_a_lowest_band",
        all_of(
            change(SCORE_BANDS, "under_20", valid_to="2026-01-01"),
            add(SCORE_BANDS, "under_20", valid_from="2026-01-02", valid_to=""),
        ),
        SCORE_BANDS,
        "under_20",
        "has no row in force from 2026-01-01 to 2026-01-02",
    ),
    (
        "one_band_with_two_bounds",
        add(SCORE_BANDS, "from_40", lower_bound="50", valid_from="2026-01-01"),
        SCORE_BANDS,
        "from_40",
        "the band from_40 overlaps with from_40",
    ),
    (
        "a_band_called_like_the_total",
        band(band="all"),
        SCORE_BANDS,
        "all",
        "all is the name of the total over all bands; give the band another code",
    ),
    (
        "a_bound_that_is_no_number",
        band(lower_bound="forty"),
        SCORE_BANDS,
        "from_40",
        "lower_bound 'forty' is not a number; write a number such as 80 or 0.5",
    ),
    (
        "a_band_without_a_label",
        band(label_ja=""),
        SCORE_BANDS,
        "from_40",
        "label_ja is empty",
    ),
    (
        "a_band_that_sales_did_not_approve",
        band(sales_approved_on=""),
        SCORE_BANDS,
        "from_40",
        "sales_approved_on is empty",
    ),
    (
        "a_band_before_its_approval",
        band(valid_from="2025-03-11"),
        SCORE_BANDS,
        "from_40",
        "valid_from 2025-03-11 lies before the later approval 2025-03-12",
    ),
    (
        "a_band_that_ends_before_it_begins",
        band(valid_from="2026-02-01", valid_to="2026-02-01"),
        SCORE_BANDS,
        "from_40",
        "valid_to 2026-02-01 is not after valid_from 2026-02-01",
    ),
    (
        "a_statement_as_a_bound",
        band(lower_bound="0 or 1=1"),
        SCORE_BANDS,
        "from_40",
        "lower_bound looks like SQL or a template",
    ),
    (
        "no_band_at_all",
        lambda book: book.write(SCORE_BANDS, []),
        SCORE_BANDS,
        "",
        "has no rows",
    ),
    (
        "an_unknown_anchor",
        landmark(anchor="won"),
        SCORE_LANDMARKS,
        "at_mql",
        "anchor 'won' is unknown; use one of opened, mql, sal, sql",
    ),
    (
        "an_anchor_that_is_no_stage_any_more",
        all_of(
            change(STAGES, "sal", valid_to="2026-01-01"),
            landmark(anchor="sal", valid_from="2026-01-01"),
        ),
        SCORE_LANDMARKS,
        "at_mql",
        "anchor sal is on no day of the landmark a stage in use; add the stage to "
        "lifecycle_stages.csv or count from another one",
    ),
    (
        "a_landmark_before_its_anchor",
        landmark(after_days="-1"),
        SCORE_LANDMARKS,
        "at_mql",
        "after_days '-1' is not a whole number of at least 0",
    ),
    (
        "a_landmark_at_half_a_day",
        landmark(after_days="0.5"),
        SCORE_LANDMARKS,
        "at_mql",
        "after_days '0.5' is not a whole number",
    ),
    (
        "rates_of_no_cycle",
        landmark(min_cycles="0"),
        SCORE_LANDMARKS,
        "at_mql",
        "min_cycles '0' is not a whole number of at least 1",
    ),
    (
        "one_landmark_with_two_meanings",
        add(SCORE_LANDMARKS, "at_mql", after_days="7", valid_from="2026-01-01"),
        SCORE_LANDMARKS,
        "at_mql",
        "the landmark at_mql overlaps with at_mql of line 2 since 2026-01-01",
    ),
    (
        "a_landmark_that_marketing_did_not_approve",
        landmark(marketing_approved_on=""),
        SCORE_LANDMARKS,
        "at_mql",
        "marketing_approved_on is empty",
    ),
    (
        "a_landmark_before_its_approval",
        landmark(valid_from="2025-03-01"),
        SCORE_LANDMARKS,
        "at_mql",
        "valid_from 2025-03-01 lies before the later approval 2025-03-12",
    ),
    (
        "a_landmark_that_ends_before_it_begins",
        landmark(valid_from="2026-02-01", valid_to="2026-01-01"),
        SCORE_LANDMARKS,
        "at_mql",
        "valid_to 2026-01-01 is not after valid_from 2026-02-01",
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
        pytest.param(band(lower_bound="40.5"), id="a_bound_between_two_points"),
        pytest.param(band(lower_bound="-10"), id="a_bound_below_nothing"),
        pytest.param(
            all_of(
                band(valid_to="2026-01-01"),
                add(
                    SCORE_BANDS,
                    "from_40",
                    lower_bound="50",
                    valid_from="2026-01-01",
                    valid_to="",
                ),
            ),
            id="a_band_that_moves",
        ),
        pytest.param(
            lambda book: book.write(SCORE_BANDS, book.rows(SCORE_BANDS)[:1]),
            id="one_band_for_everything",
        ),
        pytest.param(
            lambda book: book.write(SCORE_LANDMARKS, []), id="no_landmark_at_all"
        ),
        pytest.param(landmark(anchor="sql", after_days="7"), id="a_week_after_sql"),
        pytest.param(
            all_of(
                change(STAGES, "sal", valid_to="2027-01-01"),
                landmark(anchor="sal"),
            ),
            id="a_landmark_that_outlives_its_stage",
        ),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    refusal = book_copy.refusal()
    problems = [] if refusal is None else [str(one) for one in refusal.problems]
    assert [one for one in problems if "targets/score_" in one] == []
