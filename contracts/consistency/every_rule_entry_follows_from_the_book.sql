-- id: every_rule_entry_follows_from_the_book
-- table: facts.fct_stage_entries
-- kind: re-derivation
-- promise: Every entry that a rule decided, evaluated anew from single touches, points,
--   attributes and records at its instant, meets the rule group that it cites of its
--   definition, at a signal for that group, and an MQL outside the cool-down.
with entries as (
    select * from {batch}
),

qualified as (
    select
        row_number() over (
            order by entries.lead_id asc, entries.cycle_number asc, entries.stage asc
        ) as entry_number,
        entries.lead_id,
        entries.cycle_number,
        entries.stage,
        entries.definition_id,
        entries.entered_at,
        entries.is_adoption,
        entries.reason,
        definitions.counts_from,
        definitions.valid_from,
        gaps.starts_after_at,
        gaps.cooled_after_at,
        coalesce(entries.entered_at <= gaps.cooled_after_at, false) as is_cooling,
        run.time_zone,
        cast(
            entries.entered_at at time zone 'UTC' at time zone run.time_zone as date
        ) as day_on
    from entries
    cross join intermediate.int_run as run
    left join book.stage_definitions as definitions
        on definitions.definition_id = entries.definition_id
    left join intermediate.int_lead_gaps as gaps
        on gaps.gap_basis = 'then'
        and gaps.lead_id = entries.lead_id
        and coalesce(gaps.starts_after_at < entries.entered_at, true)
        and coalesce(gaps.exit_at >= entries.entered_at, true)
    where entries.evidence_type = 'rule'
),

rules as (
    select
        *,
        row_number() over (
            order by
                definition_id asc, rule_group asc, signal asc, signal_argument asc,
                comparison asc, value asc, min_count asc, within_days asc,
                is_negated asc
        ) as rule_number,
        signal not in (
            'touch', 'content', 'attribute', 'score', 'sfa_status', 'ma_status',
            'declared_stage'
        ) as reads_records,
        -- One plain record in a group of its own is evidence, not evaluated.
        count(*) over (partition by definition_id, rule_group) = 1
        and signal not in ('touch', 'content', 'attribute', 'score')
        and coalesce(min_count, 1) = 1
        and within_days is null
        and coalesce(comparison, '=') = '='
        and not coalesce(is_negated, false) as is_evidence
    from book.stage_rules
),

touches as (
    select
        qualified.entry_number,
        touches.touch_type,
        touches.content_id,
        date_trunc('second', touches.occurred_at) as occurred_at,
        cast(
            touches.occurred_at at time zone 'UTC' at time zone qualified.time_zone
            as date
        ) as touched_on,
        qualified.counts_from = 'lifetime'
        or qualified.cooled_after_at is null
        or date_trunc('second', touches.occurred_at) > qualified.cooled_after_at
            as is_counted
    from qualified
    inner join dimensions.dim_lead_sources as records
        on records.lead_id = qualified.lead_id
        and records.object = 'ma_lead'
    inner join intermediate.int_counted_touches as touches
        on touches.source = records.source
        and touches.source_record_id = records.source_record_id
        and date_trunc('second', touches.occurred_at) <= qualified.entered_at
),

-- What people recorded since the exit before, the cool-down included.
records as (
    select
        qualified.entry_number,
        records.signal,
        coalesce(records.signal_argument, '') as signal_argument,
        cast(
            records.occurred_at at time zone 'UTC' at time zone qualified.time_zone
            as date
        ) as recorded_on,
        records.occurred_at = qualified.entered_at as is_signal
    from qualified
    inner join intermediate.int_recorded_signals as records
        on records.lead_id = qualified.lead_id
        and records.occurred_at <= qualified.entered_at
        and coalesce(records.occurred_at > qualified.starts_after_at, true)
),

signals as (
    select
        entry_number, touched_on, 'touch' as signal,
        touch_type as signal_argument
    from touches
    where is_counted
    union all
    select
        entry_number, touched_on, 'content' as signal,
        content_id as signal_argument
    from touches
    where
        is_counted
        and content_id is not null
),

counted as (
    select entry_number, signal, signal_argument, touched_on as counted_on
    from signals
    union all
    select entry_number, signal, signal_argument, recorded_on as counted_on
    from records
    where signal <> 'sfa_field'
),

seen_attributes as (
    select
        qualified.entry_number,
        events.signal,
        events.attribute,
        events.value,
        events.value_number,
        events.observed_at = qualified.entered_at as is_signal,
        row_number() over (
            partition by qualified.entry_number, events.signal, events.attribute
            order by events.observed_at desc
        ) as recency
    from qualified
    inner join intermediate.int_attribute_events as events
        on events.lead_id = qualified.lead_id
        and events.observed_at <= qualified.entered_at
),

attributes as (
    select * from seen_attributes
    where recency = 1
),

