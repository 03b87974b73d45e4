"""Facets in the order of IA 6: codes in the index and in addresses, labels on the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.content import terms
from ckanext.resilient.multilingual import reading
from ckanext.resilient.svrc import vocabularies
from ckanext.resilient.svrc.issues import N_

Titles = dict[str, str]

READY = {"spreadsheet": N_("Spreadsheet"), "map": N_("Map"), "api": N_("API")}
LICENCE_GROUPS = {
    "free": N_("Free to use"),
    "conditions": N_("With conditions"),
    "ask": N_("Not stated: ask"),
}

DATASET: Titles = {
    "vocab_social_need": N_("Social need"),
    "vocab_country": N_("Country"),
    "vocab_partner_region": N_("Region"),
    "vocab_beneficiary": N_("Who it helps"),
    "vocab_od_category": N_("Topic"),
    "vocab_ready": N_("Ready to use"),
    "vocab_licence_group": N_("What you may do"),
    "vocab_updated": N_("Last changed"),
    "vocab_macro_scenario": N_("Scenario"),
    "vocab_activity_area": N_("Field of work"),
    "vocab_social_innovation_area": N_("Area of innovation"),
    "vocab_use_stage": N_("For which step of the work"),
    "vocab_stakeholder_group": N_("Who can use it"),
    "vocab_ris3_domain": N_("Field of the regional strategy (RIS3)"),
    "vocab_source_portal": N_("Source portal"),
    "organization": N_("Organisation"),
    "vocab_language": N_("Language of the data"),
    "vocab_format": N_("Format"),
    "license_id": N_("Licence"),
}
SERIES: Titles = {
    "vocab_social_need": N_("Social need"),
    "vocab_country": N_("Country"),
    "vocab_od_category": N_("Topic"),
}
CLUSTER: Titles = {
    "vocab_partner_region": N_("Region"),
    "vocab_macro_scenario": N_("Scenario"),
    "vocab_activity_area": N_("Field of work"),
    "vocab_cluster_formality": N_("How formal it is"),
    "vocab_leading_org_type": N_("Kind of leading organisation"),
    "vocab_helix_coverage": N_("Groups of actors involved"),
    "vocab_open_data_relation": N_("Relation to open data"),
    "vocab_ris3_link": N_("Link to the regional strategy (RIS3)"),
}
USE_CASE: Titles = {
    "vocab_macro_scenario": N_("Scenario"),
    "vocab_social_need": N_("Social need"),
    "vocab_country": N_("Country"),
    "vocab_partner_region": N_("Region"),
    "vocab_use_stage": N_("For which step of the work"),
    "vocab_use_case_kind": N_("Kind of example"),
    "vocab_good_practice_theme": N_("Theme of the good practice"),
    "vocab_maturity_phase": N_("Phase"),
    "vocab_success_factor": N_("What helped"),
}
TRAINING: Titles = {
    "vocab_training_target_group": N_("For whom"),
    "vocab_training_topic": N_("Topic of the training"),
    "vocab_training_minutes": N_("Time it takes"),
    "vocab_training_level": N_("Level"),
    "vocab_training_format": N_("Format"),
    "vocab_language": N_("Language"),
    "vocab_skill": N_("Skills"),
}
PORTAL: Titles = {
    "vocab_country": N_("Country"),
    "vocab_portal_type": N_("Type of source"),
    "vocab_territorial_level": N_("Level"),
    "vocab_od_category": N_("Topic"),
    "vocab_ease_of_use": N_("Ease of use"),
    "vocab_language": N_("Language"),
    "vocab_finder_intent": N_("Useful for"),
}
DATA_REQUEST: Titles = {
    "vocab_request_status": N_("State"),
    "vocab_social_need": N_("Social need"),
    "vocab_country": N_("Country"),
    "vocab_partner_region": N_("Region"),
    "vocab_activity_area": N_("Field of work"),
}
PAGE: Titles = {"vocab_page_kind": N_("Kind of page"), "vocab_country": N_("Country")}
BY_TYPE = {
    "dataset": DATASET,
    "dataset_series": SERIES,
    "cluster": CLUSTER,
    "use-case": USE_CASE,
    "training": TRAINING,
    "portal": PORTAL,
    "data-request": DATA_REQUEST,
    "page": PAGE,
}
_TITLES: Titles = {name: title for titles in reversed(BY_TYPE.values()) for name, title in titles.items()}


def of_type(facets: dict[str, Any], content_type: str) -> dict[str, Any]:
    """The facets of a content type with titles in the reader's language; others keep theirs."""
    titles = BY_TYPE.get(content_type) if is_ours(content_type) else None
    return _translated(titles) if titles else facets


