"""A run is published as a whole, by one swap, or not at all."""

import hashlib
import json
import multiprocessing
import os
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest

from contracts import Contracts
from orchestration import publication, steps
from orchestration.progress import Progress
from orchestration.publication import PublishedTable
from orchestration.resources import Home, Settings
from tests.orchestration.small_builds import NOON, record

LEADS = PublishedTable("marts", "mart_leads", ("lead_id", "window_days"))
SWAPS = 40


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.build.mkdir(parents=True)
    return home


def build(home: Home, *rows: str) -> None:
    """Make a build of one mart with these rows: "lead_id, window_days, run"."""
    home.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(home.build_database)) as database:
        database.execute("create schema marts")
        database.execute(
            "create table marts.mart_leads (lead_id varchar, window_days bigint,"
            " run bigint)"
        )
        for row in rows:
            database.execute(f"insert into marts.mart_leads values ({row})")


def publish(home: Home, run_id: str) -> Path:
    with publication.unfinished_run(home, run_id) as run:
        tables = run.write_tables([LEADS])
        run.write_manifest({"run_id": run_id, "tables": tables})
        return run.swap_in()


def content(folder: Path) -> dict[str, str]:
    """Hash of every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_rows_are_in_the_order_of_their_key_with_null_first(home: Home) -> None:
    build(home, "'b', 30, 1", "'a', 30, 1", "'a', null, 1")
    publish(home, "1")
    expected = [("a", None), ("a", 30), ("b", 30)]
    database = str(home.published / publication.DATABASE)
    with duckdb.connect(database, read_only=True) as published:
        query = "select lead_id, window_days from"
        parquet = home.published / "parquet" / "marts" / "mart_leads.parquet"
        assert published.sql(f"{query} marts.mart_leads").fetchall() == expected
        assert published.sql(f"{query} '{parquet}'").fetchall() == expected


def test_the_same_build_gives_the_same_parquet_bytes(home: Home) -> None:
    rows = ["'b', 30, 1", "'a', 30, 1", "'c', 7, 1"]
    build(home, *rows)
    first = content(publish(home, "1") / "parquet")
    build(home, *reversed(rows))
    second = content(publish(home, "2") / "parquet")
    assert first == second


def test_the_link_is_relative_so_that_a_home_can_be_moved(home: Home) -> None:
    build(home, "'a', 30, 1")
    publish(home, "1")
    moved = home.root.with_name("moved")
    home.root.rename(moved)
    assert (moved / "published" / publication.MANIFEST).exists()


def test_a_table_that_the_build_lacks_is_named(home: Home) -> None:
    build(home, "'a', 30, 1")
    publish(home, "1")
    before = os.readlink(home.published)
    with (
        pytest.raises(publication.PublicationError, match=r"marts\.mart_absent"),
        publication.unfinished_run(home, "2") as run,
    ):
        run.write_tables([PublishedTable("marts", "mart_absent", ("lead_id",))])
    assert os.readlink(home.published) == before
    assert [run.name for run in home.runs.iterdir()] == ["1"]


def test_what_an_interrupted_publication_left_is_removed(home: Home) -> None:
    build(home, "'a', 30, 1")
    publish(home, "1")
    (home.runs / ".2.unfinished").mkdir()
    (home.runs / "3").mkdir()
    publish(home, "4")
    assert sorted(run.name for run in home.runs.iterdir()) == ["1", "4"]


def test_no_run_is_removed_where_the_link_is_lost(home: Home) -> None:
    """Nor where it names a run that is not there."""
    build(home, "'a', 30, 1")
    publish(home, "1")
    (home.runs / ".2.unfinished").mkdir()
    home.published.unlink()
    publication.remove_unpublished_runs(home)
    assert [run.name for run in home.runs.iterdir()] == ["1"]
    home.published.symlink_to("runs/0")
    publication.remove_unpublished_runs(home)
    assert [run.name for run in home.runs.iterdir()] == ["1"]


def test_a_first_run_that_died_before_the_swap_was_never_published(home: Home) -> None:
    """The link to come names it."""
    build(home, "'a', 30, 1")
    real_replace = os.replace

    def die_at_the_swap(source: Path, goal: Path) -> None:
        if goal == home.published:
            raise KeyboardInterrupt
        real_replace(source, goal)

    with patch("os.replace", die_at_the_swap), pytest.raises(KeyboardInterrupt):
        publish(home, "1")
    assert [run.name for run in home.runs.iterdir()] == ["1"]
    assert publication.finished_runs(home) == []
    publish(home, "2")
    assert [run.name for run in home.runs.iterdir()] == ["2"]
    assert [run.name for run in publication.finished_runs(home)] == ["2"]


def test_the_newest_runs_and_the_published_one_are_kept(home: Home) -> None:
    build(home, "'a', 30, 1")
    for run_id in "12345":
        publish(home, run_id)
    home.published.unlink()
    home.published.symlink_to("runs/1")
    publication.remove_old_runs(home, kept=2)
    assert sorted(run.name for run in home.runs.iterdir()) == ["1", "4", "5"]


def read_while_it_changes(published: Path, stop: Path, told: Path) -> None:
    """Open the published database again and again; note every torn run seen."""
    torn, seen = [], set()
    while not stop.exists():
        folder = published.resolve()
        with duckdb.connect(str(folder / "handoff.duckdb"), read_only=True) as run:
            rows = run.sql("select lead_id, run from marts.mart_leads").fetchall()
        manifest = json.loads((folder / "manifest.json").read_text())
        runs = {row[1] for row in rows}
        if len(rows) != 2 or runs != {int(manifest["run_id"]) - 1000}:
            torn.append([rows, manifest])
        seen |= runs
    told.write_text(json.dumps({"torn": torn, "seen": len(seen)}))


def test_a_reader_sees_whole_runs_only(home: Home, tmp_path: Path) -> None:
    """Two rows and a manifest a run, all with the run's number, over 40 swaps."""
    stop, told = tmp_path / "stop", tmp_path / "told"
    build(home, "'a', 30, 0", "'b', 30, 0")
    publish(home, "1000")
    reader = multiprocessing.get_context("spawn").Process(
        target=read_while_it_changes, args=(home.published, stop, told)
    )
    reader.start()
    for number in range(1, SWAPS):
        build(home, f"'a', 30, {number}", f"'b', 30, {number}")
        publish(home, str(1000 + number))
    while reader.is_alive() and not told.exists():
        stop.touch()
        reader.join(timeout=0.1)
    reader.join()
    assert reader.exitcode == 0
    assert json.loads(told.read_text())["torn"] == []


