"""Ids as the real tools give them: the same in every shape of the demo.

Marketing leads and campaigns have numbers, sales objects 18-character ids: a prefix
that names the object, ten digits, and three characters that say which of the others
are capitals (so that the id survives a tool that ignores letter case).
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from demo.draws import Ints
from demo.tables import joined, numbered

_FIRST_LEAD: Final = 1_000_001
_FIRST_CAMPAIGN: Final = 1_001
_DIGITS: Final = 10
SFA_LEAD: Final = "00Q5i"
SFA_CONTACT: Final = "0035i"
ACCOUNT: Final = "0015i"
OPPORTUNITY: Final = "0065i"
USER: Final = "0055i"
_CASE_CODES: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def case_suffix(short_id: str) -> str:
    """The last three characters of an 18-character id, from its first 15.

    Each stands for five characters: bit n is set where the nth is a capital letter.
    """
    codes = [
        sum(1 << at for at, letter in enumerate(five) if "A" <= letter <= "Z")
        for five in (short_id[:5], short_id[5:10], short_id[10:15])
    ]
    return "".join(_CASE_CODES[code] for code in codes)


def sales_ids(prefix: str, numbers: Ints) -> pa.Array:
    """18-character ids of one kind of object; NULL for a negative number."""
    suffix = case_suffix(prefix + "0" * _DIGITS)
    return joined(prefix, numbered("", numbers, _DIGITS), suffix)


def user_ids(users: Ints) -> pa.Array:
    """Ids of the sales tool's users by index; NULL for a negative one."""
    return sales_ids(USER, users)


def user_id(user: int) -> str:
    """The id of one user by index."""
    short_id = f"{USER}{user:0{_DIGITS}d}"
    return short_id + case_suffix(short_id)


def marketing_lead_ids(leads: Ints) -> pa.Array:
    """Ids of the marketing tool's leads by index (from 0)."""
    return numbered("", leads + _FIRST_LEAD, 1)


def campaign_ids(campaigns: Ints) -> pa.Array:
    """Ids of campaigns by index; NULL for a negative one."""
    return numbered("", _from(campaigns, _FIRST_CAMPAIGN), 1)


def _from(indices: Ints, first: int) -> Ints:
    numbers = indices + first
    numbers[indices < 0] = -1
    return numbers
