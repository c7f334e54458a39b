"""Dated rules about what the tools hold: who is not counted, what must be filled in.

One class a file; its fields are the columns in order.
"""

# The calls describe columns; dataclasses takes them for what field() returns.
# ruff: noqa: RUF009

from dataclasses import dataclass
from datetime import date

from book.cells import MOST_SECONDS, code, day, one_of, prose, text, whole
from book.mapping_rows import TEAMS
from book.rows import Row

EXCLUSION_REASONS = (
    "own_staff",
    "competitor",
    "student",
    "sales_pitch",
    "mail_robot",
    "existing_customer",
)
TEXT_COMPARISONS = ("=", "ends_with", "contains")
# What an exclusion looks at: a text of the person, a burst of touches, past business.
TEXT_SIGNALS = ("email_domain", "company_name", "attribute")
EXCLUSION_SIGNALS = (*TEXT_SIGNALS, "touch_burst", "customer")

# Objects of the sales tool and the fields of each that can be asked for.
ENTRY_FIELDS = {
    "sfa_record": ("temperature", "account_id", "owner_id", "email", "company_name"),
    "opportunity": (
        "amount",
        "close_on",
        "product",
        "account_id",
        "owner_id",
        "lost_reason",
        "won_reason",
    ),
    "handover": ("comment", "to_user_id"),
    "sales_activity": ("outcome", "comment", "owner_id"),
}
# From when on a rule binds; a record of a person is bound by the stage it reached.
ENTRY_STARTS = {
    "opportunity": ("created", "won", "lost"),
    "handover": ("recorded",),
    "sales_activity": ("recorded",),
}


@dataclass(frozen=True)
class ExclusionRule(Row):
    """Leads or touches that are not counted, or are counted in a segment apart.

    `signal_argument` is the attribute's name, or the touch types of a burst separated
    by `|`: `min_count` touches of these types within `within_seconds`.
    """

    exclusion_id: str = code()
    reason: str = one_of(*EXCLUSION_REASONS)
    applies_to: str = one_of("lead", "touch")
    action: str = one_of("exclude", "segment")
    signal: str = one_of(*EXCLUSION_SIGNALS)
    signal_argument: str | None = text(may_be_empty=True)
    comparison: str | None = one_of(*TEXT_COMPARISONS, may_be_empty=True)
    value: str | None = text(may_be_empty=True)
    min_count: int | None = whole(at_least=2, may_be_empty=True)
    within_seconds: int | None = whole(
        at_least=0, at_most=MOST_SECONDS, may_be_empty=True
    )
    statement_ja: str = prose()
    statement_en: str = prose()
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)

    @property
    def touch_types(self) -> tuple[str, ...]:
        """The touch types of a burst, in the order of the cell."""
        return tuple((self.signal_argument or "").split("|"))


@dataclass(frozen=True)
class DataEntryRule(Row):
    """A field that somebody has to fill in, from when on, and whose duty it is.

    `activity_type` None is every activity of a human.
    """

    data_entry_rule_id: str = code()
    object: str = one_of(*ENTRY_FIELDS)
    field: str = code()
    applies_from: str = code()
    activity_type: str | None = one_of(
        "call", "email", "meeting", "task", may_be_empty=True
    )
    owner_team: str = one_of(*TEAMS)
    statement_ja: str = prose()
    statement_en: str = prose()
    marketing_approved_on: date = day()
    sales_approved_on: date = day()
    valid_from: date | None = day(may_be_empty=True)
    valid_to: date | None = day(may_be_empty=True)
