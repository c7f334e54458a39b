"""Opportunities, their history, people and orders in Salesforce's tables."""

from tests.stories.salesforce_people import (
    NO,
    YES,
    Row,
    Tables,
    at,
    change,
    contact,
    deal,
    lead,
)

OPEN, LOST, WON = (NO, NO), (YES, NO), (YES, YES)
UNSAID = ("", "")


def of_deal(
    number: int,
    created: str,
    stage: str,
    flags: tuple[str, str] = UNSAID,
    *,
    lead_id: str = "",
    contact_id: str = "",
    stamp: str = "",
    closes_on: str = "",
    staged: str = "",
    is_deleted: str = NO,
    rank: str = "",
    synced: str = "",
) -> Row:
    """A version of an opportunity; `flags` are is_closed and is_won."""
    return (
        deal(number),
        lead_id,
        contact_id,
        stage,
        "1000.5",
        at(created),
        f"2026-{closes_on} 00:00:00" if closes_on else "",
        *flags,
        at(staged),
        at(stamp),
        is_deleted,
        rank,
        at(synced),
    )


DEALS: Tables = {
    "opportunity": (
        "id,source_lead_c,contact_id,stage_name,amount,created_date,close_date,is_closed,is_won,"
        "last_stage_change_date,system_modstamp,is_deleted,deal_rank_c,_fivetran_synced",
        [
            # 1 is lost, opened again and won; 2 is deleted; 3 comes back from it.
            of_deal(1, "04-01 00:00", "Closed Won", WON, lead_id=lead(1),
                    stamp="05-02 00:00", closes_on="04-30"),
            of_deal(2, "04-02 00:00", "Proposal", OPEN, lead_id=lead(11),
                    stamp="04-02 00:00"),
            of_deal(2, "04-02 00:00", "Proposal", OPEN, lead_id=lead(11),
                    stamp="05-02 00:00", is_deleted=YES),
            of_deal(3, "04-02 00:00", "Closed Lost", LOST, lead_id=lead(10),
                    stamp="05-01 00:00", closes_on="05-09", is_deleted=YES),
            of_deal(3, "04-02 00:00", "Closed Lost", LOST, lead_id=lead(10),
                    stamp="05-10 00:00", closes_on="05-09"),
            # 4 is won by its flag under a name nobody knows; 5 has only such a name.
            of_deal(4, "04-03 00:00", "Signed", WON, closes_on="06-01"),
            of_deal(5, "04-03 00:00", "Signed"),
            # Without history: 6 says when its stage changed, 7 has a booking before its
            # planned day, 8 closes on the day it was made.
            of_deal(6, "04-04 00:00", "Closed Won", WON, staged="04-22 06:00",
                    closes_on="04-30"),
            of_deal(7, "04-04 00:00", "Closed Won", WON, closes_on="08-01"),
            of_deal(8, "04-25 03:00", "受注", closes_on="04-25"),
            # Nobody delivered the lead that 9 names, but its contact.
            of_deal(9, "04-26 00:00", "Proposal", lead_id=lead(99),
                    contact_id=contact(6)),
            # 10 has a rank by a formula, which turns without the stamp: C, B, then A.
            # The rank of 11 turns too, but nobody says when it was read.
            of_deal(10, "04-26 00:00", "Proposal", stamp="04-26 00:00", rank="B",
                    synced="04-28 00:00"),
            of_deal(10, "04-26 00:00", "Proposal", stamp="04-26 00:00", rank="C",
                    synced="04-27 00:00"),
            of_deal(11, "04-26 00:00", "Proposal", stamp="04-26 00:00", rank="B"),
            # 12 is won by the as-of, and lost when it was last written, in July.
            of_deal(12, "04-26 00:00", "Closed Lost", LOST, stamp="07-10 00:00",
                    closes_on="07-09"),
        ],
    ),
    "opportunity_field_history": (
        "id,opportunity_id,field,old_value,new_value,created_date,created_by_id,"
        "is_deleted",
        [
            change(deal(1), "04-10 00:00", "StageName", "Proposal", "Closed Lost"),
            change(deal(1), "04-15 00:00", "StageName", "Closed Lost", "Negotiation"),
            change(deal(1), "05-01 00:00", "StageName", "Negotiation", "Closed Won"),
            change(deal(1), "05-01 00:00", "Amount", "900", "1000.5"),
            change(deal(1), "05-01 12:00", "StageName", "Closed Won", "Proposal", YES),
            change(deal(2), "04-20 00:00", "CloseDate", "", "2026-09-01", YES),
            change(deal(4), "04-20 00:00", "StageName", "Proposal", "Signed"),
            change(deal(12), "06-01 00:00", "StageName", "Proposal", "Closed Won"),
            change(deal(12), "07-09 00:00", "StageName", "Closed Won", "Closed Lost"),
            change(deal(99), "04-20 00:00", "StageName", "Proposal", "Closed Won"),
        ],
    ),
    "opportunity_contact_role": (
        "id,opportunity_id,contact_id,role,is_primary,is_deleted",
        [
            ("00K-1", deal(1), contact(4), "Decision Maker", NO, NO),
            ("00K-2", deal(1), contact(4), "Evaluator", YES, NO),
            ("00K-3", deal(1), contact(5), "Influencer", NO, NO),
            ("00K-4", deal(1), contact(6), "Influencer", NO, YES),
            ("00K-5", deal(8), contact(5), "Influencer", NO, NO),
            ("00K-6", deal(8), contact(4), "Evaluator", YES, NO),
        ],
    ),
    "order": (
        "id,opportunity_id,account_id,total_amount,type,status,effective_date,"
        "cancelled_date_c,system_modstamp,is_deleted",
        [
            ("801-1", deal(1), "001-1", "1000.5", "New", "Activated",
             "2026-05-02", "", at("05-02 00:00"), NO),
            ("801-2", deal(1), "001-1", "10", "Renewal", "Draft",
             "2026-05-02", "", at("05-02 00:00"), NO),
            # 20:00 UTC is five in the morning of the next day in Tokyo.
            ("801-3", deal(1), "001-1", "20", "Expansion", "Cancelled",
             "2026-05-03", "", at("05-25 20:00"), NO),
            ("801-4", deal(1), "001-1", "30", "Upsell", "Cancelled",
             "2026-05-03", "2026-05-20", at("05-25 20:00"), NO),
            ("801-5", deal(1), "001-1", "40", "New", "Activated",
             "2026-05-03", "", at("05-25 20:00"), YES),
            ("801-7", deal(7), "001-1", "50", "New", "Activated",
             "2026-05-20", "", at("05-20 00:00"), NO),
        ],
    ),
}  # fmt: skip

DEALS_LATER: Tables = {
    "opportunity": (
        DEALS["opportunity"][0],
        [
            of_deal(10, "04-26 00:00", "Proposal", stamp="04-26 00:00", rank="A",
                    synced="05-01 00:00"),
            of_deal(11, "04-26 00:00", "Proposal", stamp="04-26 00:00", rank="A"),
        ],
    ),
}  # fmt: skip
