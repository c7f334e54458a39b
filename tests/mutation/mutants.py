"""Breaks SQL in one place at a time, as people do: a boundary, a join, an order."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from tests.compiled_project import COMPILED

# What a comparison, an aggregate or a window function is mistaken for.
MISTAKEN: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.Min: exp.Max,
    exp.Max: exp.Min,
    exp.LogicalOr: exp.LogicalAnd,
    exp.LogicalAnd: exp.LogicalOr,
    exp.Lag: exp.Lead,
    exp.Lead: exp.Lag,
    exp.Add: exp.Sub,
    exp.Sub: exp.Add,
    exp.And: exp.Or,
    exp.Or: exp.And,
    exp.Least: exp.Greatest,
    exp.Greatest: exp.Least,
}


@dataclass(frozen=True)
class Mutant:
    """A model with one change; `change` says which, `sql` is the whole model."""

    model: str
    change: str
    sql: str

    @property
    def name(self) -> str:
        """What a survivor is explained under."""
        return f"{self.model}: {self.change}"

    @property
    def digest(self) -> str:
        """The same for the same SQL, wherever the project lies."""
        sql = self.sql.replace(str(COMPILED), "")
        return hashlib.sha256(f"{self.model} {sql}".encode()).hexdigest()[:16]


def mutants_of(model: str, sql: str) -> Iterator[Mutant]:
    """Every mutant of a model, each with a name of its own."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    seen: Counter[str] = Counter()
    for node in list(tree.walk()):
        cte = node.find_ancestor(exp.CTE)
        where = cte.alias if cte is not None else "end"
        for change, replacement in list(_changes(node)):
            told = f"{where}: {' '.join(change.split())}"
            seen[told] += 1
            if seen[told] > 1:
                told = f"{told} ({seen[told]})"
            yield Mutant(model, told, _changed(tree, node, replacement))


def _changed(tree: exp.Expr, node: exp.Expr, replacement: exp.Expr | None) -> str:
    """The SQL with another node in the place of one, or with none; `tree` stays."""
    parent, key = node.parent, node.arg_key
    if parent is None or key is None:
        assert replacement is not None
        replacement.set("with_", _copied(tree.args.get("with_")))
        return replacement.sql(dialect="duckdb")
    before = parent.args[key]
    parent.set(key, list(before) if isinstance(before, list) else before)
    if replacement is None:
        node.pop()
    else:
        node.replace(replacement)
    sql = tree.sql(dialect="duckdb")
    parent.set(key, before)
    return sql


def _changes(
    node: exp.Expr,
) -> Iterator[tuple[str, exp.Expr | None]]:
    """What may be done to a node: words for it, and what takes its place."""
    text = node.sql(dialect="duckdb", comments=False)
    short = text if len(text) <= 90 else f"{text[:87]}..."
    other = MISTAKEN.get(type(node))
    if other is not None:
        changed = other(**{k: _copied(v) for k, v in node.args.items()})
        yield f"{type(node).key} becomes {other.key} in {short}", changed
    if isinstance(node, exp.And):
        for side in ("this", "expression"):
            dropped = node.args[side].sql(dialect="duckdb", comments=False)
            kept = node.args["expression" if side == "this" else "this"]
            yield f"without and {dropped[:90]}", kept.copy()
    elif isinstance(node, exp.Where):
        yield f"without {short}", None
    elif isinstance(node, exp.Join) and node.args.get("on") is not None:
        side = "" if node.side else "LEFT"
        join = node.copy()
        join.set("side", side or None)
        join.set("kind", None)
        yield f"{node.side or 'INNER'} becomes {side or 'INNER'}: {short}", join
    elif isinstance(node, exp.Ordered):
        ordered = node.copy()
        ordered.set("desc", not node.args.get("desc"))
        yield f"turned around: {short}", ordered
        if isinstance(node.parent, exp.Order) and len(node.parent.expressions) > 1:
            yield f"without order by {short}", None
    elif isinstance(node, exp.Coalesce):
        yield f"without coalesce: {short}", node.this.copy()
    elif isinstance(node, exp.If) and isinstance(node.parent, exp.Case):
        if len(node.parent.args["ifs"]) > 1:
            yield f"without branch: {short}", None
    elif isinstance(node, exp.Not):
        yield f"without not: {short}", node.this.copy()
    elif isinstance(node, exp.Union):
        yield f"without the last part of union: {short[:40]}", node.this.copy()
    elif isinstance(node, exp.Boolean):
        yield f"{text} turned", exp.Boolean(this=not node.this)
    elif isinstance(node, exp.Literal) and node.is_int and not _is_form(node.parent):
        yield f"{text} plus 1", exp.Literal.number(int(node.name) + 1)


def _is_form(node: exp.Expr | None) -> bool:
    """Whether a number is of a type or a mark, as in decimal(18, 4) and chr(57344)."""
    return isinstance(node, (exp.DataTypeParam, exp.Chr))


def _copied(value: object) -> object:
    if isinstance(value, exp.Expr):
        return value.copy()
    if isinstance(value, list):
        return [_copied(one) for one in value]
    return value
