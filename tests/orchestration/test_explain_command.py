"""`./handoff explain LEAD` as people run it: what it says, and what it refuses.

The companies are those of `explained_company` and, for entries of long ago and ids,
`entered_company`, as of the end of 2026-04-30.
"""

import re
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import duckdb
import pytest

from contracts import load
from orchestration.publication import PublishedTable, unfinished_run
from orchestration.resources import PROJECT, Home, reader_language, tool_environment
from orchestration.run_lock import hold_run_lock
from tests.stories.building import query
from tests.stories.entered_company import entered_rows, write_entered_book
from tests.stories.explained_company import explained_rows, write_explained_book

HANDOFF = "from orchestration.command_line import main; raise SystemExit(main())"
AS_OF = "2026-04-30T14:59:59.999999+00:00"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of the company, its build published."""
    folder = tmp_path_factory.mktemp("explain")
    book = write_explained_book(folder / "book")
    return _published(explained_rows().build(folder, book=book))


@pytest.fixture(scope="module")
def entered_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home of the other company."""
    folder = tmp_path_factory.mktemp("entered")
    book = write_entered_book(folder / "book")
    return _published(entered_rows().build(folder, book=book))


def _published(build: Path) -> Home:
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
    """As it is published: with dashes."""
    ((lead_id,),) = query(
        home.build_database,
        "select lead_id from dimensions.dim_lead_sources"
        " where object = 'ma_lead' and source_record_id = ?",
        name,
    )
    return str(UUID(lead_id))


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
    start = lines.index("MQL: no, not since the exit of 2026-04-25 12:00 (Recycled)")
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


def after(lines: list[str], start: str, count: int) -> list[str]:
    """The `count` lines from the one that says `start` on."""
    at = lines.index(start)
    return lines[at : at + count]


def test_it_says_what_the_entry_saw_and_apart_from_it_what_is_true_today(
    entered_home: Home,
) -> None:
    """Abe had 80 + 2 points; 80 days at a half-life of 40 leave 20 + 2."""
    lines = page(entered_home, "Abe")
    told = after(lines, "MQL: yes, since 2026-02-09 10:00, by mql_two", 6)
    assert told[1] == "  At entry (2026-02-09 10:00, mql_two, version 1, way 2):"
    assert told[3:5] == [
        "    [met] Total score >= 80: 82",
        "  Today (2026-04-30 23:59), which takes nothing back:",
    ]
    assert told[5].startswith("    mql_next (in force): ")
    assert "      [not met] Total score >= 100: 22 of 100: 78 short" in lines

    lines = page(entered_home, "Abe", "--lang", "ja")
    told = after(lines, "MQL: 到達済み（2026-02-09 10:00、定義 mql_two）", 5)
    assert told[1] == "  到達時（2026-02-09 10:00、定義 mql_two 第1版、2 通り目）:"
    assert told[3:] == [
        "    [満たす] スコア合計 >= 80: 82",
        "  現在の値（2026-04-30 23:59 時点。到達は取り消されない）:",
    ]


def test_a_rule_of_several_clauses_says_each_as_it_was(entered_home: Home) -> None:
    told = after(
        page(entered_home, "Bea"),
        "  At entry (2026-02-10 10:00, mql_two, version 1, way 1):",
        4,
    )
    assert told[2:] == [
        "    [met] Employees >= 50: 50",
        "    [met] Touch: White paper downloaded, within 90 days: 1",
    ]
    told = after(
        page(entered_home, "Cal"),
        "  At entry (2026-03-05 00:00, sal_v1, version 1, way 1):",
        3,
    )
    assert told[2] == "    [met] SFA status: SAL: recorded 2026-03-05 00:00"


def test_the_entry_of_a_closed_cycle_is_told_in_the_history(entered_home: Home) -> None:
    lines = page(entered_home, "Eli")
    assert after(lines, "    2026-02-10 00:00  Entered: MQL · by mql_two", 2)[1] == (
        "      [met] Total score >= 80: 80"
    )
    assert "    [met] Total score >= 80: 120" in lines


def test_a_draft_says_what_it_saw_or_what_stands_in_its_way(
    entered_home: Home,
) -> None:
    told = after(
        page(entered_home, "Abe"),
        "  mql_50 (draft): yes, it would have been MQL since 2026-02-09 10:00",
        6,
    )
    assert told[1] == "    Then (2026-02-09 10:00, mql_50, version 4, way 1):"
    assert told[3:] == [
        "      [met] Total score >= 50: 82",
        "    Today (2026-04-30 23:59):",
        "      [not met] Total score >= 50: 22 of 50: 28 short",
    ]
    for name, reason in (
        ("Ida", "A later stage was already reached"),
        ("Jon", "Waits for the lead's next signal"),
        ("Kei", "Cool-down after the last exit: until 2026-05-09 12:00"),
    ):
        assert after(
            page(entered_home, name),
            "  mql_seen (draft): the conditions hold, and yet it would not be MQL:",
            3,
        )[1:] == [f"    - {reason}", "    [met] Touch: Enquiry: 1"]
    assert (
        after(
            page(entered_home, "Ida", "--lang", "ja"),
            "  mql_seen（草案）: 条件は満たすが、MQL にはなっていない。理由は:",
            2,
        )[1]
        == "    - 後の段階にすでに到達している"
    )


