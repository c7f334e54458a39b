"""Temperatures by rule beside those of sales, every interval worked out by hand.

Nothing decays. Hot is 80 points (from 03-01 on: 90) or, until then, a cell of potential
(50 employees, section manager) and readiness (40 points of behaviour); in manufacturing
two views of the prices within 7 days. Warm is 40 points, cold 1 point.
"""

from pathlib import Path

import pytest

from tests.oracle.book_variants import Variant
from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows, utc

# Rule's word, its definition, sales' word, verdict, from, to ("" is still).
Interval = tuple[str | None, str | None, str | None, str | None, str, str]
MISSING, DIFFERS, AGREE = "missing in SFA", "differs", "agree"

INTERVALS: dict[str, list[Interval]] = {
    # 25 points; 25 + 15 + 40 = 80 and the click of 18:00, the last signal of the day;
    # the mail of 03-05 makes 86, which 90 points have not been since 03-01.
    "Ada": [
        ("cold", "cold_1", None, MISSING, "02-03 09:00", "02-04 12:00"),
        ("cold", "cold_1", "warm", DIFFERS, "02-04 12:00", "02-05 18:00"),
        ("hot", "hot_80", "warm", DIFFERS, "02-05 18:00", "02-06"),
        ("hot", "hot_80", "hot", AGREE, "02-06", "03-05"),
        ("warm", "warm_40", "hot", DIFFERS, "03-05", ""),
    ],
    # 20 points of attributes, then 40 of behaviour: the cell.
    "Bo": [
        ("cold", "cold_1", None, MISSING, "02-01", "02-10"),
        ("hot", "hot_80", None, MISSING, "02-10", ""),
    ],
    # 49 employees.
    "Cy": [
        ("cold", "cold_1", None, MISSING, "02-01", "02-10"),
        ("warm", "warm_40", None, MISSING, "02-10", ""),
    ],
    # 25 + 8 + 2 x 3 = 39 points of behaviour, one article later 42.
    "Dan": [
        ("cold", "cold_1", None, MISSING, "02-01", "02-10"),
        ("warm", "warm_40", None, MISSING, "02-10", "02-11"),
        ("hot", "hot_80", None, MISSING, "02-11", ""),
    ],
    # 80 points at 10:00, but 80 - 15 = 65 as the day ends; nobody knows what A is.
    "Eve": [
        (None, None, "(unmapped)", "unmapped", "02-01", "02-12 11:00"),
        ("warm", "warm_40", "(unmapped)", "unmapped", "02-12 11:00", ""),
    ],
    # Recycled on 02-15: the enquiry of the cool-down is no MQL, but 80 points.
    "Flo": [("hot", "hot_80", None, MISSING, "02-16", "")],
    # In a cool-down too: 300 employees are worth 15 points.
    "Gus": [("cold", "cold_1", None, MISSING, "02-17", "")],
    "Hal": [(None, None, "cold", "declared but not qualified", "02-01", "")],
    # No record in the SFA: sales cannot have said anything.
    "Ivy": [("cold", "cold_1", None, None, "02-03", "")],
    # Both change within one second.
    "Jo": [("cold", "cold_1", "cold", AGREE, "02-05 18:00", "")],
    # 85 points are not hot in manufacturing; 02-20 is within 7 days of 02-26, no more
    # so of 02-27.
    "Kit": [
        ("cold", "cold_1", None, MISSING, "02-01", "02-03"),
        ("warm", "warm_40", None, MISSING, "02-03", "02-26"),
        ("hot", "hot_makers", None, MISSING, "02-26", "02-27"),
        ("warm", "warm_40", None, MISSING, "02-27", ""),
    ],
    # Leo is own staff. The white paper of before her acquisition counts from then on.
    "Mia": [("cold", "cold_1", None, MISSING, "02-01", "")],
    # The last second by the old version, and the first one by the new.
    "Ned": [("hot", "hot_80", None, MISSING, "02-28 23:59:59", "")],
    "Oz": [("warm", "warm_40", None, MISSING, "03-01", "")],
    # 160 points are hot by the new version as well.
    "Pam": [
        ("hot", "hot_80", None, MISSING, "02-10", "03-10"),
        ("hot", "hot_90", None, MISSING, "03-10", ""),
    ],
    # Sales could say something from 03-01 on, and say nothing.
    "Rex": [
        ("cold", "cold_1", None, None, "02-03", "03-01"),
        ("cold", "cold_1", None, MISSING, "03-01", ""),
    ],
}

# What the history tells: of Ada's five changes two are of sales alone.
BY_SALES = "Temperature recorded by sales"
TOLD: dict[str, list[tuple[str, str]]] = {
    "Ada": [
        ("02-03 09:00", "Temperature: Cold"),
        ("02-04 12:00", f"{BY_SALES}: Warm"),
        ("02-05 18:00", "Temperature: Hot / SFA: Warm"),
        ("02-06", f"{BY_SALES}: Hot"),
        ("03-05", "Temperature: Warm / SFA: Hot"),
    ],
    "Eve": [("02-01", f"{BY_SALES}: (unmapped)"), ("02-12 11:00", "Temperature: Warm")],
    "Hal": [("02-01", f"{BY_SALES}: Cold")],
    "Jo": [("02-05 18:00", "Temperature: Cold")],
    "Pam": [("02-10", "Temperature: Hot")],
    "Rex": [("02-03", "Temperature: Cold")],
}


