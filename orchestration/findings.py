"""What a night found that people have to decide or correct, as lines of its report."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from book import Book
from book.parts import book_parts
from orchestration.build_record import BuildRecord
from orchestration.moved_numbers import moved_numbers, rewritten_rows
from orchestration.publication import DATABASE, MANIFEST

WORDS_SHOWN = 5
MADE_UP_COMPANY = "demo_company"
# Reserved for examples: nobody's mail comes from there.
MADE_UP_DOMAIN = ".example"


def findings(
    run: Path,
    before: Path | None,
    book: Book,
    record: BuildRecord,
    *,
    is_demo: bool,
) -> Iterator[str]:
    """Lines about numbers that moved, corrections, what is not counted, words, reviews.

    `run` is the folder of the published run, `before` that of the run before it. A
    finding that there is none of takes no line; without any the whole part is left out.
    """
    as_of = datetime.fromisoformat(record.inputs["as_of"])
    with duckdb.connect(str(run / DATABASE), read_only=True) as published:
        lines = [
            *moved_numbers(published, before),
            *rewritten_rows(
                run, book_parts(book.rows), as_of.astimezone(UTC).replace(tzinfo=None)
            ),
            *_corrections(published),
            *_uncounted_deals(published),
            *_exclusions(published),
            *_unmapped_words(published),
            *_quarantined_rows(record, before),
            *_ambiguous_records(published),
            *_overdue_reviews(published),
            *([] if is_demo else _made_up_firm(book)),
        ]
    if lines:
        yield ""
        yield "To decide or to correct"
        yield from lines


def _corrections(published: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = _rows(
        published,
        """
        select
            sum(disagreements),
            sum(in_ma),
            sum(in_sfa),
            sum(open_deals),
            min(currency)
        from (
            select
                count(*) as disagreements,
                count(case when system_to_mend = 'ma' then 1 end) as in_ma,
                count(case when system_to_mend = 'sfa' then 1 end) as in_sfa,
                -- A cycle may disagree on several stages; its deals count once.
                max(case when stake_basis = 'open opportunities'
                    then pipeline_at_stake end) as open_deals,
                min(currency) as currency
            from marts.mart_agreement_queue
            where is_open
            group by lead_id, cycle_number
        ) as cycles
        """,
    )
    for total, in_ma, in_sfa, stake, currency in rows:
        if total:
            yield (
                f"  {total:,} disagreements in open cycles, {in_ma:,} to mend in the MA"
                f" and {in_sfa:,} in the SFA"
                + (
                    ""
                    if stake is None
                    else f", {currency} {stake:,.0f} of open deals at stake"
                )
                + ": marts.mart_agreement_queue"
            )


def _uncounted_deals(published: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = _rows(
        published,
        """
        select coalesce(exclusion_id, reason), count(*), sum(amount), currency
        from marts.mart_uncounted_opportunities
        group by coalesce(exclusion_id, reason), currency
        order by coalesce(exclusion_id, reason), currency
        """,
    )
    if rows:
        shown = " · ".join(
            f"{reason} {deals:,}"
            + ("" if amount is None else f" ({currency or ''} {amount:,.0f})")
            for reason, deals, amount, currency in rows
        )
        yield f"  deals of no counted lead: {shown}: marts.mart_uncounted_opportunities"


def _exclusions(published: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = _rows(
        published,
        """
        select reason, sum(cases), counted_unit
        from marts.mart_exclusions
        where period_grain = 'month' and action = 'exclude'
        group by reason, counted_unit
        order by reason
        """,
    )
    if rows:
        plural = {"cycle": "cycles", "touch": "touches"}
        shown = " · ".join(
            f"{reason} {cases:,} {unit if cases == 1 else plural[unit]}"
            for reason, cases, unit in rows
        )
        yield f"  not counted, by rule: {shown}: marts.mart_exclusions"


def _unmapped_words(published: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = _rows(
        published,
        """
        select
            source || ' ' || mapping,
            sum(row_count),
            max(mapping_row_count),
            list(source_value order by row_count desc, source_value)
        from marts.mart_unmapped_values
        group by source, mapping
        order by source, mapping
        """,
    )
    for mapping, unmapped, total, words in rows:
        shown = " · ".join(words[:WORDS_SHOWN])
        more = len(words) - WORDS_SHOWN
        yield (
            f"  unmapped {mapping}: {unmapped:,} of {total:,} rows, {shown}"
            + (f" and {more:,} more words" if more > 0 else "")
        )


def _ambiguous_records(published: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = _rows(
        published,
        """
        select reason, count(*)
        from marts.mart_ambiguous_records
        group by reason
        order by reason
        """,
    )
    if rows:
        shown = " · ".join(f"{reason} {count:,}" for reason, count in rows)
        yield f"  records of unclear people: {shown}: marts.mart_ambiguous_records"


def _quarantined_rows(record: BuildRecord, before: Path | None) -> Iterator[str]:
    """What landing refused and the words that set a status aside, by table.

    A row that was refused stays counted; more than the run before had are new.
    """
    known = _quarantined(_accounting_of(before)) if before else {}
    shown = " · ".join(
        f"{table} {count:,}"
        + (
            f" ({count - known.get(table, 0):,} new)"
            if count > known.get(table, 0)
            else ""
        )
        for table, count in _quarantined(record.accounting).items()
    )
    if shown:
        yield f"  rows quarantined: {shown}: docs/sources.md says what to do"


def _quarantined(accounting: list[dict[str, Any]]) -> dict[str, int]:
    return {
        f"{table['source']}/{table['table_name']}": table["quarantined"]
        for table in accounting
        if table["quarantined"]
    }


def _accounting_of(run: Path) -> list[dict[str, Any]]:
    """The accounting in the manifest of a run; empty where none tells it."""
    try:
        manifest = json.loads((run / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return list(manifest.get("accounting", []))


def _made_up_firm(book: Book) -> Iterator[str]:
    """What a copied book still says of the made-up company."""
    if book.company_id == MADE_UP_COMPANY:
        yield (
            "  the book still calls the company by the made-up one's name:"
            " targets/company.csv"
        )
    copied = [
        f"{rule.exclusion_id} ({rule.value})"
        for rule in book.rows.exclusion_rules
        if rule.signal == "email_domain" and (rule.value or "").endswith(MADE_UP_DOMAIN)
    ]
    if copied:
        yield (
            "  exclusion rules still name domains of the made-up company, so that your"
            f" own people count as leads: {' · '.join(copied)}:"
            " definitions/exclusion_rules.csv"
        )


def _overdue_reviews(published: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Definitions and KPIs in force whose review day is over; the as-of is no line."""
    rows = _rows(
        published,
        """
        select definition_id, review_on
        from (
            select definition_id, review_on, valid_from, valid_to
            from dimensions.dim_stage_definitions
            where status <> 'draft'
            union all
            select kpi_id, review_on, valid_from, valid_to
            from dimensions.dim_kpis
        ) as agreed
        cross join (select max(day_on) as as_of_on from dimensions.dim_days) as run
        where
            review_on < as_of_on
            and coalesce(valid_from <= as_of_on, true)
            and coalesce(valid_to > as_of_on, true)
        order by review_on, definition_id
        """,
    )
    if rows:
        shown = " · ".join(f"{name} {day}" for name, day in rows[:WORDS_SHOWN])
        more = len(rows) - WORDS_SHOWN
        yield (
            f"  past their review date: {shown}"
            + (f" and {more:,} more" if more > 0 else "")
            + ": dimensions.dim_stage_definitions, dim_kpis"
        )


def _rows(published: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return published.execute(sql).fetchall()
