"""Breaches of what the tables of scores promise.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L5 = lead_key("L1"), lead_key("L5")
FIRST = "from_at = timestamp '2026-03-09 15:00'"
LAST = "from_at = timestamp '2026-03-19 15:00'"
CROSSING = "crossed_at = timestamp '2026-03-13 15:00'"
BAND = "outcome = 'opportunity' and band = 'under_80'"
KEY = f"lead_id={L5}, counts_from=lifetime"

BREACHES = (
    (
        # A hole of a second.
        "score_intervals_follow_each_other",
        "update facts.fct_score_intervals set to_at = to_at - interval 1 second"
        f" where {FIRST}",
        f"{KEY}, from_at=2026-03-09",
    ),
    (
        "score_intervals_follow_each_other",
        f"update facts.fct_score_intervals set is_current = true where {FIRST}",
        f"{KEY}, from_at=2026-03-09",
    ),
    (
        # The part says 79 of 80.
        "score_intervals_follow_each_other",
        f"update facts.fct_score_intervals set behaviour_score = 79 where {LAST}",
        f"{KEY}, from_at=2026-03-19",
    ),
    (
        "score_intervals_follow_each_other",
        "update facts.fct_score_intervals set score = -1, behaviour_score = -1,"
        f" displayed_score = -1 where {LAST}",
        f"{KEY}, from_at=2026-03-19",
    ),
    (
        # 0.000001 points too many.
        "score_parts_add_up",
        "update marts.mart_lead_score_parts set decayed_points = 13.995495873"
        " where score_rule_id = 'seminar'",
        KEY,
    ),
    (
        "score_parts_add_up",
        "delete from marts.mart_lead_score_parts",
        KEY,
    ),
    (
        # A score of today that nothing in its history tells.
        "score_parts_add_up",
        "delete from facts.fct_score_intervals",
        KEY,
    ),
    (
        # 30 points, of which the cap makes 31.
        "score_parts_add_up",
        "update marts.mart_lead_score_parts set capped_points = 31"
        " where score_rule_id = 'seminar'",
        KEY,
    ),
    (
        # One lead has one score.
        "score_parts_add_up",
        "update marts.mart_lead_score_parts set score = 38"
        " where score_rule_id = 'seminar'",
        KEY,
    ),
    (
        # As if it had not decayed since 03-20.
        "score_parts_add_up",
        "update facts.fct_score_intervals set behaviour_half_life_days = null",
        KEY,
    ),
    (
        # On 03-13 81.225240 points are still enough.
        "score_crossings_follow_from_intervals",
        "update facts.fct_score_crossings set crossed_at = crossed_at - interval 1 day"
        f" where {CROSSING}",
        "crossed_at=2026-03-12",
    ),
    (
        "score_crossings_follow_from_intervals",
        f"update facts.fct_score_crossings set direction = 'upward' where {CROSSING}",
        "crossed_at=2026-03-13",
    ),
    (
        # Without it two upward ones follow each other.
        "score_crossings_follow_from_intervals",
        f"delete from facts.fct_score_crossings where {CROSSING}",
        "crossed_at=2026-03-19",
    ),
    (
        # A total of 100 is above 80, and nobody says so.
        "score_crossings_follow_from_intervals",
        "delete from facts.fct_score_crossings",
        "crossed_at=2026-03-09",
    ),
    (
        "score_crossings_follow_from_intervals",
        "update facts.fct_score_crossings set threshold = 79"
        " where direction = 'upward'",
        "threshold=79",
    ),
    (
        # A draft asks for nothing yet.
        "score_crossings_follow_from_intervals",
        "update book.stage_definitions set status = 'draft' where stage = 'mql'",
        "threshold=80",
    ),
    (
        "score_bands_recount",
        f"update marts.mart_score_bands set cycles_converted = 2 where {BAND}",
        "outcome=opportunity, window_days=30, band=under_80",
    ),
    (
        # A rate that is not 1 of 5.
        "score_bands_recount",
        f"update marts.mart_score_bands set conversion_rate = 0.25 where {BAND}",
        "outcome=opportunity, window_days=30, band=under_80",
    ),
    (
        "score_bands_recount",
        f"update marts.mart_score_bands set rate_upper = 0.5 where {BAND}",
        "outcome=opportunity, window_days=30, band=under_80",
    ),
    (
        # L1's history has 100 points at its MQL; its cycle stands under 80.
        "score_bands_recount",
        f"update facts.fct_score_intervals set lead_id = '{L1}',"
        " from_at = timestamp '2026-01-04 15:00', from_on = date '2026-01-05',"
        f" to_at = null where {FIRST}",
        "outcome=opportunity, window_days=30, band=from_80",
    ),
    (
        # Points of a second after the MQL were not known at it.
        "score_bands_recount",
        "update facts.fct_score_intervals set from_at = from_at + interval 1 second"
        f" where {LAST}; update facts.fct_score_intervals set to_at = to_at"
        f" + interval 1 second where {FIRST}",
        "outcome=opportunity, window_days=30, band=from_80",
    ),
    (
        # An opportunity as old as the MQL is known by then.
        "score_bands_recount",
        "update facts.fct_lead_cycles set opportunity_at = mql_at"
        f" where lead_id = '{L1}'",
        "outcome=opportunity, window_days=30, band=all",
    ),
    (
        "score_bands_recount",
        "delete from marts.mart_score_bands where band = 'from_80'",
        "outcome=opportunity, window_days=30, band=from_80",
    ),
    (
        "score_bands_recount",
        "update marts.mart_score_bands set auc = 1.5 where auc is not null",
        "outcome=opportunity, window_days=30, band=all",
    ),
    (
        # Nobody won: no pair can be compared.
        "score_bands_recount",
        "update marts.mart_score_bands set auc = 0.5 where outcome = 'won'"
        " and band = 'all'",
        "outcome=won, window_days=30, band=all",
    ),
    (
        "score_rules_compare_mature_cycles",
        "update marts.mart_score_rules set cycles_without = 6"
        " where score_rule_id = 'paper'",
        "window_days=30, score_rule_id=paper",
    ),
    (
        # A rule since ever leaves nobody out.
        "score_rules_compare_mature_cycles",
        "update marts.mart_score_rules set cycles_without = 4"
        " where score_rule_id = 'paper'",
        "window_days=30, score_rule_id=paper",
    ),
    (
        # A rate of five cycles where thirty are asked for.
        "score_rules_compare_mature_cycles",
        "update marts.mart_score_rules set converted_without = 1, rate_without = 0.2"
        " where score_rule_id = 'seminar' and outcome = 'opportunity'",
        "outcome=opportunity, window_days=30, score_rule_id=seminar",
    ),
    (
        # Five are enough now, so their rate is due.
        "score_rules_compare_mature_cycles",
        "update book.score_landmarks set min_cycles = 5",
        "window_days=30, score_rule_id=paper",
    ),
    (
        "score_rules_compare_mature_cycles",
        "update marts.mart_score_rules set is_indicative = false"
        " where score_rule_id = 'small'",
        "window_days=30, score_rule_id=small",
    ),
    (
        "score_comparison_counts_nest",
        "update marts.mart_score_comparison set leads_without_ma_score = 5",
        "source=exports",
    ),
    (
        "score_comparison_counts_nest",
        "update marts.mart_score_comparison set leads_in_same_band = 2",
        "source=exports",
    ),
    (
        # One lead has no rank among others.
        "score_comparison_counts_nest",
        "update marts.mart_score_comparison set rank_correlation = 1",
        "source=exports",
    ),
    (
        "score_comparison_counts_nest",
        "update marts.mart_score_comparison set mean_difference = -3",
        "source=exports",
    ),
)
