"""A company in which many are not counted, and the answers for each of them.

Every person is one cycle unless said otherwise, opened when its records were made. The
rules are the default book's, and: a company name that contains "Rival"; the domain
new-rival.example from 2026-02-10 until 2026-03-01; customers excluded before
2025-12-01 and put into a segment from then on; enquiries of the same second excluded.
"""

from pathlib import Path

from tests.book.book_copies import EXCLUSIONS, BookCopy
from tests.stories.building import query
from tests.stories.bursts import add_bursts
from tests.stories.exports_rows import ExportsRows

# person: cells of its MA record, when it was made, what excludes it
BY_TEXT: dict[str, tuple[dict[str, str], str, str | None]] = {
    "own": ({"email": "a@handoff-demo.example"}, "02-05", "own_domain"),
    "own-in-capitals": ({"email": "B@Handoff-Demo.EXAMPLE"}, "02-05", "own_domain"),
    # The rule says =, so another host of the domain is somebody else.
    "own-sub-domain": ({"email": "a@mail.handoff-demo.example"}, "02-05", None),
    "own-and-more": ({"email": "a@handoff-demo.example.jp"}, "02-05", None),
    "student": ({"email": "a@st.hokuto-univ.example"}, "02-05", "hokuto_students"),
    "student-sub-domain": (
        {"email": "a@cs.st.hokuto-univ.example"},
        "02-05",
        "hokuto_students",
    ),
    # A domain ends at a dot: best. is not st.
    "student-by-letters": ({"email": "a@best.hokuto-univ.example"}, "02-05", None),
    "university": ({"email": "a@tokyo.ac.jp"}, "02-05", "universities"),
    "university-by-letters": ({"email": "a@tokyo-ac.jp"}, "02-05", None),
    "no-address": ({}, "02-05", None),
    "rival-by-name": ({"company_name": "THE RIVAL K.K."}, "02-05", "rival_name"),
    "rival-by-letters": ({"company_name": "Arrival K.K."}, "02-05", "rival_name"),
    "other-name": ({"company_name": "River K.K."}, "02-05", None),
    # Of two rules the one first in the alphabet excludes.
    "own-and-rival": (
        {"email": "c@handoff-demo.example", "company_name": "Rival"},
        "02-05",
        "own_domain",
    ),
    # In force from 02-10 until 03-01, Tokyo's midnights.
    "before-the-rule": ({"email": "a@new-rival.example"}, "02-09 23:59:59", None),
    "first-second": ({"email": "b@new-rival.example"}, "02-10", "new_rival"),
    "last-second": ({"email": "c@new-rival.example"}, "02-28 23:59:59", "new_rival"),
    "after-the-rule": ({"email": "d@new-rival.example"}, "03-01", None),
}

# person opened on 02-05 at 10:00: what its enquiry turned out to be, and when
PITCH, QUOTE = "sales_pitch", "quotation"
BY_ATTRIBUTE: dict[str, tuple[dict[str, str], str | None]] = {
    "pitch-seconds-later": ({"02-05 10:00:05": PITCH}, "sales_pitches"),
    "pitch-that-night": ({"02-05 23:59:59": PITCH}, "sales_pitches"),
    "pitch-next-day": ({"02-06 00:00:00": PITCH}, None),
    "pitch-long-before": ({"02-01 10:00": PITCH}, "sales_pitches"),
    "no-pitch": ({"02-05 10:00:05": QUOTE}, None),
    # The last word of the day counts, that of the next day does not.
    "mended-that-day": ({"02-05 10:00:05": PITCH, "02-05 12:00": QUOTE}, None),
    "mended-next-day": (
        {"02-05 10:00:05": PITCH, "02-06 12:00": QUOTE},
        "sales_pitches",
    ),
}

# person: its account, when it was made, its segment (None: excluded)
CUSTOMERS: dict[str, tuple[str, str, str | None]] = {
    # A1 wins on 02-20 at 10:00, through "winner".
    "winner": ("A1", "02-01", "not_a_customer"),
    "second-before": ("A1", "02-20 09:59:59", "not_a_customer"),
    "at-the-win": ("A1", "02-20 10:00:00", "not_a_customer"),
    "second-after": ("A1", "02-20 10:00:01", "existing_customer"),
    "other-account": ("A9", "02-25", "not_a_customer"),
    # The deal of A2 names no account; the person who won it does.
    "winner-2": ("A2", "02-01", "not_a_customer"),
    "colleague-2": ("A2", "02-25", "existing_customer"),
    # A3 wins on 2025-09-01 at 10:00, when customers were not counted at all.
    "winner-3": ("A3", "2025-08-01", "(none)"),
    "at-that-win": ("A3", "2025-09-01 10:00:00", "(none)"),
    "after-that-win": ("A3", "2025-09-01 10:00:01", None),
    "last-of-the-old-rule": ("A3", "2025-11-30 23:59:59", None),
    "first-of-the-new-rule": ("A3", "2025-12-01 00:00:00", "existing_customer"),
}


