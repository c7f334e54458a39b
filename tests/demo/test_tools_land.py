"""What the demo writes in the shape of its tools lands, but for the planted bad row."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from demo import write_demo
from landing import LandingReport, land

CONTRACTS = Path(__file__).parents[2] / "contracts"
SOURCES = ("ads", "cms", "ga4", "marketo", "salesforce")
# Promised by the contracts, but the made-up company has nothing to put into them.
_NOT_DELIVERED = {
    "marketo.activity_change_score",
    "salesforce.account_history",
    "salesforce.campaign",
    "salesforce.campaign_member",
    "salesforce.opportunity_history",
    "salesforce.opportunity_line_item",
    "salesforce.product_2",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def report(home: Path, tmp_path_factory: pytest.TempPathFactory) -> LandingReport:
    raw = tmp_path_factory.mktemp("raw")
    write_demo(raw=raw, leads=300, seed=11, shape="tools")
    return land(
        raw=raw,
        home=home,
        sources=SOURCES,
        contracts=CONTRACTS,
        secret=b"a secret of the tests",
        landed_at=datetime(2026, 11, 1, tzinfo=UTC),
        progress=lambda line: None,
    )


def test_every_table_that_the_company_has_lands(report: LandingReport) -> None:
    missing = {
        f"{feed.source}.{feed.table_name}"
        for feed in report.feeds
        if feed.source in SOURCES and not feed.has_landed
    }
    assert missing == _NOT_DELIVERED


def test_only_the_planted_address_is_refused(report: LandingReport, home: Path) -> None:
    """One lead's e-mail has no @; whatever else was written can be read."""
    refused = pa.concat_tables(
        [pq.read_table(path) for path in sorted((home / "quarantine").iterdir())]
    )
    assert refused["reason_code"].to_pylist() == ["EMAIL"]
    assert "ma-bad-address" in refused["record"][0].as_py()
    assert sum(feed.quarantined + feed.retracted for feed in report.feeds) == 1


def test_short_ids_land_in_their_long_form(report: LandingReport, home: Path) -> None:
    """Both forms are one id: a lead that Marketo names by 15 characters is known."""
    assert report.watermark > 0
    ids = {"id": "salesforce/lead", "who_id": "salesforce/task"}
    ids |= {"sfdc_lead_id": "marketo/lead"}
    for column, table in ids.items():
        landed = [
            pq.read_table(path)[column]
            for path in sorted((home / "landing" / table).rglob("*.parquet"))
        ]
        texts = [text for part in landed for text in part.to_pylist() if text]
        native = {len(text) for text in texts if "-" not in text}
        assert native == {18}