def of_organization(facets: dict[str, Any]) -> dict[str, Any]:
    """The facets on an organisation's page: those of datasets, without the organisation."""
    if not is_ours("dataset"):
        return facets
    return _translated({name: title for name, title in DATASET.items() if name != "organization"})


def is_ours(content_type: str) -> bool:
    """Whether this content type is described by our schema on this site."""
    schema = tk.h.scheming_get_dataset_schema(content_type) if "scheming_get_dataset_schema" in tk.h else None
    return bool(schema) and any("vocabulary" in field for field in schema["dataset_fields"])


def translate(search_facets: dict[str, Any]) -> None:
    """Replace the display names of facet items by labels in the reader's language, in place."""
    for name, facet in search_facets.items():
        label = LABELS.get(name)
        if label:
            for item in facet["items"]:
                item["display_name"] = label(item["name"])
        if name in _TITLES:
            facet["title"] = tk._(_TITLES[name])
    _translate_organizations(search_facets.get("organization", {}).get("items", []))


def _translated(titles: Titles) -> dict[str, Any]:
    return {name: tk._(title) for name, title in titles.items()}


def _of_vocabulary(name: str) -> Callable[[str], str]:
    return lambda code: vocabularies.label(name, code, reading.reader_language())


def _of_authority(name: str) -> Callable[[str], str]:
    def label(code: str) -> str:
        term = terms.by_stored(name, code)
        return term.label(reading.reader_language()) if term else code

    return label


def _of_words(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: tk._(words[code]) if code in words else code


def _translate_organizations(items: list[dict[str, Any]]) -> None:
    if not items:
        return
    groups = model.group_table
    query = sa.select(groups.c.name, groups.c.extras).where(
        groups.c.name.in_([item["name"] for item in items])
    )
    titles = {name: _title(extras) for name, extras in model.Session.execute(query)}
    for item in items:
        text, lang = titles.get(item["name"]) or ("", "")
        if text:
            item.update(display_name=text, lang=lang)


def _title(extras: Mapping[str, Any] | None) -> tuple[str, str]:
    """A title for the reader, and its language when that is another one."""
    stored = (extras or {}).get("title_translated")
    try:
        titles = json.loads(stored) if isinstance(stored, str) else stored
    except ValueError:
        return "", ""
    if not isinstance(titles, dict):
        return "", ""
    found = reading.shown(titles, None)
    return found.text, found.lang if found.is_fallback else ""


_VOCABULARIES = (
    "social_need", "partner_region", "beneficiary", "od_category", "macro_scenario", "activity_area",
    "social_innovation_area", "use_stage", "stakeholder_group", "ris3_domain", "cluster_formality",
    "leading_org_type", "helix_coverage", "open_data_relation", "ris3_link", "finder_intent",
    "territorial_level", "use_case_kind", "good_practice_theme", "maturity_phase", "success_factor",
    "training_target_group", "training_topic", "training_minutes", "training_level", "training_format", "skill",
    "portal_type", "ease_of_use", "request_status", "page_kind",
)  # fmt: skip

LABELS: dict[str, Callable[[str], str]] = {
    **{f"vocab_{name}": _of_vocabulary(name) for name in _VOCABULARIES},
    "vocab_country": _of_authority("country"),
    "vocab_language": _of_authority("language"),
    "vocab_format": _of_authority("file-type"),
    "vocab_theme": _of_authority("data-theme"),
    "vocab_frequency": _of_authority("frequency"),
    "license_id": _of_authority("licence"),
    "vocab_ready": _of_words(READY),
    "vocab_licence_group": _of_words(LICENCE_GROUPS),
}
"""How the items of a facet are named; those of other facets keep CKAN's names."""