def write_excluding_book(folder: Path) -> Path:
    """Write the default book with the rules above."""
    book = BookCopy.of_default(folder)
    rival = {"reason": "competitor", "signal": "company_name", "comparison": "contains"}
    book.add(
        EXCLUSIONS, "own_domain", exclusion_id="rival_name", value="Rival", **rival
    )
    book.add(
        EXCLUSIONS,
        "own_domain",
        exclusion_id="new_rival",
        reason="competitor",
        value="new-rival.example",
        valid_from="2026-02-10",
        valid_to="2026-03-01",
    )
    book.add(
        EXCLUSIONS,
        "existing_customers",
        exclusion_id="customers_excluded",
        action="exclude",
        valid_to="2025-12-01",
    )
    book.change(EXCLUSIONS, "existing_customers", valid_from="2025-12-01")
    book.add(
        EXCLUSIONS,
        "mail_robots",
        exclusion_id="form_robots",
        signal_argument="enquiry",
        min_count="2",
        within_seconds="0",
    )
    return folder


def excluding_rows() -> ExportsRows:
    """The raw rows of everybody."""
    rows = ExportsRows()
    for name, (cells, created_at, _) in BY_TEXT.items():
        rows.person(name, created_at, ma=cells)
    for name, (observed, _) in BY_ATTRIBUTE.items():
        rows.person(name, "02-05 10:00")
        for at, kind in observed.items():
            _observe(rows, name, kind, at)
    # What the SFA knows of somebody excludes as well.
    rows.person("own-in-the-sfa", sfa={"email": "sfa@handoff-demo.example"})
    rows.person("rival-in-the-sfa", sfa={"company_name": "Rival Sales"})
    for name, (account, created_at, _) in CUSTOMERS.items():
        rows.person(name, created_at, sfa={"account_id": account})
    for name, deal, account, day in (
        ("winner", "W1", "A1", "2026-02"),
        ("winner-2", "W2", "", "2026-02"),
        ("winner-3", "W3", "A3", "2025-08"),
    ):
        won_at = "2025-09-01 10:00" if account == "A3" else "02-20 10:00"
        rows.deal(
            name,
            deal,
            "won",
            account_id=account,
            created_at=f"{day}-10",
            closed_at=won_at,
            currency="JPY",
            amount="1",
        )
    # A win that only the status says; both winners come again on 03-20.
    rows.person("won-by-status")
    rows.sfa_says("won-by-status", "won", "02-20")
    for name in ("winner", "won-by-status"):
        rows.touch(name, "enquiry", "03-20")
    _add_everything_of(rows, "own", "02-06")
    _add_who_was_excluded_first(rows)
    _add_who_was_excluded_later(rows)
    add_bursts(rows)
    return rows


def _observe(rows: ExportsRows, name: str, kind: str, at: str) -> None:
    rows.add(
        "lead_attributes",
        ma_lead_id=name,
        name="enquiry_kind",
        value=kind,
        observed_at=at,
    )


def _add_everything_of(rows: ExportsRows, name: str, day: str) -> None:
    """An enquiry, what both tools say of it, a deal, a hand-over and a call."""
    rows.touch(name, "enquiry", day)
    rows.ma_says(name, "mql", day)
    rows.sfa_says(name, "sal", day)
    rows.deal(name, f"D-{name}-{day}", "proposal", created_at=day, amount="7")
    rows.add(
        "handovers",
        handover_id=f"H-{name}-{day}",
        sfa_record_id=f"S-{name}",
        handed_over_at=day,
    )
    rows.add(
        "sfa_activities",
        activity_id=f"C-{name}-{day}",
        sfa_record_id=f"S-{name}",
        activity_type="call",
        outcome="",
        occurred_at=day,
    )


def _add_who_was_excluded_first(rows: ExportsRows) -> None:
    """A sales pitch, disqualified on 02-10; a real enquiry follows on 03-20."""
    name = "pitch-then-buyer"
    rows.person(name, "02-05 10:00")
    _observe(rows, name, PITCH, "02-05 10:00:05")
    _add_everything_of(rows, name, "02-06")
    rows.sfa_says(name, "disqualified", "02-10")
    _observe(rows, name, QUOTE, "03-19")
    _add_everything_of(rows, name, "03-20")


def _add_who_was_excluded_later(rows: ExportsRows) -> None:
    """Recycled on 02-08; at its enquiry of 02-25 its company is a rival."""
    name = "buyer-then-rival"
    rows.person(name, "02-05", ma={"email": "e@new-rival.example"})
    _add_everything_of(rows, name, "02-06")
    rows.sfa_says(name, "recycled", "02-08")
    _add_everything_of(rows, name, "02-25")


def exclusions_of(database: Path, name: str) -> list[tuple[int, str | None]]:
    """The cycles of a person, counted (None) or with what excludes them."""
    return query(
        database,
        "select cycle_number, exclusion_id from intermediate.int_cycles"
        " left join intermediate.int_cycle_exclusions"
        " using (definition_basis, lead_id, cycle_number)"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where definition_basis = 'then' and source_record_id = ? order by 1",
        name,
    )
