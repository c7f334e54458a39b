"""Cells that are no plain value: SQL, templates, spreadsheet formulas, hidden signs.

A definition is data. What looks like code is refused before any engine sees it. The
patterns ask for the *shape* of a statement, so that prose such as "Select the leads
that came from a seminar; update them weekly." stays allowed.
"""

import re
import unicodedata

_NAME = r"[\w\"`]+(?:\.[\w\"`*]+)*"
_SELECT_ITEM = rf"(?:\*|{_NAME}\s*\([^)]*\)|{_NAME})(?:\s+as\s+{_NAME})?"

_CODE_ANYWHERE = [
    # templates
    r"\{\{|\}\}|\{%|%\}|\{#|\$\{",
    r"\b(?:ref|source|var|env_var|config)\s*\(\s*['\"]",
    # comments that cut a statement off
    r"/\*",
    r";\s*--",
    r"['\"]\s*\)*\s*--\s*$",
    # statements
    rf"\bselect\s+(?:distinct\s+)?{_SELECT_ITEM}(?:\s*,\s*{_SELECT_ITEM})*"
    rf"\s+from\s+{_NAME}",
    r"\bunion\s+(?:all\s+)?select\b",
    r"\bdrop\s+table\b",
    rf"\bdrop\s+(?:view|schema|database|index|macro|function)\s+(?:if\s+exists\s+)?"
    rf"{_NAME}\s*(?:;|--|cascade\b|$)",
    rf"(?:^|[;'\"])\s*\)*;?\s*delete\s+from\s+{_NAME}\s*(?:;|--|where\b|$)",
    rf"\bdelete\s+from\s+{_NAME}\s+where\s+{_NAME}\s*(?:[=<>]|in\b|is\b|like\b)",
    rf"\binsert\s+into\s+{_NAME}\s*(?:\(|values\b|select\b)",
    rf"\bupdate\s+{_NAME}\s+set\s+{_NAME}\s*=",
    r"\balter\s+table\b|\btruncate\s+table\b",
    rf"\bcreate\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+)?"
    rf"(?:table|view|schema|macro|function|database|index)\s+{_NAME}\s*"
    r"(?:\(|as\b|;|$)",
    rf"\b(?:attach|copy\s+{_NAME}\s+(?:to|from))\s+'",
    r"\bread_(?:csv|parquet|json|text|blob)\w*\s*\(",
    # a condition that is always true
    r"['\"]\s*\)*\s*(?:or|and)\s+['\"]?(\w+)['\"]?\s*=\s*['\"]?\1\b",
    r"\bor\s+(\d+)\s*=\s*\2\b",
    r"['\"]\s*\)*\s*or\s+true\s*(?:--|;|$)",
]
# Outside prose there is no innocent reason for both words in one cell.
_CODE_OUTSIDE_PROSE = [*_CODE_ANYWHERE, r"\bselect\b.*\bfrom\b", r"--|;"]

_FORMULA = re.compile(
    r"^(?:=(?![<>=]+$).|@[A-Za-z]|[+=@-]\s*[A-Za-z_.]+\s*\(|[+-]\d[\d.]*\s*[-+*/(^&])"
)
_ANYWHERE = re.compile("|".join(_CODE_ANYWHERE), re.IGNORECASE)
_OUTSIDE_PROSE = re.compile("|".join(_CODE_OUTSIDE_PROSE), re.IGNORECASE)


def looks_like_code(cell: str, *, is_prose: bool) -> bool:
    """True if the cell holds SQL or a template.

    NFKC first: full-width letters must not hide a statement.
    """
    pattern = _ANYWHERE if is_prose else _OUTSIDE_PROSE
    return pattern.search(unicodedata.normalize("NFKC", cell)) is not None


def looks_like_formula(cell: str) -> bool:
    """True if a spreadsheet would run the cell; `>=`, `=` and -15 are values."""
    return _FORMULA.match(cell) is not None


def hidden_sign(cell: str) -> str | None:
    """The first control, invisible or replacement character as U+XXXX, else None.

    Cc: control, a line break too. Cf: zero-width, direction marks, a BOM in
    mid-file. Zl, Zp: line separators. U+FFFD: text decoded wrongly earlier.
    """
    for sign in cell:
        if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") or sign == "\ufffd":
            return f"U+{ord(sign):04X}"
    return None