-- Levels compare by their rank in the book, numbers as numbers.
attribute_conditions as (
    select
        conditions.signal,
        conditions.signal_argument,
        conditions.comparison,
        conditions.value,
        coalesce(
            max(cast(levels.value_rank as double)),
            cast(try_cast(conditions.value as decimal(18, 6)) as double)
        ) as value_number
    from (
        select signal, signal_argument, comparison, value from book.stage_rules
        where signal in ('attribute', 'sfa_field')
        union
        select signal, signal_argument, comparison, value from book.score_rules
        where signal = 'attribute'
    ) as conditions
    left join book.attribute_values as levels
        on conditions.signal = 'attribute'
        and levels.attribute = conditions.signal_argument
        and levels.value = conditions.value
    group by
        conditions.signal,
        conditions.signal_argument,
        conditions.comparison,
        conditions.value
),

attributes_held as (
    select
        attributes.entry_number,
        conditions.signal,
        conditions.signal_argument,
        conditions.comparison,
        conditions.value
    from attributes
    inner join attribute_conditions as conditions
        on conditions.signal = attributes.signal
        and conditions.signal_argument = attributes.attribute
    where
        case conditions.comparison
            when '=' then attributes.value = conditions.value
            when '!=' then attributes.value <> conditions.value
            when '>' then attributes.value_number > conditions.value_number
            when '>=' then attributes.value_number >= conditions.value_number
            when '<' then attributes.value_number < conditions.value_number
            when '<=' then attributes.value_number <= conditions.value_number
        end
),

-- Points of a rule on a day are capped that day, at the price of that day.
priced as (
    select
        signals.entry_number,
        signals.touched_on,
        prices.kind,
        case
            when prices.daily_cap is null then count(*) * prices.points
            when prices.points < 0
                then greatest(count(*) * prices.points, prices.daily_cap)
            else least(count(*) * prices.points, prices.daily_cap)
        end as points
    from signals
    inner join book.score_rules as prices
        on prices.signal = signals.signal
        and prices.signal_argument = signals.signal_argument
        and coalesce(prices.valid_from, date '0001-01-01') <= signals.touched_on
        and coalesce(prices.valid_to, date '9999-12-31') > signals.touched_on
    group by
        signals.entry_number,
        signals.touched_on,
        prices.score_rule_id,
        prices.kind,
        prices.points,
        prices.daily_cap,
        prices.valid_from
),

-- The days after the touch, up to the evaluation, that each half-life worked on.
decayed as (
    select
        priced.entry_number,
        priced.kind,
        priced.points,
        priced.touched_on,
        coalesce(
            sum(
                cast(
                    greatest(
                        least(
                            qualified.day_on,
                            coalesce(half_lives.valid_to, date '9999-12-31') - 1
                        ) - greatest(
                            priced.touched_on,
                            coalesce(half_lives.valid_from, date '0001-01-02') - 1
                        ),
                        0
                    ) as double
                ) / half_lives.half_life_days
            ),
            0
        ) as halvings
    from priced
    inner join qualified
        on qualified.entry_number = priced.entry_number
    left join book.score_half_lives as half_lives
        on half_lives.kind = priced.kind
        and half_lives.half_life_days > 0
    group by
        priced.entry_number,
        priced.kind,
        priced.points,
        priced.touched_on
),

balances as (
    select
        entry_number,
        kind,
        sum(points * power(2, -halvings)) as points
    from decayed
    group by
        entry_number,
        kind
    union all
    select
        qualified.entry_number,
        'attribute' as kind,
        sum(prices.points) as points
    from qualified
    inner join attributes_held
        on attributes_held.entry_number = qualified.entry_number
    inner join book.score_rules as prices
        on prices.kind = 'attribute'
        and attributes_held.signal = 'attribute'
        and prices.signal_argument = attributes_held.signal_argument
        and prices.comparison = attributes_held.comparison
        and prices.value = attributes_held.value
        and coalesce(prices.valid_from, date '0001-01-01') <= qualified.day_on
        and coalesce(prices.valid_to, date '9999-12-31') > qualified.day_on
    group by
        qualified.entry_number
),

scores as (
    select
        qualified.entry_number,
        series.signal_argument,
        round(
            coalesce(
                sum(
                    case
                        when series.signal_argument in ('total', balances.kind)
                            then balances.points
                    end
                ),
                0
            ),
            6
        ) as score
    from qualified
    cross join (
        values ('total'), ('behaviour'), ('engagement'), ('attribute')
    ) as series (signal_argument)
    left join balances
        on balances.entry_number = qualified.entry_number
    group by
        qualified.entry_number,
        series.signal_argument
),

