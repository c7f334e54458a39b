"""Local times against Python's own zone arithmetic, one at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landing.zones import to_utc

EPOCH = datetime(1970, 1, 1)
ZONES = ["Asia/Tokyo", "America/Sao_Paulo", "Europe/London", "Australia/Lord_Howe"]
TIMES = st.datetimes(datetime(1950, 1, 1), datetime(2030, 1, 1)).map(
    lambda found: found.replace(second=0, microsecond=0)
)


def readings(local: datetime, zone: str) -> list[datetime]:
    """The UTC instants at which clocks of the zone show ``local``: none, one or two."""
    found = set()
    for fold in (0, 1):
        instant = local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)
        if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local:
            found.add(instant.replace(tzinfo=None))
    return sorted(found)


@settings(deadline=None)
@pytest.mark.parametrize("zone", ZONES)
@given(times=st.lists(TIMES, min_size=1, max_size=30))
def test_a_local_time_is_the_instant_that_clocks_show_it_at(
    zone: str, times: list[datetime]
) -> None:
    local = np.array([(t - EPOCH) // timedelta(microseconds=1) for t in times])
    found = to_utc(local, np.zeros(len(local), bool), zone)
    for at, time in enumerate(times):
        known = readings(time, zone)
        assert bool(found.is_nonexistent[at]) == (not known)
        assert bool(found.is_ambiguous[at]) == (len(known) == 2)
        if len(known) == 1:
            instant = EPOCH + timedelta(microseconds=int(found.instants[at]))
            assert instant == known[0]


def test_a_day_that_a_zone_left_out_begins_where_the_next_one_does() -> None:
    """Samoa had no 2011-12-30: the 31st began at 10:00 UTC on the 30th."""
    day = np.array([(datetime(2011, 12, 30) - EPOCH) // timedelta(microseconds=1)])
    found = to_utc(day, np.ones(1, bool), "Pacific/Apia")
    instant = EPOCH + timedelta(microseconds=int(found.instants[0]))
    assert instant == datetime(2011, 12, 30, 10)
    assert not found.is_nonexistent[0]
