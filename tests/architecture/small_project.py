"""A project of a few files that keeps every house rule, for breaches to be planted."""

import shutil
from pathlib import Path

from tests.architecture.project_tree import PROJECT

FILES = {
    "dbt_project.yml": "vars:\n  ports:\n    leads: [acme, exports]\n",
    "models/staging/_landing__sources.yml": "sources: []\n",
    "models/staging/exports/base_exports__ma_leads.sql": (
        "-- One row per landed version of an MA record.\n"
        "select * from {{ source('exports', 'ma_leads') }}\n"
    ),
    "models/staging/exports/stg_exports__leads.sql": (
        "-- One row per record of the MA.\n"
        "select lead_id from {{ ref('base_exports__ma_leads') }}\n"
        "where status = 'closed_won' and score > 80\n"
    ),
    "models/staging/acme/stg_acme__leads.sql": (
        "-- One row per record of the MA.\n"
        "select lead_id from ({{ live_rows('acme', 'people') }})\n"
    ),
    "models/intermediate/ports/int_port_leads.sql": (
        "-- One row per source and record of the MA, exports too.\n"
        "{{ union_port('leads', ['lead_id']) }}\n"
    ),
    "models/intermediate/int_leads.sql": (
        "-- One row per lead.\n"
        "select lead_id, round(score, 9) as score,\n"
        "    cast(null as decimal(18, 4)) as amount,\n"
        "    coalesce(left_at, timestamp '9999-12-31 00:00:00') as left_at,\n"
        "    row_number() over (\n"
        "        partition by lead_id\n"
        "        order by coalesce(score, 0) desc nulls last, lead_id asc nulls last\n"
        "    ) as lead_rank\n"
        "from {{ ref('int_port_leads') }}\n"
        "where stage = 'mql' and days / nullif(days, 0) = 1  -- never concat(a, 80)\n"
    ),
    "models/facts/fct_cycles.sql": (
        "-- One row per lead cycle.\n"
        "select lead_id, cast(date_trunc('month', opened_on) as date) as month_on\n"
        "from {{ ref('int_leads') }}\n"
    ),
    "models/dimensions/dim_lead_sources.sql": (
        "-- One row per source record.\nselect lead_id from {{ ref('int_leads') }}\n"
    ),
    "models/marts/mart_funnel.sql": (
        "-- One row per month.\n"
        "select month_on, count(*) as leads,\n"
        "    percentile_cont(0.5) within group (order by days) as median_days\n"
        "from {{ ref('fct_cycles') }}\n"
        "group by month_on\n"
    ),
    "macros/union_port.sql": (
        "{% macro union_port(port, columns) %}{{ var('ports')[port] }}\n"
        "{{ ref('stg_' ~ source_name ~ '__' ~ port) }}{% endmacro %}\n"
    ),
    "macros/engine/time.sql": (
        "{% macro days(a, b) %}date_diff('day', {{ a }}, {{ b }}){% endmacro %}\n"
    ),
    "contracts/marts/facts.fct_cycles.odcs.yaml": (
        "schema:\n"
        "  - name: fct_cycles\n"
        "    authoritativeDefinitions:\n"
        "      - {type: definition, url: 'seeds/definitions/stage_definitions.csv'}\n"
        "    properties:\n"
        "      - {name: lead_id, physicalType: VARCHAR}\n"
        "      - {name: month_on, physicalType: DATE}\n"
    ),
    "contracts/marts/marts.mart_funnel.odcs.yaml": (
        "schema:\n"
        "  - name: mart_funnel\n"
        "    authoritativeDefinitions:\n"
        "      - type: definition\n"
        "        url: seeds/definitions/kpi_definitions.csv#win_rate\n"
        "    properties:\n"
        "      - {name: month_on, physicalType: DATE}\n"
        "      - {name: leads, physicalType: BIGINT}\n"
    ),
    "landing/reading.py": "import csv\nfrom pathlib import Path\n",
    "orchestration/resources.py": "import os\n\n\ndef home():\n    return os.environ\n",
    "orchestration/definitions.py": "import dagster as dg\n",
    "tests/book/conftest.py": "",
    "tests/book/test_cells.py": "",
    "tests/landing/conftest.py": "",
    "tests/architecture/constants_of_arithmetic.csv": (
        "model,number,reason\nmart_funnel,0.5,the median that its name says\n"
    ),
    "requirements.lock": (
        "# by uv\nduckdb==1.5.6 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n"
        "pandas[all]==3.1.1 ; python_version > '3.10' \\\n    --hash=sha256:02\n"
        "    # via handoff\n"
    ),
}
COLUMNS = {
    "fct_cycles": {"lead_id": "varchar", "month_on": "date"},
    "mart_funnel": {"month_on": "date", "leads": "bigint"},
}


def make_small_project(root: Path) -> Path:
    """Write the project with the default book under `root`."""
    for name, text in FILES.items():
        plant(root, name, text)
        if name.startswith("models/") and name.endswith(".sql"):
            model = Path(name).stem
            columns = "".join(
                f"      - {{name: {column}, data_type: {data_type}}}\n"
                for column, data_type in COLUMNS.get(model, {"lead_id": "text"}).items()
            )
            plant(
                root,
                str(Path(name).with_suffix(".yml")),
                f"models:\n  - name: {model}\n    description: One row per thing.\n"
                f"    columns:\n{columns}",
            )
    shutil.copytree(PROJECT / "seeds", root / "seeds")
    return root


def plant(root: Path, name: str, text: str) -> None:
    """Write one file."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
