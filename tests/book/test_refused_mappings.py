"""Words that mean two things or nothing, and a company without a calendar."""

import pytest

from tests.book.book_copies import (
    ATTRIBUTES,
    CHANNEL,
    COMPANY,
    DEFINITIONS,
    EVIDENCE,
    LEAD_STATUS,
    OPPORTUNITY_STAGE,
    RULES,
    STAGES,
    BookCopy,
)
from tests.book.breaches import (
    Break,
    Case,
    add,
    all_of,
    as_parameters,
    assert_refused,
    change,
    change_line,
    remove,
    remove_kpis_of,
)

MAPPING_CASES: list[Case] = [
    (
        "a_status_mapped_to_an_unused_stage",
        all_of(
            remove(STAGES, "sal"),
            remove(DEFINITIONS, "sal_v1"),
            remove(RULES, "sal_v1"),
            remove_kpis_of("sal"),
        ),
        LEAD_STATUS,
        "sal",
        "stage sal is not in lifecycle_stages.csv",
    ),
    (
        "a_status_mapped_twice",
        change_line(LEAD_STATUS, 3, source_value="new"),
        LEAD_STATUS,
        "new",
        "repeats line 2 (same source_value, source, system)",
    ),
    (
        "a_status_that_would_never_match",
        change_line(LEAD_STATUS, 3, source_value="Lead"),
        LEAD_STATUS,
        "Lead",
        "words are compared as 'lead'",
    ),
    (
        "an_unknown_system",
        change_line(LEAD_STATUS, 3, system="crm"),
        LEAD_STATUS,
        "lead",
        "system 'crm' is unknown",
    ),
    (
        "an_unknown_outcome",
        change_line(OPPORTUNITY_STAGE, 2, outcome="closed"),
        OPPORTUNITY_STAGE,
        "won",
        "outcome 'closed' is unknown",
    ),
    (
        "a_channel_that_is_no_code",
        change_line(CHANNEL, 2, channel="Organic search"),
        CHANNEL,
        "organic_search",
        "is not a code",
    ),
    (
        "a_full_width_word_that_would_never_match",
        change_line(ATTRIBUTES, 26, source_value="ＩＴ"),  # noqa: RUF001
        ATTRIBUTES,
        "ＩＴ",  # noqa: RUF001
        "words are compared as 'IT'",
    ),
    (
        "a_value_with_two_ranks",
        change_line(ATTRIBUTES, 3, value_rank="2"),
        ATTRIBUTES,
        "一般",
        "job_level staff has two ranks",
    ),
    (
        "two_values_of_one_rank",
        change_line(ATTRIBUTES, 6, value_rank="1"),
        ATTRIBUTES,
        "assistant_manager",
        "value_rank 1 of job_level is that of staff",
    ),
    (
        "an_evidence_without_a_priority",
        remove(EVIDENCE, "sfa_stamp"),
        EVIDENCE,
        "",
        "does not rank the evidence sfa_stamp",
    ),
    (
        "two_evidences_of_one_priority",
        change(EVIDENCE, "ma_log", priority="1"),
        EVIDENCE,
        "ma_log",
        "priority 1 is also that of sfa_history",
    ),
    (
        "a_domain_with_an_at_sign",
        change("mappings/free_mail_domains.csv", "gmail.com", domain="@gmail.com"),
        "mappings/free_mail_domains.csv",
        "@gmail.com",
        "domain",
    ),
    (
        "a_mailbox_with_its_domain",
        change("mappings/shared_mailboxes.csv", "info", local_part="info@a.jp"),
        "mappings/shared_mailboxes.csv",
        "info@a.jp",
        "local_part 'info@a.jp' is malformed",
    ),
]

COMPANY_CASES: list[Case] = [
    (
        "a_zone_that_is_none",
        change(COMPANY, "demo_company", time_zone="Asia/Edo"),
        COMPANY,
        "demo_company",
        "time_zone 'Asia/Edo' is no IANA time zone",
    ),
    (
        "a_zone_that_is_a_folder",
        change(COMPANY, "demo_company", time_zone="Asia"),
        COMPANY,
        "demo_company",
        "is no IANA time zone",
    ),
    (
        "a_zone_that_is_a_path",
        change(COMPANY, "demo_company", time_zone="../Asia/Tokyo"),
        COMPANY,
        "demo_company",
        "is no IANA time zone",
    ),
    (
        "a_thirteenth_month",
        change(COMPANY, "demo_company", fiscal_year_start_month="13"),
        COMPANY,
        "demo_company",
        "fiscal_year_start_month 13 is no month",
    ),
    (
        "a_month_zero",
        change(COMPANY, "demo_company", fiscal_year_start_month="0"),
        COMPANY,
        "demo_company",
        "is not a whole number of at least 1",
    ),
    (
        "a_currency_sign",
        change(COMPANY, "demo_company", currency="¥"),
        COMPANY,
        "demo_company",
        "currency '¥' is malformed",
    ),
    (
        "two_companies",
        add(COMPANY, "demo_company", company_id="other_company"),
        COMPANY,
        "other_company",
        "the company's settings overlaps",
    ),
    (
        "a_company_that_begins_one_day",
        change(COMPANY, "demo_company", valid_from="2025-04-01"),
        COMPANY,
        "demo_company",
        "has no row in force from ever to 2025-04-01",
    ),
    (
        "a_company_that_moves_to_another_zone",
        all_of(
            change(COMPANY, "demo_company", valid_to="2026-04-01"),
            add(
                COMPANY,
                "demo_company",
                time_zone="Asia/Seoul",
                valid_from="2026-04-01",
                valid_to="",
            ),
        ),
        COMPANY,
        "demo_company",
        "time_zone differs from that of line 2",
    ),
]


@pytest.mark.parametrize(
    ("breaks", "file", "row_id", "reason"),
    as_parameters([*MAPPING_CASES, *COMPANY_CASES]),
)
def test_the_book_is_refused_for(
    book_copy: BookCopy, breaks: Break, file: str, row_id: str, reason: str
) -> None:
    breaks(book_copy)

    assert_refused(book_copy, file, row_id, reason)
