"""The largest numbers that a book takes, together in one: the night still counts right.

Ada asks for an offer twice: each enquiry is worth a million points, a day's cap is a
million, so that her score is 1,000,000 on 2 March and 2,000,000 on 3 March, less what
decayed in a day at a half-life of a million days. The first makes her an MQL.
"""

from pathlib import Path

import pytest

from tests.book.book_copies import (
    CAPACITY,
    DEFINITIONS,
    HALF_LIVES,
    RULES,
    SCORE_LANDMARKS,
    SCORES,
    SIZES,
    STAGES,
    WINDOWS,
    BookCopy,
)
from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows, utc

MILLION = "1000000"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bounds")
    book = BookCopy.of_default(folder / "book")
    book.change(WINDOWS, "60", window_days="3660")
    book.change(DEFINITIONS, "mql_v2", cool_down_days="3660", version=MILLION)
    book.change(DEFINITIONS, "recycled_v1", cool_down_days="3660")
    for stage in ("won", "lost", "recycled", "disqualified"):
        book.change(DEFINITIONS, f"{stage}_v1", grace_hours="87840")
    book.change(STAGES, "mql", late_after_hours="87840")
    book.change(STAGES, "won", stage_order=MILLION)
    book.change_line(RULES, 25, value="999999999999")  # hot by its score
    book.add(
        RULES,
        "mql_v2",
        rule_group=MILLION,
        signal="touch",
        signal_argument="enquiry",
        comparison="",
        value="",
        min_count=MILLION,
        within_days="3660",
    )
    book.change(SCORES, "enquiry", points=MILLION, daily_cap=MILLION)
    book.change(SCORES, "careers_view", points="-1000000", daily_cap="-1000000")
    book.change(HALF_LIVES, "behaviour", half_life_days=MILLION)
    book.change(SCORE_LANDMARKS, "day_30", after_days="3660", min_cycles=MILLION)
    book.change(SIZES, "enterprise", employees_from=MILLION)
    book.change(CAPACITY, "mql", calls_per_week=MILLION, calls_per_lead=MILLION)
    rows = ExportsRows()
    rows.person("Ada", ma={"employees": "2000000"})
    rows.touch("Ada", "enquiry", "03-02", "03-03")
    rows.sfa_says("Ada", "sal", "03-04")
    rows.sfa_says("Ada", "recycled", "03-05")
    return rows.build(folder, book=book.folder)


def test_the_score_is_what_the_book_says(build: Path) -> None:
    scores = query(
        build,
        "select round(behaviour_score), attribute_score"
        " from facts.fct_score_intervals"
        " where counts_from = 'lifetime' and cause = 'touch' order by from_at",
    )
    assert scores == [(1_000_000, 15), (1_999_999, 15)]


def test_the_first_enquiry_makes_an_mql(build: Path) -> None:
    entered = query(
        build, "select entered_at from facts.fct_stage_entries where stage = 'mql'"
    )
    assert entered == [(utc("03-02"),)]


def test_every_contract_holds(build: Path) -> None:
    assert broken_contracts(build) == []
