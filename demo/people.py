"""The people behind the marketing tool's leads: who they are and how they came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from demo.blocks import Block
from demo.catalogue import SOURCES
from demo.companies import Companies
from demo.draws import Bools, Ints, chance, pick, pick_by_class, spread
from demo.native_ids import marketing_lead_ids
from demo.tables import joined, numbered, taken, words
from demo.wall_clock import (
    DAY,
    END,
    FIRST_DAY,
    LAST_DAY,
    NEVER,
    draw_clock,
    draw_days,
)

_FAMILY: Final = (
    "sato",
    "suzuki",
    "takahashi",
    "tanaka",
    "ito",
    "watanabe",
    "yamamoto",
    "nakamura",
    "kobayashi",
    "kato",
    "yoshida",
    "yamada",
    "sasaki",
    "yamaguchi",
    "matsumoto",
    "inoue",
    "kimura",
    "hayashi",
    "shimizu",
    "saito",
    "yamazaki",
    "mori",
    "abe",
    "ikeda",
    "hashimoto",
    "ishikawa",
    "ogawa",
    "okada",
    "goto",
    "hasegawa",
)
_GIVEN: Final = (
    "haruto",
    "yuto",
    "sota",
    "hinata",
    "riku",
    "yui",
    "aoi",
    "hina",
    "sakura",
    "akari",
    "kenji",
    "takashi",
    "hiroshi",
    "yoko",
    "keiko",
    "naoki",
    "daisuke",
    "megumi",
    "kaori",
    "shinji",
)
# The level as typed, its weight, and its rank (3 = section manager).
LEVELS: Final = (
    ("一般", 250, 1),
    ("担当", 180, 1),
    ("主任", 110, 2),
    ("係長", 90, 2),
    ("課長", 120, 3),
    ("マネージャー", 50, 3),
    ("部長", 70, 4),
    ("次長", 20, 4),
    ("役員", 20, 5),
    ("代表取締役", 15, 5),
    (None, 75, 0),
)
_DEPARTMENTS: Final = (
    ("営業部", "営業"),
    ("マーケティング部", "マーケティング"),
    ("情報システム部", "情報システム"),
    ("総務部", "総務"),
    ("経営企画部", "経営企画"),
    ("製造部", "製造"),
    ("人事部", "人事"),
)
SILENT, COLD, WARM, HOT = range(4)
# Per source: how many of a thousand are silent, cold, warm, hot.
_INTENTS: Final = {
    "default": (110, 530, 260, 100),
    "business_card": (500, 330, 120, 50),
    "exhibition": (260, 500, 180, 60),
    "展示会2025春": (260, 500, 180, 60),
    "telemarketing": (350, 400, 180, 70),
    "enquiry_form": (0, 350, 400, 250),
    "comparison_media": (50, 420, 380, 150),
    "referral": (100, 350, 350, 200),
}
_ORDINARY, _FREE_MAIL, _SHARED, _STUDENT, _RIVAL, _NO_MAIL, _OWN_STAFF = range(7)
_KINDS: Final = (880, 45, 15, 8, 6, 36, 10)


@dataclass(frozen=True)
class People:
    """One element a lead of the marketing tool, in order of acquisition.

    `person` is the index of the lead that first recorded the same human being
    (itself, unless the lead is a duplicate); `level_rank` 0 and `employees` -1 mean
    not known; `employees_known_at` is when the head count was filled in; `lead_ids`
    are the MA lead ids.
    """

    person: Ints
    company: Ints
    created_at: Ints
    source: Ints
    intent: Ints
    level: Ints
    level_rank: Ints
    department: Ints
    employees: Ints
    employees_known_at: Ints
    emails: pa.Array
    is_out_of_scope: Bools
    opted_out_at: Ints
    merged_at: Ints
    deleted_at: Ints
    lead_ids: pa.Array

    def __len__(self) -> int:
        return len(self.person)


def draw_people(companies: Companies, *, block: Block) -> People:
    """The block's MA leads, people of `companies`, acquired over the 18 months."""
    leads = block.leads
    rng = block.stream("ma_leads")
    days = np.sort(draw_days(rng, FIRST_DAY, LAST_DAY, leads))
    created = np.sort(days * DAY + draw_clock(rng, leads))
    person = _duplicates(rng, leads)
    number = block.first_lead + np.arange(leads)
    is_copy = person != np.arange(leads)
    company = rng.integers(0, len(companies), leads)[person]
    source = pick(rng, [weight for _, weight, _ in SOURCES], leads)
    intents = [_INTENTS.get(name or "", _INTENTS["default"]) for name, _, _ in SOURCES]
    kind = pick(rng, _KINDS, leads)[person]
    level = pick(rng, [weight for _, weight, _ in LEVELS], leads)[person]
    blank = chance(rng, 130, leads)[person]
    employees = np.where(blank, -1, companies.employees[company])
    learned = chance(rng, 60, leads)[person] & ~blank
    after = spread(rng, ((6, 5, 30), (4, 30, 120)), leads) * DAY
    known_at = np.where(learned, created + after, created)[person]
    merged_at = np.where(
        is_copy & chance(rng, 550, leads),
        created + spread(rng, ((1, 3, 25), (1, 25, 90)), leads) * DAY,
        NEVER,
    )
    deleted_at = np.where(
        ~is_copy & chance(rng, 10, leads),
        created + spread(rng, ((1, 60, 300),), leads) * DAY,
        NEVER,
    )
    opts_out = chance(rng, 35, leads)[person]
    opted_out_at = created + spread(rng, ((1, 10, 200),), leads) * DAY
    return People(
        person=person,
        company=company,
        created_at=created,
        source=source,
        intent=pick_by_class(rng, intents, source)[person],
        level=level,
        level_rank=np.array([rank for _, _, rank in LEVELS])[level],
        department=rng.integers(-1, len(_DEPARTMENTS), leads)[person],
        employees=np.where(known_at >= END, -1, employees),
        employees_known_at=known_at,
        emails=_emails(rng, companies, company, person, kind, number),
        is_out_of_scope=(kind == _STUDENT) | (kind == _RIVAL),
        opted_out_at=np.where(opts_out & (opted_out_at < END), opted_out_at, NEVER),
        merged_at=np.where(merged_at >= END, NEVER, merged_at),
        deleted_at=np.where(deleted_at >= END, NEVER, deleted_at),
        lead_ids=marketing_lead_ids(number),
    )


