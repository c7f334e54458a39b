"""Load every contract of a folder. Needs no database and no validation library."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from contracts.consistency_rules import read_rule
from contracts.documents import (
    PUBLISHED_SCHEMAS,
    read_feed_contracts,
    read_table_contract,
)
from contracts.errors import ContractError
from contracts.promises import Contracts


def load(folder: Path) -> Contracts:
    """Read `marts/`, `sources/` and `consistency/` of `folder`.

    Raises ContractError, one sentence, for the first file that is refused.
    """
    tables = tuple(
        read_table_contract(path)
        for path in sorted((folder / "marts").rglob("*.odcs.yaml"))
    )
    feeds = tuple(
        feed
        for path in sorted((folder / "sources").glob("*.odcs.yaml"))
        for feed in read_feed_contracts(path)
    )
    rules = tuple(
        read_rule(path) for path in sorted((folder / "consistency").glob("*.sql"))
    )
    if not tables:
        raise ContractError(
            f"{folder}/marts holds no contract, so nothing would be checked: point to"
            " the folder with sources/, marts/ and consistency/."
        )
    contracts = Contracts(tables=tables, feeds=feeds, rules=rules)
    _refuse_homonyms(contracts)
    promised = {contract.relation for contract in tables}
    for rule in rules:
        if rule.schema in PUBLISHED_SCHEMAS and rule.relation not in promised:
            raise ContractError(
                f"Rule {rule.id} is attached to {rule.relation}, which has no contract."
            )
    return contracts


def _refuse_homonyms(contracts: Contracts) -> None:
    ids = Counter(check.id for check in contracts.checks)
    twice = sorted(name for name, times in ids.items() if times > 1)
    if twice:
        raise ContractError(f"Two checks are called {twice[0]}: rename one.")
