"""What a score at a landmark foretells: nothing that came later may enter.

Nothing decays; an enquiry is worth 60 points (price_1), a white paper 20 (price_2), a
seminar 40 from 03-31 on (price_3), 50 employees 10 (price_4); an MQL has 50 points. All
but Kim, Mia and Ned are acquired on 02-01; 30 days later is 03-03. All times are
Tokyo's, 2026, and the company is looked at on 04-30.

| who | before the landmark of 30 days             | after it                        |
|-----|--------------------------------------------|---------------------------------|
| Ann | enquiry 02-05, white paper 02-06: 80       | deal 03-10                      |
| Ben | enquiry 02-05: 60, deal 02-20              | won 03-20                       |
| Cat | 0                                          | enquiry 03-04                   |
| Dee | 0, 10 employees                            | 60 employees since 03-05        |
| Eli | 0, recycled 02-20: over by then            | deal 03-20, of another cycle    |
| Flo | white paper in the very second: 20         |                                 |
| Gil | 0                                          | white paper a second later      |
| Hal | white paper 02-10: 20                      | deal 04-02 00:00, day 30 exactly|
| Ida | enquiry 02-10: 60                          | deal a second later than that   |
| Jo  | 0, deal in the very second: known          |                                 |
| Kim | 0, acquired 03-25                          | too young for a window of 30    |
| Lou | 0, recycled in the very second             |                                 |
| Mia | 0, acquired 03-01 23:59:59                 | 30 days end 04-30 23:59:59      |
| Ned | 0, acquired 03-02 00:00                    | 30 days end 05-01 00:00         |
"""

from pathlib import Path

import pytest

from tests.book.book_copies import SCORE_LANDMARKS, BookCopy
from tests.oracle.book_variants import Variant
from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows

LANDMARK = "03-03"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outcomes")
    book = BookCopy(_book().write(folder / "book"))
    book.change(SCORE_LANDMARKS, "day_30", min_cycles="2")
    return _people().build(folder, book=book.folder)


def test_a_band_holds_the_scores_of_the_landmark(company: Path) -> None:
    """Open then and without a deal: Ann, Cat, Dee, Flo, Gil, Hal, Ida, Mia and, too
    young to judge, Kim and Ned. Cat's, Dee's and Gil's points come later. Of eight two
    got a deal in time. Ann's 80 beat all six scores without a deal, Hal's 20 beat four,
    equal Flo's and lose to Ida's: (6 + 4.5) / 12."""
    assert _bands(company, "day_30", "opportunity", 30) == {
        "under_20": (6, 4, 0, 0.0, None),
        "from_20": (2, 2, 1, 0.5, None),
        "from_40": (0, 0, 0, None, None),
        "from_60": (1, 1, 0, 0.0, None),
        "from_80": (1, 1, 1, 1.0, None),
        "from_100": (0, 0, 0, None, None),
        "all": (10, 8, 2, 0.25, 0.875),
    }


def test_a_band_at_the_mql_holds_the_scores_that_made_it(company: Path) -> None:
    """Ann (80 a day later), Ben, Cat and Ida all had 60. Only Ben's deal came within 30
    days; Ann's after 33. Equal scores foretell nothing: 0.5."""
    found = _bands(company, "at_mql", "opportunity", 30)
    assert found["from_60"] == (4, 4, 1, 0.25, None)
    assert found["all"] == (4, 4, 1, 0.25, 0.5)
    assert {band for band, cell in found.items() if cell[0]} == {"from_60", "all"}


def test_a_longer_window_asks_for_older_cycles(company: Path) -> None:
    """60 days after 03-03 are not over on 04-30. Of the MQLs those of Ann, Ben and Ida
    are 60 days old; all three have their deal by then (33, 15 and 51 days)."""
    assert _bands(company, "day_30", "opportunity", 60)["all"] == (10, 0, 0, None, None)
    assert _bands(company, "at_mql", "opportunity", 60)["all"] == (4, 3, 3, 1.0, None)


def test_who_has_a_deal_may_still_win_it(company: Path) -> None:
    """Ben and Jo had their deal on 03-03, but had not won it: ten are old enough; Kim,
    Ned and Eli's second cycle, opened by his deal, are not. Ben, with 60 points, beats
    Cat, Dee, Gil, Jo and Mia (0), Flo and Hal (20), equals Ida and loses to Ann: 7.5 of
    9."""
    found = _bands(company, "day_30", "won", 30)
    assert found["from_60"] == (2, 2, 1, 0.5, None)
    assert found["all"] == (13, 10, 1, 0.1, 0.833333333)


def test_a_rule_counts_where_its_points_were_there_by_then(company: Path) -> None:
    """Enquiry: Ann and Ida, one deal, and one of the other six; Cat's is of the day
    after. White paper: Ann, Flo and Hal, two deals; the other five have none, so that
    nothing is to be divided by. Nobody had 50 employees yet: a side of no cycle has a
    number and no rate. The seminar had no points before 03-31, the day of Mia's
    landmark: one cycle is less than the two that the book asks for here."""
    rows = query(
        company,
        "select score_rule_id, cycles_with, converted_with, cycles_without,"
        " converted_without, rate_with, rate_without, lift, is_indicative"
        " from marts.mart_score_rules where landmark = 'day_30'"
        " and outcome = 'opportunity' and window_days = 30 order by 1",
    )
    assert rows == [
        ("price_1", 2, 1, 6, 1, 0.5, 0.166666667, 3.0, False),
        ("price_2", 3, 2, 5, 0, 0.666666667, 0.0, None, False),
        ("price_3", 0, None, 1, None, None, None, None, True),
        ("price_4", 0, None, 8, 2, None, 0.25, None, True),
    ]


