"""dbt's documentation site, with what the book says of stages, temperatures and KPIs.

The project's YAML repeats no definition: here the words of the checked book are put
where readers look for them, so that there is never a second copy to go stale.
"""

import json
from collections.abc import Iterable
from datetime import date
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from book import Book, read_book
from book.rows import TEMPERATURES, KpiDefinition, StageDefinition
from orchestration.dbt_process import prepare_manifest
from orchestration.resources import Settings

DESCRIBED_SCHEMAS = ("facts", "dimensions", "marts")


def write_docs(settings: Settings) -> Path:
    """Write `<home>/dbt/docs/index.html`, one file that needs no server; its path.

    Raises BookError, DbtError.
    """
    book = read_book(settings.book)
    manifest = json.loads(prepare_manifest(settings).read_text())
    describe(manifest, book)
    folder = settings.home.dbt / "docs"
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "manifest.json": manifest,
        # The types of published columns stand in the manifest: no database is asked.
        "catalog.json": {"nodes": {}, "sources": {}, "errors": None},
    }
    page = _empty_site()
    for name, content in written.items():
        text = json.dumps(content, ensure_ascii=False)
        (folder / name).write_text(text, encoding="utf-8")
        # No text of the book may end the script that it is part of.
        page = page.replace(f'"{name.upper()} INLINE DATA"', text.replace("</", "<\\/"))
    index = folder / "index.html"
    index.write_text(page, encoding="utf-8")
    return index


def describe(manifest: dict[str, Any], book: Book) -> None:
    """Put the book's words into the descriptions of dbt's manifest.

    A column `<stage>_at` gets the versions of its stage, `temperature` those of the
    temperatures; the tables of definitions and KPIs and the first page list all.
    """
    definitions = book.rows.stage_definitions
    agreed = [row for row in definitions if not row.is_draft]
    words = {
        f"{stage}_at": _paragraphs(row for row in agreed if row.stage == stage)
        for stage in {row.stage for row in agreed}
    }
    words["temperature"] = _paragraphs(
        row for stage in TEMPERATURES for row in agreed if row.stage == stage
    )
    tables = {
        "dim_stage_definitions": _paragraphs(definitions),
        "dim_kpis": "\n\n".join(map(kpi_words, book.rows.kpi_definitions)),
    }
    for node in manifest["nodes"].values():
        if node["resource_type"] != "model" or node["schema"] not in DESCRIBED_SCHEMAS:
            continue
        _append(node, tables.get(node["name"], ""))
        for name, column in node["columns"].items():
            _append(column, words.get(name, ""))
    _add_first_page(manifest, book, tables)


def definition_words(row: StageDefinition) -> str:
    """A version in one paragraph: what it says, what it is for, who agreed and when."""
    dimension, value = row.segment
    segment = "" if dimension == "all" else f" ({dimension} = {value})"
    status = "draft, never in force" if row.is_draft else _days(row)
    approved = _approvals(row.marketing_approved_on, row.sales_approved_on)
    return (
        f"**{row.stage}{segment}: {row.definition_id}** ({status}): "
        f"{row.statement_ja} / {row.statement_en} — {row.purpose_ja} / "
        f"{row.purpose_en} ({row.marketing_owner}, {row.sales_owner}; {approved}"
        f"review on {row.review_on})"
    )


def kpi_words(row: KpiDefinition) -> str:
    """A KPI in one paragraph."""
    official = "official" if row.is_official else "drill-down"
    window = f"{row.window_days} days" if row.window_days else "to date"
    return (
        f"**{row.kpi_name} ({row.label_en}): {row.kpi_id}** "
        f"({official}, {_days(row)}): {row.statement_ja} / "
        f"{row.statement_en} — {row.purpose_ja} / {row.purpose_en} "
        f"({row.from_stage} → {row.to_stage}, {window}, {row.unit}, "
        f"{row.entry_policy}; {row.marketing_owner}, {row.sales_owner}; "
        f"{_approvals(row.marketing_approved_on, row.sales_approved_on)}"
        f"review on {row.review_on})"
    )


def _paragraphs(rows: Iterable[StageDefinition]) -> str:
    return "\n\n".join(map(definition_words, rows))


def _days(row: StageDefinition | KpiDefinition) -> str:
    since = f"from {row.valid_from}" if row.valid_from else "since ever"
    return since + (f" until {row.valid_to}, not included" if row.valid_to else "")


def _approvals(marketing: date | None, sales: date | None) -> str:
    days = (("marketing", marketing), ("sales", sales))
    return "".join(f"approved by {who} on {day}, " for who, day in days if day)


def _append(described: dict[str, Any], words: str) -> None:
    texts = [described.get("description", ""), words]
    described["description"] = "\n\n".join(text for text in texts if text)


def _add_first_page(
    manifest: dict[str, Any], book: Book, tables: dict[str, str]
) -> None:
    name = "__overview__"
    manifest["docs"][f"doc.handoff.{name}"] = {
        "name": name,
        "resource_type": "doc",
        "package_name": "handoff",
        "path": "definitions",
        "original_file_path": "definitions",
        "unique_id": f"doc.handoff.{name}",
        "block_contents": (
            f"# {book.company_id}\n\nThe book {book.definition_hash}.\n\n"
            f"## Definitions\n\n{tables['dim_stage_definitions']}\n\n"
            f"## KPIs\n\n{tables['dim_kpis']}\n"
        ),
    }


def _empty_site() -> str:
    """dbt's own page, which shows a manifest and a catalog."""
    page = distribution("dbt-core").locate_file("dbt/task/docs/index.html")
    return Path(str(page)).read_text(encoding="utf-8")
