"""What GA4 and the ad platforms make of the company's rows, worked out by hand."""

from tests.demo.vendor_rows import only, translated


def test_every_fiftieth_page_view_came_on_its_day_already() -> None:
    """100 views: the 50th and the 100th have an intraday copy, the same event under
    another id of the connector. 10:00 in Tokyo is 01:00 UTC."""
    views = [
        {
            "pageview_id": f"pv-{nth:03d}",
            "visitor_id": "v-1",
            "ma_lead_id": "1000001",
            "url": "https://www.handoff-demo.example/",
            "utm_source": "google",
            "occurred_at": "2025-06-02 10:00:00",
        }
        for nth in range(1, 101)
    ]
    rows = translated(pageviews=views)["ga4/event/2025-06"]
    copies = [row for row in rows if row["is_intraday"]]
    assert len(rows) == 102
    assert only(copies, "_fivetran_id", "user_id", "timestamp") == [
        ("pv-050-intraday", "1000001", "2025-06-02 01:00:00"),
        ("pv-100-intraday", "1000001", "2025-06-02 01:00:00"),
    ]
    event = (
        "stream_id", "user_pseudo_id", "name", "timestamp", "bundle_sequence_id",
        "batch_event_index", "param_page_location",
    )  # fmt: skip
    original = [row for row in rows if row["_fivetran_id"] == "pv-050"]
    assert only(original, *event) == only(copies[:1], *event)
    assert len(set(only(rows, *event))) == 100


def test_spend_is_told_by_the_platform_that_bills_it() -> None:
    """A fair has no platform: its cost is an invoice."""
    campaigns = [
        {"campaign_id": "1001", "name": "検索 2025Q2", "channel": "paid_search"},
        {"campaign_id": "1002", "name": "展示会 2025Q2", "channel": "exhibition"},
    ]
    costs = [
        {
            "campaign_id": campaign["campaign_id"],
            "cost_on": "2025-06-02",
            "cost": "120000",
            "currency": "JPY",
        }
        for campaign in campaigns
    ]
    files = translated(campaigns=campaigns, campaign_costs=costs)
    assert only(
        files["ads/campaign_report/2026-09"],
        "platform", "campaign_id", "spend", "campaign_name",
    ) == [
        ("google_ads", "1001", 120_000, "検索 2025Q2"),
        ("invoices", "1002", 120_000, "展示会 2025Q2"),
    ]  # fmt: skip
