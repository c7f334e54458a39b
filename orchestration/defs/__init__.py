"""The job's steps as Dagster sees them: what depends on what."""
