"""Planted people whose answers are worked out by hand.

Their rows do not depend on seed or size, share no address, company or record with
anybody else, and no disturbance is applied to them. The answers stand beside the
tests, so that nothing here can be copied from output.
"""

from __future__ import annotations

from demo.score_stories import score_stories
from demo.story_rows import Story


def all_stories() -> list[Story]:
    """Every story, in a fixed order."""
    return [
        *_rule_stories(),
        *score_stories(),
        *_return_stories(),
        *_sales_stories(),
        *_deal_stories(),
        *_identity_stories(),
    ]


def _visitor(story: Story, downloaded_at: str, looked_at: str, employees: str) -> None:
    """A white paper on arrival and the pricing page later: the first rule of 2025."""
    story.lead(downloaded_at, employees=employees)
    story.touch(downloaded_at, "whitepaper_download")
    story.touch(looked_at, "pricing_view")


def _rule_stories() -> list[Story]:
    seminar = Story(
        "story-seminar-nobody-called",
        "A department manager attends a seminar, qualifies and is never handed over.",
    )
    seminar.lead(
        "2025-09-01 09:00:00",
        employees="30",
        job_level="部長",
        lead_source="business_card",
    )
    seminar.touch("2025-09-10 16:00:00", "seminar_attended")
    seminar.changed("2025-09-10 16:20:00", "status", "lead", "mql")

    inside = Story(
        "story-white-paper-inside-window",
        "The white paper was read on the first of the 90 company days.",
    )
    _visitor(inside, "2025-06-01 00:30:00", "2025-08-29 23:30:00", "80")
    outside = Story(
        "story-white-paper-outside-window",
        "One second after the window's last day: 89 days and a second are 91 days.",
    )
    _visitor(outside, "2025-06-01 23:59:59", "2025-08-30 00:00:00", "80")

    enough = Story("story-fifty-employees", "Fifty employees are enough.")
    _visitor(enough, "2025-07-01 10:00:00", "2025-07-03 15:00:00", "50")
    too_few = Story("story-forty-nine-employees", "Forty-nine are not.")
    _visitor(too_few, "2025-07-01 10:00:00", "2025-07-03 15:00:00", "49")
    unknown = Story(
        "story-employees-never-known", "A head count not known is not ≥ 50."
    )
    unknown.lead("2025-07-01 10:00:00")
    unknown.touch("2025-07-01 10:00:00", "whitepaper_download")
    unknown.touch("2025-07-03 15:00:00", "pricing_view")
    learned = Story(
        "story-employees-learned-later",
        "The last missing fact is an attribute, so its change is the signal.",
    )
    learned.lead("2025-07-20 10:00:00")
    learned.touch("2025-07-20 10:00:00", "whitepaper_download")
    learned.touch("2025-07-25 10:00:00", "pricing_view")
    learned.changed("2025-08-05 11:00:00", "employees", None, "60")

    old_rule = Story(
        "story-last-second-of-first-definition", "23:59:59 still has the rule of 2025."
    )
    _visitor(old_rule, "2025-12-20 10:00:00", "2025-12-31 23:59:59", "100")
    new_rule = Story(
        "story-first-second-of-second-definition", "00:00:00 already has the score."
    )
    _visitor(new_rule, "2025-12-20 10:00:00", "2026-01-01 00:00:00", "100")
    return [
        seminar, inside, outside, enough, too_few, unknown, learned, old_rule,
        new_rule,
    ]  # fmt: skip


