"""Settings are read in one place and refused in one sentence."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from demo import write_demo
from orchestration.resources import (
    Home,
    SettingsError,
    dbt_environment,
    open_home,
    read_settings,
    refuse_days_to_come,
    resolve_as_of,
)

KNOWN = "ads, cms, exports, ga4, marketo, olist, salesforce"


def given(tmp_path: Path, **more: str) -> dict[str, str]:
    """Settings of a company with the source olist; `more` wins, "" unsets."""
    (tmp_path / "raw").mkdir(exist_ok=True)
    base = {
        "HANDOFF_HOME": str(tmp_path / "home"),
        "HANDOFF_RAW": str(tmp_path / "raw"),
        "HANDOFF_SOURCES": "olist",
        "HANDOFF_SECRET": "not a real one",
    }
    return base | {f"HANDOFF_{name}": value for name, value in more.items()}


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refused:
        read_settings(environment)
    return str(refused.value)


def test_without_any_setting_it_is_the_demo_company() -> None:
    settings = read_settings({})
    assert settings.is_demo
    assert settings.demo_shape == "tools"
    assert settings.sources == ("ads", "cms", "ga4", "marketo", "salesforce")
    assert settings.raw == settings.home.demo
    assert (settings.demo_leads, settings.demo_seed) == (3000, 1)
    assert settings.as_of is None


def test_raw_files_without_sources_are_not_taken_for_the_demo(tmp_path: Path) -> None:
    assert "HANDOFF_SOURCES is not" in refusal(given(tmp_path, SOURCES=""))


@pytest.mark.parametrize("name", ["RAW", "SECRET"])
@pytest.mark.parametrize("value", ["", "   "])
def test_outside_the_demo_raw_and_secret_are_required(
    tmp_path: Path, name: str, value: str
) -> None:
    told = refusal(given(tmp_path, **{name: value}))
    assert told.startswith(f"HANDOFF_{name} is required outside the demo")


@pytest.mark.parametrize("names", ["salesfarce", "olist,salesfarce", "olist,,exports"])
def test_an_unknown_source_is_refused_with_the_known_ones(
    tmp_path: Path, names: str
) -> None:
    told = refusal(given(tmp_path, SOURCES=names))
    assert KNOWN in told


def test_sources_are_a_set_whatever_their_order_and_spaces(tmp_path: Path) -> None:
    settings = read_settings(given(tmp_path, SOURCES=" olist , exports,olist"))
    assert settings.sources == ("exports", "olist")


def test_a_comma_after_the_last_source_is_forgiven(tmp_path: Path) -> None:
    assert read_settings(given(tmp_path, SOURCES="olist,")).sources == ("olist",)
    assert KNOWN in refusal(given(tmp_path, SOURCES=","))


@pytest.mark.parametrize("character", "'[]{}?*\\")
def test_a_home_whose_path_would_be_read_as_a_pattern_is_refused(
    tmp_path: Path, character: str
) -> None:
    told = refusal(given(tmp_path, HOME=str(tmp_path / f"a{character}b" / "home")))
    assert told.startswith("HANDOFF_HOME")
    assert f"has {character} in its path" in told


def test_a_home_may_have_spaces_quotes_and_japanese_in_its_path(
    tmp_path: Path,
) -> None:
    root = tmp_path / 'my "first" 会社 (1) & more, 100% #1'
    assert read_settings(given(tmp_path, HOME=str(root))).home.root == root


def test_the_smallest_demo_that_is_allowed_can_be_made(tmp_path: Path) -> None:
    assert "at least 50" in refusal({"HANDOFF_DEMO_LEADS": "49"})
    settings = read_settings({"HANDOFF_DEMO_LEADS": "50"})
    write_demo(raw=tmp_path, leads=settings.demo_leads, seed=1)


@pytest.mark.parametrize(
    ("shape", "sources"),
    [
        ("exports", ("exports",)),
        ("tools", ("ads", "cms", "ga4", "marketo", "salesforce")),
    ],
)
def test_the_shape_of_the_demo_says_which_sources_are_connected(
    shape: str, sources: tuple[str, ...]
) -> None:
    settings = read_settings({"HANDOFF_DEMO_SHAPE": shape})
    assert (settings.demo_shape, settings.sources) == (shape, sources)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TARGET", "spark"),
        ("DEMO_LEADS", "0"),
        ("DEMO_LEADS", "many"),
        ("DEMO_LEADS", "²"),
        ("DEMO_SEED", "-1"),
        ("DEMO_SHAPE", "sheets"),
        ("AS_OF", "yesterday"),
        ("AS_OF", "2026-02-30"),
        ("AS_OF", "2026-03-31T12:00:00"),
        ("AS_OF", "0001-01-01T00:00:00+09:00"),
        ("AS_OF", "9999-12-31"),
        ("BOOK", "/nowhere/at/all"),
        ("RAW", "/nowhere/at/all"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(
    tmp_path: Path, name: str, value: str
) -> None:
    told = refusal(given(tmp_path, **{name: value}))
    assert f"HANDOFF_{name}" in told
    assert "\n" not in told
    assert told.endswith(".")


def test_a_bare_date_is_the_last_microsecond_of_the_company_day(
    tmp_path: Path,
) -> None:
    """2026-03-31 in Tokyo (UTC+9) ends at 2026-03-31 15:00 UTC."""
    as_of = read_settings(given(tmp_path, AS_OF="2026-03-31")).as_of
    assert as_of == date(2026, 3, 31)
    instant = resolve_as_of(as_of, default=datetime.now(UTC), zone="Asia/Tokyo")
    assert instant == datetime(2026, 3, 31, 14, 59, 59, 999999, tzinfo=UTC)


def test_a_bare_date_without_a_midnight_after_it_ends_where_the_next_begins() -> None:
    """São Paulo, UTC-3: 2017-10-15 began at 01:00 (UTC-2), which is 03:00 UTC."""
    instant = resolve_as_of(
        date(2017, 10, 14), default=datetime.now(UTC), zone="America/Sao_Paulo"
    )
    assert instant + timedelta(microseconds=1) == datetime(2017, 10, 15, 3, tzinfo=UTC)


def test_an_instant_is_taken_as_it_is(tmp_path: Path) -> None:
    """09:30 at +09:00 is 00:30 UTC."""
    as_of = read_settings(given(tmp_path, AS_OF="2026-03-31T09:30:00+09:00")).as_of
    instant = resolve_as_of(as_of, default=datetime.now(UTC), zone="Asia/Tokyo")
    assert instant == datetime(2026, 3, 31, 0, 30, tzinfo=UTC)


NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "as_of", [None, NOON, date(2026, 3, 31), date(2025, 1, 1)], ids=str
)
def test_an_as_of_that_has_come_is_taken(as_of: datetime | date | None) -> None:
    """In Tokyo it is 21:00 of that very day."""
    refuse_days_to_come(as_of, now=NOON, zone="Asia/Tokyo")


def test_a_day_begins_where_the_company_is() -> None:
    """04-01 begins in Tokyo as it is 15:00 of 03-31 in Greenwich."""
    midnight = datetime(2026, 3, 31, 15, tzinfo=UTC)
    refuse_days_to_come(date(2026, 4, 1), now=midnight, zone="Asia/Tokyo")
    with pytest.raises(SettingsError, match="2026-04-01"):
        refuse_days_to_come(
            date(2026, 4, 1), now=midnight - timedelta(seconds=1), zone="Asia/Tokyo"
        )


@pytest.mark.parametrize(
    "as_of", [NOON + timedelta(seconds=1), date(2026, 4, 1), date(2036, 3, 31)], ids=str
)
def test_an_as_of_to_come_is_refused(as_of: datetime | date) -> None:
    with pytest.raises(SettingsError) as refused:
        refuse_days_to_come(as_of, now=NOON, zone="Asia/Tokyo")
    sentence = str(refused.value)
    assert f"HANDOFF_AS_OF is {as_of.isoformat()}" in sentence
    assert "2026-03-31T12:00:00Z" in sentence
    assert "\n" not in sentence


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for root in (file, file / "below"):
        with pytest.raises(SettingsError, match="cannot be used"):
            open_home(Home(root))


@pytest.mark.parametrize(
    "name", ["build", "dagster", "dbt", "keys", "landing", "logs", "quarantine", "runs"]
)
def test_a_home_with_a_folder_that_cannot_be_written_is_refused(
    tmp_path: Path, name: str
) -> None:
    """A file in its place and a link to nowhere bind root, too; rights do not."""
    for make in (Path.touch, lambda path: path.symlink_to(tmp_path / "nowhere")):
        home = Home(tmp_path / make.__name__)
        home.root.mkdir()
        open_home(home)
        make(home.root / name)
        with pytest.raises(SettingsError, match=rf"/{name} in HANDOFF_HOME cannot"):
            open_home(home)


def test_a_home_is_opened_without_making_its_folders(tmp_path: Path) -> None:
    open_home(Home(tmp_path / "home"))
    assert not list((tmp_path / "home").iterdir())


def test_the_secret_is_neither_shown_nor_given_to_dbt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDOFF_SECRET", "not a real one")
    settings = read_settings(given(tmp_path))
    assert "not a real one" not in repr(settings)
    assert "not a real one" not in dbt_environment(settings).values()
