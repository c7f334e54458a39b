"""A made-up company that delivers files of Olist's shape: seven leads, three deals.

| lead | first contact | origin    | won (UTC)           |
|------|---------------|-----------|---------------------|
| m1   | 2017-10-15    | social    | -                   |
| m2   | 2017-11-20    | social    | 2017-12-20 10:00:00 |
| m3   | 2017-12-31    | unknown   | 2018-01-30 02:00:00 |
| m4   | 2018-01-01    | (empty)   | 2018-01-01 02:00:00 |
| m5   | 2018-01-31    | (empty)   | -                   |
| m6   | 2018-02-10    | social    | -                   |
| m7   | 2018-03-15    | unknown   | -                   |

First contacts are bare days of São Paulo, two hours behind UTC in summer: m3 begins at
2017-12-31 02:00 UTC and is won 30 times 86,400 s later, on the last instant
of the window;
m4 is won in the very second it begins. On 2017-10-15 São Paulo's clocks jumped from
00:00 to 01:00: that day begins at 03:00 UTC, and m1 must not be lost over it.
The first deal on record is of 2017-12-20: cohorts before it are left-truncated.
"""

from datetime import date
from pathlib import Path

from orchestration.resources import PROJECT
from tests.stories.building import build, company_settings, write_table

LEADS = [
    ("m1", "2017-10-15", "page-1", "social"),
    ("m2", "2017-11-20", "page-1", "social"),
    ("m3", "2017-12-31", "page-2", "unknown"),
    ("m4", "2018-01-01", "page-2", ""),
    ("m5", "2018-01-31", "page-2", ""),
    ("m6", "2018-02-10", "page-1", "social"),
    ("m7", "2018-03-15", "page-1", "unknown"),
]
DEALS = [
    ("m2", "seller-1", "sdr-1", "sr-1", "2017-12-20 10:00:00", "pet", "0.0"),
    ("m3", "seller-2", "sdr-1", "sr-2", "2018-01-30 02:00:00", "toys", "1000.0"),
    ("m4", "seller-3", "sdr-2", "sr-2", "2018-01-01 02:00:00", "toys", "0.0"),
]


def write_marketplace_company(raw: Path) -> None:
    """Write the two files."""
    write_table(
        raw,
        "olist",
        "marketing_qualified_leads",
        "mql_id,first_contact_date,landing_page_id,origin",
        LEADS,
    )
    write_table(
        raw,
        "olist",
        "closed_deals",
        "mql_id,seller_id,sdr_id,sr_id,won_date,business_segment,lead_type,"
        "lead_behaviour_profile,has_company,has_gtin,average_stock,business_type,"
        "declared_product_catalog_size,declared_monthly_revenue",
        [
            (
                lead,
                seller,
                sdr,
                sr,
                won,
                segment,
                "online_big",
                "cat",
                "",
                "",
                "",
                "reseller",
                "",
                revenue,
            )
            for lead, seller, sdr, sr, won, segment, revenue in DEALS
        ],
    )


def build_marketplace_company(folder: Path, *, book: Path = PROJECT / "seeds") -> Path:
    """Its build database as of the end of March 2018, below `folder`."""
    write_marketplace_company(folder / "raw")
    return build(
        company_settings(
            folder / "raw",
            folder / "home",
            sources=["olist"],
            as_of=date(2018, 3, 31),
            book=book,
        )
    )
