"""Whole nights of a small company through the command itself, good and bad ones."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from orchestration.resources import PROJECT
from tests.stories.golden_company import write_golden_company

HANDOFF = Path(sys.executable).with_name("handoff")
RUN_MAIN = "import sys; from orchestration.command_line import main; sys.exit(main())"


@dataclass(frozen=True)
class Company:
    """A company that has published once; `spoil` folders are thrown away after use."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def book(self) -> Path:
        return self.folder / "book"

    def night(self, **changed: str) -> subprocess.CompletedProcess[str]:
        """Run one night; an empty value unsets a variable."""
        settings = {
            "HANDOFF_HOME": str(self.home),
            "HANDOFF_RAW": str(self.raw),
            "HANDOFF_BOOK": str(self.book),
            "HANDOFF_SOURCES": "exports",
            "HANDOFF_SECRET": "a secret of the tests",
            "HANDOFF_AS_OF": "2026-03-31",
        } | changed
        kept = {k: v for k, v in os.environ.items() if not k.startswith("HANDOFF_")}
        return subprocess.run(
            [HANDOFF, "nightly"],
            env=kept | {name: value for name, value in settings.items() if value},
            capture_output=True,
            text=True,
            check=False,
        )

    def published(self) -> dict[str, str]:
        """sha256 of every published file, by its path."""
        run = self.home / "published"
        return {
            path.relative_to(run).as_posix(): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for path in sorted(run.rglob("*"))
            if path.is_file()
        }


def ledger_of(company: Company) -> dict[str, str]:
    """sha256 of every file of the published ledger, by its path."""
    return {
        path: digest
        for path, digest in company.published().items()
        if path.startswith("ledger/")
    }


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    company = Company(tmp_path_factory.mktemp("a company"))
    write_golden_company(company.raw)
    shutil.copytree(PROJECT / "seeds", company.book)
    night = company.night()
    assert night.returncode == 0, night.stdout + night.stderr
    return company


@pytest.fixture
def good_files(company: Company) -> Iterator[None]:
    """Put the company's files back after a test that spoils them."""
    for folder in (company.raw, company.book):
        shutil.copytree(folder, folder.with_suffix(".kept"))
    yield
    for folder in (company.raw, company.book):
        shutil.rmtree(folder)
        folder.with_suffix(".kept").rename(folder)


def test_a_good_night_publishes_the_golden_number(company: Company) -> None:
    with duckdb.connect(
        str(company.home / "published" / "handoff.duckdb"), read_only=True
    ) as published:
        assert published.execute(
            "select conversion_rate from marts.mart_funnel_cohorts"
            " where definition_basis = 'then'"
            " and from_stage = 'mql' and to_stage = 'sql' and window_days = 30"
            " and entry_policy = 'strict' and period_grain = 'month'"
            " and segment_dimension = 'all' and cohort_on = '2026-01-01'"
        ).fetchall() == [(0.25,)]
    manifest = json.loads((company.home / "published" / "manifest.json").read_text())
    assert {one["status"] for one in manifest["contracts"]} == {"held"}
    assert [step["name"] for step in manifest["steps"]] == [
        "land",
        "transform",
        "check",
        "publish",
    ]


def test_a_definition_past_its_review_date_is_told_and_blocks_nothing(
    company: Company, good_files: None
) -> None:
    """As of 03-31: mql_v2 was to be reviewed the day before, every KPI is to be on that
    very day; mql_v1 is not in force any more."""
    rewrite(
        definitions(company),
        lambda b: b.replace(b"2026-12-15,2026-01-01,", b"2026-03-30,2026-01-01,", 1),
    )
    rewrite(
        company.book / "definitions" / "kpi_definitions.csv",
        lambda b: b.replace(b"2026-12-15", b"2026-03-31"),
    )
    night = company.night()
    assert night.returncode == 0, night.stdout + night.stderr
    assert [
        line.strip()
        for line in night.stdout.splitlines()
        if "past their review date" in line
    ] == [
        "past their review date: mql_v2 2026-03-30: dimensions.dim_stage_definitions,"
        " dim_kpis"
    ]


def test_a_damaged_ledger_stops_the_night(company: Company) -> None:
    before = company.published()
    [entry] = (company.home / "published" / "ledger" / "entries").glob("*.parquet")
    kept = entry.read_bytes()
    entry.write_bytes(b"")
    night = company.night()
    entry.write_bytes(kept)
    assert night.returncode == 2, night.stdout + night.stderr
    [sentence] = night.stderr.splitlines()
    assert "entries/00000001.parquet" in sentence
    assert "Traceback" not in night.stdout + night.stderr
    assert company.published() == before


