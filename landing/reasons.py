"""The reason codes of landing: what is wrong, and what becomes of it.

One table for the whole room. A code that is not here cannot be raised, counted or
written to quarantine.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What becomes of an input that a reason was found for."""

    QUARANTINED = "R"
    COERCED = "C"
    BLOCKED = "B"
    FLAGGED = "F"


@dataclass(frozen=True)
class Reason:
    """A reason code, its outcome, and the sentence a reader is told.

    The sentence is a format string. It may name files, columns, counts and line
    numbers, never the value of a cell: logs carry no personal data.
    """

    code: str
    outcome: Outcome
    sentence: str


class LandingError(Exception):
    """A blocked run: nothing of it was landed.

    ``code`` is a code of the table below; ``str(error)`` is the one sentence.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code

    def __reduce__(self) -> tuple[type[LandingError], tuple[str, str]]:
        """Tell another process both."""
        return LandingError, (self.code, str(self))


_BLOCKED = {
    "UNKNOWN_SOURCE": (
        "Source {source} is not known: connect one of {known}, or write "
        "contracts/sources/{source}.odcs.yaml for it."
    ),
    "FEED_UNKNOWN": (
        "{file} names the {what} {name}, which {owner} does not have: use one of "
        "{known}."
    ),
    "HEADING_TAKEN": (
        "{file} makes the heading {heading} of {table} the column {column}, but it "
        "already is {other}: remove the row, or give it another heading."
    ),
    "CONTRACT_INVALID": "The source contract {file} cannot be used: {detail}.",
    "RAW_MISSING": (
        "The folder of raw files {file} {detail}: deliver the files of {source} "
        "there, or correct HANDOFF_RAW or HANDOFF_SOURCES."
    ),
    "NOT_A_FILE": "{file} is {detail}: put the file itself there, or remove it.",
    "MISSING_TABLE": (
        "{source} must deliver {table}, and its folder holds neither {table}.csv nor "
        "{table}.parquet: deliver the file and run again."
    ),
    "EMPTY_FILE": (
        "{file} has 0 bytes: deliver it again, with its heading line at least."
    ),
    "ROW_FLOOR": (
        "{file} has {count} rows, and its contract wants {floor} or more: deliver it "
        "again."
    ),
    "ENCODING_MISMATCH": (
        "{file} is declared {encoding} but reads as {detail} from byte {offset} on: "
        "save it as {encoding}, or write its encoding into targets/feeds.csv of the "
        "book."
    ),
    "MIXED_ENCODING": (
        "{file} is {encoding} in one part and {detail} from line {line} on: export "
        "it again in one encoding."
    ),
    "INVALID_BYTES": (
        "{file} has bytes in line {line} that are not {encoding}: export it again, "
        "or write its encoding into targets/feeds.csv of the book."
    ),
    "BOM_MIDFILE": (
        "{file} has a byte order mark at the start of line {line}, as when two files "
        "are joined: deliver them one by one in a folder of the table's name."
    ),
    "TRUNCATED": (
        "{file} is incomplete: {detail}; wait until it is fully written, then run "
        "again."
    ),
    "UNBALANCED_QUOTE": (
        "{file} has a quoted field, opened in line {line}, that does not end where a "
        "field can end: correct the quotes and deliver it again."
    ),
    "DELIMITER": "{file} is separated by {detail}, not by commas: export it as CSV.",
    "DUP_COLUMN": "{file} has {count} columns headed {column}: keep the right one.",
    "SCHEMA_MISSING": (
        "{file} lacks {count} required column(s) ({column}): deliver them, or "
        "write the heading they come under into mappings/headings.csv of the book."
    ),
    "TYPE_MISMATCH": (
        "{file} holds {detail} in column {column}, which its contract declares as "
        "{type}: export it again, or correct its contract."
    ),
    "RECORD_TOO_LONG": (
        "{file} has a record of more than {count} bytes, most often a quote that was "
        "never closed: correct it and deliver it again."
    ),
    "UNREADABLE": "{file} cannot be read as {type}: export it again.",
    "FILE_REWRITTEN": (
        "{file} was landed before with other content, and files of a batch folder "
        "never change: deliver the new content under a new name."
    ),
    "COUNT_DIFFERS": (
        "{file} has {count} records by the reader and {other} by the independent "
        "counter, so some would be lost: nothing was landed."
    ),
    "SECRET_CHANGED": (
        "The keys of {source} in this home were made with another secret: set the "
        "former secret, or start a new home."
    ),
    "HOME_UNREADABLE": (
        "{file} in the home is damaged: restore it from a copy of the home, or land "
        "everything again in a new home (HANDOFF_HOME)."
    ),
    "HOME_UNUSABLE": "The home folder {file} cannot be written to: {detail}.",
    "SCHEMA_CHANGED": (
        "{file} was landed under another contract of {table}: raise the contract's "
        "version together with a new home."
    ),
}

_QUARANTINED = {
    "FIELD_COUNT": "the row has more or fewer fields than the heading line",
    "NOT_A_RECORD": "the row is a total line, not a record",
    "CONTROL_CHAR": "a field holds a control character",
    "FIELD_TOO_LONG": "a field is longer than the limit",
    "NULL_KEY": "a key column is empty",
    "REQUIRED_NULL": "a required column is empty",
    "LIST_FORMAT": "the list of ids is written in an unknown way",
    "EMAIL": "the e-mail address is malformed",
    "NUMBER_FORMAT": "the number is written in a way the contract does not declare",
    "RANGE": "the number is out of range, infinite or not a number",
    "BOOLEAN": "the value is neither a yes nor a no of the known list",
    "DATE_FORMAT": "the date or time is written in an unknown way",
    "DATE_RANGE": "the day does not exist or lies outside 1900 to 2199",
    "ERA_RANGE": "the day does not lie in the Japanese era it is written in",
    "AMBIGUOUS_DATE": "day and month cannot be told apart",
    "EXCEL_DAMAGE": "a spreadsheet turned the value into a number",
    "NONEXISTENT_TIME": "the local time falls into the gap of a clock change",
    "AMBIGUOUS_TIME": "the local time happened twice and has no offset",
    "FUTURE": "the event lies more than 5 minutes after it was landed",
    "CONFLICT": "the same key and version came with another payload",
}

_FLAGGED = {
    "NO_ROWS": "{file} has a heading line and no rows",
    "SCHEMA_NEW": "{count} column(s) are not in the contract and are kept in _raw",
    "DUP_COLUMN_UNUSED": (
        "a heading that the contract does not use occurs more than once"
    ),
    "NOT_A_TABLE": "{file} is no table of the contract and was not read",
}

# Coerced values are not named one by one: their text stands in _raw, and batches count
# them.
_COERCED = {"BOM": "a byte order mark was skipped"}


def _table() -> dict[str, Reason]:
    groups = (
        (Outcome.BLOCKED, _BLOCKED),
        (Outcome.QUARANTINED, _QUARANTINED),
        (Outcome.FLAGGED, _FLAGGED),
        (Outcome.COERCED, _COERCED),
    )
    return {
        code: Reason(code, outcome, sentence)
        for outcome, sentences in groups
        for code, sentence in sentences.items()
    }


REASONS: dict[str, Reason] = _table()


def blocked(code: str, **fields: object) -> LandingError:
    """The error that blocks the run for ``code``, its sentence filled in."""
    reason = REASONS[code]
    if reason.outcome is not Outcome.BLOCKED:
        raise ValueError(f"{code} does not block a run")
    return LandingError(code, reason.sentence.format(**fields))
