-- One row per score threshold that a definition asks for: drafts make no facts.
with stage_rules as (
    select * from {{ source('book', 'stage_rules') }} where signal = 'score'
),

stage_definitions as (
    select * from {{ source('book', 'stage_definitions') }} where status != 'draft'
),

-- Under 80 is the other side of 80 or more; equal to 80 has no sides.
sided as (
    select
        stage_definitions.definition_id,
        stage_definitions.stage,
        stage_definitions.counts_from,
        stage_rules.signal_argument as score_series,
        case when stage_rules.comparison in ('>=', '<') then '>=' else '>' end
            as comparison,
        cast(try_cast(stage_rules.value as decimal(18, 6)) as double) as threshold
    from stage_rules
    inner join stage_definitions
        on stage_definitions.definition_id = stage_rules.definition_id
    where stage_rules.comparison in ('>=', '>', '<=', '<')
)

select
    counts_from,
    score_series,
    comparison,
    {{ joined_values('definition_id') }} as definition_ids,

    row_number() over (
        order by
            counts_from asc nulls last, score_series asc nulls last,
            comparison asc nulls last, threshold asc nulls last
    ) as threshold_number,
    threshold,

    bool_or(stage = 'mql') as is_of_mql
from sided
group by counts_from, score_series, comparison, threshold
