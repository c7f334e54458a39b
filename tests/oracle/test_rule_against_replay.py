"""The models find what an event-by-event replay finds, and nothing else.

Compared are the exits of every lead and lead, gap, stage, instant and definition of
every evaluated entry, with the group of rules that decided it and the scores and counts
it is explained by, as of then, as of now and for each version that is not in force;
as of then and now also the cycles, what was reached in them, the verdicts and every
interval of the temperatures; every change of every score with its parts, every
crossing, and the score as of the run.
"""

from operator import attrgetter
from pathlib import Path

import pytest

from book.rows import TEMPERATURES
from tests.oracle.book_variants import Variant
from tests.oracle.lives import WORST_FIRST, Cycle, Reached, Verdict
from tests.oracle.named_books import book_of_tools, fixed_variants
from tests.oracle.oracle_company import OracleCompany
from tests.oracle.replay import Entry
from tests.oracle.rulebook import STAGES
from tests.oracle.temperatures import Temperature


@pytest.mark.parametrize("variant", fixed_variants(), ids=attrgetter("name"))
def test_the_rule_fires_when_the_replay_says_so(
    small_company: OracleCompany, variant: Variant, tmp_path: Path
) -> None:
    found = small_company.compare(variant.write(tmp_path / "book"))
    assert found.leads >= 600
    found.assert_same()
    # A comparison of nothing proves nothing: every version fired for somebody, and each
    # that is not in force did when it was tried. Scores changed more than once a lead.
    assert sum(len(one.changes) for one in found.scores.values()) > 2 * found.leads
    assert sum(len(one.crossings) for one in found.scores.values()) > 100
    fired = {
        (entry.basis, entry.definition_id)
        for entry in found.replayed
        if isinstance(entry, Entry)
    }
    held = {
        (interval.basis, interval.definition_id)
        for interval in found.replayed
        if isinstance(interval, Temperature)
    }
    for row in variant.definitions:
        name, status = row["definition_id"], row["status"]
        if row["stage"] in TEMPERATURES:
            assert ("then", name) in held
        if row["stage"] in STAGES:
            assert (("then", name) in fired) == (status != "draft")
            assert ("now" if status == "in_force" else name, name) in fired


def test_the_small_company_lives_through_everything(
    small_company: OracleCompany, tmp_path: Path
) -> None:
    """What nobody lives through, no comparison can prove."""
    (combined,) = (one for one in fixed_variants() if one.name == "combined")
    lived = small_company.compare(combined.write(tmp_path / "book")).replayed
    cycles = [one for one in lived if isinstance(one, Cycle)]
    assert {one.entry_type for one in cycles} == {
        "acquired",
        "requalified",
        "sales_declared",
        "adoption",
    }
    assert max(one.cycle_number for one in cycles) >= 4
    reached = [one for one in lived if isinstance(one, Reached)]
    assert {(one.stage, one.is_out_of_order) for one in reached} >= {
        *((stage, late) for stage in ("mql", "sal") for late in (True, False)),
        *((stage, False) for stage in ("sql", "opportunity", "won")),
        *((stage, False) for stage in ("lost", "recycled", "disqualified")),
    }
    verdicts = {
        verdict
        for one in lived
        if isinstance(one, Verdict)
        for verdict in (one.ma_sfa, one.ma_definition, one.sfa_definition)
    }
    assert verdicts == {*WORST_FIRST, "agree", None}


def test_the_rule_fires_so_for_people_of_several_tools(
    tools_company: OracleCompany, tmp_path: Path
) -> None:
    found = tools_company.compare(book_of_tools().write(tmp_path / "book"))
    assert found.leads >= 600
    found.assert_same()
    fired = {
        entry.definition_id for entry in found.replayed if isinstance(entry, Entry)
    }
    assert fired >= {"mql_marketo", "mql_salesforce", "sql_by_tool"}
