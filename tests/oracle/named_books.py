"""The books that every run of the tests tries: what a company may well write."""

from tests.oracle.book_variants import Variant


def fixed_variants() -> list[Variant]:
    """The default book and those that read each of its columns in another way."""
    return [
        Variant("default"),
        _counted_per_cycle(),
        _negated(),
        _segmented(),
        _midnight_missing(),
        _combined(),
        _exits_changed(),
        _temperatures(),
    ]


def book_of_tools() -> Variant:
    """The combined book, with definitions for what single tools know."""
    variant = _combined()
    variant.name = "tools"
    variant.define(
        "sal_salesforce",
        ("sfa_status sal",),
        ("sfa_status sql",),
        stage="sal",
        segment="source=salesforce",
        valid="2025-09-07..2026-03-01",
    )
    variant.define(
        "sal_exports",
        ("ma_status sal",),
        ("opportunity_created",),
        stage="sal",
        segment="source=exports",
        valid="2026-02-01..",
    )
    variant.define(
        "mql_marketo",
        ("score total >= 50", "touch pricing_view /30"),
        segment="source=marketo",
        valid="2026-03-01..",
        cool_down_days=5,
    )
    variant.define(
        "mql_salesforce",
        ("touch whitepaper_download x2 /60",),
        ("meeting_outcome held",),
        segment="source=salesforce",
        valid="2026-02-01..",
        adoption_policy="at_adoption",
        cool_down_days=20,
    )
    variant.define(
        "sql_by_tool",
        ("call_outcome connected", "attribute source = marketo"),
        ("sfa_status sql", "score total >= 10", "attribute source != marketo"),
        stage="sql",
        is_draft=True,
    )
    return variant


def _counted_per_cycle() -> Variant:
    variant = Variant("counted_per_cycle")
    variant.define(
        "mql_c1",
        ("touch whitepaper_download x2 /30", "touch pricing_view /7"),
        ("score behaviour >= 60",),
        valid="..2026-01-01",
        counts_from="cycle",
        cool_down_days=7,
    )
    variant.define(
        "mql_c2",
        ("score total >= 70", "not touch careers_view /1"),
        ("content guide x3 /30", "attribute employees > 50"),
        valid="2026-01-01..",
        counts_from="cycle",
        adoption_policy="at_adoption",
    )
    variant.halve(
        "behaviour", "45 ..2025-11-15", "10 2025-11-15..2026-02-01", " 2026-02-01.."
    )
    variant.halve("engagement", "7 ..2026-01-01", "1 2026-01-01..")
    return variant


def _negated() -> Variant:
    variant = Variant("negated")
    variant.define(
        "mql_n1",
        ("touch whitepaper_download /7", "not touch careers_view /30"),
        ("attribute employees >= 50", "score engagement > 6", "not score total < 30"),
        ("content guide x2 /7", "not attribute industry = finance"),
        valid="..2025-11-15",
    )
    variant.define(
        "mql_n2",
        ("score behaviour <= -15", "touch careers_view x3 /1"),
        ("score total < -20",),
        ("not attribute industry = manufacturing", "touch pricing_view x2 /1"),
        ("attribute budget >= 100", "attribute has_project = yes"),
        valid="2025-11-15..2026-02-01",
        adoption_policy="at_adoption",
        cool_down_days=0,
    )
    variant.define(
        "mql_n3",
        ("score attribute >= 20", "score behaviour != 0"),
        ("score attribute = 15", "score engagement <= 3", "touch case_study_view"),
        ("attribute title != 主任", "touch email_click x3 /30"),
        valid="2026-02-01..",
        counts_from="cycle",
        adoption_policy="at_adoption",
        cool_down_days=1,
    )
    return variant


