"""The vendors' own sample tables through their contracts, where the folder is present.

Each file is one heading line and, counted by its line ends, the rows below; no field
holds a line end. Of the 1,448 rows one does not land: a merge that names nobody who
was merged (row 28 of activity_merge_leads), so there is nothing it could say.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from landing import LandingReport, land

PROJECT = Path(__file__).parents[2]
REAL = PROJECT.parent / "shared" / "data" / "vendor_samples"
pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason="the vendors' samples are not here"
)
ROWS = {
    "ga4": {"event": 6},
    "marketo": {
        "lead": 100,
        "activity_open_email": 100,
        "activity_click_email": 100,
        "activity_send_email": 100,
        "activity_email_delivered": 100,
        "activity_email_bounced": 100,
        "activity_unsubscribe_email": 100,
        "activity_change_data_value": 100,
        "activity_merge_leads": 100,
        "activity_delete_lead": 31,
        "program": 100,
        "campaign": 100,
        "email_template_history": 100,
        "lead_describe": 100,
    },
    "salesforce": {
        "lead": 1,
        "contact": 4,
        "contact_history": 4,
        "account": 10,
        "account_history": 10,
        "user": 10,
        "user_role": 10,
        "task": 10,
        "event": 10,
        "opportunity": 10,
        "opportunity_history": 10,
        "order": 10,
        "opportunity_line_item": 10,
        "product_2": 2,
    },
}
NAMELESS_MERGE = ("activity_merge_leads", 28, "REQUIRED_NULL", "merge_ids")


class Samples:
    """The samples landed into one home, as the files are or as Parquet."""

    def __init__(self, raw: Path, home: Path) -> None:
        self.home = home
        self.raw = raw
        self.lines: list[str] = []
        self.report = self.land()

    def land(self) -> LandingReport:
        return land(
            raw=self.raw,
            home=self.home,
            sources=sorted(ROWS),
            contracts=PROJECT / "contracts",
            secret=b"secret",
            landed_at=datetime(2026, 11, 21),
            progress=self.lines.append,
        )

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query; {landing} and {home} are folders."""
        with duckdb.connect() as connection:
            text = sql.format(landing=self.home / "landing", home=self.home)
            return connection.sql(text).fetchall()


def as_parquet(path: Path, folder: Path) -> None:
    """Write a CSV file as Parquet of texts: what a CSV leaves empty is NULL.

    Where a heading comes twice Parquet has no place for the second.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file)
    columns = {
        heading: pa.array([row[n] or None for row in rows], pa.string())
        for n, heading in reversed(list(enumerate(headings)))
    }
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), folder / f"{path.stem}.parquet")


def csv_files(folder: Path) -> Path:
    """The folder of the samples themselves."""
    return REAL


def parquet_files(folder: Path) -> Path:
    """A folder with the samples as Parquet."""
    for path in REAL.glob("*/*.csv"):
        as_parquet(path, folder / path.parent.name)
    return folder


@pytest.fixture(scope="module", params=[csv_files, parquet_files])
def samples(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Samples:
    """The samples, landed once a kind of file."""
    folder = tmp_path_factory.mktemp("samples")
    make: Callable[[Path], Path] = request.param
    return Samples(make(folder / "raw"), folder / "home")


def test_every_row_is_landed_or_quarantined(samples: Samples) -> None:
    feeds = [feed for feed in samples.report.feeds if feed.has_landed]
    counted: dict[str, dict[str, int]] = {name: {} for name in ROWS}
    for feed in feeds:
        counted[feed.source][feed.table_name] = feed.physical_records
        left = int(feed.table_name == NAMELESS_MERGE[0])
        assert feed.quarantined == left, feed.table_name
        assert feed.landed == feed.physical_records - left
        assert (feed.exact_duplicates, feed.retracted) == (0, 0)
    assert counted == ROWS
    assert sum(sum(tables.values()) for tables in ROWS.values()) == 1448


def test_only_the_merge_that_names_nobody_is_quarantined(samples: Samples) -> None:
    found = samples.query(
        "select table_name, row_number, reason_code, column_name "
        "from '{home}/quarantine/*.parquet'"
    )
    assert found == [NAMELESS_MERGE]


def test_other_columns_are_no_news_and_a_double_heading_is(
    samples: Samples,
) -> None:
    """GA4's sample has param_session_engaged twice; Parquet cannot."""
    flags = {line.partition("; ")[2] for line in samples.lines}
    is_csv = samples.raw == REAL
    assert flags == ({"", "BOM", "DUP_COLUMN_UNUSED"} if is_csv else {""})
    if is_csv:
        (line,) = [line for line in samples.lines if "DUP_COLUMN_UNUSED" in line]
        assert line.startswith("landing ga4/event: ")


def test_the_same_files_again_are_not_landed_again(samples: Samples) -> None:
    again = samples.land()
    assert again.new_batches == 0
    assert again.feeds == samples.report.feeds


def test_utc_in_words_is_read(samples: Samples) -> None:
    """2020-05-15 22:18:25 UTC, the first row of the campaigns."""
    found = samples.query(
        "select created_at, updated_at from '{landing}/marketo/campaign/*.parquet' "
        "where id = '2920'"
    )
    assert found == [(datetime(2020, 5, 15, 22, 18, 25),) * 2]


def test_states_that_hold_still_have_an_open_end(samples: Samples) -> None:
    """All 4 contacts and 8 of the 10 opportunities."""
    for table, expected in (("contact", 4), ("opportunity", 8)):
        found = samples.query(
            "select count(*) filter (fivetran_active), "
            "count(*) filter (fivetran_end = '9999-12-31 23:59:59') "
            f"from '{{landing}}/salesforce/{table}_history/*.parquet'"
        )
        assert found == [(expected, expected)]


def test_states_of_an_email_template_are_told_apart_by_their_stamp(
    samples: Samples,
) -> None:
    """79 templates, 14 of them in several states, all called version 2."""
    found = samples.query(
        "select count(distinct id), count(distinct version), "
        "count(distinct (id, updated_at)) "
        "from '{landing}/marketo/email_template_history/*.parquet'"
    )
    assert found == [(79, 1, 100)]


def test_a_closing_day_with_midnight_behind_it_is_a_day(samples: Samples) -> None:
    found = samples.query(
        "select count(*), count(close_date), max(close_date)::varchar "
        "from '{landing}/salesforce/opportunity/*.parquet'"
    )
    assert found == [(10, 10, "2018-12-19")]


def test_losers_of_a_merge_have_keys(samples: Samples) -> None:
    """99 merges of one loser each; the first is [1286861] into 1345540."""
    found = samples.query(
        "select count(*) from '{home}/keys/marketo/ma_lead.parquet' "
        "where native_id in ('1286861', '1345540')"
    )
    assert found == [(2,)]
    missing = samples.query(
        "select count(*) from '{landing}/marketo/activity_merge_leads/*.parquet' "
        "where trim(merge_ids, '[]') not in "
        "(select native_id from '{home}/keys/marketo/ma_lead.parquet')"
    )
    assert missing == [(0,)]
