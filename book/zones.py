"""Time zones, as a book names them."""

from zoneinfo import ZoneInfo


def is_zone(name: str) -> bool:
    """True for the name of an IANA time zone, such as Asia/Tokyo."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True
