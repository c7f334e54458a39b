"""The newsletter reaches those who can get it, and only they open it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pytest

from demo.blocks import blocks_of
from demo.catalogue import draw_catalogue
from demo.companies import draw_companies
from demo.mailings import Mailings, draw_mailings, issue_at, mailings_table
from demo.people import COLD, HOT, SILENT, WARM, People, draw_people
from demo.tables import mail_layouts
from demo.wall_clock import DAY, FIRST_DAY, HOUR, NEVER
from demo.world import draw_block

_LEADS, _SEED = 4_000, 9
_FORTNIGHT = 14 * DAY


@dataclass(frozen=True)
class _Sent:
    people: People
    mailings: Mailings


@pytest.fixture(scope="module")
def sent() -> _Sent:
    """The newsletters of a company of 4,000 leads."""
    [block] = blocks_of(leads=_LEADS, seed=_SEED)
    people = draw_people(draw_companies(block), block=block)
    return _Sent(people, draw_mailings(people, block=block))


def test_issues_begin_at_ten_and_follow_each_other_after_two_weeks() -> None:
    first = FIRST_DAY * DAY + 10 * HOUR
    instants = np.array([first - 1, first, first + _FORTNIGHT - 1, first + _FORTNIGHT])
    assert issue_at(instants).tolist() == [-1, 0, 0, 1]


def test_nobody_gets_an_issue_twice_or_misses_one_in_between(sent: _Sent) -> None:
    lead, issue = sent.mailings.lead, sent.mailings.issue
    same = lead[1:] == lead[:-1]
    assert same.sum() > 10 * _LEADS
    assert (issue[1:][same] - issue[:-1][same] == 1).all()


def test_only_living_leads_with_an_address_who_want_it_get_mail(sent: _Sent) -> None:
    people, mailings = sent.people, sent.mailings
    lead, at = mailings.lead, mailings.sent_at
    assert (at > people.created_at[lead]).all()
    assert people.emails.take(lead).null_count == 0
    for end in (people.deleted_at, people.merged_at, people.opted_out_at):
        has_end = end[lead] != NEVER
        assert has_end.any()
        assert (at[has_end] < end[lead][has_end]).all()


def test_some_mails_come_back_and_some_addresses_are_given_up(sent: _Sent) -> None:
    mailings, people = sent.mailings, sent.people
    came_back = mailings.delivered_at == NEVER
    assert 0.003 < came_back.mean() < 0.02
    is_last = np.append(mailings.lead[1:] != mailings.lead[:-1], True)
    lives = (people.deleted_at == NEVER) & (people.merged_at == NEVER)
    given_up = came_back & is_last & lives[mailings.lead] & (mailings.issue < 30)
    assert given_up.sum() > 10
    assert (came_back & ~is_last).sum() > 10


def test_only_delivered_mails_are_opened_and_only_opened_ones_clicked(
    sent: _Sent,
) -> None:
    mailings = sent.mailings
    opened, clicked = mailings.opened_at != NEVER, mailings.clicked_at != NEVER
    assert (mailings.opened_at[opened] > mailings.delivered_at[opened]).all()
    assert (mailings.delivered_at[opened] != NEVER).all()
    assert (mailings.clicked_at[clicked] > mailings.opened_at[clicked]).all()
    assert opened[clicked].all()
    assert 0 < clicked.sum() < opened.sum() / 3


def test_the_more_interested_open_more(sent: _Sent) -> None:
    opened = sent.mailings.opened_at != NEVER
    intent = sent.people.intent[sent.mailings.lead]
    rates = [opened[intent == level].mean() for level in (SILENT, COLD, WARM, HOT)]
    assert rates[0] == 0
    assert rates == sorted(rates)


def test_each_mail_is_sent_and_then_delivered_or_bounced() -> None:
    """Two rows a mail, and one for who opted out after having had some."""
    [block] = blocks_of(leads=_LEADS, seed=_SEED)
    catalogue = draw_catalogue(leads=_LEADS, seed=_SEED)
    people = draw_people(draw_companies(block), block=block)
    mailings = draw_mailings(people, block=block)
    table = mailings_table(mailings, people, catalogue, block=block)
    counted = {
        row["values"]: row["counts"]
        for row in pc.value_counts(table["mailing_event"]).to_pylist()
    }
    assert counted["sent"] == len(mailings.lead)
    assert counted["delivered"] + counted["bounced"] == counted["sent"]
    left = table.filter(pc.equal(table["mailing_event"], "unsubscribed"))
    assert left.num_rows == len(pc.unique(left["ma_lead_id"])) > 50
    assert set(table["campaign_id"].to_pylist()) <= set(
        catalogue.campaigns["campaign_id"].to_pylist()
    )


def test_a_lead_has_about_54_activities_in_all_tools() -> None:
    """Mails, touches, views and what sales does, without records and their versions."""
    [block] = blocks_of(leads=_LEADS, seed=_SEED)
    tables = draw_block(block, draw_catalogue(leads=_LEADS, seed=_SEED))
    activities = (
        "mailings", "ma_touches", "pageviews", "ma_lead_changes", "campaign_members",
        "lead_attributes", "sfa_record_changes", "sfa_activities", "handovers",
        "opportunity_changes",
    )  # fmt: skip
    rows = sum(tables[name].num_rows for name in activities)
    assert 52 < rows / _LEADS < 60


def test_the_exports_hold_no_mails(small_raw: Path) -> None:
    written = {
        path.relative_to(small_raw / "exports").parts[0].removesuffix(".csv")
        for path in (small_raw / "exports").rglob("*.csv")
    }
    assert not written & mail_layouts().keys()
