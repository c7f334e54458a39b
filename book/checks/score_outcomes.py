"""How scores are held against outcomes: bands, and the landmarks of a cycle."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from book.checks.dates import (
    check_approvals,
    check_ends,
    check_overlaps,
    check_tiles_time,
)
from book.contents import BookRows
from book.problems import Problem
from book.rows import in_force
from book.target_rows import ScoreBand, ScoreLandmark

BANDS_FILE = "targets/score_bands.csv"
LANDMARKS_FILE = "targets/score_landmarks.csv"
# What the row of all bands together is called.
TOTAL = "all"


def check_score_bands(rows: BookRows) -> Iterator[Problem]:
    """Every score lies in exactly one band on every day."""
    bands = rows.score_bands
    yield from check_ends(BANDS_FILE, bands, _band)
    by_code: dict[str, list[ScoreBand]] = defaultdict(list)
    by_bound: dict[Decimal, list[ScoreBand]] = defaultdict(list)
    for row in bands:
        yield from check_approvals(BANDS_FILE, row, row.band)
        if row.band == TOTAL:
            yield Problem(
                BANDS_FILE,
                row.line,
                row.band,
                f"{TOTAL} is the name of the total over all bands",
                "give the band another code",
            )
        by_code[row.band].append(row)
        if row.lower_bound is not None:
            by_bound[row.lower_bound].append(row)
    for code, same in by_code.items():
        yield from check_overlaps(BANDS_FILE, same, _band, f"the band {code}")
    for bound, same in by_bound.items():
        what = f"the band that begins at {bound}"
        yield from check_overlaps(BANDS_FILE, same, _band, what)
    lowest = [row for row in bands if row.lower_bound is None]
    what = "the lowest band, the one without a lower_bound,"
    yield from check_tiles_time(BANDS_FILE, lowest, _band, what)


def check_score_landmarks(rows: BookRows) -> Iterator[Problem]:
    """One meaning per landmark and instant, counted from a stage once in use."""
    landmarks = rows.score_landmarks
    yield from check_ends(LANDMARKS_FILE, landmarks, _landmark)
    by_code: dict[str, list[ScoreLandmark]] = defaultdict(list)
    for row in landmarks:
        yield from check_approvals(LANDMARKS_FILE, row, row.landmark)
        yield from _check_anchor(row, rows)
        by_code[row.landmark].append(row)
    for code, same in by_code.items():
        what = f"the landmark {code}"
        yield from check_overlaps(LANDMARKS_FILE, same, _landmark, what)


def _check_anchor(row: ScoreLandmark, rows: BookRows) -> Iterator[Problem]:
    if row.anchor == "opened":
        return
    used = [stage for stage in rows.lifecycle_stages if stage.stage == row.anchor]
    if not any(in_force(stage).overlaps(in_force(row)) for stage in used):
        yield Problem(
            LANDMARKS_FILE,
            row.line,
            row.landmark,
            f"anchor {row.anchor} is on no day of the landmark a stage in use",
            "add the stage to lifecycle_stages.csv or count from another one",
        )


def _band(row: ScoreBand) -> str:
    return row.band


def _landmark(row: ScoreLandmark) -> str:
    return row.landmark
