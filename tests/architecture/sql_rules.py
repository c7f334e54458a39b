"""House rules about SQL: portable words, no constant that belongs into the book."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.project_tree import (
    BELOW_STAGING,
    SqlFile,
    models,
    sql_files,
    strings,
    without_jinja,
    without_strings,
)

# What DuckDB and Spark read differently or only one of them reads → what to write.
FORBIDDEN = {
    r"\bqualify\b": "row_number() in a subquery",
    r"\b(?:date_?diff|date_?sub|datepart)\b": "the macro for elapsed time or days",
    r"\b(?:dayofweek|isodow|weekday)\b|\bextract\s*\(\s*dow\b": "a day table",
    r"\bconcat(?:_ws)?\s*\(": "||",
    r"\bby\s+name\b": "union all over explicit columns",
    r"\btry_cast\s*\([^()]*\bas\s+(?:tiny|small|big|huge)?int\w*": "a decimal",
    r"::": "cast(… as …)",
    r"//": "the macro for integer division",
    r"/(?!\s*(?:nullif\s*\(|[1-9]))": "/ nullif(…, 0)",
    r"\barg_(?:min|max)\s*\(": "row_number() in a subquery",
    r"\*\s*(?:exclude|replace)\b|\bcolumns\s*\(": "explicit columns",
    r"\b(?:group|order)\s+by\s+all\b": "explicit columns",
    r"\bepoch(?:_\w+)?\b": "the macro for elapsed time",
    r"\b(?:strftime|strptime|to_timestamp|date_format)\s*\(": "a macro",
    r"\b(?:sha\d+|md5|hash)\s*\(": "the macro for surrogate keys",
    r"\bjson_\w+\s*\(|->": "the macro for JSON",
    r"\b(?:list|array)_\w+\s*\(|\blen\s*\(": "a macro",
    r"\bunnest\s*\(|\bexplode\s*\(": "a macro",
    r"\b(?:generate_series|range|sequence)\s*\(": "the macro for day spines",
    r"\bat\s+time\s+zone\b|\btimezone\s*\(": "the macro for company days",
    r"\b(?:string_agg|listagg|group_concat|array_agg)\s*\(": "a macro",
    r"\bignore\s+nulls\b": "a macro",
    r"\binterval\b|\bto_(?:days|hours|months|years)\s*\(": "the macro that adds time",
    r"\basof\s+(?:left\s+)?join\b|\b(?:un)?pivot\b": "explicit joins",
    r"\bregexp_\w+\s*\(": "a macro",
    r"\bcurrent_(?:date|timestamp|time)\b": "the as-of instant",
    r"\b(?:now|today|getdate)\s*\(": "the as-of instant",
    r"\bread_\w+\s*\(": "source()",
}
_COMPILED = {re.compile(words): instead for words, instead in FORBIDDEN.items()}
_TRUNCATED = re.compile(r"\bdate_trunc\s*\(\s*'(?:week|month|quarter|year)'")
# A percentile leaves NULL out, whatever its place.
_ORDER_BY = re.compile(r"(within\s+group\s*\(\s*)?\border\s+by\b")
_END_OF_ORDER = re.compile(r"\b(?:rows|range|limit|offset|union)\b|;")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])")
_TYPE = re.compile(r"\b(?:decimal|numeric)\s*\(\s*\d+\s*,\s*\d+\s*\)")
_ROUNDED = re.compile(r",\s*[69]\s*\)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OPEN_ENDS = ("0001-01-01", "9999-12-31")
ALLOWED_NUMBERS = ("0", "1")


def engine_constructs(root: Path) -> list[str]:
    """What engines disagree on stands in macros/engine only."""
    breaches = []
    for file in _portable_files(root):
        code = without_strings(file.code).lower()
        for pattern, instead in _COMPILED.items():
            for found in pattern.finditer(code):
                breaches.append(
                    f"{file.path} line {_line(code, found.start())} says "
                    f"{found.group().strip()!r}: write {instead}"
                )
        lowered = file.code.lower()
        for found in _TRUNCATED.finditer(lowered):
            if not lowered[: found.start()].rstrip().endswith("cast("):
                breaches.append(
                    f"{file.path} line {_line(lowered, found.start())} truncates to a "
                    "period: write cast(date_trunc(…) as date)"
                )
    return breaches


def unordered_nulls(root: Path) -> list[str]:
    """Every `order by` says where NULL stands: the engines' defaults differ."""
    return [
        f"{file.path} line {line} orders by {term!r} without nulls first or last"
        for file in _portable_files(root)
        for line, term in _terms_without_nulls(
            without_jinja(without_strings(file.code)).lower()
        )
    ]