def _segmented() -> Variant:
    variant = Variant("segmented")
    variant.define("mql_general", ("score total >= 80",))
    variant.define(
        "mql_makers",
        ("score attribute >= 15", "touch pricing_view /7"),
        segment="industry=manufacturing",
        valid="..2026-01-01",
    )
    variant.define(
        "mql_makers_2",
        ("score total >= 40", "not touch careers_view x2 /7"),
        segment="industry=manufacturing",
        valid="2026-01-01..",
        counts_from="cycle",
        adoption_policy="at_adoption",
    )
    variant.define(
        "mql_retail",
        ("touch email_click x2 /30",),
        segment="industry=retail",
        valid="2025-11-15..2026-02-01",
        adoption_policy="at_adoption",
    )
    variant.price("behaviour touch enquiry", "50", "50")
    variant.price("behaviour touch pricing_view", "20.5", "30", "..2025-11-15")
    variant.price("behaviour touch pricing_view", "12.25", "", "2025-11-15..2026-02-01")
    variant.price("behaviour content guide", "7", "14")
    variant.price("behaviour touch careers_view", "-15", "-20", "2025-09-07..")
    variant.price("engagement content price_list", "-1", "-1")
    variant.price("engagement touch email_click", "9.999999", "25")
    variant.price("attribute attribute employees >= 50", "10")
    variant.price("attribute attribute employees >= 300", "-5", "", "2026-01-01..")
    variant.price("attribute attribute job_level >= assistant_manager", "6.5")
    variant.price("attribute attribute industry = retail", "30", "", "..2026-01-01")
    variant.halve("behaviour", " ..2025-09-07", "30 2025-09-07..")
    variant.halve("engagement", "0.5 ..2026-02-01", "1000 2026-02-01..")
    return variant


def _midnight_missing() -> Variant:
    """In Santiago the clocks change at midnight: 2025-09-07 has no 00:00."""
    variant = Variant("midnight_missing", time_zone="America/Santiago")
    variant.define("mql_s1", ("score total >= 60",), valid="..2025-09-07")
    variant.define(
        "mql_s2",
        ("touch pricing_view x2 /1",),
        ("content price_list /7", "touch whitepaper_download /8"),
        ("score total >= 50",),
        valid="2025-09-07..2026-04-05",
        adoption_policy="at_adoption",
    )
    variant.define(
        "mql_s3",
        ("score total >= 30",),
        valid="2026-04-05..",
        adoption_policy="at_adoption",
        counts_from="cycle",
    )
    return variant


def _combined() -> Variant:
    """Every stage combines what is recorded with what is computed, field or attribute.

    The cool-downs of the versions of MQL differ, so gaps are others then and now.
    """
    variant = Variant("combined")
    variant.define(
        "mql_c1",
        ("score total >= 40", "call_outcome connected"),
        ("touch pricing_view /7", "not call_outcome missed x2 /30"),
        valid="..2026-01-01",
        cool_down_days=7,
    )
    variant.define(
        "mql_c2",
        ("meeting_outcome held /30", "score behaviour >= 20"),
        ("sfa_field budget = confirmed", "touch whitepaper_download"),
        ("score total >= 60",),
        valid="2026-01-01..",
        counts_from="cycle",
        adoption_policy="at_adoption",
        cool_down_days=30,
    )
    variant.define("sal_c1", ("sfa_status sal", "score total >= 30"), stage="sal")
    variant.define(
        "sal_makers",
        (
            "sfa_status sal /60",
            "not touch careers_view /30",
            "attribute employees > 49",
        ),
        ("ma_status sal",),
        stage="sal",
        segment="industry=manufacturing",
        valid="2025-11-15..",
        adoption_policy="at_adoption",
    )
    variant.define(
        "sql_c1",
        ("call_outcome connected", "sfa_field budget = confirmed"),
        ("call_outcome connected x2 /14",),
        stage="sql",
        valid="..2026-02-01",
    )
    variant.define(
        "sql_c2",
        ("call_outcome appointment /30", "not sfa_field timing > 3"),
        ("sfa_status sql", "sfa_field timing <= 3"),
        stage="sql",
        valid="2026-02-01..",
        adoption_policy="at_adoption",
    )
    variant.define(
        "sql_tried",
        ("call_outcome connected x2 /60", "sfa_field temperature != cold"),
        stage="sql",
        is_draft=True,
    )
    variant.define(
        "opportunity_c1",
        ("meeting_outcome held x2 /60",),
        ("opportunity_created", "sfa_field budget != 未定"),
        ("opportunity_lost", "meeting_outcome held"),
        stage="opportunity",
    )
    return variant


