"""What a company says of its own files, in the place of what the contracts say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from landing.contract import SourceContract, TableContract
from landing.reasons import LandingError, blocked


@dataclass(frozen=True)
class FileForm:
    """How the files of one table are written; None: as the contract says.

    ``said_in`` is where a person can correct it: file and line.
    """

    said_in: str
    source: str
    table: str
    encoding: str | None
    time_zone: str | None


@dataclass(frozen=True)
class FurtherHeading:
    """A heading that files give a column beside those of the contract."""

    said_in: str
    source: str
    table: str
    heading: str
    column: str


@dataclass(frozen=True)
class Overrides:
    """All that a company says of its files."""

    forms: tuple[FileForm, ...] = ()
    headings: tuple[FurtherHeading, ...] = ()


NO_OVERRIDES = Overrides()


def overridden(
    contracts: Mapping[str, SourceContract], overrides: Overrides
) -> dict[str, SourceContract]:
    """The contracts by source name, as the company's files fulfil them.

    Raises LandingError FEED_UNKNOWN for a source, table or column that no contract has,
    HEADING_TAKEN for a heading that already is another column.
    """
    changed = dict(contracts)
    for form in overrides.forms:
        _put(changed, _in_form(_table(changed, form), form))
    for one in overrides.headings:
        _put(changed, _with_heading(_table(changed, one), one))
    return changed


def _in_form(table: TableContract, form: FileForm) -> TableContract:
    zone = form.time_zone
    columns = table.columns
    if zone is not None:
        columns = tuple(replace(column, zone=zone) for column in columns)
    return replace(table, encoding=form.encoding or table.encoding, columns=columns)


def _with_heading(table: TableContract, one: FurtherHeading) -> TableContract:
    names = [column.name for column in table.columns]
    if one.column not in names:
        owner = f"{one.source}/{one.table}"
        raise _unknown(one.said_in, "column", one.column, owner, names)
    for column in table.columns:
        is_known = one.heading in (column.name, *column.aliases)
        if is_known and column.name != one.column:
            raise blocked(
                "HEADING_TAKEN",
                file=one.said_in,
                heading=one.heading,
                table=f"{one.source}/{one.table}",
                column=one.column,
                other=column.name,
            )
    columns = tuple(
        replace(column, aliases=(*column.aliases, one.heading))
        if column.name == one.column
        else column
        for column in table.columns
    )
    return replace(table, columns=columns)


def _table(
    contracts: Mapping[str, SourceContract], row: FileForm | FurtherHeading
) -> TableContract:
    source = contracts.get(row.source)
    if source is None:
        raise _unknown(row.said_in, "source", row.source, "Handoff", contracts)
    tables = {table.name: table for table in source.tables}
    if row.table not in tables:
        raise _unknown(row.said_in, "table", row.table, row.source, tables)
    return tables[row.table]


def _unknown(
    said_in: str, what: str, name: str, owner: str, known: Iterable[str]
) -> LandingError:
    return blocked(
        "FEED_UNKNOWN",
        file=said_in,
        what=what,
        name=name,
        owner=owner,
        known=", ".join(known),
    )


def _put(contracts: dict[str, SourceContract], table: TableContract) -> None:
    source = contracts[table.source]
    tables = tuple(table if one.name == table.name else one for one in source.tables)
    contracts[table.source] = replace(source, tables=tables)
