"""What MA, SFA and definitions say of one stage, pair by pair.

Every person is acquired on 2026-02-01. The definition of 2026 wants 80 points, which an
enquiry gives at once; that of 2025 wants employees ≥ 50, a white paper within 90 days
and the pricing page within 30 (group 1), or a section manager who attended a seminar
within 60 (group 2). The book also has one for manufacturers alone: a case study within
30 days. Two dates agree up to 24 hours apart, those of SAL up to 48.
"""

from pathlib import Path

import pytest

from tests.book.book_copies import DEFINITIONS, RULES, STAGES, BookCopy
from tests.stories.building import (
    broken_contracts,
    query,
)
from tests.stories.exports_rows import ExportsRows, utc

QUALIFIED = "02-02 09:00"
AGREE, LATE = "agree", "late"
NOT_SAID, NOT_MEANT = "qualified but not declared", "declared but not qualified"
NO_ORDER = "impossible order"

# person: when MA and SFA say MQL (empty: never), whether it enquired
SAID: dict[str, tuple[str, str, bool]] = {
    "together": (QUALIFIED, QUALIFIED, True),
    "an-hour-apart": (QUALIFIED, "02-02 10:00", True),
    "a-day-apart": (QUALIFIED, "02-03 09:00:00", True),
    "a-second-more": (QUALIFIED, "02-03 09:00:01", True),
    "six-hours-more": (QUALIFIED, "02-03 15:00", True),
    "ma-a-day-later": ("02-03 09:00:00", QUALIFIED, True),
    "ma-a-second-more": ("02-03 09:00:01", QUALIFIED, True),
    "ma-a-day-early": ("02-01 09:00", QUALIFIED, True),
    "both-a-second-early": ("02-01 08:59:59", "02-01 08:59:59", True),
    "ma-silent": ("", QUALIFIED, True),
    "sfa-silent": (QUALIFIED, "", True),
    "both-silent": ("", "", True),
    "only-ma": ("02-05", "", False),
    "only-sfa": ("", "02-05", False),
    "only-the-tools": ("02-05", "02-05", False),
    "accepted-too-early": (QUALIFIED, "", True),
    "accepted-too-early-and-sql": (QUALIFIED, "", True),
    "accepted-by-the-ma": ("", "", True),
    "accepted-by-the-ma-and-sql": ("", "", True),
    "sfa-backwards": (QUALIFIED, "02-12", True),
    "ma-backwards": ("02-12", QUALIFIED, True),
    "sfa-merged-before": (QUALIFIED, "", True),
    "sfa-merged-then": (QUALIFIED, "", True),
    "sfa-merged-after": (QUALIFIED, "", True),
    "ma-merged-after": ("", QUALIFIED, True),
    "sfa-deleted": (QUALIFIED, "", True),
    "ma-deleted": ("", QUALIFIED, True),
    "merged-and-deleted": (QUALIFIED, "", True),
    "deleted-but-spoke": (QUALIFIED, QUALIFIED, True),
}

