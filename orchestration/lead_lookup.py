"""Which lead somebody means: by its key, or by the id of any of its records."""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from landing.ids import case_safe
from landing.values import Values
from orchestration.publication import DATABASE, current_run
from orchestration.resources import Home

RECORDS_NAMED = 10


class LeadLookupError(Exception):
    """No lead, or more than one, goes by the id; the text is the one sentence."""


@dataclass(frozen=True)
class FoundRecord:
    """A record that goes by an id: of which tool, and whose it is."""

    source: str
    object: str
    lead_id: str


def published_database(home: Home) -> Path:
    """The database of the published run.

    Raises LeadLookupError before the first publication.
    """
    run = current_run(home)
    if run is None or not (run / DATABASE).is_file():
        raise LeadLookupError(
            f"Nothing is published in {home.root} yet: run ./handoff nightly first, or"
            " name the home with HANDOFF_HOME."
        )
    return run / DATABASE


def find_lead(published: duckdb.DuckDBPyConnection, home: Home, name: str) -> str:
    """The lead_id that `name` stands for in the published run.

    `name` is a lead_id, the key of any member record, a tool's own id of a record of
    the MA or SFA, or `source:id`. Raises LeadLookupError for no or several leads.
    """
    name = name.strip()
    known = published.execute(
        "select distinct lead_id from dimensions.dim_lead_aliases"
        " where member_key = ? or lead_id = ?",
        [name.lower(), name.lower()],
    ).fetchone()
    if known is not None:
        return str(known[0])
    native_id = name
    found = _records(published, home, name, source=None)
    source, colon, rest = name.partition(":")
    if not found and colon:
        native_id = rest
        found = _records(published, home, rest, source=source)
    leads = {record.lead_id for record in found}
    if len(leads) == 1:
        return leads.pop()
    if not leads:
        raise LeadLookupError(
            f"No lead of the published run goes by {name!r}: give a lead_id or the id"
            " of a record in the MA or SFA, as the tool writes it."
        )
    listed = ", ".join(
        f"{record.source}:{native_id} ({record.object}, lead {record.lead_id})"
        for record in found[:RECORDS_NAMED]
    )
    raise LeadLookupError(
        f"{len(leads)} leads go by {name!r}: name the one by its source or its lead_id,"
        f" {listed}."
    )


def _records(
    published: duckdb.DuckDBPyConnection, home: Home, native_id: str, source: str | None
) -> list[FoundRecord]:
    """Records of people that go by a tool's own id.

    The keys lie beside the database and are never locked, so that a night that runs
    meanwhile is in nobody's way.
    """
    keys = home.root / "keys"
    if not native_id or not any(keys.glob("*/*.parquet")):
        return []
    rows = published.execute(
        "select record_keys.source, record_keys.object, aliases.lead_id"
        " from read_parquet(?) as record_keys"
        " inner join dimensions.dim_lead_aliases as aliases"
        " on aliases.member_key = record_keys.record_key"
        " where record_keys.native_id in (?, ?)"
        " and coalesce(record_keys.source = ?, true)"
        " order by all",
        [f"{keys}/*/*.parquet", native_id, _long_form(native_id), source],
    ).fetchall()
    return [FoundRecord(*row) for row in rows]


def _long_form(native_id: str) -> str:
    """The id in the form that landing keeps, for vendors that have a short one too."""
    return str(case_safe(Values(pa.array([native_id]))).array[0].as_py())
