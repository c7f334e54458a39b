"""Tasks, events, hand-overs, feedback and campaigns in Salesforce's tables."""

from tests.stories.salesforce_people import (
    MAKI,
    NO,
    ROBOT,
    SATO,
    YES,
    Row,
    Tables,
    at,
    contact,
    deal,
    lead,
)


def of_task(
    number: int,
    created: str,
    done: str = "",
    *,
    who: str = lead(1),
    what: str = "",
    kind: str = "",
    subtype: str = "Task",
    outcome: str = "",
    by: str = SATO,
    day: str = "",
    is_closed: str = "",
    stamp: str = "",
    is_deleted: str = NO,
    is_series: str = NO,
) -> Row:
    """A version of a task, owned by Sato; closed where it was done."""
    return (
        f"00T-{number:02}",
        who,
        what,
        SATO,
        by,
        "memo",
        kind,
        subtype,
        outcome,
        at(f"{day} 00:00") if day else "",
        at(created),
        at(done),
        is_closed or (YES if done else NO),
        at(stamp or created),
        is_deleted,
        is_series,
    )


def of_event(number: int, starts: str, *flags: str, who: str = contact(4)) -> Row:
    """An event; `flags` are no_show_c, is_child and is_recurrence."""
    return (
        f"00U-{number}",
        who,
        SATO,
        SATO,
        "Meeting",
        "Event",
        at(starts),
        at("03-01 00:00"),
        *flags,
    )


WORK: Tables = {
    "task": (
        "id,who_id,what_id,owner_id,created_by_id,description,type,task_subtype,"
        "call_disposition,activity_date,created_date,completed_date_time,is_closed,"
        "system_modstamp,is_deleted,is_recurrence",
        [
            # The same lead by 15 characters; done late; written down late; not done.
            of_task(1, "03-05 01:00", "03-05 01:00", who=lead(1)[:15], kind="Call",
                    outcome="通話"),
            of_task(2, "03-01 00:00", "03-09 00:00", kind="Email", outcome="Sent"),
            of_task(3, "03-10 00:00", "03-09 00:00", kind="Call", outcome="Busy"),
            of_task(4, "03-10 00:00"),
            # Closed without a stamp: on its day, which begins at 15:00 UTC, or when it
            # was written, if its day was still to come.
            of_task(5, "03-12 02:00", day="03-11", is_closed=YES),
            of_task(6, "03-12 02:00", day="03-20", is_closed=YES),
            # A program's mail; a type without a word, as a call and as a bare task.
            of_task(7, "03-13 00:00", "03-13 00:00", subtype="ListEmail", by=ROBOT),
            of_task(8, "03-13 00:00", "03-13 00:00", kind="Prospecting",
                    subtype="Call"),
            of_task(9, "03-13 00:00", "03-13 00:00", kind="Prospecting"),
            # Deleted; deleted and back again.
            of_task(10, "03-14 00:00", "03-14 00:00", is_deleted=YES),
            of_task(11, "03-14 00:00", "03-14 00:00", stamp="03-15 00:00",
                    is_deleted=YES),
            of_task(11, "03-14 00:00", "03-14 00:00", stamp="03-16 00:00"),
            # A series and the one time it was done so far.
            of_task(12, "03-14 00:00", "03-14 00:00", is_series=YES),
            of_task(13, "03-14 00:00", "03-14 00:00"),
            # About a deal, about an account, about nobody known.
            of_task(14, "03-17 00:00", "03-17 00:00", what=deal(1)),
            of_task(15, "03-17 00:00", "03-17 00:00", what="001-1"),
            of_task(16, "03-17 00:00", "03-17 00:00", who=lead(99)),
            # Hand-overs: from marketing, not done yet; and of nobody.
            of_task(17, "03-18 00:00", kind="引き渡し", by=MAKI),
            of_task(18, "03-18 00:00", kind="Hand-over", by=MAKI, who=""),
        ],
    ),
    "event": (
        "id,who_id,owner_id,created_by_id,type,event_subtype,start_date_time,"
        "created_date,no_show_c,is_child,is_recurrence",
        [
            of_event(1, "03-20 01:00", NO, NO, NO),
            of_event(2, "03-21 01:00", YES, NO, NO),
            of_event(3, "07-21 01:00", NO, NO, NO),
            of_event(4, "03-20 01:00", NO, YES, NO),
            of_event(5, "03-20 01:00", NO, NO, YES),
        ],
    ),
    "lead_feedback_c": (
        "id,lead_c,rating_c,reason_c,created_by_id,created_date,is_deleted",
        [
            ("a00-1", lead(1), "4", "確度高い", SATO, at("03-21 00:00"), NO),
            ("a00-2", lead(1), "1", "", SATO, at("03-21 00:00"), YES),
            ("a00-3", lead(99), "1", "", SATO, at("03-21 00:00"), NO),
        ],
    ),
    "campaign": (
        "id,name,type,start_date,is_deleted",
        [
            ("701-1", "Spring fair", "exhibition", "2026-03-09 00:00:00", NO),
            ("701-2", "Never held", "seminar", "", YES),
        ],
    ),
    "campaign_member": (
        "id,campaign_id,lead_id,contact_id,status,created_date,first_responded_date,"
        "has_responded,is_deleted",
        [
            # Both ids once the lead has converted; the day of a response is a bare one.
            ("00v-1", "701-1", lead(4), contact(4), "Registered", at("03-05 00:00"),
             "", NO, NO),
            ("00v-2", "701-1", "", contact(5), "Responded", at("03-10 00:00"),
             at("03-15 00:00"), YES, NO),
            ("00v-3", "701-1", lead(1), "", "Waitlisted", at("03-10 00:00"), "", NO,
             NO),
            ("00v-4", "701-1", lead(3), "", "Sent", at("03-10 00:00"), "", NO, YES),
            ("00v-5", "701-1", "", contact(99), "Sent", at("03-10 00:00"), "", NO, NO),
        ],
    ),
}  # fmt: skip
