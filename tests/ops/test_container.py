from __future__ import annotations

from pathlib import Path

import pytest

from resilient_ops.container import command_of, ini_values
from resilient_ops.errors import StepError
from resilient_ops.ini import render_ini

NAMES = ("database", "redis", "session_key", "csrf_key", "api_token_key")


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """A folder as docker shows it, each secret holding its own name."""
    for name in NAMES:
        (tmp_path / name).write_text(f"the {name}\n")
    return tmp_path


def test_a_container_is_configured_from_its_secrets_and_its_address(secrets: Path) -> None:
    values = ini_values({"CKAN_SITE_URL": "https://data.example/"}, secrets)

    assert "the%%20database@db/ckan" in render_ini(values)
    assert values["site_url"] == "https://data.example"
    assert values["secure_cookies"] == "true"
    assert values["allowed_private_hosts"] == ""


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_default_for_a_secret(secrets: Path, name: str) -> None:
    (secrets / name).write_text("")

    with pytest.raises(StepError, match=f"the secret .*/{name} is missing or empty"):
        ini_values({"CKAN_SITE_URL": "https://data.example"}, secrets)


def test_there_is_no_default_for_the_address(secrets: Path) -> None:
    with pytest.raises(StepError, match="CKAN_SITE_URL is not an address"):
        ini_values({}, secrets)


def test_arguments_reach_the_ckan_command() -> None:
    assert command_of("ckan", ["user", "list"])[-2:] == ["user", "list"]


def test_an_unknown_role_is_refused_with_the_known_ones() -> None:
    with pytest.raises(StepError, match="`wep` is not a role: name one of setup, healthy, web"):
        command_of("wep", [])
