"""Breaches of what is promised of reported numbers and of restatements.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

RESTATED_LEAD = "from_stage = 'mql' and to_stage = 'sql' and entry_policy = 'strict'"
RESTATED = f"{RESTATED_LEAD} and segment_dimension = 'all'"
JANUARY = f"period_grain = 'month' and period_on = date '2026-01-01' and {RESTATED}"
REPORTED = f"definition_basis = 'reported' and {JANUARY}"

BREACHES = (
    (
        # Reported were three; nobody may count L4 in afterwards.
        "reported_periods_stay",
        "update marts.mart_funnel_periods set entries_from = 4,"
        f" period_ratio = 0.25 where {REPORTED}",
        "period_on=2026-01-01",
    ),
    (
        "reported_periods_stay",
        f"delete from marts.mart_funnel_periods where {REPORTED}",
        "period_on=2026-01-01",
    ),
    (
        # A segment that nobody reported.
        "reported_periods_stay",
        "insert into marts.mart_funnel_periods by name"
        " select * replace ('reported' as definition_basis)"
        " from marts.mart_funnel_periods where definition_basis = 'then'"
        " and period_grain = 'month' and period_on = date '2026-01-01'"
        " and segment_value = '(none)'",
        "segment_value=(none)",
    ),
    (
        # February closes in this run, as it stands.
        "reported_periods_stay",
        "update marts.mart_funnel_periods set entries_to = entries_to + 1"
        " where definition_basis = 'reported' and period_grain = 'month'"
        " and period_on = date '2026-02-01'",
        "period_on=2026-02-01",
    ),
    (
        # March is not over.
        "reported_periods_stay",
        "insert into marts.mart_funnel_periods by name"
        " select * replace ('reported' as definition_basis)"
        " from marts.mart_funnel_periods where definition_basis = 'then'"
        " and period_grain = 'month' and period_on = date '2026-03-01'",
        "period_on=2026-03-01",
    ),
    (
        "reported_cohorts_stay",
        "update marts.mart_funnel_cohorts set cycles_converted = 0,"
        " conversion_rate = 0 where definition_basis = 'reported'"
        " and period_grain = 'month' and cohort_on = date '2026-01-01'",
        "cohort_on=2026-01-01",
    ),
    (
        # A cohort of March is 30 days old at the end of April.
        "reported_cohorts_stay",
        "insert into marts.mart_funnel_cohorts by name"
        " select * replace ('reported' as definition_basis)"
        " from marts.mart_funnel_cohorts where definition_basis = 'then'"
        " and period_grain = 'month' and cohort_on = date '2026-03-01'"
        " and window_days = 30",
        "cohort_on=2026-03-01",
    ),
    (
        # To date nothing is ever closed.
        "reported_cohorts_stay",
        "insert into marts.mart_funnel_cohorts by name"
        " select * replace ('reported' as definition_basis)"
        " from marts.mart_funnel_cohorts where definition_basis = 'then'"
        " and period_grain = 'month' and cohort_on = date '2026-01-01'"
        " and window_days is null",
        "cohort_on=2026-01-01",
    ),
    (
        "reported_agreement_stays",
        "update marts.mart_stage_agreement set cycles = cycles + 1"
        " where definition_basis = 'reported' and period_grain = 'month'"
        " and period_on = date '2026-01-01' and stage = 'mql'",
        "stage=mql",
    ),
    (
        # January waits for 90 days: a window to be recycled, to come back, to be SQL.
        "reported_recycling_stays",
        "insert into marts.mart_recycling by name"
        " select * replace ('reported' as definition_basis)"
        " from marts.mart_recycling where definition_basis = 'then'"
        " and cohort_on = date '2026-01-01' and window_days = 30",
        "cohort_on=2026-01-01",
    ),
    (
        "restatements_add_up",
        f"update marts.mart_restatements set part = 2, cycles_gained = 2"
        f" where {RESTATED}",
        "to_stage=sql",
    ),
    (
        "restatements_add_up",
        f"update marts.mart_restatements set current_value = 5 where {RESTATED}",
        "to_stage=sql",
    ),
    (
        "restatements_add_up",
        f"update marts.mart_restatements set cycles_lost = 1 where {RESTATED}",
        "to_stage=sql",
    ),
    (
        # Another cause of one more, which nothing bears out.
        "restatements_add_up",
        "insert into marts.mart_restatements by name"
        " select * replace ('remapping' as category) from marts.mart_restatements"
        f" where {RESTATED}",
        "to_stage=sql",
    ),
    (
        # Another cause that neither gained nor lost anything.
        "restatements_add_up",
        "insert into marts.mart_restatements by name"
        " select * replace ('remapping' as category, 0 as part, 0 as cycles_gained)"
        f" from marts.mart_restatements where {RESTATED}",
        "to_stage=sql",
    ),
    (
        "restatements_are_complete",
        f"delete from marts.mart_restatements where {RESTATED}",
        "to_stage=sql",
    ),
    (
        "restatements_are_complete",
        "update marts.mart_restatements set current_value = 5, difference = 2,"
        f" part = 2, cycles_gained = 2 where {RESTATED}",
        "to_stage=sql",
    ),
    (
        # It has the parts of a difference that is none.
        "restatements_are_complete",
        "update marts.mart_restatements set period_on = date '2026-02-01'"
        f" where {RESTATED}",
        "period_on=2026-02-01",
    ),
    (
        # February, too, was to have lost one MQL and gained another: of how many?
        "restatements_are_complete",
        "insert into marts.mart_restatements by name select * replace"
        " (date '2026-02-01' as period_on, 4 as reported_value, 0 as difference,"
        " 0 as part, 1 as cycles_lost)"
        f" from marts.mart_restatements where {RESTATED}",
        "period_on=2026-02-01",
    ),
    (
        "restated_leads_add_up",
        f"delete from marts.mart_restated_leads where {RESTATED_LEAD}",
        "to_stage=sql",
    ),
    (
        "restated_leads_add_up",
        "update marts.mart_restated_leads set category = 'remapping'"
        f" where {RESTATED_LEAD}",
        "category=remapping",
    ),
    (
        "restated_leads_add_up",
        f"update marts.mart_restated_leads set cycles_lost = 1 where {RESTATED_LEAD}",
        "to_stage=sql",
    ),
    (
        # A lead that gained and lost nothing did not move it.
        "restated_leads_add_up",
        "insert into marts.mart_restated_leads by name select * replace"
        f" ('{lead_key('L5')}' as lead_id, 0 as cycles_gained)"
        f" from marts.mart_restated_leads where {RESTATED_LEAD}",
        "to_stage=sql",
    ),
)
