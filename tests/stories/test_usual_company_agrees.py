"""A company of the usual size is the same in both shapes, in its ports and published.

Some disagreements need more people than a small company has.
"""

from pathlib import Path

import pytest

from tests.stories.building import build_demo
from tests.stories.port_rows import PORTS, assert_same_rows
from tests.stories.shape_rows import differences

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def usual_builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build databases of a demo company of the usual size: exports, tools."""
    exports, tools = (
        build_demo(tmp_path_factory.mktemp(f"usual_{shape}"), shape=shape, leads=3_000)
        for shape in ("exports", "tools")
    )
    return exports, tools


@pytest.mark.parametrize("port", sorted(PORTS))
def test_a_port_of_a_usual_company_holds_the_same_rows(
    usual_builds: tuple[Path, Path], port: str
) -> None:
    assert_same_rows(*usual_builds, port)


def test_a_usual_company_is_the_same_through_its_tools(
    usual_builds: tuple[Path, Path],
) -> None:
    exports, tools = usual_builds
    found = differences(exports.parents[1], tools.parents[1])
    assert not found, "\n".join(map(str, found))
