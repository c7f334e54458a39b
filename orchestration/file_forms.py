"""How the company's raw files are written: from its book to landing and manifest."""

from typing import Any

from book.contents import BookRows
from landing import FileForm, FurtherHeading, Overrides
from orchestration.build_record import BuildRecord

FEEDS, HEADINGS = "targets/feeds.csv", "mappings/headings.csv"


def overrides_of(rows: BookRows) -> Overrides:
    """What the book says of raw files, as landing takes it."""
    forms = tuple(
        FileForm(
            said_in=f"{FEEDS} line {row.line}",
            source=row.source,
            table=row.table_name,
            encoding=row.encoding,
            time_zone=row.time_zone,
        )
        for row in rows.feeds
    )
    headings = tuple(
        FurtherHeading(
            said_in=f"{HEADINGS} line {row.line}",
            source=row.source,
            table=row.table_name,
            heading=row.heading,
            column=row.column_name,
        )
        for row in rows.headings
    )
    return Overrides(forms, headings)


def file_forms(rows: BookRows) -> list[dict[str, Any]]:
    """The same as JSON values, one a table, in an order that no row order changes."""
    tables: dict[tuple[str, str], dict[str, Any]] = {}

    def of(source: str, table: str) -> dict[str, Any]:
        unsaid: dict[str, Any] = {"encoding": None, "time_zone": None, "headings": {}}
        named = {"source": source, "table_name": table}
        return tables.setdefault((source, table), named | unsaid)

    for feed in rows.feeds:
        said = {"encoding": feed.encoding, "time_zone": feed.time_zone}
        of(feed.source, feed.table_name).update(said)
    for row in sorted(rows.headings, key=lambda one: one.heading):
        of(row.source, row.table_name)["headings"][row.heading] = row.column_name
    return [tables[name] for name in sorted(tables)]


def read_otherwise(before: BuildRecord | None, now: BuildRecord) -> list[str]:
    """Tables, as `source/table`, whose batches landed in another form than holds now.

    Landing never reads a batch again, so their rows stay as they were read.
    """
    if before is None:
        return []
    landed = {
        (feed["source"], feed["table_name"]) for feed in before.feeds if feed["batches"]
    }
    forms = [_by_table(one.inputs.get("file_forms", [])) for one in (before, now)]
    return [
        f"{source}/{table}"
        for source, table in sorted(landed)
        if forms[0].get((source, table)) != forms[1].get((source, table))
    ]


def _by_table(forms: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(one["source"], one["table_name"]): one for one in forms}
