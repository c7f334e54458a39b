"""A checked build → what analysts read: one symlink swap."""

from datetime import UTC, datetime

import dagster as dg

from contracts import Contracts
from orchestration import steps
from orchestration.night import Night, foreseen_failures

PUBLISHED_MARTS = "published_marts"


def published_assets(contracts: Contracts) -> dg.AssetsDefinition:
    """The published run, downstream of every table that has a contract."""

    @dg.asset(
        name=PUBLISHED_MARTS,
        deps=[dg.AssetKey([one.schema, one.table]) for one in contracts.tables],
        group_name="published",
        description="The run that analysts read, swapped in as a whole.",
    )
    def published_marts(night: Night) -> dg.MaterializeResult:
        with foreseen_failures():
            rows = steps.publish(
                night.settings, contracts, night.progress, datetime.now(UTC)
            )
        return dg.MaterializeResult(
            metadata={"tables": rows, "dagster/row_count": sum(rows.values())}
        )

    return published_marts
