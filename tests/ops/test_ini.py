from __future__ import annotations

import stat
from configparser import ConfigParser, RawConfigParser
from pathlib import Path

import pytest

from resilient_ops.ini import SHARED_INI, render_ini, write_ini
from resilient_ops.instance import SAMPLES, Instance
from resilient_ops.portal import configure

ROOT = Path(__file__).resolve().parents[2]
VALUES = dict.fromkeys(
    [
        "shared_ini", "site_id", "site_url", "storage_path", "sqlalchemy_url", "solr_url", "redis_url",
        "secret_key", "csrf_key", "token_key", "secure_cookies", "allowed_private_hosts",
        "smtp_server", "smtp_starttls", "smtp_user", "smtp_password", "smtp_mail_from", "smtp_reply_to",
    ],
    "x",
)  # fmt: skip


def read(text: str) -> ConfigParser:
    parser = ConfigParser()
    parser.optionxform = str  # pyright: ignore[reportAttributeAccessIssue]
    parser.read_string(text)
    return parser


def test_a_percent_sign_in_an_address_survives_the_interpolation() -> None:
    text = render_ini({**VALUES, "sqlalchemy_url": "postgresql://u:p%40ss@h/d"})

    assert read(text)["app:main"]["sqlalchemy.url"] == "postgresql://u:p%40ss@h/d"


def test_a_value_that_is_missing_fails_instead_of_leaving_a_gap() -> None:
    with pytest.raises(KeyError, match="redis_url"):
        render_ini({key: value for key, value in VALUES.items() if key != "redis_url"})


def test_the_file_is_private_and_written_only_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "ckan.ini"

    assert write_ini(path, VALUES)
    assert not write_ini(path, VALUES)
    assert write_ini(path, {**VALUES, "site_url": "y"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_portal_reaches_its_own_services_with_generated_passwords(portal: Instance) -> None:
    configure(portal)

    settings = read(portal.ini.read_text())["app:main"]
    assert portal.secret("database") in settings["sqlalchemy.url"]
    assert settings["ckan.redis.url"].endswith("?socket_timeout=3600")
    assert settings["SECRET_KEY"] not in settings["WTF_CSRF_SECRET_KEY"]
    hosts = settings["ckanext.resilient.http.allowed_private_hosts"].split()
    samples = {f"127.0.0.1:{portal.ports[key]}" for key in SAMPLES}
    assert set(hosts) == samples


def test_tests_and_portal_share_one_list_of_plugins() -> None:
    parser = RawConfigParser()
    parser.read(ROOT / "test.ini")

    assert parser["app:main"]["use"] == "config:ops/portal.ini"
    assert "ckan.plugins" not in parser["app:main"]
    shared = RawConfigParser()
    shared.read(SHARED_INI)
    assert "resilient_harvest" in shared["app:main"]["ckan.plugins"].split()
