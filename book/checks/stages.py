"""Stages and the dated versions of what each means."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from book.checks.dates import check_approvals, check_ends, check_overlaps, row_after
from book.checks.names import name_error, value_error
from book.contents import BookRows
from book.intervals import holes, span
from book.problems import Problem
from book.rows import (
    CLOSING_STAGES,
    EXIT_STAGES,
    TEMPERATURES,
    LifecycleStage,
    StageDefinition,
    in_force,
)

STAGES_FILE = "definitions/lifecycle_stages.csv"
DEFINITIONS_FILE = "definitions/stage_definitions.csv"
EVERYBODY = ("all", "all")


def check_stages(rows: BookRows) -> Iterator[Problem]:
    """Which stages are used when, and their order."""
    stages = rows.lifecycle_stages
    yield from check_ends(STAGES_FILE, stages, _stage)
    for code in sorted({row.stage for row in stages}):
        same = [row for row in stages if row.stage == code]
        yield from check_overlaps(STAGES_FILE, same, _stage, f"stage {code}")
    for first, second in combinations(stages, 2):
        is_same_time = in_force(first).overlaps(in_force(second))
        is_other_ladder = _is_temperature(first) != _is_temperature(second)
        if first.stage == second.stage or not is_same_time or is_other_ladder:
            continue
        if first.stage_order == second.stage_order:
            yield Problem(
                STAGES_FILE,
                second.line,
                second.stage,
                f"stage_order {second.stage_order} is also that of {first.stage}",
                "give every stage in use at one time its own place",
            )
    for row in stages:
        expected = "exit" if row.stage in EXIT_STAGES else "success"
        if _is_temperature(row):
            expected = "temperature"
        if row.stage_path != expected:
            yield Problem(
                STAGES_FILE,
                row.line,
                row.stage,
                f"stage_path of {row.stage} is {row.stage_path}",
                f"write {expected}",
            )
    if "lead" not in {row.stage for row in stages}:
        yield Problem(
            STAGES_FILE,
            None,
            None,
            "has no stage lead, at which every first cycle opens",
            "add its row",
        )


def check_definitions(rows: BookRows) -> Iterator[Problem]:
    """One version in force per stage, segment and instant, approved, without a hole."""
    definitions = rows.stage_definitions
    yield from check_ends(DEFINITIONS_FILE, definitions, _definition)
    for row in definitions:
        yield from _check_definition(row, rows)
    yield from _check_version_numbers(definitions)
    effective = [row for row in definitions if not row.is_draft]
    by_segment: dict[tuple[str, tuple[str, str]], list[StageDefinition]]
    by_segment = defaultdict(list)
    for row in effective:
        by_segment[row.stage, row.segment].append(row)
    for (stage, segment), versions in sorted(by_segment.items()):
        what = f"the definition of {stage} for {_segment_words(segment)}"
        yield from check_overlaps(DEFINITIONS_FILE, versions, _definition, what)
        general = by_segment.get((stage, EVERYBODY), [])
        yield from _check_holes(versions, general, rows, what)
        first = min(versions, key=in_force)
        if stage == "lead" and first.valid_from:
            yield Problem(
                DEFINITIONS_FILE,
                first.line,
                first.definition_id,
                f"is the first definition of lead but begins on {first.valid_from}: "
                "who was acquired before would be nothing",
                "leave its valid_from empty",
            )
    yield from _check_rival_segments(effective)
    for stage_row in rows.lifecycle_stages:
        same = [row for row in effective if row.stage == stage_row.stage]
        if not same:
            yield Problem(
                STAGES_FILE,
                stage_row.line,
                stage_row.stage,
                f"stage {stage_row.stage} is used but has no definition in force",
                "add one to stage_definitions.csv or remove the stage",
            )
            continue
        for_everybody = [row for row in same if row.segment == EVERYBODY] or same
        last = max(for_everybody, key=lambda row: in_force(row).end)
        if in_force(last).end < in_force(stage_row).end:
            yield Problem(
                DEFINITIONS_FILE,
                last.line,
                last.definition_id,
                f"ends on {last.valid_to} as the last definition of {last.stage}, a "
                "stage that is used after that",
                "add the next version, or end the stage in lifecycle_stages.csv too",
            )


def _check_definition(row: StageDefinition, rows: BookRows) -> Iterator[Problem]:
    def problem(reason: str, fix: str) -> Problem:
        return Problem(DEFINITIONS_FILE, row.line, row.definition_id, reason, fix)

    if row.stage not in {stage.stage for stage in rows.lifecycle_stages}:
        yield problem(
            f"stage {row.stage} is not in lifecycle_stages.csv",
            "add the stage there or remove this row",
        )
    if not row.is_draft:
        yield from check_approvals(DEFINITIONS_FILE, row, row.definition_id)
    if row.status == "retired" and row.valid_to is None:
        yield problem(
            "is retired but has no valid_to", "enter the day it ceased to hold"
        )
    if (row.segment_dimension == "all") != (row.segment_value == "all"):
        yield problem(
            f"segment {row.segment_dimension} = {row.segment_value} mixes everybody "
            "with a segment",
            "write all in both cells or in neither",
        )
    if row.stage in CLOSING_STAGES and row.grace_hours is None:
        yield problem(
            f"{row.stage} ends a cycle but has no grace_hours",
            "enter for how many hours it can be taken back, 0 for not at all",
        )
    if row.stage not in CLOSING_STAGES and row.grace_hours is not None:
        yield problem(
            f"grace_hours {row.grace_hours} of {row.stage}, which ends no cycle",
            "empty the cell: only won, lost, recycled and disqualified are taken back",
        )
    if row.stage == "lead" and row.segment_dimension != "all":
        yield problem(
            "a definition of lead cannot be limited: acquisition decides it",
            "write all in both cells of the segment",
        )
    if row.stage in TEMPERATURES:
        if row.adoption_policy != "at_next_signal":
            yield problem(
                "a temperature is judged at signals, a new version of it is none",
                "write at_next_signal in adoption_policy",
            )
        if row.cool_down_days:
            yield problem("a temperature has no cool-down", "write 0 in cool_down_days")
    dimension, value = row.segment
    if dimension != "all":
        unknown = name_error("attribute", dimension, rows)
        impossible = value_error("attribute", dimension, value, rows)
        if unknown:
            yield problem(f"segment_dimension {unknown.reason}", unknown.fix)
        elif impossible:
            yield problem(impossible.reason, impossible.fix)
    mapped = {
        known.value for known in rows.attribute_values if known.attribute == dimension
    }
    if mapped and value not in mapped:
        yield problem(
            f"no mapping gives {dimension} the value {value}",
            f"use one of {', '.join(sorted(mapped))} or add it to attribute_values.csv",
        )


def _check_version_numbers(
    definitions: Sequence[StageDefinition],
) -> Iterator[Problem]:
    for first, second in combinations(definitions, 2):
        is_same_segment = first.segment == second.segment
        if (
            first.stage == second.stage
            and is_same_segment
            and first.version == second.version
        ):
            yield Problem(
                DEFINITIONS_FILE,
                second.line,
                second.definition_id,
                f"version {second.version} of {second.stage} is already "
                f"{first.definition_id}",
                "give the newer row the next number",
            )


def _check_holes(
    versions: list[StageDefinition],
    general: list[StageDefinition],
    rows: BookRows,
    what: str,
) -> Iterator[Problem]:
    """A hole between two versions while the stage is used.

    Before the first version the stage is simply not defined. A segment's hole is none
    where the version for everybody holds.
    """
    used = [
        in_force(stage)
        for stage in rows.lifecycle_stages
        if stage.stage == versions[0].stage
    ]
    covered = [in_force(row) for row in [*versions, *general]]
    for hole in holes(covered, span(in_force(row) for row in versions)):
        if not any(hole.overlaps(days) for days in used):
            continue
        later = row_after(versions, hole)
        yield Problem(
            DEFINITIONS_FILE,
            later.line,
            later.definition_id,
            f"{what} has a gap {hole} before this version",
            "let it begin on the day the version before it ends",
        )


def _check_rival_segments(effective: Sequence[StageDefinition]) -> Iterator[Problem]:
    """Two attributes cannot both be the most specific one.

    A source is more specific than any attribute, any attribute than everybody.
    """
    for first, second in combinations(effective, 2):
        dimensions = {first.segment_dimension, second.segment_dimension}
        is_undecidable = len(dimensions) == 2 and not dimensions & {"all", "source"}
        is_same_time = in_force(first).overlaps(in_force(second))
        if first.stage == second.stage and is_undecidable and is_same_time:
            yield Problem(
                DEFINITIONS_FILE,
                second.line,
                second.definition_id,
                f"a lead can be in its segment ({_segment_words(second.segment)}) and "
                f"in that of {first.definition_id} ({_segment_words(first.segment)}), "
                "and neither is more specific",
                "limit both by the same attribute or let one begin when the other ends",
            )


def _is_temperature(row: LifecycleStage) -> bool:
    return row.stage in TEMPERATURES


def _stage(row: LifecycleStage) -> str:
    return row.stage


def _definition(row: StageDefinition) -> str:
    return row.definition_id


def _segment_words(segment: tuple[str, str]) -> str:
    return "everybody" if segment == EVERYBODY else f"{segment[0]} = {segment[1]}"
