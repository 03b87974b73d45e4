"""A password cannot be guessed by trying: neither one account's, nor those of many from one address."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import ckan.lib.redis
import pytest
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories

PASSWORD, WRONG = "a-long-passphrase-1", "a-wrong-passphrase"
ADDRESSES = (f"203.0.113.{number}" for number in count(1))

Login = Callable[..., Any]


@pytest.fixture
def login(app: Any, clean: None, ckan_config: dict[str, Any]) -> Login:
    """Send the log-in form; what is counted of earlier tests is forgotten."""
    redis = connect_to_redis()
    for key in redis.scan_iter("ckan:*:resilient:login:*"):
        redis.delete(key)
    ckan_config["ckanext.resilient.login.tries_per_account"] = 3
    ckan_config["ckanext.resilient.login.tries_per_address"] = 5

    def send(name: str, password: str = WRONG, address: str = "", path: str = "/user/login") -> Any:
        headers = {"X-Forwarded-For": address or next(ADDRESSES)}
        # A browser of its own each time: who has logged in is not asked for a password.
        return app.flask_app.test_client().post(
            path, data={"login": name, "password": password}, headers=headers
        )

    return send


def words(page: Any) -> str:
    return page.text.partition("<main")[2].partition("</main>")[0]


def test_after_some_failed_tries_even_the_right_password_is_refused_with_a_time(login: Login) -> None:
    user = factories.User(password=PASSWORD)
    assert [login(user["name"]).status_code for _ in range(3)] == [200] * 3
    answer = login(user["name"], PASSWORD)
    assert answer.status_code == 429
    assert "There were too many failed attempts to log in. Please try again in 15 minutes." in answer.text
    assert 0 < int(answer.headers["Retry-After"]) <= 900


def test_a_refusal_does_not_tell_which_accounts_exist(login: Login) -> None:
    user = factories.User(password=PASSWORD)
    answers = {name: [login(name) for _ in range(4)] for name in (user["name"], "nobody-of-that-name")}
    known, unknown = answers.values()
    assert [answer.status_code for answer in known] == [answer.status_code for answer in unknown]
    assert words(known[3]) == words(unknown[3])
    assert "too many failed attempts" in words(known[3])


def test_name_and_mail_address_are_one_account(login: Login) -> None:
    user = factories.User(password=PASSWORD)
    for name in (user["name"], user["email"], user["name"]):
        login(name)
    assert login(user["email"], PASSWORD).status_code == 429


def test_one_address_cannot_try_many_accounts(login: Login) -> None:
    user = factories.User(password=PASSWORD)
    tries = [login(f"somebody-{number}", address="198.51.100.7").status_code for number in range(6)]
    assert tries == [200] * 5 + [429]
    assert login(user["name"], PASSWORD, "198.51.100.7").status_code == 429
    assert login(user["name"], PASSWORD, "198.51.100.8").status_code == 302


def test_a_success_starts_the_accounts_count_anew(login: Login) -> None:
    user = factories.User(password=PASSWORD)
    for _ in range(2):
        login(user["name"])
        login(user["name"])
        assert login(user["name"], PASSWORD).status_code == 302


def test_an_own_account_does_not_free_an_address(login: Login) -> None:
    own = factories.User(password=PASSWORD)
    statuses = []
    for number in range(6):
        statuses.append(login(f"somebody-{number}", address="198.51.100.9").status_code)
        login(own["name"], PASSWORD, "198.51.100.9")
    assert statuses == [200] * 5 + [429]


def test_a_visitor_cannot_choose_the_address_that_a_proxy_tells(login: Login) -> None:
    chains = [f"192.0.2.{number}, 198.51.100.10" for number in range(6)]
    assert [login(f"somebody-{n}", address=chain).status_code for n, chain in enumerate(chains)][-1] == 429


def test_without_a_proxy_the_header_is_not_believed(login: Login, ckan_config: dict[str, Any]) -> None:
    ckan_config["ckanext.resilient.login.proxies"] = 0
    assert [login(f"somebody-{number}").status_code for number in range(6)][-1] == 429


def test_one_network_of_ipv6_is_one_address(login: Login) -> None:
    tries = [login(f"somebody-{n}", address=f"2001:db8::{n}").status_code for n in range(6)]
    assert tries[-1] == 429
    assert login("somebody-7", address="2001:db8:1::1").status_code == 200


def test_a_token_works_while_its_account_is_closed(login: Login, app: Any) -> None:
    user = factories.UserWithToken(password=PASSWORD)
    assert [login(user["name"]).status_code for _ in range(4)][-1] == 429
    headers = {"Authorization": user["token"]}
    assert app.get("/api/3/action/organization_list_for_user", headers=headers).status_code == 200


def test_the_refusal_is_in_the_readers_language(login: Login) -> None:
    [login("somebody") for _ in range(3)]
    assert "in 15 minutes" not in (text := login("somebody", path="/hr/user/login").text)
    assert "15 minuta" in text


def test_without_redis_nobody_is_kept_out(
    login: Login, ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = factories.User(password=PASSWORD)
    monkeypatch.setattr(ckan.lib.redis, "_connection_pool", None)
    ckan_config["ckan.redis.url"] = "redis://127.0.0.1:1/0"
    assert [login(user["name"]).status_code for _ in range(5)] == [200] * 5
    assert login(user["name"], PASSWORD).status_code == 302
