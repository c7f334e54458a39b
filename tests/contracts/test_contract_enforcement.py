"""Every kind of promise is seen to hold and seen to fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contracts import ContractError, check_build, load
from tests.contracts.small_company import SmallCompany

ANN = "a" * 32
BEN = "b" * 32

CONTRACT = "fct_visits_contract"
FEED = "tool_records_feed"
RULE = "late_visits_have_a_reason"


def test_a_clean_build_keeps_every_promise(small: SmallCompany) -> None:
    results = small.check()
    assert {r.id: (r.status, r.breaking_keys) for r in results.values()} == {
        CONTRACT: ("held", []),
        RULE: ("held", []),
        FEED: ("held", []),
    }
    assert results[CONTRACT].rows_checked == 3
    # Three rows landed, one of them retracted.
    assert results[FEED].rows_checked == 2


@pytest.mark.parametrize(
    ("change", "broken", "key"),
    [
        ("delete from facts.fct_visits", "at least 1 row", "rows_present=0"),
        (
            "alter table facts.fct_visits add column email_of_ann varchar",
            "exactly its contract's columns",
            "column email_of_ann is in no contract",
        ),
        (
            "alter table facts.fct_visits drop column reason",
            "exactly its contract's columns",
            "column reason is missing",
        ),
        (
            "alter table facts.fct_visits alter window_days type integer",
            "its contract's types",
            "column_name=window_days, found=INTEGER",
        ),
        (
            f"update facts.fct_visits set verdict = null where lead_id = '{BEN}'",
            "verdict is never empty",
            f"lead_id={BEN}, window_days=30",
        ),
        (
            f"update facts.fct_visits set verdict = 'other' where lead_id = '{BEN}'",
            "verdict holds only the values listed",
            f"lead_id={BEN}, window_days=30",
        ),
        (
            f"insert into facts.fct_visits values ('{ANN}', null, 'agree', null)",
            "one row per lead_id, window_days",
            f"lead_id={ANN}, window_days=(none), times=2",
        ),
        (
            "update facts.fct_visits set reason = 'ask ann@example.com'",
            "no personal data",
            "column_name=reason, rows_found=3",
        ),
        (
            "update facts.fct_visits set reason = '電話 03-1234-5678 へ'",
            "no personal data",
            "column_name=reason, rows_found=3",
        ),
        (
            "update facts.fct_visits set reason = '+81-90-1234-5678'",
            "no personal data",
            "column_name=reason, rows_found=3",
        ),
        (
            "update facts.fct_visits set reason = '09012345678'",
            "no personal data",
            "column_name=reason, rows_found=3",
        ),
        (
            f"update facts.fct_visits set lead_id = 'L1' where lead_id = '{BEN}'",
            "no personal data",
            "column_name=lead_id, rows_found=1",
        ),
    ],
)
def test_a_broken_table_promise_is_named_with_its_keys(
    small: SmallCompany, change: str, broken: str, key: str
) -> None:
    result = small.check(build=(change,))[CONTRACT]
    assert result.status == "failed"
    # The result names the promise and the key; other promises may break with it.
    assert [k for k in result.breaking_keys if broken in k and k.endswith(key)]


@pytest.mark.parametrize(
    "text",
    [
        "03-1234-5678",
        "(03)1234-5678",
        "0466-12-2019",
        "0120-123-456",
        "0800-123-4567",
        "090-1234-5678",
        "+81 3 1234 5678",
        "2026-04-10 03-1234-5678",
    ],
)
def test_a_phone_number_is_personal(small: SmallCompany, text: str) -> None:
    result = small.check(build=(f"update facts.fct_visits set reason = '{text}'",))
    assert result[CONTRACT].breaking_count == 1


@pytest.mark.parametrize(
    "text",
    [
        "Webinar 04-10-2026",
        "2026-04-10-2026-04-12",
        "04-10-2026-05-10-2026",
        "2026/04/10",
        "04.10.2026",
        "20260410-20260412",
    ],
)
def test_a_day_is_no_phone_number(small: SmallCompany, text: str) -> None:
    result = small.check(build=(f"update facts.fct_visits set reason = '{text}'",))
    assert result[CONTRACT].status == "held"


def test_a_broken_rule_returns_its_keys_and_leaves_the_contract_held(
    small: SmallCompany,
) -> None:
    results = small.check(build=("update facts.fct_visits set reason = null",))
    assert results[RULE].status == "failed"
    assert results[RULE].breaking_keys == [f"lead_id={BEN}, window_days=30"]
    assert results[RULE].breaking_count == 1
    assert results[RULE].sentence == "A late visit says why, in so many words."
    assert results[CONTRACT].status == "held"


def test_breaking_keys_are_cut_but_all_are_counted(small: SmallCompany) -> None:
    result = small.check(
        build=(
            f"insert into facts.fct_visits select '{BEN}', i, 'late', null"
            " from range(100, 350) as t(i)",
        ),
    )[RULE]
    assert len(result.breaking_keys) == 100
    assert result.breaking_count == 250


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("update records set record_id = null", "record_id is never empty"),
        ("update records set created_by = null", "created_by is never empty"),
        ("update records set kind = 'person'", "kind holds only the values listed"),
        ("delete from retracted", "one row per record_id, updated_at"),
        ("delete from records", "at least 1 row"),
        ("delete from records where kind = 'lead'", "as many rows as its registry"),
        ("insert into batches values ('tool', 'records', 3, 5)", "as many rows as"),
        ("update records set _landed_at = null", "_landed_at is never empty"),
    ],
)
def test_a_broken_feed_promise_is_named(
    small: SmallCompany, change: str, broken: str
) -> None:
    result = small.check(landing=(change,))[FEED]
    assert result.status == "failed"
    assert [key for key in result.breaking_keys if broken in key]
    # Nothing of a landed record is quoted but its batch and row.
    assert not [key for key in result.breaking_keys if "example.com" in key]


def test_versions_without_a_stamp_are_told_apart_by_their_delivery(
    small: SmallCompany,
) -> None:
    # r1 then stands in deliveries 1 and 2 without a stamp: two versions, one identity
    # each. Twice in delivery 2 it is one identity with two payloads.
    unstamped = "update records set updated_at = null"
    assert small.check(landing=(unstamped,))[FEED].status == "held"
    twice = small.check(landing=(unstamped, "delete from retracted"))[FEED]
    assert [key for key in twice.breaking_keys if "one row per" in key]


def test_an_absent_cell_of_a_feed_is_no_breach(small: SmallCompany) -> None:
    result = small.check(landing=("update records set kind = null",))[FEED]
    assert result.status == "held"


def test_a_feed_that_never_came_has_no_floor(small: SmallCompany) -> None:
    never = (
        "delete from records",
        "delete from batches",
        "update feeds set has_landed = false",
    )
    result = small.check(landing=never)[FEED]
    assert (result.status, result.rows_checked) == ("held", 0)


def test_a_table_that_was_not_built_is_an_error_not_a_pass(small: SmallCompany) -> None:
    results = small.check(build=("drop table facts.fct_visits",))
    assert results[CONTRACT].status == "error"
    assert results[RULE].status == "error"
    assert "fct_visits" in results[RULE].reason


def test_a_rule_that_cannot_run_is_an_error_not_a_pass(small: SmallCompany) -> None:
    folder = small.write_contracts()
    path = folder / "consistency" / "late_visits_have_a_reason.sql"
    path.write_text(path.read_text().replace("verdict = 'late'", "no_such = 1"))
    results = check_build(
        database=small.write_build(),
        landing=small.write_landing(),
        contracts=load(folder),
    )
    by_id = {result.id: result for result in results}
    assert by_id[RULE].status == "error"
    assert "no_such" in by_id[RULE].reason
    assert by_id[CONTRACT].status == "held"


def test_quotes_braces_colons_and_percent_in_a_rule_are_plain_text(
    small: SmallCompany,
) -> None:
    # Great Expectations formats queries and SQLAlchemy reads `:name` as a parameter.
    folder = small.write_contracts()
    path = folder / "consistency" / "late_visits_have_a_reason.sql"
    path.write_text(
        path.read_text().replace(
            "reason is null",
            "(regexp_matches(reason, '^(?:was){1}:on') or reason like 'was%'"
            " or reason = '{x}:y' or cast(1 as varchar)::bigint = 2)",
        )
    )
    results = check_build(
        database=small.write_build(),
        landing=small.write_landing(),
        contracts=load(folder),
    )
    result = {one.id: one for one in results}[RULE]
    # Ben's late visit says “was on holiday”, which is what the rule now forbids.
    assert result.status == "failed"
    assert result.breaking_keys == [f"lead_id={BEN}, window_days=30"]


def test_a_key_that_looks_personal_is_not_repeated(small: SmallCompany) -> None:
    change = (
        "insert into facts.fct_visits values ('ann@example.com', 7, 'late', null)",
    )
    result = small.check(build=change)[RULE]
    assert result.breaking_keys == ["lead_id=(hidden), window_days=7"]


def test_checking_writes_nothing(small: SmallCompany) -> None:
    folder = small.write_contracts()
    database = small.write_build()
    landing = small.write_landing()
    before = {p: p.stat().st_mtime_ns for p in small.folder.rglob("*") if p.is_file()}
    check_build(database=database, landing=landing, contracts=load(folder))
    after = {p: p.stat().st_mtime_ns for p in small.folder.rglob("*") if p.is_file()}
    assert after == before


def test_without_a_build_there_is_nothing_to_check(small: SmallCompany) -> None:
    with pytest.raises(ContractError, match="build it first"):
        check_build(
            database=small.folder / "handoff.duckdb",
            landing=small.folder,
            contracts=load(small.write_contracts()),
        )


def test_loading_contracts_imports_no_validation_library() -> None:
    program = (
        "import sys, pathlib, contracts;"
        "contracts.load(pathlib.Path('contracts'));"
        "print([m for m in ('great_expectations', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
