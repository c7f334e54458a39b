"""The companies of the story tests, each built once."""

from datetime import date
from pathlib import Path

import pytest

from tests.stories.building import build, build_demo, company_settings
from tests.stories.excluded_company import excluding_rows, write_excluding_book
from tests.stories.golden_company import AS_OF as GOLDEN_AS_OF
from tests.stories.golden_company import write_golden_company
from tests.stories.marketplace_company import build_marketplace_company
from tests.stories.salesforce_company import build_salesforce_company


@pytest.fixture(scope="session")
def golden_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database of the golden fixture."""
    folder = tmp_path_factory.mktemp("golden")
    write_golden_company(folder / "raw")
    return build(
        company_settings(
            folder / "raw", folder / "home", sources=["exports"], as_of=GOLDEN_AS_OF
        )
    )


@pytest.fixture(scope="session")
def marketplace_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database of a company that delivers Olist's two files."""
    return build_marketplace_company(tmp_path_factory.mktemp("marketplace"))


@pytest.fixture(scope="session")
def salesforce_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database of a company that delivers Salesforce's tables in two nights."""
    folder = tmp_path_factory.mktemp("salesforce")
    return build_salesforce_company(folder, date(2026, 6, 30))


@pytest.fixture(scope="session")
def demo_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database of a small demo company, planted stories included."""
    return build_demo(tmp_path_factory.mktemp("demo"), shape="exports", leads=300)


@pytest.fixture(scope="session")
def tools_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database of the same company, seen through its tools."""
    return build_demo(tmp_path_factory.mktemp("tools"), shape="tools", leads=300)


@pytest.fixture(scope="session")
def exclusions_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build database of a company with its own staff, rivals, robots and customers."""
    folder = tmp_path_factory.mktemp("exclusions")
    return excluding_rows().build(folder, book=write_excluding_book(folder / "book"))