rules_held as (
    select
        qualified.entry_number,
        rules.rule_number
    from qualified
    inner join rules
        on rules.definition_id = qualified.definition_id
    inner join counted
        on counted.entry_number = qualified.entry_number
        and counted.signal = rules.signal
        and counted.signal_argument = coalesce(rules.signal_argument, '')
        -- Company days (d - n, d], the day of the entry included.
        and (
            rules.within_days is null
            or counted.counted_on
            > qualified.day_on - cast(rules.within_days as integer)
        )
    group by
        qualified.entry_number,
        rules.rule_number
    having count(*) >= coalesce(max(rules.min_count), 1)
    union all
    select
        attributes_held.entry_number,
        rules.rule_number
    from attributes_held
    inner join rules
        on rules.signal = attributes_held.signal
        and rules.signal_argument = attributes_held.signal_argument
        and rules.comparison = attributes_held.comparison
        and rules.value = attributes_held.value
    union all
    select
        scores.entry_number,
        rules.rule_number
    from scores
    inner join rules
        on rules.signal = 'score'
        and rules.signal_argument = scores.signal_argument
    where
        case rules.comparison
            when '=' then scores.score = try_cast(rules.value as double)
            when '!=' then scores.score <> try_cast(rules.value as double)
            when '>' then scores.score > try_cast(rules.value as double)
            when '>=' then scores.score >= try_cast(rules.value as double)
            when '<' then scores.score < try_cast(rules.value as double)
            when '<=' then scores.score <= try_cast(rules.value as double)
        end
),

groups_met as (
    select
        qualified.entry_number,
        rules.rule_group,
        bool_or(rules.reads_records) as reads_records
    from qualified
    inner join rules
        on rules.definition_id = qualified.definition_id
        and not rules.is_evidence
    left join rules_held
        on rules_held.entry_number = qualified.entry_number
        and rules_held.rule_number = rules.rule_number
    group by
        qualified.entry_number,
        rules.rule_group
    having bool_and(
        (rules_held.rule_number is not null) <> coalesce(rules.is_negated, false)
    )
),

-- Of the definitions in force that the lead falls under, the most specific decides:
-- its source's, else its segment's, else the general one.
applying as (
    select
        qualified.entry_number,
        definitions.definition_id = qualified.definition_id as is_cited,
        case definitions.segment_dimension
            when 'source' then 1
            when 'all' then 3
            else 2
        end as specificity
    from qualified
    inner join book.stage_definitions as definitions
        on definitions.stage = qualified.stage
        and definitions.status <> 'draft'
        and coalesce(definitions.valid_from, date '0001-01-01') <= qualified.day_on
        and coalesce(definitions.valid_to, date '9999-12-31') > qualified.day_on
    left join attributes
        on attributes.entry_number = qualified.entry_number
        and attributes.signal = 'attribute'
        and attributes.attribute = definitions.segment_dimension
        and attributes.value = definitions.segment_value
    where
        definitions.segment_dimension = 'all'
        or attributes.entry_number is not null
),

in_segment as (
    select
        entry_number
    from applying
    group by
        entry_number
    having min(specificity) = min(case when is_cited then specificity end)
),

-- In the cool-down only what people record is a signal.
signalled as (
    select
        seen_attributes.entry_number,
        false as is_for_readers_only
    from seen_attributes
    inner join qualified
        on qualified.entry_number = seen_attributes.entry_number
        and not qualified.is_cooling
    where
        seen_attributes.is_signal
        and seen_attributes.signal = 'attribute'
    union
    select qualified.entry_number, false
    from qualified
    inner join touches
        on touches.entry_number = qualified.entry_number
        and touches.occurred_at = qualified.entered_at
        and not qualified.is_cooling
    union
    -- A call, a meeting, a deal or a field is one for the groups that read such.
    select
        entry_number,
        signal not in ('sfa_status', 'ma_status')
    from records
    where is_signal
    union
    -- The definition's own first instant, the company's midnight.
    select entry_number, false
    from qualified
    where
        is_adoption
        and not is_cooling
        and entered_at = cast(valid_from as timestamp) at time zone time_zone
        at time zone 'UTC'
),

followed as (
    select groups_met.entry_number
    from groups_met
    inner join qualified
        on qualified.entry_number = groups_met.entry_number
        and qualified.reason = 'rule group ' || groups_met.rule_group
    inner join signalled
        on signalled.entry_number = groups_met.entry_number
        and (groups_met.reads_records or not signalled.is_for_readers_only)
    group by groups_met.entry_number
)

select
    qualified.lead_id,
    qualified.cycle_number,
    qualified.stage,
    qualified.definition_id
from qualified
left join followed
    on followed.entry_number = qualified.entry_number
left join in_segment
    on in_segment.entry_number = qualified.entry_number
where
    followed.entry_number is null
    or in_segment.entry_number is null
    or (qualified.stage = 'mql' and qualified.is_cooling)
group by
    qualified.lead_id,
    qualified.cycle_number,
    qualified.stage,
    qualified.definition_id