def _return_stories() -> list[Story]:
    again = Story(
        "story-recycled-and-requalified",
        "Handed back to nurturing; qualifies again after the cool-down.",
    )
    _visitor(again, "2025-06-02 10:00:00", "2025-06-04 11:00:00", "200")
    again.sales_record("2025-06-04 11:10:00")
    again.status("2025-06-05 10:00:00", "sal")
    again.status("2025-06-10 15:00:00", "recycled")
    again.touch("2025-07-01 09:00:00", "pricing_view")
    again.status("2025-07-02 13:00:00", "sal")
    again.status("2025-07-08 16:00:00", "sql")

    cooling = Story(
        "story-signal-inside-cool-down",
        "The only later signal comes at the very end of the cool-down, not after it.",
    )
    _visitor(cooling, "2025-06-02 10:00:00", "2025-06-04 11:00:00", "200")
    cooling.sales_record("2025-06-04 11:10:00")
    cooling.status("2025-06-05 10:00:00", "sal")
    cooling.status("2025-06-10 15:00:00", "recycled")
    cooling.touch("2025-06-24 15:00:00", "pricing_view")

    declared = Story(
        "story-sales-declared",
        "Sales takes a recycled lead up again within days, without any MQL.",
    )
    declared.lead("2025-06-16 09:00:00", employees="300", lead_source="business_card")
    declared.sales_record("2025-06-17 10:00:00")
    declared.status("2025-06-25 11:00:00", "sal")
    declared.status("2025-07-10 15:00:00", "recycled")
    declared.status("2025-07-15 10:00:00", "sal")
    declared.status("2025-07-22 14:00:00", "sql")

    competitor = Story(
        "story-disqualified-competitor", "A competitor's enquiry qualifies and is out."
    )
    competitor.lead("2026-05-11 10:00:00", lead_source="enquiry_form")
    competitor.touch("2026-05-11 10:00:00", "enquiry")
    competitor.sales_record("2026-05-11 10:10:00")
    competitor.status("2026-05-12 09:30:00", "disqualified")

    pitch = Story(
        "story-sales-pitch", "An enquiry that wants to sell us something never counts."
    )
    pitch.lead("2026-05-18 10:00:00", lead_source="enquiry_form")
    pitch.touch("2026-05-18 10:00:00", "enquiry")
    pitch.add(
        "lead_attributes",
        ma_lead_id=pitch.story_id,
        name="enquiry_kind",
        value="sales_pitch",
        observed_at="2026-05-18 10:00:00",
    )
    return [again, cooling, declared, competitor, pitch]


def _sales_stories() -> list[Story]:
    skipped = Story("story-sal-skipped", "Sales goes straight to SQL.")
    _visitor(skipped, "2025-10-01 10:00:00", "2025-10-02 10:00:00", "70")
    skipped.sales_record("2025-10-02 10:10:00")
    skipped.status("2025-10-09 14:00:00", "sql")

    reversed_ = Story(
        "story-sal-after-sql", "The acceptance is typed in after the SQL."
    )
    _visitor(reversed_, "2025-10-06 10:00:00", "2025-10-07 10:00:00", "70")
    reversed_.sales_record("2025-10-07 10:05:00")
    reversed_.status("2025-10-10 11:00:00", "sql")
    reversed_.status("2025-10-14 09:30:00", "sal")

    unheard = Story(
        "story-accepted-without-mql", "Only the sales tool knows the person: no MQL."
    )
    unheard.sales_record("2025-06-20 10:00:00", lead_source="business_card")
    unheard.status("2025-06-25 10:00:00", "sal")
    unheard.status("2025-07-01 15:00:00", "sql")

    claimed = Story(
        "story-declared-never-qualified",
        "MA says MQL after two articles; no rule does.",
    )
    claimed.lead("2025-07-01 10:00:00")
    claimed.touch("2025-07-01 10:00:00", "article_view")
    claimed.touch("2025-07-03 10:00:00", "article_view")
    claimed.changed("2025-07-07 09:00:00", "status", "lead", "mql")

    stamped = Story(
        "story-stamped-without-history",
        "The record says SAL and never changed: it was accepted when it was made.",
    )
    _visitor(stamped, "2025-05-07 10:00:00", "2025-05-08 10:00:00", "70")
    stamped.sales_record(
        "2025-05-08 10:10:00", status="sal", updated_at="2025-05-20 16:00:00"
    )
    return [skipped, reversed_, unheard, claimed, stamped]


