"""One home, one company and set of sources: the identity written when it was made."""

import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass

from orchestration.resources import Home, Settings, SettingsError


@dataclass(frozen=True)
class HomeIdentity:
    """Whose home it is. `demo` is empty outside the demo company."""

    company_id: str
    sources: tuple[str, ...]
    secret_fingerprint: str
    demo: str


# Why a difference matters, in the words of the person who made it. The demo comes
# first: its shape is what chose the sources.
_MEANINGS = {
    "company_id": "company {kept}, but the book in HANDOFF_BOOK is of {given}",
    "demo": "{kept}, but this run asks for {given}",
    "sources": "the sources {kept}, but HANDOFF_SOURCES names {given}",
    "secret_fingerprint": "keys made with another HANDOFF_SECRET",
}


def identity_of(settings: Settings, company_id: str) -> HomeIdentity:
    """Return the identity that a run with these settings gives its home."""
    demo = (
        f"{settings.demo_leads} leads, seed {settings.demo_seed},"
        f" shape {settings.demo_shape}"
        if settings.is_demo
        else ""
    )
    return HomeIdentity(
        company_id=company_id,
        sources=settings.sources,
        secret_fingerprint=secret_fingerprint(settings.secret),
        demo=demo,
    )


def secret_fingerprint(secret: bytes) -> str:
    """Tell secrets apart without revealing them: HMAC-SHA256 of a constant, cut."""
    return hmac.new(secret, b"handoff secret fingerprint", hashlib.sha256).hexdigest()[
        :16
    ]


def claim_home(home: Home, identity: HomeIdentity) -> None:
    """Write the identity into a new home, or check that the home has the same one.

    To be called under the run lock. Raises SettingsError naming the first difference.
    """
    if not home.identity.exists():
        if _holds_state(home):
            raise SettingsError(
                f"HANDOFF_HOME {home.root} holds landed data but no home.json to say"
                " whose: restore that file, or use another folder."
            )
        waiting = home.identity.with_suffix(".json.new")
        waiting.write_text(json.dumps(asdict(identity), indent=2) + "\n")
        os.replace(waiting, home.identity)
        return
    kept = _read(home)
    for name, meaning in _MEANINGS.items():
        before, now = getattr(kept, name), getattr(identity, name)
        if before != now:
            differs = meaning.format(kept=_words(name, before), given=_words(name, now))
            raise SettingsError(
                f"HANDOFF_HOME {home.root} belongs to {differs}: use another folder"
                " (HANDOFF_HOME) or the settings it was made with."
            )


def _holds_state(home: Home) -> bool:
    return home.landing.exists() or home.published.is_symlink()


def _read(home: Home) -> HomeIdentity:
    try:
        kept = json.loads(home.identity.read_text())
        return HomeIdentity(**{**kept, "sources": tuple(kept["sources"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SettingsError(
            f"{home.identity} cannot be read, so it is unknown whose home it is:"
            " restore that file, or use another folder (HANDOFF_HOME)."
        ) from error


def _words(name: str, value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if name == "demo":
        return f"the demo company ({value})" if value else "a company of its own"
    return value
