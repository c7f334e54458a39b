"""The private build against its contracts: one step of blocking checks."""

import re
from collections.abc import Iterator

import dagster as dg

from contracts import CheckSpec, Contracts
from orchestration import steps
from orchestration.defs.land import landing_key
from orchestration.night import Night, foreseen_failures


def checked_key(schema: str, table: str) -> dg.AssetKey:
    """Asset that a check is about; a landed feed is `landing`, `<source>/<table>`."""
    if schema == "landing":
        source, _, feed = table.partition("/")
        return landing_key(source, feed)
    return dg.AssetKey([schema, table])


def check_spec(check: CheckSpec) -> dg.AssetCheckSpec:
    """The blocking Dagster check of a contract check."""
    return dg.AssetCheckSpec(
        # Dagster allows letters, digits and underscores only.
        name=re.sub(r"\W", "_", check.id),
        asset=checked_key(check.schema, check.table),
        description=check.sentence,
        blocking=True,
    )


def contract_checks(contracts: Contracts) -> dg.AssetChecksDefinition:
    """One step that evaluates every contract; a breach stops publication."""
    specs = {check.id: check_spec(check) for check in contracts.checks}

    @dg.multi_asset_check(specs=list(specs.values()), name="check")
    def check(night: Night) -> Iterator[dg.AssetCheckResult]:
        with foreseen_failures():
            results = steps.check(night.settings, contracts, night.progress)
        for result in results:
            spec = specs[result.id]
            yield dg.AssetCheckResult(
                asset_key=spec.asset_key,
                check_name=spec.name,
                passed=result.status == "held",
                description=result.sentence,
                metadata={
                    "status": result.status,
                    "rows_checked": result.rows_checked,
                    "breaking_count": result.breaking_count,
                    "breaking_keys": result.breaking_keys[: steps.KEYS_KEPT],
                    "reason": result.reason,
                },
            )

    return check
