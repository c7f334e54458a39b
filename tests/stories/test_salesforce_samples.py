"""The connector's own sample of Salesforce: few rows, and hardly one knows another."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from contracts import check_build, load
from orchestration.resources import PROJECT
from tests.stories.building import build, company_settings, query

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "vendor_samples"

pytestmark = pytest.mark.skipif(
    not (SAMPLES / "salesforce").is_dir(),
    reason="the vendors' samples are not beside this checkout",
)


@pytest.fixture(scope="module")
def samples_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database of a company whose contracts held."""
    settings = company_settings(
        SAMPLES,
        tmp_path_factory.mktemp("samples"),
        sources=["salesforce"],
        as_of=date(2020, 12, 31),
    )
    database = build(settings)
    results = check_build(
        database=database,
        landing=settings.home.landing,
        contracts=load(PROJECT / "contracts"),
    )
    assert [result.id for result in results if result.status != "held"] == []
    return database


def test_what_becomes_of_every_row_of_the_sample(samples_build: Path) -> None:
    """account: 9 of 10 are deleted. contact: 3 of 4 have the status `Aemping Conac`,
    which nobody maps; the 4 contact states are theirs. The people of all tasks and
    events are not known: none is the one lead, the contact it became or one of the
    contacts. opportunity: all 10 are deleted, but known by their
    states. user: 5 of 10 are deleted. The other tables are whole."""
    unknown = "UNKNOWN_RECORD"
    assert query(
        samples_build,
        "select table_name, disposition, reason_code, row_count"
        " from intermediate.int_port_dispositions where source = 'salesforce'"
        " order by 1, 2",
    ) == [
        ("account", "accepted", None, 1),
        ("account", "tombstone", None, 9),
        ("account_history", "accepted", None, 10),
        ("contact", "accepted", None, 1),
        ("contact", "quarantined", "UNKNOWN_STATUS", 3),
        ("contact_history", "accepted", None, 4),
        ("event", "held", unknown, 10),
        ("lead", "accepted", None, 1),
        ("opportunity", "tombstone", None, 10),
        ("opportunity_history", "accepted", None, 10),
        ("opportunity_line_item", "accepted", None, 10),
        ("order", "accepted", None, 10),
        ("product_2", "accepted", None, 2),
        ("task", "held", unknown, 10),
        ("user", "accepted", None, 5),
        ("user", "tombstone", None, 5),
        ("user_role", "accepted", None, 10),
    ]


def test_every_record_of_the_sample_was_landed(samples_build: Path) -> None:
    """Ten tables of ten rows, one lead, 4 contacts, 4 states of them and 2 products."""
    assert query(
        samples_build,
        "select count(*), sum(physical_records), sum(landed), sum(counted_records)"
        " from intermediate.int_row_accounting"
        " where source = 'salesforce' and physical_records > 0",
    ) == [(14, 111, 111, 111)]


def test_the_lead_of_the_sample_converted_at_an_instant(samples_build: Path) -> None:
    """Its converted_date has a time of day. `Converted` means opportunity; the contact
    it became is not in the sample, the four contacts are somebody else: five people."""
    at = datetime(2019, 11, 11, 17, 23, 34)
    assert query(
        samples_build,
        "select record_type, stage, converted_at, converted_contact_id"
        " from intermediate.int_port_records order by 1",
    ) == [
        *[("contact", None, None, None)] * 4,
        ("lead", "opportunity", at, "0031G00001QtDPlQAN"),
    ]
    assert query(samples_build, "select count(*) from dimensions.dim_leads") == [(5,)]


def test_the_sample_can_say_what_it_delivers(samples_build: Path) -> None:
    """Tasks and events are delivered, none of anybody known: calls and meetings are
    observed from no day."""
    at = datetime(2019, 11, 11, 17, 23, 34)
    assert query(
        samples_build,
        "select signal, observed_from from intermediate.int_port_capabilities"
        " order by 1",
    ) == [
        ("call_outcome", None),
        ("declared_stage", at),
        ("meeting_outcome", None),
        ("opportunity_created", at),
        ("opportunity_lost", at),
        ("opportunity_won", at),
        ("sfa_field", at),
        ("sfa_status", at),
    ]


def test_orders_and_accounts_of_the_sample_are_offered(samples_build: Path) -> None:
    """17:23 UTC on 11 November is the 12th in Tokyo. Amounts: 27,998.60 + 1,200
    + 20,400 + 4,500 + 702 = 54,800.60, the five others being zero."""
    assert query(
        samples_build,
        "select booking_type, booked_on, cancelled_on, count(*), sum(amount)"
        " from intermediate.int_port_bookings group by all",
    ) == [("new", date(2019, 11, 12), None, 10, Decimal("54800.6"))]
    assert query(samples_build, "select name from intermediate.int_port_accounts") == [
        ("Eric's Test",)
    ]
