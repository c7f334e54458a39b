"""The command as a scheduler sees it: exit code, one sentence, nothing published."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.resources import PROJECT, Home, tool_environment
from orchestration.run_lock import hold_run_lock

HANDOFF = "from orchestration.command_line import main; raise SystemExit(main())"


def handoff(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    given = {f"HANDOFF_{name}": str(value) for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-c", HANDOFF, *arguments],
        env=tool_environment() | given,
        capture_output=True,
        text=True,
        check=False,
    )


def assert_refused(
    result: subprocess.CompletedProcess[str], code: int, told: str
) -> None:
    assert result.returncode == code, result.stdout + result.stderr
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stderr.strip().endswith((".", ")"))
    assert "Traceback" not in result.stdout + result.stderr


@pytest.fixture
def company(tmp_path: Path) -> dict[str, object]:
    """Settings of a company with the source olist and no raw file yet."""
    (tmp_path / "raw" / "olist").mkdir(parents=True)
    return {
        "HOME": tmp_path / "home",
        "RAW": tmp_path / "raw",
        "SOURCES": "olist",
        "SECRET": "not a real one",
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"SECRET": ""}, "HANDOFF_SECRET is required"),
        ({"SOURCES": "salesfarce"}, "the known sources are"),
        ({"RAW": "/nowhere/at/all"}, "HANDOFF_RAW"),
        ({"AS_OF": "soon"}, "HANDOFF_AS_OF"),
        ({"HOME": "/proc/self/home"}, "HANDOFF_HOME"),
        ({"HOME": "/tmp/it's ours"}, "has ' in its path"),
        ({"BOOK": PROJECT / "tests"}, "HANDOFF_BOOK"),
    ],
)
def test_wrong_settings_end_with_2_and_one_sentence(
    company: dict[str, object], change: dict[str, object], told: str
) -> None:
    assert_refused(handoff("nightly", **{**company, **change}), 2, told)
    assert not (Path(str(company["HOME"])) / "published").exists()


def test_a_book_that_does_not_hold_ends_with_2(
    company: dict[str, object], tmp_path: Path
) -> None:
    book = tmp_path / "book"
    shutil.copytree(PROJECT / "seeds", book)
    rules = book / "definitions" / "stage_rules.csv"
    rules.write_text(rules.read_text() + "no_such_definition,1,{{ x }},,,,,,false\n")
    assert_refused(handoff("nightly", **company, BOOK=book), 2, "stage_rules.csv")


def test_a_second_run_at_the_same_time_ends_with_75(
    company: dict[str, object],
) -> None:
    home = Home(Path(str(company["HOME"])))
    home.root.mkdir()
    with hold_run_lock(home.lock):
        result = handoff("nightly", **company)
    assert_refused(result, 75, "Another run (process")


@pytest.mark.parametrize("place", ["logs", "logs/handoff.log", "run.lock"])
def test_a_home_that_cannot_be_written_in_parts_ends_with_2(
    company: dict[str, object], place: str
) -> None:
    """What must be a folder is a file, and the other way round."""
    path = Path(str(company["HOME"])) / place
    path.parent.mkdir(parents=True)
    if place == "logs":
        path.touch()
    else:
        path.mkdir()
    assert_refused(handoff("nightly", **company), 2, f"{place} ")


def test_raw_files_that_are_missing_end_with_2(company: dict[str, object]) -> None:
    """Found before the home is bound, so that other sources may still use it."""
    (Path(str(company["RAW"])) / "olist").rmdir()
    result = handoff("nightly", **company)
    assert_refused(result, 2, "olist does not exist")
    home = Path(str(company["HOME"]))
    assert not (home / "published").exists()
    assert not (home / "home.json").exists()


@pytest.mark.parametrize(
    "arguments", [(), ("nightly", "--fast"), ("dev", "--port", "x")]
)
def test_an_unknown_argument_ends_with_2(arguments: tuple[str, ...]) -> None:
    result = handoff(*arguments)
    assert result.returncode == 2
    assert "usage: handoff" in result.stderr
    assert "Traceback" not in result.stderr


def test_help_names_every_command_and_exit_code() -> None:
    told = handoff("--help").stdout
    for word in ("nightly", "test", "check", "docs", "dev", "75", "HANDOFF_HOME"):
        assert word in told
