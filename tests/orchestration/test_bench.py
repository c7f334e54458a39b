"""`./handoff bench`: a tiny company is measured, and the figures are judged."""

import os
import pickle
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from book.problems import BookError, Problem
from demo.company import SMALLEST
from landing.reasons import LandingError, blocked
from orchestration.bench.companies import BenchCompany
from orchestration.bench.cost import BenchError, BenchPlanError, run_apart
from orchestration.bench.page import BEGINS, ENDS, check_page, write_page
from orchestration.bench.phases import PHASES, documented_queries
from orchestration.bench.results import Measured, Results
from orchestration.bench.running import PAGE, bench_plan, run_bench
from orchestration.bench.scan import scan
from orchestration.bench.targets import of_nights, verdict_of_overhead, verdicts
from orchestration.command_line import main
from orchestration.progress import Progress
from orchestration.resources import Home
from orchestration.run_lock import RunLockHeldError, hold_run_lock
from tests.compiled_project import COMPILED


def measure(home: Path, *phases: str) -> Results:
    """Measure a company of the fewest leads, each figure once."""
    plan = bench_plan(
        home=home,
        leads=[SMALLEST],
        phases=phases,
        repeats=1,
        page=home / "performance.md",
        compiled=COMPILED,
    )
    run_bench(plan, Progress())
    return Results(home / "results.json")


@dataclass(frozen=True)
class MeasuredHome:
    """The bench's home after its models were measured, and then went on to the scan.

    `landed` and `landed_then` say when each landed file was written.
    """

    folder: Path
    landed: dict[Path, int]
    landed_then: dict[Path, int]

    def figures(self, phase: str) -> Measured:
        found = Results(self.folder / "results.json").of(SMALLEST, phase)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> MeasuredHome:
    folder = tmp_path_factory.mktemp("bench")
    measure(folder, "engine")
    landed = written_at(folder)
    measure(folder, "scan")
    return MeasuredHome(folder, landed, written_at(folder))


def written_at(folder: Path) -> dict[Path, int]:
    """When each landed file of the company was written."""
    landed = landing_of(folder).glob("exports/*/*")
    return {path: path.stat().st_mtime_ns for path in landed}


def landing_of(folder: Path) -> Path:
    """Where the company of the fewest leads has landed."""
    return Home(BenchCompany(folder / str(SMALLEST), SMALLEST).home).landing


def test_every_phase_has_its_figures(home: MeasuredHome) -> None:
    for phase in ("make", "land", "scan", "engine"):
        figures = home.figures(phase)
        assert figures["wall"] > 0 < figures["cpu"]
        assert figures["peak"] > 50 * 2**20
    assert Results(home.folder / "results.json").of(SMALLEST, "nightly") is None


def test_the_page_tells_machine_targets_and_costs(home: MeasuredHome) -> None:
    page = (home.folder / "performance.md").read_text(encoding="utf-8")
    for told in ("| cores |", "| duckdb |", "`intermediate/lifecycle`"):
        assert told in page
    assert "handoff nightly" not in page
    assert str(home.folder) not in page


def test_a_bench_that_goes_on_lands_nothing_twice(home: MeasuredHome) -> None:
    assert home.landed_then == home.landed
    assert len(home.landed) > 20


def test_the_scan_reads_what_the_models_read_and_no_more(home: MeasuredHome) -> None:
    """A touch's lead, type, instants and page are read, its visitor by no model."""
    used = home.figures("scan")["used"]
    touches = set(used["exports/ma_touches"])
    assert {"ma_lead_id", "touch_type", "occurred_at", "recorded_at", "url"} <= touches
    assert not {"visitor_id", "_raw"} & touches
    # Sources that are not connected have empty tables, which are read as well.
    assert {table.partition("/")[0] for table in used} >= {"marketo", "salesforce"}


def test_the_scan_counts_the_values_of_the_columns_it_reads(home: MeasuredHome) -> None:
    landing = landing_of(home.folder)
    of_table = f"from '{landing}/exports/ma_touches/*.parquet'"
    rows = duckdb.sql(f"select count(*), count(recorded_at) {of_table}").fetchone()
    assert rows is not None
    assert rows[0] > rows[1] > 0
    columns = {"exports/ma_touches": ["occurred_at", "recorded_at"]}
    assert scan(columns, landing) == sum(rows)


@pytest.mark.long
def test_a_whole_bench_ends_with_nights_and_queries(tmp_path: Path) -> None:
    results = measure(tmp_path, *PHASES)
    nightly, queries = (results.of(SMALLEST, one) for one in ("nightly", "queries"))
    assert nightly is not None
    assert queries is not None
    assert nightly["steps"].keys() == {"land", "transform", "check", "publish"}
    assert nightly["cpu"] > 10
    assert queries["seconds"].keys() == documented_queries().keys()
    assert nightly["of_touches"] == []
    # Nothing was promised of so small a company but what is around its models.
    assert list(verdicts(results, SMALLEST)) == []
    assert len(list(verdict_of_overhead(results))) == 1