def test_the_manifest_says_what_outsiders_rely_on(
    settings: Settings, contracts: Contracts, built_home: Home
) -> None:
    rows = steps.publish(settings, contracts, Progress(), NOON)
    manifest = json.loads((built_home.published / publication.MANIFEST).read_text())
    assert manifest["run_id"] == publication_folder(built_home).name
    assert manifest["run_id"] == "20260331T120000000000Z"
    assert manifest["inputs"]["as_of"] == "2026-03-31T12:00:00+00:00"
    assert manifest["definition_hash"] == "d" * 64
    assert [step["name"] for step in manifest["steps"]] == [
        "land",
        "transform",
        "check",
        "publish",
    ]
    assert all(
        set(step) == {"name", "seconds", "rows_in", "rows_out"}
        for step in manifest["steps"]
    )
    assert manifest["tables"] == rows == {one.relation: 1 for one in contracts.tables}
    assert manifest["contracts"] == [
        {"id": one.id, "status": "held", "rows_checked": 9} for one in contracts.checks
    ]
    assert manifest["accounting"]
    for table in manifest["tables"]:
        schema, name = table.split(".")
        assert (built_home.published / "parquet" / schema / f"{name}.parquet").exists()


@pytest.mark.parametrize("status", ["failed", "error"])
def test_a_build_that_did_not_hold_is_not_published(
    settings: Settings, contracts: Contracts, built_home: Home, status: str
) -> None:
    record(contracts, status=status).write(built_home.build_record)
    with pytest.raises(publication.PublicationError, match="not passed every contract"):
        steps.publish(settings, contracts, Progress(), NOON)
    assert not built_home.published.is_symlink()


def test_a_build_with_one_check_missing_is_not_published(
    settings: Settings, contracts: Contracts, built_home: Home
) -> None:
    incomplete = record(contracts, status="held")
    del incomplete.checks[-1]
    incomplete.write(built_home.build_record)
    with pytest.raises(publication.PublicationError, match="not passed every contract"):
        steps.publish(settings, contracts, Progress(), NOON)


def publication_folder(home: Home) -> Path:
    folder = publication.current_run(home)
    assert folder is not None
    return folder


def test_the_published_as_of_is_what_the_manifest_says(
    settings: Settings, contracts: Contracts, built_home: Home
) -> None:
    """A manifest that cannot be read says nothing, and stops nobody."""
    assert publication.published_as_of(built_home) is None
    steps.publish(settings, contracts, Progress(), NOON)
    noon = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert publication.published_as_of(built_home) == noon
    (built_home.published / publication.MANIFEST).write_text("{")
    assert publication.published_as_of(built_home) is None