# person: MA and SFA, MA and definition, SFA and definition, worst, who has to mend
VERDICTS: dict[str, tuple[str | None, str | None, str | None, str, str | None]] = {
    "together": (AGREE, AGREE, AGREE, AGREE, None),
    "an-hour-apart": (AGREE, AGREE, AGREE, AGREE, None),
    # 24 hours are within the 24 allowed, one second more is not.
    "a-day-apart": (AGREE, AGREE, AGREE, AGREE, None),
    "a-second-more": (LATE, AGREE, LATE, LATE, "sfa"),
    "six-hours-more": (LATE, AGREE, LATE, LATE, "sfa"),
    "ma-a-day-later": (AGREE, AGREE, AGREE, AGREE, None),
    "ma-a-second-more": (LATE, LATE, AGREE, LATE, "ma"),
    "ma-a-day-early": (AGREE, AGREE, AGREE, AGREE, None),
    # Declared 24 hours and a second before it qualified: as far apart as late.
    "both-a-second-early": (AGREE, LATE, LATE, LATE, "ma"),
    "ma-silent": ("missing in MA", NOT_SAID, AGREE, NOT_SAID, "ma"),
    "sfa-silent": ("missing in SFA", AGREE, NOT_SAID, NOT_SAID, "sfa"),
    # Of what both do not say they do not disagree.
    "both-silent": (None, NOT_SAID, NOT_SAID, NOT_SAID, "ma"),
    "only-ma": ("missing in SFA", NOT_MEANT, None, NOT_MEANT, "ma"),
    "only-sfa": ("missing in MA", None, NOT_MEANT, NOT_MEANT, "sfa"),
    "only-the-tools": (AGREE, NOT_MEANT, NOT_MEANT, NOT_MEANT, "ma"),
    # SAL in the SFA on the day before the rule fired: the SFA was ahead of it.
    "accepted-too-early": ("missing in SFA", NO_ORDER, NO_ORDER, NO_ORDER, "sfa"),
    # So it was, whatever it said later.
    "accepted-too-early-and-sql": (
        "missing in SFA",
        NO_ORDER,
        NO_ORDER,
        NO_ORDER,
        "sfa",
    ),
    # It was not where the MA alone said so, nor with an SQL in the second of the rule.
    "accepted-by-the-ma": (None, NO_ORDER, NO_ORDER, NO_ORDER, "ma"),
    "accepted-by-the-ma-and-sql": (None, NO_ORDER, NO_ORDER, NO_ORDER, "ma"),
    # SAL on 02-10, MQL on 02-12: within one tool, that is impossible.
    "sfa-backwards": (NO_ORDER, AGREE, LATE, NO_ORDER, "sfa"),
    "ma-backwards": (NO_ORDER, LATE, AGREE, NO_ORDER, "ma"),
    # The merge can only take away what was there to be said before it.
    "sfa-merged-before": ("missing in SFA", AGREE, NOT_SAID, NOT_SAID, "sfa"),
    "sfa-merged-then": ("merged", AGREE, "merged", "merged", "sfa"),
    "sfa-merged-after": ("merged", AGREE, "merged", "merged", "sfa"),
    "ma-merged-after": ("merged", "merged", AGREE, "merged", "ma"),
    "sfa-deleted": ("deleted", AGREE, "deleted", "deleted", "sfa"),
    "ma-deleted": ("deleted", "deleted", AGREE, "deleted", "ma"),
    # The record that the other was merged into is gone as well.
    "merged-and-deleted": ("deleted", AGREE, "deleted", "deleted", "sfa"),
    "deleted-but-spoke": (AGREE, AGREE, AGREE, AGREE, None),
}

# person of 2025: what it shows and did before the MA declared it on 2025-11-10
DECLARED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "lacks-one-of-group-1": ({"employees": "60"}, {"whitepaper_download": "11-01"}),
    "lacks-one-of-group-2": ({"job_level": "課長"}, {}),
    "lacks-one-of-both": (
        {"employees": "60", "job_level": "課長"},
        {"pricing_view": "11-01"},
    ),
    "long-ago": (
        {"employees": "60"},
        {"whitepaper_download": "08-01", "pricing_view": "11-09"},
    ),
    "lacks-two-of-both": ({"employees": "60"}, {}),
}
PAPER = "touch whitepaper_download at least 1 times within 90 days"
PRICES = "touch pricing_view at least 1 times within 30 days"
SEMINAR = "touch seminar_attended at least 1 times within 60 days"


@pytest.fixture(scope="module")
def agreement_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agreement")
    book = BookCopy.of_default(folder / "book")
    book.change(STAGES, "sal", late_after_hours="48")
    book.add(
        DEFINITIONS,
        "mql_v2",
        definition_id="mql_makers_v1",
        version="1",
        segment_dimension="industry",
        segment_value="manufacturing",
        marketing_approved_on="2025-03-10",
        sales_approved_on="2025-03-12",
        valid_from="",
    )
    book.add(
        RULES,
        "mql_v1",
        definition_id="mql_makers_v1",
        signal="touch",
        signal_argument="case_study_view",
        comparison="",
        value="",
        min_count="1",
        within_days="30",
    )
    return _rows().build(folder, book=book.folder)


