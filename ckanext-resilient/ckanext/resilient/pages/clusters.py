"""The page of a cluster: its mission first, then who belongs to it, then the criteria in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.content import helix as coverage
from ckanext.resilient.pages import cards, entries, reader, related
from ckanext.resilient.pages.helix import HelixPart, helix
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.related import Group
from ckanext.resilient.pages.sections import Notice, Section, contact_rows, language_notice, sections
from ckanext.resilient.pages.values import Row, Value, link, plain, rows, site, text_value, vocabulary_row
from ckanext.resilient.svrc.issues import N_

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


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """What the page of a cluster shows, in its order."""

    trail: list[tuple[str, str]]
    title: Text
    state: str
    in_short: Text | None
    places: list[str]
    year: str
    website: Value | None
    notice: Notice | None
    sections: list[Section]
    helix: list[HelixPart]
    criteria: list[Row]
    contacts: list[Row]
    related: list[Group]
    compare_url: str
    technical: list[Row]


def cluster_page(cluster: Record) -> ClusterPage:
    """The page of a cluster."""
    title, texts = reader.title_of(cluster), sections(cluster, _SECTIONS)
    website = str(cluster.get("url") or "")
    return ClusterPage(
        trail=[(tk._("Clusters"), tk.h.url_for("cluster.search"))],
        title=title,
        state=cards.state(cluster) or (tk._("Private") if cluster.get("private") else ""),
        in_short=reader.text_of(cluster, "in_short"),
        places=cards.places(cluster),
        year=str(cluster.get("year") or ""),
        website=site(website) if website else None,
        notice=language_notice(cluster, title, texts[0].text if texts else None),
        sections=texts,
        helix=helix(cluster.get("members") or []),
        criteria=criteria(cluster),
        contacts=contact_rows(cluster),
        related=related.of_record(cluster),
        compare_url=tk.h.url_for("resilient_content.compare_clusters", cluster=cluster["name"]),
        technical=entries.technical_rows(cluster),
    )


def criteria(cluster: Record) -> list[Row]:
    """The criteria by which clusters are described and compared, in words."""
    members, jobs = cluster.get("size_members"), cluster.get("size_jobs")
    whole = {**cluster, "helix_coverage": coverage.coverage(cluster)}
    return rows(
        [
            (tk._("Leading organisation"), plain(cluster.get("leading_org"))),
            *(vocabulary_row(whole, name, "cluster") for name in _CRITERIA),
            (tk._("More on how it is governed"), text_value(reader.text_of(cluster, "governance_note"))),
            (tk._("Members"), plain(reader.number(int(members)) if members else "")),
            (tk._("Jobs"), plain(reader.number(int(jobs)) if jobs else "")),
            (tk._("Policies that drive it"), _policies(cluster)),
        ]
    )


def _policies(cluster: Record) -> list[Value]:
    found: list[Value] = []
    for policy in cluster.get("policies") or []:
        address = str(policy.get("url") or "")
        found.append(link(address, str(policy.get("name") or address)))
    return found
