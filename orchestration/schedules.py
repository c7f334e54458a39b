"""When the job runs by itself."""

import dagster as dg

NIGHTLY = "nightly"


def nightly_schedule() -> dg.ScheduleDefinition:
    """02:00 in Tokyo, once somebody has switched it on: looking starts no work."""
    return dg.ScheduleDefinition(
        name="every_night",
        job_name=NIGHTLY,
        cron_schedule="0 2 * * *",
        execution_timezone="Asia/Tokyo",
        default_status=dg.DefaultScheduleStatus.STOPPED,
    )