def test_a_lost_link_to_the_published_run_stops_the_night(company: Company) -> None:
    before, link = company.published(), company.home / "published"
    target = link.readlink()
    link.unlink()
    night = company.night()
    assert night.returncode == 2, night.stdout + night.stderr
    [sentence] = night.stderr.splitlines()
    assert f"(ln -sfn {target} '{link}')" in sentence
    assert "Traceback" not in night.stdout + night.stderr
    assert not link.is_symlink()
    link.symlink_to(target)
    assert company.published() == before


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def leads(company: Company) -> Path:
    return company.raw / "exports" / "ma_leads.csv"


def definitions(company: Company) -> Path:
    return company.book / "definitions" / "stage_definitions.csv"


BAD_NIGHTS: dict[str, tuple[Callable[[Company], None], dict[str, str], str]] = {
    "missing column": (
        lambda c: rewrite(leads(c), lambda b: b.replace(b"created_at", b"made")),
        {},
        "created_at",
    ),
    "empty file": (lambda c: rewrite(leads(c), lambda _: b""), {}, "0 bytes"),
    "undecodable bytes": (
        lambda c: rewrite(leads(c), lambda b: b + b"L9,2026-01-01,\xff\xfe,,\r\n"),
        {},
        "line 7",
    ),
    "unterminated quote": (
        lambda c: rewrite(leads(c), lambda b: b + b'L9,2026-01-01,"x,,\r\n'),
        {},
        "line 7",
    ),
    "duplicate header": (
        lambda c: rewrite(leads(c), lambda b: b.replace(b"email", b"lead_source", 1)),
        {},
        "lead_source",
    ),
    "unknown source": (lambda _: None, {"HANDOFF_SOURCES": "exprots"}, "exprots"),
    "an as-of to come": (
        lambda _: None,
        {"HANDOFF_AS_OF": "2036-01-01"},
        "HANDOFF_AS_OF is 2036-01-01, which is later than now",
    ),
    "no secret": (lambda _: None, {"HANDOFF_SECRET": ""}, "HANDOFF_SECRET"),
    "missing required table": (
        lambda c: (c.raw / "olist").mkdir(),
        {"HANDOFF_SOURCES": "olist", "HANDOFF_HOME": "elsewhere"},
        "marketing_qualified_leads",
    ),
    "overlapping versions": (
        lambda c: rewrite(
            definitions(c),
            lambda b: b.replace(b",2026-01-01,at_next", b",2026-02-01,at_next"),
        ),
        {},
        "mql_v",
    ),
    "gap between versions": (
        lambda c: rewrite(
            definitions(c),
            lambda b: b.replace(b",2026-01-01,at_next", b",2025-12-31,at_next"),
        ),
        {},
        "mql_v",
    ),
    "a rule that looks like SQL": (
        lambda c: rewrite(
            c.book / "definitions" / "stage_rules.csv",
            lambda b: b.replace(b",>=,80,", b",>=,80 or 1=1; drop table x,"),
        ),
        {},
        "DEFINITION_INVALID",
    ),
    "a rule that is a template": (
        lambda c: rewrite(
            c.book / "definitions" / "stage_rules.csv",
            lambda b: b.replace(
                b"hot_v1,1,score,total,>=,80", b"hot_v1,1,score,{{ x }},>=,80"
            ),
        ),
        {},
        "definitions/stage_rules.csv line 25 (hot_v1)",
    ),
    "an unknown signal": (
        lambda c: rewrite(
            c.book / "definitions" / "stage_rules.csv",
            lambda b: b.replace(b"mql_v2,1,score,", b"mql_v2,1,mood,"),
        ),
        {},
        "definitions/stage_rules.csv line 7 (mql_v2)",
    ),
    "a threshold that is no number": (
        lambda c: rewrite(
            c.book / "definitions" / "stage_rules.csv",
            lambda b: b.replace(
                b"cold_v1,1,score,total,<,40", b"cold_v1,1,score,total,<,few"
            ),
        ),
        {},
        "definitions/stage_rules.csv line 30 (cold_v1): the threshold 'few' is not a",
    ),
    "a version that sales did not approve": (
        lambda c: rewrite(definitions(c), lambda b: b.replace(b"2025-12-18", b"")),
        {},
        "definitions/stage_definitions.csv line 4 (mql_v2): is in force or retired"
        " without sales_approved_on; enter the day",
    ),
    "two official rates of one name": (
        lambda c: rewrite(
            c.book / "definitions" / "kpi_definitions.csv",
            lambda b: b.replace(b",false,", b",true,"),
        ),
        {},
        "definitions/kpi_definitions.csv line 5 (opportunity_conversion_rate_mql)",
    ),
    "home of another company": (
        lambda c: rewrite(
            c.book / "targets" / "company.csv",
            lambda b: b.replace(b"demo_company", b"somebody_else"),
        ),
        {},
        "HANDOFF_HOME",
    ),
}


