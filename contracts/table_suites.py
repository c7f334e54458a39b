"""Contracts → the promises over each relation, with their breaking queries.

Great Expectations passes vacuously where a reader would not expect it (an empty
table, an empty cell), so floors and not-null promises are made for every key and code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from contracts.promises import (
    Column,
    ConsistencyRule,
    Contracts,
    FeedContract,
    Promise,
    TableContract,
    TableSuite,
)

LANDED_COLUMNS = (
    Column("_batch_number", "integer", "BIGINT", "business", is_required=True),
    Column("_delivery_number", "integer", "BIGINT", "business", is_required=True),
    Column("_row_number", "integer", "BIGINT", "business", is_required=True),
    Column("_landed_at", "timestamp", "TIMESTAMP", "business", is_required=True),
)

# An e-mail address; a Japanese phone number with separators or +81, in the groups that
# make ten or eleven digits (04-10-2026 is a day); a bare mobile one.
PERSONAL_TEXT = (
    r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}"
    r"|(^|[^0-9A-Za-z])(\+81[- ]?|0)("
    r"[0-9][-() ][0-9]{4}[-) ][0-9]{4}"
    r"|[0-9]{2}[-() ][0-9]{3,4}[-) ][0-9]{4}"
    r"|[0-9]{3}[-() ]([0-9]{2}[-) ][0-9]{4}|[0-9]{3}[-) ][0-9]{3,4})"
    r"|[0-9]{4}[-() ][0-9][-) ][0-9]{4}"
    r")([^0-9A-Za-z]|$)"
    r"|(^|[^0-9A-Za-z])(\+81|0)[5789]0[0-9]{8}([^0-9A-Za-z]|$)"
)
PSEUDONYM = "[0-9a-z]{32}"


def table_suites(
    contracts: Contracts, has_landed: Mapping[tuple[str, str], bool]
) -> tuple[TableSuite, ...]:
    """Return one suite a relation: a table's contract and the rules attached to it.

    `has_landed` maps (source, table) to whether a file of that feed ever landed: the
    floor of a feed that never came is not enforced.
    """
    suites = [
        _published(
            table,
            [rule for rule in contracts.rules if rule.relation == table.relation],
        )
        for table in contracts.tables
    ]
    published = {table.relation for table in contracts.tables}
    unpublished = sorted({r.relation for r in contracts.rules} - published)
    suites += [
        _built_only([rule for rule in contracts.rules if rule.relation == relation])
        for relation in unpublished
    ]
    suites += [
        _landed(feed, has_landed.get((feed.source, feed.table), False))
        for feed in contracts.feeds
    ]
    return tuple(suites)


def feed_relation(feed: FeedContract) -> str:
    """Name of the view over the live landed rows of `feed`."""
    return f'memory.landing."{feed.source}/{feed.table}"'


def _published(table: TableContract, rules: Iterable[ConsistencyRule]) -> TableSuite:
    check = table.check_id
    promises = [
        _floor(check, table.row_floor),
        _columns(check, table.columns),
        *_types(check, table.columns),
        *_not_null(check, table.columns, table.key),
        *_accepted(check, table.columns, table.key),
        _unique(check, table.key),
        *_impersonal(check, table.columns),
        *(Promise(rule.id, "rule", rule.sentence, rule.sql) for rule in rules),
    ]
    return TableSuite(
        schema=table.schema,
        table=table.table,
        relation=table.relation,
        key=table.key,
        columns=table.columns,
        empty_reason=table.empty_reason,
        promises=tuple(promises),
    )


def _built_only(rules: Sequence[ConsistencyRule]) -> TableSuite:
    """Rules on a table that is not published; an empty one would keep them all."""
    floors = (_floor(rule.id, 1) for rule in rules)
    sentences = (Promise(rule.id, "rule", rule.sentence, rule.sql) for rule in rules)
    return TableSuite(
        schema=rules[0].schema,
        table=rules[0].table,
        relation=rules[0].relation,
        key=(),
        columns=(),
        empty_reason=None,
        promises=(*floors, *sentences),
    )


def _landed(feed: FeedContract, has_landed: bool) -> TableSuite:
    check = feed.check_id
    columns = tuple(
        _landed_column(column, column.name in feed.key) for column in feed.columns
    )
    # Batch and row say which record it is, without quoting what a person typed.
    shown = ("_batch_number", "_row_number")
    promises = (
        _floor(check, feed.row_floor if has_landed else 0),
        *_not_null(check, (*columns, *LANDED_COLUMNS), shown),
        *_accepted(check, columns, shown),
        _unique(check, feed.identity, shown, _unstamped(feed)),
        _registered(check, feed),
    )
    reason = None if has_landed and feed.row_floor else "no file of it has to come"
    return TableSuite(
        schema="landing",
        table=f"{feed.source}/{feed.table}",
        relation=feed_relation(feed),
        key=feed.key,
        columns=columns,
        empty_reason=reason,
        promises=promises,
    )


def _unstamped(feed: FeedContract) -> str | None:
    """What tells two versions of a key apart where their stamp is empty."""
    if feed.version in ("none", "delivery"):
        return None
    return f"case when {_name(feed.version)} is null then _delivery_number end"


def _registered(check: str, feed: FeedContract) -> Promise:
    """Rows in the files against the registry that is landing's commit point."""
    this_feed = f"source = {_text(feed.source)} and table_name = {_text(feed.table)}"
    return Promise(
        check,
        "registered",
        "has as many rows as its registry says",
        "with landed as (\n    select * from {batch}\n),\n"
        "found as (\n    select _batch_number as batch_number, count(*) as found_rows"
        "\n    from landed group by _batch_number\n),\n"
        "gone as (\n    select batch_number, count(*) as gone_rows"
        f"\n    from memory.landing.retracted where {this_feed}"
        "\n    group by batch_number\n),\n"
        "registered as (\n    select batch_number, landed as registered_rows"
        f"\n    from memory.landing.batches where {this_feed}\n)\n"
        "select coalesce(found.batch_number, registered.batch_number) as batch_number,"
        " coalesce(found_rows, 0) as found_rows,"
        " coalesce(registered_rows, 0) - coalesce(gone_rows, 0) as registered_rows"
        "\nfrom found\nfull outer join registered"
        " on registered.batch_number = found.batch_number"
        "\nleft join gone on gone.batch_number = registered.batch_number"
        "\nwhere coalesce(found_rows, 0)"
        " <> coalesce(registered_rows, 0) - coalesce(gone_rows, 0)",
    )