def test_a_lead_without_signals_and_an_excluded_one_have_pages(home: Home) -> None:
    assert "    - Total score >= 80: 0 of 80: 80 short" in page(home, "Lee")
    lines = page(home, "Eve")
    assert "It is not counted since 2026-02-01 00:00: rule own_domain." in lines
    told = after(lines, "MQL: no", 4)
    assert told[1] == "  - Not counted by an exclusion rule: own_domain"
    assert told[3] == "    [met] Total score >= 80: 80"


def test_what_is_over_is_none_since_the_last_exit(home: Home) -> None:
    lines = page(home, "Vic")
    assert "  Cycle 1, 2026-02-01 00:00 to 2026-04-20 12:00" in lines
    for stage in ("SAL", "Won"):
        told = after(
            lines,
            f"{stage}: no, not since the exit of 2026-04-20 12:30 (Disqualified)",
            3,
        )
        assert told[1] == f"  What is missing to {stage.lower()}_v1:"
    none_since = "none since the exit of 2026-04-20 12:30 (Disqualified)"
    assert f"    [not met] SFA status: SAL: {none_since}" in lines
    assert "not recorded" not in "\n".join(lines)

    lines = page(home, "Vic", "--lang", "ja")
    assert "SAL: 2026-04-20 12:30 の終了（対象外）以降は未到達" in lines
    assert (
        "    [満たさない] SFAステータス: SAL: 2026-04-20 12:30 の終了（対象外）以降は"
        "記録なし"
    ) in lines


def test_of_a_cycle_that_is_over_and_not_counted_the_rule_is_told(home: Home) -> None:
    lines = page(home, "Una")
    assert "It is not counted since 2026-02-01 00:00: rule own_domain." in lines
    assert (
        "  Cycle 1, since 2026-02-01 00:00: not counted, by rule own_domain; what"
        " happened in it is not told"
    ) in lines
    told = after(lines, "SAL: no, not since the exit of 2026-03-20 12:00 (Recycled)", 5)
    assert told[1] == "  - Not counted by an exclusion rule: own_domain"
    assert told[4] == (
        "    [not met] SFA status: SAL: none since the exit of 2026-03-20 12:00"
        " (Recycled)"
    )
    lines = page(home, "Una", "--lang", "ja")
    assert "2026-02-01 00:00 から集計の対象外です（ルール own_domain）。" in lines


def test_a_threshold_crossed_in_a_cool_down_says_so(home: Home) -> None:
    assert (
        "    2026-03-25 00:00  Score reached the threshold: Total score >= 80"
        " · score 80 · in the cool-down until 2026-04-03 00:00: no MQL"
    ) in page(home, "Wes")


def test_any_id_of_a_lead_finds_it(home: Home) -> None:
    """The MA's and the SFA's own, with and without its source, the keys of its records,
    with and without dashes, and the id of a record that was merged away."""
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


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Abe", "ＡＢＥ"),  # noqa: RUF001
        ("Abe", "\u3000ａｂｅ\u3000"),  # noqa: RUF001
        ("Abe", "EXPORTS:s-abe"),
        ("Abe", "Exports:SFA_Record:S-Abe"),
        ("123", "123"),
        ("123", "１２３"),  # noqa: RUF001
        ("Zoe", "Zoe"),
        ("ZOE", "exports:ZOE"),
    ],
)
def test_widths_spaces_and_case_do_not_matter(
    entered_home: Home, name: str, typed: str
) -> None:
    found = page(entered_home, typed)[0]
    assert found == f"Lead {lead_of(entered_home, name)}"


def test_an_id_written_so_by_nobody_is_not_guessed(entered_home: Home) -> None:
    assert_refused(explain(entered_home, "zoe"), "2 leads go by 'zoe'")


def test_an_id_may_begin_with_a_dash(entered_home: Home) -> None:
    found = page(entered_home, "--lang", "en", "--", "-Ann")[0]
    assert found == f"Lead {lead_of(entered_home, '-Ann')}"
    refused = explain(entered_home, "-Ann")
    assert refused.returncode == 2
    assert "before an id that begins with '-' write --" in refused.stderr


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
    assert_refused(
        explain(home, "nobody"),
        f"No lead of the run published in {home.root} goes by 'nobody'",
    )
    assert_refused(explain(home, "salesforce:Ned"), "'salesforce:Ned'")
    assert_refused(explain(home, "' or 1=1 --"), "No lead of the run published in")


def test_an_ambiguous_id_lists_what_to_type_instead(home: Home) -> None:
    """The MA's record and the SFA's are of one source."""
    result = explain(home, "Quin")
    assert_refused(result, "2 leads go by 'Quin'")
    choices = re.findall(r"(\S+) \(lead ([\w-]+)\)", result.stderr)
    assert [choice for choice, _ in choices] == [
        "exports:ma_lead:Quin",
        "exports:sfa_record:Quin",
    ]
    assert choices[0][1] == lead_of(home, "Quin") != choices[1][1]
    for choice, lead_id in choices:
        assert page(home, choice)[0] == f"Lead {lead_id}"


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
