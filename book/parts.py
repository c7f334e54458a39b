"""What a book says, piece by piece: a hash of each file, definition and dated rule.

Two runs that disagree about a lead can be asked which piece changed between them, and
from which day on it says otherwise.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from book.contents import BookRows
from book.files import FILES
from book.record_rules import ExclusionRule
from book.rows import Row, ScoreRule, StageDefinition
from book.tables import rows_of

# What decides who enters the stage; owners, approvals, prose and dates do not.
_DECIDING = (
    "stage",
    "segment_dimension",
    "segment_value",
    "adoption_policy",
    "counts_from",
    "cool_down_days",
    "grace_hours",
)
# What of a price or an exclusion decides nothing, or stands beside its hash.
_NOT_DECIDING = (
    "line",
    "statement_ja",
    "statement_en",
    "marketing_approved_on",
    "sales_approved_on",
    "valid_from",
    "valid_to",
)
_SCHEMA = pa.schema(
    [
        ("part", pa.string()),
        ("definition_id", pa.string()),
        ("content_hash", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
    ]
)


@dataclass(frozen=True)
class BookPart:
    """A file of the book, or one row of it by its id (`definition_id`).

    Such rows are the definitions, each with its rules (`part` is then "definition"),
    prices and exclusions. Their hash leaves the validity out, which stands beside it.
    """

    part: str
    definition_id: str | None
    content_hash: str
    valid_from: date | None = None
    valid_to: date | None = None


def write_book_parts(rows: BookRows, path: Path) -> None:
    """Write the parts as a Parquet file of one row each."""
    parts = [asdict(part) for part in book_parts(rows)]
    pq.write_table(pa.Table.from_pylist(parts, schema=_SCHEMA), path)


def book_parts(rows: BookRows) -> Iterator[BookPart]:
    """Every file that says what landed rows mean, and every row that is in force once.

    A draft decides nothing.
    """
    for file in FILES:
        if not file.is_about_raw_files:
            yield BookPart(file.path, None, _hash(rows_of(rows, file)))
    for definition in rows.stage_definitions:
        if not definition.is_draft:
            yield _definition_part(rows, definition)
    for price in rows.score_rules:
        yield _rule_part("definitions/score_rules.csv", price.score_rule_id, price)
    for rule in rows.exclusion_rules:
        yield _rule_part("definitions/exclusion_rules.csv", rule.exclusion_id, rule)


def _definition_part(rows: BookRows, definition: StageDefinition) -> BookPart:
    deciding = {name: getattr(definition, name) for name in _DECIDING}
    own_rules = [
        rule
        for rule in rows.stage_rules
        if rule.definition_id == definition.definition_id
    ]
    return BookPart(
        "definition",
        definition.definition_id,
        _hash_of([json.dumps(deciding, default=str), _hash(own_rules)]),
        definition.valid_from,
        definition.valid_to,
    )


def _rule_part(path: str, row_id: str, rule: ScoreRule | ExclusionRule) -> BookPart:
    deciding = {
        name: cell for name, cell in asdict(rule).items() if name not in _NOT_DECIDING
    }
    return BookPart(
        path,
        row_id,
        _hash_of([json.dumps(deciding, default=str, ensure_ascii=False)]),
        rule.valid_from,
        rule.valid_to,
    )


def _hash(rows: Iterable[Row]) -> str:
    """Of every cell; the order of rows and the line they stand on say nothing."""
    return _hash_of(
        sorted(
            json.dumps({**asdict(row), "line": 0}, default=str, ensure_ascii=False)
            for row in rows
        )
    )


def _hash_of(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
