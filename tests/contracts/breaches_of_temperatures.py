"""Breaches of what is promised of temperatures.

Each is a rule, the SQL that breaks it and what the key of the broken row says.
"""

from tests.contracts.golden_cycles import lead_key

L1, L3, L4 = (lead_key(f"L{number}") for number in (1, 3, 4))


BREACHES = (
    (
        # A second too long: two temperatures at once.
        "temperatures_follow_each_other",
        "update facts.fct_temperatures set to_at = to_at + interval 1 second"
        f" where lead_id = '{L1}'",
        f"lead_id={L1}, from_at=2026-01-04 15:00:00",
    ),
    (
        "temperatures_follow_each_other",
        f"update facts.fct_temperatures set to_at = null where lead_id = '{L1}'",
        f"lead_id={L1}, from_at=2026-01-04 15:00:00",
    ),
    (
        "temperatures_follow_each_other",
        f"update facts.fct_temperatures set to_at = from_at where lead_id = '{L1}'",
        f"lead_id={L1}, from_at=2026-01-04 15:00:00",
    ),
    (
        # The same words on both sides of a border are one interval.
        "temperatures_follow_each_other",
        "update facts.fct_temperatures set recorded_temperature = 'hot',"
        f" verdict = 'agree' where lead_id = '{L1}'",
        f"lead_id={L1}, from_at=2026-01-04 15:00:00",
    ),
    (
        "temperatures_follow_each_other",
        "update facts.fct_temperatures set from_at = timestamp '2026-03-31 15:00'"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        "temperatures_follow_each_other",
        "update facts.fct_temperatures set to_at = timestamp '2026-03-31 15:00'"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        "temperatures_follow_each_other",
        f"update facts.fct_temperatures set temperature = null where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        # The definition of another temperature.
        "temperatures_cite_their_definition",
        "update facts.fct_temperatures set definition_id = 'hot_v1'"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        "temperatures_cite_their_definition",
        "update facts.fct_temperatures set definition_id = 'cold_v2'"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        # cold_v1 begins at midnight of 01-01 in Tokyo.
        "temperatures_cite_their_definition",
        "update facts.fct_temperatures set from_at = timestamp '2025-12-31 14:59:59'"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        "temperatures_cite_their_definition",
        "update facts.fct_temperatures set definition_id = null"
        f" where lead_id = '{L3}'",
        f"lead_id={L3}",
    ),
    (
        "temperatures_cite_their_definition",
        f"update facts.fct_temperatures set verdict = 'differs' where lead_id = '{L4}'",
        f"lead_id={L4}",
    ),
    (
        # Sales cannot have recorded what they cannot say.
        "temperatures_cite_their_definition",
        f"update facts.fct_temperatures set verdict = null where lead_id = '{L4}'",
        f"lead_id={L4}",
    ),
    (
        "temperature_counts_recount",
        "update marts.mart_temperature_agreement set leads = 2"
        " where period_grain = 'month' and temperature = 'hot'",
        "period_grain=month, period_on=2026-01-01, temperature=hot",
    ),
    (
        "temperature_counts_recount",
        "delete from marts.mart_temperature_agreement where temperature = '(none)'",
        "period_grain=month, period_on=2026-03-01, temperature=(none)",
    ),
    (
        # Gone at the last instant of January, L1 does not count for it.
        "temperature_counts_recount",
        "update facts.fct_temperatures set to_at = timestamp '2026-01-31 14:59:59'"
        f" where lead_id = '{L1}' and verdict = 'agree'",
        "period_grain=month, period_on=2026-01-01, temperature=hot",
    ),
    (
        "temperature_counts_recount",
        "insert into intermediate.int_counted_temperatures by name select"
        " 'now' as definition_basis, * from facts.fct_temperatures"
        f" where lead_id = '{L4}'",
        "definition_basis=now, period_grain=month",
    ),
)
