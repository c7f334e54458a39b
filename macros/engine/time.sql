{# Time on each engine. Instants are UTC without a zone; days are the company's. #}

{% macro local_day(instant, time_zone) -%}
    {{ adapter.dispatch('local_day', 'handoff')(instant, time_zone) }}
{%- endmacro %}

{% macro duckdb__local_day(instant, time_zone) -%}
    cast((({{ instant }}) at time zone 'UTC') at time zone {{ time_zone }} as date)
{%- endmacro %}

{# Since when a zone is looked at for changes of its offset. #}
{% macro steady_since() -%}
    timestamp '2000-01-01 00:00:00'
{%- endmacro %}

{# The company's day of an instant; `run` is int_run. Where its zone has had one offset
   since 2000 a sum says it: DuckDB needs 4 µs to look a zone up, for each row. #}
{% macro company_day(instant, run='run') -%}
    case
        when
            {{ run }}.utc_offset_minutes is not null
            and {{ instant }} >= {{ steady_since() }}
            then {{ day_at_offset(instant, run ~ '.utc_offset_minutes') }}
        else {{ local_day(instant, run ~ '.time_zone') }}
    end
{%- endmacro %}

{# By how many minutes a zone is ahead of UTC at the beginning of a UTC day. #}
{% macro utc_offset_minutes(day, time_zone) -%}
    {{ adapter.dispatch('utc_offset_minutes', 'handoff')(day, time_zone) }}
{%- endmacro %}

{% macro duckdb__utc_offset_minutes(day, time_zone) -%}
    date_diff(
        'minute',
        cast({{ day }} as timestamp),
        (cast({{ day }} as timestamp) at time zone 'UTC') at time zone {{ time_zone }}
    )
{%- endmacro %}

{% macro day_at_offset(instant, minutes) -%}
    {{ adapter.dispatch('day_at_offset', 'handoff')(instant, minutes) }}
{%- endmacro %}

{% macro duckdb__day_at_offset(instant, minutes) -%}
    cast({{ instant }} + to_minutes({{ minutes }}) as date)
{%- endmacro %}

{% macro day_start(day, time_zone) -%}
    {{ adapter.dispatch('day_start', 'handoff')(day, time_zone) }}
{%- endmacro %}

{% macro duckdb__day_start(day, time_zone) -%}
    (cast({{ day }} as timestamp) at time zone {{ time_zone }}) at time zone 'UTC'
{%- endmacro %}

{# Whole and broken days of 86,400 s between two instants, as a double. #}
{% macro elapsed_days(from_instant, to_instant) -%}
    {{ adapter.dispatch('elapsed_days', 'handoff')(from_instant, to_instant) }}
{%- endmacro %}

{% macro duckdb__elapsed_days(from_instant, to_instant) -%}
    round((epoch_us({{ to_instant }}) - epoch_us({{ from_instant }})) * 1e-6 / 86400, 9)
{%- endmacro %}

{# Whole and broken hours between two instants, as a double; negative backwards. #}
{% macro elapsed_hours(from_instant, to_instant) -%}
    {{ adapter.dispatch('elapsed_hours', 'handoff')(from_instant, to_instant) }}
{%- endmacro %}

{% macro duckdb__elapsed_hours(from_instant, to_instant) -%}
    round((epoch_us({{ to_instant }}) - epoch_us({{ from_instant }})) * 1e-6 / 3600, 9)
{%- endmacro %}

{# An instant so many times 86,400 s later. #}
{% macro add_days(instant, days) -%}
    {{ adapter.dispatch('add_days', 'handoff')(instant, days) }}
{%- endmacro %}

{% macro duckdb__add_days(instant, days) -%}
    {{ instant }} + to_hours(24 * {{ days }})
{%- endmacro %}

{% macro add_hours(instant, hours) -%}
    {{ adapter.dispatch('add_hours', 'handoff')(instant, hours) }}
{%- endmacro %}

{% macro duckdb__add_hours(instant, hours) -%}
    {{ instant }} + to_hours({{ hours }})
{%- endmacro %}

{# An instant so many seconds later (negative: earlier). #}
{% macro add_seconds(instant, seconds) -%}
    {{ adapter.dispatch('add_seconds', 'handoff')(instant, seconds) }}
{%- endmacro %}

{% macro duckdb__add_seconds(instant, seconds) -%}
    {{ instant }} + to_seconds({{ seconds }})
{%- endmacro %}

{# The number of an instant's stretch of so many seconds, counted from 1970. #}
{% macro seconds_stretch(instant, seconds) -%}
    {{ adapter.dispatch('seconds_stretch', 'handoff')(instant, seconds) }}
{%- endmacro %}

{% macro duckdb__seconds_stretch(instant, seconds) -%}
    cast(floor(epoch({{ instant }})) as bigint) // {{ seconds }}
{%- endmacro %}

{# A calendar day so many days later (negative: earlier). #}
{% macro shift_day(day, days) -%}
    {{ adapter.dispatch('shift_day', 'handoff')(day, days) }}
{%- endmacro %}

{% macro duckdb__shift_day(day, days) -%}
    cast({{ day }} + cast({{ days }} as integer) as date)
{%- endmacro %}

{% macro shift_months(day, months) -%}
    {{ adapter.dispatch('shift_months', 'handoff')(day, months) }}
{%- endmacro %}

{% macro duckdb__shift_months(day, months) -%}
    cast({{ day }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{# One row per day from first_day to last_day, both included: column day_on. #}
{% macro day_spine(relation, first_day, last_day) -%}
    {{ adapter.dispatch('day_spine', 'handoff')(relation, first_day, last_day) }}
{%- endmacro %}

{% macro duckdb__day_spine(relation, first_day, last_day) -%}
    select cast(spine.day_at as date) as day_on
    from {{ relation }},
        unnest(generate_series(
            cast({{ first_day }} as timestamp),
            cast({{ last_day }} as timestamp),
            interval 1 day
        )) as spine (day_at)
{%- endmacro %}

{# The earliest of several instants, leaving out those that are NULL. #}
{% macro earliest(instants) -%}
    {{ adapter.dispatch('earliest', 'handoff')(instants) }}
{%- endmacro %}

{% macro duckdb__earliest(instants) -%}
    least({{ instants | join(', ') }})
{%- endmacro %}

{# The instant where it lies within the day, else the day's beginning. #}
{% macro within_day(instant, day, time_zone) -%}
    case
        when
            {{ instant }} >= {{ day_start(day, time_zone) }}
            and {{ instant }} < {{ day_start(shift_day(day, 1), time_zone) }}
            then {{ instant }}
        else {{ day_start(day, time_zone) }}
    end
{%- endmacro %}

{# Calendar days from one day to another (negative backwards). #}
{% macro days_between(from_day, to_day) -%}
    {{ adapter.dispatch('days_between', 'handoff')(from_day, to_day) }}
{%- endmacro %}

{% macro duckdb__days_between(from_day, to_day) -%}
    date_diff('day', {{ from_day }}, {{ to_day }})
{%- endmacro %}

{# The UTC instant of a local time, `HH:MM` up to 24:00, on a day. #}
{% macro instant_of(day, time, time_zone) -%}
    {{ adapter.dispatch('instant_of', 'handoff')(day, time, time_zone) }}
{%- endmacro %}

{% macro duckdb__instant_of(day, time, time_zone) -%}
    (
        cast({{ day }} as timestamp)
        + to_minutes(
            60 * cast(split_part({{ time }}, ':', 1) as integer)
            + cast(split_part({{ time }}, ':', 2) as integer)
        )
    ) at time zone {{ time_zone }} at time zone 'UTC'
{%- endmacro %}

{# 1 for Monday to 7 for Sunday. #}
{% macro day_of_week(day) -%}
    {{ adapter.dispatch('day_of_week', 'handoff')(day) }}
{%- endmacro %}

{% macro duckdb__day_of_week(day) -%}
    isodow({{ day }})
{%- endmacro %}
