"""A company of whom somebody asks: why is this lead an MQL, or why not?

As of the end of 2026-04-30. Nothing decays. An MQL is, until 03-01 (`mql_early`), a
company of 50 with a white paper within 90 days and the pricing page within 30; from
then on (`mql_80`) a score of 80; in manufacturing (`mql_makers`) two views of the
pricing page within 7 days. The draft `mql_60` asks for 60 points and a section manager.

An enquiry is 80 points, a seminar 40, a white paper 25, the pricing page 15, a case
study 8, an article 3, a mail opened 1; a section manager is 10, 50 employees are 10.
"""

from pathlib import Path

from tests.oracle.book_variants import Variant
from tests.stories.exports_rows import ExportsRows


def write_explained_book(folder: Path) -> Path:
    """Write the book and return its folder."""
    book = Variant("explained")
    book.define(
        "mql_early",
        (
            "attribute employees >= 50",
            "touch whitepaper_download x1 /90",
            "touch pricing_view x1 /30",
        ),
        valid="..2026-03-01",
    )
    book.define("mql_80", ("score total >= 80",), valid="2026-03-01..")
    book.define(
        "mql_makers", ("touch pricing_view x2 /7",), segment="industry=manufacturing"
    )
    book.define(
        "mql_60",
        ("score total >= 60", "attribute job_level >= section_manager"),
        is_draft=True,
    )
    for kind in ("behaviour", "engagement"):
        book.halve(kind, " ..")
    return book.write(folder)


def explained_rows() -> ExportsRows:
    """The raw rows of everybody."""
    rows = ExportsRows()
    rows.person("Ada", ma={"employees": "50"})
    rows.touch("Ada", "whitepaper_download", "02-05 10:00")
    rows.touch("Ada", "pricing_view", "02-10 11:00", "02-10 15:00")
    rows.person("Bob")
    rows.touch("Bob", "enquiry", "03-05 09:00")
    # 40 + 25 + 8 + 1 = 74 points.
    rows.person("Cy")
    rows.touch("Cy", "seminar_attended", "04-01")
    rows.touch("Cy", "whitepaper_download", "04-02")
    rows.touch("Cy", "case_study_view", "04-02")
    rows.touch("Cy", "email_open", "04-03")
    rows.person("Dee")
    rows.touch("Dee", "enquiry", "03-10")
    rows.sfa_says("Dee", "sal", "03-12")
    rows.sfa_says("Dee", "recycled", "04-25 12:00")
    rows.person("Eve", ma={"email": "eve@handoff-demo.example"})
    rows.touch("Eve", "enquiry", "03-10")
    rows.person("Flo")
    rows.touch("Flo", "enquiry", "03-10")
    rows.sfa_says("Flo", "recycled", "03-20")
    rows.touch("Flo", "article_view", "04-10 08:00")
    rows.person("Gil")
    rows.ma_says("Gil", "mql", "03-15")
    rows.person("Hal")
    rows.touch("Hal", "enquiry", "03-10")
    rows.sfa_says("Hal", "sql", "03-11")
    # Makers: the views of 04-10 and 04-16 lie within 7 days, those of 04-23 not.
    rows.person("Ian", ma={"industry": "製造業"})
    rows.touch("Ian", "pricing_view", "04-10 10:00", "04-16 10:00")
    rows.person("Jo", ma={"industry": "製造業"})
    rows.touch("Jo", "enquiry", "04-20")
    rows.touch("Jo", "pricing_view", "04-23 10:00", "04-30 10:00")
    rows.person("Kim", ma={"job_level": "課長"})
    rows.touch("Kim", "seminar_attended", "04-05")
    rows.touch("Kim", "whitepaper_download", "04-06 13:00")
    rows.person("Lee")
    rows.person("Mo")
    rows.touch("Mo", "enquiry", "04-10")
    rows.sfa_says("Mo", "sal", "04-11")
    rows.sfa_says("Mo", "recycled", "04-12 10:00")
    rows.sfa_says("Mo", "sal", "04-12 11:00")
    # Under mql_early 80 points were nothing; since 03-01 nothing has happened.
    rows.person("Pat")
    rows.touch("Pat", "enquiry", "02-20")
    # One of our own, taken up and given back by sales.
    rows.person("Una", ma={"email": "una@handoff-demo.example"})
    rows.touch("Una", "enquiry", "03-10")
    rows.sfa_says("Una", "sal", "03-12")
    rows.sfa_says("Una", "recycled", "03-20 12:00")
    # Won, and half an hour later disqualified by hand.
    rows.person("Vic")
    rows.touch("Vic", "enquiry", "03-10")
    rows.sfa_says("Vic", "sal", "03-12")
    rows.sfa_says("Vic", "won", "04-20 12:00")
    rows.sfa_says("Vic", "disqualified", "04-20 12:30")
    # Their cool-downs end on 04-03: within, at its very end, a second later.
    for name, at in (("Wes", "03-25"), ("Xia", "04-03"), ("Yua", "04-03 00:00:01")):
        rows.person(name)
        rows.sfa_says(name, "recycled", "03-20")
        rows.touch(name, "enquiry", at)
    # Another person's record in the SFA has the id that Quin has in the MA.
    rows.person("Quin")
    rows.sfa_record("Quin")
    rows.person("Ned")
    rows.add("ma_leads", ma_lead_id="Nad", created_at="02-02")
    rows.add("ma_merges", loser_id="Nad", winner_id="Ned", merged_at="02-20")
    rows.touch("Nad", "seminar_attended", "02-10")
    rows.add(
        "handovers",
        handover_id="H1",
        sfa_record_id="S-Bob",
        from_team="marketing",
        to_user_id="u1",
        comment="Call him",
        handed_over_at="03-06",
    )
    rows.add("sfa_users", user_id="u1", name="山田", team="inside_sales")
    rows.add(
        "lead_feedback",
        feedback_id="F1",
        sfa_record_id="S-Bob",
        rating="2",
        reason="no budget",
        given_by="u1",
        given_at="03-08",
    )
    return rows
