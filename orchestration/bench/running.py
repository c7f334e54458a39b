"""Measures one company after the other, phase by phase, and writes the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from demo.company import SMALLEST
from orchestration.bench.companies import BenchCompany
from orchestration.bench.cost import BenchPlanError
from orchestration.bench.page import check_page, write_page
from orchestration.bench.phases import NEEDED, PHASES, Bench, land_again
from orchestration.bench.results import Measured, Results
from orchestration.compiled_models import CompiledProject
from orchestration.progress import Progress
from orchestration.resources import PROJECT, reason_of
from orchestration.run_lock import hold_run_lock

SIZES = (100_000, 1_000_000)
PAGE = PROJECT / "docs" / "performance.md"
# What a night costs that has next to nothing to do: dbt, Dagster, Great Expectations.
_AROUND = ("make", "land", "engine", "nightly")


@dataclass(frozen=True)
class BenchPlan:
    """What to measure: companies by their leads, phases, and how often each.

    `compiled` is where the compiled project is kept.
    """

    home: Path
    leads: Sequence[int]
    phases: Sequence[str]
    repeats: int
    page: Path
    compiled: Path


def bench_plan(
    *,
    home: Path,
    leads: Sequence[int] | None = None,
    phases: Sequence[str] | None = None,
    repeats: int = 3,
    page: Path | None = None,
    compiled: Path | None = None,
) -> BenchPlan:
    """The plan for what was asked on the command line, the rest as usual.

    The project's own page is written where both of its companies are measured; other
    sizes have theirs in the bench's home. Raises BenchPlanError for a phase that does
    not exist and for fewer leads or repeats than can be measured.
    """
    unknown = set(phases or ()) - set(PHASES)
    if unknown:
        raise BenchPlanError(
            f"There is no phase {', '.join(sorted(unknown))}: name some of"
            f" {', '.join(PHASES)}."
        )
    if repeats < 1 or min(leads or SIZES) < SMALLEST:
        raise BenchPlanError(
            f"A bench needs companies of at least {SMALLEST} leads and one repeat:"
            " raise --leads or --repeats."
        )
    home = home.expanduser().resolve()
    return BenchPlan(
        home=home,
        leads=leads or SIZES,
        phases=phases or [phase for phase in PHASES if phase not in NEEDED],
        repeats=repeats,
        page=page or (home / PAGE.name if leads else PAGE),
        compiled=compiled or home / "compiled",
    )


def run_bench(plan: BenchPlan, progress: Progress) -> None:
    """Measure what is planned and write the page of all that was ever measured here.

    A company that was made and landed is used again, unless that is what was asked
    for. Each figure is kept as soon as it is there. Raises BenchPlanError for a home
    or page that cannot be written, RunLockHeldError while another bench works there,
    BenchError, and what the steps of a night raise.
    """
    try:
        plan.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BenchPlanError(
            f"{plan.home} cannot be made ({reason_of(error)}): give --home a folder"
            " that this user can write."
        ) from error
    check_page(plan.page)
    with hold_run_lock(plan.home / "bench.lock"):
        _run(plan, progress)


def _run(plan: BenchPlan, progress: Progress) -> None:
    results = Results(plan.home / "results.json")
    bench = Bench(plan.compiled, plan.repeats)
    CompiledProject(bench.compiled).nodes()
    for leads in sorted({SMALLEST, *plan.leads}):
        company = BenchCompany(plan.home / str(leads), leads)
        for phase in PHASES if leads in plan.leads else _AROUND:
            if phase in plan.phases or not _is_kept(phase, company, results):
                _measure(phase, bench, company, results, progress)
            elif phase == "land":
                land_again(company)
    write_page(plan.page, results)
    progress.say(f"Written: {plan.page}")


def _is_kept(phase: str, company: BenchCompany, results: Results) -> bool:
    """Whether a phase was not asked for and need not be done for those that were."""
    if phase not in NEEDED:
        return True
    folder = company.made if phase == "make" else company.home
    return folder.exists() and results.of(company.leads, phase) is not None


def _measure(
    phase: str,
    bench: Bench,
    company: BenchCompany,
    results: Results,
    progress: Progress,
) -> None:
    progress.say(f"{company.leads:,} leads: {phase}")
    if phase in NEEDED:
        results.forget(company.leads, phase)
    figures = PHASES[phase](bench, company)
    results.add(company.leads, phase, figures)
    progress.say(f"{company.leads:,} leads: {phase} took {_told(figures)}")


def _told(figures: Measured) -> str:
    if "wall" not in figures:
        slowest = max(figures["seconds"].values())
        return f"{1000 * slowest:,.0f} ms for the slowest"
    return (
        f"{figures['wall']:.2f} s, {figures['cpu']:.2f} CPU-s,"
        f" {figures['peak'] / 2**20:,.0f} MiB"
    )
