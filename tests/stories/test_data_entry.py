"""Who keeps the rules of data entry, and who does not: each duty once, at its owner's.

The rules are the default book's, but that of the temperature, which holds from
2026-02-01 until 2026-03-01, midnights of Tokyo. U2 and U3 are inside sales, U4 is field
sales. Everybody is acquired on 2026-01-05, before anything is due.
"""

from pathlib import Path

import pytest

from tests.book.book_copies import DATA_ENTRY, BookCopy
from tests.stories.building import (
    broken_contracts,
    query,
    users_by_key,
)
from tests.stories.exports_rows import ExportsRows

# person: its owner, its temperature, when it became SAL
SALS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "kept": ("U2", "hot", ("02-10",)),
    "not-kept": ("U2", "", ("02-10",)),
    "of-a-colleague": ("U3", "", ("02-10",)),
    "of-nobody": ("", "cold", ("02-10",)),
    "of-a-queue": ("Q", "", ("02-10",)),
    "never-sal": ("U2", "", ()),
    "before-the-rule": ("U2", "", ("01-31 23:59:59",)),
    "first-second": ("U2", "hot", ("02-01 00:00:00",)),
    "last-second": ("U2", "hot", ("02-28 23:59:59",)),
    "after-the-rule": ("U2", "", ("03-01 00:00:00",)),
    # Due when it comes again: the first time nobody asked.
    "again": ("U3", "hot", ("01-20", "02-20")),
    # Due once, though it comes twice.
    "twice": ("U3", "hot", ("02-03", "02-20")),
}
# person converted on 02-20 to a contact of U4 without a temperature: that of its lead,
# U2's, and when it became SAL
CONVERTED: dict[str, tuple[str, str]] = {
    "before-conversion": ("hot", "02-19 23:59:59"),
    "at-conversion": ("", "02-20 00:00:00"),
    "after-conversion": ("hot", "02-25"),
}


@pytest.fixture(scope="module")
def entry_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("entry")
    book = BookCopy.of_default(folder / "book")
    book.change(
        DATA_ENTRY,
        "temperature_at_sal",
        valid_from="2026-02-01",
        valid_to="2026-03-01",
    )
    return _rows().build(folder, book=book.folder)


def _rows() -> ExportsRows:
    rows = ExportsRows()
    for user, team in (
        ("U2", "inside_sales"),
        ("U3", "inside_sales"),
        ("U4", "field_sales"),
    ):
        rows.add("sfa_users", user_id=user, name=user, team=team, is_active="true")
    for name, (owner, temperature, times) in SALS.items():
        cells = {"owner_id": owner, "temperature": temperature}
        rows.person(name, "01-05", sfa=cells)
        for at in times:
            rows.sfa_says(name, "sal", at)
    for name, (temperature, at) in CONVERTED.items():
        lead = {"owner_id": "U2", "temperature": temperature}
        became = {"converted_at": "02-20", "converted_contact_id": f"C-{name}"}
        rows.person(name, "01-05", sfa=lead | became)
        rows.sfa_record(
            f"C-{name}", record_type="contact", created_at="02-20", owner_id="U4"
        )
        rows.sfa_says(name, "sal", at)
    # Accounts are delivered and nobody fills them in; products are not delivered.
    rows.person("without-account", "01-05", sfa={"owner_id": "U2", "account_id": ""})
    rows.sfa_says("without-account", "sql", "03-05")
    rows.sfa_says("again", "recycled", "01-25")
    rows.sfa_says("twice", "recycled", "02-10")
    # Nothing is an amount too little; a reason is due of what was lost, when it was.
    of_u4 = {"owner_id": "U4", "created_at": "02-10", "currency": "JPY"}
    rows.deal("kept", "D1", "proposal", amount="0", **of_u4)
    rows.deal("kept", "D2", "proposal", amount="", **of_u4)
    lost = of_u4 | {"closed_at": "03-10", "amount": "5"}
    rows.deal("kept", "D3", "lost", lost_reason="price", **lost)
    rows.deal("kept", "D4", "lost", lost_reason="", **lost)
    # H0 is older than everything else that is known of anybody.
    for key, at, to_user, comment in (
        ("H0", "2025-12-20", "U2", "from the fair"),
        ("H1", "02-10", "U2", "hot, call today"),
        ("H2", "02-10", "U2", ""),
        ("H3", "02-10", "", "whoever is free"),
    ):
        rows.add(
            "handovers",
            handover_id=key,
            sfa_record_id="S-kept",
            from_team="marketing",
            to_user_id=to_user,
            comment=comment,
            handed_over_at=at,
        )
    # The new owner's team is another one: a hand-over, but nobody writes to it.
    rows.sfa_change("S-kept", "owner_id", "U4", "U2", "02-10 09:00")
    for key, kind, outcome, is_automated in (
        ("A1", "call", "connected", ""),
        ("A2", "call", "", "false"),
        ("A3", "call", "", "true"),
        ("A4", "email", "", ""),
    ):
        rows.add(
            "sfa_activities",
            activity_id=key,
            sfa_record_id="S-kept",
            owner_id="U2",
            activity_type=kind,
            outcome=outcome,
            is_automated=is_automated,
            occurred_at="02-10",
        )
    return rows


