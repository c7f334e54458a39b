"""Nights as the scheduler starts them, `./handoff nightly` in a process of its own.

The first is one on all that has landed. The others go on from it, each on a copy of the
home that is removed again: what a day brings, a month that is delivered once more, a
definition that both departments approved since.
"""

import csv
import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.bench.companies import BenchCompany, bytes_of
from orchestration.bench.cost import BenchError, run_apart
from orchestration.bench.results import Measured
from orchestration.dbt_process import prepare_data_tests, prepare_manifest
from orchestration.publication import DATABASE, MANIFEST
from orchestration.resources import PROJECT, Home, tool_environment

MONTH_AGAIN = "2026-01"
_DEFINITIONS = Path("definitions", "stage_definitions.csv")
# The default book's draft of MQL, approved, after the version in force until then.
_APPROVED: dict[str, dict[str, str]] = {
    "mql_v2": {"valid_to": "2026-09-15", "status": "retired"},
    "mql_v3_draft": {
        "marketing_approved_on": "2026-09-01",
        "sales_approved_on": "2026-09-01",
        "valid_from": "2026-09-15",
        "status": "in_force",
    },
}


def first_night(company: BenchCompany) -> Measured:
    """The night on all that has landed.

    A home's first night parses the project and compiles its tests, and so does one
    after a change of code: that is measured apart. Raises BenchError where the night
    does not publish.
    """
    _, parse = run_apart(_parse, company)
    _, cost = run_apart(_nightly, company.environment)
    published = company.home / "published"
    manifest = json.loads((published / MANIFEST).read_text(encoding="utf-8"))
    tables = sorted(manifest["tables"].items(), key=lambda one: -one[1])
    return {
        "steps": _steps(manifest),
        "checks": len(manifest["contracts"]),
        "tables": len(tables),
        "rows": sum(rows for _, rows in tables),
        "largest": dict(tables[:5]),
        "of_touches": _tables_of_touches(published.resolve() / DATABASE),
        "bytes": bytes_of(published.resolve()),
        "parse": asdict(parse),
    } | asdict(cost)


def published_once(company: BenchCompany) -> None:
    """Let a company that has not published have its first night, unmeasured."""
    if not (company.home / "published").exists():
        first_night(company)


def night_of_a_day(company: BenchCompany) -> Measured:
    """What the company's last day brings: new rows, late ones and changed records."""
    from demo.busy_company import NIGHT_OF_ALL
    from demo.wall_clock import AS_OF

    return _next_night(
        company,
        HANDOFF_RAW=str(company.made / NIGHT_OF_ALL),
        HANDOFF_AS_OF=AS_OF.isoformat(),
    )


def night_of_a_month_again(company: BenchCompany) -> Measured:
    """A backfill: the events of a month past, delivered once more, the last first.

    The same bytes would be known as a file that landed, and not be read.
    """
    from demo.busy_company import HISTORY

    shutil.rmtree(company.next_raw, ignore_errors=True)
    history = company.made / HISTORY
    for path in history.glob(f"*/*/{MONTH_AGAIN}.parquet"):
        folder = company.next_raw / path.parent.relative_to(history)
        folder.mkdir(parents=True)
        rows = pq.read_table(path)
        last_first = rows.take(pa.array(range(rows.num_rows - 1, -1, -1)))
        pq.write_table(last_first, folder / f"{MONTH_AGAIN}-again.parquet")
    try:
        return _next_night(company, HANDOFF_RAW=str(company.next_raw))
    finally:
        shutil.rmtree(company.next_raw)


def night_of_a_definition(company: BenchCompany) -> Measured:
    """The same rows, and a version of MQL more."""
    book = company.next_book
    shutil.rmtree(book, ignore_errors=True)
    shutil.copytree(PROJECT / "seeds", book)
    with (book / _DEFINITIONS).open(encoding="utf-8", newline="") as lines:
        rows = [
            row | _APPROVED.get(row["definition_id"], {})
            for row in csv.DictReader(lines)
        ]
    with (book / _DEFINITIONS).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    try:
        return _next_night(company, HANDOFF_BOOK=str(book))
    finally:
        shutil.rmtree(book)


def _next_night(company: BenchCompany, **changed: str) -> Measured:
    """A night on a copy of the published home, with some settings changed."""
    published_once(company)
    home = company.next_home
    shutil.rmtree(home, ignore_errors=True)
    # All but the models' own database, which every night makes anew.
    build = Home(company.home).build.name
    shutil.copytree(
        company.home, home, symlinks=True, ignore=shutil.ignore_patterns(build)
    )
    given = company.environment | {"HANDOFF_HOME": str(home)} | changed
    try:
        _, cost = run_apart(_nightly, given)
        text = (home / "published" / MANIFEST).read_text(encoding="utf-8")
        manifest = json.loads(text)
    finally:
        shutil.rmtree(home)
    return {"steps": _steps(manifest)} | asdict(cost)


def _steps(manifest: Measured) -> dict[str, float]:
    return {one["name"]: one["seconds"] for one in manifest["steps"]}


def _tables_of_touches(database: Path) -> list[str]:
    """Published tables that name single touches or page views."""
    with duckdb.connect(str(database), read_only=True) as published:
        found = published.execute(
            "select distinct schema_name || '.' || table_name from duckdb_columns()"
            " where column_name in ('touch_id', 'pageview_id') order by 1"
        )
        return [name for (name,) in found.fetchall()]


def _parse(company: BenchCompany) -> None:
    shutil.rmtree(Home(company.home).dbt, ignore_errors=True)
    prepare_manifest(company.settings())
    prepare_data_tests(company.settings())


def _nightly(given: dict[str, str]) -> None:
    ended = subprocess.run(
        [Path(sys.executable).with_name("handoff"), "nightly"],
        cwd=PROJECT,
        env=tool_environment() | given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise BenchError(
            f"The night was not published: {' '.join(ended.stdout.split())[-400:]}"
        )