def _book() -> Variant:
    book = Variant("temperatures")
    cell = (
        "attribute employees >= 50",
        "attribute job_level >= section_manager",
        "score behaviour >= 40",
    )
    for name, groups, valid in (
        ("hot_80", (("score total >= 80",), cell), "..2026-03-01"),
        ("hot_90", (("score total >= 90",),), "2026-03-01.."),
    ):
        book.define(name, *groups, stage="hot", valid=valid, cool_down_days=0)
    book.define(
        "hot_makers",
        ("touch pricing_view x2 /7",),
        stage="hot",
        segment="industry=manufacturing",
        cool_down_days=0,
    )
    book.define("warm_40", ("score total >= 40",), stage="warm", cool_down_days=0)
    book.define("cold_1", ("score total >= 1",), stage="cold", cool_down_days=0)
    book.define(
        "hot_draft",
        ("score total >= 2",),
        stage="hot",
        cool_down_days=0,
        is_draft=True,
    )
    for kind in ("behaviour", "engagement"):
        book.halve(kind, " ..")
    return book


def _people() -> ExportsRows:
    rows = ExportsRows()
    manager = {"employees": "50", "job_level": "課長"}
    rows.person("Ada", sfa={"temperature": "Hot"})
    rows.person("Bo", ma=manager)
    rows.person("Cy", ma=manager | {"employees": "49"})
    rows.person("Dan", ma=manager)
    rows.person("Eve", sfa={"temperature": "A"})
    rows.person("Flo")
    rows.person("Gus", ma={"employees": "300"})
    rows.person("Hal", sfa={"temperature": "cold"})
    rows.add("ma_leads", ma_lead_id="Ivy", created_at="02-01")
    rows.person("Jo", sfa={"temperature": "cold"})
    rows.person("Kit", ma={"industry": "製造業"})
    rows.person("Leo", ma={"email": "leo@handoff-demo.example"})
    for name in ("Mia", "Ned", "Oz"):
        rows.person(name)

    rows.touch("Ada", "whitepaper_download", "02-03 09:00")
    rows.touch("Ada", "pricing_view", "02-05 10:00")
    rows.touch("Ada", "seminar_attended", "02-05 15:00")
    rows.touch("Ada", "email_click", "02-05 18:00")
    rows.touch("Ada", "email_open", "03-05")
    rows.sfa_change("S-Ada", "temperature", "", "warm", "02-04 12:00")
    rows.sfa_change("S-Ada", "temperature", "warm", "Hot", "02-06")
    for name in ("Bo", "Cy"):
        rows.touch(name, "seminar_attended", "02-10")
    rows.touch("Dan", "whitepaper_download", "02-10")
    rows.touch("Dan", "case_study_view", "02-10")
    rows.touch("Dan", "article_view", "02-10", "02-10", "02-11")
    rows.touch("Eve", "enquiry", "02-12 10:00")
    rows.touch("Eve", "careers_view", "02-12 11:00")
    for name in ("Flo", "Gus"):
        rows.sfa_says(name, "recycled", "02-15")
    rows.touch("Flo", "enquiry", "02-16")
    rows.add(
        "ma_lead_changes",
        change_id="G1",
        ma_lead_id="Gus",
        field="employees",
        old_value="",
        new_value="300",
        changed_at="02-17",
    )
    rows.touch("Ivy", "whitepaper_download", "02-03")
    rows.touch("Jo", "whitepaper_download", "02-05 18:00")
    rows.sfa_change("S-Jo", "temperature", "", "cold", "02-05 18:00")
    rows.touch("Kit", "enquiry", "02-03")
    rows.touch("Kit", "pricing_view", "02-20", "02-26")
    rows.touch("Kit", "email_open", "02-27")
    rows.touch("Leo", "whitepaper_download", "02-03")
    rows.touch("Mia", "whitepaper_download", "01-20")
    rows.touch("Mia", "email_open", "02-03", "02-04")
    rows.touch("Ned", "enquiry", "02-28 23:59:59")
    rows.touch("Oz", "enquiry", "03-01")
    rows.person("Pam")
    rows.touch("Pam", "enquiry", "02-10", "03-10")
    rows.add("ma_leads", ma_lead_id="Rex", sfa_record_id="S-Rex", created_at="02-01")
    rows.sfa_record("S-Rex", created_at="03-01")
    rows.touch("Rex", "whitepaper_download", "02-03")
    return rows


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build of these people as of 2026-04-30."""
    folder = tmp_path_factory.mktemp("temperatures")
    return _people().build(folder, book=_book().write(folder / "book"))


def test_every_interval_has_both_words_and_a_verdict(company: Path) -> None:
    rows = query(
        company,
        "select identities.native_id, temperatures.temperature, definition_id,"
        " recorded_temperature, verdict, from_at, to_at"
        " from facts.fct_temperatures as temperatures"
        " inner join intermediate.int_identities as identities"
        " on identities.lead_id = temperatures.lead_id"
        " and identities.object = 'ma_lead' order by 1, from_at",
    )
    found: dict[str, list[tuple[object, ...]]] = {}
    for name, *interval in rows:
        found.setdefault(name, []).append(tuple(interval))
    assert found == {
        name: [
            (*words, utc(from_at), utc(to_at) if to_at else None)
            for *words, from_at, to_at in intervals
        ]
        for name, intervals in INTERVALS.items()
    }


@pytest.mark.parametrize("name", TOLD)
def test_the_history_tells_what_changed_and_once(company: Path, name: str) -> None:
    assert query(
        company,
        "select occurred_at, event_en from marts.mart_lead_history"
        " inner join dimensions.dim_lead_sources as sources using (lead_id)"
        " where sources.object = 'ma_lead' and sources.source_record_id = ?"
        " and event_kind = 'temperature' order by event_number",
        name,
    ) == [(utc(at), text) for at, text in TOLD[name]]


@pytest.mark.parametrize(
    ("name", "temperature", "since", "definition"),
    [
        ("Ada", "warm", "03-05", "warm_40"),
        ("Pam", "hot", "02-10", "hot_90"),
        ("Rex", "cold", "02-03", "cold_1"),
    ],
)
def test_a_temperature_is_reached_since_it_lasts(
    company: Path, name: str, temperature: str, since: str, definition: str
) -> None:
    """Neither another version that says the same nor sales' word begins it anew."""
    assert query(
        company,
        "select distinct stage, reached_at, reached_definition_id"
        " from marts.mart_lead_clauses"
        " inner join dimensions.dim_lead_sources as sources using (lead_id)"
        " where sources.object = 'ma_lead' and sources.source_record_id = ?"
        " and definition_state = 'reached' and stage in ('hot', 'warm', 'cold')",
        name,
    ) == [(temperature, utc(since), definition)]


