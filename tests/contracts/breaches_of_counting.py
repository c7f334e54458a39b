"""Breaches of what is promised of exclusions, words and data entry.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L2, L3, L4, L5, L6 = (lead_key(f"L{number}") for number in range(1, 7))

BREACHES = (
    (
        "counted_and_excluded_are_all",
        "insert into intermediate.int_cycle_exclusions"
        f" values ('then', '{L5}', 1, 'x')",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        "counted_and_excluded_are_all",
        "delete from intermediate.int_cycle_exclusions",
        f"lead_id={L6}, cycle_number=1",
    ),
    (
        # Two rules, one exclusion.
        "counted_and_excluded_are_all",
        "insert into intermediate.int_cycle_exclusions"
        f" values ('then', '{L6}', 1, 'x')",
        f"lead_id={L6}, cycle_number=1",
    ),
    (
        # A cycle that nothing opened.
        "counted_and_excluded_are_all",
        f"delete from intermediate.int_cycles where lead_id = '{L5}'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        "exclusions_add_up",
        "update marts.mart_exclusions set cases = 4"
        " where exclusion_id = 'mail_robots' and period_grain = 'week'",
        "period_grain=week, exclusion_id=mail_robots",
    ),
    (
        "exclusions_add_up",
        "delete from marts.mart_exclusions"
        " where exclusion_id = 'own_domain' and period_grain = 'quarter'",
        "period_grain=quarter, exclusion_id=own_domain",
    ),
    (
        "exclusions_add_up",
        "update facts.fct_lead_cycles set customer_status = 'existing_customer'"
        f" where lead_id = '{L3}'",
        "period_grain=month, exclusion_id=customers",
    ),
    (
        # Put apart is not kept out.
        "exclusions_add_up",
        "update marts.mart_exclusions set action = 'exclude'"
        " where exclusion_id = 'customers' and period_grain = 'month'",
        "period_grain=month, exclusion_id=customers",
    ),
    (
        # Numbered twice: once as counted, once as excluded.
        "cycles_follow_each_other",
        "insert into intermediate.int_cycle_exclusions"
        f" values ('then', '{L5}', 1, 'x')",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # The first cycle is neither counted nor excluded.
        "cycles_follow_each_other",
        f"delete from facts.fct_lead_cycles where lead_id = '{L2}'"
        " and cycle_number = 1",
        f"lead_id={L2}, cycle_number=2",
    ),
    (
        "every_record_resolves",
        "delete from intermediate.int_cycle_exclusions",
        f"lead_id={L6}",
    ),
    (
        "every_record_resolves",
        "insert into intermediate.int_cycle_exclusions"
        f" values ('then', '{L5}', 1, 'x')",
        f"lead_id={L5}",
    ),
    (
        # The deal of the excluded L6 is published.
        "opportunities_are_those_delivered",
        "insert into facts.fct_opportunities"
        f" select * replace ('{L6}' as lead_id) from facts.fct_opportunities",
        f"lead_id={L6}",
    ),
    (
        # L6 is excluded no more, and its deal is missing.
        "opportunities_are_those_delivered",
        "delete from intermediate.int_cycle_exclusions",
        f"lead_id={L6}",
    ),
    (
        # A robot made the touch that qualified L3.
        "every_rule_entry_follows_from_the_book",
        "update intermediate.int_counted_touches set source_record_id = 'robot'"
        " where source_record_id = 'm3'",
        f"lead_id={L3}, cycle_number=1",
    ),
    (
        # 201 of 1,000 are more than 20 %, and 1,000 rows are enough.
        "unmapped_words_stay_in_bounds",
        "update marts.mart_unmapped_values set row_count = 201,"
        " mapping_row_count = 1000, unmapped_share = 0.201, is_blocking = true",
        "source=exports, mapping=industry, source_value=水産業",
    ),
    (
        # The same, called within bounds.
        "unmapped_words_stay_in_bounds",
        "update marts.mart_unmapped_values set row_count = 201,"
        " mapping_row_count = 1000, unmapped_share = 0.201, is_blocking = true,"
        " is_over_bound = false",
        "source=exports, mapping=industry, source_value=水産業",
    ),
    (
        "unmapped_words_stay_in_bounds",
        "update marts.mart_unmapped_values set is_over_bound = false",
        "source=exports, mapping=industry, source_value=水産業",
    ),
    (
        "unmapped_words_stay_in_bounds",
        "update marts.mart_unmapped_values set is_blocking = true",
        "source=exports, mapping=industry, source_value=水産業",
    ),
    (
        "unmapped_words_stay_in_bounds",
        "update marts.mart_unmapped_values set unmapped_share = 0.24",
        "source=exports, mapping=industry, source_value=水産業",
    ),
    (
        "unmapped_sources_are_listed",
        "update facts.fct_lead_cycles set channel = '(unmapped)',"
        f" lead_source = 'fair' where lead_id = '{L5}'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        # Listed, but as an industry.
        "unmapped_sources_are_listed",
        "update facts.fct_lead_cycles set channel = '(unmapped)',"
        f" lead_source = '水産業' where lead_id = '{L5}'",
        f"lead_id={L5}, cycle_number=1",
    ),
    (
        "unmapped_sources_are_listed",
        "delete from dimensions.dim_channels where channel = 'event'",
        f"lead_id={L3}, cycle_number=1",
    ),
    (
        "data_entry_shares_are_their_definition",
        "update marts.mart_data_entry set kept_share = 0.6"
        " where period_grain = 'month' and entries_due = 2",
        "period_grain=month, period_on=2026-01-01",
    ),
    (
        "data_entry_shares_are_their_definition",
        "update marts.mart_data_entry set entries_kept = 3, kept_share = 1.5"
        " where period_grain = 'month' and entries_due = 2",
        "period_grain=month, period_on=2026-01-01",
    ),
    (
        "data_entry_shares_are_their_definition",
        "update marts.mart_data_entry set entries_due = 0, entries_kept = 0"
        " where period_grain = 'month' and period_on = date '2026-03-01'",
        "period_grain=month, period_on=2026-03-01",
    ),
    (
        # All three grains are there, but the month of March is not.
        "data_entry_shares_are_their_definition",
        "delete from marts.mart_data_entry"
        " where period_grain = 'month' and period_on = date '2026-03-01'",
        "period_grain=month, period_on=2026-01-01",
    ),
    (
        "data_entry_shares_are_their_definition",
        "delete from marts.mart_data_entry where period_grain = 'week'",
        "period_grain=month, period_on=2026-01-01",
    ),
)
