"""All rows of a book together, as the checks and its readers see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from book.calendar_rows import BusinessHours, CompanyHoliday
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
from book.record_rules import DataEntryRule, ExclusionRule
from book.rows import (
    ConversionWindow,
    EvidencePriority,
    KpiDefinition,
    LifecycleStage,
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


@dataclass(frozen=True)
class BookRows:
    """The rows of every file, in the order of their lines."""

    lifecycle_stages: tuple[LifecycleStage, ...]
    stage_definitions: tuple[StageDefinition, ...]
    stage_rules: tuple[StageRule, ...]
    score_rules: tuple[ScoreRule, ...]
    score_half_lives: tuple[ScoreHalfLife, ...]
    kpi_definitions: tuple[KpiDefinition, ...]
    conversion_windows: tuple[ConversionWindow, ...]
    evidence_priorities: tuple[EvidencePriority, ...]
    exclusion_rules: tuple[ExclusionRule, ...]
    data_entry_rules: tuple[DataEntryRule, ...]
    lead_status: tuple[LeadStatus, ...]
    opportunity_stages: tuple[OpportunityStage, ...]
    channel_words: tuple[ChannelWord, ...]
    channels: tuple[Channel, ...]
    words: tuple[Word, ...]
    headings: tuple[Heading, ...]
    attribute_values: tuple[AttributeValue, ...]
    labels: tuple[Label, ...]
    free_mail_domains: tuple[FreeMailDomain, ...]
    shared_mailboxes: tuple[SharedMailbox, ...]
    companies: tuple[Company, ...]
    mapping_bounds: tuple[MappingBound, ...]
    score_bands: tuple[ScoreBand, ...]
    score_landmarks: tuple[ScoreLandmark, ...]
    company_sizes: tuple[CompanySize, ...]
    age_bands: tuple[AgeBand, ...]
    call_capacities: tuple[CallCapacity, ...]
    funnel_benchmarks: tuple[FunnelBenchmark, ...]
    kpi_targets: tuple[KpiTarget, ...]
    business_hours: tuple[BusinessHours, ...]
    company_holidays: tuple[CompanyHoliday, ...]
    feeds: tuple[Feed, ...]

    @classmethod
    def from_files(cls, rows_by_path: Mapping[str, list[Any]]) -> "BookRows":
        """The rows by file path, as `book.files.FILES` names the files."""
        return cls(
            lifecycle_stages=tuple(rows_by_path["definitions/lifecycle_stages.csv"]),
            stage_definitions=tuple(rows_by_path["definitions/stage_definitions.csv"]),
            stage_rules=tuple(rows_by_path["definitions/stage_rules.csv"]),
            score_rules=tuple(rows_by_path["definitions/score_rules.csv"]),
            score_half_lives=tuple(rows_by_path["definitions/score_half_lives.csv"]),
            kpi_definitions=tuple(rows_by_path["definitions/kpi_definitions.csv"]),
            conversion_windows=tuple(
                rows_by_path["definitions/conversion_windows.csv"]
            ),
            evidence_priorities=tuple(
                rows_by_path["definitions/evidence_priorities.csv"]
            ),
            exclusion_rules=tuple(rows_by_path["definitions/exclusion_rules.csv"]),
            data_entry_rules=tuple(rows_by_path["definitions/data_entry_rules.csv"]),
            lead_status=tuple(rows_by_path["mappings/lead_status.csv"]),
            opportunity_stages=tuple(rows_by_path["mappings/opportunity_stage.csv"]),
            channel_words=tuple(rows_by_path["mappings/channel.csv"]),
            channels=tuple(rows_by_path["mappings/channels.csv"]),
            words=tuple(rows_by_path["mappings/words.csv"]),
            headings=tuple(rows_by_path["mappings/headings.csv"]),
            attribute_values=tuple(rows_by_path["mappings/attribute_values.csv"]),
            labels=tuple(rows_by_path["mappings/labels.csv"]),
            free_mail_domains=tuple(rows_by_path["mappings/free_mail_domains.csv"]),
            shared_mailboxes=tuple(rows_by_path["mappings/shared_mailboxes.csv"]),
            companies=tuple(rows_by_path["targets/company.csv"]),
            mapping_bounds=tuple(rows_by_path["targets/mapping_bounds.csv"]),
            score_bands=tuple(rows_by_path["targets/score_bands.csv"]),
            score_landmarks=tuple(rows_by_path["targets/score_landmarks.csv"]),
            company_sizes=tuple(rows_by_path["targets/company_sizes.csv"]),
            age_bands=tuple(rows_by_path["targets/age_bands.csv"]),
            call_capacities=tuple(rows_by_path["targets/is_capacity.csv"]),
            funnel_benchmarks=tuple(rows_by_path["targets/funnel_benchmarks.csv"]),
            kpi_targets=tuple(rows_by_path["targets/kpi_targets.csv"]),
            business_hours=tuple(rows_by_path["targets/business_hours.csv"]),
            company_holidays=tuple(rows_by_path["targets/company_holidays.csv"]),
            feeds=tuple(rows_by_path["targets/feeds.csv"]),
        )
