"""How raw files come in: strict readers, row accounting, keys, quarantine."""

from landing.contract import known_sources
from landing.damage import refuse_damaged
from landing.reasons import LandingError
from landing.report import FeedCount, LandingReport
from landing.run import land

__all__ = [
    "FeedCount",
    "LandingError",
    "LandingReport",
    "known_sources",
    "land",
    "refuse_damaged",
]
