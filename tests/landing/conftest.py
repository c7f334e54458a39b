"""Fixtures of the landing tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.landing.small_tool import Tool
from tests.landing.vendor_tool import VendorTool


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    """An empty source and home."""
    return Tool(tmp_path)


@pytest.fixture
def vendor(tmp_path: Path) -> VendorTool:
    """An empty marketing tool and home, a sales tool beside it."""
    return VendorTool(tmp_path)
