"""Nights over randomly split days end where one build of everything ends.

Every night brings what was written down since the last, some of it late and some of it
again, out of order and in other files; the first ones know nothing of the definition
that both departments are to approve later. After the last one every column of every
fact, dimension and mart is that of a company to which all was delivered at once.
"""

import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from demo import write_demo
from tests.book.book_copies import DEFAULT_BOOK, BookCopy
from tests.stories.building import build, company_settings, write_table
from tests.stories.test_any_delivery_gives_the_same_content import (
    compared_columns,
    raw_tables,
)

NIGHTS = 3
# Of a night's rows: delivered some night later, delivered once more some night later.
LATE, AGAIN = 0.02, 0.02
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DEFINITIONS = "definitions/stage_definitions.csv"

Row = list[str]


@dataclass
class Night:
    """What one night is given: rows by table, and the last day that it knows."""

    as_of: date
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))


def split_days(raw: Path, last_day: date, draw: random.Random) -> list[Night]:
    """The rows of a company by the night that brings them, and their headers first.

    A row is written down on the last day it names before the company's last.
    """
    first_day = last_day - timedelta(days=500)
    days = draw.sample(range((last_day - first_day).days), NIGHTS - 1)
    nights = [Night(first_day + timedelta(days=day)) for day in sorted(days)]
    nights.append(Night(last_day))
    for table, (header, rows) in raw_tables(raw).items():
        for night in nights:
            night.rows[table].append(header)
        for row in rows:
            written = max(_days_before(row, last_day), default="")
            due = sum(night.as_of.isoformat() < written for night in nights)
            if draw.random() < LATE:
                due = draw.randrange(due, NIGHTS)
            nights[due].rows[table].append(row)
            if draw.random() < AGAIN:
                nights[draw.randrange(due, NIGHTS)].rows[table].append(row)
    return nights


def _days_before(row: Row, last_day: date) -> list[str]:
    found = (cell[:10] for cell in row if _DAY.match(cell))
    return [day for day in found if day <= last_day.isoformat()]


def write_night(night: Night, folder: Path, draw: random.Random) -> None:
    """One file a table that has rows, in any order."""
    for table, (header, *rows) in night.rows.items():
        if not rows:
            continue
        draw.shuffle(rows)
        write_table(folder, "exports", table, ",".join(header), rows)


def earlier_book(folder: Path) -> Path:
    """The book as it was while the second definition of MQL was not approved."""
    book = BookCopy.of_default(folder)
    book.change(_DEFINITIONS, "mql_v1", valid_to="", status="in_force")
    book.change(
        _DEFINITIONS,
        "mql_v2",
        marketing_approved_on="",
        sales_approved_on="",
        status="draft",
    )
    return book.folder


def unlike_columns(left: Path, right: Path) -> dict[str, list[str]]:
    """Columns, by table, whose values are not those of the other build as often."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{left}' as l (read_only)")
        connection.execute(f"attach '{right}' as r (read_only)")
        return {
            table: unlike
            for (schema, name), names in compared_columns(connection, "r").items()
            for table in [f"{schema}.{name}"]
            if _differ(connection, table, names)
            and (
                unlike := [one for one in names if _differ(connection, table, [one])]
                or ["rows"]
            )
        }


def _differ(connection: duckdb.DuckDBPyConnection, table: str, names: list[str]) -> int:
    chosen = ", ".join(f'"{name}"' for name in names)
    counted = connection.execute(
        f"select count(*) from ((select {chosen} from l.{table}"
        f" except all select {chosen} from r.{table})"
        f" union all (select {chosen} from r.{table}"
        f" except all select {chosen} from l.{table}))"
    ).fetchone()
    assert counted is not None
    return int(counted[0])


@pytest.mark.parametrize(
    ("leads", "seed"),
    [
        (300, 1),
        *(pytest.param(1_000, seed, marks=pytest.mark.long) for seed in range(2, 12)),
        pytest.param(100_000, 12, marks=pytest.mark.long),
    ],
)
def test_nights_over_split_days_equal_a_rebuild(
    leads: int, seed: int, tmp_path: Path
) -> None:
    draw = random.Random(seed)
    demo = write_demo(raw=tmp_path / "raw", leads=leads, seed=seed, shape="exports")
    before = earlier_book(tmp_path / "book")
    nights = split_days(tmp_path / "raw" / "exports", demo.as_of.date(), draw)
    changed = draw.randrange(1, NIGHTS)
    for number, night in enumerate(nights):
        write_night(night, tmp_path / "nights" / str(number), draw)
        nightly = build(
            company_settings(
                tmp_path / "nights" / str(number),
                tmp_path / "home",
                sources=["exports"],
                as_of=demo.as_of if night is nights[-1] else night.as_of,
                book=before if number < changed else DEFAULT_BOOK,
            )
        )
    rebuilt = build(
        company_settings(
            tmp_path / "raw", tmp_path / "anew", sources=["exports"], as_of=demo.as_of
        )
    )
    assert unlike_columns(nightly, rebuilt) == {}
