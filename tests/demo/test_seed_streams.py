"""Each table draws from its own stream."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from demo.company import draw_files
from demo.draws import stream


def _after_more_draws(name: str) -> Callable[[int, str], np.random.Generator]:
    """A `stream` whose generator of one table has already drawn seven numbers."""

    def spent(seed: int, table: str) -> np.random.Generator:
        rng = stream(seed, table)
        if table == name:
            rng.integers(0, 1000, 7)
        return rng

    return spent


def _changed(before: dict[str, pa.Table], after: dict[str, pa.Table]) -> set[str]:
    return {path.split("/")[0] for path in before if before[path] != after[path]}


@pytest.mark.parametrize(
    ("module", "table"),
    [
        ("demo.blocks", "handovers"),
        ("demo.blocks", "lead_feedback"),
        ("demo.blocks", "bookings"),
        ("demo.blocks", "lead_attributes"),
        ("demo.blocks", "pageviews"),
        ("demo.catalogue", "content_costs"),
    ],
)
def test_more_draws_in_one_table_change_no_other(
    monkeypatch: pytest.MonkeyPatch, module: str, table: str
) -> None:
    before = draw_files(leads=300, seed=11)
    monkeypatch.setattr(f"{module}.stream", _after_more_draws(table))
    assert _changed(before, draw_files(leads=300, seed=11)) == {table}


def test_streams_of_two_names_differ_and_of_one_name_agree() -> None:
    first, again, other = (
        stream(11, name).integers(0, 2**63, 5).tolist()
        for name in ("handovers", "handovers", "bookings")
    )
    assert first == again != other