def test_too_few_cycles_have_a_number_and_no_rate(company: Path) -> None:
    """The default book asks for 30: four MQLs are far from it."""
    assert query(
        company,
        "select cycles_with, converted_with, rate_with, cycles_without,"
        " converted_without, rate_without, lift, is_indicative"
        " from marts.mart_score_rules where landmark = 'at_mql'"
        " and outcome = 'opportunity' and window_days = 30"
        " and score_rule_id = 'price_1'",
    ) == [(4, None, None, 0, None, None, None, True)]


def test_the_mas_own_score_is_held_beside_ours(company: Path) -> None:
    """Ann 80 and 90, Ben 60 and 60, Cat 60 and 20, Dee 10 and, by the MA's last change,
    10; ten show none. Ours less theirs: -10, 0, 40, 0. Ranks 4, 2.5, 2.5, 1 against
    4, 3, 2, 1: 4.5 / sqrt(4.5 * 5). In one band all but Cat."""
    assert query(
        company,
        "select source, leads, leads_without_ma_score, leads_with_both,"
        " leads_in_same_band, same_band_share, mean_difference,"
        " mean_absolute_difference, median_absolute_difference, rank_correlation"
        " from marts.mart_score_comparison",
    ) == [("exports", 14, 10, 4, 3, 0.75, 7.5, 12.5, 5.0, 0.948683298)]


def test_every_contract_holds(company: Path) -> None:
    assert broken_contracts(company) == []


def test_without_touches_there_is_no_score_to_judge(tmp_path: Path) -> None:
    """No file of touches: what nobody delivered is unknown, not 0."""
    rows = ExportsRows()
    rows.person("Ann", ma={"score": "50"})
    rows.deal("Ann", "O1", "won", created_at="02-10", closed_at="02-20")
    database = rows.build(tmp_path)
    for table in ("mart_score_bands", "mart_score_rules", "mart_score_comparison"):
        assert query(database, f"select count(*) from marts.{table}") == [(0,)]
    assert broken_contracts(database) == []


def _bands(
    database: Path, landmark: str, outcome: str, window_days: int
) -> dict[str, tuple[object, ...]]:
    """Cycles, mature, converted, rate and AUC by band."""
    rows = query(
        database,
        "select band, cycles, cycles_mature, cycles_converted, conversion_rate, auc"
        " from marts.mart_score_bands"
        " where landmark = ? and outcome = ? and window_days = ?",
        landmark,
        outcome,
        window_days,
    )
    return {band: tuple(cells) for band, *cells in rows}


def _book() -> Variant:
    book = Variant("score_outcomes")
    book.define("mql_50", ("score total >= 50",))
    book.price("behaviour touch enquiry", "60")
    book.price("behaviour touch whitepaper_download", "20")
    book.price("behaviour touch seminar_attended", "40", "", "2026-03-31..")
    book.price("attribute attribute employees >= 50", "10")
    for kind in ("behaviour", "engagement"):
        book.halve(kind, " ..")
    return book


def _people() -> ExportsRows:
    rows = ExportsRows()
    for name, score in (("Ann", "90"), ("Ben", "60"), ("Cat", "20")):
        rows.person(name, ma={"score": score})
    rows.person("Dee", ma={"employees": "60"})
    for name in ("Eli", "Flo", "Gil", "Hal", "Ida", "Jo", "Lou"):
        rows.person(name)
    rows.person("Kim", "03-25")
    rows.person("Mia", "03-01 23:59:59")
    rows.person("Ned", "03-02")

    rows.touch("Ann", "enquiry", "02-05")
    rows.touch("Ann", "whitepaper_download", "02-06")
    rows.deal("Ann", "O-Ann", "opportunity", created_at="03-10")
    rows.touch("Ben", "enquiry", "02-05")
    rows.deal("Ben", "O-Ben", "won", created_at="02-20", closed_at="03-20")
    rows.touch("Cat", "enquiry", "03-04")
    for field, old, new in (("employees", "10", "60"), ("score", "5", "10")):
        rows.add(
            "ma_lead_changes",
            change_id=f"D-{field}",
            ma_lead_id="Dee",
            field=field,
            old_value=old,
            new_value=new,
            changed_at="03-05",
        )
    rows.sfa_says("Eli", "recycled", "02-20")
    rows.deal("Eli", "O-Eli", "opportunity", created_at="03-20")
    rows.touch("Flo", "whitepaper_download", LANDMARK)
    rows.touch("Gil", "whitepaper_download", f"{LANDMARK} 00:00:01")
    rows.touch("Hal", "whitepaper_download", "02-10")
    rows.deal("Hal", "O-Hal", "opportunity", created_at="04-02")
    rows.touch("Ida", "enquiry", "02-10")
    rows.deal("Ida", "O-Ida", "opportunity", created_at="04-02 00:00:01")
    rows.deal("Jo", "O-Jo", "opportunity", created_at=LANDMARK)
    rows.sfa_says("Lou", "recycled", LANDMARK)
    return rows
