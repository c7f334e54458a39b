"""What is promised of landed feeds and published tables, and its enforcement."""

from contracts.checking import check_build
from contracts.errors import ContractError
from contracts.loading import load
from contracts.promises import (
    CheckResult,
    CheckSpec,
    Column,
    ConsistencyRule,
    Contracts,
    FeedContract,
    TableContract,
)

__all__ = [
    "CheckResult",
    "CheckSpec",
    "Column",
    "ConsistencyRule",
    "ContractError",
    "Contracts",
    "FeedContract",
    "TableContract",
    "check_build",
    "load",
]
