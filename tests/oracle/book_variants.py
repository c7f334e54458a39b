"""Books that differ from the default one in how stages are reached and left.

Each is a copy of the default book in which the rows of the stages that it defines, of
points and of half-lives are replaced; everything else stays. Cells are written as in
the files.
"""

import csv
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from book.rows import CLOSING_STAGES

DEFAULT_BOOK = Path(__file__).parents[2] / "seeds"
DEFINITIONS = "definitions/stage_definitions.csv"
RULES = "definitions/stage_rules.csv"
PRICES = "definitions/score_rules.csv"
HALF_LIVES = "definitions/score_half_lives.csv"
COMPANY = "targets/company.csv"
LABELS = "mappings/labels.csv"
WORDS = "mappings/words.csv"
VOCABULARY_OF_SIGNAL = {
    "attribute": "attribute",
    "sfa_field": "field",
    "touch": "touch_type",
    "call_outcome": "call_outcome",
    "meeting_outcome": "call_outcome",
}
APPROVED = "2025-01-10"
Cells = dict[str, str]


@dataclass
class Variant:
    """A book to be written; `prices` None keeps those of the default book."""

    name: str
    definitions: list[Cells] = field(default_factory=list)
    rules: list[Cells] = field(default_factory=list)
    prices: list[Cells] | None = None
    half_lives: list[Cells] | None = None
    time_zone: str = "Asia/Tokyo"

    def define(
        self,
        definition_id: str,
        *groups: Iterable[str],
        stage: str = "mql",
        valid: str = "..",
        segment: str = "all=all",
        counts_from: str = "lifetime",
        adoption_policy: str = "at_next_signal",
        cool_down_days: int = 14,
        grace_hours: int = 72,
        is_draft: bool = False,
    ) -> "Variant":
        """Add a definition; a group is a list of clauses as `clause` reads them."""
        valid_from, valid_to = valid.split("..")
        dimension, value = segment.split("=")
        status = "draft" if is_draft else "retired" if valid_to else "in_force"
        self.definitions.append(
            {
                "definition_id": definition_id,
                "stage": stage,
                "version": str(len(self.definitions) + 1),
                "segment_dimension": dimension,
                "segment_value": value,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "counts_from": counts_from,
                "adoption_policy": adoption_policy,
                "cool_down_days": str(cool_down_days),
                "grace_hours": str(grace_hours) if stage in CLOSING_STAGES else "",
                "status": status,
            }
        )
        for number, group in enumerate(groups, 1):
            place = {"definition_id": definition_id, "rule_group": str(number)}
            self.rules.extend(place | clause(text) for text in group)
        return self

    def price(self, words: str, points: str, cap: str = "", valid: str = "..") -> None:
        """Add points for `kind signal argument [comparison value]`."""
        kind, signal, argument, comparison, value = (*words.split(), "", "")[:5]
        valid_from, valid_to = valid.split("..")
        self.prices = self.prices or []
        self.prices.append(
            {
                "score_rule_id": f"price_{len(self.prices) + 1}",
                "kind": kind,
                "signal": signal,
                "signal_argument": argument,
                "comparison": comparison,
                "value": value,
                "points": points,
                "daily_cap": cap,
                "valid_from": valid_from,
                "valid_to": valid_to,
            }
        )

    def halve(self, kind: str, *spans: str) -> None:
        """Add half-lives as `days from..to`, empty days meaning no decay."""
        self.half_lives = self.half_lives or []
        for span in spans:
            days, valid = span.split(" ")
            valid_from, valid_to = valid.split("..")
            self.half_lives.append(
                {
                    "kind": kind,
                    "half_life_days": days,
                    "valid_from": valid_from,
                    "valid_to": valid_to,
                }
            )

    def write(self, folder: Path) -> Path:
        """Write the book's files under `folder` and return it."""
        shutil.copytree(DEFAULT_BOOK, folder)
        if self.definitions:
            stages = {row["stage"] for row in self.definitions}
            _replace(
                folder,
                DEFINITIONS,
                self.definitions,
                lambda row: (
                    row["stage"] in stages and row["segment_dimension"] == "all"
                ),
            )
            kept = {row["definition_id"] for row in _rows(folder / DEFINITIONS)}
            _replace(folder, RULES, self.rules, lambda row: _id(row) not in kept)
        for file, rows in ((PRICES, self.prices), (HALF_LIVES, self.half_lives)):
            if rows is not None:
                _replace(folder, file, rows, lambda row: True)
        _register_names(folder)
        company = _rows(folder / COMPANY)[0] | {"time_zone": self.time_zone}
        _replace(folder, COMPANY, [company], lambda row: True)
        return folder


def clause(text: str) -> Cells:
    """Read `[not] signal [argument] [xCOUNT] [/DAYS]` or `[not] score total >= 80`."""
    words = text.split()
    cells = dict.fromkeys(
        ("signal_argument", "comparison", "value", "min_count", "within_days"), ""
    )
    cells["is_negated"] = "false"
    if words[0] == "not":
        cells["is_negated"] = "true"
        words = words[1:]
    cells["signal"] = words.pop(0)
    if not cells["signal"].startswith("opportunity_"):
        cells["signal_argument"] = words.pop(0)
    if cells["signal"] in ("attribute", "score", "sfa_field"):
        return cells | {"comparison": words[0], "value": words[1]}
    for word in words:
        cells["min_count" if word[0] == "x" else "within_days"] = word[1:]
    return cells


def _register_names(folder: Path) -> None:
    """Name in the book what only the variant's rules name: labels, and words."""
    labels, words = _rows(folder / LABELS), _rows(folder / WORDS)
    labelled = {(row["vocabulary"], row["code"]) for row in labels}
    meant = {(row["vocabulary"], row["value"]) for row in words}
    for rule in (*_rows(folder / RULES), *_rows(folder / PRICES)):
        vocabulary = VOCABULARY_OF_SIGNAL.get(rule["signal"], "")
        place = (vocabulary, rule["signal_argument"])
        if vocabulary in ("attribute", "field") and place not in labelled:
            labelled.add(place)
            label = dict(zip(("vocabulary", "code"), place, strict=True))
            labels.append(label | {"label_ja": place[1], "label_en": place[1]})
        elif vocabulary in ("touch_type", "call_outcome") and place not in meant:
            meant.add(place)
            word = {"source": "exports", "vocabulary": vocabulary}
            words.append(word | {"source_value": place[1], "value": place[1]})
    for file, rows in ((LABELS, labels), (WORDS, words)):
        _write(folder / file, rows)


def _id(row: Cells) -> str:
    return row["definition_id"]


def _rows(path: Path) -> list[Cells]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _replace(
    folder: Path, file: str, rows: Iterable[Cells], drops: Callable[[Cells], bool]
) -> None:
    """Drop rows and append others, whose unsaid cells are those of the first row."""
    path = folder / file
    before = _rows(path)
    model = next(filter(drops, before), before[0]) | {
        "marketing_approved_on": APPROVED,
        "sales_approved_on": APPROVED,
    }
    kept = [row for row in before if not drops(row)]
    new = [{**model, **row} for row in rows]
    _write(path, [{name: row[name] for name in before[0]} for row in (*kept, *new)])


def _write(path: Path, rows: list[Cells]) -> None:
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
