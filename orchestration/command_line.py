"""The console script `handoff`: nightly, explain, test, check, bench, docs, dev."""

import argparse
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from orchestration.failures import ExitCode, Outcome, exit_code_of
from orchestration.progress import Progress
from orchestration.resources import (
    PROJECT,
    Settings,
    dagster_environment,
    open_home,
    read_settings,
    reader_language,
    tool_environment,
)

DESCRIPTION = """\
One dated definition of the lead lifecycle, one funnel computed from it.

  ./handoff nightly          land, build, check and publish, once
  ./handoff explain LEAD     why is this lead an MQL, or why not? (any id of it)
  ./handoff test             all tests; arguments go to pytest: ./handoff test -m long
  ./handoff check            all linters
  ./handoff bench            how fast it is, on companies of 100,000 and 1,000,000 leads
  ./handoff docs             dbt's documentation, with the words of the book
  ./handoff dev              Dagster's UI on 127.0.0.1:3000
"""

ENVIRONMENT = """\
environment (relative paths: relative to the folder you are in):
  HANDOFF_HOME        state folder of one company (default: warehouse in the project)
  HANDOFF_SOURCES     connected sources, comma-separated (default: the demo company)
  HANDOFF_RAW         folder of raw files, one folder a source (not in the demo)
  HANDOFF_SECRET      key of the pseudonyms (not needed in the demo)
  HANDOFF_BOOK        the definition book (default: seeds in the project)
  HANDOFF_AS_OF       ISO date or instant that has come (default: now; the demo: its
                      last day)
  HANDOFF_DEMO_LEADS, HANDOFF_DEMO_SEED, HANDOFF_DEMO_SHAPE   the demo company
  HANDOFF_TARGET      dbt target (default: duckdb)

exit codes of nightly:
  0 published · 1 a contract failed or the run broke, nothing published ·
  2 bad input, book or configuration · 75 another run holds the lock · 130 interrupted
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parsed, passed_on = _parser().parse_known_args(arguments)
    if passed_on and parsed.command != "test":
        _parser().error(f"unrecognized arguments: {' '.join(passed_on)}")
    progress = Progress()
    try:
        if parsed.command == "nightly":
            return _guarded(lambda settings: _nightly(settings, progress))
        if parsed.command == "dev":
            return _guarded(lambda settings: _dev(settings, parsed.port))
        if parsed.command == "explain":
            return _guarded(
                lambda settings: _explain(settings, parsed.lead, parsed.lang)
            )
        if parsed.command == "docs":
            return _guarded(_docs)
        if parsed.command == "bench":
            return _guarded(lambda settings: _bench(settings, parsed, progress))
        return _test(passed_on) if parsed.command == "test" else _check(progress)
    except KeyboardInterrupt:
        print("Interrupted; nothing was published.", file=sys.stderr)
        return ExitCode.INTERRUPTED


class _CommandParser(argparse.ArgumentParser):
    """The parser of one command."""

    def error(self, message: str) -> NoReturn:
        if message.endswith(": LEAD"):
            message += " (before an id that begins with '-' write --: explain -- -ID)"
        super().error(message)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handoff",
        description=DESCRIPTION,
        epilog=ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(
        dest="command",
        required=True,
        metavar="command",
        parser_class=_CommandParser,
    )
    commands.add_parser("nightly", help="land, build, check and publish, once")
    explain = commands.add_parser("explain", help="why a lead is, or is not, an MQL")
    explain.add_argument(
        "lead",
        metavar="LEAD",
        help="lead_id, or the id of a record in the MA or SFA; source:id or"
        " source:object:id where several records have it; -- before one that begins"
        " with '-'",
    )
    explain.add_argument("--lang", choices=("ja", "en"), help="default: the locale's")
    # Whatever follows belongs to pytest, --help too.
    commands.add_parser("test", help="all tests (pytest)", add_help=False)
    commands.add_parser("check", help="all linters")
    _add_bench(commands.add_parser("bench", help="how fast it is, by measurement"))
    commands.add_parser("docs", help="dbt's documentation, with the book's words")
    dev = commands.add_parser("dev", help="Dagster's UI on 127.0.0.1")
    dev.add_argument("--port", type=_port, default=3000, help="default: 3000")
    return parser


def _add_bench(bench: argparse.ArgumentParser) -> None:
    bench.add_argument(
        "--home",
        type=Path,
        help="where its companies are kept (default: bench in HANDOFF_HOME)",
    )
    bench.add_argument(
        "--leads", type=int, nargs="+", help="their sizes (default: 100000 1000000)"
    )
    bench.add_argument(
        "--phases",
        nargs="+",
        help="measure only these (default: all; make and land where not yet done)",
    )
    bench.add_argument("--repeats", type=int, default=3, help="default: medians of 3")
    bench.add_argument(
        "--page",
        type=Path,
        help="where it writes (default: docs/performance.md; where --leads are given"
        " performance.md in the bench's home)",
    )


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError(text)
    return number


def _nightly(settings: Settings, progress: Progress) -> Outcome:
    from orchestration.headless import run_nightly

    return run_nightly(settings, progress)


def _bench(
    settings: Settings, parsed: argparse.Namespace, progress: Progress
) -> Outcome:
    from orchestration.bench.running import bench_plan, run_bench

    plan = bench_plan(
        home=parsed.home or settings.home.root / "bench",
        leads=parsed.leads,
        phases=parsed.phases,
        repeats=parsed.repeats,
        page=parsed.page,
    )
    run_bench(plan, progress)
    return Outcome(0)


def _docs(settings: Settings) -> Outcome:
    from orchestration.book_docs import write_docs

    open_home(settings.home)
    print(write_docs(settings))
    return Outcome(0)


def _explain(settings: Settings, lead: str, language: str | None) -> Outcome:
    from orchestration.lead_page import lead_page

    page = lead_page(settings.home, lead, language or reader_language())
    try:
        print(page, flush=True)
    except BrokenPipeError:
        # Whoever reads through `head` has read enough; Python would say so at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Outcome(0)


def _dev(settings: Settings, port: int) -> Outcome:
    """Become Dagster's UI; it has no sign-in, so it listens on this machine only."""
    from orchestration.dagster_instance import write_configuration
    from orchestration.dbt_process import prepare_manifest

    open_home(settings.home)
    write_configuration(settings.home)
    prepare_manifest(settings)
    dagster = str(Path(sys.executable).with_name("dagster"))
    arguments = ["dev", "-m", "orchestration.definitions", "-h", "127.0.0.1"]
    os.execve(
        dagster,
        [dagster, *arguments, "-p", str(port)],
        dagster_environment(settings),
    )


