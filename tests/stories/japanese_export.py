"""A Japanese company whose marketing tool exports files in a form of its own.

The tool writes CP932 under its own headings, its leads and their changes in Tokyo's
time, its log of actions in UTC. The sales tool writes UTF-8 as its contract says, in
Tokyo's time. UTC is nine hours behind Tokyo.

| lead  | what happened                  | as written          | in UTC              |
|-------|--------------------------------|---------------------|---------------------|
| K-001 | registered                     | 2026/1/5 9:00       | 2026-01-05 00:00:00 |
|       | お問い合わせ, 80 points: MQL   | 2026-01-31 15:30:00 | the same            |
|       | accepted by sales (sal)        | 2026-02-02 10:00:00 | 2026-02-02 01:00:00 |
|       | 意向確認済 (sql)               | 2026-02-20 10:00:00 | 2026-02-20 01:00:00 |
| K-002 | registered                     | 令和8年1月10日      | 2026-01-09 15:00:00 |
|       | お問い合わせ, 80 points: MQL   | 2026-01-20 02:00:00 | the same            |
|       | back to nurturing, in the tool | 2026/2/3 9:00       | 2026-02-03 00:00:00 |
| K-003 | registered                     | 2026/1/12 0:00      | 2026-01-11 15:00:00 |
|       | 資料DL, 25 points: no MQL      | 2026-01-13 01:00:00 | the same            |

In Tokyo the enquiry of K-001 was made on 1 February, 00:30: its MQL is February's. Read
as Tokyo's time it would be 31 January, 15:30, and January's.
"""

import csv
import shutil
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from orchestration.resources import PROJECT
from tests.stories.building import write_table

AS_OF = date(2026, 3, 31)

LEADS = (
    "顧客番号,登録日時,メールアドレス,貴社名（㈱含む）,従業員規模,流入経路①,状態,案件先",
    [
        ("K-001", "2026/1/5 9:00", "taka@takahashi.example", "髙橋①製作所㈱", "1,200",
         "展示会～東京", "新規", "S1"),
        ("K-002", "令和8年1月10日", "so@noh.example", "ソ能表～商事", "40",
         "ウェブ広告", "育成に戻す", ""),
        ("K-003", "2026/1/12 0:00", "sato@sato.example", "佐藤㈱", "300",
         "ウェブ広告", "新規", ""),
    ],
)  # fmt: skip
CHANGES = (
    "履歴番号,リードID,項目,前,後,変更日時",
    [("H-1", "K-002", "ステータス", "新規", "育成に戻す", "2026/2/3 9:00")],
)
ACTIONS = (
    "行動番号,リードID,行動,日時（協定世界時）",
    [
        ("A-1", "K-001", "お問い合わせ", "2026-01-31 15:30:00"),
        ("A-2", "K-002", "お問い合わせ", "2026-01-20 02:00:00"),
        ("A-3", "K-003", "資料DL", "2026-01-13 01:00:00"),
    ],
)
# What the company adds to the default book, by file.
BOOK_ROWS: dict[str, Sequence[Sequence[str]]] = {
    "targets/feeds.csv": [
        ("exports", "ma_leads", "cp932", ""),
        ("exports", "ma_lead_changes", "cp932", "Asia/Tokyo"),
        ("exports", "ma_touches", "cp932", "Etc/UTC"),
    ],
    "mappings/headings.csv": [
        ("exports", "ma_leads", "顧客番号", "ma_lead_id"),
        ("exports", "ma_leads", "登録日時", "created_at"),
        ("exports", "ma_leads", "貴社名（㈱含む）", "company_name"),
        ("exports", "ma_leads", "従業員規模", "employees"),
        ("exports", "ma_leads", "流入経路①", "lead_source"),
        ("exports", "ma_leads", "状態", "status"),
        ("exports", "ma_leads", "案件先", "sfa_record_id"),
        ("exports", "ma_lead_changes", "履歴番号", "change_id"),
        ("exports", "ma_lead_changes", "リードID", "ma_lead_id"),
        ("exports", "ma_lead_changes", "項目", "field"),
        ("exports", "ma_lead_changes", "前", "old_value"),
        ("exports", "ma_lead_changes", "後", "new_value"),
        ("exports", "ma_lead_changes", "変更日時", "changed_at"),
        ("exports", "ma_touches", "行動番号", "touch_id"),
        ("exports", "ma_touches", "行動", "touch_type"),
        ("exports", "ma_touches", "日時（協定世界時）", "occurred_at"),
    ],
    "mappings/lead_status.csv": [
        ("exports", "ma", "新規", "lead"),
        ("exports", "ma", "育成に戻す", "recycled"),
        ("exports", "sfa", "対応中", "sal"),
        ("exports", "sfa", "意向確認済", "sql"),
    ],
    "mappings/channel.csv": [
        # Codes are compared in unified width: ～ is ~ there.
        ("exports", "展示会~東京", "exhibition"),
        ("exports", "ウェブ広告", "paid_search"),
    ],
    "mappings/words.csv": [
        ("exports", "touch_type", "お問い合わせ", "enquiry"),
        ("exports", "touch_type", "資料dl", "whitepaper_download"),
        ("exports", "field", "ステータス", "status"),
    ],
}


def write_japanese_company(raw: Path, book: Path) -> None:
    """Write its raw files, and its book beside the default rows."""
    _write_cp932(raw, "ma_leads", *LEADS)
    _write_cp932(raw, "ma_lead_changes", *CHANGES)
    _write_cp932(raw, "ma_touches", *ACTIONS)
    write_table(
        raw,
        "exports",
        "sfa_records",
        "sfa_record_id,record_type,created_at,status",
        [("S1", "lead", "2026-02-01 09:00:00", "new")],
    )
    write_table(
        raw,
        "exports",
        "sfa_record_changes",
        "change_id,sfa_record_id,field,old_value,new_value,changed_at",
        [
            ("C1", "S1", "status", "new", "対応中", "2026-02-02 10:00:00"),
            ("C2", "S1", "status", "対応中", "意向確認済", "2026-02-20 10:00:00"),
        ],
    )
    shutil.copytree(PROJECT / "seeds", book)
    for name, rows in BOOK_ROWS.items():
        with (book / name).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


def _write_cp932(
    raw: Path, table: str, headings: str, rows: Iterable[Sequence[str]]
) -> None:
    path = write_table(raw, "exports", table, headings, rows)
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp932"))