def _doubled(number: int) -> int:
    return 2 * number


def _busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def _refuse() -> None:
    raise duckdb.OutOfMemoryException("no memory left")


def _block() -> None:
    raise blocked("UNKNOWN_SOURCE", source="x", known="y")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_work_is_measured_in_a_process_of_its_own() -> None:
    found, _ = run_apart(_doubled, 21)
    assert found == 42
    _, busy = run_apart(_busy, 0.5)
    assert 0.45 <= busy.cpu <= 1.5
    assert busy.wall >= 0.45


def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(duckdb.OutOfMemoryException, match="no memory left"):
        run_apart(_refuse)


def test_an_error_with_a_code_of_its_own_is_raised_too() -> None:
    with pytest.raises(LandingError, match="Source x is not known") as caught:
        run_apart(_block)
    assert caught.value.code == "UNKNOWN_SOURCE"


def test_errors_of_a_book_reach_another_process() -> None:
    problem = Problem("a.csv", 2, "x", "is wrong", "mend it")
    error = pickle.loads(pickle.dumps(BookError([problem])))
    assert error.problems == [problem]
    assert str(error) == str(BookError([problem]))


def test_what_is_done_again_is_forgotten_first(results: Results) -> None:
    """Of a company that is made again nothing stands; of one landed again the rest."""
    for phase in ("make", "land", "engine"):
        results.add(100_000, phase, {"cpu": 1.0})
    results.forget(100_000, "land")
    again = Results(results.path)
    kept = ("make", "land", "engine")
    assert [again.of(100_000, one) is not None for one in kept] == [True, False, True]
    results.forget(100_000, "make")
    again = Results(results.path)
    assert [again.of(100_000, one) for one in kept] == [None, None, None]
    assert again.of(1_000_000, "scan") is not None


def test_a_killed_process_is_one_sentence() -> None:
    with pytest.raises(BenchError, match="_die was killed, probably for its memory"):
        run_apart(_die)


def test_the_readmes_queries_are_found_by_their_titles() -> None:
    found = documented_queries()
    assert len(found) == 3
    for title, query in found.items():
        assert query.startswith(f"-- {title}\nselect ")
        assert ";" not in query


@pytest.fixture
def results(tmp_path: Path) -> Results:
    """A scan of 9 s of a company of a million leads, some other day."""
    results = Results(tmp_path / "results.json")
    results.add(1_000_000, "scan", {"wall": 9.0})
    return results


def _engine(rules: float, marts: float) -> dict[str, object]:
    """The models, beside a scan of 2 s."""
    return {
        "wall": rules + marts,
        "scan": {"wall": 2.0},
        "cpu": 17.0,
        "peak": 2 * 2**30,
        "rooms": {
            "intermediate/signals": {"wall": rules / 2},
            "intermediate/lifecycle": {"wall": rules / 2},
            "marts": {"wall": marts},
        },
    }


@pytest.mark.parametrize(
    ("rules", "marts", "holds"),
    [(24.0, 8.0, [True, True]), (24.5, 7.5, [False, True]), (24.0, 8.5, [True, False])],
)
def test_models_are_held_against_the_scan(
    results: Results, rules: float, marts: float, holds: list[bool]
) -> None:
    """12 scans of 2 s are 24 s, 16 are 32 s, whatever a scan took some other day; 2 GiB
    are just allowed."""
    results.add(1_000_000, "engine", _engine(rules, marts))
    found = list(verdicts(results, 1_000_000))
    assert [one.holds for one in found] == [*holds, True]
    assert (
        found[0].measured == f"{rules / 2:.1f} scans ({rules:.1f} s; one scan 2.00 s)"
    )


@pytest.mark.parametrize(
    ("checked", "told"), [(3.5, "15.0% (1.5 s)"), (2.0, None), (1.5, None)]
)
def test_checks_of_a_night_are_what_an_idle_one_does_not_take(
    results: Results, checked: float, told: str | None
) -> None:
    """1.5 s of 10 s of models are just allowed; a night that checked no longer than
    the idle one was of another day, and says nothing."""
    steps = {"transform": 12.0, "publish": 1.0}
    results.add(1_000_000, "engine", _engine(6.0, 4.0))
    for leads, seconds in ((SMALLEST, 2.0), (1_000_000, checked)):
        figures: Measured = {"steps": steps | {"check": seconds}, "scan": {"wall": 2.0}}
        figures |= {"largest": {"marts.m": 7}, "of_touches": [], "cpu": 9.0}
        results.add(leads, "nightly", figures)
    found = [one for one in verdicts(results, 1_000_000) if "checks' own" in one.target]
    assert [one.measured for one in found] == ([told] if told else [])
    assert all(one.holds for one in found)


