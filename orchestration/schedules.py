"""The job and when it runs by itself."""

import dagster as dg

NIGHTLY = "nightly"


def nightly_job() -> dg.UnresolvedAssetJobDefinition:
    """Everything, in one process: DuckDB has one writer anyway."""
    return dg.define_asset_job(
        NIGHTLY,
        description="Land, build, check and publish.",
        executor_def=dg.in_process_executor,
    )


def nightly_schedule() -> dg.ScheduleDefinition:
    """02:00 in Tokyo, once somebody has switched it on: looking starts no work."""
    return dg.ScheduleDefinition(
        name="every_night",
        job_name=NIGHTLY,
        cron_schedule="0 2 * * *",
        execution_timezone="Asia/Tokyo",
        default_status=dg.DefaultScheduleStatus.STOPPED,
    )
