"""Memory does not grow with a file: measured in a process of its own a file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = "event_id,lead_id,happened_at,note\n"
NOTE = "n" * 1_800
MEGABYTE = 1 << 20

# Small pieces and a small bound, so that a file of some megabytes is many of them.
LANDS = """
import resource, sys
from pathlib import Path
import landing.csv_reader
import landing.parquet_files
import landing.run
from tests.landing.small_tool import Tool
landing.csv_reader.BLOCK = 1 << 18
landing.parquet_files._GROUP = 4096
landing.run._MEMORY = "32MB"
tool = Tool(Path(sys.argv[1]))
(tool.raw / "tool" / "events.csv").symlink_to(sys.argv[2])
tool.land()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def clean(number: int) -> str:
    return f"{number},L{number % 99},2026-01-05 10:00:00,{NOTE}\n"


def refused(number: int) -> str:
    return f"{number},L{number % 99},no time,{NOTE}\n"


def ragged(number: int) -> str:
    return f"{number},{NOTE}\n"


def repeated(number: int) -> str:
    return f"{number // 2},L1,2026-01-05 10:00:00,{NOTE}\n"


def peak(folder: Path, row: Callable[[int], str], rows: int) -> tuple[int, int]:
    """(bytes of a file of ``rows`` rows, peak memory of landing it in bytes)."""
    folder.mkdir()
    file = folder / "big.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        out.writelines(row(number) for number in range(rows))
    done = subprocess.run(
        [sys.executable, "-c", LANDS, str(folder / "home"), str(file)],
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    # Linux counts kilobytes.
    return file.stat().st_size, int(done.stdout) * 1024


@pytest.mark.parametrize("row", [clean, refused, ragged, repeated])
def test_a_file_four_times_as_large_takes_no_more_memory(
    tmp_path: Path, row: Callable[[int], str]
) -> None:
    """Allowed is half of what the larger file has more."""
    small_size, small_peak = peak(tmp_path / "small", row, 12_000)
    large_size, large_peak = peak(tmp_path / "large", row, 48_000)
    assert large_size - small_size > 60 * MEGABYTE
    assert large_peak - small_peak < (large_size - small_size) / 2
