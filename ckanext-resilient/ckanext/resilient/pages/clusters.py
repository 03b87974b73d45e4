"""The page of a cluster: its mission first, then who belongs to it, then the criteria in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import cards, reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.sections import Notice, Section, contact_rows, language_notice, sections
from ckanext.resilient.pages.values import Row, Value, link, rows, site, text_value, vocabulary_row
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.vocabularies import vocabulary

Record = Mapping[str, Any]

_SECTIONS = (
    ("mission", N_("What it is there for")),
    ("notes", N_("More about it")),
    ("interaction", N_("How its members work together")),
    ("social_impact_note", N_("What it achieves")),
)
_CRITERIA = (
    "social_need", "beneficiary", "macro_scenario", "activity_area", "social_innovation_area", "cluster_formality",
    "leading_org_type", "governance_structure", "helix_coverage", "technology_level", "open_data_relation",
    "social_objective_approach", "social_impact_measurement", "ris3_link", "ris3_domain",
)  # fmt: skip
_ALWAYS_SHOWN = ("public-administration", "business", "research-academia", "civil-society")


@dataclass(frozen=True, slots=True)
class HelixPart:
    """One of the groups of actors, with the names of those who belong to it."""

    code: str
    label: str
    text: str
    present: bool


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """What the page of a cluster shows, in its order."""

    trail: list[tuple[str, str]]
    title: Text
    in_short: Text | None
    places: list[str]
    year: str
    website: Value | None
    notice: Notice | None
    sections: list[Section]
    helix: list[HelixPart]
    criteria: list[Row]
    contacts: list[Row]
    technical: list[Row]


def cluster_page(cluster: Record) -> ClusterPage:
    """The page of a cluster."""
    title, texts = reader.title_of(cluster), sections(cluster, _SECTIONS)
    website = str(cluster.get("url") or "")
    return ClusterPage(
        trail=[(tk._("Clusters"), tk.h.url_for("cluster.search"))],
        title=title,
        in_short=reader.text_of(cluster, "in_short"),
        places=cards.places(cluster),
        year=str(cluster.get("year") or ""),
        website=site(website) if website else None,
        notice=language_notice(cluster, title, texts[0].text if texts else None),
        sections=texts,
        helix=helix(cluster),
        criteria=criteria(cluster),
        contacts=contact_rows(cluster),
        technical=technical_rows(cluster),
    )


def helix(cluster: Record) -> list[HelixPart]:
    """The four groups of actors, and the social economy where it is named; nothing when nobody is named."""
    names: dict[str, list[str]] = {}
    for member in cluster.get("members") or []:
        name = str(member.get("name") or "")
        if member.get("relation") == "linked":
            name = tk._("{name} (linked from outside)").format(name=name)
        names.setdefault(str(member.get("helix_actor") or ""), []).append(name)
    parts: list[HelixPart] = []
    for term in vocabulary("helix_actor"):
        found = names.get(term.code, [])
        if names and (found or term.code in _ALWAYS_SHOWN):
            text = ", ".join(found) or tk._("nobody is named yet")
            parts.append(HelixPart(term.code, term.label(reader.locale()), text, bool(found)))
    return parts


def criteria(cluster: Record) -> list[Row]:
    """The criteria by which clusters are described and compared, in words."""
    members, jobs = cluster.get("size_members"), cluster.get("size_jobs")
    return rows(
        [
            (tk._("Leading organisation"), _plain(cluster.get("leading_org"))),
            *(vocabulary_row(cluster, name, "cluster") for name in _CRITERIA),
            (tk._("More on how it is governed"), text_value(reader.text_of(cluster, "governance_note"))),
            (tk._("Members"), _plain(reader.number(int(members)) if members else "")),
            (tk._("Jobs"), _plain(reader.number(int(jobs)) if jobs else "")),
            (tk._("Policies that drive it"), _policies(cluster)),
        ]
    )


def technical_rows(cluster: Record) -> list[Row]:
    """Where the entry was taken from, and its address for programs."""
    api = tk.h.url_for("api.action", logic_function="package_show", ver=3, id=cluster["id"])
    return rows(
        [
            (tk._("Where this entry was taken from"), _plain(cluster.get("source"))),
            (tk._("Date of that source"), _plain(reader.date(cluster.get("source_date")))),
            (tk._("Entry changed"), _plain(reader.date(cluster.get("metadata_modified")))),
            (tk._("This entry for programs"), [Value("JSON", api)]),
        ]
    )


def _policies(cluster: Record) -> list[Value]:
    found: list[Value] = []
    for policy in cluster.get("policies") or []:
        address = str(policy.get("url") or "")
        found.append(link(address, str(policy.get("name") or address)))
    return found


def _plain(value: object) -> list[Value]:
    return [Value(str(value))] if value else []