def test_a_table_that_names_single_touches_breaks_its_promise(results: Results) -> None:
    figures = {
        "steps": {"transform": 12.0, "check": 2.0, "publish": 1.0},
        "scan": {"wall": 2.0},
        "largest": {"marts.m": 7},
        "of_touches": ["facts.fct_touches"],
        "cpu": 9.0,
    }
    results.add(1_000_000, "nightly", figures)
    [found] = [one for one in verdicts(results, 1_000_000) if "raw" in one.target]
    assert not found.holds
    assert found.measured.startswith("`facts.fct_touches` names single ones")


def test_nothing_was_promised_of_a_small_company(results: Results) -> None:
    results.add(99_999, "engine", _engine(1.0, 1.0))
    assert list(verdicts(results, 99_999)) == []


def test_what_is_around_the_models_is_a_night_without_them(results: Results) -> None:
    """52 CPU-s of a night, 17 of them for its models: just 35."""
    results.add(SMALLEST, "engine", _engine(1.0, 1.0))
    results.add(SMALLEST, "nightly", {"cpu": 52.0})
    [verdict] = verdict_of_overhead(results)
    assert verdict.holds
    assert verdict.measured.startswith("35.0 CPU-s")


@pytest.mark.parametrize(
    ("night", "of_a_tenth", "holds"),
    [(5.0, 50.0, [True, True]), (5.1, 50.0, [False, True]), (5.0, 49.9, [True, False])],
)
def test_a_night_is_held_against_the_first(
    results: Results, night: float, of_a_tenth: float, holds: list[bool]
) -> None:
    """5 % of 35 and 65 CPU-s are 5; 65 of a million leads are 1.3 times 50."""
    results.add(1_000_000, "land", {"cpu": 35.0})
    results.add(1_000_000, "nightly", {"cpu": 65.0})
    results.add(1_000_000, "next-night", {"cpu": night})
    results.add(100_000, "nightly", {"cpu": of_a_tenth})
    found = [one.holds for one in of_nights(results, 1_000_000)]
    assert found == holds


def test_figures_are_kept_from_one_bench_to_the_next(results: Results) -> None:
    company = BenchCompany(Path("unused"), 1_000_000)
    again = Results(results.path)
    figures = again.of(company.leads, "scan")
    assert figures is not None
    assert figures["wall"] == 9.0
    assert figures.keys() == {"wall", "measured_on"}


def test_prose_around_the_figures_stays(tmp_path: Path, results: Results) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"Before.\n{BEGINS}\nold\n{ENDS}\nAfter.\n", encoding="utf-8")
    results.add(
        1_000_000,
        "scan",
        {"wall": 2, "cpu": 3, "peak": 4, "values": 5, "used": {}},
    )
    write_page(page, results)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Before.\n{BEGINS}\n| machine |")
    assert text.endswith(f"{ENDS}\nAfter.\n")
    assert "old" not in text
    assert "| 1,000,000 | scan: every used column read once | 2.0 | 3.0 | 0 |" in text


def test_a_page_without_markers_is_refused(tmp_path: Path, results: Results) -> None:
    page = tmp_path / "performance.md"
    page.write_text("Only prose.\n", encoding="utf-8")
    with pytest.raises(BenchPlanError, match="has no line"):
        write_page(page, results)
    with pytest.raises(BenchPlanError, match="has no line"):
        check_page(page)
    assert page.read_text(encoding="utf-8") == "Only prose.\n"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"100000": {}}', '{"version": 1}'])
def test_figures_of_another_version_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BenchPlanError, match="holds no figures of this version"):
        Results(path)


def test_other_sizes_have_a_page_of_their_own(tmp_path: Path) -> None:
    assert bench_plan(home=tmp_path).page == PAGE
    asked = bench_plan(home=tmp_path, leads=[3_000])
    assert asked.page == tmp_path.resolve() / "performance.md"


def test_what_cannot_be_written_is_said_before_anything_is_measured(
    tmp_path: Path,
) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(BenchPlanError, match="cannot be made"):
        run_bench(bench_plan(home=file / "below"), Progress())
    nowhere = bench_plan(home=tmp_path / "home", page=tmp_path / "no" / "page.md")
    with pytest.raises(BenchPlanError, match="is no folder for the page"):
        run_bench(nowhere, Progress())
    assert not (tmp_path / "home" / "50").exists()


def test_two_benches_do_not_share_a_home(tmp_path: Path) -> None:
    with (
        hold_run_lock(tmp_path / "bench.lock"),
        pytest.raises(RunLockHeldError, match="Another run"),
    ):
        run_bench(bench_plan(home=tmp_path, leads=[SMALLEST]), Progress())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--phases", "sprint"], "There is no phase sprint: name some of make, land,"),
        (["--leads", "49"], "A bench needs companies of at least 50 leads"),
        (["--repeats", "0"], "at least 50 leads and one repeat"),
    ],
)
def test_a_bench_that_cannot_be_is_one_sentence(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", *arguments]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1
