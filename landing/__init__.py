"""How raw files come in: strict readers, row accounting, keys, quarantine."""

from landing.contract import known_sources
from landing.damage import refuse_damaged
from landing.overrides import FileForm, FurtherHeading, Overrides
from landing.reasons import LandingError
from landing.report import FeedCount, LandingReport
from landing.run import land

__all__ = [
    "FeedCount",
    "FileForm",
    "FurtherHeading",
    "LandingError",
    "LandingReport",
    "Overrides",
    "known_sources",
    "land",
    "refuse_damaged",
]