@pytest.mark.parametrize("bad", BAD_NIGHTS)
def test_a_bad_night_says_one_sentence_and_publishes_nothing(
    company: Company, good_files: None, tmp_path: Path, bad: str
) -> None:
    spoil, changed, told = BAD_NIGHTS[bad]
    spoil(company)
    if changed.get("HANDOFF_HOME"):
        changed = changed | {"HANDOFF_HOME": str(tmp_path / "home")}
    before = company.published()
    night = company.night(**changed)
    assert night.returncode == 2, night.stdout + night.stderr
    [sentence] = night.stderr.splitlines()
    assert told in sentence
    assert "Traceback" not in night.stdout + night.stderr
    assert company.published() == before


def test_bad_rows_are_counted_and_the_night_publishes(
    company: Company, good_files: None
) -> None:
    """A ragged row, a change to a status that no mapping knows, and L7, the fifth lead
    of January, delivered when four were reported already."""
    reported = ledger_of(company)
    rewrite(
        leads(company),
        lambda b: b + b"L6,2026-01-07 00:00:00\r\nL7,2026-01-07 00:00:00,,,seminar\r\n",
    )
    rewrite(
        company.raw / "exports" / "sfa_record_changes.csv",
        lambda b: b + "C99,S3,status,new,要確認,2026-01-16 00:00:00\r\n".encode(),
    )
    night = company.night()
    assert night.returncode == 0, night.stdout + night.stderr
    manifest = json.loads((company.home / "published" / "manifest.json").read_text())
    quarantined = {
        table["table_name"]: table["quarantined"] for table in manifest["accounting"]
    }
    with duckdb.connect(
        str(company.home / "published" / "handoff.duckdb"), read_only=True
    ) as published:
        assert published.execute(
            "select reported_value, current_value, category, part"
            " from marts.mart_restatements where mart = 'mart_funnel_periods'"
            " and measure = 'entries_from' and period_grain = 'month'"
            " and period_on = '2026-01-01' and from_stage = 'lead'"
            " and to_stage = 'mql' and entry_policy = 'strict'"
            " and segment_dimension = 'all'"
        ).fetchall() == [(4, 5, "late data", 1)]
    # Nothing more closed by the same as-of.
    assert ledger_of(company) == reported
    # The changed files are new batches: five leads and nine changes are duplicates.
    assert quarantined == {
        "ma_leads": 1,
        "ma_touches": 0,
        "sfa_records": 0,
        "sfa_record_changes": 1,
    }


def test_a_broken_promise_names_itself_and_keeps_yesterday(company: Company) -> None:
    """A copy of the project whose cycles have the times of SAL and SQL swapped."""
    before = company.published()
    project = company.folder / "project"
    shutil.copytree(
        PROJECT,
        project,
        ignore=shutil.ignore_patterns(".git", ".venv*", "warehouse", "__pycache__"),
    )
    model = project / "models" / "facts" / "fct_lead_cycles.sql"
    swapped = model.read_text().replace(
        "    sal_at,\n    sql_at,\n",
        "    sql_at as sal_at,\n    sal_at as sql_at,\n",
    )
    assert swapped != model.read_text()
    model.write_text(swapped)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HANDOFF_")}
    night = subprocess.run(
        [sys.executable, "-c", RUN_MAIN, "nightly"],
        cwd=project,
        env=kept
        | {
            "PYTHONPATH": str(project),
            "HANDOFF_HOME": str(company.home),
            "HANDOFF_RAW": str(company.raw),
            "HANDOFF_BOOK": str(company.book),
            "HANDOFF_SOURCES": "exports",
            "HANDOFF_SECRET": "a secret of the tests",
            "HANDOFF_AS_OF": "2026-03-31",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    said = night.stdout + night.stderr
    assert night.returncode == 1, said
    assert "stages_in_order" in said
    assert "lead_id=" in said
    assert "Traceback" not in said
    assert company.published() == before
