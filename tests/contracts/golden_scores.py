"""The scores of the golden company, see `golden_cycles`: of L5 alone, by its lifetime.

100 points of 03-10 halve every ten days: 81.225240 after three midnights, 75.785828
after four. On 03-20 50 are left, and 30 come: exactly 80; 80 * 2^-0.1 = 74.642639. As
of 03-31 the white paper is 100 * 2^-2.1 = 23.325825, the seminar 30 * 2^-1.1 =
13.995495.

Of the six cycles five had 0 points at their MQL and are 30 days older today; one, L1's,
had its opportunity within 20 days, and none a win. L5's 80 points are too young.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.contracts.golden_counts import wilson
from tests.contracts.golden_cycles import Row, lead_key, tokyo

L5 = {"lead_id": lead_key("L5"), "counts_from": "lifetime"}
LANDMARK = {"definition_basis": "then", "landmark": "at_mql", "window_days": 30}


def score_interval_rows() -> Iterator[Row]:
    """The white paper, and the seminar ten days later."""
    for points, day, end in ((100.0, "03-10", "03-20"), (80.0, "03-20", None)):
        yield L5 | {
            "cause": "touch",
            "behaviour_score": points,
            "engagement_score": 0.0,
            "attribute_score": 0.0,
            "score": points,
            "displayed_score": points,
            "behaviour_half_life_days": 10.0,
            "is_current": end is None,
            "from_on": f"2026-{day}",
            "from_at": tokyo(day),
            "to_at": tokyo(end) if end else None,
        }


def score_crossing_rows() -> Iterator[Row]:
    """Above 80 with each touch, below it with the days."""
    for day, direction, cause, score in (
        ("03-10", "upward", "touch", 100.0),
        ("03-14", "downward", "decay", 75.785828),
        ("03-20", "upward", "touch", 80.0),
        ("03-21", "downward", "decay", 74.642639),
    ):
        yield L5 | {
            "score_series": "total",
            "comparison": ">=",
            "direction": direction,
            "cause": cause,
            "definition_ids": "mql_v1,mql_v2",
            "threshold": 80.0,
            "score": score,
            "crossed_at": tokyo(day),
        }


def score_part_rows() -> Iterator[Row]:
    """What the two touches are worth on 03-31."""
    for rule, points, decayed in (
        ("paper", 100.0, 23.325824788),
        ("seminar", 30.0, 13.995494873),
    ):
        yield L5 | {
            "score_rule_id": rule,
            "kind": "behaviour",
            "statement_ja": "Wortlaut",
            "statement_en": "Wording",
            "touches": 1,
            "raw_points": points,
            "capped_points": points,
            "decayed_points": decayed,
            "score": 37.32132,
            "displayed_score": 37.32132,
        }


def score_comparison_rows() -> Iterator[Row]:
    """The MA shows 40 points for L5, and none for anybody else."""
    yield {
        "source": "exports",
        "leads": 5,
        "leads_without_ma_score": 4,
        "leads_with_both": 1,
        "leads_in_same_band": 1,
        "same_band_share": 1.0,
        "mean_difference": -2.67868,
        "mean_absolute_difference": 2.67868,
        "median_absolute_difference": 2.67868,
    }


def score_band_rows() -> Iterator[Row]:
    """Five cycles under 80, L5's from 80 on."""
    for outcome, converted in (("opportunity", 1), ("won", 0)):
        for band, bound, cycles, mature, reached in (
            ("under_80", None, 5, 5, converted),
            ("from_80", 80.0, 1, 0, 0),
            ("all", None, 6, 5, converted),
        ):
            lower, upper = wilson(reached, mature)
            yield LANDMARK | {
                "outcome": outcome,
                "band": band,
                "lower_bound": bound,
                "cycles": cycles,
                "cycles_mature": mature,
                "cycles_converted": reached,
                "conversion_rate": reached / mature if mature else None,
                "rate_lower": lower,
                "rate_upper": upper,
                # All five have the same score.
                "auc": 0.5 if band == "all" and reached else None,
            }


def score_rule_rows() -> Iterator[Row]:
    """No rule had given points to any of the five, and five are too few to tell."""
    for outcome in ("opportunity", "won"):
        for rule, kind in (
            ("paper", "behaviour"),
            ("seminar", "behaviour"),
            ("small", "attribute"),
        ):
            yield LANDMARK | {
                "outcome": outcome,
                "score_rule_id": rule,
                "kind": kind,
                "statement_ja": "Wortlaut",
                "statement_en": "Wording",
                "cycles_with": 0,
                "cycles_without": 5,
                "is_indicative": True,
            }
