"""Compares the rows that two shapes of one company give to the ports.

What a port leaves to its sources is not compared: names of sources, moments of landing
and of writing down, and what one of the shapes has no word for. The ports of
capabilities, dispositions and words are about a source's own tables; mailings are known
to Marketo alone.
"""

from collections import Counter
from pathlib import Path
from typing import Any, Final

from tests.stories.building import query

_OF_THE_SOURCE: Final = ["source", "landed_at", "recorded_at"]
# Port → columns not compared beside those, each for its reason.
PORTS: Final = {
    # Whose id the record has: an exported MA lead says so of no SFA.
    "leads": ["sfa_source"],
    "lead_changes": [],
    # Marketo knows no visitor; content is found by its address there.
    "touches": ["visitor_id", "content_id", "url"],
    "merges": [],
    "lead_attributes": [],
    "campaigns": [],
    "campaign_members": [],
    "campaign_costs": [],
    # The company of a contact is its account; only Salesforce has ids in two forms.
    "records": ["company_name", "other_id"],
    # A state of a contact has one author and no id of its own.
    "record_changes": ["change_id", "changed_by"],
    "accounts": [],
    "sales_activities": [],
    # Exports do not tell who handed over.
    "handovers": ["from_user_id"],
    "feedback": [],
    # A stage is in the tool's own words; what it means is the outcome.
    "opportunities": ["stage"],
    "opportunity_changes": [],
    "bookings": [],
    # Pages of the CMS lie below what they are; analytics knows them by address alone.
    "content_items": ["url"],
    "content_costs": [],
    "pageviews": ["url", "content_id"],
}
_STAGE_COLUMNS: Final = {"opportunity_changes": ["old_value", "new_value"]}


def _compared(build: Path, port: str) -> list[str]:
    """The columns that are compared, a stage as the outcome that the book gives it."""
    names = query(
        build,
        "select column_name from information_schema.columns"
        " where table_schema = 'intermediate' and table_name = ?"
        " order by ordinal_position",
        f"int_port_{port}",
    )
    left_out = {*_OF_THE_SOURCE, *PORTS[port]}
    return [
        f"""
        coalesce(
            (
                select outcome
                from book.opportunity_stage as stages
                where stages.source = rows.source
                    and stages.source_value = lower(rows.{name})
            ),
            {name}
        )
        """
        if name in _STAGE_COLUMNS.get(port, ())
        else name
        for (name,) in names
        if name not in left_out
    ]


def _rows(build: Path, port: str) -> Counter[tuple[Any, ...]]:
    columns = ", ".join(_compared(build, port))
    return Counter(
        query(build, f"select {columns} from intermediate.int_port_{port} as rows")
    )


def assert_same_rows(exports: Path, tools: Path, port: str) -> None:
    """Fail unless the port holds the same rows, as often, in both builds."""
    first, second = _rows(exports, port), _rows(tools, port)
    assert first.total() > 0
    assert not first - second
    assert not second - first
