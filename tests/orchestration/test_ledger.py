"""The ledger goes on from run to run, whole or not at all."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from contracts import load
from orchestration import ledger, publication
from orchestration.failures import ExitCode, exit_code_of
from orchestration.resources import PROJECT, Home

AS_OF = datetime(2026, 4, 10, 14, 59, 59, 999999, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    home.build.mkdir()
    return home


def close(home: Home, as_of: datetime, number: int, *, closed: bool = True) -> None:
    """A build that closes a month, as far as the ledger looks at it."""
    home.build_database.unlink(missing_ok=True)
    with duckdb.connect(str(home.build_database)) as build:
        build.execute("create schema intermediate")
        build.execute("create schema marts")
        for table, columns in ledger.TABLES.items():
            model = ledger.MODELS[table]
            schema = "marts" if model.startswith("mart_") else "intermediate"
            build.execute(f"create table {schema}.{model} ({columns})")
            if schema == "marts":
                build.execute(
                    f"alter table marts.{model} add definition_basis varchar;"
                    f" alter table marts.{model} drop ledger_number"
                )
        build.execute(
            "alter table intermediate.int_ledger_entries add is_this_run boolean"
        )
        build.execute(
            "insert into intermediate.int_ledger_entries (ledger_number, as_of,"
            " is_this_run) values (?, ?, true)",
            [number, as_of.replace(tzinfo=None)],
        )
        if closed:
            build.execute(
                "insert into intermediate.int_closed_scopes (ledger_number, mart)"
                " values (?, 'mart_funnel_periods')",
                [number],
            )


def _prepared(home: Home, as_of: datetime) -> ledger.LedgerState:
    return ledger.prepare_ledger(home, as_of, ledger.trusted_digests(home))


def publish(home: Home, as_of: datetime, number: int, *, closed: bool = True) -> None:
    state = _prepared(home, as_of)
    close(home, as_of, number, closed=closed)
    run_id = f"2026{len(list(home.runs.glob('*'))):04d}"
    with publication.unfinished_run(home, run_id) as run:
        files = ledger.carry_on(home, run.folder, state.as_input())
        run.write_manifest({"ledger": files})
        run.swap_in()


def entries(home: Home) -> list[str]:
    folder = ledger.published_ledger(home)
    assert folder is not None
    return sorted(path.stem for path in (folder / "entries").glob("*"))


def test_a_home_without_a_run_has_an_empty_ledger(home: Home) -> None:
    state = _prepared(home, AS_OF)
    assert (state.entries, state.reported_as_of, state.is_written) == ((), None, True)
    with duckdb.connect() as database:
        for table in ledger.TABLES:
            files = str(home.ledger_tables / table / "*.parquet")
            assert database.execute(
                "select count(*) from read_parquet(?)", [files]
            ).fetchall() == [(0,)]


def test_entries_are_added_and_never_lost(home: Home) -> None:
    publish(home, AS_OF, 1)
    publish(home, AS_OF.replace(day=11), 2)
    publication.remove_old_runs(home, kept=1)
    assert len(list(home.runs.iterdir())) == 1
    assert entries(home) == ["00000001", "00000002"]
    assert _prepared(home, AS_OF.replace(day=12)).entries == (1, 2)


def test_a_night_in_which_nothing_closes_adds_nothing(home: Home) -> None:
    publish(home, AS_OF, 1)
    publish(home, AS_OF, 2, closed=False)
    assert entries(home) == ["00000001"]


def test_an_earlier_as_of_reads_up_to_it_and_adds_nothing(home: Home) -> None:
    publish(home, AS_OF, 1)
    publish(home, AS_OF.replace(day=20), 2)
    state = _prepared(home, AS_OF)
    # To the microsecond: an entry of the very as-of is read.
    assert (state.entries, state.is_written) == ((1,), False)
    assert state.reported_as_of == AS_OF.replace(tzinfo=None)
    publish(home, AS_OF, 2)
    assert entries(home) == ["00000001", "00000002"]
    earlier = _prepared(home, AS_OF.replace(day=9))
    assert (earlier.entries, earlier.is_written) == ((), False)


def test_what_is_read_is_an_input(home: Home) -> None:
    nothing = _prepared(home, AS_OF).read_hash
    publish(home, AS_OF, 1)
    assert _prepared(home, AS_OF.replace(day=9)).read_hash == nothing
    assert _prepared(home, AS_OF).read_hash != nothing


def test_a_run_that_dies_before_the_swap_leaves_the_ledger(home: Home) -> None:
    publish(home, AS_OF, 1)
    state = _prepared(home, AS_OF.replace(day=11))
    close(home, AS_OF.replace(day=11), 2)
    folder = home.runs / ".20269999.unfinished"
    ledger.carry_on(home, folder, state.as_input())
    assert (folder / "ledger" / "entries" / "00000002.parquet").exists()
    # The process is gone here, and the next night comes.
    assert entries(home) == ["00000001"]
    publish(home, AS_OF.replace(day=12), 2)
    assert entries(home) == ["00000001", "00000002"]
    assert not folder.exists()


@pytest.mark.parametrize("damage", ["changed", "lost", "foreign", "manifest"])
def test_a_ledger_that_is_not_what_was_published_stops_the_night(
    home: Home, damage: str
) -> None:
    publish(home, AS_OF, 1)
    folder = ledger.published_ledger(home)
    assert folder is not None
    file = folder / "scopes" / "00000001.parquet"
    if damage == "changed":
        file.write_bytes(b"no parquet")
    elif damage == "lost":
        file.unlink()
    elif damage == "foreign":
        (folder / "scopes" / "00000007.parquet").write_bytes(file.read_bytes())
    else:
        (folder.parent / "manifest.json").write_text("{")
    with pytest.raises(ledger.LedgerError) as refused:
        _prepared(home, AS_OF.replace(day=11))
    sentence = str(refused.value)
    assert ("00000007" if damage == "foreign" else folder.parent.name) in sentence
    assert "from a backup" in sentence
    assert "\n" not in sentence
    assert exit_code_of(refused.value) == ExitCode.BAD_INPUT


def break_link(home: Home, how: str) -> None:
    """Lose the link to the third run, of 0002, or what it leads to."""
    if how != "no ledger":
        home.published.unlink()
    if how == "names nothing":
        home.published.symlink_to("runs/20269999")
    elif how == "a folder":
        shutil.copytree(home.runs / "20260002", home.published)
    elif how == "no ledger":
        shutil.rmtree(home.runs / "20260002" / "ledger")


@pytest.mark.parametrize("how", ["gone", "names nothing", "a folder", "no ledger"])
def test_a_lost_link_stops_the_night_and_says_how_to_mend_it(
    home: Home, how: str
) -> None:
    for number in (1, 2, 3):
        publish(home, AS_OF.replace(day=9 + number), number)
    break_link(home, how)
    with pytest.raises(ledger.LedgerError) as refused:
        _prepared(home, AS_OF.replace(day=13))
    sentence = str(refused.value)
    last = "20260001" if how == "no ledger" else "20260002"
    assert f"(ln -sfn runs/{last} {home.published})" in sentence
    assert str(home.published) in sentence
    assert "\n" not in sentence
    assert exit_code_of(refused.value) == ExitCode.BAD_INPUT
    # What it says helps.
    if how == "a folder":
        shutil.rmtree(home.published)
    home.published.unlink(missing_ok=True)
    home.published.symlink_to(f"runs/{last}")
    kept = 2 if how == "no ledger" else 3
    assert len(_prepared(home, AS_OF.replace(day=13)).entries) == kept
    publish(home, AS_OF.replace(day=14), kept + 1)
    assert len(entries(home)) == kept + 1


def test_a_link_to_nothing_at_all_stops_the_night(home: Home) -> None:
    """All runs are gone with what they reported."""
    publish(home, AS_OF, 1)
    shutil.rmtree(home.runs)
    with pytest.raises(ledger.LedgerError, match="from a backup"):
        _prepared(home, AS_OF)


def test_a_link_lost_in_the_night_leaves_the_runs(home: Home) -> None:
    publish(home, AS_OF, 1)
    state = _prepared(home, AS_OF.replace(day=11))
    home.published.unlink()
    with (
        pytest.raises(ledger.LedgerError, match="ln -sfn"),
        publication.unfinished_run(home, "20269999") as run,
    ):
        ledger.carry_on(home, run.folder, state.as_input())
    assert [one.name for one in home.runs.iterdir()] == ["20260000"]


def test_a_first_run_that_was_never_published_reported_nothing(home: Home) -> None:
    """It died in the middle of the swap; the one before that, while it was written."""
    state = _prepared(home, AS_OF)
    close(home, AS_OF, 1)
    (home.runs / ".20260000.unfinished").mkdir(parents=True)
    ledger.carry_on(home, home.runs / "20260001", state.as_input())
    (home.root / ".published.new").symlink_to("runs/20260001")
    assert _prepared(home, AS_OF).entries == ()


def test_a_run_without_anything_reported_needs_no_link(home: Home) -> None:
    """Nothing closed in it, so nothing is lost."""
    publish(home, AS_OF, 1, closed=False)
    home.published.unlink()
    assert _prepared(home, AS_OF).entries == ()


def test_a_build_that_began_with_another_ledger_is_not_published(home: Home) -> None:
    state = _prepared(home, AS_OF)
    publish(home, AS_OF, 1)
    with pytest.raises(ledger.LedgerError, match="run the whole job"):
        ledger.carry_on(home, home.runs / "new", state.as_input())


def test_a_run_from_before_there_was_a_ledger_has_none(home: Home) -> None:
    with publication.unfinished_run(home, "2026") as run:
        run.write_manifest({})
        run.swap_in()
    assert _prepared(home, AS_OF).entries == ()


@pytest.mark.parametrize(
    "mart", ["funnel_cohorts", "funnel_periods", "stage_agreement", "recycling"]
)
def test_the_ledger_keeps_every_column_of_a_mart(mart: str) -> None:
    [contract] = [
        one
        for one in load(PROJECT / "contracts").tables
        if one.relation == f"marts.mart_{mart}"
    ]
    promised = {(c.name, c.physical_type.lower()) for c in contract.columns}
    kept = {
        (column.split()[0], column.split()[1])
        for column in ledger.TABLES[mart].split(",")
    }
    # Which of them are official is what the book says today.
    assert kept - {("ledger_number", "bigint")} == promised - {
        ("definition_basis", "varchar"),
        ("is_official", "boolean"),
    }


def test_the_manifest_names_every_file(home: Home) -> None:
    publish(home, AS_OF, 1)
    manifest = json.loads((home.published / "manifest.json").read_text())
    assert sorted(manifest["ledger"]) == sorted(
        f"{table}/00000001.parquet" for table in ledger.TABLES
    )