def _exits_changed() -> Variant:
    """What ends a cycle was another thing once, and so were cool-downs and graces."""
    variant = Variant("exits_changed")
    variant.define(
        "mql_e1",
        ("score total >= 50", "not sfa_field temperature = cold"),
        ("attribute industry = manufacturing", "opportunity_lost"),
        valid="..2025-11-15",
        cool_down_days=30,
    )
    variant.define(
        "mql_e2",
        ("score total < 30", "call_outcome missed x2 /7"),
        ("touch email_click", "score total >= 20"),
        valid="2025-11-15..",
        cool_down_days=0,
    )
    variant.define(
        "mql_tried",
        ("score total >= 40", "call_outcome connected /30"),
        ("touch pricing_view x2 /30",),
        counts_from="cycle",
        cool_down_days=14,
        is_draft=True,
    )
    variant.define(
        "mql_makers",
        ("score total >= 20", "not opportunity_created /90"),
        segment="industry=manufacturing",
        cool_down_days=14,
    )
    variant.define(
        "sal_source",
        ("sfa_status sal", "not touch careers_view /7"),
        ("not sfa_field temperature = cold", "touch enquiry", "call_outcome connected"),
        stage="sal",
        segment="source=exports",
        valid="..2025-12-15",
        counts_from="cycle",
    )
    variant.define(
        "sal_makers",
        ("touch pricing_view", "sfa_field timing >= 1"),
        stage="sal",
        segment="industry=manufacturing",
        counts_from="cycle",
    )
    variant.define(
        "sal_all",
        (
            "not sfa_status sql",
            "not sfa_status sal",
            "touch whitepaper_download x2 /90",
        ),
        ("ma_status sal",),
        stage="sal",
    )
    variant.define(
        "sql_e1",
        ("opportunity_won /30", "score total > 5"),
        ("sfa_field timing = 3",),
        stage="sql",
    )
    variant.define(
        "sql_e0",
        ("meeting_outcome no_show", "not meeting_outcome held x2"),
        stage="sql",
        segment="industry=manufacturing",
        valid="2025-09-07..2026-02-01",
    )
    variant.define(
        "recycled_e1",
        ("sfa_status recycled",),
        stage="recycled",
        valid="..2026-01-01",
        grace_hours=24,
    )
    variant.define(
        "recycled_e2",
        ("sfa_status recycled",),
        ("meeting_outcome no_show",),
        stage="recycled",
        valid="2026-01-01..",
        grace_hours=720,
    )
    variant.define(
        "lost_e1",
        ("sfa_status lost",),
        stage="lost",
        valid="..2025-11-15",
        grace_hours=0,
    )
    variant.define(
        "lost_e2",
        ("opportunity_lost",),
        ("sfa_status lost",),
        stage="lost",
        valid="2025-11-15..",
        grace_hours=168,
    )
    return variant


def _temperatures() -> Variant:
    """Temperatures of every kind of clause; records are signals from 2026 to February.

    The MQL has a cool-down, in which a temperature is judged all the same; who is no
    manufacturer has neither.
    """
    variant = Variant("temperatures")
    variant.define(
        "mql_t",
        ("score total >= 60",),
        segment="industry=manufacturing",
        cool_down_days=30,
    )
    for name, groups, valid, segment in (
        (
            "hot_1",
            (
                ("score total >= 60", "not touch careers_view /7"),
                (
                    "attribute employees >= 50",
                    "attribute job_level >= section_manager",
                    "score behaviour >= 30",
                ),
            ),
            "..2026-01-01",
            "all=all",
        ),
        (
            "hot_2",
            (("call_outcome connected /14", "score total >= 20"), ("sfa_status sql",)),
            "2026-01-01..2026-02-01",
            "all=all",
        ),
        ("hot_3", (("touch pricing_view x2 /7",),), "2026-02-01..", "all=all"),
        (
            "hot_makers",
            (("sfa_field budget = confirmed",), ("score engagement > 6",)),
            "2025-11-15..",
            "industry=manufacturing",
        ),
        ("warm_1", (("score total >= 25",),), "..", "all=all"),
        (
            "cold_1",
            (("score total < 10", "not touch enquiry /60"),),
            "..",
            "all=all",
        ),
    ):
        variant.define(
            name,
            *groups,
            stage=name.split("_")[0],
            valid=valid,
            segment=segment,
            counts_from="cycle" if name == "warm_1" else "lifetime",
            cool_down_days=0,
        )
    return variant
