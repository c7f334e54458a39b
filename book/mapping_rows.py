"""Words of other systems and what they mean here; undated.

One class a file; its fields are the columns in order.
"""

from dataclasses import dataclass

from book.cells import (
    code,
    flag,
    matching,
    one_of,
    prose,
    text,
    vendor_text,
    whole,
)
from book.rows import STAGES, TEMPERATURES, Row

TEAMS = ("marketing", "inside_sales", "field_sales", "customer_success")
ACTIVITY_TYPES = ("call", "email", "meeting", "task", "handover")
BOOKING_TYPES = ("new", "renewal", "expansion")
# None: any code, because rules of the book or analysts name what they need.
VOCABULARIES: dict[str, tuple[str, ...] | None] = {
    "touch_type": None,
    "field": None,
    "activity_type": ACTIVITY_TYPES,
    "call_outcome": None,
    "team": TEAMS,
    "booking_type": BOOKING_TYPES,
    "member_status": None,
    "currency": None,
    "temperature": TEMPERATURES,
}
# How a person is first met; `web_visit` is a form that the word does not tell apart.
MEANS = (
    "business_card",
    "seminar",
    "exhibition",
    "telemarketing",
    "phone_enquiry",
    "direct_mail",
    "flyer",
    "referral",
    "partner",
    "sales_sourced",
    "enquiry_form",
    "chat",
    "whitepaper_download",
    "newsletter",
    "sns",
    "comparison_media",
    "web_visit",
    "unknown",
    "other",
)
# What led the person there.
ORIGINS = (
    "field_sales",
    "event",
    "phone",
    "mass_media",
    "post",
    "people",
    "partner",
    "organic_search",
    "paid_search",
    "display",
    "social",
    "email",
    "owned_media",
    "comparison_media",
    "direct",
    "unknown",
    "other",
)

# Whose work a channel is, as targets are split; `unknown` where the channel is.
CHANNEL_GROUPS = ("marketing", "sales", "referral", "partner")
UNKNOWN_GROUP = "unknown"

# What the codes stand for that people read: in the story of a lead, beside a band.
LABELLED = (
    "lead_event",
    "effect_reason",
    "signal",
    "touch_type",
    "attribute",
    "attribute_value",
    "field",
    "outcome",
    "score_series",
    "system",
    "team",
    "line",
    "word",
    "position",
    "definition_kind",
    "source_group",
    "dimension",
    "subject",
    "headline",
    "sentence",
    "unit",
)


@dataclass(frozen=True)
class LeadStatus(Row):
    """A tool's status word and the stage it says."""

    source: str = code()
    system: str = one_of("ma", "sfa")
    source_value: str = vendor_text()
    stage: str = one_of(*STAGES)


@dataclass(frozen=True)
class OpportunityStage(Row):
    """A tool's deal stage and whether it is open, won or lost."""

    source: str = code()
    source_value: str = vendor_text()
    outcome: str = one_of("open", "won", "lost")


@dataclass(frozen=True)
class ChannelWord(Row):
    """A tool's word for where a lead came from, and ours."""

    source: str = code()
    source_value: str = vendor_text()
    channel: str = code()


@dataclass(frozen=True)
class Channel(Row):
    """A channel's place in the taxonomy; `is_online` None: neither is known."""

    channel: str = code()
    means: str = one_of(*MEANS)
    origin: str = one_of(*ORIGINS)
    is_online: bool | None = flag(may_be_empty=True)
    source_group: str = one_of(*CHANNEL_GROUPS, UNKNOWN_GROUP)
    label_ja: str = prose()
    label_en: str = prose()


@dataclass(frozen=True)
class Word(Row):
    """A tool's word of one vocabulary, in lower case, and our code for it."""

    source: str = code()
    vocabulary: str = one_of(*VOCABULARIES)
    source_value: str = vendor_text()
    value: str = code()


@dataclass(frozen=True)
class Heading(Row):
    """A heading exactly as a table's raw files write it, and the column it is."""

    source: str = code()
    table_name: str = code()
    heading: str = vendor_text()
    column_name: str = code()


@dataclass(frozen=True)
class AttributeValue(Row):
    """A word for an attribute's value, ours, and its rank where values are ordered."""

    attribute: str = code()
    source_value: str = vendor_text()
    value: str = text()
    value_rank: int | None = whole(at_least=0, may_be_empty=True)


@dataclass(frozen=True)
class Label(Row):
    """How people read a code of ours, in both languages."""

    vocabulary: str = one_of(*LABELLED)
    code: str = text()
    label_ja: str = prose()
    label_en: str = prose()


@dataclass(frozen=True)
class FreeMailDomain(Row):
    """A mail domain that never makes an account."""

    domain: str = matching(r"[a-z0-9-]+(\.[a-z0-9-]+)+", "example.co.jp")


@dataclass(frozen=True)
class SharedMailbox(Row):
    """The part before the @ of a mailbox that never merges two people."""

    local_part: str = matching(r"[a-z0-9._+-]+", "info")
