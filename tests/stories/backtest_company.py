"""A company that tries versions of its definitions on its history.

Its book: an enquiry is worth 80 points, a seminar 60, a white paper 40; nothing decays.
Three calls follow an MQL, and inside sales can make nine a week.

| version     | status                  | says                                       |
|-------------|-------------------------|--------------------------------------------|
| mql_80      | in force until 05-31    | 80 points                                  |
| mql_100     | planned, from 06-01 on  | 100 points                                 |
| mql_60      | draft                   | 60 points                                  |
| mql_same    | draft                   | 80 points                                  |
| mql_called  | draft                   | an enquiry and a call connected            |
| mql_makers  | draft for manufacturing | 40 points                                  |
| sql_status  | in force                | the SFA's status SQL                       |
| sql_said    | draft                   | the MA's status SQL and 40 points          |
| opp_deal    | in force                | a deal is registered                       |
| opp_meeting | draft                   | a meeting is held                          |
| won_any     | in force                | a deal is won, or the status says so       |
| won_deal    | draft                   | a deal is won                              |

The first touch is of 02-01, the first call of 03-02 10:00; the MA never says SQL.
"""

from pathlib import Path

from tests.book.book_copies import CAPACITY, BookCopy
from tests.oracle.book_variants import Variant
from tests.stories.exports_rows import ExportsRows


def write_backtest_book(folder: Path) -> Path:
    """The book above."""
    book = Variant("backtest")
    book.define("mql_80", ("score total >= 80",), valid="..2026-06-01")
    book.define("mql_100", ("score total >= 100",), valid="2026-06-01..")
    book.define("mql_60", ("score total >= 60",), is_draft=True)
    book.define("mql_same", ("score total >= 80",), is_draft=True)
    book.define(
        "mql_called", ("touch enquiry", "call_outcome connected"), is_draft=True
    )
    book.define(
        "mql_makers",
        ("score total >= 40",),
        segment="industry=manufacturing",
        is_draft=True,
    )
    book.define("sql_status", ("sfa_status sql",), stage="sql")
    book.define(
        "sql_said", ("ma_status sql", "score total >= 40"), stage="sql", is_draft=True
    )
    book.define("opp_deal", ("opportunity_created",), stage="opportunity")
    book.define(
        "opp_meeting", ("meeting_outcome held",), stage="opportunity", is_draft=True
    )
    book.define("won_any", ("opportunity_won",), ("sfa_status won",), stage="won")
    book.define("won_deal", ("opportunity_won",), stage="won", is_draft=True)
    book.price("behaviour touch enquiry", "80")
    book.price("behaviour touch seminar_attended", "60")
    book.price("behaviour touch whitepaper_download", "40")
    for kind in ("behaviour", "engagement"):
        book.halve(kind, " ..")
    copy = BookCopy(book.write(folder))
    copy.change(CAPACITY, "mql", calls_per_lead="3", calls_per_week="9")
    return copy.folder


def backtest_rows() -> ExportsRows:
    """Seventeen people, all acquired on Sunday 2026-02-01.

    Ada and Bob enquire on 02-03; Ada is SQL exactly 30 days later, Bob a second after
    that. Lia is recycled and qualifies again. Ira's window of 30 days ends a moment
    after the as-of, Jo's within the day before it. Cleo, Max, Ned, Oz and Pia attend a
    seminar, Ned in the last second of a week, Oz in the first of the next. Eve, who
    makes things, and Fay, who sells them, load a white paper. Gus is a rival. Hal is
    SQL without a touch. Quin buys and buys more; Rex' win is a status alone.
    """
    rows = ExportsRows()
    about = {
        "Ada": {"employees": "299"},
        "Bob": {"employees": "0"},
        "Eve": {"employees": "300", "industry": "製造業"},
        "Fay": {"industry": "小売業"},
        "Gus": {"email": "gus@rival-cloud.example"},
        "Ira": {"industry": "水産業"},
        "Jo": {"industry": "小売業"},
    }
    for name in (
        *("Ada", "Bob", "Cleo", "Dan", "Eve", "Fay", "Gus", "Hal", "Ira", "Jo"),
        *("Lia", "Max", "Ned", "Oz", "Pia", "Quin", "Rex"),
    ):
        rows.person(name, ma=about.get(name))

    for name in ("Ada", "Bob", "Gus", "Lia"):
        rows.touch(name, "enquiry", "02-03")
    rows.touch("Jo", "enquiry", "03-31 23:59:59")
    rows.touch("Ira", "enquiry", "04-01")
    rows.touch("Fay", "article_view", "02-01")
    for name, at in (
        ("Cleo", "02-10"),
        ("Dan", "02-10"),
        ("Max", "02-11"),
        ("Ned", "02-15 23:59:59"),
        ("Oz", "02-16"),
        ("Pia", "02-20"),
    ):
        rows.touch(name, "seminar_attended", at)
    for name, at in (
        ("Eve", "02-12"),
        ("Fay", "02-12"),
        ("Dan", "02-24"),
        ("Lia", "03-09"),
    ):
        rows.touch(name, "whitepaper_download", at)

    for name, at in (
        ("Ada", "03-05"),
        ("Bob", "03-05 00:00:01"),
        ("Cleo", "02-20"),
        ("Hal", "02-15"),
        ("Lia", "03-20"),
        ("Pia", "03-03"),
    ):
        rows.sfa_says(name, "sql", at)
    rows.sfa_says("Lia", "recycled", "02-10")
    rows.sfa_says("Rex", "won", "03-25")
    for name, at in (
        ("Ada", "03-02 10:00"),
        ("Bob", "03-10"),
        ("Lia", "03-12"),
        ("Jo", "04-02"),
    ):
        rows.activity(name, "call", "connected", at)
    rows.deal("Quin", "D1", "won", created_at="03-05", closed_at="03-20")
    rows.deal("Quin", "D2", "proposal", created_at="04-05")
    for at in ("03-10", "04-06"):
        rows.activity("Quin", "meeting", "held", at)
    return rows
