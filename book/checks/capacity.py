"""How many calls a week the teams can make."""

from collections import defaultdict
from collections.abc import Iterator

from book.checks.dates import check_approvals, check_ends, check_overlaps
from book.contents import BookRows
from book.intervals import holes
from book.problems import Problem
from book.rows import in_force
from book.target_rows import CallCapacity

CAPACITY_FILE = "targets/is_capacity.csv"


def check_capacity(rows: BookRows) -> Iterator[Problem]:
    """One team per stage and instant, approved, for a stage in use."""
    capacities = rows.call_capacities
    yield from check_ends(CAPACITY_FILE, capacities, _stage)
    by_stage: dict[str, list[CallCapacity]] = defaultdict(list)
    for row in capacities:
        yield from check_approvals(CAPACITY_FILE, row, row.stage)
        yield from _check_row(row, rows)
        by_stage[row.stage].append(row)
    for stage, same in by_stage.items():
        what = f"the capacity for {stage}"
        yield from check_overlaps(CAPACITY_FILE, same, _stage, what)


def _check_row(row: CallCapacity, rows: BookRows) -> Iterator[Problem]:
    if row.calls_per_lead <= 0:
        yield Problem(
            CAPACITY_FILE,
            row.line,
            row.stage,
            f"calls_per_lead {row.calls_per_lead} is not positive",
            "write the mean number of calls that a lead takes, such as 3 or 2.5",
        )
    used = [
        in_force(stage) for stage in rows.lifecycle_stages if stage.stage == row.stage
    ]
    for hole in holes(used, in_force(row))[:1]:
        yield Problem(
            CAPACITY_FILE,
            row.line,
            row.stage,
            f"is for a stage that is not in use {hole}",
            "add the stage to lifecycle_stages.csv or end the row",
        )


def _stage(row: CallCapacity) -> str:
    return row.stage
