"""Olist's files through its contract: made up here, and the real ones if present."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from landing import LandingError, LandingReport, land

PROJECT = Path(__file__).parents[2]
REAL = PROJECT.parent / "shared" / "data" / "olist"
LEADS = """\
mql_id,first_contact_date,landing_page_id,origin
m1,2017-10-15,p1,paid_search
m2,2017-12-01,p2,
m3,2017-12-01,p2,unknown
"""
DEALS = """\
mql_id,seller_id,sdr_id,sr_id,won_date,has_company,declared_monthly_revenue
m2,s1,u1,u2,2018-01-02 03:04:05,True,0.0
"""


def land_olist(raw: Path, home: Path) -> LandingReport:
    return land(
        raw=raw,
        home=home,
        sources=["olist"],
        contracts=PROJECT / "contracts",
        secret=b"secret",
        landed_at=datetime(2026, 4, 1),
        progress=lambda line: None,
    )


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw" / "olist"
    folder.mkdir(parents=True)
    (folder / "marketing_qualified_leads.csv").write_text(LEADS, "utf-8")
    (folder / "closed_deals.csv").write_text(DEALS, "utf-8")
    return tmp_path / "raw"


def test_a_day_in_sao_paulo_and_an_instant_in_utc_land_as_they_are_meant(
    raw: Path, tmp_path: Path
) -> None:
    """2017-10-15 began at 01:00, offset -2; 2017-12-01 at 00:00, offset -2."""
    land_olist(raw, tmp_path / "home")
    landing = tmp_path / "home" / "landing" / "olist"
    leads = duckdb.sql(
        f"select first_contact_date, origin from '{landing}/marketing_qualified_leads/"
        "*.parquet' order by mql_id"
    ).fetchall()
    december = datetime(2017, 12, 1, 2)
    assert leads == [
        (datetime(2017, 10, 15, 3), "paid_search"),
        (december, None),
        (december, "unknown"),
    ]
    deals = duckdb.sql(
        f"select won_date, has_company from '{landing}/closed_deals/*.parquet'"
    ).fetchall()
    assert deals == [(datetime(2018, 1, 2, 3, 4, 5), True)]


def test_a_deal_names_lead_sales_record_and_opportunity(
    raw: Path, tmp_path: Path
) -> None:
    land_olist(raw, tmp_path / "home")
    files = tmp_path / "home" / "keys" / "olist" / "*.parquet"
    keys = duckdb.sql(
        f"select object, native_id from '{files}' "
        "where native_id = 'm2' order by object"
    ).fetchall()
    assert keys == [("ma_lead", "m2"), ("opportunity", "m2"), ("sfa_record", "m2")]


@pytest.mark.parametrize("table", ["marketing_qualified_leads", "closed_deals"])
def test_neither_file_may_be_missing(raw: Path, tmp_path: Path, table: str) -> None:
    os.remove(raw / "olist" / f"{table}.csv")
    with pytest.raises(LandingError, match=table) as caught:
        land_olist(raw, tmp_path / "home")
    assert caught.value.code == "MISSING_TABLE"


@pytest.mark.parametrize("column", ["origin", "landing_page_id", "first_contact_date"])
def test_no_mapped_column_may_be_missing(
    raw: Path, tmp_path: Path, column: str
) -> None:
    path = raw / "olist" / "marketing_qualified_leads.csv"
    path.write_text(LEADS.replace(column, "renamed"), "utf-8")
    with pytest.raises(LandingError, match=column) as caught:
        land_olist(raw, tmp_path / "home")
    assert caught.value.code == "SCHEMA_MISSING"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real Olist files are not here")
def test_the_real_files_land_whole(tmp_path: Path) -> None:
    """4,171 leads and 362 deals, as the data's own description counts them."""
    report = land_olist(REAL.parent, tmp_path / "home")
    landed = {f.table_name: f.landed for f in report.feeds if f.source == "olist"}
    assert landed == {"marketing_qualified_leads": 4171, "closed_deals": 362}
    assert all(feed.quarantined == 0 for feed in report.feeds)
