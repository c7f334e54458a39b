"""The job as Dagster runs it: order, blocking checks, retries, lock, history."""

import errno
import os
from collections import Counter
from collections.abc import Callable, Sequence

import dagster as dg
import duckdb
import pytest
import yaml
from dagster._core.storage.event_log import SqliteEventLogStorage

from book import BookError
from book.problems import Problem
from contracts import CheckResult, Contracts
from landing import LandingError
from orchestration import dagster_instance, headless, night, steps
from orchestration.assembly import assemble
from orchestration.dbt_process import DbtNode
from orchestration.failures import ExitCode, Outcome, is_transient
from orchestration.resources import Settings, read_settings
from orchestration.run_lock import hold_run_lock
from tests.orchestration.small_builds import record, results, write_build
from tests.orchestration.test_publication import content


@pytest.fixture(scope="module")
def parsed_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a home in which dbt parses the project once."""
    home = tmp_path_factory.mktemp("parsed")
    return read_settings({"HANDOFF_HOME": str(home)})


@pytest.fixture(scope="module")
def definitions(parsed_settings: Settings) -> dg.Definitions:
    """The project's Dagster definitions, dbt's manifest parsed once."""
    return assemble(parsed_settings)


def models(definitions: dg.Definitions) -> list[DbtNode]:
    """What dbt reports when it builds every model, upstream first."""
    graph = definitions.resolve_asset_graph()
    made_by_dbt = definitions.resolve_assets_def(
        dg.AssetKey(["marts", "mart_funnel_cohorts"])
    )
    return [
        DbtNode(f"model.handoff.{key.path[1]}", key.path[0], "success", 0.1, "")
        for key in graph.toposorted_asset_keys
        if key in made_by_dbt.keys
    ]


@pytest.fixture
def night_of(
    definitions: dg.Definitions,
    contracts: Contracts,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Outcome]:
    """Run the job with steps that leave a small build instead of a real one."""
    monkeypatch.setattr("orchestration.assembly.assemble", lambda _: definitions)
    monkeypatch.setattr(night, "SECONDS_BETWEEN_RETRIES", 0)

    def run(
        land: Callable[[], None] = lambda: None,
        checks: Callable[[], list[CheckResult]] = lambda: results(contracts),
        built: Sequence[DbtNode] = models(definitions),
    ) -> Outcome:
        def landed(*_: object) -> list[steps.FeedRows]:
            land()
            return []

        def transformed(*_: object) -> Sequence[DbtNode]:
            write_build(settings.home, contracts)
            record(contracts, status="error").write(settings.home.build_record)
            return built

        monkeypatch.setattr(steps, "land", landed)
        monkeypatch.setattr(steps, "transform", transformed)
        monkeypatch.setattr(steps, "check_build", lambda **_: checks())
        return headless.execute(settings)

    return run


@pytest.mark.usefixtures("definitions")
def test_the_log_of_dbt_is_short_and_for_people(parsed_settings: Settings) -> None:
    log = (parsed_settings.home.logs / "dbt.log").read_text()
    assert "[info ]" in log
    assert "[debug]" not in log
    assert '{"' not in log


def test_a_night_without_a_breach_is_published(
    night_of: Callable[..., Outcome], settings: Settings
) -> None:
    assert night_of() == Outcome(ExitCode.PUBLISHED)
    assert (settings.home.published / "manifest.json").exists()


def test_a_model_that_dbt_left_out_stops_the_run(
    night_of: Callable[..., Outcome], settings: Settings, definitions: dg.Definitions
) -> None:
    """Dagster itself skips what is downstream of it and says SUCCESS."""
    outcome = night_of(built=models(definitions)[:-1])
    assert outcome.exit_code == ExitCode.NOT_PUBLISHED
    assert "without building 1 models" in outcome.sentence
    assert not settings.home.published.is_symlink()


def test_a_failed_check_of_each_schema_leaves_yesterday_byte_for_byte(
    night_of: Callable[..., Outcome], settings: Settings, contracts: Contracts
) -> None:
    """One check a schema: a landed feed, facts, dimensions, marts and what more is."""
    assert night_of().exit_code == ExitCode.PUBLISHED
    home = settings.home
    yesterday = (os.readlink(home.published), content(home.published))
    by_schema = {one.schema: one for one in contracts.checks}
    assert set(by_schema) >= {"landing", "facts", "dimensions", "marts"}
    for broken in by_schema.values():
        outcome = night_of(
            checks=lambda failed=broken.id: results(contracts, failed=failed)
        )
        assert outcome.exit_code == ExitCode.NOT_PUBLISHED
        assert broken.id in outcome.sentence
        assert broken.sentence in outcome.sentence
        assert "key=0 | key=1" in outcome.sentence
        assert "key=9 and 2 more" in outcome.sentence
        assert "key=10" not in outcome.sentence
        assert (os.readlink(home.published), content(home.published)) == yesterday
    assert len(list(home.runs.iterdir())) == 1


def test_checks_that_break_down_stop_the_run(
    night_of: Callable[..., Outcome], settings: Settings
) -> None:
    def breaks() -> list[CheckResult]:
        raise RuntimeError("no such thing")

    outcome = night_of(checks=breaks)
    assert outcome.exit_code == ExitCode.NOT_PUBLISHED
    assert "check failed (RuntimeError: no such thing)" in outcome.sentence
    assert "\n" not in outcome.sentence
    assert not settings.home.published.is_symlink()


def test_a_check_without_a_result_stops_the_run(
    night_of: Callable[..., Outcome], settings: Settings, contracts: Contracts
) -> None:
    outcome = night_of(checks=lambda: results(contracts)[:-1])
    assert outcome.exit_code == ExitCode.NOT_PUBLISHED
    assert not settings.home.published.is_symlink()


def book_problem() -> BookError:
    return BookError([Problem("targets/company.csv", 2, None, "is odd", "mend it")])


@pytest.mark.parametrize(
    "make",
    [
        lambda: LandingError("EMPTY_FILE", "The file is empty."),
        book_problem,
    ],
)
def test_bad_input_ends_at_once_with_its_own_sentence(
    night_of: Callable[..., Outcome], make: Callable[[], Exception]
) -> None:
    tries = []

    def land() -> None:
        tries.append(1)
        raise make()

    assert night_of(land=land) == Outcome(ExitCode.BAD_INPUT, str(make()))
    assert len(tries) == 1


def test_a_busy_machine_is_tried_again(night_of: Callable[..., Outcome]) -> None:
    tries = []

    def land() -> None:
        tries.append(1)
        if len(tries) < 3:
            raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    assert night_of(land=land).exit_code == ExitCode.PUBLISHED
    assert len(tries) == 3


def test_a_machine_that_stays_busy_gives_up(night_of: Callable[..., Outcome]) -> None:
    tries = []

    def land() -> None:
        tries.append(1)
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    outcome = night_of(land=land)
    assert outcome.exit_code == ExitCode.NOT_PUBLISHED
    assert "temporarily unavailable" in outcome.sentence
    assert len(tries) == 1 + night.RETRIES


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(errno.EBUSY, "busy"), True),
        (duckdb.IOException("IO Error: Could not set lock on file x"), True),
        (duckdb.IOException("IO Error: Cannot open file x"), False),
        (FileNotFoundError(errno.ENOENT, "gone"), False),
        (OSError(errno.ENOSPC, "disk full"), False),
        (ValueError("Could not set lock on file"), False),
    ],
)
def test_only_a_busy_machine_is_transient(error: Exception, expected: bool) -> None:
    assert is_transient(error) is expected


def test_a_run_from_the_ui_takes_the_same_lock(
    definitions: dg.Definitions, settings: Settings
) -> None:
    """The UI runs the job with the resource as it stands in the definitions."""
    job = definitions.resolve_job_def("nightly")
    with (
        hold_run_lock(settings.home.lock),
        dagster_instance.open_instance(settings.home) as instance,
    ):
        result = job.execute_in_process(instance=instance, raise_on_error=False)
    assert not result.success
    (refused,) = (
        event
        for event in result.all_events
        if event.event_type == dg.DagsterEventType.RESOURCE_INIT_FAILURE
    )
    assert "Another run" in str(refused.engine_event_data.error)
    assert not any(event.is_step_start for event in result.all_events)


def test_both_ways_of_running_share_one_history(
    night_of: Callable[..., Outcome], settings: Settings
) -> None:
    """The night writes through a storage of its own, the UI reads with Dagster's."""
    night_of()
    with dg.DagsterInstance.from_config(str(settings.home.dagster)) as instance:
        assert type(instance.event_log_storage) is SqliteEventLogStorage
        (run,) = instance.get_runs()
        assert run.job_name == "nightly"
        assert run.tags.items() >= headless.REPOSITORY_TAG.items()
        published = dg.AssetKey("published_marts")
        assert instance.get_latest_materialization_event(published) is not None
        of_run = instance.get_records_for_run(run.run_id).records
    told = Counter(one.event_log_entry.dagster_event_type for one in of_run)
    planned = dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED
    assert told[planned] == told[dg.DagsterEventType.ASSET_MATERIALIZATION] > 0
    evaluated = told[dg.DagsterEventType.ASSET_CHECK_EVALUATION]
    assert told[dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED] == evaluated > 0
    assert told[dg.DagsterEventType.RUN_SUCCESS] == 1