def _rows() -> ExportsRows:
    rows = ExportsRows()
    for name, (ma_at, sfa_at, is_qualified) in SAID.items():
        deleted = {"deleted_at": "02-20"}
        ma_cells = deleted if name == "ma-deleted" else {}
        has_gone = name in ("sfa-deleted", "deleted-but-spoke", "merged-and-deleted")
        rows.person(name, sfa=deleted if has_gone else {}, ma=ma_cells)
        if is_qualified:
            rows.touch(name, "enquiry", QUALIFIED)
        if ma_at:
            rows.ma_says(name, "mql", ma_at)
        if sfa_at:
            rows.sfa_says(name, "mql", sfa_at)
    for name in ("accepted-too-early", "accepted-too-early-and-sql", "sfa-backwards"):
        rows.sfa_says(name, "sal", "02-01 12:00" if "early" in name else "02-10")
    rows.sfa_says("accepted-too-early-and-sql", "sql", "02-20")
    rows.sfa_says("accepted-by-the-ma-and-sql", "sql", QUALIFIED)
    for name in ("accepted-by-the-ma", "accepted-by-the-ma-and-sql"):
        rows.ma_says(name, "sal", "02-01 12:00")
    rows.ma_says("ma-backwards", "sal", "02-10")
    for name, merged_at in (
        ("sfa-merged-before", "02-02 08:59:59"),
        ("sfa-merged-then", QUALIFIED),
        ("sfa-merged-after", "02-05"),
        ("merged-and-deleted", "02-05"),
    ):
        rows.sfa_record(f"L-{name}", deleted_at=merged_at)
        merged = {"loser_id": f"L-{name}", "winner_id": f"S-{name}"}
        rows.add("sfa_merges", **merged, merged_at=merged_at)
    rows.add(
        "ma_merges",
        loser_id="L-ma-merged-after",
        winner_id="ma-merged-after",
        merged_at="02-05",
    )
    # Nothing is left of it; the record it was merged from was never delivered.
    gone = {"deleted_at": "02-20"}
    rows.person("gone", ma=gone, sfa=gone)
    rows.add("ma_merges", loser_id="L-gone", winner_id="gone", merged_at="02-05")
    # SAL may be 48 hours apart.
    for name, at in (("sal-in-time", "02-06"), ("sal-too-late", "02-06 00:00:01")):
        rows.person(name)
        rows.touch(name, "enquiry", QUALIFIED)
        rows.sfa_says(name, "sal", "02-04")
        rows.ma_says(name, "sal", at)
    for name, (cells, touches) in DECLARED.items():
        rows.person(name, "2025-07-01", ma=cells)
        for touch_type, day in touches.items():
            rows.touch(name, touch_type, f"2025-{day}")
        rows.ma_says(name, "mql", "2025-11-10")
    # Both declared on the same day: only one of them makes things.
    for name, industry in (("maker", "製造業"), ("no-maker", "IT")):
        rows.person(name, ma={"industry": industry})
        if name == "no-maker":
            rows.touch(name, "case_study_view", "02-03")
        rows.ma_says(name, "mql", "02-05")
    return rows


@pytest.mark.parametrize("name", SAID)
def test_the_verdicts_of_a_person(agreement_build: Path, name: str) -> None:
    assert query(
        agreement_build,
        "select a.ma_sfa_verdict, a.ma_definition_verdict, a.sfa_definition_verdict,"
        " a.verdict, q.system_to_mend"
        " from facts.fct_stage_agreement as a"
        " join dimensions.dim_lead_sources as s using (lead_id)"
        " left join marts.mart_agreement_queue as q"
        " using (lead_id, cycle_number, stage)"
        " where s.source_record_id = ? and a.stage = 'mql'",
        name,
    ) == [VERDICTS[name]]


def test_a_person_is_deleted_when_all_its_records_are(agreement_build: Path) -> None:
    """Those merged away do not count, whether they were delivered or not."""
    assert dict(
        query(
            agreement_build,
            "select source_record_id, is_deleted from dimensions.dim_leads"
            " join dimensions.dim_lead_sources using (lead_id) where source_record_id"
            " in ('gone', 'ma-deleted', 'S-merged-and-deleted', 'S-sfa-merged-after')",
        )
    ) == {
        "gone": True,
        "ma-deleted": False,
        "S-merged-and-deleted": False,
        "S-sfa-merged-after": False,
    }


