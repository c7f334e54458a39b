"""A home belongs to one company and set of sources."""

from dataclasses import replace

import pytest

from orchestration.home_identity import claim_home, identity_of
from orchestration.resources import DEMO_SOURCES, Settings, SettingsError


def test_the_same_settings_find_their_home_again(settings: Settings) -> None:
    claim_home(settings.home, identity_of(settings, "demo_company"))
    claim_home(settings.home, identity_of(settings, "demo_company"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"sources": ("olist",)},
            "the sources ads, cms, ga4, marketo, salesforce, but .* names olist",
        ),
        ({"secret": b"another"}, "another HANDOFF_SECRET"),
        ({"demo_seed": 2}, "seed 1"),
        ({"demo_leads": 100}, "3000 leads"),
        ({"demo_shape": "other"}, "shape .* but this run asks for .* shape other"),
        ({"is_demo": False}, "the demo company"),
    ],
)
def test_a_home_of_other_settings_is_refused(
    settings: Settings, change: dict[str, object], told: str
) -> None:
    claim_home(settings.home, identity_of(settings, "demo_company"))
    other = replace(settings, **change)  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match=told):
        claim_home(settings.home, identity_of(other, "demo_company"))


def test_a_home_of_the_other_shape_is_refused_by_the_name_of_the_shape(
    settings: Settings,
) -> None:
    """The sources differ too, but nobody set them: the shape did."""
    shapes = {
        shape: replace(settings, demo_shape=shape, sources=sources)
        for shape, sources in DEMO_SOURCES.items()
    }
    claim_home(settings.home, identity_of(shapes["exports"], "demo_company"))
    with pytest.raises(SettingsError, match=r"shape exports\).*asks for.*shape tools"):
        claim_home(settings.home, identity_of(shapes["tools"], "demo_company"))


def test_a_company_of_its_own_is_told_from_the_demo(settings: Settings) -> None:
    own = replace(settings, is_demo=False)
    claim_home(settings.home, identity_of(own, "demo_company"))
    with pytest.raises(SettingsError, match=r"a company of its own, .* the demo"):
        claim_home(settings.home, identity_of(settings, "demo_company"))


def test_a_home_of_another_company_is_refused(settings: Settings) -> None:
    claim_home(settings.home, identity_of(settings, "demo_company"))
    with pytest.raises(SettingsError, match="company demo_company"):
        claim_home(settings.home, identity_of(settings, "other_company"))


@pytest.mark.parametrize("content", ["", "{", "[]", '{"company_id": "x"}'])
def test_a_home_whose_identity_cannot_be_read_is_refused(
    settings: Settings, content: str
) -> None:
    settings.home.identity.write_text(content)
    with pytest.raises(SettingsError, match="unknown whose home"):
        claim_home(settings.home, identity_of(settings, "demo_company"))


def test_landed_data_without_an_identity_is_refused(settings: Settings) -> None:
    settings.home.landing.mkdir()
    with pytest.raises(SettingsError, match=r"no home\.json"):
        claim_home(settings.home, identity_of(settings, "demo_company"))


def test_the_identity_does_not_hold_the_secret(settings: Settings) -> None:
    claim_home(settings.home, identity_of(settings, "demo_company"))
    assert settings.secret.decode() not in settings.home.identity.read_text()
