"""Channels without a place in the taxonomy, and the default book's taxonomy."""

import pytest

from book import read_book
from book.mapping_rows import CHANNEL_GROUPS, MEANS, ORIGINS, UNKNOWN_GROUP
from tests.book.book_copies import CHANNEL, CHANNELS, DEFAULT_BOOK, BookCopy
from tests.book.breaches import (
    Break,
    Case,
    add,
    all_of,
    as_parameters,
    assert_refused,
    change,
    change_line,
    remove,
)

CHANNEL_CASES: list[Case] = [
    (
        "a_word_for_a_channel_nobody_registered",
        remove(CHANNELS, "organic_search"),
        CHANNEL,
        "organic_search",
        "channel organic_search is not in channels.csv; register it there or map",
    ),
    (
        "a_misspelt_channel",
        change_line(CHANNEL, 2, channel="organic"),
        CHANNEL,
        "organic_search",
        "channel organic is not in channels.csv",
    ),
    (
        "a_channel_registered_twice",
        add(CHANNELS, "seminar", is_online="true"),
        CHANNELS,
        "seminar",
        "(same channel); keep one of the two",
    ),
    (
        "a_channel_that_is_no_code",
        change(CHANNELS, "seminar", channel="Seminar"),
        CHANNELS,
        "Seminar",
        "channel 'Seminar' is not a code",
    ),
    (
        "an_unknown_means",
        change(CHANNELS, "seminar", means="fair"),
        CHANNELS,
        "seminar",
        "means 'fair' is unknown; use one of business_card, seminar, exhibition",
    ),
    (
        "an_unknown_origin",
        change(CHANNELS, "seminar", origin="venue"),
        CHANNELS,
        "seminar",
        "origin 'venue' is unknown; use one of field_sales, event, phone",
    ),
    (
        "a_channel_without_means",
        change(CHANNELS, "seminar", means=""),
        CHANNELS,
        "seminar",
        "means is empty",
    ),
    (
        "a_known_channel_neither_online_nor_offline",
        change(CHANNELS, "seminar", is_online=""),
        CHANNELS,
        "seminar",
        "is_online is empty although seminar from event is known; write true or false",
    ),
    (
        "online_in_another_word",
        change(CHANNELS, "seminar", is_online="オンライン"),
        CHANNELS,
        "seminar",
        "is_online 'オンライン' is neither true nor false",
    ),
    (
        "a_channel_of_no_group",
        change(CHANNELS, "seminar", source_group=""),
        CHANNELS,
        "seminar",
        "source_group is empty",
    ),
    (
        "an_unknown_group",
        change(CHANNELS, "seminar", source_group="events"),
        CHANNELS,
        "seminar",
        "source_group 'events' is unknown; use one of marketing, sales, referral, "
        "partner, unknown",
    ),
    (
        # Whether a deal expands a customer is computed, whatever its channel.
        "a_channel_of_expansion",
        change(CHANNELS, "seminar", source_group="expansion"),
        CHANNELS,
        "seminar",
        "source_group 'expansion' is unknown",
    ),
    (
        "a_known_channel_of_unknown_group",
        change(CHANNELS, "seminar", source_group="unknown"),
        CHANNELS,
        "seminar",
        "source_group is unknown although seminar from event is known; write one of "
        "marketing, sales, referral, partner",
    ),
    (
        "a_channel_without_a_label",
        change(CHANNELS, "seminar", label_ja=""),
        CHANNELS,
        "seminar",
        "label_ja is empty",
    ),
    (
        "a_template_as_a_label",
        change(CHANNELS, "seminar", label_en="{{ env_var('X') }}"),
        CHANNELS,
        "seminar",
        "label_en looks like SQL or a template",
    ),
    (
        "a_formula_as_a_label",
        change(CHANNELS, "seminar", label_ja="=HYPERLINK(1)"),
        CHANNELS,
        "seminar",
        "label_ja looks like a spreadsheet formula",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"), as_parameters(CHANNEL_CASES)
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            all_of(
                add(CHANNELS, "flyer", channel="taxi", origin="mass_media"),
                change_line(CHANNEL, 2, source_value="タクシー広告", channel="taxi"),
            ),
            id="a_channel_of_its_own",
        ),
        pytest.param(
            change(CHANNELS, "offline_advertising", is_online=""),
            id="unknown_means_neither_online_nor_offline",
        ),
        pytest.param(
            change(CHANNELS, "offline_advertising", source_group="unknown"),
            id="unknown_means_of_no_group",
        ),
        pytest.param(
            change(CHANNELS, "telemarketing", source_group="sales"),
            id="calls_that_sales_make",
        ),
        pytest.param(
            lambda book: (book.write(CHANNEL, []), book.write(CHANNELS, [])),
            id="no_channel_at_all",
        ),
    ],
)
def test_the_book_is_read_with(book_copy: BookCopy, changes: Break) -> None:
    changes(book_copy)

    assert book_copy.refusal() is None


def test_the_default_taxonomy_uses_every_means_and_every_origin() -> None:
    channels = read_book(DEFAULT_BOOK).rows.channels

    assert {row.means for row in channels} == set(MEANS)
    assert {row.origin for row in channels} == set(ORIGINS)


def test_the_default_channels_are_marketings_but_for_those_of_others() -> None:
    groups: dict[str, set[str]] = {}
    for row in read_book(DEFAULT_BOOK).rows.channels:
        groups.setdefault(row.source_group, set()).add(row.channel)

    assert len(groups.pop("marketing")) == 19
    assert groups == {
        "sales": {"business_card", "sales_sourced"},
        "referral": {"referral"},
        "partner": {"partner"},
        "unknown": {"other", "unknown"},
    }


def test_every_group_has_a_label() -> None:
    """Of channels, and of what is no channel's: the expansion of a customer."""
    labels = read_book(DEFAULT_BOOK).rows.labels
    named = {label.code for label in labels if label.vocabulary == "source_group"}

    assert named == {*CHANNEL_GROUPS, UNKNOWN_GROUP, "expansion"}


def test_no_known_word_of_the_default_book_falls_into_other() -> None:
    """Only a tool that itself says `other` or `unknown` may: two words of Olist."""
    words = read_book(DEFAULT_BOOK).rows.channel_words

    assert {
        (row.source, row.source_value)
        for row in words
        if row.channel in ("other", "unknown")
    } == {("olist", "other"), ("olist", "unknown")}


def test_the_tools_and_exports_share_their_words_for_channels() -> None:
    words = read_book(DEFAULT_BOOK).rows.channel_words
    said = {
        source: {
            (row.source_value, row.channel) for row in words if row.source == source
        }
        for source in ("exports", "marketo", "salesforce")
    }

    assert said["marketo"] == said["salesforce"] == said["exports"]
