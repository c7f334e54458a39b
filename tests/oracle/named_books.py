"""The books that every run of the tests tries: what a company may well write."""

from tests.oracle.book_variants import Variant


def fixed_variants() -> list[Variant]:
    """The default book and four that read each of its columns in another way."""
    return [
        Variant("default"),
        _counted_per_cycle(),
        _negated(),
        _segmented(),
        _midnight_missing(),
    ]


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
