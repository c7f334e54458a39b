"""Where a run reads and writes: settings from the environment, paths of the home.

The only module of the project that reads the environment. It imports no Dagster, so
that a wrong setting is answered at once.
"""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PROJECT = Path(__file__).resolve().parents[1]

# What the demo company connects, by its shape; the first shape is the default.
DEMO_SOURCES = {
    "tools": ("ads", "cms", "ga4", "marketo", "salesforce"),
    "exports": ("exports",),
}
# Public on purpose: the demo company has nobody to protect, and with it the same seed
# gives the same keys on every machine.
DEMO_SECRET = "the demo company has no secrets"
TARGETS = ("duckdb",)

TELEMETRY_OFF = {
    "DO_NOT_TRACK": "1",
    "DG_CLI_TELEMETRY": "0",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
}


class SettingsError(Exception):
    """A setting is missing or wrong; the text is the one sentence to show."""


@dataclass(frozen=True)
class Home:
    """The state folder of one company and set of sources (`HANDOFF_HOME`)."""

    root: Path

    @property
    def identity(self) -> Path:
        return self.root / "home.json"

    @property
    def lock(self) -> Path:
        return self.root / "run.lock"

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def demo(self) -> Path:
        return self.root / "demo"

    @property
    def build(self) -> Path:
        return self.root / "build"

    @property
    def build_database(self) -> Path:
        return self.build / "handoff.duckdb"

    @property
    def build_record(self) -> Path:
        return self.build / "record.json"

    @property
    def book_tables(self) -> Path:
        return self.build / "book"

    @property
    def book_parts(self) -> Path:
        return self.build / "book_parts.parquet"

    @property
    def ledger_tables(self) -> Path:
        return self.build / "ledger"

    @property
    def run_settings(self) -> Path:
        return self.build / "run_settings.parquet"

    @property
    def runs(self) -> Path:
        return self.root / "runs"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def dbt(self) -> Path:
        return self.root / "dbt"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def logs(self) -> Path:
        return self.root / "logs"


