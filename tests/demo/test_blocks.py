"""A large company is drawn in blocks that share nothing but what they should."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from demo.blocks import LARGEST_BLOCK, Block, blocks_of
from demo.catalogue import draw_catalogue
from demo.world import draw_block, draw_shared

_SEED = 4
# Table → its key.
_KEYS = {
    "ma_touches": "touch_id",
    "pageviews": "pageview_id",
    "ma_lead_changes": "change_id",
    "sfa_record_changes": "change_id",
    "sfa_accounts": "account_id",
    "sfa_activities": "activity_id",
    "handovers": "handover_id",
    "lead_feedback": "feedback_id",
    "opportunities": "opportunity_id",
    "opportunity_changes": "change_id",
    "bookings": "booking_id",
    "ma_leads/2026-09": "ma_lead_id",
    "sfa_records/2026-09": "sfa_record_id",
}
_FIRST = Block(_SEED, 0, 0, 600)
_SECOND = Block(_SEED, 1, 600, 600)


@pytest.fixture(scope="module")
def blocks() -> list[dict[str, pa.Table]]:
    """Two neighbouring blocks of one company, 600 leads each."""
    catalogue = draw_catalogue(leads=1_200, seed=_SEED)
    return [draw_block(block, catalogue) for block in (_FIRST, _SECOND)]


@pytest.mark.parametrize("leads", [50, 20_000, 20_001, 41_234, 1_000_000])
def test_blocks_hold_every_lead_once_and_are_of_one_size(leads: int) -> None:
    blocks = blocks_of(leads=leads, seed=_SEED)
    starts = [block.first_lead for block in blocks]
    ends = [block.first_lead + block.leads for block in blocks]
    assert starts == [0, *ends[:-1]]
    assert ends[-1] == leads
    sizes = [block.leads for block in blocks]
    assert max(sizes) <= LARGEST_BLOCK
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("table", sorted(_KEYS))
def test_no_id_is_given_twice(blocks: list[dict[str, pa.Table]], table: str) -> None:
    ids = [block[table][_KEYS[table]] for block in blocks]
    both = pa.concat_tables([pa.table([column], names=["id"]) for column in ids])
    assert min(len(column) for column in ids) > 0
    assert len(pc.unique(both["id"])) == both.num_rows


def test_no_person_and_no_company_is_in_two_blocks(
    blocks: list[dict[str, pa.Table]],
) -> None:
    for table, column in (
        ("ma_leads/2026-09", "email"),
        ("sfa_records/2026-09", "email"),
        ("sfa_accounts", "domain"),
        ("sfa_accounts", "name"),
        ("sfa_accounts", "corporate_number"),
        ("pageviews", "visitor_id"),
    ):
        first, second = (
            {str(value).lower() for value in block[table][column].to_pylist() if value}
            for block in blocks
        )
        assert len(first) > 0 < len(second)
        assert not first & second, (table, column)


def test_a_block_does_not_depend_on_the_others(
    blocks: list[dict[str, pa.Table]],
) -> None:
    catalogue = draw_catalogue(leads=1_200, seed=_SEED)
    assert draw_block(_SECOND, catalogue) == blocks[1]


def test_blocks_are_not_copies_of_each_other(
    blocks: list[dict[str, pa.Table]],
) -> None:
    first, second = (block["ma_touches"]["occurred_at"] for block in blocks)
    shared = set(first.to_pylist()) & set(second.to_pylist())
    # A few thousand touches in 47 million seconds meet by chance only.
    assert len(shared) < len(first) // 100


def test_users_campaigns_and_content_are_shared() -> None:
    catalogue = draw_catalogue(leads=1_200, seed=_SEED)
    block, shared = draw_block(_SECOND, catalogue), draw_shared(catalogue, seed=_SEED)
    for used, (table, key) in (
        ((block["ma_touches"]["campaign_id"]), ("campaigns", "campaign_id")),
        ((block["ma_touches"]["content_id"]), ("content_items", "content_id")),
        ((block["sfa_activities"]["owner_id"]), ("sfa_users", "user_id")),
    ):
        assert pc.all(pc.is_in(used.drop_null(), shared[table][key])).as_py()
