"""One lead in words: where it stands, why it is or is not in a stage, what happened."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from orchestration.lead_lookup import find_lead, published_database
from orchestration.lead_page_words import WORDS
from orchestration.publication import MANIFEST
from orchestration.resources import Home

Row = dict[str, Any]
CLAUSES = ("clause", "segment")


def lead_page(home: Home, name: str, language: str) -> str:
    """The page of the lead that `name` stands for, in `ja` or `en`.

    Reads what is published, so it works while a night runs. Raises LeadLookupError.
    """
    database = published_database(home)
    with duckdb.connect(str(database), read_only=True) as published:
        lead_id = find_lead(published, home, name)
        as_of = _as_of(database.parent)
        page = _Page(published, lead_id, language, _clock(published), as_of)
        return "\n".join(page.lines())


@dataclass(frozen=True)
class _Clock:
    """The company's days, by which instants of UTC are shown as its wall clock."""

    starts: Sequence[datetime]
    offsets: Sequence[timedelta]

    def at(self, instant: datetime | None) -> str:
        if instant is None:
            return "-"
        day = max(bisect_right(self.starts, instant) - 1, 0)
        return f"{instant + self.offsets[day]:%Y-%m-%d %H:%M}"


class _Page:
    def __init__(
        self,
        published: duckdb.DuckDBPyConnection,
        lead_id: str,
        language: str,
        clock: _Clock,
        as_of: datetime,
    ) -> None:
        self._published = published
        self._lead_id = lead_id
        self._language = language
        self._words = WORDS[language]
        self._clock = clock
        self._as_of = as_of
        self._stages = {
            row["stage"]: row
            for row in self._rows("select * from dimensions.dim_stages")
        }
        self._definitions = {
            row["definition_id"]: row
            for row in self._rows("select * from dimensions.dim_stage_definitions")
        }
        self._clauses = self._of_lead(
            "marts.mart_lead_clauses", "rule_group, clause_number, line"
        )
        self._cycles = self._of_lead("facts.fct_lead_cycles", "cycle_number")
        self._events = self._of_lead("marts.mart_lead_history", "event_number")
        # The cycles that are not counted: all that is published of them.
        self._excluded = {
            row["cycle_number"]: row
            for row in self._events
            if row["event"] == "exclusion"
        }
        # What the group that decided saw as it did, by stage and instant.
        self._entries = _grouped(
            self._of_lead(
                "marts.mart_entry_clauses",
                "entered_at, stage, definition_id, clause_number",
            ),
            "definition_id",
        )

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._standing()
        yield from self._why()
        yield from self._drafts()
        yield from self._history()

    def _head(self) -> Iterator[str]:
        (lead,) = self._of_lead("dimensions.dim_leads", "lead_id")
        sources = self._of_lead("dimensions.dim_lead_aliases", "source")
        (channel,) = self._rows(
            "select * from dimensions.dim_channels where channel = ?", lead["channel"]
        )
        yield self._say("title", lead_id=self._lead_id)
        yield self._say("as_of", as_of=self._clock.at(self._as_of))
        yield self._say(
            "known",
            acquired=self._clock.at(lead["acquired_at"]),
            sources=", ".join(dict.fromkeys(row["source"] for row in sources)),
            channel=channel[f"label_{self._language}"],
        )
        if lead["is_deleted"]:
            yield self._say("deleted")
        yield from self._not_counted()

    def _not_counted(self) -> Iterator[str]:
        """Since when and by which rule, if the last cycle is not counted."""
        last = len(self._cycles) + len(self._excluded)
        if last not in self._excluded:
            return
        first = last
        while first - 1 in self._excluded:
            first -= 1
        yield self._say(
            "excluded",
            at=self._clock.at(self._excluded[first]["occurred_at"]),
            rule=self._excluded[last]["reason"],
        )

    def _standing(self) -> Iterator[str]:
        yield from self._heading("standing")
        cycles = [*self._cycles, *self._excluded.values()]
        for cycle in sorted(cycles, key=lambda row: row["cycle_number"]):
            if cycle["cycle_number"] in self._excluded:
                yield "  " + self._say(
                    "cycle_excluded",
                    number=cycle["cycle_number"],
                    opened=self._clock.at(cycle["occurred_at"]),
                    rule=cycle["reason"],
                )
                continue
            exit_at = cycle["won_at"]
            if cycle["exit_type"] is not None:
                exit_at = cycle[f"{cycle['exit_type']}_at"]
            closed = self._say("still_open")
            if not cycle["is_open"]:
                closed = self._clock.at(exit_at)
            yield "  " + self._say(
                "cycle",
                number=cycle["cycle_number"],
                opened=self._clock.at(cycle["opened_at"]),
                closed=closed,
            )
            reached = [
                (cycle[f"{stage}_at"], row)
                for stage, row in self._stages.items()
                if cycle.get(f"{stage}_at") is not None
            ]
            reached.sort(key=lambda one: (one[0], one[1]["stage_order"]))
            for at, row in reached:
                yield "    " + self._say(
                    "reached_in_cycle", stage=self._label(row), at=self._clock.at(at)
                )
        for stage, rows in self._by_stage(self._clauses, "temperature"):
            for row in rows:
                if row["definition_state"] == "reached":
                    yield "  " + self._say(
                        "temperature",
                        temperature=self._stage(stage),
                        at=self._clock.at(row["reached_at"]),
                    )
                    break

    def _why(self) -> Iterator[str]:
        """Each stage on the way to a win, as its versions in force judge it."""
        shown = [row for row in self._clauses if row["definition_status"] != "draft"]
        shown = [row for row in shown if row["definition_status"] != "planned"]
        for stage, rows in self._by_stage(shown, "success", "temperature"):
            definitions = _grouped(rows, "definition_id")
            applicable = {
                name: lines
                for name, lines in definitions.items()
                if lines[0]["definition_state"] != "not_applicable"
            }
            yield ""
            yield from self._verdict(stage, applicable, definitions)
            is_reached = any(
                lines[0]["definition_state"] == "reached"
                for lines in applicable.values()
            )
            if is_reached:
                path = self._stages[stage]["stage_path"]
                today = "today_temperature" if path == "temperature" else "today"
                yield "  " + self._say(today, as_of=self._clock.at(self._as_of))
            for name, lines in applicable.items():
                for line in self._definition(name, lines):
                    yield f"  {line}" if is_reached else line
            elsewhere = [name for name in definitions if name not in applicable]
            named = [self._elsewhere(name, definitions[name]) for name in elsewhere]
            if named and applicable:
                yield "  " + self._say("elsewhere", definitions=", ".join(named))

    def _verdict(
        self, stage: str, applicable: dict[str, list[Row]], all_: dict[str, list[Row]]
    ) -> Iterator[str]:
        label = self._stage(stage)
        firsts = {name: lines[0] for name, lines in applicable.items()}
        for first in firsts.values():
            if first["definition_state"] == "reached":
                yield self._say(
                    "stage_reached",
                    stage=label,
                    at=self._clock.at(first["reached_at"]),
                    definition=first["reached_definition_id"],
                )
                yield from self._entry(first["reached_definition_id"], first, "  ")
                return
        yield self._open_stage(stage, label, [*firsts.values()])
        if not firsts:
            yield "  " + self._say("because_uncovered")
            for lines in all_.values():
                for row in lines:
                    if row["verdict"] != "met":
                        yield "    - " + self._clause(row)
        for name, lines in applicable.items():
            state = lines[0]["definition_state"]
            if state == "not_counted":
                yield from ("  - " + self._clause(row) for row in _blockers(lines))
            elif state == "blocked":
                yield "  " + self._say("because_blocked", definition=name)
                yield from ("    - " + self._clause(row) for row in _blockers(lines))
            elif state == "unknown":
                yield "  " + self._say("because_unknown", definition=name)
            else:
                yield "  " + self._say("because_not_met", definition=name)
                yield from (
                    "    - " + self._clause(row)
                    for row in [*_missing(lines), *_blockers(lines)]
                )

    def _open_stage(self, stage: str, label: str, firsts: Sequence[Row]) -> str:
        is_temperature = self._stages[stage]["stage_path"] == "temperature"
        if is_temperature or not firsts or firsts[0]["counts_after_at"] is None:
            return self._say("stage_open", stage=label)
        return self._say("stage_open_since", stage=label, **self._exit(firsts[0]))

    def _exit(self, row: Row) -> dict[str, str]:
        """The last exit: what counts came after it."""
        return {
            "at": self._clock.at(row["counts_after_at"]),
            "exit": self._stage(row["counts_after_exit"]),
        }

    def _entry(self, name: str, reached: Row, indent: str) -> Iterator[str]:
        """By which group the stage was entered, and what it saw then."""
        rows = self._seen_at_entry(name, reached["stage"], reached["reached_at"])
        if not rows:
            return
        tried = reached["definition_status"] != "in_force"
        yield indent + self._say(
            "tried_entry" if tried else "entry",
            at=self._clock.at(reached["reached_at"]),
            definition=name,
            version=self._definitions[name]["version"],
            number=rows[0]["rule_group"],
        )
        yield f"{indent}  {self._statement(name)}"
        yield from (f"{indent}  {self._judged(row)}" for row in rows)

    def _seen_at_entry(self, name: str, stage: str, at: datetime) -> list[Row]:
        return [
            row
            for row in self._entries.get(name, [])
            if row["stage"] == stage and row["entered_at"] == at
        ]

    def _statement(self, name: str) -> str:
        return str(self._definitions[name][f"statement_{self._language}"])

    def _definition(self, name: str, lines: list[Row]) -> Iterator[str]:
        yield "  " + self._say(
            "definition",
            definition=name,
            status=self._say(lines[0]["definition_status"]),
            statement=self._statement(name),
        )
        groups = _grouped(
            [row for row in lines if row["line"] in CLAUSES and row["rule_group"]],
            "rule_group",
        )
        for row in lines:
            if row["line"] == "segment":
                yield "    " + self._judged(row)
        for number, rows in groups.items():
            if len(groups) > 1:
                yield "    " + self._say("way", number=number)
            for row in rows:
                yield "    " + self._judged(row)

    def _drafts(self) -> Iterator[str]:
        rows = [
            row
            for row in self._clauses
            if row["definition_status"] in ("draft", "planned")
        ]
        if rows:
            yield from self._heading("drafts")
        for _, of_stage in self._by_stage(rows, "success"):
            for name, lines in _grouped(of_stage, "definition_id").items():
                yield from self._draft(name, lines)

    def _draft(self, name: str, lines: list[Row]) -> Iterator[str]:
        first = lines[0]
        state = first["definition_state"]
        said = {"reached": "would_be_reached", "blocked": "would_be_blocked"}
        yield "  " + self._say(
            said.get(state, "would_not"),
            definition=name,
            status=self._say(first["definition_status"]),
            stage=self._stage(first["stage"]),
            at=self._clock.at(first["reached_at"]),
        )
        # That it is not in force is said of all of them.
        blockers = [
            row for row in _blockers(lines) if row["line"] not in ("draft", "planned")
        ]
        yield from ("    - " + self._clause(row) for row in blockers)
        if state == "reached":
            yield from self._entry(first["reached_definition_id"], first, "    ")
            yield "    " + self._say("today_tried", as_of=self._clock.at(self._as_of))
        indent = "      " if state == "reached" else "    "
        for row in lines:
            if row["line"] in CLAUSES:
                yield indent + self._judged(row)

    def _history(self) -> Iterator[str]:
        open_cycles = {row["cycle_number"] for row in self._cycles if row["is_open"]}
        yield from self._heading("history")
        for cycle, rows in groupby(self._events, lambda row: row["cycle_number"]):
            yield "  " + self._say("history_cycle", number=cycle)
            for row in rows:
                told = [row[f"event_{self._language}"]]
                if row["points"]:
                    told.append(self._say("points", points=_number(row["points"])))
                if row["score"] is not None and row["event"] != "score changed":
                    told.append(self._say("score_after", score=_number(row["score"])))
                if row["definition_id"] is not None and row["event_kind"] != "score":
                    told.append(self._say("by", definition=row["definition_id"]))
                if row["blocked_until_at"] is not None:
                    until = self._clock.at(row["blocked_until_at"])
                    told.append(self._say("in_cool_down", at=until))
                yield f"    {self._clock.at(row['occurred_at'])}  {' · '.join(told)}"
                # Of the open cycle it is said above.
                if row["event"] == "entered" and cycle not in open_cycles:
                    yield from self._past_entry(row)

    def _past_entry(self, event: Row) -> Iterator[str]:
        name, stage, at = event["definition_id"], event["stage"], event["occurred_at"]
        for row in self._seen_at_entry(name, stage, at):
            if row["evidence_type"] == "rule":
                yield "      " + self._judged(row)

    def _judged(self, row: Row) -> str:
        return f"[{self._say(row['verdict'])}] {self._clause(row)}"

    def _clause(self, row: Row) -> str:
        """What is asked for and what is observed: `Total score >= 80: 74 of 80 …`."""
        asked = str(row[f"clause_{self._language}"])
        observed = self._observed(row)
        return f"{asked}: {observed}" if observed else asked

    def _observed(self, row: Row) -> str:
        if row["line"] not in CLAUSES:
            if row["blocked_until_at"] is not None:
                return self._say("until", at=self._clock.at(row["blocked_until_at"]))
            return str(row["observed"] or "")
        if row["verdict"] == "unknown":
            return self._say("cannot_be_known")
        number, threshold = row["observed_number"], row["threshold_number"]
        if row["recorded_at"] is not None:
            return self._say("recorded", at=self._clock.at(row["recorded_at"]))
        if row["comparison"] is None and row["counts_from"] is None:
            if row["counts_after_at"] is None:
                return self._say("none_recorded")
            return self._say("none_recorded_since", **self._exit(row))
        if row["observed"] is not None:
            number_text = str(row["observed"])
        elif number is None:
            return self._say("not_told")
        else:
            number_text = _number(number)
        if row.get("shortfall") is not None:
            return self._say(
                "short",
                observed=number_text,
                threshold=_number(threshold),
                short=_number(row["shortfall"]),
            )
        return number_text

    def _elsewhere(self, name: str, lines: list[Row]) -> str:
        segments = [row for row in lines if row["line"] == "segment"]
        named = [str(row[f"clause_{self._language}"]) for row in segments]
        return f"{name} ({', '.join(named)})" if named else name

    def _by_stage(
        self, rows: Sequence[Row], *paths: str
    ) -> Iterator[tuple[str, list[Row]]]:
        by_stage = _grouped(rows, "stage")
        for path in paths:
            on_path = [
                stage for stage in by_stage if self._stages[stage]["stage_path"] == path
            ]
            on_path.sort(key=lambda stage: self._stages[stage]["stage_order"])
            for stage in on_path:
                yield stage, by_stage[stage]

    def _heading(self, word: str) -> Iterator[str]:
        yield ""
        yield self._say(word)

    def _stage(self, stage: str) -> str:
        return self._label(self._stages[stage])

    def _label(self, row: Row) -> str:
        return str(row[f"label_{self._language}"])

    def _say(self, word: str, **values: object) -> str:
        return self._words[word].format(**values)

    def _of_lead(self, relation: str, order: str) -> list[Row]:
        return self._rows(
            f"select * from {relation} where lead_id = ? order by {order}",
            self._lead_id,
        )

    def _rows(self, query: str, *values: object) -> list[Row]:
        found = self._published.execute(query, list(values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _grouped(rows: Sequence[Row], column: str) -> dict[Any, list[Row]]:
    grouped: dict[Any, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row[column], []).append(row)
    return grouped


def _blockers(lines: Sequence[Row]) -> list[Row]:
    return [row for row in lines if row["line"] not in CLAUSES]


def _missing(lines: Sequence[Row]) -> list[Row]:
    """What is not met of the group of rules that comes nearest."""
    groups = _grouped([row for row in lines if row["rule_group"]], "rule_group")
    unmet = [
        [row for row in rows if row["verdict"] != "met"] for rows in groups.values()
    ]
    return min(unmet, key=len, default=[])


def _number(value: float) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


def _clock(published: duckdb.DuckDBPyConnection) -> _Clock:
    days = published.execute(
        "select starts_at, cast(day_on as timestamp) - starts_at"
        " from dimensions.dim_days order by starts_at"
    ).fetchall()
    return _Clock([day[0] for day in days], [day[1] for day in days])


def _as_of(run: Path) -> datetime:
    """The as-of of a published run, as its tables write instants: naive UTC."""
    manifest = json.loads((run / MANIFEST).read_text(encoding="utf-8"))
    return datetime.fromisoformat(manifest["inputs"]["as_of"]).replace(tzinfo=None)
