"""A small demo company and one of the usual size, written once."""

from pathlib import Path

import pytest

from demo import write_demo


@pytest.fixture(scope="session")
def small_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 leads: every promised case is there however small the company."""
    raw = tmp_path_factory.mktemp("small")
    write_demo(raw=raw, leads=300, seed=11)
    return raw


@pytest.fixture(scope="session")
def usual_raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,000 leads: enough for shares to mean something."""
    raw = tmp_path_factory.mktemp("usual")
    write_demo(raw=raw, leads=3_000, seed=11)
    return raw
