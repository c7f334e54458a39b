"""The clauses of definitions: which signal may decide which stage, and how."""

from collections import Counter
from collections.abc import Iterator

from book.cells import CellError, parse_number
from book.checks.names import name_error, value_error
from book.contents import BookRows
from book.problems import Problem
from book.rows import (
    CLOSING_STAGES,
    COMPUTED_SIGNALS,
    EVENT_SIGNALS,
    OPPORTUNITY_SIGNALS,
    ORDERED_COMPARISONS,
    SCORE_SERIES,
    STAGE_SIGNALS,
    STAGES,
    STATUS_SIGNALS,
    TEMPERATURES,
    TOUCH_SIGNALS,
    StageDefinition,
    StageRule,
)

RULES_FILE = "definitions/stage_rules.csv"
DEFINITIONS_FILE = "definitions/stage_definitions.csv"
# Each condition is one bit of a 64-bit mask whose sign bit stays free.
MAX_CONDITIONS = 63


def check_rules(rows: BookRows) -> Iterator[Problem]:
    """Every definition but that of lead has rules, and every rule can be evaluated."""
    definitions = {row.definition_id: row for row in rows.stage_definitions}
    ruled = {rule.definition_id for rule in rows.stage_rules}
    for definition in rows.stage_definitions:
        if definition.stage != "lead" and definition.definition_id not in ruled:
            yield Problem(
                DEFINITIONS_FILE,
                definition.line,
                definition.definition_id,
                f"the definition {definition.definition_id} has no rules",
                "add at least one row to stage_rules.csv",
            )
    number = len(conditions(rows))
    if number > MAX_CONDITIONS:
        yield Problem(
            RULES_FILE,
            None,
            None,
            f"the rules need {number} different conditions, over all versions and "
            f"prices, and at most {MAX_CONDITIONS} can be evaluated at once",
            "let rules share thresholds and windows where they may",
        )
    sizes = _group_sizes(rows)
    for rule in rows.stage_rules:
        definition_of_rule = definitions.get(rule.definition_id)
        if definition_of_rule is None:
            yield _problem(
                rule,
                f"the definition {rule.definition_id} does not exist",
                "correct the id or add the definition to stage_definitions.csv",
            )
        else:
            size = sizes[rule.definition_id, rule.rule_group]
            yield from _check_place(rule, definition_of_rule, size)
        yield from _check_shape(rule, rows)


def is_evidence(rule: StageRule, stage: str, group_size: int) -> bool:
    """True where one record alone decides, so that nothing has to be evaluated.

    Not for a temperature, which is judged at the end of a day.
    """
    return (
        group_size == 1
        and stage not in TEMPERATURES
        and rule.signal not in COMPUTED_SIGNALS
        and (rule.min_count or 1) == 1
        and rule.within_days is None
        and not rule.is_negated
        and rule.comparison in (None, "=")
    )


def conditions(rows: BookRows) -> set[tuple[object, ...]]:
    """What is evaluated per lead: the conditions of all versions and stages together.

    Rules that say the same share one condition; a score is one at the prices of then
    and another at those of now; a segment and an attribute that gives points are
    conditions too.
    """
    definitions = {row.definition_id: row for row in rows.stage_definitions}
    sizes = _group_sizes(rows)
    found: set[tuple[object, ...]] = set()
    for rule in rows.stage_rules:
        definition = definitions.get(rule.definition_id)
        size = sizes[rule.definition_id, rule.rule_group]
        if definition is None or is_evidence(rule, definition.stage, size):
            continue
        clause = (rule.signal, rule.signal_argument, rule.comparison, rule.value)
        if rule.signal in ("attribute", "sfa_field"):
            found.add(clause)
        elif rule.signal == "score":
            found.add((*clause, definition.counts_from, "now"))
            if not definition.is_draft:
                found.add((*clause, definition.counts_from, "then"))
        else:
            is_touch = rule.signal in TOUCH_SIGNALS
            counts_from = definition.counts_from if is_touch else "exit"
            count = (rule.min_count or 1, rule.within_days, counts_from)
            found.add((*clause, *count))
    for definition in definitions.values():
        dimension, value = definition.segment
        if dimension != "all":
            found.add(("attribute", dimension, "=", value))
    for price in rows.score_rules:
        if price.signal == "attribute":
            found.add(
                (price.signal, price.signal_argument, price.comparison, price.value)
            )
    return found


def _group_sizes(rows: BookRows) -> Counter[tuple[str, int]]:
    return Counter((rule.definition_id, rule.rule_group) for rule in rows.stage_rules)


