{# One end of the Wilson 95 % interval of successes / trials; NULL without trials.
   1.959964 is the 97.5 % quantile of the normal distribution. #}
{% macro wilson_bound(successes, trials, sign) -%}
    round(
        (
            {{ successes }} + 1.959964 * 1.959964 / 2
            {{ sign }} 1.959964 * sqrt(
                cast({{ successes }} as double) * ({{ trials }} - {{ successes }})
                / nullif({{ trials }}, 0)
                + 1.959964 * 1.959964 / 4
            )
        ) / nullif({{ trials }} + 1.959964 * 1.959964, 1.959964 * 1.959964),
        9
    )
{%- endmacro %}

{# One end of the 95 % interval of a sum with a variance, as if it were normal. #}
{% macro normal_bound(mean, variance, sign) -%}
    {{ mean }} {{ sign }} 1.959964 * sqrt({{ variance }})
{%- endmacro %}
