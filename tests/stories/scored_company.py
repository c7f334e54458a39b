"""A company whose scores show every turn that a score can take.

Its book: behaviour halves every 10 days, engagement every 10 until 03-10 and every 5
from 03-11 on. All times are Tokyo's, 2026; the company is looked at on 04-30.

| points                        | until 02-28 | from 03-01 on | at most a day |
|-------------------------------|-------------|---------------|---------------|
| enquiry                       | 60          | 60            |               |
| white paper                   | 40          | 30            | 60            |
| careers page                  | -50         | -50           |               |
| mail clicked (engagement)     | 10          | 10            |               |
| 50 employees (attribute)      | 20          | 10            |               |

An MQL has a total of 80 or more, an SAL the status and more than 40 points of
behaviour since the last exit (14 days of cool-down); a draft asks for 20 in all.
"""

from pathlib import Path

from tests.oracle.book_variants import Variant
from tests.stories.exports_rows import ExportsRows


def scored_book() -> Variant:
    """The book above."""
    book = Variant("scored_company")
    book.define("mql_80", ("score total >= 80",))
    book.define("mql_20", ("score total >= 20",), is_draft=True)
    book.define(
        "sal_40",
        ("sfa_status sal", "score behaviour > 40"),
        stage="sal",
        counts_from="cycle",
    )
    book.price("behaviour touch enquiry", "60")
    book.price("behaviour touch whitepaper_download", "40", "60", "..2026-03-01")
    book.price("behaviour touch whitepaper_download", "30", "60", "2026-03-01..")
    book.price("behaviour touch careers_view", "-50")
    book.price("engagement touch email_click", "10")
    book.price("attribute attribute employees >= 50", "20", "", "..2026-03-01")
    book.price("attribute attribute employees >= 50", "10", "", "2026-03-01..")
    book.halve("behaviour", "10 ..")
    book.halve("engagement", "10 ..2026-03-11", "5 2026-03-11..")
    return book


def scored_people() -> ExportsRows:
    """Ten people, all acquired on 02-01; each is a case of its own.

    Two: two touches in one second. Cap: a third white paper of a day. Edge: exactly 80.
    Fade: halved to exactly 80. Neg: under nothing. Price: before and at the midnight of
    a new price. Pace: a mail clicked under two half-lives. Cyc: recycled, and a touch
    of the cool-down. End: recycled in the last second there is. Own: of our own staff,
    and not counted.
    """
    rows = ExportsRows()
    for name in ("Two", "Cap", "Fade", "Neg", "Price", "Pace", "Cyc", "End"):
        rows.person(name)
    rows.person("Edge", ma={"employees": "60"})
    rows.person("Own", ma={"email": "own@handoff-demo.example"})

    rows.touch("Two", "enquiry", "02-10 10:00")
    rows.touch("Two", "whitepaper_download", "02-10 10:00")

    rows.touch(
        "Cap", "whitepaper_download", "02-10 10:00", "02-10 11:00", "02-10 12:00"
    )

    rows.touch("Edge", "enquiry", "02-10 10:00")

    rows.touch("Fade", "enquiry", "02-10 10:00", "02-10 11:00")
    rows.touch("Fade", "whitepaper_download", "02-10 12:00")

    rows.touch("Neg", "careers_view", "02-10 10:00")
    rows.touch("Neg", "enquiry", "02-20 10:00")

    rows.touch("Price", "whitepaper_download", "02-28 23:59:59", "03-01 00:00")

    rows.touch("Pace", "email_click", "03-01 10:00")

    rows.touch("Cyc", "enquiry", "02-10 10:00")
    rows.sfa_says("Cyc", "recycled", "02-20 12:00")
    rows.touch("Cyc", "enquiry", "03-02 10:00", "03-12 10:00")

    rows.touch("End", "enquiry", "02-10 10:00")
    rows.sfa_says("End", "recycled", "04-30 23:59:59")

    rows.touch("Own", "enquiry", "02-10 10:00", "02-10 11:00")
    return rows


def build_scored_company(folder: Path) -> Path:
    """The build database of the company as of 04-30."""
    return scored_people().build(folder, book=scored_book().write(folder / "book"))
