"""Fixtures of the contract tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.small_company import SmallCompany


@pytest.fixture
def small(tmp_path: Path) -> SmallCompany:
    """Return a small company whose files the test may spoil."""
    return SmallCompany(tmp_path)
