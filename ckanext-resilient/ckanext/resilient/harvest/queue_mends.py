"""What ckanext-harvest 1.6.3 needs to keep its consumers running on CKAN 2.12."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

IDLE_SECONDS = "3600"


def keep_consumers_alive(config: dict[str, Any]) -> None:
    """Give `ckan.redis.url` a long socket timeout, unless it names one.

    The consumers wait for messages in a blocking call. redis-py 8 ends it after 5 idle seconds,
    and the consumer with it (ckanext-harvest issue 581).
    """
    parts = urlsplit(config.get("ckan.redis.url") or "redis://localhost:6379/0")
    query = dict(parse_qsl(parts.query))
    query.setdefault("socket_timeout", IDLE_SECONDS)
    config["ckan.redis.url"] = urlunsplit(parts._replace(query=urlencode(query)))
