"""Reads what the models of a build found: gaps, entries, cycles and temperatures."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from tests.oracle.knowledge import Known, KnownGroup, KnownStage
from tests.oracle.lives import Cycle, Evidence, Lived, Reached, Verdict
from tests.oracle.recorded_rows import Rows
from tests.oracle.replay import Entry, Gap, as_numbers
from tests.oracle.temperatures import Temperature


@dataclass(frozen=True)
class Between:
    """A stretch between two exits of a lead, by the definitions of a basis."""

    basis: str
    lead_id: str
    gap: Gap


Found = Entry | Between | Lived | Temperature | Known


@dataclass(frozen=True)
class Modelled:
    """What the models found, by basis and lead.

    `excluded` are the openings of cycles that no number counts, by lead: the replay
    does not ask who is excluded.
    """

    gaps: dict[tuple[str, str], list[Gap]]
    entries: dict[tuple[str, str], list[Entry]]
    lives: dict[tuple[str, str], list[Lived]]
    temperatures: dict[tuple[str, str], list[Temperature]]
    excluded: set[tuple[str, datetime]]
    known: list[Known]

    def all_found(self) -> list[Found]:
        """Of all leads and bases."""
        found: list[Found] = [*self.known]
        for key, gaps in self.gaps.items():
            found.extend(Between(*key, gap) for gap in gaps)
        for rows in (self.entries, self.lives, self.temperatures):
            for of_lead in rows.values():
                found.extend(of_lead)
        return found


def read_modelled(database: Path) -> Modelled:
    """Read the answers of all models but those of scores."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = Rows(connection)
        excluded = {
            (row["lead_id"], row["opened_at"])
            for row in rows.of("int_opening_exclusions")
        }
        return Modelled(
            _gaps(rows),
            _entries(rows),
            _lives(rows),
            _temperatures(rows),
            excluded,
            _known(rows),
        )


def _known(rows: Rows) -> list[Known]:
    known: list[Known] = [
        KnownGroup(
            row["source"],
            row["definition_id"],
            row["rule_group"],
            row["observed_from"],
            row["complete_from"],
        )
        for row in rows.of("int_group_knowledge")
    ]
    for table, of in (
        ("int_stage_knowledge", "source"),
        ("int_lead_knowledge", "lead_id"),
    ):
        known += [
            KnownStage(
                row["definition_basis"], row[of], row["stage"], row["observed_from"]
            )
            for row in rows.of(table)
        ]
    return known


def _entries(rows: Rows) -> dict[tuple[str, str], list[Entry]]:
    entries = defaultdict(list)
    numbers = _numbers_seen(rows)
    for row in rows.of("int_rule_entries"):
        key = row["definition_basis"], row["lead_id"]
        entries[key].append(
            Entry(
                *key,
                row["gap_number"],
                row["stage"],
                row["occurred_at"],
                row["definition_id"],
                row["is_adoption"],
                row["rule_group"],
                as_numbers(numbers[_entry_key(row)]),
            )
        )
    return entries


def _temperatures(rows: Rows) -> dict[tuple[str, str], list[Temperature]]:
    temperatures = defaultdict(list)
    for row in rows.of("int_temperature_agreement"):
        key = row["definition_basis"], row["lead_id"]
        temperatures[key].append(
            Temperature(
                *key,
                row["from_at"],
                row["to_at"],
                row["temperature"],
                row["definition_id"],
                row["recorded_temperature"],
                row["verdict"],
            )
        )
    return temperatures


def _entry_key(row: dict[str, Any]) -> tuple[Any, ...]:
    columns = ("definition_basis", "lead_id", "gap_number", "stage")
    return tuple(row[column] for column in columns)


def _numbers_seen(rows: Rows) -> dict[tuple[Any, ...], list[float]]:
    """The scores and counts that each entry is explained by; attributes have neither.

    A clause that the book asks for and no explanation tells would be missing here.
    """
    numbers = defaultdict(list)
    for row in rows.of("int_fired_clauses"):
        assert row["verdict"] == "met", row
        if row["counts_from"] is not None:
            numbers[_entry_key(row)].append(row["observed_number"])
    return numbers


def _gaps(rows: Rows) -> dict[tuple[str, str], list[Gap]]:
    """Bases that cut the same gaps share them."""
    sharers = defaultdict(list)
    for row in rows.of("int_definition_bases"):
        sharers[row["gap_basis"]].append(row["definition_basis"])
    gaps = defaultdict(list)
    for row in sorted(rows.of("int_lead_gaps"), key=lambda row: row["gap_number"]):
        for basis in sharers[row["gap_basis"]]:
            gaps[basis, row["lead_id"]].append(
                Gap(
                    row["gap_number"],
                    row["starts_after_at"],
                    row["cooled_after_at"],
                    row["exit_at"],
                )
            )
    return gaps


def _lives(rows: Rows) -> dict[tuple[str, str], list[Lived]]:
    """Cycles, the stages reached in them, and the verdicts on them."""
    lives: dict[tuple[str, str], list[Lived]] = defaultdict(list)
    for row in rows.of("int_counted_cycles"):
        key = row["definition_basis"], row["lead_id"]
        lives[key].append(
            Cycle(*key, row["cycle_number"], row["entry_type"], row["opened_at"])
        )
    for row in rows.of("int_cycle_entries"):
        key = row["definition_basis"], row["lead_id"]
        lives[key].append(
            Reached(
                *key,
                row["cycle_number"],
                row["stage"],
                row["occurred_at"],
                row["is_out_of_order"],
                None if row["stage"] == "lead" else _evidence(row),
            )
        )
    for row in rows.of("int_stage_agreement"):
        key = row["definition_basis"], row["lead_id"]
        lives[key].append(
            Verdict(
                *key,
                row["cycle_number"],
                row["stage"],
                row["ma_at"],
                row["sfa_at"],
                row["defined_at"],
                row["ma_sfa_verdict"],
                row["ma_definition_verdict"],
                row["sfa_definition_verdict"],
                row["verdict"],
            )
        )
    return lives


def _evidence(row: dict[str, Any]) -> Evidence:
    return Evidence(
        row["occurred_at"],
        row["system"],
        row["reference"],
        row["evidence_type"],
        row["definition_id"],
    )
