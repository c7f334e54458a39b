"""Fixtures of the landing tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.landing.small_tool import Tool


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """An empty source and home."""
    return Tool(tmp_path)
