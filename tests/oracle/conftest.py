"""The random companies that the oracle tests share."""

from pathlib import Path

import pytest

from tests.oracle.oracle_company import OracleCompany
from tests.oracle.random_histories import write_histories
from tests.oracle.tools_histories import write_tools


@pytest.fixture(scope="session")
def small_company(tmp_path_factory: pytest.TempPathFactory) -> OracleCompany:
    """600 people crowded on the edges, 300 of them drawn by Hypothesis, landed."""
    return _landed(tmp_path_factory.mktemp("oracle_small"), leads=600, seed=1)


@pytest.fixture(scope="session")
def large_company(tmp_path_factory: pytest.TempPathFactory) -> OracleCompany:
    """10,000 other people, landed."""
    return _landed(tmp_path_factory.mktemp("oracle_large"), leads=10_000, seed=2)


@pytest.fixture(scope="session")
def middling_company(tmp_path_factory: pytest.TempPathFactory) -> OracleCompany:
    """2,500 more, for many books."""
    return _landed(tmp_path_factory.mktemp("oracle_middling"), leads=2500, seed=3)


@pytest.fixture(scope="session")
def tools_company(tmp_path_factory: pytest.TempPathFactory) -> OracleCompany:
    """Some 600 people of a Marketo, a Salesforce, a GA4 and of other tools."""
    folder = tmp_path_factory.mktemp("oracle_tools")
    as_of = write_tools(folder / "raw")
    return OracleCompany.of_raw(folder / "raw", folder / "home", as_of=as_of)


def _landed(folder: Path, *, leads: int, seed: int) -> OracleCompany:
    as_of = write_histories(folder / "raw", leads=leads, seed=seed)
    return OracleCompany.of_raw(folder / "raw", folder / "home", as_of=as_of)