@dataclass(frozen=True)
class Settings:
    """One run's settings, validated as far as the environment alone allows.

    `as_of` is an instant (UTC), a bare date (the company's zone decides its last
    microsecond, see `resolve_as_of`) or None: now, in the demo its own last instant.
    """

    home: Home
    raw: Path
    sources: tuple[str, ...]
    is_demo: bool
    book: Path
    contracts: Path
    secret: bytes = field(repr=False)
    as_of: datetime | date | None
    demo_leads: int
    demo_seed: int
    demo_shape: str
    target: str


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check the `HANDOFF_*` variables; blank counts as unset.

    Relative paths are relative to the folder the command was started in; the defaults
    (`warehouse`, `seeds`) lie in the project folder. Raises SettingsError.
    """
    given = {
        name: value.strip()
        for name, value in (os.environ if environment is None else environment).items()
        if name.startswith("HANDOFF_") and value.strip()
    }
    contracts = PROJECT / "contracts"
    home = Home(_path(given, "HANDOFF_HOME", PROJECT / "warehouse"))
    _refuse_patterns(home)
    is_demo = "HANDOFF_SOURCES" not in given
    if is_demo and "HANDOFF_RAW" in given:
        raise SettingsError(
            "HANDOFF_RAW is set but HANDOFF_SOURCES is not: name the connected sources"
            f" ({', '.join(_known_sources(contracts))}), or unset HANDOFF_RAW to run"
            " the demo company."
        )
    if not is_demo:
        for name, what in (
            ("HANDOFF_RAW", "the folder of raw files, one folder a source"),
            ("HANDOFF_SECRET", "the key of the pseudonyms"),
        ):
            if name not in given:
                raise SettingsError(
                    f"{name} is required outside the demo: set it to {what}."
                )
    target = given.get("HANDOFF_TARGET", TARGETS[0])
    if target not in TARGETS:
        raise SettingsError(
            f"HANDOFF_TARGET is {target!r}, but the known targets are:"
            f" {', '.join(TARGETS)}."
        )
    shape = given.get("HANDOFF_DEMO_SHAPE", next(iter(DEMO_SOURCES)))
    if shape not in DEMO_SOURCES:
        raise SettingsError(
            f"HANDOFF_DEMO_SHAPE is {shape!r}, but the demo knows only:"
            f" {', '.join(DEMO_SOURCES)}."
        )
    book = _path(given, "HANDOFF_BOOK", PROJECT / "seeds")
    if not book.is_dir():
        raise SettingsError(
            f"HANDOFF_BOOK names {book}, which is not a folder: point it at the folder"
            " that holds definitions/, mappings/ and targets/."
        )
    raw = home.demo if is_demo else _path(given, "HANDOFF_RAW", home.demo)
    if not is_demo and not raw.is_dir():
        raise SettingsError(
            f"HANDOFF_RAW names {raw}, which is not a folder: point it at the folder"
            " of raw files, one folder a source."
        )
    return Settings(
        home=home,
        raw=raw,
        sources=DEMO_SOURCES[shape] if is_demo else _sources(given, contracts),
        is_demo=is_demo,
        book=book,
        contracts=contracts,
        secret=given.get("HANDOFF_SECRET", DEMO_SECRET).encode(),
        as_of=_as_of(given.get("HANDOFF_AS_OF")),
        demo_leads=_count(
            given, "HANDOFF_DEMO_LEADS", default=3000, least=_least_demo_leads()
        ),
        demo_seed=_count(given, "HANDOFF_DEMO_SEED", default=1, least=0),
        demo_shape=shape,
        target=target,
    )


def reader_language(environment: Mapping[str, str] | None = None) -> str:
    """`ja` where the terminal's locale is Japanese, else `en`."""
    given = os.environ if environment is None else environment
    locale = next(
        (given[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if given.get(name)),
        "",
    )
    return "ja" if locale.startswith("ja") else "en"


def resolve_as_of(
    as_of: datetime | date | None, *, default: datetime, zone: str
) -> datetime:
    """Turn the as-of setting into an instant (UTC, microseconds).

    A bare date is the last microsecond of that day in the company's `zone` (IANA name).
    Raises SettingsError where the zone is unknown to this machine.
    """
    if as_of is None:
        return default.astimezone(UTC)
    if isinstance(as_of, datetime):
        return as_of.astimezone(UTC)
    return _midnight(as_of + timedelta(days=1), zone) - timedelta(microseconds=1)


def refuse_days_to_come(
    as_of: datetime | date | None, *, now: datetime, zone: str
) -> None:
    """Raise SettingsError where the as-of setting is an instant or a day to come.

    A bare date may be today's in the company's `zone`: what ends with that day is not
    closed by its last microsecond, so nothing is reported too early.
    """
    if as_of is None:
        return
    begins = as_of if isinstance(as_of, datetime) else _midnight(as_of, zone)
    if begins > now:
        raise SettingsError(
            f"HANDOFF_AS_OF is {as_of.isoformat()}, which is later than now"
            f" ({now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}): such a run would report"
            " periods that are not over, and no night before that time could report"
            " any; give a time that has come, or unset it for now."
        )


def _midnight(day: date, zone: str) -> datetime:
    try:
        company_zone = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            f"The book's time zone {zone!r} is not a known IANA zone: correct"
            " targets/company.csv."
        ) from error
    return datetime.combine(day, time.min, tzinfo=company_zone).astimezone(UTC)


def open_home(home: Home) -> None:
    """Make the home folder if needed and prove that it can be read and written.

    So must be the folders that earlier runs made in it. Raises SettingsError in one
    sentence otherwise.
    """
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        _prove_usable(home.root)
    except OSError as error:
        raise SettingsError(
            f"HANDOFF_HOME {home.root} cannot be used ({reason_of(error)}): point it at"
            " a folder that this user can read and write."
        ) from error
    for name in _FOLDERS_OF_A_HOME:
        folder = home.root / name
        if not os.path.lexists(folder):
            continue
        try:
            _prove_usable(folder)
        except OSError as error:
            raise SettingsError(
                f"{folder} in HANDOFF_HOME cannot be used ({reason_of(error)}): make it"
                " a folder that this user can read and write, or use another home."
            ) from error


def reason_of(error: OSError) -> str:
    """What the operating system said, to be put into a sentence."""
    return (error.strerror or "unknown error").lower()