def _check_place(
    rule: StageRule, definition: StageDefinition, group_size: int
) -> Iterator[Problem]:
    """Who may decide what: nobody declares an MQL, and one record alone is an exit."""
    stage = definition.stage
    if stage == "lead":
        yield _problem(
            rule,
            "a definition of lead takes no rules, acquisition decides it",
            "remove the rule",
        )
    elif rule.signal == "declared_stage":
        if stage in TEMPERATURES:
            yield _problem(
                rule,
                f"declared_stage declares a stage and {stage} is a temperature",
                "use what is computed, or a status, call, field or deal",
            )
        elif stage == "mql" and definition.segment_dimension != "source":
            yield _problem(
                rule,
                "declared_stage would let any system declare an mql",
                "limit the definition to the source whose rows already are MQLs",
            )
        elif not is_evidence(rule, stage, group_size):
            yield _problem(
                rule,
                "declared_stage cannot be combined or counted",
                "give it a rule_group of its own",
            )
    elif stage == "mql" and rule.signal in STATUS_SIGNALS:
        yield _problem(
            rule,
            f"the status {rule.signal} cannot decide mql, whose criteria are computed",
            "use touch, content, attribute, score or what sales recorded, or "
            "declared_stage for a source whose rows already are MQLs",
        )
    elif (
        rule.is_negated
        and group_size == 1
        and rule.signal not in COMPUTED_SIGNALS
        and stage not in TEMPERATURES
    ):
        yield _problem(
            rule,
            f"the absence of the recorded signal {rule.signal} has no instant",
            "write false in is_negated or combine it with another rule",
        )
    elif stage in CLOSING_STAGES and not is_evidence(rule, stage, group_size):
        yield _problem(
            rule,
            f"{stage} ends a cycle, which one recorded signal a group does",
            "use a signal that people record, such as sfa_status, in a rule_group of "
            "its own, without count and window",
        )


def _check_shape(rule: StageRule, rows: BookRows) -> Iterator[Problem]:
    """The cells that a signal needs are filled and those it does not know are empty."""
    takes_argument = rule.signal not in OPPORTUNITY_SIGNALS
    takes_value = rule.signal in ("attribute", "score", "sfa_field")
    takes_count = rule.signal in (*TOUCH_SIGNALS, *EVENT_SIGNALS)
    cells = {
        "signal_argument": (rule.signal_argument, takes_argument, takes_argument),
        "comparison": (rule.comparison, takes_value, takes_value),
        "value": (rule.value, takes_value, takes_value),
        # An empty min_count is once, an empty within_days ever.
        "min_count": (rule.min_count, takes_count, False),
        "within_days": (rule.within_days, takes_count, False),
    }
    is_complete = True
    for column, (cell, is_known, is_needed) in cells.items():
        if is_needed and cell is None:
            is_complete = False
            yield _problem(
                rule, f"the signal {rule.signal} needs {column}", "fill it in"
            )
        if not is_known and cell is not None:
            is_complete = False
            yield _problem(
                rule, f"the signal {rule.signal} takes no {column}", "empty the cell"
            )
    if is_complete:
        yield from _check_values(rule, rows)


def _check_values(rule: StageRule, rows: BookRows) -> Iterator[Problem]:
    stages = [row.stage for row in rows.lifecycle_stages if row.stage in STAGES]
    if rule.signal in STAGE_SIGNALS and rule.signal_argument not in stages:
        yield _problem(
            rule,
            f"signal_argument {rule.signal_argument!r} is no stage in use",
            f"use one of {', '.join(dict.fromkeys(stages))}",
        )
    if rule.signal == "sfa_field" and rule.comparison in ORDERED_COMPARISONS:
        try:
            parse_number(rule.value or "")
        except CellError as error:
            yield _problem(rule, f"the threshold {error.reason}", error.fix)
    if rule.signal == "score":
        if rule.signal_argument not in SCORE_SERIES:
            yield _problem(
                rule,
                f"signal_argument {rule.signal_argument!r} is no score",
                f"use one of {', '.join(SCORE_SERIES)}",
            )
        try:
            parse_number(rule.value or "")
        except CellError as error:
            yield _problem(rule, f"the threshold {error.reason}", error.fix)
    refusal = name_error(rule.signal, rule.signal_argument or "", rows)
    if refusal:
        yield _problem(rule, f"signal_argument {refusal.reason}", refusal.fix)
    elif rule.signal == "sfa_field":
        refusal = value_error(
            "sfa_field", rule.signal_argument or "", rule.value or "", rows
        )
        if refusal:
            yield _problem(rule, refusal.reason, refusal.fix)
    elif rule.signal == "attribute":
        refusal = attribute_error(
            rule.signal_argument or "", rule.comparison or "", rule.value or "", rows
        )
        if refusal:
            yield _problem(rule, refusal.reason, refusal.fix)


def attribute_error(
    attribute: str, comparison: str, value: str, rows: BookRows
) -> CellError | None:
    """Why an attribute clause could never be decided, or None.

    A value of a mapped attribute must be one that some mapping gives; > and < need
    a number or a ranked value.
    """
    impossible = value_error("attribute", attribute, value, rows)
    if impossible:
        return impossible
    ranks = {
        row.value: row.value_rank
        for row in rows.attribute_values
        if row.attribute == attribute
    }
    if ranks and value not in ranks:
        return CellError(
            f"no mapping gives {attribute} the value {value!r}",
            f"use one of {', '.join(sorted(ranks))} or add it to attribute_values.csv",
        )
    if comparison not in ORDERED_COMPARISONS:
        return None
    if ranks:
        unranked = sorted(name for name, rank in ranks.items() if rank is None)
        if unranked:
            return CellError(
                f"{comparison} needs an order but the value {unranked[0]!r} of "
                f"{attribute} has no value_rank",
                "rank every value in attribute_values.csv or compare with =",
            )
        return None
    try:
        parse_number(value)
    except CellError as error:
        return CellError(f"the threshold {error.reason}", error.fix)
    return None


def _problem(rule: StageRule, reason: str, fix: str) -> Problem:
    return Problem(RULES_FILE, rule.line, rule.definition_id, reason, fix)
