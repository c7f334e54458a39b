"""Salesforce's contacts in history mode: one row a state, from when to when."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from demo.tools.marketo_records import contact_ids
from demo.tools.salesforce_records import status_words
from demo.tools.vendor_tables import (
    Files,
    Tables,
    at_export,
    column,
    ends_at,
    exports_of,
    in_words,
    rows_of,
    utc,
)
from demo.tools.words import SFA_STATUSES

_KEPT: Final = ("status", "owner_id")
_COLUMNS: Final = ("id", "at", *_KEPT, "changed_by")
_SECOND: Final = np.timedelta64(1, "s")
_OPEN_END: Final = np.datetime64("9999-12-31T23:59:59", "us")


def contact_history(tables: Tables) -> Files:
    """`contact_history`: at each export the states that are new or have ended since."""
    states = _states(tables)
    start = states["at"].to_numpy().astype("datetime64[s]")
    ids = states["id"].to_numpy()
    follows = np.zeros(len(states), dtype=bool)
    follows[:-1] = ids[1:] == ids[:-1]
    following = np.where(follows, np.roll(start, -1), np.datetime64("NaT", "s"))
    files: Files = {}
    before = ends_at("1970-01")
    for month in exports_of(tables, "sfa_records"):
        now = ends_at(month)
        has_ended = following < now
        told = (start < now) & ((start >= before) | (has_ended & (following >= before)))
        rows = states[told]
        ended = has_ended[told]
        end = following[told].astype("datetime64[us]") - np.timedelta64(1, "ms")
        ends = utc(pa.array(np.where(ended, end, np.datetime64("NaT", "us"))))
        columns = {
            "id": _texts(rows["id"]),
            "_fivetran_start": utc(pa.array(start[told])),
            "_fivetran_end": pc.coalesce(ends, pa.scalar(_OPEN_END)),
            "_fivetran_active": pa.array(~ended),
            "contact_status_c": _texts(rows["status"]),
            "owner_id": _texts(rows["owner_id"]),
            "last_modified_by_id": _texts(rows["changed_by"]),
            "last_modified_date": utc(pa.array(start[told])),
        }
        files |= at_export("salesforce/contact_history", columns, month)
        before = now
    return files


def _states(tables: Tables) -> pd.DataFrame:
    """One row a contact and instant at which its status or owner became another."""
    first = _first_states(tables)
    changes = rows_of(tables, "sfa_record_changes")
    is_contact = pc.is_in(changes["sfa_record_id"], value_set=contact_ids(tables))
    changes = changes.filter(is_contact)
    old, new = status_words(changes)
    told = pd.DataFrame(
        {
            "id": column(changes, "sfa_record_id").to_pandas(),
            "at": column(changes, "changed_at").to_pandas(),
            "field": column(changes, "field").to_pandas(),
            "old": old.to_pandas(),
            "new": new.to_pandas(),
            "changed_by": column(changes, "changed_by").to_pandas(),
        }
    ).sort_values(["id", "at"], kind="stable")
    told = told[told["field"].isin(_KEPT)]
    # Before its first change a field had the value which that change replaced.
    for name in _KEPT:
        replaced = told[told["field"] == name].groupby("id")["old"].first()
        first[name] = first["id"].map(replaced).fillna(first[name])
    begun = first["id"].map(told.groupby("id")["at"].min())
    too_late = begun <= first["at"]
    first.loc[too_late, "at"] = begun[too_late] - _SECOND
    later = _one_an_instant(told)
    states = pd.concat([first[[*_COLUMNS]], later[[*_COLUMNS]]])
    states = states.sort_values(["id", "at"], kind="stable").reset_index(drop=True)
    states[[*_KEPT]] = states.groupby("id")[[*_KEPT]].ffill()
    return states


def _first_states(tables: Tables) -> pd.DataFrame:
    """Each contact as it was made, with the fields of its newest export."""
    parts = [
        rows.filter(pc.equal(rows["record_type"], "contact"))
        for rows in exports_of(tables, "sfa_records").values()
    ]
    found = pa.concat_tables([rows_of({}, "sfa_records"), *parts])
    frame = pd.DataFrame(
        {
            "id": column(found, "sfa_record_id").to_pandas(),
            "at": column(found, "created_at").to_pandas(),
            "status": in_words(column(found, "status"), SFA_STATUSES).to_pandas(),
            "owner_id": column(found, "owner_id").to_pandas(),
        }
    )
    newest = frame.drop_duplicates("id", keep="last").reset_index(drop=True)
    return newest.assign(changed_by=newest["owner_id"])


def _one_an_instant(told: pd.DataFrame) -> pd.DataFrame:
    """The changes of one instant side by side; who set the status signs."""
    rows = told[["id", "at"]].drop_duplicates()
    for name in _KEPT:
        kept = told[told["field"] == name].drop_duplicates(["id", "at"], keep="last")
        kept = kept.rename(columns={"new": name, "changed_by": f"{name} by"})
        rows = rows.merge(
            kept[["id", "at", name, f"{name} by"]], on=["id", "at"], how="left"
        )
    signed = rows["status by"].fillna(rows["owner_id by"])
    return rows.assign(changed_by=signed)


def _texts(values: pd.Series) -> pa.Array:
    return pa.array(values, pa.string(), from_pandas=True)
