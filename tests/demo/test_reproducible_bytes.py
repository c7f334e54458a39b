"""One seed in, the same bytes out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo import write_demo
from demo.native_ids import OPPORTUNITY
from tests.demo.raw_tables import content_of

_PROGRAM = """
import sys
from pathlib import Path
from demo import write_demo
from demo.native_ids import OPPORTUNITY
write_demo(raw=Path(sys.argv[1]), leads=300, seed=11)
"""
_PROJECT = Path(__file__).parents[2]


def _written_by_new_process(raw: Path, hash_seed: str) -> dict[str, bytes]:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(raw)],
        check=True,
        cwd=_PROJECT,
        env=environment,
    )
    return content_of(raw)


def test_two_processes_with_other_hash_seeds_write_the_same_bytes(
    tmp_path: Path, small_raw: Path
) -> None:
    first = _written_by_new_process(tmp_path / "first", "1")
    second = _written_by_new_process(tmp_path / "second", "4242")
    assert first == second == content_of(small_raw)


def test_another_seed_writes_another_company(tmp_path: Path, small_raw: Path) -> None:
    write_demo(raw=tmp_path, leads=300, seed=12)
    ours, theirs = content_of(small_raw), content_of(tmp_path)
    assert ours.keys() == theirs.keys()
    assert (
        ours["exports/ma_touches/2025-04.csv"]
        != theirs["exports/ma_touches/2025-04.csv"]
    )


def test_writing_again_changes_no_byte_and_leaves_no_unfinished_file(
    tmp_path: Path,
) -> None:
    write_demo(raw=tmp_path, leads=300, seed=11)
    before = content_of(tmp_path)
    write_demo(raw=tmp_path, leads=300, seed=11)
    assert content_of(tmp_path) == before
    assert all(path.endswith(".csv") for path in before)


def test_size_changes_the_rows_but_not_the_set_of_files(
    small_raw: Path, usual_raw: Path
) -> None:
    assert content_of(small_raw).keys() == content_of(usual_raw).keys()


def test_the_smallest_company_can_be_written(tmp_path: Path) -> None:
    assert write_demo(raw=tmp_path, leads=50, seed=3).leads == 50


def test_too_few_leads_are_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 50 leads, 49 were asked for"):
        write_demo(raw=tmp_path, leads=49, seed=3)
    assert not list(tmp_path.iterdir())


def test_nothing_but_plans_and_one_planted_row_is_later_than_the_last_day(
    small_raw: Path,
) -> None:
    later = [
        line
        for content in content_of(small_raw).values()
        for line in content.decode().splitlines()
        if "2026-10-" in line and not line.startswith(OPPORTUNITY)
    ]
    assert len(later) == 1
    assert later[0].startswith("story-recorded-after-last-day-t1,")
