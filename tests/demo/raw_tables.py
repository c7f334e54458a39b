"""Reads the demo's files as text, the way a person would look at them."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd


def files_of(raw: Path, table: str) -> list[Path]:
    """The files of a table below `<raw>/exports`, in order of name."""
    batches = sorted((raw / "exports" / table).glob("*.csv"))
    return batches or [raw / "exports" / f"{table}.csv"]


def rows_of(raw: Path, table: str) -> pd.DataFrame:
    """All complete rows of a table as text, in delivered order ('' = empty).

    The column `file` names the file; rows with another number of fields than the
    heading are left out.
    """
    frames = []
    for path in files_of(raw, table):
        with path.open(encoding="utf-8", newline="") as lines:
            heading, *records = csv.reader(lines)
        whole = [record for record in records if len(record) == len(heading)]
        frames.append(pd.DataFrame(whole, columns=heading).assign(file=path.name))
    return pd.concat(frames, ignore_index=True)


def newest_versions(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """The version of each record that was updated last."""
    ordered = rows.sort_values("updated_at", kind="stable")
    return ordered.drop_duplicates(key, keep="last").set_index(key)


def content_of(raw: Path) -> dict[str, bytes]:
    """Relative path → bytes of every file below `raw`."""
    return {
        str(path.relative_to(raw)): path.read_bytes()
        for path in sorted(raw.rglob("*"))
        if path.is_file()
    }
