"""The company's web site: addresses of its pages, which tell what was looked at."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from demo.tools.vendor_tables import column, in_words, looked_up
from demo.tools.words import CONTENT_PAGES, PAGES

SITE: Final = "https://www.handoff-demo.example"


def content_urls(items: pa.Table) -> pa.Array:
    """The address of each content item: its own last part, below its type's page."""
    types = column(items, "content_type")
    is_known = pc.is_in(types, value_set=pa.array(list(CONTENT_PAGES)))
    page = pc.if_else(is_known, in_words(types, CONTENT_PAGES), "content")
    last = pc.replace_substring_regex(column(items, "url"), "^.*/", "")
    return pc.binary_join_element_wise(SITE, page, last, "/")


def urls_of(rows: pa.Table, items: pa.Table) -> pa.Array:
    """The page of each touch or view: its content's, else the one it names, or NULL."""
    found = looked_up(
        column(rows, "content_id"), column(items, "content_id"), content_urls(items)
    )
    return pc.coalesce(found, column(rows, "url"))


def page_urls(views: pa.Table, items: pa.Table) -> pa.Array:
    """The page of each look at one: where none is named, that of its kind."""
    page = in_words(column(views, "touch_type"), PAGES)
    return pc.coalesce(
        urls_of(views, items), pc.binary_join_element_wise(SITE, page, "/")
    )
