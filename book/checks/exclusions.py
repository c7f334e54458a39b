"""Who and what is not counted: rules that can be evaluated, one at a time."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from book.cells import CellError
from book.checks.dates import check_approvals, check_ends, check_overlaps
from book.checks.names import name_error, value_error
from book.contents import BookRows
from book.problems import Problem
from book.record_rules import TEXT_SIGNALS, ExclusionRule

EXCLUSIONS_FILE = "definitions/exclusion_rules.csv"
_LABELS = r"[a-z0-9-]+(?:\.[a-z0-9-]+)"
# What a comparison with a mail domain may look for: addresses are in lower case.
_DOMAIN_PARTS = {
    "=": re.compile(rf"{_LABELS}+"),
    "ends_with": re.compile(rf"\.?{_LABELS}*"),
    "contains": re.compile(r"[a-z0-9.-]+"),
}
_COMPARE: dict[str, Callable[[str, str], bool]] = {
    "=": lambda cell, value: cell == value,
    "ends_with": lambda cell, value: cell.endswith(value),
    "contains": lambda cell, value: value in cell,
}


def check_exclusions(rows: BookRows) -> Iterator[Problem]:
    """Approved, dated, complete rules; no two in force that look for the same."""
    rules = rows.exclusion_rules
    yield from check_ends(EXCLUSIONS_FILE, rules, _exclusion)
    same: dict[tuple[object, ...], list[ExclusionRule]] = defaultdict(list)
    for rule in rules:
        yield from check_approvals(EXCLUSIONS_FILE, rule, rule.exclusion_id)
        yield from _check_use(rule)
        problems = list(_check_shape(rule))
        yield from problems or _check_values(rule, rows)
        looks_for = (
            rule.signal,
            tuple(sorted(rule.touch_types)),
            rule.comparison,
            rule.value,
            rule.min_count,
            rule.within_seconds,
        )
        same[looks_for].append(rule)
    for versions in same.values():
        what = f"the exclusion by {_signal_words(versions[0])}"
        yield from check_overlaps(EXCLUSIONS_FILE, versions, _exclusion, what)


def _check_use(rule: ExclusionRule) -> Iterator[Problem]:
    """Bursts are of touches, all else is about a person; customers get a segment."""
    is_burst = rule.signal == "touch_burst"
    if is_burst != (rule.applies_to == "touch"):
        yield _problem(
            rule,
            f"the signal {rule.signal} cannot exclude a {rule.applies_to}",
            f"write {'touch' if is_burst else 'lead'} in applies_to",
        )
    if rule.action == "segment" and rule.signal != "customer":
        yield _problem(
            rule,
            f"the signal {rule.signal} gives no segment of its own",
            "write exclude, or use the signal customer",
        )
    if rule.signal == "customer" and rule.reason != "existing_customer":
        yield _problem(
            rule,
            f"the signal customer does not tell a {rule.reason}",
            "write existing_customer or use another signal",
        )


def _check_shape(rule: ExclusionRule) -> Iterator[Problem]:
    """The cells that a signal needs are filled and the others are empty."""
    is_text, is_burst = rule.signal in TEXT_SIGNALS, rule.signal == "touch_burst"
    cells = {
        "signal_argument": (rule.signal_argument, is_burst or _is_attribute(rule)),
        "comparison": (rule.comparison, is_text),
        "value": (rule.value, is_text),
        "min_count": (rule.min_count, is_burst),
        "within_seconds": (rule.within_seconds, is_burst),
    }
    for column, (cell, is_known) in cells.items():
        if is_known and cell is None:
            yield _problem(
                rule, f"the signal {rule.signal} needs {column}", "fill it in"
            )
        if not is_known and cell is not None:
            yield _problem(
                rule, f"the signal {rule.signal} takes no {column}", "empty the cell"
            )


def _check_values(rule: ExclusionRule, rows: BookRows) -> Iterator[Problem]:
    """What the rule looks for could be found."""
    comparison, value = rule.comparison or "", rule.value or ""
    if rule.signal == "touch_burst":
        yield from _check_touch_types(rule, rows)
    if rule.signal == "email_domain" and not _DOMAIN_PARTS[comparison].fullmatch(value):
        yield _problem(
            rule,
            f"value {value!r} is found in no mail domain by {comparison}",
            "write the domain in lower case without @, such as rival.example",
        )
    if rule.signal == "attribute":
        refusal = _attribute_error(rule.signal_argument or "", comparison, value, rows)
        if refusal:
            yield _problem(rule, refusal.reason, refusal.fix)


def _attribute_error(
    attribute: str, comparison: str, value: str, rows: BookRows
) -> CellError | None:
    """Why no value of the attribute could ever be met, or None."""
    refusal = name_error("attribute", attribute, rows)
    if refusal:
        return CellError(f"signal_argument {refusal.reason}", refusal.fix)
    impossible = value_error("attribute", attribute, value, rows)
    if impossible and comparison == "=":
        return impossible
    mapped = {row.value for row in rows.attribute_values if row.attribute == attribute}
    if not mapped or any(_COMPARE[comparison](known, value) for known in mapped):
        return None
    return CellError(
        f"no mapping gives {attribute} a value that {comparison} {value!r} finds",
        f"use one of {', '.join(sorted(mapped))} or add it to attribute_values.csv",
    )


def _check_touch_types(rule: ExclusionRule, rows: BookRows) -> Iterator[Problem]:
    for touch_type in rule.touch_types:
        refusal = name_error("touch", touch_type, rows)
        if refusal:
            yield _problem(
                rule,
                f"signal_argument {refusal.reason}",
                f"separate touch types by |, and {refusal.fix}",
            )
    if len(set(rule.touch_types)) < len(rule.touch_types):
        yield _problem(
            rule,
            f"signal_argument {rule.signal_argument!r} names a touch type twice",
            "name each once",
        )


def _is_attribute(rule: ExclusionRule) -> bool:
    return rule.signal == "attribute"


def _signal_words(rule: ExclusionRule) -> str:
    cells = (rule.signal, rule.signal_argument, rule.comparison, rule.value)
    return " ".join(cell for cell in cells if cell)


def _problem(rule: ExclusionRule, reason: str, fix: str) -> Problem:
    return Problem(EXCLUSIONS_FILE, rule.line, rule.exclusion_id, reason, fix)


def _exclusion(rule: ExclusionRule) -> str:
    return rule.exclusion_id
