"""KPI names with one official denominator each, and the windows they use."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from book.checks.dates import (
    check_approvals,
    check_ends,
    check_overlaps,
    check_tiles_time,
)
from book.contents import BookRows
from book.intervals import holes
from book.problems import Problem
from book.rows import ConversionWindow, KpiDefinition, in_force

KPIS_FILE = "definitions/kpi_definitions.csv"
WINDOWS_FILE = "definitions/conversion_windows.csv"
REQUIRED_WINDOW = 30


def check_kpis(rows: BookRows) -> Iterator[Problem]:
    """One official row per name and instant, whose stages and window exist."""
    yield from check_ends(KPIS_FILE, rows.kpi_definitions, _kpi)
    yield from _check_names(rows)
    by_name: dict[str, list[KpiDefinition]] = defaultdict(list)
    for row in rows.kpi_definitions:
        by_name[row.kpi_name].append(row)
        yield from check_approvals(KPIS_FILE, row, row.kpi_id)
        yield from _check_stages(row, rows)
        yield from _check_window(row, rows)
    for name, versions in by_name.items():
        official = [row for row in versions if row.is_official]
        what = f"the official {name}"
        yield from check_overlaps(KPIS_FILE, official, _kpi, what)
        official_days = [in_force(row) for row in official]
        for row in versions:
            for hole in holes(official_days, in_force(row)):
                yield Problem(
                    KPIS_FILE,
                    row.line,
                    row.kpi_id,
                    f"{what} is not defined {hole} while this row is in force",
                    "make exactly one row of a name official at any time",
                )


def check_windows(rows: BookRows) -> Iterator[Problem]:
    """One default window at every instant, and 30 days always among the windows."""
    windows = rows.conversion_windows
    yield from check_ends(WINDOWS_FILE, windows, _window)
    for window_days in sorted({row.window_days for row in windows}):
        same = [row for row in windows if row.window_days == window_days]
        yield from check_overlaps(
            WINDOWS_FILE, same, _window, f"the window of {window_days} days"
        )
    defaults = [row for row in windows if row.is_default]
    yield from check_tiles_time(WINDOWS_FILE, defaults, _window, "the default window")
    required = [row for row in windows if row.window_days == REQUIRED_WINDOW]
    what = f"the window of {REQUIRED_WINDOW} days, which every book needs,"
    # Its overlaps are already named above, as those of any window.
    yield from (
        problem
        for problem in check_tiles_time(WINDOWS_FILE, required, _window, what)
        if "no row in force" in problem.reason
    )


def _check_names(rows: BookRows) -> Iterator[Problem]:
    """No two names read alike, in either language: each would have its official row."""
    first_of_name: dict[str, KpiDefinition] = {}
    first_of_label: dict[str, KpiDefinition] = {}
    for row in rows.kpi_definitions:
        same_name = first_of_name.setdefault(_as_read(row.kpi_name), row)
        same_label = first_of_label.setdefault(_as_read(row.label_en), row)
        if same_name.kpi_name != row.kpi_name:
            reason = f"kpi_name {row.kpi_name} reads like {same_name.kpi_name}"
            fix = f"write it as line {same_name.line} does, or name it apart"
        elif _as_read(same_label.kpi_name) != _as_read(row.kpi_name):
            reason = f"label_en {row.label_en} is that of {same_label.kpi_name}"
            fix = "give each name a label of its own"
        else:
            continue
        yield Problem(KPIS_FILE, row.line, row.kpi_id, reason, fix)


def _as_read(name: str) -> str:
    """A name without what readers do not see: width, case and kind of space."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _check_stages(row: KpiDefinition, rows: BookRows) -> Iterator[Problem]:
    def problem(reason: str, fix: str) -> Problem:
        return Problem(KPIS_FILE, row.line, row.kpi_id, reason, fix)

    stages = [
        stage
        for stage in rows.lifecycle_stages
        if in_force(stage).overlaps(in_force(row))
    ]
    for column, code in (("from_stage", row.from_stage), ("to_stage", row.to_stage)):
        if code not in {stage.stage for stage in stages}:
            yield problem(
                f"{column} {code} is no stage in use while the KPI is in force",
                "add the stage to lifecycle_stages.csv or end the KPI with it",
            )
    for start in (stage for stage in stages if stage.stage == row.from_stage):
        for end in (stage for stage in stages if stage.stage == row.to_stage):
            is_same_time = in_force(start).overlaps(in_force(end))
            if is_same_time and end.stage_order <= start.stage_order:
                yield problem(
                    f"to_stage {row.to_stage} does not come after from_stage "
                    f"{row.from_stage}",
                    "name the earlier stage first",
                )
                return


def _check_window(row: KpiDefinition, rows: BookRows) -> Iterator[Problem]:
    if row.window_days is None:
        return
    same = [
        window
        for window in rows.conversion_windows
        if window.window_days == row.window_days
    ]
    missing = holes([in_force(window) for window in same], in_force(row))
    if missing:
        yield Problem(
            KPIS_FILE,
            row.line,
            row.kpi_id,
            f"window_days {row.window_days} is no conversion window in force "
            f"{missing[0]}",
            "add the window to conversion_windows.csv or use one that stands there",
        )


def _kpi(row: KpiDefinition) -> str:
    return row.kpi_id


def _window(row: ConversionWindow) -> str:
    return str(row.window_days)
