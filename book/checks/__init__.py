"""What rows of a book must hold together, one module a subject."""

from datetime import date

from book.checks.approvals import check_approved_by
from book.checks.bands import check_age_bands, check_company_sizes
from book.checks.benchmarks import check_funnel_benchmarks
from book.checks.bounds import check_bounds
from book.checks.business_hours import check_business_hours
from book.checks.capacity import check_capacity
from book.checks.company import check_company
from book.checks.data_entry import check_data_entry
from book.checks.exclusions import check_exclusions
from book.checks.feeds import check_feeds
from book.checks.kpi_targets import check_kpi_targets
from book.checks.kpis import check_kpis, check_windows
from book.checks.mappings import check_mappings
from book.checks.rules import check_rules
from book.checks.score_outcomes import check_score_bands, check_score_landmarks
from book.checks.scores import check_scores
from book.checks.stages import check_definitions, check_stages
from book.contents import BookRows
from book.problems import Problem

ALL_CHECKS = (
    check_stages,
    check_definitions,
    check_rules,
    check_scores,
    check_kpis,
    check_windows,
    check_exclusions,
    check_data_entry,
    check_mappings,
    check_company,
    check_bounds,
    check_score_bands,
    check_score_landmarks,
    check_capacity,
    check_funnel_benchmarks,
    check_kpi_targets,
    check_business_hours,
    check_company_sizes,
    check_age_bands,
    check_feeds,
)


def check_rows(rows: BookRows, today: date) -> list[Problem]:
    """Every problem of rows that can each be read; an empty list: the book holds."""
    problems = [problem for check in ALL_CHECKS for problem in check(rows)]
    return [*problems, *check_approved_by(rows, today)]
