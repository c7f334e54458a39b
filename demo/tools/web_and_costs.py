"""GA4's page views, the CMS's catalogue and costs, and what campaigns cost."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demo.tools.site import content_urls, urls_of
from demo.tools.vendor_tables import (
    Files,
    Tables,
    at_end,
    by_month,
    column,
    in_words,
    looked_up,
    one_in,
    rows_of,
    same,
    utc,
)
from demo.tools.words import AD_PLATFORMS, OTHER_PLATFORM

_STREAM: Final = "3206015529"
# One view in so many was delivered on its day already, under another id.
_COPIES: Final = 50


def page_views(tables: Tables, items: pa.Table) -> Files:
    """GA4's `event`: views of pages, and the intraday copies of some."""
    rows = rows_of(tables, "pageviews")
    copied = np.flatnonzero(one_in(_COPIES, rows.num_rows))
    picked = np.concatenate([np.arange(rows.num_rows), copied])
    is_copy = pa.array(np.arange(len(picked)) >= rows.num_rows)
    rows = rows.take(pa.array(picked))
    view = column(rows, "pageview_id")
    source, medium = column(rows, "utm_source"), column(rows, "utm_medium")
    columns = {
        "_fivetran_id": pc.if_else(
            is_copy, pc.binary_join_element_wise(view, "intraday", "-"), view
        ),
        "name": same("page_view", rows.num_rows),
        "timestamp": utc(rows["occurred_at"]),
        "user_pseudo_id": column(rows, "visitor_id"),
        "user_id": column(rows, "ma_lead_id"),
        "bundle_sequence_id": view,
        "batch_event_index": same("0", rows.num_rows),
        "is_intraday": is_copy,
        "stream_id": same(_STREAM, rows.num_rows),
        "param_page_location": urls_of(rows, items),
        "collected_traffic_source_manual_source": source,
        "collected_traffic_source_manual_medium": medium,
        "param_campaign": column(rows, "utm_campaign"),
    }
    return by_month("ga4/event", columns, rows["occurred_at"])


def content(items: pa.Table) -> Files:
    """The CMS's `content`: everything that can be read, and where."""
    published = column(items, "published_on")
    columns = {
        "id": column(items, "content_id"),
        "title": column(items, "title"),
        "content_type": column(items, "content_type"),
        "topic": column(items, "topic"),
        "phase": column(items, "phase"),
        "persona": column(items, "persona"),
        "appeal": column(items, "appeal"),
        "url": content_urls(items),
        "published_at": published,
        "retired_at": column(items, "retired_on"),
        "updated_at": published.cast(pa.timestamp("us")),
    }
    return at_end("cms/content", columns)


def content_costs(costs: pa.Table) -> Files:
    """The CMS's `content_cost`."""
    columns = {
        "content_id": column(costs, "content_id"),
        "cost_date": column(costs, "cost_on"),
        "cost": column(costs, "cost"),
        "currency": column(costs, "currency"),
    }
    return at_end("cms/content_cost", columns)


def campaign_costs(costs: pa.Table, campaigns: pa.Table) -> Files:
    """`campaign_report`: spend by platform; what no platform bills is an invoice."""
    paid = column(costs, "campaign_id")
    known = column(campaigns, "campaign_id")
    channel = looked_up(paid, known, column(campaigns, "channel"))
    is_ad = pc.is_in(channel, value_set=pa.array(list(AD_PLATFORMS)))
    columns = {
        "platform": pc.if_else(is_ad, in_words(channel, AD_PLATFORMS), OTHER_PLATFORM),
        "campaign_id": paid,
        "date_day": column(costs, "cost_on"),
        "spend": column(costs, "cost"),
        "currency": column(costs, "currency"),
        "campaign_name": looked_up(paid, known, column(campaigns, "name")),
    }
    return at_end("ads/campaign_report", columns)
