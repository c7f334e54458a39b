"""Fields that have to be filled in: fields that exist, from an instant that comes."""

from collections import defaultdict
from collections.abc import Iterator

from book.checks.dates import check_approvals, check_ends, check_overlaps
from book.contents import BookRows
from book.problems import Problem
from book.record_rules import ENTRY_FIELDS, ENTRY_STARTS, DataEntryRule
from book.rows import STAGES, in_force

DATA_ENTRY_FILE = "definitions/data_entry_rules.csv"
# Reasons are known only when the deal is closed that way.
REASONS = {"lost_reason": "lost", "won_reason": "won"}


def check_data_entry(rows: BookRows) -> Iterator[Problem]:
    """Approved, dated rules; no field asked for twice at one time."""
    rules = rows.data_entry_rules
    yield from check_ends(DATA_ENTRY_FILE, rules, _rule)
    same: dict[tuple[str | None, ...], list[DataEntryRule]] = defaultdict(list)
    for rule in rules:
        yield from check_approvals(DATA_ENTRY_FILE, rule, rule.data_entry_rule_id)
        yield from _check_field(rule)
        yield from _check_start(rule, rows)
        asks_for = (rule.object, rule.field, rule.applies_from, rule.activity_type)
        same[asks_for].append(rule)
    for duty, versions in same.items():
        what = f"the duty to fill in {' '.join(part for part in duty if part)}"
        yield from check_overlaps(DATA_ENTRY_FILE, versions, _rule, what)


def _check_field(rule: DataEntryRule) -> Iterator[Problem]:
    allowed = ENTRY_FIELDS[rule.object]
    if rule.field not in allowed:
        yield _problem(
            rule,
            f"field {rule.field} is none of {rule.object}",
            f"use one of {', '.join(allowed)}",
        )
    if rule.activity_type and rule.object != "sales_activity":
        yield _problem(
            rule, f"the object {rule.object} takes no activity_type", "empty the cell"
        )


def _check_start(rule: DataEntryRule, rows: BookRows) -> Iterator[Problem]:
    known = ENTRY_STARTS.get(rule.object)
    if known is None:
        stages = [
            row.stage
            for row in rows.lifecycle_stages
            if row.stage in STAGES and in_force(row).overlaps(in_force(rule))
        ]
        if rule.applies_from not in stages:
            yield _problem(
                rule,
                f"applies_from {rule.applies_from} is no stage in use while the rule "
                "is in force",
                f"use one of {', '.join(dict.fromkeys(stages))}",
            )
    elif rule.applies_from not in known:
        yield _problem(
            rule,
            f"applies_from {rule.applies_from} is unknown of {rule.object}",
            f"use one of {', '.join(known)}",
        )
    elif rule.applies_from != REASONS.get(rule.field, rule.applies_from):
        yield _problem(
            rule,
            f"{rule.field} cannot be asked for when an opportunity is "
            f"{rule.applies_from}",
            f"write {REASONS[rule.field]} in applies_from",
        )


def _problem(rule: DataEntryRule, reason: str, fix: str) -> Problem:
    return Problem(DATA_ENTRY_FILE, rule.line, rule.data_entry_rule_id, reason, fix)


def _rule(rule: DataEntryRule) -> str:
    return rule.data_entry_rule_id
