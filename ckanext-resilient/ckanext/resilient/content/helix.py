"""Which of the four groups of actors a cluster brings together (R82, R83)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

_GROUPS = {
    "public-administration": "government",
    "business": "business",
    "research-academia": "research",
    "civil-society": "society",
    "social-economy-organisation": "society",
}


def coverage(cluster: Mapping[str, Any]) -> str:
    """The code of `helix_coverage`: what the entry says, else what follows from its members; "" for neither."""
    stated = cluster.get("helix_coverage")
    if stated:
        return str(stated)
    members = [member for member in cluster.get("members") or [] if member.get("helix_actor")]
    inside = _groups(member for member in members if member.get("relation") != "linked")
    everywhere = _groups(members)
    if not everywhere:
        return ""
    if len(inside) == 4:
        return "four-helix"
    if len(everywhere) == 4:
        return "external-links"
    return "three-helix" if len(inside) == 3 else "partial"


def _groups(members: Iterable[Mapping[str, Any]]) -> set[str]:
    return {_GROUPS[member["helix_actor"]] for member in members if member["helix_actor"] in _GROUPS}
