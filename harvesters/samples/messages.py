"""What goes in and out of a sample server: plain values, so that each protocol form is a function."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `base` is the address by which the client reached the server, without a closing slash."""

    method: str
    path: str
    query: Mapping[str, str]
    body: bytes
    base: str


@dataclass(frozen=True, slots=True)
class Response:
    """One answer."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


def json_response(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer in JSON, non-ASCII letters escaped, as CKAN sends them."""
    return Response(
        status, "application/json;charset=utf-8", json.dumps(value).encode("ascii"), headers or {}
    )