def _landed_column(column: Column, is_key: bool) -> Column:
    if is_key or column.is_required:
        return replace(column, is_required=True)
    return replace(column, null_means=column.null_means or "not delivered")


def _floor(check: str, floor: int) -> Promise:
    return Promise(
        check,
        "row_floor",
        f"has at least {floor:,} row" + ("" if floor == 1 else "s"),
        "with batch as (\n    select * from {batch}\n)\n"
        "select count(*) as rows_present from batch\n"
        f"having count(*) < {floor}",
        floor=floor,
    )


def _columns(check: str, columns: tuple[Column, ...]) -> Promise:
    names = tuple(column.name for column in columns)
    # The breaking columns are read from the result's header, see `breaking_keys`.
    return Promise(
        check, "columns", "has exactly its contract's columns", "", values=names
    )


def _types(check: str, columns: tuple[Column, ...]) -> Iterable[Promise]:
    typed = [column for column in columns if column.physical_type]
    if not typed:
        return
    branches = "\nunion all\n".join(
        f"select '{column.name}' as column_name, typeof({_name(column.name)}) as found"
        f"\nfrom typed where typeof({_name(column.name)})"
        f" <> {_text(column.physical_type.upper())}"
        for column in typed
    )
    yield Promise(
        check,
        "types",
        "has its contract's types",
        "with one_row as (\n    select * from {batch}\n    limit 1\n),\n"
        "typed as (\n    select one_row.* from (values (1)) as always(yes)\n"
        "    left join one_row on true\n)\n" + branches,
    )


def _not_null(
    check: str, columns: tuple[Column, ...], shown: tuple[str, ...]
) -> Iterable[Promise]:
    for column in columns:
        if column.is_required:
            yield Promise(
                check,
                "not_null",
                f"column {column.name} is never empty",
                _select(shown, f"{_name(column.name)} is null"),
                column=column.name,
            )


def _accepted(
    check: str, columns: tuple[Column, ...], shown: tuple[str, ...]
) -> Iterable[Promise]:
    for column in columns:
        if column.accepted_values:
            listed = ", ".join(_text(value) for value in column.accepted_values)
            yield Promise(
                check,
                "accepted_values",
                f"column {column.name} holds only the values listed",
                _select(shown, f"{_name(column.name)} not in ({listed})"),
                column=column.name,
                values=column.accepted_values,
            )


def _unique(
    check: str,
    identity: tuple[str, ...],
    shown: tuple[str, ...] | None = None,
    unstamped: str | None = None,
) -> Promise:
    names = ", ".join(_name(column) for column in identity)
    grouped = names if unstamped is None else f"{names}, {unstamped}"
    keys = names if shown is None else ", ".join(f"min({c}) as {c}" for c in shown)
    return Promise(
        check,
        "unique_key",
        f"has one row per {', '.join(identity)}",
        "with batch as (\n    select * from {batch}\n)\n"
        f"select {keys}, count(*) as times from batch\n"
        f"group by {grouped} having count(*) > 1",
    )


def _impersonal(check: str, columns: tuple[Column, ...]) -> Iterable[Promise]:
    """No text looks like an e-mail or a phone number; a pseudonym is one.

    One scan counts all columns; a code list needs no look, its values are listed.
    """
    conditions = {}
    for column in columns:
        if not column.is_text or column.accepted_values:
            continue
        text = f"cast({_name(column.name)} as varchar)"
        if column.classification == "pseudonym":
            conditions[column.name] = f"not regexp_full_match({text}, '{PSEUDONYM}')"
        elif column.classification == "internal_id":
            conditions[column.name] = f"contains({text}, '@')"
        else:
            conditions[column.name] = f"regexp_matches({text}, '{PERSONAL_TEXT}')"
    if not conditions:
        return
    counts = ",\n    ".join(
        f"count(case when {condition} then 1 end) as {_name(name)}"
        for name, condition in conditions.items()
    )
    branches = "\nunion all\n".join(
        f"select '{name}' as column_name, {_name(name)} as rows_found"
        f" from found where {_name(name)} > 0"
        for name in conditions
    )
    yield Promise(
        check,
        "no_personal_data",
        "holds no personal data",
        "with found as (\n    select\n    "
        + counts
        + "\n    from {batch}\n)\n"
        + branches,
    )


def _select(shown: tuple[str, ...], condition: str) -> str:
    names = ", ".join(_name(column) for column in shown)
    return (
        "with batch as (\n    select * from {batch}\n)\n"
        f"select {names} from batch where {condition}"
    )


def _name(column: str) -> str:
    return f'"{column}"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
