"""Touches crowded within seconds, and which of them no person can have made.

The rule: five opens or clicks of one record within 10 seconds; two enquiries within the
same second. All touches lie in April 2026; instants are cut to the second.
"""

import random
from datetime import datetime, timedelta

from tests.stories.exports_rows import ExportsRows

START = "2026-04-02 10:00:00"

# person: seconds after START at which it opened a mail, and those of a robot
BURSTS: dict[str, tuple[list[float], list[float]]] = {
    # The first and the last lie exactly 10 seconds apart, or 11.
    "five-in-10": ([0, 1, 2, 3, 10], [0, 1, 2, 3, 10]),
    "five-in-11": ([0, 1, 2, 3, 11], []),
    "four-in-3": ([0, 1, 2, 3], []),
    "five-at-once": ([4, 4, 4, 4, 4], [4, 4, 4, 4, 4]),
    # 0 to 10 are five, 3 to 13 are five: all six are of one burst or the other.
    "two-bursts-in-one": ([0, 3, 5, 8, 10, 13], [0, 3, 5, 8, 10, 13]),
    # 10 has four others within 10 seconds, but before and after: no five in 10.
    "spread": ([0, 5, 10, 15, 20], []),
    # Who opens a mail a minute before and after stays a reader.
    "reader-and-robot": ([-60, 0, 1, 2, 3, 4, 65], [0, 1, 2, 3, 4]),
    # Cut to the second: 0 and 10.
    "parts-of-seconds": ([0.1, 1, 2, 3, 10.9], [0.1, 1, 2, 3, 10.9]),
    # 14 hours on it is midnight in Tokyo.
    "across-midnight": (
        [50395, 50397, 50399, 50401, 50405],
        [50395, 50397, 50399, 50401, 50405],
    ),
}


def add_bursts(rows: ExportsRows) -> None:
    """Add everybody above, the pairs below and the crowd."""
    for name, (seconds, _) in BURSTS.items():
        _add(rows, name, "email_open", seconds)
    # Opens and clicks count together, a page view among them does not.
    _add(rows, "opens-and-clicks", "email_open", [0, 2, 4])
    rows.touch("opens-and-clicks", "email_click", _at(1), _at(3))
    _add(rows, "opens-and-pages", "email_open", [0, 1, 2, 3])
    rows.touch("opens-and-pages", "pricing_view", _at(4))
    # One person, two records: each gets mails of its own.
    _add(rows, "record-1", "email_open", [0, 2, 4], email="two@records.example")
    rows.add(
        "ma_leads",
        ma_lead_id="record-2",
        created_at="2026-04-01",
        email="two@records.example",
    )
    rows.touch("record-2", "email_open", _at(1), _at(3))
    # Two enquiries of one second make no MQL, two seconds do.
    _add(rows, "form-twice-at-once", "enquiry", [0.2, 0.8])
    _add(rows, "form-twice", "enquiry", [0, 1])
    for name, seconds in crowd().items():
        _add(rows, name, "email_click", seconds)


def crowd() -> dict[str, list[float]]:
    """Two hundred records with up to 16 clicks within a minute or so, always the same.

    Their first seconds are all remainders of short spans of time.
    """
    draws = random.Random(11)
    return {
        f"crowd-{number}": [
            number + draws.randrange(draws.choice((12, 40, 70)))
            for _ in range(draws.randrange(3, 17))
        ]
        for number in range(200)
    }


def robots_among(seconds: list[float], *, count: int, within: int) -> list[float]:
    """Those that lie with `count` or more in some span of `within` seconds, by trying
    every span that starts at one of them.
    """
    whole = [int(second) for second in seconds]
    found = []
    for second in whole:
        spans = [start for start in whole if start <= second <= start + within]
        if any(
            sum(start <= other <= start + within for other in whole) >= count
            for start in spans
        ):
            found.append(second)
    return sorted(found)


def _at(seconds: float) -> str:
    at = datetime.fromisoformat(START) + timedelta(seconds=seconds)
    return at.isoformat(sep=" ")


def _add(
    rows: ExportsRows, name: str, touch_type: str, seconds: list[float], **cells: str
) -> None:
    rows.person(name, "2026-04-01", ma=cells)
    rows.touch(name, touch_type, *(_at(second) for second in seconds))
