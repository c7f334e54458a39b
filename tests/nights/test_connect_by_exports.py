"""The recipe for another marketing tool, pasted as it stands in the documentation."""

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.resources import PROJECT

HANDOFF = Path(sys.executable).with_name("handoff")
RECIPE = (PROJECT / "docs" / "connect-by-exports.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", RECIPE, re.DOTALL)


def paste(home: Path, *blocks: str) -> subprocess.CompletedProcess[str]:
    """Paste blocks into a shell of a user whose folder is `home`.

    The launcher is left out: it would make an environment for the tests' own.
    """
    script = "firm=$HOME/firm\n" + "\n".join(blocks)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HANDOFF_")}
    return subprocess.run(
        ["bash", "-euo", "pipefail"],
        input=script.replace("./handoff", shlex.quote(str(HANDOFF))),
        cwd=PROJECT,
        env=kept | {"HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a user who followed the whole recipe."""
    home = tmp_path_factory.mktemp("user")
    night = paste(home, *BLOCKS)
    assert night.returncode == 0, night.stdout + night.stderr
    return home


def test_the_recipe_has_its_two_leads_and_one_mql(user: Path) -> None:
    """K-001 registered at 9:00 in Tokyo, K-002 at 18:30; the enquiry stands in UTC."""
    published = user / "firm" / "home" / "published"
    with duckdb.connect(str(published / "handoff.duckdb"), read_only=True) as marts:
        assert marts.execute(
            "select opened_at, channel, mql_at from facts.fct_lead_cycles order by 1"
        ).fetchall() == [
            (datetime(2026, 1, 5), "exhibition", datetime(2026, 1, 31, 15, 30)),
            (datetime(2026, 1, 12, 9, 30), "referral", None),
        ]
        unmapped = marts.execute("select * from marts.mart_unmapped_values")
        assert unmapped.fetchall() == []


def test_the_manifest_names_how_the_files_were_written(user: Path) -> None:
    manifest = user / "firm" / "home" / "published" / "manifest.json"
    leads, touches = json.loads(manifest.read_text("utf-8"))["inputs"]["file_forms"]
    assert (leads["encoding"], leads["time_zone"]) == ("cp932", None)
    assert leads["headings"]["顧客番号"] == "ma_lead_id"
    assert (touches["encoding"], touches["time_zone"]) == ("cp932", "Etc/UTC")


def test_a_heading_of_an_unknown_column_is_one_sentence(user: Path) -> None:
    """The header, nine rows, and this one is line 11."""
    wrong = "exports,ma_leads,役職名,job_title"
    row = f'echo {wrong} >>"$firm/book/mappings/headings.csv"'
    before = os.readlink(user / "firm" / "home" / "published")
    night = paste(user, row, BLOCKS[-1])
    assert night.returncode == 2, night.stdout + night.stderr
    assert night.stderr == (
        "mappings/headings.csv line 11 names the column job_title, which"
        " exports/ma_leads does not have: use one of ma_lead_id, created_at, email,"
        " company_name, corporate_number, industry, employees, department,"
        " job_function, title, job_level, lead_source, campaign_id, sfa_record_id,"
        " status, score, temperature, is_opted_out, updated_at, deleted_at.\n"
    )
    assert os.readlink(user / "firm" / "home" / "published") == before