def test_a_temperature_is_no_stage(company: Path) -> None:
    """Nobody enters hot: no entry, no funnel, no agreement of stages speaks of it."""
    for table in ("facts.fct_stage_entries", "facts.fct_stage_agreement"):
        assert query(
            company,
            f"select count(*) from {table} where stage in ('hot', 'warm', 'cold')",
        ) == [(0,)]
    assert query(
        company,
        "select count(*) from marts.mart_funnel_cohorts"
        " where from_stage in ('hot', 'warm', 'cold') or to_stage in ('hot', 'warm')",
    ) == [(0,)]


def test_months_count_the_pairs_that_stand_as_they_end(company: Path) -> None:
    """February: Gus and Mia cold, Bo, Dan, Flo, Ned and Pam hot, Cy and Kit warm, and
    sales said nothing. In March Oz and the SFA's record of Rex come and Ada changes; in
    April nothing happens."""
    february = {
        ("(none)", "cold", "declared but not qualified"): 1,
        ("cold", "(none)", MISSING): 2,
        ("cold", "cold", AGREE): 1,
        ("hot", "(none)", MISSING): 5,
        ("hot", "hot", AGREE): 1,
        ("warm", "(none)", MISSING): 2,
        ("warm", "(unmapped)", "unmapped"): 1,
    }
    march = february | {
        ("cold", "(none)", MISSING): 3,
        ("warm", "(none)", MISSING): 3,
        ("warm", "hot", DIFFERS): 1,
    }
    del march["hot", "hot", AGREE]
    for month, expected in (
        ("2026-02-01", february),
        ("2026-03-01", march),
        ("2026-04-01", march),
    ):
        rows = query(
            company,
            "select temperature, recorded_temperature, verdict, leads"
            " from marts.mart_temperature_agreement where definition_basis = 'then'"
            " and period_grain = 'month' and period_on = ?",
            month,
        )
        assert {(rule, sales, said): leads for rule, sales, said, leads in rows} == (
            expected
        )


def test_by_the_rules_of_now_the_cell_is_not_hot(company: Path) -> None:
    """90 points since ever: Bo, Cy, Dan, Flo, Ned, Pam (80) and Kit are warm; Kit was
    hot by the rule of her industry."""
    assert query(
        company,
        "select temperature, leads from marts.mart_temperature_agreement"
        " where definition_basis = 'now' and period_grain = 'month'"
        " and period_on = date '2026-02-01' and recorded_temperature = '(none)'"
        " order by 1",
    ) == [("cold", 2), ("warm", 7)]
    assert query(
        company,
        "select distinct definition_id from intermediate.int_temperatures"
        " where definition_basis = 'now' and temperature = 'hot' order by 1",
    ) == [("hot_90",), ("hot_makers",)]


def test_the_word_that_nobody_knows_is_listed(company: Path) -> None:
    assert query(
        company,
        "select source_value, row_count from marts.mart_unmapped_values"
        " where mapping = 'temperature'",
    ) == [("A", 1)]


def test_every_contract_holds(company: Path) -> None:
    assert broken_contracts(company) == []
