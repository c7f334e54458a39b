"""A home with a build of every published table, without landing or dbt."""

from pathlib import Path

import pytest

from contracts import Contracts, load
from orchestration.resources import PROJECT, Home, Settings, read_settings
from tests.orchestration.small_builds import record, write_build


@pytest.fixture(scope="session")
def contracts() -> Contracts:
    return load(PROJECT / "contracts")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The demo's settings with a home of its own, which Dagster's runs see too."""
    monkeypatch.setenv("HANDOFF_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path / "home" / "dagster"))
    settings = read_settings()
    settings.home.root.mkdir()
    return settings


@pytest.fixture
def built_home(settings: Settings, contracts: Contracts) -> Home:
    """A build that held: one row of NULLs in each published table."""
    write_build(settings.home, contracts)
    record(contracts, status="held").write(settings.home.build_record)
    return settings.home