def test_a_run_that_was_killed_does_not_look_as_if_it_still_worked(
    night_of: Callable[..., Outcome], settings: Settings, definitions: dg.Definitions
) -> None:
    job = definitions.resolve_job_def("nightly")
    with dagster_instance.open_instance(settings.home) as instance:
        killed = instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED)
        night_of()
        run = instance.get_run_by_id(killed.run_id)
    assert run is not None
    assert run.status == dg.DagsterRunStatus.FAILURE


def test_telemetry_is_off(settings: Settings) -> None:
    with dagster_instance.open_instance(settings.home) as instance:
        assert not instance.telemetry_enabled
    text = (settings.home.dagster / "dagster.yaml").read_text()
    assert yaml.safe_load(text)["telemetry"] == {"enabled": False}


def test_every_check_is_about_an_asset_that_a_step_makes(
    definitions: dg.Definitions, contracts: Contracts
) -> None:
    graph = definitions.resolve_asset_graph()
    checked = {key.asset_key for key in graph.asset_check_keys}
    assert len(graph.asset_check_keys) == len(contracts.checks)
    assert checked <= set(graph.materializable_asset_keys)


def test_publication_is_downstream_of_every_published_table(
    definitions: dg.Definitions, contracts: Contracts
) -> None:
    graph = definitions.resolve_asset_graph()
    upstream = graph.get(dg.AssetKey("published_marts")).parent_keys
    assert upstream == {
        dg.AssetKey([one.schema, one.table]) for one in contracts.tables
    }


def test_every_step_has_one_op(definitions: dg.Definitions) -> None:
    """dbt split over several steps would be several dbt processes."""
    job = definitions.resolve_job_def("nightly")
    assert sorted(node.name for node in job.nodes) == [
        "check",
        "land",
        "published_marts",
        "transform",
    ]


def test_the_schedule_waits_to_be_switched_on(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("every_night")
    assert schedule.cron_schedule == "0 2 * * *"
    assert schedule.execution_timezone == "Asia/Tokyo"
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED


def test_a_tool_is_one_group_from_its_files_to_its_ports(
    definitions: dg.Definitions,
) -> None:
    graph = definitions.resolve_asset_graph()
    groups = {
        key.to_user_string(): graph.get(key).group_name
        for key in graph.get_all_asset_keys()
    }
    assert groups["landing/marketo/lead"] == "marketo"
    assert groups["staging/stg_marketo__leads"] == "marketo"
    assert groups["staging/base_salesforce__activities"] == "salesforce"
    assert groups["keys/record_keys"] == "landing"
    assert groups["book/stage_rules"] == "book"
    assert groups["marts/mart_funnel_cohorts"] == "marts"