def _deal_stories() -> list[Story]:
    whole = Story("story-straight-to-won", "Every stage in order, both tools agree.")
    _visitor(whole, "2025-05-12 10:00:00", "2025-05-20 14:00:00", "120")
    whole.changed("2025-05-20 14:20:00", "status", "lead", "mql")
    whole.sales_record("2025-05-20 14:30:00")
    whole.status("2025-05-20 14:31:00", "mql")
    whole.status("2025-05-21 11:00:00", "sal")
    whole.status("2025-05-23 15:00:00", "sql")
    whole.deal("2025-06-02 13:00:00")
    whole.deal_closed("2025-07-15 17:00:00", "受注")
    whole.booked("2025-07-16", "new")

    expansion = Story(
        "story-expansion", "A second opportunity of a customer opens no new cycle."
    )
    _visitor(expansion, "2025-04-07 10:00:00", "2025-04-08 11:00:00", "90")
    expansion.sales_record("2025-04-08 11:10:00")
    expansion.status("2025-04-09 10:00:00", "sal")
    expansion.status("2025-04-15 14:00:00", "sql")
    expansion.deal("2025-04-22 10:00:00")
    expansion.deal_closed("2025-05-30 16:00:00", "受注")
    expansion.booked("2025-06-02", "new")
    expansion.deal("2025-11-04 10:00:00", nth=2)
    expansion.deal_closed("2025-12-10 15:00:00", "受注", nth=2)
    expansion.booked("2025-12-11", "expansion", nth=2)

    other_open = Story(
        "story-lost-while-another-is-open",
        "The first deal is lost while the second runs and is won; its booking is "
        "cancelled later, the stage is not.",
    )
    _two_deals(other_open)
    other_open.deal_closed("2025-10-01 12:00:00", "受注", nth=2)
    other_open.booked("2025-10-03", "new", nth=2, cancelled_on="2025-11-04")

    both_lost = Story(
        "story-last-opportunity-lost",
        "Both deals are lost: the cycle ends with the last.",
    )
    _two_deals(both_lost)
    both_lost.deal_closed("2025-10-01 12:00:00", "失注", nth=2)
    return [whole, expansion, other_open, both_lost]


def _two_deals(story: Story) -> None:
    _visitor(story, "2025-07-07 10:00:00", "2025-07-08 10:00:00", "90")
    story.sales_record("2025-07-08 10:05:00")
    story.status("2025-07-09 10:00:00", "sal")
    story.status("2025-07-14 10:00:00", "sql")
    story.deal("2025-07-22 10:00:00")
    story.deal("2025-08-05 10:00:00", nth=2)
    story.deal_closed("2025-09-01 17:00:00", "失注")


def _identity_stories() -> list[Story]:
    chain = Story(
        "story-merge-chain",
        "Three records with three addresses, merged one into the next.",
    )
    chain.lead("2025-07-01 10:00:00", employees="90")
    chain.lead("2025-07-10 10:00:00", nth=2, employees="90")
    chain.lead("2025-08-20 10:00:00", nth=3, employees="90")
    second, third = f"{chain.story_id}-2", f"{chain.story_id}-3"
    chain.touch("2025-07-01 10:00:00", "whitepaper_download")
    chain.add(
        "ma_merges",
        loser_id=chain.story_id,
        winner_id=second,
        merged_at="2025-08-01 09:00:00",
    )
    chain.add(
        "ma_merges", loser_id=second, winner_id=third, merged_at="2025-09-01 09:00:00"
    )
    chain.touch("2025-09-05 10:00:00", "pricing_view", ma_lead_id=third)

    twice = Story(
        "story-same-address-twice",
        "One address, two MA records, one of them in capitals.",
    )
    twice.lead("2025-10-01 10:00:00", employees="60")
    twice.lead(
        "2025-10-15 08:50:00",
        nth=2,
        employees="60",
        email="PERSON@STORY-SAME-ADDRESS-TWICE.EXAMPLE",
    )
    twice.touch("2025-10-01 10:00:00", "whitepaper_download")
    twice.touch(
        "2025-10-15 09:00:00", "pricing_view", ma_lead_id="story-same-address-twice-2"
    )

    converted = Story(
        "story-converted-to-contact",
        "The SFA lead becomes a contact with another id and no address; the deal hangs "
        "on the contact.",
    )
    contact = f"{converted.story_id}-contact"
    _visitor(converted, "2025-10-20 10:00:00", "2025-10-21 10:00:00", "150")
    converted.sales_record("2025-10-21 10:05:00")
    converted.status("2025-10-22 10:00:00", "sal")
    converted.status("2025-10-29 10:00:00", "sql")
    converted.rows["sfa_records"][0].update(
        converted_at="2025-11-10 14:00:00",
        converted_contact_id=contact,
        converted_opportunity_id=f"{converted.story_id}-opp1",
        updated_at="2025-11-10 14:00:00",
    )
    converted.add(
        "sfa_records",
        sfa_record_id=contact,
        record_type="contact",
        created_at="2025-11-10 14:00:00",
        updated_at="2025-11-10 14:00:00",
    )
    converted.deal("2025-11-10 14:00:00", record=contact)
    return [chain, twice, converted]
