"""Both shapes of the demo say the same to the models: ports hold the same rows."""

from collections import Counter
from pathlib import Path

import pytest

from tests.stories.building import query
from tests.stories.port_rows import PORTS, assert_same_rows


@pytest.mark.parametrize("port", sorted(PORTS))
def test_a_port_holds_the_same_rows(
    demo_build: Path, tools_build: Path, port: str
) -> None:
    assert_same_rows(demo_build, tools_build, port)


def test_the_tools_have_one_user_more(demo_build: Path, tools_build: Path) -> None:
    """Salesforce has a user that programs sign in as; it is of no team."""
    people = "select user_id, name, team, is_active from intermediate.int_port_users"
    exports, tools = set(query(demo_build, people)), set(query(tools_build, people))
    assert exports < tools
    assert [team for _, _, team, _ in tools - exports] == [None]


def test_salesforce_knows_the_roles_of_contacts_only(
    demo_build: Path, tools_build: Path
) -> None:
    """Exports give a lead a role too; Salesforce has a role for contacts alone."""
    roles = (
        "select opportunity_id, source_record_id, role, is_primary"
        " from intermediate.int_port_opportunity_contacts"
    )
    of_contacts = (
        f"{roles} where source_record_id in"
        " (select source_record_id from intermediate.int_port_records"
        " where record_type = 'contact')"
    )
    assert query(demo_build, of_contacts)
    assert Counter(query(demo_build, of_contacts)) == Counter(query(tools_build, roles))
