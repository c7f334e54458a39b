"""What people and outsiders wrote stops no night and leads to nobody once published.

An address, a number or a name may stand wherever a tool takes free text; a mapped word
is mapped as it is written, and shown without what leads to a person. A day is no phone
number. Everybody is acquired on 2026-02-01.
"""

from pathlib import Path

import pytest

from tests.book.book_copies import CHANNEL, BookCopy
from tests.stories.building import broken_contracts, query
from tests.stories.exports_rows import ExportsRows

# person: its source as written and as published, and its channel
SOURCES: dict[str, tuple[str, str, str]] = {
    "referred": ("紹介(田中太郎様)", "紹介([name])", "(unmapped)"),
    "an-address": ("taro@private.example", "[e-mail]", "(unmapped)"),
    "another": ("jiro@private.example", "[e-mail]", "(unmapped)"),
    "in-an-url": ("hana%40private.example", "[e-mail]", "(unmapped)"),
    "mapped": ("山田様からの電話", "[name]からの電話", "referral"),
    "customers": ("お客様紹介 仕様書", "お客様紹介 仕様書", "(unmapped)"),
    "at-a-place": ("セミナー@大阪", "セミナー@大阪", "(unmapped)"),
    "day-first": ("Webinar 04-10-2026", "Webinar 04-10-2026", "(unmapped)"),
    "iso-day": ("Webinar 2026-04-10", "Webinar 2026-04-10", "(unmapped)"),
    "slashes": ("Webinar 2026/04/10", "Webinar 2026/04/10", "(unmapped)"),
    "dots": ("Webinar 04.10.2026", "Webinar 04.10.2026", "(unmapped)"),
    "run-together": ("Webinar_20260410", "Webinar_20260410", "(unmapped)"),
    "with-an-hour": ("04-10-2026 10時の回", "04-10-2026 10時の回", "(unmapped)"),
    "days-from-to": (
        "20260410-20260412 展示会", "20260410-20260412 展示会", "(unmapped)"
    ),
    "toll-free": ("架電 0120-123-456", "架電 [phone]", "(unmapped)"),
    "abroad": ("+81 3 1234 5678", "[phone]", "(unmapped)"),
    "day-and-phone": ("2026-04-10 03-1234-5678", "2026-04-10 [phone]", "(unmapped)"),
}  # fmt: skip
BY_ADDRESS = "mail@person.example"


@pytest.fixture(scope="module")
def text_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("text")
    book = BookCopy.of_default(folder / "book")
    book.add(CHANNEL, "exports", source_value="山田様からの電話", channel="referral")
    rows = ExportsRows()
    for name, (written, _, _) in SOURCES.items():
        rows.person(name, ma={"lead_source": written})
    for user, team in (("U1", "営業 03-1234-5678"), ("U2", "inside_sales")):
        rows.add("sfa_users", user_id=user, name=user, team=team, is_active="true")
    made = {"created_at": "02-10", "owner_id": "U1", "currency": "JPY", "amount": "5"}
    rows.deal(
        "referred", "D1", "lost", closed_at="02-20", deal_rank="A (a@b.example)",
        product="特価 090-1234-5678",
        lost_reason="担当の佐藤が 03-1234-5678 で断られた",
        **made,
    )  # fmt: skip
    rows.deal(
        "mapped", "D2", "won", closed_at="02-20", won_reason="taro@a.example 経由",
        **made,
    )  # fmt: skip
    for word in ("form taro@private.example", "form jiro@private.example"):
        rows.touch("referred", word, "02-03")
    rows.add(
        "handovers", handover_id="H3", sfa_record_id="S-referred", to_user_id="U1",
        from_team="営業 03-1234-5678", comment="", handed_over_at="02-10",
    )  # fmt: skip
    # An MA, and an SFA, that key their records by address; mails that hand over.
    rows.add(
        "ma_leads", ma_lead_id=BY_ADDRESS, created_at="02-01", email="info@c.example",
        sfa_record_id=BY_ADDRESS,
    )  # fmt: skip
    rows.sfa_record(BY_ADDRESS)
    rows.touch(BY_ADDRESS, "enquiry", "02-05")
    for key in ("<1@mail.example>", "<2@mail.example>"):
        rows.add(
            "handovers", handover_id=key, sfa_record_id=BY_ADDRESS, to_user_id="U1",
            from_team="営業 03-1234-5678", comment="", handed_over_at="02-10",
        )  # fmt: skip
    return rows.build(folder, book=book.folder)


def test_every_contract_holds_of_this_company(text_build: Path) -> None:
    assert broken_contracts(text_build) == []


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_mapped_as_written_and_shown_cleaned(
    text_build: Path, name: str
) -> None:
    _, shown, channel = SOURCES[name]
    assert query(
        text_build,
        "select distinct leads.lead_source, cycles.lead_source, leads.channel,"
        " segments.segment_value from dimensions.dim_leads as leads"
        " join dimensions.dim_lead_sources using (lead_id)"
        " join facts.fct_lead_cycles as cycles using (lead_id)"
        " join intermediate.int_cycle_segments as segments using (lead_id)"
        " where source_record_id = ? and segment_dimension = 'lead_source'",
        name,
    ) == [(shown, shown, channel, shown)]


def test_words_that_differ_in_a_contact_alone_are_listed_as_one(
    text_build: Path,
) -> None:
    """Three sources are addresses alone; two forms; one user's team."""
    assert query(
        text_build,
        "select mapping, source_value, row_count from marts.mart_unmapped_values"
        " where mapping != 'channel' or source_value = '[e-mail]' order by all",
    ) == [
        ("channel", "[e-mail]", 3),
        ("team", "営業 [phone]", 1),
        ("touch_type", "form [e-mail]", 2),
    ]


def test_a_reason_is_published_without_contacts(text_build: Path) -> None:
    assert query(
        text_build,
        "select reason from facts.fct_stage_entries"
        " where stage in ('lost', 'won') order by stage",
    ) == [("担当の佐藤が [phone] で断られた",), ("[e-mail] 経由",)]
    assert query(
        text_build,
        "select product, deal_rank from facts.fct_opportunities where outcome = 'lost'",
    ) == [("特価 [phone]", "A ([e-mail])")]


def test_a_team_is_published_without_contacts(text_build: Path) -> None:
    team = "営業 [phone]"
    assert query(
        text_build, "select distinct from_team, to_team from facts.fct_handovers"
    ) == [(team, team)]
    assert query(
        text_build,
        "select distinct team from marts.mart_data_entry where object = 'opportunity'",
    ) == [(team,)]


def test_an_id_that_is_an_address_is_not_published(text_build: Path) -> None:
    """The queue has the MQL of 02-05; info@ is a mailbox, no person."""
    assert query(
        text_build,
        "select ma_lead_id, sfa_record_id from marts.mart_agreement_queue"
        " where stage = 'mql'",
    ) == [("[e-mail]", "[e-mail]")]
    assert query(
        text_build,
        "select object, source_record_id = member_key"
        " from marts.mart_ambiguous_records"
        " join dimensions.dim_lead_aliases using (source, object, lead_id)",
    ) == [("ma_lead", True)]
    [(lead,)] = query(
        text_build,
        "select lead_id from dimensions.dim_lead_sources"
        " where source_record_id = ? and object = 'ma_lead'",
        BY_ADDRESS,
    )
    assert query(
        text_build, "select handover_id from facts.fct_handovers order by all"
    ) == [("H3",), (f"[e-mail] {lead} 1",), (f"[e-mail] {lead} 2",)]
