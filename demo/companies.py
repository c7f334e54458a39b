"""Made-up companies: names, domains that cannot exist, industries and sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from demo.blocks import Block
from demo.draws import Ints, chance, pick, spread
from demo.native_ids import ACCOUNT, sales_ids
from demo.tables import Values, joined, numbered, taken, words

_PLACES: Final = (
    ("札幌", "sapporo"),
    ("仙台", "sendai"),
    ("新潟", "niigata"),
    ("浜松", "hamamatsu"),
    ("金沢", "kanazawa"),
    ("岡崎", "okazaki"),
    ("堺", "sakai"),
    ("姫路", "himeji"),
    ("倉敷", "kurashiki"),
    ("高松", "takamatsu"),
    ("小倉", "kokura"),
    ("熊本", "kumamoto"),
    ("川崎", "kawasaki"),
    ("大宮", "omiya"),
    ("立川", "tachikawa"),
    ("高崎", "takasaki"),
    ("松本", "matsumoto"),
    ("豊橋", "toyohashi"),
    ("草津", "kusatsu"),
    ("福山", "fukuyama"),
)
_PREFIXES: Final = (
    ("青葉", "aoba"),
    ("東雲", "shinonome"),
    ("北斗", "hokuto"),
    ("瑞穂野", "mizuhono"),
    ("若草", "wakakusa"),
    ("白鷺", "shirasagi"),
    ("曙光", "shoko"),
    ("双葉川", "futabagawa"),
    ("千歳丘", "chitoseoka"),
    ("緑風", "ryokufu"),
    ("山吹", "yamabuki"),
    ("桐生野", "kiryuno"),
    ("大鷹", "otaka"),
    ("明星台", "myojodai"),
    ("朝凪", "asanagi"),
    ("清流", "seiryu"),
    ("藤見", "fujimi"),
    ("若松谷", "wakamatsudani"),
    ("日向坂", "hinatazaka"),
    ("銀杏", "icho"),
    ("星野原", "hoshinohara"),
    ("月見里", "tsukimisato"),
    ("雪椿", "yukitsubaki"),
    ("桜木野", "sakuragino"),
    ("竹泉", "takeizumi"),
    ("潮見", "shiomi"),
    ("風早", "kazahaya"),
    ("燕岳", "tsubamedake"),
    ("飛鳥井", "asukai"),
    ("常磐平", "tokiwadaira"),
)
# Name, romaji and the industry as people write it in the marketing tool.
_TRADES: Final = (
    ("精機", "seiki", "製造業"),
    ("電機", "denki", "製造業"),
    ("化成", "kasei", "製造業"),
    ("鋼材", "kozai", "製造業"),
    ("食品", "shokuhin", "製造業"),
    ("工業", "kogyo", "manufacturing"),
    ("システム", "system", "情報通信業"),
    ("ソフト", "soft", "IT"),
    ("情報", "joho", "情報通信業"),
    ("ネット", "net", "information_technology"),
    ("商事", "shoji", "小売業"),
    ("ストア", "store", "小売業"),
    ("信用", "shinyo", "金融業"),
    ("リース", "lease", "金融業"),
    ("建設", "kensetsu", "建設業"),
    ("組", "gumi", "建設業"),
    ("物流", "butsuryu", "運輸業"),
    ("運輸", "unyu", "運輸業"),
    ("医療器", "iryoki", "医療"),
    ("学園", "gakuen", "教育"),
    ("企画", "kikaku", "サービス業"),
    ("人材", "jinzai", "サービス業"),
)
# Employees: (weight, from, below); six in ten have 50 or more.
_SIZES: Final = (
    (18, 3, 20),
    (22, 20, 50),
    (25, 50, 150),
    (17, 150, 400),
    (12, 400, 1_200),
    (6, 1_200, 9_000),
)


@dataclass(frozen=True)
class Companies:
    """One element a company.

    `names`, `domains`, `corporate_numbers` and `industries` are texts (an industry
    may be NULL); `employees` are head counts; `account_ids` are SFA account ids.
    """

    names: pa.Array
    domains: pa.Array
    corporate_numbers: pa.Array
    industries: pa.Array
    employees: Ints
    account_ids: pa.Array

    def __len__(self) -> int:
        return len(self.employees)


def draw_companies(block: Block) -> Companies:
    """The block's companies; no two of any blocks have the same name or domain."""
    count = block.companies
    rng = block.stream("companies")
    names = len(_PLACES) * len(_PREFIXES) * len(_TRADES)
    # A stride without a common divisor visits every combination once.
    number = block.first_lead + np.arange(count, dtype=np.int64)
    combination = number * 5_647 % names
    again = number // names
    place, rest = np.divmod(combination, len(_PREFIXES) * len(_TRADES))
    prefix, trade = np.divmod(rest, len(_TRADES))
    suffix = numbered("", np.where(again > 0, again, -1), 1).fill_null("")
    form = pick(rng, (6, 3, 1), count)
    industry = np.where(chance(rng, 60, count), -1, trade)
    return Companies(
        names=joined(
            words(("", "株式会社", "有限会社"), form),
            words([name for name, _ in _PLACES], place),
            words([name for name, _ in _PREFIXES], prefix),
            words([name for name, _, _ in _TRADES], trade),
            suffix,
            words(("株式会社", "", ""), form),
        ),
        domains=joined(
            words([romaji for _, romaji in _PLACES], place),
            "-",
            words([romaji for _, romaji in _PREFIXES], prefix),
            "-",
            words([romaji for _, romaji, _ in _TRADES], trade),
            suffix,
            ".example",
        ),
        # A real corporate number never starts with 0.
        corporate_numbers=numbered(
            "0", block.first_lead + rng.permutation(count) + 10**11, 12
        ),
        industries=words([industry for _, _, industry in _TRADES], industry),
        employees=spread(rng, _SIZES, count),
        account_ids=sales_ids(ACCOUNT, number),
    )


def accounts_table(
    companies: Companies, known: Ints, *, block: Block
) -> dict[str, Values]:
    """Columns of `sfa_accounts` for the companies with the indices `known`."""
    rng = block.stream("sfa_accounts")
    employees = companies.employees[known]
    revenue = employees * rng.integers(8, 40, len(known)) * 1_000_000
    blank = chance(rng, 80, len(known))
    tier = np.where(employees >= 1_000, 0, np.where(employees >= 150, 1, 2))
    return {
        "account_id": taken(companies.account_ids, known),
        "name": taken(companies.names, known),
        "corporate_number": taken(
            companies.corporate_numbers,
            np.where(chance(rng, 150, len(known)), -1, known),
        ),
        "domain": taken(companies.domains, known),
        "industry": taken(companies.industries, known),
        "employees": np.where(blank, -1, employees),
        "annual_revenue": np.where(blank, -1, revenue),
        "tier": words(
            ("A", "B", "C"), np.where(chance(rng, 100, len(known)), -1, tier)
        ),
    }
