"""Writes random people in the shape of the `exports` source, crowded on the edges.

Half of them are drawn by Hypothesis, which repeats what is rare, the other half are all
different; many are one company, because a build costs seconds. Instants are drawn from
those that rules could get wrong: the same second as an earlier event, a whole number of
days after it, one second beside that, a company midnight.
"""

import csv
import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

FIRST = datetime(2025, 8, 20)
AS_OF = datetime(2026, 4, 20, 3, 0, 0, tzinfo=UTC)
# 00:00 in Tokyo of days at which the books change versions, prices and half-lives.
SWITCHES = tuple(
    datetime(year, month, day) - timedelta(hours=9)
    for year, month, day in ((2025, 11, 15), (2026, 1, 1), (2026, 2, 1), (2025, 9, 7))
)
EDGES = (0, 1, 6, 7, 8, 13, 14, 15, 29, 30, 31, 59, 60, 61, 90, 91)
TOUCH_TYPES = (
    ("enquiry", 2),
    ("seminar_attended", 5),
    ("whitepaper_download", 10),
    ("pricing_view", 10),
    ("case_study_view", 4),
    ("article_view", 4),
    ("careers_view", 6),
    ("email_open", 5),
    ("email_click", 6),
    ("unpriced_view", 1),
)
CONTENTS = ("", "", "guide", "price_list", "case_book")
VALUES = {
    "industry": ("", "製造業", "manufacturing", "IT", "小売業", "金融業", "鉱業"),
    "employees": ("", "49", "50", "51", "299", "300", "5000"),
    "department": ("", "営業部", "総務部"),
    "job_level": ("", "一般", "係長", "課長", "部長", "役員", "相談役", "7"),
    "title": ("", "主任", "課長", "社長", "顧問"),
}
OBSERVED = {
    "budget": ("", "10", "100", "1000"),
    "has_project": ("yes", "no"),
    "industry": ("", "製造業", "IT"),
}
CALL_OUTCOMES = ("connected", "connected", "missed", "missed", "appointment", "")
MEETING_OUTCOMES = ("held", "held", "no_show")
# What fields of the SFA show; timing is a number where it is one.
FIELDS = {
    "budget": ("", "未定", "confirmed"),
    "timing": ("", "1", "3", "6", "未定"),
    "temperature": ("", "hot", "warm", "cold"),
}
# How long exits stay before they are taken back: around the graces and cool-downs of
# the books, in hours.
TAKEN_BACK_AFTER = (0, 1, 24, 72, 72, 72, 168, 336, 720)
# How long the MA takes to repeat what the SFA says, in seconds: up to a day is in time.
REPEATED_AFTER = (-3600, 0, 60, 86_399, 86_400, 86_400, 86_401, 172_800)
EXITS = ("won", "lost", "recycled", "disqualified")
STATUSES = ("sal", "sql", "recycled", "disqualified", "recycled", "new", "lost", "won")

Rows = dict[str, list[dict[str, str]]]


def write_histories(raw: Path, *, leads: int, seed: int) -> datetime:
    """Write `<raw>/exports/*.csv` for so many people; returns the as-of instant."""
    rows: Rows = defaultdict(list)
    half = leads // 2
    people = [
        _Person(random.Random(f"{seed}/{number}"), "p", number).drawn()
        for number in range(half)
    ]
    for person in people + _hypothetical(leads - half, seed):
        for table, found in person.items():
            rows[table].extend(found)
    folder = raw / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    for table, found in rows.items():
        _write(folder / f"{table}.csv", found)
    return AS_OF


def _hypothetical(leads: int, seed: int) -> list[Rows]:
    """The rows of so many people that Hypothesis draws, by table."""
    people: list[Rows] = []

    @hypothesis.seed(seed)
    @settings(
        max_examples=leads,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.randoms(use_true_random=False))
    def draw(draws: random.Random) -> None:
        people.append(_Person(draws, "h", len(people)).drawn())

    draw()
    assert len(people) == leads
    return people


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


