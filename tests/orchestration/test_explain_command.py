"""`./handoff explain LEAD` as people run it: what it says, and what it refuses.

The company is that of `explained_company`, as of the end of 2026-04-30.
"""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from contracts import load
from orchestration.publication import PublishedTable, unfinished_run
from orchestration.resources import PROJECT, Home, reader_language, tool_environment
from orchestration.run_lock import hold_run_lock
from tests.stories.building import query
from tests.stories.explained_company import explained_rows, write_explained_book

HANDOFF = "from orchestration.command_line import main; raise SystemExit(main())"
AS_OF = "2026-04-30T14:59:59.999999+00:00"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of the company, its build published."""
    folder = tmp_path_factory.mktemp("explain")
    build = explained_rows().build(folder, book=write_explained_book(folder / "book"))
    home = Home(build.parents[1])
    tables = [
        PublishedTable(one.schema, one.table, tuple(one.key))
        for one in load(PROJECT / "contracts").tables
    ]
    with unfinished_run(home, "20260501T000000Z") as run:
        run.write_tables(tables)
        run.write_manifest({"inputs": {"as_of": AS_OF}})
        run.swap_in()
    return home


def explain(
    home: Home, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", HANDOFF, "explain", *arguments],
        env=tool_environment()
        | {"HANDOFF_HOME": str(home.root), "LC_ALL": "C.UTF-8"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def page(home: Home, *arguments: str, **environment: str) -> list[str]:
    result = explain(home, *arguments, **environment)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout.splitlines()


def lead_of(home: Home, name: str) -> str:
    ((lead_id,),) = query(
        home.build_database,
        "select lead_id from dimensions.dim_lead_sources"
        " where object = 'ma_lead' and source_record_id = ?",
        name,
    )
    return str(lead_id)


def assert_refused(result: subprocess.CompletedProcess[str], told: str) -> None:
    assert result.returncode == 2, result.stdout + result.stderr
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_it_says_how_many_points_are_missing(home: Home) -> None:
    lines = page(home, "Cy")
    assert lines[0] == f"Lead {lead_of(home, 'Cy')}"
    assert lines[1] == "as of 2026-04-30 23:59, times of the company"
    start = lines.index("MQL: no")
    assert lines[start + 1 : start + 3] == [
        "  What is missing to mql_80:",
        "    - Total score >= 80: 74 of 80: 6 short",
    ]
    assert "    [not met] Total score >= 80: 74 of 80: 6 short" in lines
    assert (
        "    2026-04-02 00:00  Touches: Case study read, White paper downloaded"
        " · 33 points · score 73"
    ) in lines


def test_it_says_the_same_in_japanese(home: Home) -> None:
    lines = page(home, "Cy", "--lang", "ja")
    start = lines.index("MQL: 未到達")
    assert lines[start + 1 : start + 3] == [
        "  mql_80 に足りないもの:",
        "    - スコア合計 >= 80: 80 のうち 74、あと 6",
    ]
    assert "    [満たさない] スコア合計 >= 80: 80 のうち 74、あと 6" in lines
    assert (
        "    2026-04-02 00:00  行動: 事例閲覧, 資料ダウンロード · 33 点 · スコア 73"
    ) in lines


def test_it_says_what_blocks_and_until_when(home: Home) -> None:
    lines = page(home, "Dee")
    start = lines.index("MQL: no")
    assert lines[start + 1 : start + 3] == [
        "  The conditions of mql_80 hold, but:",
        "    - Cool-down after the last exit: until 2026-05-09 12:00",
    ]


def test_it_says_since_when_and_by_which_version(home: Home) -> None:
    assert "MQL: yes, since 2026-02-10 11:00, by mql_early" in page(home, "Ada")
    lines = page(home, "Kim")
    assert (
        "  mql_60 (draft): yes, it would have been MQL since 2026-04-06 13:00" in lines
    )


def test_a_lead_without_signals_and_an_excluded_one_have_pages(home: Home) -> None:
    assert "    - Total score >= 80: 0 of 80: 80 short" in page(home, "Lee")
    lines = page(home, "Eve")
    assert "It is not counted: rule own_domain." in lines
    assert "    - Not counted by an exclusion rule: own_domain" in lines


def test_any_id_of_a_lead_finds_it(home: Home) -> None:
    """The MA's and the SFA's own, with and without its source, the keys of its records,
    and the id of a record that was merged away."""
    lead_id = lead_of(home, "Ned")
    keys = query(
        home.build_database,
        "select member_key from dimensions.dim_lead_aliases where lead_id = ?",
        lead_id,
    )
    assert len(keys) == 3
    names = ["Ned", "Nad", "S-Ned", "exports:Nad", f" {lead_id} ", lead_id.upper()]
    names += [str(key) for (key,) in keys]
    assert {page(home, name)[0] for name in names} == {f"Lead {lead_id}"}


def test_the_language_is_the_readers(home: Home) -> None:
    assert page(home, "Lee", LC_ALL="ja_JP.UTF-8")[0].startswith("リード ")
    assert page(home, "Lee", "--lang", "en", LC_ALL="ja_JP.UTF-8")[0].startswith("Lead")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja"}, "ja"),
        ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_without_a_japanese_locale_it_is_english(
    environment: dict[str, str], language: str
) -> None:
    assert reader_language(environment) == language


def test_an_unknown_id_ends_with_2(home: Home) -> None:
    assert_refused(explain(home, "nobody"), "No lead of the published run goes by")
    assert_refused(explain(home, "salesforce:Ned"), "'salesforce:Ned'")
    assert_refused(explain(home, "' or 1=1 --"), "No lead of the published run")


def test_an_ambiguous_id_lists_the_candidates(home: Home) -> None:
    result = explain(home, "Quin")
    assert_refused(result, "2 leads go by 'Quin'")
    assert f"exports:Quin (ma_lead, lead {lead_of(home, 'Quin')})" in result.stderr
    assert "exports:Quin (sfa_record, lead " in result.stderr


def test_nothing_published_yet_ends_with_2(tmp_path: Path) -> None:
    assert_refused(explain(Home(tmp_path / "new"), "Cy"), "Nothing is published")
    assert not (tmp_path / "new").exists()


def test_it_works_while_a_night_runs(home: Home) -> None:
    with hold_run_lock(home.lock), duckdb.connect(str(home.build_database)):
        assert page(home, "Lee")[0].startswith("Lead ")


def test_no_page_holds_what_names_a_person(home: Home) -> None:
    # Eve has an address, Bob's hand-over a comment and a receiver with a name.
    told = "\n".join([*page(home, "Eve"), *page(home, "Bob", "--lang", "ja")])
    assert "@" not in told
    assert "Call him" not in told
    assert "山田" not in told
