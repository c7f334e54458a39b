"""Which lead somebody means: by its key, or by the id of any of its records."""

import shlex
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from landing.ids import case_safe
from landing.values import Values, normalised
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
    native_id: str
    lead_id: str

    @property
    def name(self) -> str:
        """What names this record and no other, as a shell takes it."""
        return shlex.quote(f"{self.source}:{self.object}:{self.native_id}")


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
    the MA or SFA, `source:id` or `source:object:id`. Widths and spaces around and the
    dashes of a key do not matter, and letter case does not where no id is written just
    so. Raises LeadLookupError for no or several leads.
    """
    given = str(normalised(pa.array([name])).array[0].as_py() or "")
    known = published.execute(
        "select lead_id from dimensions.dim_lead_aliases"
        " where try_cast(? as uuid) in (member_key, lead_id)",
        [given],
    ).fetchone()
    if known is not None:
        return str(known[0])
    found = _found(published, home, given)
    leads = {record.lead_id for record in found}
    if len(leads) == 1:
        return leads.pop()
    if not leads:
        raise LeadLookupError(
            f"No lead of the run published in {home.root} goes by {name!r}: give a"
            " lead_id or the id of a record in the MA or SFA, as the tool writes it, or"
            " name another home with HANDOFF_HOME."
        )
    listed = " or ".join(
        f"{record.name} (lead {record.lead_id})" for record in found[:RECORDS_NAMED]
    )
    unlisted = len(found) - RECORDS_NAMED
    more = f" or one of {unlisted} more" if unlisted > 0 else ""
    raise LeadLookupError(
        f"{len(leads)} leads go by {name!r}: give the one you mean as {listed}{more}."
    )


def _found(
    published: duckdb.DuckDBPyConnection, home: Home, given: str
) -> list[FoundRecord]:
    """The records that go by what was given: a colon may be a part of an id."""
    source, _, rest = given.partition(":")
    kind, _, last = rest.partition(":")
    readings: list[tuple[str, str | None, str | None]] = [
        (given, None, None),
        (rest, source.lower(), None),
        (last, source.lower(), kind.lower()),
    ]
    for is_exact in (True, False):
        for native_id, of_source, of_object in readings:
            found = _records(published, home, native_id, of_source, of_object, is_exact)
            if found:
                return found
    return []


def _records(
    published: duckdb.DuckDBPyConnection,
    home: Home,
    native_id: str,
    source: str | None,
    kind: str | None,
    is_exact: bool,
) -> list[FoundRecord]:
    """Records of people that go by a tool's own id, `source` and `kind` if given.

    The keys lie beside the database and are never locked, so that a night that runs
    meanwhile is in nobody's way.
    """
    keys = home.root / "keys"
    if not native_id or not any(keys.glob("*/*.parquet")):
        return []
    compared = "record_keys.native_id" if is_exact else "lower(record_keys.native_id)"
    ids = [native_id, _long_form(native_id)]
    rows = published.execute(
        "select record_keys.source, record_keys.object, record_keys.native_id,"
        " cast(aliases.lead_id as varchar)"
        " from read_parquet(?) as record_keys"
        " inner join dimensions.dim_lead_aliases as aliases"
        " on aliases.member_key = cast(record_keys.record_key as uuid)"
        f" where {compared} in (?, ?)"
        " and coalesce(record_keys.source = ?, true)"
        " and coalesce(record_keys.object = ?, true)"
        " order by all",
        [
            f"{keys}/*/*.parquet",
            *(ids if is_exact else [one.lower() for one in ids]),
            source,
            kind,
        ],
    ).fetchall()
    return [FoundRecord(*row) for row in rows]


def _long_form(native_id: str) -> str:
    """The id in the form that landing keeps, for vendors that have a short one too."""
    return str(case_safe(Values(pa.array([native_id]))).array[0].as_py())
