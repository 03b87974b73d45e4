"""Calling a CKAN action API that may want GET or POST, answer 200 to failures, or wrap its answers oddly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient, Response, StatusError
from ckanext.resilient.harvesters.protocols.values import Json, scalar
from ckanext.resilient.svrc.issues import Issue

# Portals and their firewalls refuse GET in these ways where POST works, and the other way round.
_TRY_OTHER_METHOD = frozenset({400, 403, 404, 405, 409})
_TRY_OTHER_ANSWER = frozenset({"looks-like-html", "not-json"})
_TOO_MUCH_WORK = frozenset({413, 502, 504})
"""What portals, or the proxies before them, answer to a page that is too large for them."""


class ActionApi:
    """The actions of one portal.

    Args:
        url: address that action names are appended to.
        http: the client.
        method: `get`, `post`, or `auto`: GET, and POST where that is refused.
    """

    def __init__(self, url: str, http: HttpClient, method: str) -> None:
        self.url = url.rstrip("/")
        self._http = http
        self._method = method
        self._fits: int | None = None
        self._told: list[Issue] = []

    def told(self) -> tuple[Issue, ...]:
        """What was odd about the answers since this was asked last, without costing them."""
        told = tuple(self._told)
        self._told.clear()
        return told

    def call(self, action: str, params: Mapping[str, Any]) -> Any:
        """The result of an action.

        Raises:
            FetchError: it could not be read, or the portal refused it.
        """
        if self._method != "auto":
            return self._call(self._method, action, params)
        try:
            result = self._call("get", action, params)
        except FetchError as error:
            if not _is_worth_a_post(error):
                raise
            result = self._post_or_raise(action, params, error)
            self._method = "post"  # what worked once is used from now on
            return result
        self._method = "get"
        return result

    def page(self, action: str, params: Mapping[str, Any], size: str) -> Any:
        """The result of an action that gives a page; where pages are too large, smaller ones from then on.

        Args:
            action: the name of the action.
            params: its parameters.
            size: the parameter that says how many records to give.

        Raises:
            FetchError: it could not be read, even one record at a time.
        """
        while True:
            rows = self.fitting(int(params[size]))
            try:
                return self.call(action, {**params, size: rows})
            except FetchError as error:
                if rows <= 1:
                    raise
                if error.issue.code == "too-large":
                    self._fits = rows // 2
                elif isinstance(error, StatusError) and error.status in _TOO_MUCH_WORK:
                    self._fits = max(1, rows // 10)
                else:
                    raise

    def fitting(self, rows: int) -> int:
        """How many records a page holds when so many are asked for, as far as is known by now."""
        return rows if self._fits is None else min(rows, self._fits)

    def _post_or_raise(self, action: str, params: Mapping[str, Any], first: FetchError) -> Any:
        try:
            return self._call("post", action, params)
        except FetchError:
            raise first from None

    def _call(self, method: str, action: str, params: Mapping[str, Any]) -> Any:
        address = f"{self.url}/{action}"
        try:
            if method == "post":
                answer = self._http.post_json(address, dict(params))
            else:
                answer = self._http.get(address, params=params, accept="application/json")
        except StatusError as error:
            raise _with_reason(error) from error
        result = unwrapped(answer.json(), answer.url)
        self._told += (*answer.issues, *answer.text_issues)
        return result


def document(answer: Response) -> Any:
    """The result in an answer that was not asked for by action name, such as a file."""
    return unwrapped(answer.json(), answer.url)


def unwrapped(body: Any, url: str) -> Any:
    """The `result` of an answer, or the answer itself when it has no envelope.

    Raises:
        FetchError: the portal says that it did not succeed, also with status 200.
    """
    if isinstance(body, str):
        body = _unquoted(body, url)
    if not isinstance(body, dict):
        return body
    envelope = cast("Json", body)
    if "success" not in envelope:
        return envelope
    if envelope["success"] is not True or "result" not in envelope:
        raise FetchError(_refusal(url, _reason(envelope)))
    return envelope["result"]


def _unquoted(text: str, url: str) -> Any:
    """The JSON inside a JSON text; a mere sentence in quotes is a refusal."""
    try:
        return json.loads(text)
    except ValueError:
        raise FetchError(_refusal(url, text)) from None


def _is_worth_a_post(error: FetchError) -> bool:
    if isinstance(error, StatusError):
        return error.status in _TRY_OTHER_METHOD
    return error.issue.code in _TRY_OTHER_ANSWER


def _with_reason(error: StatusError) -> StatusError:
    """The same error with what the portal itself says, where it says something readable."""
    try:
        body = error.response.json()
    except FetchError:
        return error
    reason = _reason(cast("Json", body)) if isinstance(body, dict) else scalar(body)
    if not reason:
        return error
    reason = f"{error.status}, {reason}"
    return StatusError(error.response, _refusal(error.response.url, reason))


def _reason(envelope: Json) -> str:
    error = envelope.get("error")
    if isinstance(error, dict):
        parts = cast("Json", error)
        return scalar(parts.get("message")) or json.dumps(parts, ensure_ascii=False)
    return scalar(error)


def _refusal(url: str, reason: str) -> Issue:
    return Issue("ckan-refused", params={"url": shown(url), "reason": " ".join(reason.split())[:200]})
