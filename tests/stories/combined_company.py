"""A company whose stages combine what people record with what the rules compute.

Its book: an enquiry is worth 60 points, a seminar 40, a white paper 20; nothing decays.

| stage       | reached when                                                        |
|-------------|---------------------------------------------------------------------|
| MQL         | 60 points (from 04-01 on: 100), or a call connected and a seminar   |
|             | within 30 days; after an exit 14 days of cool-down                  |
| SAL         | the status; in manufacturing the status and 60 points               |
| SQL         | a call connected and the field `budget` shows `confirmed`           |
| opportunity | 商談 is a meeting held                                              |

Two drafts wait: an MQL of 20 points and an SQL of two calls connected.
"""

from pathlib import Path

from tests.oracle.book_variants import Variant
from tests.stories.exports_rows import ExportsRows

CALLED = "call_outcome connected"


def combined_book(*, has_drafts: bool = True) -> Variant:
    """The book above."""
    book = Variant("combined_company")
    seminar_and_call = (CALLED, "touch seminar_attended /30")
    book.define(
        "mql_60", ("score total >= 60",), seminar_and_call, valid="..2026-04-01"
    )
    book.define(
        "mql_100", ("score total >= 100",), seminar_and_call, valid="2026-04-01.."
    )
    book.define("sal_all", ("sfa_status sal",), stage="sal")
    book.define(
        "sal_makers",
        ("sfa_status sal", "score total >= 60"),
        stage="sal",
        segment="industry=manufacturing",
    )
    book.define("sql_call", (CALLED, "sfa_field budget = confirmed"), stage="sql")
    book.define("meeting", ("meeting_outcome held",), stage="opportunity")
    if has_drafts:
        book.define("mql_20", ("score total >= 20",), is_draft=True)
        book.define("sql_two", (f"{CALLED} x2",), stage="sql", is_draft=True)
    book.price("behaviour touch enquiry", "60")
    book.price("behaviour touch seminar_attended", "40")
    book.price("behaviour touch whitepaper_download", "20")
    for kind in ("behaviour", "engagement"):
        book.halve(kind, " ..")
    return book


def write_combined_company(raw: Path) -> Path:
    """Write eight people, all acquired on 02-01; what becomes of them is told below.

    Ada does everything in order. Bo, Cy: their MQL is another one by today's rules. Dan
    and Eve make things. Flo and Hal are recycled. Of Gus only machines know.
    """
    rows = ExportsRows()
    for name in ("Ada", "Bo", "Cy", "Flo", "Gus", "Hal"):
        rows.person(name)
    for name in ("Dan", "Eve"):
        rows.person(name, ma={"industry": "製造業"})

    rows.touch("Ada", "enquiry", "02-03")
    rows.touch("Ada", "seminar_attended", "02-03")
    rows.sfa_says("Ada", "sal", "02-06")
    rows.activity("Ada", "call", "connected", "02-08")
    rows.sfa_change("S-Ada", "budget", "asked", "confirmed", "02-12")
    rows.activity("Ada", "meeting", "held", "02-25")

    rows.touch("Bo", "enquiry", "02-03")
    rows.touch("Bo", "seminar_attended", "02-09")
    rows.activity("Bo", "call", "connected", "02-10")
    rows.activity("Bo", "call", "missed", "02-11")
    rows.activity("Bo", "call", "connected", "02-12")

    rows.touch("Cy", "whitepaper_download", "02-03")
    rows.touch("Cy", "seminar_attended", "02-05")
    rows.sfa_change("S-Cy", "budget", "", "confirmed", "02-10")
    rows.activity("Cy", "call", "connected", "02-20")

    rows.touch("Dan", "whitepaper_download", "02-03")
    rows.sfa_says("Dan", "sal", "02-06")
    rows.touch("Dan", "enquiry", "02-10")

    rows.touch("Eve", "seminar_attended", "02-03")
    rows.sfa_says("Eve", "sal", "02-06")
    rows.ma_says("Eve", "mql", "02-20")

    rows.touch("Flo", "enquiry", "02-03")
    rows.activity("Flo", "call", "connected", "02-04")
    rows.sfa_change("S-Flo", "budget", "", "confirmed", "02-05")
    rows.sfa_says("Flo", "recycled", "02-10")
    rows.activity("Flo", "call", "connected", "02-15")
    rows.touch("Flo", "whitepaper_download", "02-16", "03-01")

    rows.sfa_change("S-Gus", "budget", "", "confirmed", "02-05")
    rows.activity("Gus", "call", "connected", "02-06", is_automated="true")
    rows.activity("Gus", "meeting", "held", "02-07", is_automated="true")
    rows.activity("Gus", "meeting", "no_show", "02-08")

    rows.activity("Hal", "call", "connected", "02-04")
    rows.sfa_says("Hal", "recycled", "02-10")
    rows.sfa_change("S-Hal", "budget", "", "confirmed", "03-20")
    rows.activity("Hal", "call", "connected", "03-25")
    return rows.write(raw)
