"""Who gave a lead to whom: written down as a hand-over, or seen by a new owner.

U1 is marketing, U2 and U3 are inside sales, U4 is field sales; Q and Q2 are queues,
which the tool does not list among its users. Everybody is acquired on 2026-02-01.
"""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.stories.building import (
    broken_contracts,
    query,
    users_by_key,
)
from tests.stories.exports_rows import ExportsRows, utc

MARKETING, INSIDE, FIELD = "marketing", "inside_sales", "field_sales"
TEAMS = {"U1": MARKETING, "U2": INSIDE, "U3": INSIDE, "U4": FIELD}
NOBODY = (None, None)

# person: its owners one after the other, a day each from 02-10 on, and who gave to whom
OWNERS: dict[str, tuple[list[str], list[tuple[str | None, ...]]]] = {
    "to-another-team": (["U1", "U2"], [(MARKETING, "U1", INSIDE, "U2")]),
    "within-the-team": (["U2", "U3"], []),
    "to-a-queue": (["U2", "Q"], [(INSIDE, "U2", *NOBODY)]),
    "out-of-a-queue": (["Q", "U2"], [(*NOBODY, INSIDE, "U2")]),
    "between-queues": (["Q", "Q2"], []),
    "first-owner": (["", "U2"], []),
    "to-nobody": (["U2", ""], []),
    # Every return is a hand-over of its own; the colleague in between is none.
    "to-and-fro": (
        ["U2", "U4", "U3", "U2", "U4"],
        [
            (INSIDE, "U2", FIELD, "U4"),
            (FIELD, "U4", INSIDE, "U3"),
            (INSIDE, "U2", FIELD, "U4"),
        ],
    ),
}

# what was written, what is shown of it
COMMENTS: dict[str, tuple[str, str | None]] = {
    "plain": ("予算300万円、2026-04-01までに決裁", "予算300万円、2026-04-01までに決裁"),
    "silent": ("", None),
    "mobile": ("折返しは090-1234-5678へ", "折返しは[phone]へ"),
    "abroad": ("Call +81 3 1234 5678 at 10", "Call [phone] at 10"),
    "full-width": ("０３－１２３４－５６７８まで", "[phone]まで"),  # noqa: RUF001
    "two-numbers": ("03-1234-5678、090-1234-5678", "[phone]、[phone]"),
    "address": ("連絡先はtaro.y@acme.example。急ぎ", "連絡先は[e-mail]。急ぎ"),
    "day": ("04-10-2026 10時", "04-10-2026 10時"),
    "name": ("山田 太郎様、木曜に訪問", "[name]、木曜に訪問"),
}

# hand-overs of one person: enquiry 02-05, recycled 02-08, enquiry 03-05, SQL 03-10
MOMENTS: dict[str, tuple[int, str | None]] = {
    # Older than the lead: nothing was reached yet.
    "01-31 23:59:59": (1, None),
    "02-01 00:00:00": (1, "lead"),
    "02-04 23:59:59": (1, "lead"),
    "02-05 00:00:00": (1, "mql"),
    # Between two cycles it is of the earlier one.
    "03-04 23:59:59": (1, "mql"),
    "03-05 00:00:00": (2, "mql"),
    "03-10 00:00:00": (2, "sql"),
}


@pytest.fixture(scope="module")
def handovers_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handovers")
    return _rows().build(folder)


def _rows() -> ExportsRows:
    rows = ExportsRows()
    for user, team in TEAMS.items():
        rows.add("sfa_users", user_id=user, name=user, team=team, is_active="true")
    for name, (owners, _) in OWNERS.items():
        rows.person(name, sfa={"owner_id": owners[-1]})
        for day, (old, new) in enumerate(pairwise(owners)):
            rows.sfa_change(f"S-{name}", "owner_id", old, new, f"02-{10 + day} 09:00")
    for name, (comment, _) in COMMENTS.items():
        rows.person(name)
        _hand_over(rows, name, name, "02-10", comment)
    rows.person("twice")
    rows.touch("twice", "enquiry", "02-05", "03-05")
    rows.sfa_says("twice", "recycled", "02-08")
    rows.sfa_says("twice", "sql", "03-10")
    for at in MOMENTS:
        _hand_over(rows, at, "twice", at, "")
    return rows


def _hand_over(rows: ExportsRows, key: str, name: str, at: str, comment: str) -> None:
    rows.add(
        "handovers",
        handover_id=key,
        sfa_record_id=f"S-{name}",
        from_team=MARKETING,
        to_user_id="U2",
        comment=comment,
        handed_over_at=at,
    )


@pytest.mark.parametrize("name", OWNERS)
def test_a_new_owner_in_another_team_is_a_hand_over(
    handovers_build: Path, name: str
) -> None:
    users = users_by_key(handovers_build)
    found = query(
        handovers_build,
        "select from_team, from_user_id, to_team, to_user_id from facts.fct_handovers"
        " join dimensions.dim_lead_sources using (lead_id)"
        " where source_record_id = ? and handover_type = 'assignment'"
        " and comment is null order by handed_over_at",
        name,
    )
    assert [
        (from_team, users.get(giver), to_team, users.get(receiver))
        for from_team, giver, to_team, receiver in found
    ] == OWNERS[name][1]


@pytest.mark.parametrize("name", COMMENTS)
def test_a_comment_is_shown_without_what_leads_to_a_person(
    handovers_build: Path, name: str
) -> None:
    shown = COMMENTS[name][1]
    assert query(
        handovers_build,
        "select comment, has_comment, from_team, to_team, from_user_id"
        " from facts.fct_handovers where handover_id = ?",
        name,
    ) == [(shown, shown is not None, MARKETING, INSIDE, None)]


@pytest.mark.parametrize("at", MOMENTS)
def test_a_hand_over_is_of_the_cycle_and_stage_of_its_second(
    handovers_build: Path, at: str
) -> None:
    assert query(
        handovers_build,
        "select cycle_number, stage, handed_over_at from facts.fct_handovers"
        " where handover_id = ?",
        at,
    ) == [(*MOMENTS[at], utc(at))]


def test_every_contract_holds_of_this_company(handovers_build: Path) -> None:
    assert broken_contracts(handovers_build) == []