def _months(database: Path, rule: str) -> list[tuple[str, str, str, int, int, float]]:
    """Month, team, user, due, kept and share."""
    users = users_by_key(database)
    found = query(
        database,
        "select period_on::varchar, team, user_id, entries_due, entries_kept,"
        " kept_share from marts.mart_data_entry"
        " where period_grain = 'month' and data_entry_rule_id = ?",
        rule,
    )
    rows = [
        (month, team, users.get(key, key), *rest) for month, team, key, *rest in found
    ]
    return sorted(rows)


def test_a_record_is_due_from_its_stage_on_while_the_rule_holds(
    entry_build: Path,
) -> None:
    """Of U2 kept, first-second, last-second and before-conversion, but not not-kept.

    U3: again and twice of three. U4: the contact after its conversion, whose lead was
    filled in, but not the one at it.
    """
    assert _months(entry_build, "temperature_at_sal") == [
        ("2026-02-01", "(none)", "(none)", 1, 1, 1.0),
        ("2026-02-01", "(none)", "Q", 1, 0, 0.0),
        ("2026-02-01", "field_sales", "U4", 2, 1, 0.5),
        ("2026-02-01", "inside_sales", "U2", 5, 4, 0.8),
        ("2026-02-01", "inside_sales", "U3", 3, 2, 0.666666667),
    ]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("opportunity_amount", ("2026-02-01", "field_sales", "U4", 4, 3, 0.75)),
        ("opportunity_lost_reason", ("2026-03-01", "field_sales", "U4", 2, 1, 0.5)),
        # Of two calls by a person one has an outcome.
        ("outcome_of_calls", ("2026-02-01", "inside_sales", "U2", 2, 1, 0.5)),
    ],
)
def test_a_thing_is_due_when_it_is_made(
    entry_build: Path, rule: str, expected: tuple[str, str, str, int, int, float]
) -> None:
    assert _months(entry_build, rule) == [expected]


@pytest.mark.parametrize("rule", ["handover_comment", "handover_receiver"])
def test_a_hand_over_is_the_senders_duty_on_its_own_day(
    entry_build: Path, rule: str
) -> None:
    """H2 has no comment, H3 no receiver."""
    assert _months(entry_build, rule) == [
        ("2025-12-01", "marketing", "(none)", 1, 1, 1.0),
        ("2026-02-01", "marketing", "(none)", 3, 2, 0.666666667),
    ]


def test_what_did_not_happen_is_not_due(entry_build: Path) -> None:
    """Nothing was won."""
    assert _months(entry_build, "opportunity_won_reason") == []


def test_a_column_left_empty_is_never_filled_one_not_delivered_is_unknown(
    entry_build: Path,
) -> None:
    """One SQL, without an account; four deals, of whose products nothing is known."""
    assert _months(entry_build, "account_at_sql") == [
        ("2026-03-01", "inside_sales", "U2", 1, 0, 0.0)
    ]
    assert _months(entry_build, "opportunity_product") == []


def test_every_contract_holds_of_this_company(entry_build: Path) -> None:
    assert broken_contracts(entry_build) == []
