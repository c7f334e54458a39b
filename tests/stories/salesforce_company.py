"""Builds the made-up company of Salesforce's tables, landed in two nights."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

from orchestration import steps
from orchestration.progress import Progress
from tests.stories.building import build, company_settings, query, write_table
from tests.stories.salesforce_deals import DEALS, DEALS_LATER
from tests.stories.salesforce_people import LATER, PEOPLE, Tables
from tests.stories.salesforce_work import WORK

FIRST_NIGHT = datetime(2026, 10, 1, tzinfo=UTC)


def write_tables(raw: Path, tables: Tables, night: int) -> None:
    """Write the files of a night, `<table>/<night>.csv`."""
    for name, (columns, rows) in tables.items():
        write_table(raw / "salesforce", name, str(night), columns, rows)


def build_salesforce_company(folder: Path, as_of: date) -> Path:
    """Land both nights and transform; returns the build database."""
    settings = company_settings(
        folder / "raw", folder / "home", sources=["salesforce"], as_of=as_of
    )
    write_tables(settings.raw, PEOPLE | DEALS | WORK, 1)
    steps.land(settings, Progress(stream=io.StringIO()), FIRST_NIGHT)
    write_tables(settings.raw, LATER | DEALS_LATER, 2)
    return build(settings)


def utc(day: str, time: str = "00:00") -> datetime:
    """`MM-DD` and `hh:mm` of 2026."""
    return datetime.fromisoformat(f"2026-{day}T{time}")


def dispositions(database: Path, table: str) -> dict[tuple[str, str | None], int]:
    """Rows of a landed table by disposition and reason."""
    rows = query(
        database,
        "select disposition, reason_code, row_count"
        " from intermediate.int_port_dispositions where table_name = ?",
        table,
    )
    return {(row[0], row[1]): row[2] for row in rows}


def records(database: Path, columns: str, *ids: str) -> dict[str, tuple[object, ...]]:
    """Columns of the records port by native id."""
    rows = query(
        database,
        f"select source_record_id, {columns} from intermediate.int_port_records",
    )
    return {row[0]: row[1:] for row in rows if row[0] in ids}