def profile_columns(people: People, companies: Companies) -> dict[str, pa.Array]:
    """The columns of `ma_leads` that describe the person and never change."""
    departments = [name for name, _ in _DEPARTMENTS]
    functions = [name for _, name in _DEPARTMENTS]
    department = words(departments, people.department)
    level = words([name for name, _, _ in LEVELS], people.level)
    return {
        "ma_lead_id": people.lead_ids,
        "email": people.emails,
        "company_name": taken(companies.names, people.company),
        "corporate_number": taken(
            companies.corporate_numbers,
            np.where(people.department % 3 == 0, people.company, -1),
        ),
        "industry": taken(companies.industries, people.company),
        "department": department,
        "job_function": words(functions, people.department),
        "title": joined(department, level, between="　"),
        "job_level": level,
        "lead_source": words([name for name, _, _ in SOURCES], people.source),
    }


def _duplicates(rng: np.random.Generator, leads: int) -> Ints:
    """Per lead the first lead of the same person: three in a hundred are copies."""
    own = np.arange(leads, dtype=np.int64)
    is_copy = chance(rng, 30, leads) & (own > 20)
    originals = np.flatnonzero(~is_copy)
    earlier = np.searchsorted(originals, own[is_copy])
    person = own.copy()
    # People who come twice come back soon: among the 200 originals before.
    back = rng.integers(1, np.minimum(earlier, 200) + 1)
    person[is_copy] = originals[earlier - back]
    return person


def _emails(
    rng: np.random.Generator,
    companies: Companies,
    company: Ints,
    person: Ints,
    kind: Ints,
    number: Ints,
) -> pa.Array:
    """Addresses below `.example`; copies keep theirs, some in other letter case."""
    leads = len(person)
    name = rng.integers(0, len(_FAMILY) * len(_GIVEN), leads)
    twins = pd.DataFrame({"company": company, "name": name, "kind": kind})
    nth = twins.groupby(["company", "name", "kind"]).cumcount().to_numpy()
    family, given = np.divmod(name, len(_GIVEN))
    suffix = numbered("", np.where(nth > 0, nth + 1, -1), 1).fill_null("")
    own = numbered("", number, 1)
    local = joined(words(_GIVEN, given), ".", words(_FAMILY, family), suffix)
    shared = words(("info", "contact", "soumu"), rng.integers(0, 3, leads))
    domain = taken(companies.domains, company)
    ordinary = joined(local, "@", domain)
    personal = joined(local, ".", own, "@")
    choices = (
        ordinary,
        joined(personal, "freemail.example"),
        joined(shared, "@", domain),
        joined(personal, "st.hokuto-univ.example"),
        joined(personal, "rival-cloud.example"),
        pa.nulls(leads, pa.string()),
        joined(personal, "handoff-demo.example"),
    )
    emails = pc.choose(pa.array(kind), *choices).take(pa.array(person))
    is_copy = person != np.arange(leads)
    loud = pa.array(is_copy & chance(rng, 400, leads))
    return pc.if_else(loud, pc.utf8_upper(emails), emails)
