-- One row per restated number of the whole company, lead that moved it and reason.
with reasons as (
    select * from {{ ref('int_restatement_reasons') }}
    where segment_dimension = 'all' or segment_dimension is null
),

persons as (
    select * from {{ ref('int_ledger_persons') }}
),

erased_persons as (
    select person_id from persons
    where is_erased
    group by person_id
)

-- Nobody knows any more who was erased: they stand together.
select
    reasons.mart,
    reasons.measure,
    reasons.period_grain,
    reasons.from_stage,
    reasons.to_stage,
    reasons.entry_policy,
    reasons.system_pair,
    reasons.verdict,
    reasons.category,
    {{ as_key(
        'case when erased_persons.person_id is null then reasons.person_id end'
    ) }} as lead_id,

    reasons.window_days,
    cast(
        sum(case when reasons.change > 0 then reasons.change else 0 end) as bigint
    ) as cycles_gained,
    cast(
        sum(case when reasons.change < 0 then -reasons.change else 0 end) as bigint
    ) as cycles_lost,

    reasons.period_on
from reasons
left join erased_persons on erased_persons.person_id = reasons.person_id
group by
    reasons.mart, reasons.measure, reasons.period_grain, reasons.period_on,
    reasons.from_stage, reasons.to_stage, reasons.window_days, reasons.entry_policy,
    reasons.system_pair, reasons.verdict, reasons.category,
    case when erased_persons.person_id is null then reasons.person_id end
