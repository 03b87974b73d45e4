"""Counting in Redis what one account or one address does in a while; no names and addresses of people are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from ipaddress import ip_address, ip_network

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis
from flask import request

from ckanext.resilient import config


def key(purpose: str, kind: str, who: str) -> str:
    """Where something is counted: Redis gets a digest of who it is, not the name."""
    digest = hashlib.sha256(f"{kind} {who}".encode()).hexdigest()
    return f"ckan:{tk.config['ckan.site_id']}:resilient:{purpose}:{digest}"


def counted(limits: Mapping[str, int], seconds: int) -> int:
    """Count one for each key; gives the seconds to wait, 0 when none is over its limit.

    Raises:
        RedisError: Redis does not answer.
    """
    pipeline = connect_to_redis().pipeline()
    for name in limits:
        pipeline.set(name, 0, ex=seconds, nx=True)
        pipeline.incr(name)
        pipeline.ttl(name)
    answers: list[int] = pipeline.execute()
    tries = zip(answers[1::3], answers[2::3], limits.values(), strict=True)
    return max(max(left, 1) if count > limit else 0 for count, left, limit in tries)


def client_address() -> str:
    """The address that asks, as the proxies of the site tell it; of IPv6 the network, which one customer has.

    Where the plugin `resilient` and its option are not there, no proxy is believed.
    """
    proxies = config.proxies() if p.plugin_loaded("resilient") else 0
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    believed = chain[-proxies:] if proxies else []
    text = believed[0] if believed else request.remote_addr or ""
    try:
        known = ip_address(text)
    except ValueError:
        return text
    return str(ip_network((known, 64), strict=False)) if known.version == 6 else text
