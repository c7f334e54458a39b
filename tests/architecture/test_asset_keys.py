"""Dagster's assets are the committed ones, and every check is about one of them."""

from pathlib import Path

import dagster as dg
import pytest

from tests.architecture.asset_keys import (
    COMMITTED,
    asset_keys,
    checks_without_asset,
    definitions,
)

REFRESH = "python tests/architecture/asset_keys.py > tests/architecture/asset_keys.txt"


@pytest.fixture(scope="module")
def project_definitions(tmp_path_factory: pytest.TempPathFactory) -> dg.Definitions:
    """The project's own Dagster definitions."""
    return definitions(tmp_path_factory.mktemp("home"))


def test_the_asset_keys_are_the_committed_list(
    project_definitions: dg.Definitions,
) -> None:
    assert COMMITTED.exists(), f"the committed list is missing: run {REFRESH}"
    committed = set(COMMITTED.read_text(encoding="utf-8").split())
    present = set(asset_keys(project_definitions))

    assert sorted(present - committed) == [], f"new assets: run {REFRESH}"
    assert sorted(committed - present) == [], f"assets are gone: run {REFRESH}"


def test_every_check_is_about_an_asset_that_exists(
    project_definitions: dg.Definitions,
) -> None:
    assert checks_without_asset(project_definitions) == []


def test_a_check_of_an_unknown_asset_is_found(tmp_path: Path) -> None:
    """Dagster itself says SUCCESS: the check is simply never evaluated."""

    @dg.asset
    def leads() -> None:
        """An asset that exists."""

    @dg.asset_check(asset=dg.AssetKey(["marts", "leads"]))
    def leads_are_known() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=True)

    planted = dg.Definitions(assets=[leads], asset_checks=[leads_are_known])

    assert asset_keys(planted) == ["leads"]
    assert checks_without_asset(planted) == [
        "the check leads_are_known is about marts/leads, which no step makes"
    ]
