"""All Dagster definitions of the project, put together from contracts and manifest."""

import dagster as dg

from contracts import load
from orchestration.dbt_process import prepare_manifest
from orchestration.defs.check import contract_checks
from orchestration.defs.land import landed_assets
from orchestration.defs.publish import published_assets
from orchestration.defs.transform import built_assets
from orchestration.night import Night
from orchestration.resources import Settings
from orchestration.schedules import NIGHTLY, nightly_schedule


def assemble(settings: Settings) -> dg.Definitions:
    """Return the Dagster definitions, with dbt's manifest parsed if it is stale.

    Raises ContractError and DbtError.
    """
    contracts = load(settings.contracts)
    return dg.Definitions(
        assets=[
            landed_assets(contracts.feeds),
            built_assets(prepare_manifest(settings)),
            published_assets(contracts),
        ],
        asset_checks=[contract_checks(contracts)],
        jobs=[
            dg.define_asset_job(
                NIGHTLY,
                description="Land, build, check and publish.",
                # DuckDB has one writer, and the lock is held by one process.
                executor_def=dg.in_process_executor,
            )
        ],
        schedules=[nightly_schedule()],
        resources={"night": Night()},
        executor=dg.in_process_executor,
    )
