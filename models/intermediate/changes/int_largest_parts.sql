-- One row per change and one of its three largest parts.
with parts as (
    select * from {{ ref('int_change_parts') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by
                subject, period_grain, period_0, period_1, from_stage, to_stage,
                window_days, entry_policy, segment_dimension
            order by
                abs(part) desc nulls last,
                part_kind asc nulls last,
                segment_value asc nulls last
        ) as part_rank
    from parts
    where part != 0
)

-- More of them and fewer come through: what people say in so many words.
select
    subject,
    period_grain,
    comparison,
    from_stage,
    to_stage,
    entry_policy,
    segment_dimension,
    segment_value,
    part_kind,
    stage_before,
    part_kind || case when value_1 >= value_0 then ' up' else ' down' end
        as sentence_code,
    case
        when volume_1 > volume_0 and total_1 < total_0 then 'more but worse'
        when volume_1 < volume_0 and total_1 > total_0 then 'fewer but better'
        when total_1 > total_0 then 'better'
        when total_1 < total_0 then 'worse'
        else 'as before'
    end as headline_code,

    window_days,
    part_rank,
    value_0,
    value_1,
    part,
    total_0,
    total_1,
    volume_0,
    volume_1,

    period_0,
    period_1
from ranked
where part_rank <= 3
