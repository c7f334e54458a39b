"""What the rules read beside the published tables of the golden company."""

from tests.contracts.golden_cycles import AS_OF

BUILD_ONLY = f"""
create temp macro lead_key(name) as cast(rpad(hex(name), 32, '0') as uuid);
create schema book;
create schema intermediate;
create table intermediate.int_run as select
    timestamp '{AS_OF}' as as_of, date '2026-03-31' as as_of_on,
    'Asia/Tokyo' as time_zone, 'JPY' as currency;
create table intermediate.int_lead_knowledge (
    definition_basis varchar default 'then', lead_id uuid, stage varchar,
    observed_from timestamp
);
create table intermediate.int_claims (
    definition_basis varchar default 'then', lead_id uuid, cycle_number bigint,
    stage varchar, system varchar, claimed_at timestamp
);
create table intermediate.int_cycles (
    definition_basis varchar default 'then', lead_id uuid, cycle_number bigint,
    opened_at timestamp
);
create table intermediate.int_lead_cycles as select
    'now' as definition_basis, * from facts.fct_lead_cycles where false;
create table intermediate.int_stage_agreement as select
    'now' as definition_basis, * from facts.fct_stage_agreement where false;
create table intermediate.int_counted_temperatures as select
    'now' as definition_basis, * from facts.fct_temperatures where false;
create table intermediate.int_windows as select * from (values
    (30::bigint, 30::bigint), (null, 30)
) as t(window_days, maturing_days);
create table intermediate.int_identities as select
    'exports' as source, object, replace(name, 'l', 'm') as native_id,
    lead_key(name) as record_key, lead_key(left(name, 2)) as lead_id,
    object = 'ma_lead' as is_delivered
from (values
    ('ma_lead', 'l1'), ('ma_lead', 'l2'), ('ma_lead', 'l3'), ('ma_lead', 'l4'),
    ('ma_lead', 'l5'), ('ma_lead', 'l6'), ('ma_lead', 'l1b'), ('sfa_record', 'l1s'),
    ('sfa_record', 'l6s')
) as t(object, name);
create table intermediate.int_opportunity_leads as select
    lead_key(name) as lead_id, null::varchar as product,
    null::varchar as deal_rank, outcome, amount::decimal(18, 4) as amount,
    currency, created_at, won_at, null::timestamp as lost_at, null::date as close_on
from (values
    ('l1', 'won', 1000000, 'JPY', timestamp '2026-01-24 15:00',
        timestamp '2026-02-09 15:00'),
    ('l1', 'open', 62000, null, timestamp '2026-03-01 15:00', null),
    ('l6', 'won', 1000000, 'JPY', timestamp '2026-01-24 15:00',
        timestamp '2026-02-09 15:00')
) as t(name, outcome, amount, currency, created_at, won_at);
create table intermediate.int_port_opportunities as
    select outcome, amount, created_at, won_at, lost_at, close_on
    from intermediate.int_opportunity_leads
    union all select * from (values
        ('open', null, null::timestamp, null::timestamp, null::timestamp, null::date),
        ('won', 300000, timestamp '2026-03-01 15:00', timestamp '2026-03-08 15:00',
            null, null),
        ('lost', 5000, timestamp '2026-02-01', null, timestamp '2026-03-01', null)
    ) as t;
create table intermediate.int_record_keys as select
    source, 'opportunity' as object, name as native_id, lead_key(name) as record_key
from (values
    ('exports', 'o1'), ('salesforce', 'o2'), ('exports', 'o6'), ('exports', 'o7'),
    ('salesforce', 'o8'), ('exports', 'o9')
) as t(source, name);
create table intermediate.int_port_bookings as select
    'exports' as source, *
from (values
    ('o1', 1000000::decimal(18, 4), '円', null, date '2026-02-12', null::date),
    ('o1', 50000, 'JPY', null, date '2026-02-12', date '2026-02-20'),
    ('o6', 1000000, 'JPY', null, date '2026-02-12', null),
    ('o7', 80000, 'JPY', null, date '2026-04-10', null),
    (null, 120000, null, '更新', date '2026-03-31', date '2026-04-15')
) as t(opportunity_id, amount, currency, booking_type, booked_on, cancelled_on);
create table intermediate.int_exclusion_rules as select
    *, timestamp '0001-01-01' as valid_from_at, timestamp '9999-12-31' as valid_to_at
from (values
    ('own_domain', 'own_staff', 'exclude'), ('mail_robots', 'mail_robot', 'exclude'),
    ('customers', 'existing_customer', 'segment')
) as t(exclusion_id, reason, action);
create table intermediate.int_cycle_exclusions as select
    'then' as definition_basis, lead_key('l6') as lead_id,
    1::bigint as cycle_number, 'own_domain' as exclusion_id;
create table intermediate.int_opening_exclusions as select
    lead_key('l6') as lead_id, timestamp '2025-12-31 15:00' as opened_at,
    'own_domain' as exclusion_id;
create table intermediate.int_definition_pairs (
    baseline_definition_id varchar, tried_definition_id varchar, stage varchar,
    baseline_basis varchar
);
create table intermediate.int_pair_entries (
    baseline_definition_id varchar, tried_definition_id varchar, side varchar,
    definition_basis varchar, lead_id uuid, stage varchar, gap_number bigint,
    is_comparable boolean, occurred_at timestamp
);
create table intermediate.int_trial_entries (
    definition_basis varchar, lead_id uuid, stage varchar, opened_at timestamp,
    occurred_at timestamp
);
create table intermediate.int_cycle_stage_times (
    definition_basis varchar, lead_id uuid, cycle_number bigint, entry_policy varchar,
    stage varchar, definition_id varchar, is_inferred boolean, entered_on date,
    occurred_at timestamp
);
create table intermediate.int_cycle_entries (
    definition_basis varchar, lead_id uuid, stage varchar,
    is_out_of_order boolean, occurred_at timestamp
);
create table intermediate.int_day_conditions (
    gap_basis varchar, lead_id uuid, gap_number bigint, held_mask bigint,
    has_signal boolean, has_cooled_signal boolean, has_cooled_record boolean,
    has_record boolean, is_partial boolean, day_on date
);
create table intermediate.int_rule_groups (
    definition_basis varchar, stage varchar, stage_path varchar, required_mask bigint,
    forbidden_mask bigint, reads_records boolean, from_on date, to_on date
);
create table intermediate.int_call_capacity as select
    'mql' as stage, 'inside_sales' as team, 3.0::double as calls_per_lead,
    2::bigint as calls_per_week;
create table intermediate.int_excluded_touches as select
    'exports' as source, 'robot' || i as touch_id, 'mail_robots' as exclusion_id
from range(5) as t(i);
create table intermediate.int_port_handovers as select
    'exports' as source, handover_id, source_record_id, 'u1' as to_user_id,
    handed_over_at
from (values
    ('H1', 'm1s', timestamp '2026-01-05 15:00:00.4'),
    ('H2', 'm6s', timestamp '2026-01-05 15:00')
) as t(handover_id, source_record_id, handed_over_at);
create table intermediate.int_row_accounting as select
    'exports' as source, 'ma_leads' as table_name, 10::bigint as physical_records,
    10::bigint as counted_records, 5::bigint as accepted, 1::bigint as quarantined,
    1::bigint as exact_duplicates, 1::bigint as superseded, 1::bigint as tombstones,
    1::bigint as held, 0::bigint as erased;
create table book.lifecycle_stages as select * from (values
    ('lead', 1, 'success'), ('mql', 2, 'success'), ('sal', 3, 'success'),
    ('sql', 4, 'success'), ('opportunity', 5, 'success'), ('won', 6, 'success'),
    ('lost', 7, 'exit'), ('recycled', 8, 'exit'), ('disqualified', 9, 'exit'),
    ('hot', 1, 'temperature'), ('cold', 2, 'temperature')
) as t(stage, stage_order, stage_path);
create table intermediate.int_stages as
    select * from book.lifecycle_stages where stage_path <> 'temperature';
create table intermediate.int_lead_record_states (
    lead_id uuid, deleted_at timestamp
);
create table book.stage_definitions as select
    stage || '_v' || version as definition_id, stage, version::bigint as version,
    'all' as segment_dimension, 'all' as segment_value, 'lifetime' as counts_from,
    'at_next_signal' as adoption_policy, status, valid_from, valid_to
from (values
    ('lead', 1, 'in_force', null, null),
    ('mql', 1, 'retired', null, date '2026-02-01'),
    ('mql', 2, 'in_force', date '2026-02-01', null),
    ('mql', 3, 'draft', date '2026-02-01', null),
    ('sal', 1, 'in_force', null, null), ('sql', 1, 'in_force', null, null),
    ('opportunity', 1, 'in_force', null, null), ('won', 1, 'in_force', null, null),
    ('recycled', 1, 'in_force', null, null), ('hot', 1, 'in_force', null, null),
    ('cold', 1, 'in_force', date '2026-01-01', null),
    ('cold', 2, 'draft', null, null)
) as t(stage, version, status, valid_from, valid_to);
insert into dimensions.dim_stage_definitions by name
    select *, 'Wortlaut' as statement_ja, 'Wording' as statement_en,
        0::bigint as cool_down_days,
        case when stage in ('won', 'recycled') then 72::bigint end as grace_hours
    from book.stage_definitions;
create or replace table book.stage_definitions as
    select * from dimensions.dim_stage_definitions;
insert into dimensions.dim_kpis by name select * from (values
    ('person_first_mql_ever', 'A', 'person', true, null::bigint),
    ('account_first_mql_ever', 'B', 'account', true, null),
    ('mql_to_sql_rate', 'C', 'cycle', true, 30)
) as t(kpi_id, kpi_name, unit, is_official, window_days),
(values ('mql', 'sql', 'strict', 'then', 'X', 'X', 'X', 'X', 'X', 'X', 'X',
    date '2026-12-15')) as s(from_stage, to_stage, entry_policy, definition_basis,
    label_en, statement_ja, statement_en, purpose_ja, purpose_en, marketing_owner,
    sales_owner, review_on);
create table book.kpi_definitions as select * from dimensions.dim_kpis;
create table book.funnel_benchmarks as select
    'sql_of_scored' as benchmark_id, 'mql_to_sql_rate' as kpi_id,
    'scored' as definition_kind, 0.5::double as rate_lower, 0.6::double as rate_upper,
    null::date as valid_from, null::date as valid_to;
create table book.kpi_targets as select
    'year' as period_grain, date '2026-01-01' as period_on, source_group, owner_team,
    365 * amount_a_day::double as target_amount
from (values
    ('marketing', null, 10000), ('expansion', 'customer_success', 1000)
) as t(source_group, owner_team, amount_a_day);
create table book.words as select * from (values
    ('exports', 'currency', '円', 'jpy'), ('exports', 'booking_type', '更新', 'renewal')
) as t(source, vocabulary, source_value, value);
create table book.stage_rules as select
    'mql_v' || version as definition_id, rules.*
from (values (1), (2)) as v(version), (values
    (1, 'touch', 'enquiry', null, null, 1, 30, false),
    (1, 'attribute', 'employees', '>=', '50', null, null, false),
    (2, 'score', 'total', '>=', '80', null, null, false)
) as rules(rule_group, signal, signal_argument, comparison, value, min_count,
    within_days, is_negated)
union all select 'sql_v1', rules.* from (values
    (1, 'sfa_status', 'sql', null, null, null, null, false),
    (2, 'call_outcome', 'connected', null, null, 2, 7, false),
    (2, 'sfa_field', 'budget', '=', 'confirmed', null, null, false)
) as rules;
create table book.score_rules as select *, null::date as valid_to from (values
    ('paper', 'behaviour', 'touch', 'whitepaper', null, null, 100.0, 100.0, null::date),
    ('seminar', 'behaviour', 'touch', 'seminar', null, null, 30.0, null, null),
    ('small', 'attribute', 'attribute', 'employees', '<', '5', -50.0, null, null)
) as t(score_rule_id, kind, signal, signal_argument, comparison, value, points,
    daily_cap, valid_from);
create table book.score_half_lives as select * from (values
    ('behaviour', 10.0, null::date, null::date)
) as t(kind, half_life_days, valid_from, valid_to);
create table book.score_bands as select *, null::date as valid_from,
    null::date as valid_to
from (values ('under_80', null), ('from_80', 80.0)) as t(band, lower_bound);
create table book.score_landmarks as select
    'at_mql' as landmark, 'mql' as anchor, 0::bigint as after_days,
    30::bigint as min_cycles, null::date as valid_from, null::date as valid_to;
create table intermediate.int_score_knowledge as select
    lead_key('l' || i) as lead_id
from range(1, 7) as t(i);
create table book.mapping_bounds as select
    'industry' as mapping, 0.2 as max_unmapped_share, 1000::bigint as blocks_from_rows;
create table book.attribute_values as select * from (values
    ('job_level', '課長', 'section_manager', 3::bigint)
) as t(attribute, source_value, value, value_rank);
create table dimensions.dim_lead_sources as select
    'exports' as source, 'ma_lead' as object, 'm' || i as source_record_id,
    lead_key('l' || i) as lead_id
from range(1, 6) as t(i);
create table intermediate.int_lead_gaps as select
    'then' as gap_basis, lead_key('l' || lead_number) as lead_id, gap_number,
    starts_after_at, cooled_after_at, exit_at
from (values
    (1, 0, null::timestamp, null::timestamp, timestamp '2026-02-09 15:00'),
    (2, 0, null, null, timestamp '2026-01-19 15:00'),
    (2, 1, timestamp '2026-01-19 15:00', timestamp '2026-02-02 15:00', null),
    (3, 0, null, null, null), (4, 0, null, null, null), (5, 0, null, null, null)
) as t(lead_number, gap_number, starts_after_at, cooled_after_at, exit_at);
create table intermediate.int_counted_touches as select
    'exports' as source, 'm' || lead_number as source_record_id, touch_type,
    null::varchar as content_id, occurred_at
from (values
    (1, 'enquiry', timestamp '2026-01-04 15:00'),
    (2, 'enquiry', timestamp '2026-01-09 15:00'),
    (2, 'enquiry', timestamp '2026-02-19 15:00'),
    (3, 'enquiry', timestamp '2026-01-14 15:00'),
    (4, 'enquiry', timestamp '2026-01-19 15:00'),
    (5, 'whitepaper', timestamp '2026-03-09 15:00'),
    (5, 'seminar', timestamp '2026-03-19 15:00')
) as t(lead_number, touch_type, occurred_at);
create table intermediate.int_attribute_events as select
    lead_key('l' || lead_number) as lead_id, 'attribute' as signal,
    'employees' as attribute, employees::varchar as value,
    employees::double as value_number, timestamp '2025-12-31 15:00' as observed_at
from (values (1, 50), (2, 60), (3, 300), (4, 51), (5, 5)) as t(lead_number, employees)
union all select
    lead_key('l4'), 'sfa_field', 'budget', 'confirmed', null,
    timestamp '2026-02-21 15:00';
create table intermediate.int_recorded_signals as select
    lead_key('l' || lead_number) as lead_id, signal, signal_argument, occurred_at
from (values
    (4, 'call_outcome', 'connected', timestamp '2026-02-18 15:00'),
    (4, 'sfa_field', 'budget', timestamp '2026-02-21 15:00'),
    (4, 'call_outcome', 'connected', timestamp '2026-02-24 15:00'),
    (1, 'sfa_status', 'sal', timestamp '2026-01-05 15:00'),
    (1, 'sfa_status', 'sql', timestamp '2026-01-19 15:00'),
    (1, 'opportunity_created', null, timestamp '2026-01-24 15:00'),
    (1, 'opportunity_won', null, timestamp '2026-02-09 15:00'),
    (2, 'sfa_status', 'sal', timestamp '2026-01-11 15:00'),
    (2, 'sfa_status', 'recycled', timestamp '2026-01-19 15:00'),
    (2, 'sfa_status', 'sal', timestamp '2026-02-20 15:00'),
    (2, 'sfa_status', 'sql', timestamp '2026-03-09 15:00'),
    (3, 'sfa_status', 'lead', timestamp '2026-01-15 15:00'),
    (3, 'sfa_status', 'disqualified', timestamp '2026-02-09 15:00'),
    (5, 'sfa_status', 'sal', timestamp '2026-03-20 15:00'),
    (6, 'sfa_status', 'sal', timestamp '2026-02-09 15:00')
) as t(lead_number, signal, signal_argument, occurred_at);
create table intermediate.int_status_events as select
    null::uuid as lead_id, null::timestamp as occurred_at where false
"""
