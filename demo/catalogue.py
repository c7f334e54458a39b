"""What marketing has on offer: users, campaigns and content items, and their costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from demo.draws import Ints, pick, repeat_counts, spread, stream
from demo.native_ids import campaign_ids, user_ids
from demo.tables import joined, make_table, numbered, words
from demo.wall_clock import FIRST_DAY, LAST_DAY, NEVER, day_number

# Lead source as the tools write it, its weight, and whether a campaign brings it.
SOURCES: Final = (
    ("organic_search", 190, False),
    ("paid_search", 130, True),
    ("display", 45, True),
    ("social", 60, True),
    ("newsletter", 50, True),
    ("comparison_media", 70, True),
    ("whitepaper_portal", 90, True),
    ("webinar", 70, True),
    ("seminar", 45, True),
    ("exhibition", 85, True),
    ("referral", 30, False),
    ("partner", 25, False),
    ("telemarketing", 20, True),
    ("business_card", 40, False),
    ("enquiry_form", 30, False),
    ("展示会2025春", 8, True),
    ("タクシー広告", 6, True),
    (None, 26, False),
)
_TEAMS: Final = (
    ("marketing", 6),
    ("inside_sales", 12),
    ("field_sales", 16),
    ("customer_success", 4),
)
_FAMILY: Final = (
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "佐々木",
    "山口",
    "松本",
    "井上",
    "木村",
    "林",
    "清水",
    "斎藤",
)
_GIVEN: Final = (
    "陽菜",
    "翔太",
    "美咲",
    "健一",
    "結衣",
    "大輔",
    "彩",
    "拓也",
    "直子",
    "亮",
    "恵",
    "誠",
)
_TYPES: Final = (
    ("article", 28, "awareness"),
    ("whitepaper", 12, "consideration"),
    ("case_study", 12, "decision"),
    ("seminar", 8, "consideration"),
    ("pricing_page", 1, "decision"),
    ("enquiry_form", 1, "decision"),
    ("careers_page", 1, None),
)
_TOPICS: Final = ("営業DX", "在庫管理", "請求業務", "名刺管理", "データ分析", "採用")
_PERSONAS: Final = ("部門長", "現場担当", "情報システム")
_APPEALS: Final = ("コスト削減", "属人化解消", "売上拡大", "法改正対応")
_QUARTER: Final = 91


@dataclass(frozen=True)
class Catalogue:
    """Users, campaigns and content items, with the ids others point at.

    `campaign_of[source, quarter]` is the index of a campaign (-1: none);
    `content_of[content type]` gives first index and count of its items.
    """

    users: pa.Table
    team_users: dict[str, Ints]
    campaigns: pa.Table
    campaign_of: Ints
    newsletter_of: Ints
    content: pa.Table
    content_of: dict[str, tuple[int, int]]


def draw_catalogue(*, leads: int, seed: int) -> Catalogue:
    """The catalogue of a company that wins `leads` leads in 18 months."""
    users, team_users = _draw_users(leads, seed)
    campaigns, campaign_of, newsletter_of = _draw_campaigns(seed)
    content, content_of = _draw_content(seed)
    return Catalogue(
        users, team_users, campaigns, campaign_of, newsletter_of, content, content_of
    )


def quarter_of(days: Ints) -> Ints:
    """Which 91-day quarter (from 0) of the 18 months each day number falls into."""
    return np.clip((days - FIRST_DAY) // _QUARTER, 0, 6)


def month_of(days: Ints) -> Ints:
    """Which calendar month (from 0 = April 2025) each day number falls into."""
    dates = np.datetime64("2024-01-01") + days
    months = dates.astype("datetime64[M]").astype(np.int64)
    first = np.datetime64("2025-04", "M").astype(np.int64)
    return np.clip(months - first, 0, 17)


def _draw_users(leads: int, seed: int) -> tuple[pa.Table, dict[str, Ints]]:
    rng = stream(seed, "sfa_users")
    sizes = [size + leads // 4_000 for _, size in _TEAMS]
    team = np.repeat(np.arange(len(_TEAMS)), sizes)
    count = len(team)
    family = rng.integers(0, len(_FAMILY), count)
    given = rng.integers(0, len(_GIVEN), count)
    users = make_table(
        "sfa_users",
        {
            "user_id": user_ids(np.arange(count)),
            "name": joined(words(_FAMILY, family), " ", words(_GIVEN, given)),
            "team": words([name for name, _ in _TEAMS], team),
            "is_active": rng.integers(0, 12, count) > 0,
        },
    )
    return users, {
        name: np.flatnonzero(team == at) for at, (name, _) in enumerate(_TEAMS)
    }


def _draw_campaigns(seed: int) -> tuple[pa.Table, Ints, Ints]:
    rng = stream(seed, "campaigns")
    paid = [at for at, (_, _, has_campaign) in enumerate(SOURCES) if has_campaign]
    source = np.repeat(np.asarray(paid), 7)
    quarter = np.tile(np.arange(7), len(paid))
    months = np.arange(18)
    starts = np.array(
        [day_number(date(2025 + (3 + m) // 12, (3 + m) % 12 + 1, 1)) for m in months]
    )
    is_mail = np.arange(len(source) + len(months)) >= len(source)
    number = np.arange(len(is_mail))
    started = np.concatenate([FIRST_DAY + quarter * _QUARTER, starts])
    ended = np.concatenate([started[~is_mail] + _QUARTER - 1, starts + 27])
    names = [
        f"{SOURCES[s][0]} {2025 + (q + 1) // 4}Q{(q + 1) % 4 + 1}"
        for s, q in zip(source.tolist(), quarter.tolist(), strict=True)
    ] + [f"メールマガジン {m + 1:02d}" for m in months.tolist()]
    channels = [SOURCES[s][0] for s in source.tolist()] + ["newsletter"] * len(months)
    campaigns = make_table(
        "campaigns",
        {
            "campaign_id": campaign_ids(number),
            "name": pa.array(names),
            "channel": pa.array(channels),
            "persona": words(_PERSONAS, rng.integers(-1, 3, len(number))),
            "appeal": words(_APPEALS, rng.integers(-1, 4, len(number))),
            "started_on": started,
            "ended_on": np.minimum(ended, LAST_DAY),
        },
    )
    campaign_of = np.full((len(SOURCES), 7), NEVER)
    campaign_of[source, quarter] = np.arange(len(source))
    return campaigns, campaign_of, len(source) + months


def _draw_content(seed: int) -> tuple[pa.Table, dict[str, tuple[int, int]]]:
    rng = stream(seed, "content_items")
    kind = np.repeat(np.arange(len(_TYPES)), [size for _, size, _ in _TYPES])
    count = len(kind)
    number = np.arange(count)
    topic = rng.integers(0, len(_TOPICS), count)
    first = {
        name: (int(np.flatnonzero(kind == at)[0]), size)
        for at, (name, size, _) in enumerate(_TYPES)
    }
    # One article in ten is written for a later phase than its type suggests.
    phases = ("awareness", "consideration", "decision")
    phase = np.array([phases.index(p) if p else -1 for _, _, p in _TYPES])[kind]
    moved = (phase >= 0) & (rng.integers(0, 10, count) == 0)
    published = FIRST_DAY - 400 + rng.integers(0, 700, count)
    types = [name for name, _, _ in _TYPES]
    content = make_table(
        "content_items",
        {
            "content_id": numbered("con-", number, 3),
            "title": joined(
                words(_TOPICS, topic), "の進め方 第", numbered("", number + 1, 1), "回"
            ),
            "content_type": words(types, kind),
            "topic": words(_TOPICS, topic),
            "phase": words(phases, np.where(moved, (phase + 1) % 3, phase)),
            "persona": words(_PERSONAS, rng.integers(-1, 3, count)),
            "appeal": words(_APPEALS, rng.integers(-1, 4, count)),
            "url": content_urls(number),
            "published_on": published,
            "retired_on": np.where(
                rng.integers(0, 15, count) == 0, LAST_DAY - 60, NEVER
            ),
        },
    )
    return content, first


def content_urls(indices: Ints) -> pa.Array:
    """The address of each content item; NULL for a negative index."""
    return numbered("https://www.handoff-demo.example/content/", indices, 3)


def campaign_costs(catalogue: Catalogue, *, seed: int) -> pa.Table:
    """Four invoices a paid campaign, in yen, within its quarter."""
    rng = stream(seed, "campaign_costs")
    starts = catalogue.campaigns["started_on"].cast(pa.int32()).to_numpy()
    paid = np.flatnonzero(np.arange(len(starts)) < catalogue.newsletter_of[0])
    owner = np.repeat(paid, 4)
    nth = np.tile(np.arange(4), len(paid))
    epoch = int(np.datetime64("2024-01-01").astype(np.int64))
    day = starts[owner] - epoch + nth * 22 + rng.integers(0, 20, len(owner))
    keep = day <= LAST_DAY
    cost = (
        spread(rng, ((5, 60, 200), (4, 200, 900), (1, 900, 3_000)), len(owner)) * 1_000
    )
    return make_table(
        "campaign_costs",
        {
            "campaign_id": campaign_ids(owner[keep]),
            "cost_on": day[keep],
            "cost": cost[keep],
            "currency": words(("JPY",), np.zeros(int(keep.sum()), dtype=np.int64)),
        },
    )


def content_costs(catalogue: Catalogue, *, seed: int) -> pa.Table:
    """What writing and producing each content item cost, in yen."""
    rng = stream(seed, "content_costs")
    count = catalogue.content.num_rows
    owner, nth = repeat_counts(1 + pick(rng, (8, 2), count))
    return make_table(
        "content_costs",
        {
            "content_id": numbered("con-", owner, 3),
            "cost_on": FIRST_DAY + nth * 270 + rng.integers(0, 270, len(owner)),
            "cost": spread(rng, ((6, 3, 15), (3, 15, 60)), len(owner)) * 10_000,
            "currency": words(("JPY",), np.zeros(len(owner), dtype=np.int64)),
        },
    )
