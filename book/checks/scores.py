"""Points, caps and half-lives."""

from collections import defaultdict
from collections.abc import Iterator

from book.checks.dates import (
    check_approvals,
    check_ends,
    check_overlaps,
    check_tiles_time,
)
from book.checks.names import name_error
from book.checks.rules import attribute_error
from book.contents import BookRows
from book.problems import Problem
from book.rows import TOUCH_SIGNALS, ScoreHalfLife, ScoreRule

SCORES_FILE = "definitions/score_rules.csv"
HALF_LIVES_FILE = "definitions/score_half_lives.csv"
DECAYING_KINDS = ("behaviour", "engagement")


def check_scores(rows: BookRows) -> Iterator[Problem]:
    """One price per signal and instant; one half-life per kind at every instant."""
    yield from check_ends(SCORES_FILE, rows.score_rules, _score_rule)
    priced: dict[tuple[str | None, ...], list[ScoreRule]] = defaultdict(list)
    for rule in rows.score_rules:
        yield from check_approvals(SCORES_FILE, rule, rule.score_rule_id)
        yield from _check_score_rule(rule, rows)
        priced[rule.signal, rule.signal_argument, rule.comparison, rule.value].append(
            rule
        )
    for key, versions in priced.items():
        what = f"the price of {' '.join(part for part in key if part)}"
        yield from check_overlaps(SCORES_FILE, versions, _score_rule, what)
    yield from _check_half_lives(rows)


def _check_score_rule(rule: ScoreRule, rows: BookRows) -> Iterator[Problem]:
    def problem(reason: str, fix: str) -> Problem:
        return Problem(SCORES_FILE, rule.line, rule.score_rule_id, reason, fix)

    refusal = name_error(rule.signal, rule.signal_argument, rows)
    if refusal:
        yield problem(f"signal_argument {refusal.reason}", refusal.fix)
    is_counted = rule.signal in TOUCH_SIGNALS
    if is_counted != (rule.kind in DECAYING_KINDS):
        yield problem(
            f"the signal {rule.signal} cannot give {rule.kind} points",
            "use touch or content for behaviour and engagement, attribute for "
            "attribute",
        )
    if is_counted and (rule.comparison or rule.value):
        yield problem(
            f"the signal {rule.signal} takes no comparison or value",
            "empty both cells",
        )
    if not is_counted:
        if rule.comparison and rule.value:
            error = attribute_error(
                rule.signal_argument, rule.comparison, rule.value, rows
            )
            if error:
                yield problem(error.reason, error.fix)
        else:
            yield problem(
                "the signal attribute needs comparison and value", "fill both in"
            )
        if rule.daily_cap is not None:
            yield problem(
                "attribute points are given once and take no daily_cap",
                "empty the cell",
            )
    if rule.points == 0:
        yield problem("points are 0", "give points or remove the row")
    cap = rule.daily_cap
    if cap is not None and cap * rule.points <= 0:
        yield problem(
            f"daily_cap {cap} has not the sign of points {rule.points}",
            "give both the same sign",
        )


def _check_half_lives(rows: BookRows) -> Iterator[Problem]:
    yield from check_ends(HALF_LIVES_FILE, rows.score_half_lives, _half_life)
    for row in rows.score_half_lives:
        yield from check_approvals(HALF_LIVES_FILE, row, row.kind)
        if row.half_life_days is not None and row.half_life_days <= 0:
            yield Problem(
                HALF_LIVES_FILE,
                row.line,
                row.kind,
                f"half_life_days {row.half_life_days} is not positive",
                "give days, or leave the cell empty for no decay",
            )
    for kind in DECAYING_KINDS:
        same = [row for row in rows.score_half_lives if row.kind == kind]
        yield from check_tiles_time(
            HALF_LIVES_FILE, same, _half_life, f"the half-life of {kind}"
        )


def _score_rule(row: ScoreRule) -> str:
    return row.score_rule_id


def _half_life(row: ScoreHalfLife) -> str:
    return row.kind
