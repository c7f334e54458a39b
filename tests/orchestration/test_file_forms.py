"""What the book says of raw files reaches landing and the manifest."""

import io
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from book import read_book
from book.target_rows import ENCODINGS
from landing import FileForm, FurtherHeading, LandingError, Overrides
from landing.contract import ENCODINGS as READ_ENCODINGS
from orchestration import steps
from orchestration.build_record import earlier_build_record, read_build_record
from orchestration.file_forms import overrides_of
from orchestration.progress import Progress
from orchestration.resources import PROJECT, Settings
from tests.stories.building import company_settings, write_table

FIRST = datetime(2026, 4, 1, tzinfo=UTC)
SECOND = datetime(2026, 4, 2, tzinfo=UTC)


@pytest.fixture
def company(tmp_path: Path) -> Settings:
    """A company with a book of its own and one lead."""
    shutil.copytree(PROJECT / "seeds", tmp_path / "book")
    row = ("L1", "2026-01-02 00:00:00")
    write_table(tmp_path / "raw", "exports", "ma_leads", "顧客番号,登録日時", [row])
    say(tmp_path / "book", headings=["顧客番号,ma_lead_id", "登録日時,created_at"])
    return company_settings(
        tmp_path / "raw",
        tmp_path / "home",
        sources=["exports"],
        as_of=FIRST,
        book=tmp_path / "book",
    )


def say(book: Path, *, headings: list[str], feeds: tuple[str, ...] = ()) -> None:
    """Write the two files of the book; `headings` are of ma_leads."""
    lines = [f"exports,ma_leads,{one}\n" for one in headings]
    head = "source,table_name,heading,column_name\n"
    (book / "mappings" / "headings.csv").write_text(head + "".join(lines))
    lines = [f"{one}\n" for one in feeds]
    head = "source,table_name,encoding,time_zone\n"
    (book / "targets" / "feeds.csv").write_text(head + "".join(lines))


def land(company: Settings, now: datetime) -> str:
    """Land, and return what the run said."""
    said = io.StringIO()
    steps.land(company, Progress(said), now)
    return said.getvalue()


def test_the_book_allows_the_encodings_that_landing_reads() -> None:
    assert ENCODINGS == READ_ENCODINGS


def test_every_row_names_its_line(company: Settings) -> None:
    feeds = ("exports,ma_leads,cp932,", "exports,ma_touches,,Etc/UTC")
    say(company.book, headings=["顧客番号,ma_lead_id"], feeds=feeds)
    said_in = "targets/feeds.csv line"
    assert overrides_of(read_book(company.book).rows) == Overrides(
        forms=(
            FileForm(f"{said_in} 2", "exports", "ma_leads", "cp932", None),
            FileForm(f"{said_in} 3", "exports", "ma_touches", None, "Etc/UTC"),
        ),
        headings=(
            FurtherHeading(
                "mappings/headings.csv line 2",
                "exports",
                "ma_leads",
                "顧客番号",
                "ma_lead_id",
            ),
        ),
    )


def test_the_inputs_of_a_run_name_them_in_one_order(company: Settings) -> None:
    headings = ["登録日時,created_at", "顧客番号,ma_lead_id"]
    feeds = ("exports,ma_touches,,Etc/UTC", "ads,campaign_report,cp932,")
    say(company.book, headings=headings, feeds=feeds)
    land(company, FIRST)
    assert read_build_record(company.home.build_record).inputs["file_forms"] == [
        {
            "source": "ads",
            "table_name": "campaign_report",
            "encoding": "cp932",
            "time_zone": None,
            "headings": {},
        },
        {
            "source": "exports",
            "table_name": "ma_leads",
            "encoding": None,
            "time_zone": None,
            "headings": {"登録日時": "created_at", "顧客番号": "ma_lead_id"},
        },
        {
            "source": "exports",
            "table_name": "ma_touches",
            "encoding": None,
            "time_zone": "Etc/UTC",
            "headings": {},
        },
    ]


def test_a_row_that_no_contract_fits_stops_the_run(company: Settings) -> None:
    say(company.book, headings=["顧客番号,customer_id"])
    with pytest.raises(LandingError) as caught:
        land(company, FIRST)
    assert str(caught.value).startswith(
        "mappings/headings.csv line 2 names the column customer_id, which"
        " exports/ma_leads does not have: use one of ma_lead_id, created_at, email,"
    )
    assert earlier_build_record(company.home.build_record) is None


@pytest.mark.parametrize(
    ("feeds", "is_told"),
    [
        ((), False),
        # Nothing of the table has landed yet.
        (("exports,ma_touches,,Etc/UTC",), False),
        (("exports,ma_leads,,Etc/UTC",), True),
    ],
)
def test_what_landed_in_another_form_is_told_once(
    company: Settings, feeds: tuple[str, ...], is_told: bool
) -> None:
    headings = ["顧客番号,ma_lead_id", "登録日時,created_at"]
    land(company, FIRST)
    say(company.book, headings=headings[::-1], feeds=feeds)
    told = "landing exports/ma_leads: the book says otherwise how its files are written"
    assert (told in land(company, SECOND)) is is_told
    assert told not in land(company, SECOND)


def test_a_damaged_record_of_an_earlier_run_stops_none(company: Settings) -> None:
    land(company, FIRST)
    company.home.build_record.write_text('{"inputs":')
    assert "the book says otherwise" not in land(company, SECOND)
