"""Leads, contacts and users in Salesforce's tables, each row for one thing it does.

Stamps are UTC; the company's days are Tokyo's, nine hours ahead. An id is the prefix of
its object, ten digits and three characters that say which letters are capitals: of
`00Q5i` only the third is, so E (4), A, A; of `0035i` none is, so A, A, A.

What a second night brings is in LATER.
"""

from typing import Any

Row = tuple[Any, ...]
Tables = dict[str, tuple[str, list[Row]]]
NO, YES = "false", "true"
FOREVER = "9999-12-31 23:59:59"


def lead(number: int) -> str:
    return f"00Q5i{number:010}EAA"


def contact(number: int) -> str:
    return f"0035i{number:010}AAA"


def deal(number: int) -> str:
    return f"0065i{number:010}AAA"


def user(number: int) -> str:
    return f"0055i{number:010}AAA"


MAKI, SATO, ABE, ROBOT = (user(number) for number in range(1, 5))


def of_lead(
    number: int,
    created: str,
    stamp: str,
    status: str = "Open - Not Contacted",
    *,
    modified: str = "",
    converted: str = "",
    master: str = "",
    is_deleted: str = NO,
) -> Row:
    """A version of a lead; instants are `MM-DD hh:mm` of 2026."""
    return (
        lead(number),
        at(created),
        at(stamp),
        at(modified),
        status,
        YES if converted else NO,
        at(converted),
        contact(number) if converted else "",
        master,
        is_deleted,
    )


def at(text: str) -> str:
    """`MM-DD hh:mm` of 2026 as the raw files write it; empty stays empty."""
    return f"2026-{text}:00" if text else ""


_number = iter(range(1, 1000))


def change(of: str, day: str, field: str, old: str, new: str, gone: str = NO) -> Row:
    """A row of field history."""
    return (f"0175i{next(_number):010}AAA", of, field, old, new, at(day), SATO, gone)


NEW, WORKING, QUALIFIED = "Open - Not Contacted", "Working - Contacted", "Qualified"

