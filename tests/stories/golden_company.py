"""The golden fixture: five leads, six cycles, as raw rows of the exports source.

All instants are 00:00 Asia/Tokyo. An enquiry is worth 80 points, the threshold of the
MQL definition in force in 2026, so each touch below makes the rule fire by itself.

| lead | cycle | MQL   | SAL   | SQL   | note                          |
|------|-------|-------|-------|-------|-------------------------------|
| L1   | 1     | 01-05 | 01-06 | 01-20 | won 02-10                     |
| L2   | 1     | 01-10 | 01-12 | -     | recycled 01-20                |
| L2   | 2     | 02-20 | 02-21 | 03-10 | qualified again               |
| L3   | 1     | 01-15 | -     | -     | never touched by sales        |
| L4   | 1     | 01-20 | -     | 02-25 | SAL skipped; 36 days          |
| L5   | 1     | 03-20 | 03-21 | -     | immature on 03-31             |
"""

from datetime import date
from pathlib import Path

from tests.stories.building import write_table

AS_OF = date(2026, 3, 31)

ACQUIRED = {"1": "01-02", "2": "01-03", "3": "01-04", "4": "01-06", "5": "03-15"}
ENQUIRIES = [
    ("1", "01-05"),
    ("2", "01-10"),
    ("2", "02-20"),
    ("3", "01-15"),
    ("4", "01-20"),
    ("5", "03-20"),
]
STATUS_CHANGES = [
    ("1", "new", "sal", "01-06"),
    ("1", "sal", "sql", "01-20"),
    ("1", "sql", "won", "02-10"),
    ("2", "new", "sal", "01-12"),
    ("2", "sal", "recycled", "01-20"),
    ("2", "recycled", "sal", "02-21"),
    ("2", "sal", "sql", "03-10"),
    ("4", "new", "sql", "02-25"),
    ("5", "new", "sal", "03-21"),
]


def midnight(day: str) -> str:
    """Local midnight of a day of 2026 (`MM-DD`), as the raw files write it."""
    return f"2026-{day} 00:00:00"


def write_golden_company(raw: Path) -> None:
    """Write the raw files of the golden fixture."""
    write_table(
        raw,
        "exports",
        "ma_leads",
        "ma_lead_id,created_at,email,sfa_record_id,lead_source",
        [
            (f"L{n}", midnight(day), f"person{n}@firm.example", f"S{n}", "seminar")
            for n, day in ACQUIRED.items()
        ],
    )
    write_table(
        raw,
        "exports",
        "ma_touches",
        "touch_id,ma_lead_id,touch_type,occurred_at",
        [
            (f"T{i}", f"L{n}", "enquiry", midnight(day))
            for i, (n, day) in enumerate(ENQUIRIES)
        ],
    )
    write_table(
        raw,
        "exports",
        "sfa_records",
        "sfa_record_id,record_type,created_at,status",
        [(f"S{n}", "lead", midnight(day), "new") for n, day in ACQUIRED.items()],
    )
    write_table(
        raw,
        "exports",
        "sfa_record_changes",
        "change_id,sfa_record_id,field,old_value,new_value,changed_at",
        [
            (f"C{i}", f"S{n}", "status", old, new, midnight(day))
            for i, (n, old, new, day) in enumerate(STATUS_CHANGES)
        ],
    )
