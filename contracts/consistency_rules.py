"""Read `contracts/consistency/*.sql`: each rule once, as SQL returning breaking keys.

A file is a comment header and one query:

    -- id: stages_in_order
    -- table: facts.fct_lead_cycles
    -- kind: order
    -- promise: What is promised, in plain English; may run over
    --   several comment lines.
    with cycles as (
        select * from {batch}
    )
    select lead_id, cycle_number from cycles where …

Every column that the query returns is part of a breaking key.
"""

from __future__ import annotations

import re
from pathlib import Path

from contracts.errors import ContractError
from contracts.promises import BATCH, ConsistencyRule

_HEADER_LINE = re.compile(r"--\s*(id|table|kind|promise):\s*(.+)")
_WORDS = ("id", "table", "kind", "promise")
# A rule may rest on a table of the build that is not published.
_RELATION = re.compile(r"(intermediate|facts|dimensions|marts)\.([a-z_][a-z0-9_]*)")


def read_rule(path: Path) -> ConsistencyRule:
    """Read one rule; raise ContractError naming what its header or query lacks."""
    header: dict[str, str] = {}
    current = ""
    lines = path.read_text(encoding="utf-8").splitlines()
    body_from = 0
    for body_from, line in enumerate(lines):  # noqa: B007 - the first line of the query
        if not line.startswith("--"):
            break
        found = _HEADER_LINE.fullmatch(line.strip())
        if found:
            current = found[1]
            header[current] = found[2].strip()
        elif current:
            header[current] += " " + line.lstrip("- ").strip()
    missing = [word for word in _WORDS if not header.get(word)]
    if missing:
        raise ContractError(f"{path.name} says no {', '.join(missing)} in its header.")
    if header["id"] != path.stem:
        raise ContractError(
            f"{path.name} calls itself {header['id']}: a rule is named like its file."
        )
    relation = _RELATION.fullmatch(header["table"])
    if relation is None:
        raise ContractError(
            f"{path.name} is attached to {header['table']}, no table of the"
            " layers intermediate, facts, dimensions or marts."
        )
    sql = "\n".join(lines[body_from:]).strip().rstrip(";")
    if sql.count(BATCH) != 1 or not re.search(r"from \{batch\}\s*\n\s*\)", sql):
        raise ContractError(
            f"{path.name} must read its table exactly once, as a CTE of the form"
            " `select * from {batch}`; else it checks another table than it says."
        )
    return ConsistencyRule(
        id=header["id"],
        schema=relation[1],
        table=relation[2],
        kind=header["kind"],
        sentence=header["promise"],
        sql=sql,
    )