def dbt_environment(settings: Settings) -> dict[str, str]:
    """The environment of the dbt process.

    Without the secret: nothing dbt does needs it, and what dbt compiles it writes into
    its target folder.
    """
    kept = {name: value for name, value in os.environ.items() if name != _SECRET}
    return kept | {
        **TELEMETRY_OFF,
        "HANDOFF_HOME": str(settings.home.root),
        "HANDOFF_TARGET": settings.target,
    }


def dagster_environment(settings: Settings) -> dict[str, str]:
    """The environment of Dagster's own processes (the UI, its scheduler, its runs)."""
    return dict(os.environ) | {
        **TELEMETRY_OFF,
        "DAGSTER_HOME": str(settings.home.dagster),
        "HANDOFF_HOME": str(settings.home.root),
    }


def tool_environment() -> dict[str, str]:
    """The environment of tests and linters: no company's settings reach them."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HANDOFF_")}
    return kept | TELEMETRY_OFF


def use_environment(settings: Settings) -> None:
    """Give this process's libraries the same environment, before they are imported."""
    os.environ.update(dagster_environment(settings))


_SECRET = "HANDOFF_SECRET"
_FOLDERS_OF_A_HOME = (
    "build",
    "dagster",
    "dbt",
    "demo",
    "keys",
    "landing",
    "logs",
    "quarantine",
    "runs",
)
# DuckDB reads some as the pattern of a file name, dbt the others as Jinja or as the
# end of a text, and DuckDB takes a backslash for a slash.
_PATTERN_CHARACTERS = "'[]{}?*\\"


def _prove_usable(folder: Path) -> None:
    os.listdir(folder)
    with tempfile.TemporaryFile(dir=folder):
        pass


def _refuse_patterns(home: Home) -> None:
    found = [one for one in _PATTERN_CHARACTERS if one in str(home.root)]
    if found:
        raise SettingsError(
            f"HANDOFF_HOME {home.root} has {' and '.join(found)} in its path, which"
            " DuckDB or dbt would read as part of a pattern: use a folder whose path"
            f" has none of {' '.join(_PATTERN_CHARACTERS)}."
        )


def _path(given: Mapping[str, str], name: str, default: Path) -> Path:
    return Path(given[name]).expanduser().resolve() if name in given else default


def _known_sources(contracts: Path) -> list[str]:
    from landing import known_sources

    return sorted(known_sources(contracts))


def _least_demo_leads() -> int:
    from demo.company import SMALLEST

    return SMALLEST


def _sources(given: Mapping[str, str], contracts: Path) -> tuple[str, ...]:
    known = _known_sources(contracts)
    listed = given["HANDOFF_SOURCES"].removesuffix(",")
    named = [name.strip() for name in listed.split(",")]
    unknown = [name for name in named if name not in known]
    if unknown:
        raise SettingsError(
            f"HANDOFF_SOURCES names {', '.join(map(repr, unknown))}, but the known"
            f" sources are: {', '.join(known)}."
        )
    return tuple(sorted(set(named)))


def _count(given: Mapping[str, str], name: str, *, default: int, least: int) -> int:
    text = given.get(name, str(default))
    # str.isdigit accepts characters that int() refuses, such as superscripts.
    if not (text.isascii() and text.isdigit()) or int(text) < least:
        raise SettingsError(
            f"{name} is {text!r}, but must be a whole number of at least {least}."
        )
    return int(text)


def _as_of(text: str | None) -> datetime | date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _instant(text)
    # Its last microsecond must exist too, in every zone.
    if not date(1900, 1, 1) <= day < date(9999, 1, 1):
        raise _refused_as_of(text)
    return day


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise _refused_as_of(text) from None
    if instant.tzinfo is None:
        raise SettingsError(
            f"HANDOFF_AS_OF is {text!r}, an instant without a zone: add Z or an offset"
            " such as +09:00, or give a bare date."
        )
    if not 1900 <= instant.year < 9999:
        raise _refused_as_of(text)
    return instant.astimezone(UTC)


def _refused_as_of(text: str) -> SettingsError:
    return SettingsError(
        f"HANDOFF_AS_OF is {text!r}, but must be an ISO date such as 2026-03-31 or an"
        " ISO instant such as 2026-03-31T15:00:00Z."
    )