PEOPLE: Tables = {
    "lead": (
        "id,created_date,system_modstamp,last_modified_date,status,is_converted,"
        "converted_date,converted_contact_id,master_record_id,is_deleted",
        [
            of_lead(1, "03-01 00:00", "03-22 00:00", QUALIFIED),
            # 2 is deleted, and written again since; 3 is deleted and comes back.
            of_lead(2, "03-01 00:00", "03-02 00:00"),
            of_lead(2, "03-01 00:00", "04-01 00:00", is_deleted=YES),
            of_lead(2, "03-01 00:00", "04-05 00:00", is_deleted=YES),
            of_lead(3, "03-01 00:00", "04-01 00:00", is_deleted=YES),
            of_lead(3, "03-01 00:00", "04-10 00:00"),
            # The day of a conversion is a bare one. 4 has the instant in its history, 5
            # a contact made that day, 6 an older contact, 7 was made itself that day.
            of_lead(4, "03-01 00:00", "03-10 05:30", "Converted",
                    converted="03-10 00:00"),
            of_lead(5, "03-01 00:00", "03-12 16:00", "Converted",
                    converted="03-13 00:00"),
            of_lead(6, "03-01 00:00", "03-13 03:00", "Converted",
                    converted="03-13 00:00"),
            of_lead(7, "03-13 02:00", "03-13 03:00", "Converted",
                    converted="03-13 00:00"),
            # 8 is merged into 9, and 9 into 10.
            of_lead(8, "03-01 00:00", "03-15 00:00", WORKING, master=lead(9),
                    is_deleted=YES),
            of_lead(9, "03-02 00:00", "03-18 00:00", master=lead(10), is_deleted=YES),
            of_lead(10, "03-03 00:00", "03-18 00:00"),
            # 11 entered with its status, 12 with a word nobody knows, 13 with none.
            of_lead(11, "03-04 00:00", "03-04 00:00", WORKING),
            of_lead(12, "03-04 00:00", "03-04 00:00", "Parked"),
            of_lead(13, "03-04 00:00", "03-04 00:00", ""),
            # 14 was deleted without the system's stamp, 15 is made after the as-of.
            of_lead(14, "03-04 00:00", "", modified="04-02 00:00", is_deleted=YES),
            of_lead(15, "07-04 00:00", "07-04 00:00"),
            of_lead(16, "03-04 00:00", "03-04 00:00"),
            # 18 entered with its status before any history, 19 after; both were edited.
            of_lead(18, "03-01 00:00", "05-10 00:00", WORKING),
            of_lead(19, "03-06 00:00", "05-10 00:00", WORKING),
            # 17 was merged into 13, under a word that nobody knows.
            of_lead(17, "03-01 00:00", "03-02 00:00", WORKING),
            of_lead(17, "03-01 00:00", "04-01 00:00", "Junk", master=lead(13),
                    is_deleted=YES),
        ],
    ),
    "contact": (
        "id,created_date,system_modstamp,contact_status_c,account_id,is_deleted",
        [
            (contact(4), at("03-10 05:30"), at("03-25 00:00"), QUALIFIED, "001-1", NO),
            # 01:00 of the 13th in Tokyo.
            (contact(5), at("03-12 16:00"), at("03-12 16:00"), "", "", NO),
            (contact(6), at("01-01 00:00"), at("01-01 00:00"), "", "", NO),
        ],
    ),
    "lead_history": (
        "id,lead_id,field,old_value,new_value,created_date,created_by_id,is_deleted",
        [
            change(lead(1), "03-05 00:00", "Status", NEW, WORKING),
            change(lead(1), "03-20 00:00", "Status", WORKING, QUALIFIED),
            # A new owner is told by id and by name; of a queue's name no id is told.
            change(lead(1), "03-05 00:00", "Owner", MAKI, SATO),
            change(lead(1), "03-05 00:00", "Owner", "Maki", "Sato"),
            change(lead(1), "03-06 00:00", "Owner", "Sato", "Night queue"),
            change(lead(1), "03-06 00:00", "Region__c", "", "East"),
            change(lead(1), "03-21 00:00", "Status", QUALIFIED, "Parked"),
            # Taken back alone; deleted with its lead; still to come.
            change(lead(1), "03-22 00:00", "Status", QUALIFIED, "Nurture", YES),
            change(lead(2), "03-08 00:00", "Status", NEW, WORKING, YES),
            change(lead(1), "08-01 00:00", "Rating", "Cold", "Hot"),
            # Of a lead that converts, of a loser, of a lead that nobody delivered.
            change(lead(4), "03-06 00:00", "Status", NEW, WORKING),
            change(lead(4), "03-10 05:30", "leadConverted", "false", "true"),
            change(lead(8), "03-07 00:00", "Status", NEW, WORKING),
            change(lead(99), "03-07 00:00", "Status", NEW, QUALIFIED),
        ],
    ),
    "contact_history": (
        "id,_fivetran_start,_fivetran_end,contact_status_c,owner_id,"
        "last_modified_by_id",
        [
            (contact(4), at("03-10 05:30"), FOREVER, WORKING, SATO, SATO),
            (contact(99), at("03-10 00:00"), FOREVER, QUALIFIED, SATO, SATO),
        ],
    ),
    "account": (
        "id,name,website,is_deleted",
        [
            ("001-1", "Firm", "https://www.firm.example/ja", NO),
            ("001-2", "Gone", "http://gone.example", YES),
            ("001-3", "Odd", "no site", NO),
        ],
    ),
    "user": (
        "id,name,user_role_id,user_type,is_active,_fivetran_deleted",
        [
            (MAKI, "Maki", "00E-1", "Standard", YES, NO),
            (SATO, "Sato", "00E-2", "Standard", YES, NO),
            (ABE, "Abe", "00E-3", "Standard", YES, YES),
            (ROBOT, "Sync", "", "AutomatedProcess", YES, NO),
        ],
    ),
    "user_role": (
        "id,name,_fivetran_deleted",
        [("00E-1", "Marketing", NO), ("00E-2", "Inside Sales", NO),
         ("00E-3", "Rookies", NO)],
    ),
}  # fmt: skip

# A lead is deleted without a new stamp. The first state of a contact ends, and the
# second one says who qualified it.
LATER: Tables = {
    "lead": (
        PEOPLE["lead"][0],
        [of_lead(16, "03-04 00:00", "03-04 00:00", is_deleted=YES)],
    ),
    "contact_history": (
        PEOPLE["contact_history"][0],
        [
            (contact(4), at("03-10 05:30"), "2026-03-24 23:59:59", WORKING, SATO, SATO),
            (contact(4), at("03-25 00:00"), FOREVER, QUALIFIED, ABE, SATO),
        ],
    ),
}