def _terms_without_nulls(code: str) -> Iterator[tuple[int, str]]:
    for found in _ORDER_BY.finditer(code):
        if found.group(1):
            continue
        for term in _ordering_terms(code[found.end() :]):
            if not re.search(r"\bnulls\s+(?:first|last)$", term):
                yield _line(code, found.start()), term


def _ordering_terms(rest: str) -> list[str]:
    """The terms after an `order by`, up to the end of its clause or bracket."""
    depth, terms = 0, [""]
    for position, sign in enumerate(rest):
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        if depth < 0 or (depth == 0 and _END_OF_ORDER.match(rest, position)):
            break
        if sign == "," and depth == 0:
            terms.append("")
        else:
            terms[-1] += sign
    return [" ".join(term.split()) for term in terms]


def thresholds_in_models(root: Path) -> list[str]:
    """Below staging no number, day, vendor word or rule value stands in SQL.

    0 and 1, rounding and the open ends of time are arithmetic; other arithmetic is a
    row of constants_of_arithmetic.csv with its reason, and a row nobody needs any more
    is a breach too.
    """
    tolerated = _tolerated(root)
    words = _words_of_the_book(root)
    breaches, used = [], set()
    for model in models(root):
        if model.layer not in BELOW_STAGING:
            continue
        for number in _numbers(model.code):
            if (model.name, number) in tolerated:
                used.add((model.name, number))
            elif number not in ALLOWED_NUMBERS:
                breaches.append(
                    f"{model.path} holds the number {number}: "
                    "join the book or add a row to constants_of_arithmetic.csv"
                )
        for literal in strings(model.code):
            is_day = _DAY.match(literal) and literal[:10] not in OPEN_ENDS
            if is_day or literal in words:
                breaches.append(
                    f"{model.path} holds the word {literal!r}: join the book"
                )
    return breaches + [
        f"constants_of_arithmetic.csv allows {number} in {model}, which needs it no "
        "more"
        for model, number in sorted(tolerated - used)
    ]


def _numbers(code: str) -> list[str]:
    bare = without_strings(code).lower()
    return _NUMBER.findall(_ROUNDED.sub(")", _TYPE.sub("decimal", bare)))


def _tolerated(root: Path) -> set[tuple[str, str]]:
    path = root / "tests/architecture/constants_of_arithmetic.csv"
    if not path.exists():
        return set()
    rows = _csv(path)
    assert all(row["reason"] for row in rows), f"{path.name}: a row has no reason"
    return {(row["model"], row["number"]) for row in rows}


def _words_of_the_book(root: Path) -> set[str]:
    """Words that only the book may know: vendor words and what rules ask for.

    Our own vocabulary (stages, outcomes, channels, kinds of activity) names columns and
    signals and is no threshold.
    """
    mappings, definitions = root / "seeds/mappings", root / "seeds/definitions"
    theirs, ours = set(), {"accepted", "all", "other", "source", "unknown"}
    for file, own_column in (
        ("lead_status.csv", "stage"),
        ("opportunity_stage.csv", "outcome"),
        ("channel.csv", "channel"),
        ("attribute_values.csv", "attribute"),
    ):
        for row in _csv(mappings / file):
            theirs.add(row["source_value"])
            ours.add(row[own_column])
    # Words for fields are left out: a port may have a column of that name.
    words = [
        row for row in _csv(mappings / "words.csv") if row["vocabulary"] != "field"
    ]
    theirs |= {row["source_value"] for row in words} - {row["value"] for row in words}
    ours |= {row["value"] for row in words if row["vocabulary"] == "activity_type"}
    ours |= {row["stage"] for row in _csv(definitions / "lifecycle_stages.csv")}
    theirs |= {row["value"] for row in _csv(mappings / "attribute_values.csv")}
    for file in ("stage_rules.csv", "score_rules.csv"):
        for row in _csv(definitions / file):
            theirs.add(row["value"])
            if row["signal"] in ("touch", "content"):
                theirs.add(row["signal_argument"])
    for row in _csv(definitions / "exclusion_rules.csv"):
        theirs.add(row["value"])
        ours.add(row["reason"])
    for file, column in (
        ("data_entry_rules.csv", "data_entry_rule_id"),
        ("exclusion_rules.csv", "exclusion_id"),
        ("stage_definitions.csv", "definition_id"),
        ("kpi_definitions.csv", "kpi_id"),
        ("score_rules.csv", "score_rule_id"),
    ):
        theirs |= {row[column] for row in _csv(definitions / file)}
    return theirs - ours - {""}


def _portable_files(root: Path) -> list[SqlFile]:
    macros = [file for file in sql_files(root, "macros") if file.layer != "engine"]
    return models(root) + macros


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _line(code: str, position: int) -> int:
    return code.count("\n", 0, position) + 1
