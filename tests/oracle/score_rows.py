"""The score history of a build beside the replayed one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from tests.oracle.scores import Changes, ScoreStory
from tests.stories.building import query

# Stored parts have nine decimals, scores six.
CLOSE = 2e-6


def score_differences(
    database: Path, stories: Mapping[str, ScoreStory]
) -> Iterator[str]:
    """One line per interval, crossing or sum that the two tell differently.

    Of the leads that have a story; what the intervals say by themselves, of all.
    """
    intervals = query(
        database,
        "select lead_id, counts_from, from_at, to_at, behaviour_score,"
        " engagement_score, attribute_score, score"
        " from intermediate.int_score_intervals"
        " order by lead_id, counts_from, from_at",
    )
    crossings = query(
        database,
        "select lead_id, counts_from, score_series, comparison, threshold,"
        " crossed_at, direction = 'upward' from intermediate.int_score_crossings",
    )
    # What stands behind the score by rule is the score that the intervals end with.
    unsummed = query(
        database,
        "select coalesce(scores.lead_id, parts.lead_id), counts_from, scores.score,"
        " parts.score from intermediate.int_current_scores as scores"
        " full join (select lead_id, counts_from, max(score) as score"
        " from intermediate.int_lead_score_parts group by all) as parts"
        " using (lead_id, counts_from)"
        " where abs(coalesce(scores.score, 0) - coalesce(parts.score, 0)) > ?",
        CLOSE,
    )
    modelled: dict[str, Changes] = {}
    for lead_id, scope, from_at, _, *parts, score in intervals:
        modelled.setdefault(lead_id, {})[scope, from_at] = (*parts,)
        if abs(sum(parts) - score) > CLOSE:
            yield f"{lead_id} {scope} {from_at}: {parts} are not {score}"
    for one, following in pairwise(intervals):
        is_last = one[:2] != following[:2]
        if one[3] != (None if is_last else following[2]):
            yield f"{one[:3]} ends {one[3]}, not where the next begins"
    for lead_id, story in stories.items():
        yield from _changed_otherwise(lead_id, modelled.get(lead_id, {}), story.changes)
    told = {(lead_id, *row) for lead_id, *row in crossings if lead_id in stories}
    lived = {
        (lead_id, *key, is_upward)
        for lead_id, story in stories.items()
        for key, is_upward in story.crossings.items()
    }
    for crossing in sorted(told ^ lived, key=str):
        yield f"{'models' if crossing in told else 'replay'} only crosses: {crossing}"
    for row in unsummed:
        yield f"the score as of the run and the sum of its rules differ: {row}"


def _changed_otherwise(
    lead_id: str, modelled: Changes, replayed: Changes
) -> Iterator[str]:
    keys: set[tuple[str, datetime]] = modelled.keys() | replayed.keys()
    for key in sorted(keys):
        ours, theirs = modelled.get(key), replayed.get(key)
        if ours is None or theirs is None:
            yield f"{'replay' if ours is None else 'models'} only: {lead_id} {key}"
        elif any(abs(a - b) > CLOSE for a, b in zip(ours, theirs, strict=True)):
            yield f"{lead_id} {key}: models {ours}, replay {theirs}"