def test_the_delay_of_the_tools_is_how_much_later_the_sfa_is(
    agreement_build: Path,
) -> None:
    """24 hours and a second are 24.000277778 hours; where the MA is later, minus."""
    assert dict(
        query(
            agreement_build,
            "select source_record_id, sync_delay_hours from facts.fct_stage_agreement"
            " join dimensions.dim_lead_sources using (lead_id)"
            " where object = 'ma_lead' and stage = 'mql' and source_record_id in"
            " ('together', 'an-hour-apart', 'a-second-more', 'ma-a-second-more',"
            " 'both-a-second-early', 'sfa-silent')",
        )
    ) == {
        "together": 0.0,
        "an-hour-apart": 1.0,
        "a-second-more": 24.000277778,
        "ma-a-second-more": -24.000277778,
        "both-a-second-early": 0.0,
        "sfa-silent": None,
    }


def test_the_delays_of_a_month_are_taken_without_their_sign(
    agreement_build: Path,
) -> None:
    """MA and SFA, late in February: a second over 24 h, once either way, and 30 h.

    The median is 24.000277778; the 90th percentile lies 0.8 of the way from the second
    to the third: 24.000277778 + 0.8 · 5.999722222 = 28.800055556. Silence has no delay.
    """
    assert query(
        agreement_build,
        "select verdict, cycles, median_delay_hours, p90_delay_hours"
        " from marts.mart_stage_agreement where definition_basis = 'then'"
        " and period_grain = 'month'"
        " and period_on = '2026-02-01' and stage = 'mql' and system_pair = 'ma_sfa'"
        " and verdict in ('late', 'deleted') order by 1",
    ) == [
        ("deleted", 3, None, None),
        ("late", 3, 24.000277778, 28.800055556),
    ]


@pytest.mark.parametrize(
    ("name", "verdict"), [("sal-in-time", AGREE), ("sal-too-late", LATE)]
)
def test_each_stage_has_its_own_tolerance(
    agreement_build: Path, name: str, verdict: str
) -> None:
    assert query(
        agreement_build,
        "select ma_sfa_verdict, ma_definition_verdict from facts.fct_stage_agreement"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = ? and stage = 'sal'",
        name,
    ) == [(verdict, verdict)]


@pytest.mark.parametrize(
    ("name", "clause", "definition"),
    [
        ("lacks-one-of-group-1", PRICES, "mql_v1"),
        ("lacks-one-of-group-2", SEMINAR, "mql_v1"),
        # One clause is missing of either group: the first group speaks.
        ("lacks-one-of-both", PAPER, "mql_v1"),
        # The white paper of 08-01 is no longer one of the last 90 days.
        ("long-ago", PAPER, "mql_v1"),
        ("lacks-two-of-both", f"{PRICES} and {PAPER}", "mql_v1"),
        (
            "maker",
            "touch case_study_view at least 1 times within 30 days",
            "mql_makers_v1",
        ),
        # The case study is no use to anybody else: 8 points are not 80.
        ("no-maker", "score total >= 80", "mql_v2"),
    ],
)
def test_what_a_declared_lead_lacked_is_of_the_nearest_group(
    agreement_build: Path, name: str, clause: str, definition: str
) -> None:
    assert query(
        agreement_build,
        "select verdict, clause_text, is_clause_unmet, definition_id"
        " from marts.mart_agreement_queue"
        " where ma_lead_id = ? and stage = 'mql'",
        name,
    ) == [(NOT_MEANT, clause, True, definition)]


def test_a_qualified_lead_shows_the_clause_that_fired(agreement_build: Path) -> None:
    assert query(
        agreement_build,
        "select clause_text, is_clause_unmet, definition_id, sfa_record_id, defined_at"
        " from marts.mart_agreement_queue"
        " where ma_lead_id = 'ma-silent' and stage = 'mql'",
    ) == [("score total >= 80", False, "mql_v2", "S-ma-silent", utc(QUALIFIED))]


def test_every_contract_holds_of_this_company(agreement_build: Path) -> None:
    assert broken_contracts(agreement_build) == []