class _Person:
    """Draws one person's records and events; every instant may attract the next."""

    def __init__(self, draws: random.Random, letter: str, number: int) -> None:
        self._draws = draws
        self._name = f"{letter}{number}"
        # Its sales record has the id of the next person's marketing record.
        self._next_record = f"{letter}{number + 1}-a"
        self._rows: Rows = defaultdict(list)
        self._number = 0
        # Which record said something about an attribute in a second.
        self._said: dict[tuple[str, datetime], str] = {}
        created_at = FIRST + timedelta(days=draws.randrange(150))
        self._instants = [created_at.replace(hour=draws.randrange(24))]

    def drawn(self) -> Rows:
        """The rows of this person, by table."""
        record = f"{self._name}-a"
        sales_record = self._next_record if self._draws.random() < 0.6 else ""
        is_twin = self._draws.random() < 0.2
        self._marketing_record(record, sales_record, may_have_title=not is_twin)
        records = [record]
        if is_twin:
            records.append(self._twin(record))
        for _ in range(self._draws.choice((0, 1, 3, 6, 10, 16))):
            self._touch(self._draws.choice(records))
        for _ in range(self._draws.choice((0, 0, 0, 1, 3))):
            self._observe(records[0])
        if sales_record:
            self._sales_record(sales_record)
            if self._draws.random() < 0.4:
                self._repeat_statuses(record)
        # What an exit attracts: touches at the edges of its cool-down.
        for _ in range(self._draws.choice((0, 2, 5, 9))):
            self._touch(self._draws.choice(records))
        return self._rows

    def _instant(self, after: datetime | None = None) -> datetime:
        """An instant close to an earlier one, `after` at the earliest."""
        draws = self._draws
        start = draws.choice((*self._instants, *self._instants[-2:], *SWITCHES[:2]))
        day = timedelta(days=draws.choice(EDGES))
        kind = draws.randrange(6)
        if kind == 0:
            at = start
        elif kind == 1:
            at = start + day
        elif kind == 2:
            at = start + day + timedelta(seconds=draws.choice((-1, 1)))
        elif kind == 3:
            at = start + timedelta(seconds=draws.randrange(86_400))
        elif kind == 4:
            midnight = (start + timedelta(hours=9)).replace(hour=0, minute=0, second=0)
            beside = timedelta(seconds=draws.choice((-1, 0, 0, 1)))
            at = midnight - timedelta(hours=9) + day + beside
        else:
            at = draws.choice(SWITCHES) + timedelta(seconds=draws.choice((-1, 0, 1)))
        at = at.replace(microsecond=draws.choice((0, 0, 1, 400_000, 999_999)))
        if after is not None and at < after:
            at = after + timedelta(seconds=draws.choice((0, 1, 86_400)))
        if draws.random() < 0.7:
            self._instants.append(at.replace(microsecond=0))
        return at

    def _next(self, prefix: str) -> str:
        """An id, which does not say what came first."""
        self._number += 1
        return f"{self._name}-{prefix}{self._draws.randrange(100)}.{self._number}"

    def _marketing_record(
        self, record: str, sales_record: str, *, may_have_title: bool
    ) -> None:
        names = [name for name in VALUES if may_have_title or name != "title"]
        created_at = self._saying(record, names, self._instant(self._instants[0]))
        cells = {name: self._draws.choice(VALUES[name]) for name in names}
        self._change_fields(record, created_at, cells)
        if self._draws.random() < (0.1 if sales_record else 0.5):
            status, last_at = self._statuses("ma_lead", record, created_at)
        else:
            status, last_at = "new", created_at
        self._rows["ma_leads"].append(
            {
                "ma_lead_id": record,
                "created_at": _text(created_at),
                "email": f"{self._name}@somewhere.example",
                "sfa_record_id": sales_record,
                "lead_source": "seminar",
                "deleted_at": self._deletion(created_at),
                **self._shown(status, last_at),
                **cells,
            }
        )

    def _shown(self, status: str, at: datetime) -> dict[str, str]:
        """What a record shows of itself, seldom a status that no change told."""
        draws = self._draws
        if draws.random() < 0.1:
            status = draws.choice((*STATUSES, "mql", ""))
        written_at = self._instant(at) if draws.random() < 0.7 else None
        return {
            "status": status,
            "updated_at": _text(written_at) if written_at else "",
        }

    def _deletion(self, created_at: datetime) -> str:
        return _text(self._instant(created_at)) if self._draws.random() < 0.06 else ""

    def _twin(self, record: str) -> str:
        """A second record of the same person, found by address or by a merge."""
        twin = f"{self._name}-b"
        how = self._draws.choice(("address", "merge", "unseen"))
        if how != "unseen":
            names = ["industry", "employees", "job_level"]
            created_at = self._saying(twin, names, self._instant(self._instants[0]))
            cells = {name: self._draws.choice(VALUES[name]) for name in names}
            self._change_fields(twin, created_at, cells)
            address = self._name if how == "address" else f"{self._name}.other"
            self._rows["ma_leads"].append(
                {
                    "ma_lead_id": twin,
                    "created_at": _text(created_at),
                    "email": f"{address}@somewhere.example",
                    "lead_source": "seminar",
                    **cells,
                }
            )
        if how != "address":
            merged_at = self._instant(self._instants[0])
            merge = {"loser_id": twin, "winner_id": record}
            self._rows["ma_merges"].append(merge | {"merged_at": _text(merged_at)})
        return twin

    def _change_fields(
        self, record: str, created_at: datetime, cells: dict[str, str]
    ) -> None:
        """Let cells change and leave in them what they became."""
        last_changes: dict[str, datetime] = {}
        for _ in range(self._draws.choice((0, 0, 1, 2, 4))):
            name = self._draws.choice(list(cells))
            value = self._draws.choice([v for v in VALUES[name] if v != cells[name]])
            before = last_changes.get(name)
            changed_at = self._instant(before or created_at)
            if before is None and self._draws.random() < 0.05:
                # Imported with its history: the change is older than the record.
                changed_at = created_at - timedelta(days=1)
            if before is not None and _second(changed_at) == _second(before):
                changed_at += timedelta(seconds=1)
            changed_at = self._saying(record, [name], changed_at)
            last_changes[name] = changed_at
            self._rows["ma_lead_changes"].append(
                {
                    "change_id": self._next("c"),
                    "ma_lead_id": record,
                    "field": name,
                    "old_value": cells[name],
                    "new_value": value,
                    "changed_at": _text(changed_at),
                }
            )
            cells[name] = value

    def _saying(self, record: str, names: list[str], at: datetime) -> datetime:
        """The instant, or the next second in which no other record says a name.

        Which of two records has the last word within one second is not settled.
        """
        while any(
            self._said.get((name, _second(at)), record) != record for name in names
        ):
            at += timedelta(seconds=1)
        self._said.update({(name, _second(at)): record for name in names})
        return at

    def _touch(self, record: str) -> None:
        names, weights = zip(*TOUCH_TYPES, strict=True)
        copies = self._draws.choice((1, 1, 1, 2, 3))
        touch_type = self._draws.choices(names, weights)[0]
        for _ in range(copies):
            at = self._instant()
            is_late = self._draws.random() < 0.03
            self._rows["ma_touches"].append(
                {
                    "touch_id": self._next("t"),
                    "ma_lead_id": record if self._draws.random() < 0.99 else "",
                    "touch_type": touch_type,
                    "content_id": self._draws.choice(CONTENTS),
                    "occurred_at": _text(at),
                    "recorded_at": _text(at + timedelta(days=90)) if is_late else "",
                }
            )

    def _observe(self, record: str) -> None:
        name = self._draws.choice(list(OBSERVED))
        at = self._instant(self._instants[0])
        at = self._saying(self._next("observed"), [name], at)
        self._rows["lead_attributes"].append(
            {
                "ma_lead_id": record,
                "name": name,
                "value": self._draws.choice(OBSERVED[name]),
                "observed_at": _text(at),
            }
        )

    def _sales_record(self, record: str) -> None:
        created_at = self._instant(self._instants[0])
        contact = f"{self._name}-k" if self._draws.random() < 0.15 else ""
        told = self._statuses("sfa_record", record, created_at)
        self._shown_record(record, "lead", created_at, contact, told)
        records = [record]
        if contact:
            made_at = self._instant(created_at)
            made_at = self._saying(contact, list(FIELDS), made_at)
            told = self._statuses("sfa_record", contact, made_at)
            self._shown_record(contact, "contact", made_at, "", told)
            records.append(contact)
        for _ in range(self._draws.choice((0, 0, 1, 1, 2, 3))):
            self._opportunity(self._draws.choice(records), created_at)
        for _ in range(self._draws.choice((0, 1, 2, 4, 8))):
            self._activity(self._draws.choice(records))

    def _shown_record(
        self,
        record: str,
        record_type: str,
        created_at: datetime,
        contact: str,
        told: tuple[str, datetime],
    ) -> None:
        """A record of the SFA, whose fields change and are left as they became."""
        cells = {name: self._draws.choice(values) for name, values in FIELDS.items()}
        at = self._saying(record, list(FIELDS), created_at)
        for _ in range(self._draws.choice((0, 1, 2, 4, 6))):
            name = self._draws.choice(list(FIELDS))
            value = self._draws.choice([v for v in FIELDS[name] if v != cells[name]])
            is_older = self._draws.random() < 0.05
            at = created_at - timedelta(hours=1) if is_older else self._instant(at)
            at = self._saying(record, [name], at)
            change = {"field": name, "old_value": cells[name], "new_value": value}
            self._change_record(record, change, at)
            cells[name] = value
        self._rows["sfa_records"].append(
            {
                "sfa_record_id": record,
                "record_type": record_type,
                "created_at": _text(created_at),
                "temperature": cells["temperature"],
                "converted_contact_id": contact,
                "converted_at": _text(created_at) if contact else "",
                "deleted_at": self._deletion(created_at),
                **self._shown(*told),
            }
        )

    def _change_record(self, record: str, change: dict[str, str], at: datetime) -> None:
        self._rows["sfa_record_changes"].append(
            {"change_id": self._next("f"), "sfa_record_id": record}
            | change
            | {"changed_at": _text(at)}
        )

    def _activity(self, record: str) -> None:
        activity_type = self._draws.choice(("call", "call", "call", "meeting", "email"))
        outcomes = MEETING_OUTCOMES if activity_type == "meeting" else CALL_OUTCOMES
        self._rows["sfa_activities"].append(
            {
                "activity_id": self._next("y"),
                "sfa_record_id": record,
                "activity_type": activity_type,
                "outcome": self._draws.choice(outcomes),
                "is_automated": self._draws.choice(("", "false", "false", "true")),
                "occurred_at": _text(self._instant(self._instants[0])),
            }
        )

    def _statuses(
        self, kind: str, record: str, after: datetime
    ) -> tuple[str, datetime]:
        """Changes of status; an exit may be taken back, or become another one first.

        Returns the last one and when the record was put into it.
        """
        put_at = after
        # Only sometimes does a change say what was before.
        status = before = "new"
        for _ in range(self._draws.choice((0, 1, 1, 2, 4))):
            after = self._instant(after)
            old, status = status, self._draws.choice(STATUSES)
            before = before if old in EXITS else old
            self._change_status(kind, record, old, status, after)
            put_at = after
            if status in EXITS and self._draws.random() < 0.5:
                taken_back_at = self._taken_back(after)
                if self._draws.random() < 0.2:
                    other = self._draws.choice([s for s in EXITS if s != status])
                    between = after + (taken_back_at - after) / 2
                    self._change_status(kind, record, status, other, between)
                    status = other
                again = before if self._draws.random() < 0.9 else "sal"
                self._change_status(kind, record, status, again, taken_back_at)
                status = again
                put_at = after = taken_back_at
            after += timedelta(seconds=1)
        return status, put_at

    def _repeat_statuses(self, record: str) -> None:
        """Let the MA's log, if it told nothing, repeat what the SFA said."""
        if any(row["field"] == "status" for row in self._rows["ma_lead_changes"]):
            return
        at = self._instants[0]
        for change in list(self._rows["sfa_record_changes"]):
            if change["field"] == "status":
                lag = timedelta(seconds=self._draws.choice(REPEATED_AFTER))
                told_at = datetime.fromisoformat(change["changed_at"][:-1])
                at = max(at, told_at + lag)
                status = change["new_value"]
                self._change_status("ma_lead", record, "", status, at)
                self._rows["ma_leads"][0]["status"] = status

    def _change_status(
        self, kind: str, record: str, old: str, new: str, at: datetime
    ) -> None:
        self._rows[f"{kind}_changes"].append(
            {
                "change_id": self._next("h"),
                f"{kind}_id": record,
                "field": "status",
                "old_value": old if self._draws.random() < 0.3 else "",
                "new_value": new,
                "changed_at": _text(at),
            }
        )

    def _taken_back(self, at: datetime) -> datetime:
        """When an exit is taken back: at the end of a grace or one second beside."""
        beside = timedelta(seconds=self._draws.choice((-1, 0, 0, 0, 1, 1)))
        hours = timedelta(hours=self._draws.choice(TAKEN_BACK_AFTER))
        taken_back_at = max(at, at + hours + beside)
        # Something may well happen in between, or at either end.
        self._instants.append((at + hours / 2).replace(microsecond=0))
        self._instants.append(taken_back_at.replace(microsecond=0))
        return taken_back_at

    def _opportunity(self, record: str, after: datetime) -> None:
        created_at = self._instant(after)
        closed_at = self._instant(created_at)
        stage = self._draws.choice(("won", "lost", "lost", "proposal", "proposal"))
        name = self._next("o")
        # What no mapping knows means what the deal shows beside it, and is open else.
        words = {one: one for one in ("won", "lost", "proposal")}
        if self._draws.random() < 0.2:
            words[self._draws.choice(list(words))] = "Pilot"
        stands, written_at = stage, closed_at
        if self._draws.random() < 0.5:
            stands, written_at = self._reopen(name, stage, closed_at, words)
        is_closed = stands != "proposal"
        self._rows["opportunities"].append(
            {
                "opportunity_id": name,
                "source_record_id": record,
                "stage": words[stands],
                "created_at": _text(created_at),
                "closed_at": _text(written_at) if is_closed else "",
                "is_closed": str(is_closed).lower(),
                "is_won": str(stands == "won").lower(),
                "updated_at": _text(written_at) if self._draws.random() < 0.5 else "",
            }
        )

    def _reopen(
        self, deal: str, stage: str, at: datetime, words: dict[str, str]
    ) -> tuple[str, datetime]:
        """A history that closes the deal, reopens it and may close it again.

        Returns how the deal stands in the end, since when. Seldom the last change is
        missing from the history, and only the deal itself shows it.
        """
        changes = [(stage, at)]
        for _ in range(self._draws.choice((1, 1, 2, 3))):
            others = [one for one in ("won", "lost", "proposal") if one != stage]
            weights = [3 if one == "proposal" else 1 for one in others]
            stage, at = self._draws.choices(others, weights)[0], self._taken_back(at)
            changes.append((stage, at))
        told = changes[:-1] if self._draws.random() < 0.1 else changes
        if self._draws.random() < 0.2:
            self._change_deal(deal, "amount", "100", self._instant(at))
        for new, changed_at in told:
            self._change_deal(deal, "stage", words[new], changed_at)
        return stage, at

    def _change_deal(self, deal: str, name: str, new: str, at: datetime) -> None:
        self._rows["opportunity_changes"].append(
            {
                "change_id": self._next("g"),
                "opportunity_id": deal,
                "field": name,
                "old_value": "",
                "new_value": new,
                "changed_at": _text(at),
            }
        )


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds") + "Z"
