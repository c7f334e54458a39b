"""What the steps make of errors that the rooms below them raise."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contracts import Contracts
from landing import LandingError
from orchestration import dbt_process, steps
from orchestration.progress import Progress
from orchestration.resources import Settings, SettingsError
from tests.orchestration.small_builds import record


def test_a_demo_of_another_version_asks_for_another_home(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def landed(**_: object) -> None:
        raise LandingError("FILE_REWRITTEN", "A file was rewritten.")

    monkeypatch.setattr(steps, "land_files", landed)
    demo = replace(settings, demo_leads=50)
    with pytest.raises(SettingsError, match=r"HANDOFF_HOME .* use another folder"):
        steps.land(demo, Progress(), datetime.now(UTC))


def test_a_build_that_failed_over_a_damaged_file_names_that_file(
    settings: Settings, contracts: Contracts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only then: a failure of dbt's own stays one."""

    def built(*_: object) -> None:
        raise dbt_process.DbtError("Invalid Input Error")

    monkeypatch.setattr(dbt_process, "build", built)
    settings.home.build.mkdir()
    record(contracts, status="held").write(settings.home.build_record)
    with pytest.raises(dbt_process.DbtError):
        steps.transform(settings, Progress())

    batch = settings.home.landing / "exports" / "ma_leads" / "00000001.parquet"
    batch.parent.mkdir(parents=True)
    batch.write_bytes(b"PAR1 nonsense")
    named = "^landing/exports/ma_leads/00000001.parquet in the home is damaged"
    with pytest.raises(LandingError, match=named):
        steps.transform(settings, Progress())


def test_a_source_without_a_folder_leaves_the_home_to_whoever_comes_next(
    settings: Settings,
) -> None:
    """A mistyped set of sources must not bind the home before anything landed."""
    mistyped = replace(settings, is_demo=False, raw=settings.home.root / "raw")
    (mistyped.raw / "ads").mkdir(parents=True)
    with pytest.raises(SettingsError, match=r"raw/cms does not exist: deliver"):
        steps.preflight(mistyped)
    assert not settings.home.identity.exists()
    for source in mistyped.sources:
        (mistyped.raw / source).mkdir(exist_ok=True)
    steps.preflight(mistyped)
    assert settings.home.identity.exists()
