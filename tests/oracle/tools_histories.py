"""Histories of two sets of tools that give their records the same ids."""

from datetime import datetime
from pathlib import Path

from demo import write_demo

LEADS = 300


def write_tools(raw: Path) -> datetime:
    """Write people as Marketo, Salesforce and GA4 tell them, and others as exports.

    An id of Salesforce is one of the exports too, of somebody else's record. Returns
    the as-of instant.
    """
    write_demo(raw=raw, leads=LEADS, seed=2, shape="exports")
    return write_demo(raw=raw, leads=LEADS, seed=1, shape="tools").as_of
