"""Dagster's entry point: `dagster … -m orchestration.definitions`."""

import dagster as dg

from orchestration.assembly import assemble
from orchestration.resources import read_settings


@dg.definitions
def defs() -> dg.Definitions:
    return assemble(read_settings())
