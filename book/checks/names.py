"""Names that rules look for, which some row of the book must know: no typo is a rule.

Content is delivered, not registered: its ids are known where rules meet deliveries.
"""

from book.cells import CellError, parse_employees
from book.contents import BookRows
from book.rows import (
    OUTCOME_SIGNALS,
    PERSON_ATTRIBUTES,
    SFA_FIELDS,
    TEMPERATURES,
)

_LABELLED = {"attribute": PERSON_ATTRIBUTES, "sfa_field": SFA_FIELDS}
_NO_WORD = "correct it or map a word to it in mappings/words.csv"


def name_error(signal: str, name: str, rows: BookRows) -> CellError | None:
    """Why nothing the company delivers can carry the name, or None.

    A touch type or an outcome is what some word means; an attribute or a field is one
    that every tool has, or what a word means, or one that a label names.
    """
    if signal == "touch":
        if name not in _meanings("touch_type", rows):
            return CellError(f"{name!r} is the touch type of no word", _NO_WORD)
    elif signal in OUTCOME_SIGNALS:
        if name not in _meanings("call_outcome", rows):
            return CellError(f"{name!r} is the outcome of no word", _NO_WORD)
    elif signal in _LABELLED:
        vocabulary = signal.removeprefix("sfa_")
        known = {*_LABELLED[signal], *_labelled(vocabulary, rows)}
        known |= _meanings("field", rows)
        if signal == "attribute":
            known |= {row.attribute for row in rows.attribute_values}
        if name not in known:
            return CellError(
                f"{name!r} is no {vocabulary} that the book names",
                f"use one of {', '.join(sorted(known))} or add its label to "
                f"mappings/labels.csv as {vocabulary}",
            )
    return None


def value_error(signal: str, name: str, value: str, rows: BookRows) -> CellError | None:
    """Why no value of this name could be the one looked for, or None."""
    if (signal, name) == ("attribute", "source"):
        return _source_error(value, rows)
    if (signal, name) == ("attribute", "employees"):
        try:
            parse_employees(value)
        except CellError as error:
            return CellError(f"employees are counted and {error.reason}", error.fix)
    if (signal, name) == ("sfa_field", "temperature") and value not in TEMPERATURES:
        return CellError(
            f"{value!r} is no temperature", f"use one of {', '.join(TEMPERATURES)}"
        )
    return None


def _source_error(source: str, rows: BookRows) -> CellError | None:
    """Why no lead comes from a source of this name, or None."""
    known = {row.source for row in rows.words}
    known |= {row.source for row in rows.lead_status}
    known |= {row.source for row in rows.opportunity_stages}
    known |= {row.source for row in rows.channel_words}
    if source in known:
        return None
    return CellError(
        f"no mapping has a word of the source {source!r}",
        f"use one of {', '.join(sorted(known))} or map its words first",
    )


def _meanings(vocabulary: str, rows: BookRows) -> set[str]:
    return {word.value for word in rows.words if word.vocabulary == vocabulary}


def _labelled(vocabulary: str, rows: BookRows) -> set[str]:
    return {label.code for label in rows.labels if label.vocabulary == vocabulary}
