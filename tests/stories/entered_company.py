"""A company that asks: why was this lead made an MQL, months ago?

As of the end of 2026-04-30. Points of behaviour halve in 40 days, nothing else decays.
An enquiry is 80 points, the pricing page 15, the careers page -15, a mail opened 1, 50
employees 10.

| version      | holds       | asks for                                                |
|--------------|-------------|---------------------------------------------------------|
| `mql_two`    | until 04-01 | 1. 50 employees and a white paper within 90 days, or    |
|              |             | 2. a score of 80, or 3. the pricing page twice within 7 |
|              |             | days and no careers page within 7                       |
| `mql_next`   | from 04-01  | a score of 100                                          |
| `mql_makers` | always      | makers: the pricing page twice within 7 days            |
| `mql_50`     | draft       | a score of 50                                           |
| `mql_seen`   | draft       | an enquiry, ever                                        |
| `sql_called` | always      | two calls connected within 7 days, the budget confirmed |
"""

from pathlib import Path

from tests.oracle.book_variants import Variant
from tests.stories.exports_rows import ExportsRows


def write_entered_book(folder: Path) -> Path:
    """Write the book and return its folder."""
    book = Variant("entered")
    book.define(
        "mql_two",
        ("attribute employees >= 50", "touch whitepaper_download x1 /90"),
        ("score total >= 80",),
        ("touch pricing_view x2 /7", "not touch careers_view x1 /7"),
        valid="..2026-04-01",
    )
    book.define("mql_next", ("score total >= 100",), valid="2026-04-01..")
    book.define(
        "mql_makers", ("touch pricing_view x2 /7",), segment="industry=manufacturing"
    )
    book.define("mql_50", ("score total >= 50",), is_draft=True)
    book.define("mql_seen", ("touch enquiry x1",), is_draft=True)
    book.define(
        "sql_called",
        ("call_outcome connected x2 /7", "sfa_field budget = confirmed"),
        stage="sql",
    )
    book.halve("behaviour", "40 ..")
    book.halve("engagement", " ..")
    return book.write(folder)


def entered_rows() -> ExportsRows:
    """The raw rows of everybody."""
    rows = ExportsRows()
    rows.person("Abe")
    rows.touch("Abe", "email_open", "02-08 09:00", "02-08 09:05")
    rows.touch("Abe", "enquiry", "02-09 10:00")
    # In one second the first two groups hold; what comes later does not count.
    rows.person("Bea", ma={"employees": "30"})
    rows.add(
        "ma_lead_changes",
        change_id="B1",
        ma_lead_id="Bea",
        field="employees",
        old_value="50",
        new_value="30",
        changed_at="03-01",
    )
    rows.touch("Bea", "whitepaper_download", "02-10 10:00", "02-10 18:00")
    rows.touch("Bea", "enquiry", "02-10 10:00")
    rows.person("Cal")
    rows.sfa_says("Cal", "sal", "03-05")
    rows.person("Dot")
    rows.touch("Dot", "enquiry", "02-10")
    for day in ("02-20", "03-01", "03-07", "03-08"):
        rows.activity("Dot", "call", "connected", f"{day} 10:00")
    rows.sfa_change("S-Dot", "budget", "", "confirmed", "03-05 12:00")
    rows.person("Eli")
    rows.touch("Eli", "enquiry", "02-10", "03-22")
    rows.sfa_says("Eli", "recycled", "02-20 12:00")
    # Seven days before 03-08 09:00 are 03-02 to 03-08.
    rows.person("Fay")
    rows.touch("Fay", "careers_view", "03-01 10:00")
    rows.touch("Fay", "pricing_view", "03-05 10:00", "03-08 09:00")
    rows.person("Gus")
    # Sales took her up in the cool-down, which ended on 04-24 without a signal since.
    rows.person("Ida")
    rows.touch("Ida", "enquiry", "02-10")
    rows.sfa_says("Ida", "sal", "02-11")
    rows.sfa_says("Ida", "recycled", "04-10 10:00")
    rows.sfa_says("Ida", "sal", "04-15")
    # His cool-down ended on 04-15, Kei's will on 05-09.
    rows.person("Jon")
    rows.touch("Jon", "enquiry", "03-01")
    rows.sfa_says("Jon", "recycled", "04-01 10:00")
    rows.person("Kei")
    rows.touch("Kei", "enquiry", "03-01")
    rows.sfa_says("Kei", "recycled", "04-25 12:00")
    rows.person("Max", ma={"industry": "小売業"})
    rows.add(
        "ma_lead_changes",
        change_id="X1",
        ma_lead_id="Max",
        field="industry",
        old_value="製造業",
        new_value="小売業",
        changed_at="04-20",
    )
    rows.touch("Max", "pricing_view", "04-10 10:00", "04-16 10:00")
    rows.person("Own", ma={"email": "own@handoff-demo.example"})
    rows.touch("Own", "enquiry", "03-10")
    # Ids as people and tools write them.
    for name in ("-Ann", "１２３", "Zoe", "ZOE"):  # noqa: RUF001
        rows.person(name)
    return rows