def _test(arguments: Sequence[str]) -> int:
    # Whole files a worker: a module's builds are made once.
    workers = ["-n", "auto", "--dist", "loadfile"]
    pytest = [sys.executable, "-m", "pytest", *workers, *arguments]
    return subprocess.run(pytest, cwd=PROJECT, env=tool_environment()).returncode


def _check(progress: Progress) -> int:
    from orchestration.linters import lint

    found = lint(progress)
    if found:
        progress.say(f"These found something: {', '.join(found)}.")
    return 1 if found else 0


def _guarded(work: Callable[[Settings], Outcome]) -> int:
    """Do the work and say in words how it ended, without a traceback."""
    try:
        outcome = work(read_settings())
    except Exception as error:
        outcome = _outcome_of(error)
    if outcome.sentence:
        print(outcome.sentence, file=sys.stderr, flush=True)
    return outcome.exit_code


def _outcome_of(error: Exception) -> Outcome:
    code = exit_code_of(error)
    if code is not None:
        return Outcome(code, str(error))
    # Goes to the home's log file, if there is a home yet.
    logging.getLogger("handoff").error("unforeseen", exc_info=error)
    return Outcome(
        ExitCode.NOT_PUBLISHED,
        f"Nothing was published: {type(error).__name__}:"
        f" {' '.join(str(error).split())[:400]} (see logs/handoff.log in the home).",
    )
