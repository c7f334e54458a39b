"""The files of a book: where each stands, its columns and its key."""

from dataclasses import dataclass, fields
from pathlib import Path

from book.calendar_rows import BusinessHours, CompanyHoliday
from book.cells import Column
from book.goal_rows import FunnelBenchmark, KpiTarget
from book.mapping_rows import (
    AttributeValue,
    Channel,
    ChannelWord,
    FreeMailDomain,
    Heading,
    Label,
    LeadStatus,
    OpportunityStage,
    SharedMailbox,
    Word,
)
from book.problems import Problem
from book.record_rules import DataEntryRule, ExclusionRule
from book.rows import (
    ConversionWindow,
    EvidencePriority,
    KpiDefinition,
    LifecycleStage,
    Row,
    ScoreHalfLife,
    ScoreRule,
    StageDefinition,
    StageRule,
)
from book.target_rows import (
    AgeBand,
    CallCapacity,
    Company,
    CompanySize,
    Feed,
    MappingBound,
    ScoreBand,
    ScoreLandmark,
)

DEFINITIONS, MAPPINGS, TARGETS = "definitions", "mappings", "targets"
FOLDERS = (DEFINITIONS, MAPPINGS, TARGETS)


@dataclass(frozen=True)
class BookFile:
    """One file: where it stands, its row class and the columns that are its key.

    The first key column is what a message calls the row. `is_about_raw_files`: the
    file says how raw files are written, and changes no meaning of what landed.
    """

    path: str
    row_class: type[Row]
    key: tuple[str, ...]
    may_be_empty: bool = False
    is_about_raw_files: bool = False

    @property
    def columns(self) -> dict[str, Column]:
        """The columns by name, in the order the header must have."""
        return {
            field.name: field.metadata["column"]
            for field in fields(self.row_class)
            if "column" in field.metadata
        }


STAGE_RULE_KEY = tuple(
    field.name for field in fields(StageRule) if "column" in field.metadata
)
FILES = (
    BookFile(
        "definitions/lifecycle_stages.csv", LifecycleStage, ("stage", "valid_from")
    ),
    BookFile("definitions/stage_definitions.csv", StageDefinition, ("definition_id",)),
    BookFile("definitions/stage_rules.csv", StageRule, STAGE_RULE_KEY),
    BookFile("definitions/score_rules.csv", ScoreRule, ("score_rule_id",), True),
    BookFile("definitions/score_half_lives.csv", ScoreHalfLife, ("kind", "valid_from")),
    BookFile("definitions/kpi_definitions.csv", KpiDefinition, ("kpi_id",)),
    BookFile(
        "definitions/conversion_windows.csv",
        ConversionWindow,
        ("window_days", "valid_from"),
    ),
    BookFile(
        "definitions/evidence_priorities.csv", EvidencePriority, ("evidence_type",)
    ),
    BookFile("definitions/exclusion_rules.csv", ExclusionRule, ("exclusion_id",), True),
    BookFile(
        "definitions/data_entry_rules.csv",
        DataEntryRule,
        ("data_entry_rule_id",),
        True,
    ),
    BookFile(
        "mappings/lead_status.csv",
        LeadStatus,
        ("source_value", "source", "system"),
        True,
    ),
    BookFile(
        "mappings/opportunity_stage.csv",
        OpportunityStage,
        ("source_value", "source"),
        True,
    ),
    BookFile("mappings/channels.csv", Channel, ("channel",), True),
    BookFile("mappings/channel.csv", ChannelWord, ("source_value", "source"), True),
    BookFile(
        "mappings/words.csv",
        Word,
        ("source_value", "source", "vocabulary"),
        True,
    ),
    BookFile(
        "mappings/headings.csv",
        Heading,
        ("heading", "source", "table_name"),
        True,
        is_about_raw_files=True,
    ),
    BookFile(
        "mappings/attribute_values.csv",
        AttributeValue,
        ("source_value", "attribute"),
        True,
    ),
    BookFile("mappings/labels.csv", Label, ("code", "vocabulary"), True),
    BookFile("mappings/free_mail_domains.csv", FreeMailDomain, ("domain",), True),
    BookFile("mappings/shared_mailboxes.csv", SharedMailbox, ("local_part",), True),
    BookFile("targets/company.csv", Company, ("company_id", "valid_from")),
    BookFile("targets/mapping_bounds.csv", MappingBound, ("mapping",)),
    BookFile("targets/score_bands.csv", ScoreBand, ("band", "valid_from")),
    BookFile(
        "targets/score_landmarks.csv", ScoreLandmark, ("landmark", "valid_from"), True
    ),
    BookFile("targets/company_sizes.csv", CompanySize, ("company_size",), True),
    BookFile("targets/age_bands.csv", AgeBand, ("age_band",)),
    BookFile("targets/is_capacity.csv", CallCapacity, ("stage", "valid_from"), True),
    BookFile("targets/funnel_benchmarks.csv", FunnelBenchmark, ("benchmark_id",), True),
    BookFile("targets/kpi_targets.csv", KpiTarget, ("target_id",), True),
    BookFile(
        "targets/business_hours.csv",
        BusinessHours,
        ("day_of_week", "opens_at", "valid_from"),
    ),
    BookFile("targets/company_holidays.csv", CompanyHoliday, ("holiday_on",), True),
    BookFile(
        "targets/feeds.csv",
        Feed,
        ("table_name", "source"),
        True,
        is_about_raw_files=True,
    ),
)


def stray_entries(folder: Path) -> list[Problem]:
    """Entries that are no part of a book; README.md and hidden ones may stand there.

    A misspelt file would otherwise be left out, and nobody would notice.
    """
    expected = {file.path for file in FILES}
    found = []
    for room in ("", *FOLDERS):
        try:
            entries = sorted((folder / room).iterdir())
        except OSError as error:
            reason = f"cannot be read ({error.strerror})"
            found.append(
                Problem(f"{room}/", None, None, reason, "make it a readable folder")
            )
            continue
        for entry in entries:
            name = f"{room}/{entry.name}" if room else entry.name
            is_known = name in expected or name in FOLDERS
            is_hidden = entry.name.startswith(".") and entry.suffix != ".csv"
            if is_known or is_hidden or entry.name == "README.md":
                continue
            found.append(
                Problem(
                    name,
                    None,
                    None,
                    "is no file of a definition book",
                    "remove it or give it the name of a known file",
                )
            )
    return found
