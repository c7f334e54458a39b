"""The private build against its contracts: one step of blocking checks."""

import re
from collections.abc import Iterator

import dagster as dg

from contracts import CheckSpec, Contracts
from orchestration import steps
from orchestration.defs.land import input_key
from orchestration.failures import ExitCode
from orchestration.night import Night, foreseen_failures


def checked_key(schema: str, table: str) -> dg.AssetKey:
    """Asset that a check is about; a landed feed is `landing`, `<source>/<table>`."""
    if schema == "landing":
        source, _, feed = table.partition("/")
        return input_key(source, feed)
    return dg.AssetKey([schema, table])


def check_spec(check: CheckSpec) -> dg.AssetCheckSpec:
    """The Dagster check of a contract check; see `contract_checks` for what it stops.

    A check of a landed feed is not marked as blocking: it runs on the build, so to
    block what is downstream of landing would make it wait for itself.
    """
    return dg.AssetCheckSpec(
        # Dagster allows letters, digits and underscores only.
        name=re.sub(r"\W", "_", check.id),
        asset=checked_key(check.schema, check.table),
        description=check.sentence,
        blocking=check.schema != "landing",
    )


def contract_checks(contracts: Contracts) -> dg.AssetChecksDefinition:
    """One step that evaluates every contract.

    Any check that did not hold, of a landed feed too, fails the step, and publication
    waits for the step because it reads tables with blocking checks.
    """
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
        if any(result.status != "held" for result in results):
            raise dg.Failure(
                steps.broken_contracts(results),
                metadata={"exit_code": int(ExitCode.NOT_PUBLISHED)},
                allow_retries=False,
            )

    return check
