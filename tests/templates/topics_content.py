"""A catalogue with an entry of each type about one need, one region and one scenario."""

from __future__ import annotations

from typing import Any

from ckan.tests import factories
from ckan.tests.helpers import call_action

EU = "http://publications.europa.eu/resource/authority"
NUTS = "http://data.europa.eu/nuts/code"

ORGANISATION = {"name": "editors", "title_translated": {"en": "Editors", "it": "Redazione"}}
TERMS: dict[str, Any] = {
    "macro_scenario": ["s1-public-services"],
    "social_need": ["ageing-care"],
    "partner_region": ["it-veneto"],
    "spatial_coverage": [{"uri": f"{NUTS}/ITH3"}],
}

ENTRIES: list[dict[str, Any]] = [
    {
        "type": "dataset",
        "name": "day-centres",
        "title_translated": {"en": "Day centres", "it": "Centri diurni"},
        "od_category": ["demography"],
        **TERMS,
    },
    {"type": "dataset", "name": "vineyards", "title_translated": {"en": "Vineyards", "it": "Vigneti"}},
    {
        "type": "cluster",
        "name": "care-cluster",
        "title_translated": {"en": "Care cluster", "it": "Cluster della cura"},
        **TERMS,
    },
    {
        "type": "cluster",
        "name": "explained",
        "title_translated": {"en": "Cluster with criteria", "it": "Cluster con criteri"},
        "helix_coverage": "four-helix",
        "ris3_link": "strong",
    },
    {
        "type": "use-case",
        "name": "care-portal",
        "title_translated": {"en": "Portal for care", "it": "Portale della cura"},
        "use_case_kind": "scenario",
        "result_numbers": [{"value": "1,200", "meaning": {"en": "people helped", "it": "persone aiutate"}}],
        **TERMS,
    },
    {
        "type": "use-case",
        "name": "pilot-veneto",
        "title_translated": {"en": "Pilot in Veneto", "it": "Pilota in Veneto"},
        "use_case_kind": "pilot",
        "partner_region": ["it-veneto"],
    },
    {
        "type": "training",
        "name": "first-steps",
        "title_translated": {"en": "First steps", "it": "Primi passi"},
        "training_level": "beginner",
        "training_minutes": "m15",
        "training_target_group": ["managers-technical-staff"],
        "social_need": ["ageing-care"],
        "macro_scenario": ["s1-public-services"],
    },
    {
        "type": "training",
        "name": "long-course",
        "title_translated": {"en": "A long course", "it": "Un corso lungo"},
        "training_level": "beginner",
        "training_minutes": "m60",
    },
    {
        "type": "portal",
        "name": "regional-portal",
        "title_translated": {"en": "Regional portal", "it": "Portale regionale"},
        "territorial_level": "regional",
        "url": "https://dati.example.org/",
        **TERMS,
    },
    {
        "type": "portal",
        "name": "national-portal",
        "title_translated": {"en": "National portal", "it": "Portale nazionale"},
        "territorial_level": "national",
        "url": "https://stato.example.org/",
        "spatial_coverage": [{"uri": f"{EU}/country/ITA"}],
    },
    {
        "type": "data-request",
        "name": "open-request",
        "title_translated": {"en": "Beds in care homes", "it": "Posti letto"},
        "request_status": "open",
        **TERMS,
    },
    {
        "type": "data-request",
        "name": "answered-request",
        "title_translated": {"en": "Day centres wanted", "it": "Cerco centri diurni"},
        "request_status": "published",
        **TERMS,
    },
    {
        "type": "page",
        "name": "scenario-s1-public-services",
        "title_translated": {"en": "Better services", "it": "Servizi migliori"},
        "in_short": {"en": "Services that fit new needs.", "it": "Servizi per nuovi bisogni."},
        "notes_translated": {"en": "What **it** means.", "it": "Che cosa **significa**."},
        "page_kind": "scenario",
        "subject": "s1-public-services",
    },
    {
        "type": "page",
        "name": "country-ita",
        "title_translated": {"en": "Italy", "it": "Italia"},
        "in_short": {"en": "What there is in Italy.", "it": "Che cosa c'è in Italia."},
        "page_kind": "country",
        "subject": "ITA",
    },
    {
        "type": "page",
        "name": "care-and-ageing",
        "title_translated": {"en": "Ageing and care", "it": "Invecchiamento e cura"},
        "in_short": {"en": "Data for those who care.", "it": "Dati per chi cura."},
        "page_kind": "collection",
        "social_need": ["ageing-care"],
        "datasets_used": ["vineyards"],
    },
    {
        "type": "page",
        "name": "about",
        "title_translated": {"en": "Who made this", "it": "Chi siamo"},
        "notes_translated": {"en": "A project of eight countries.", "it": "Un progetto di otto paesi."},
        "page_kind": "information",
    },
    {
        "type": "page",
        "name": "what-is-open-data",
        "title_translated": {"en": "What is open data?", "it": "Che cosa sono i dati aperti?"},
        "page_kind": "information",
    },
    {
        "type": "page",
        "name": "how-we-rate",
        "title_translated": {"en": "How we rate", "it": "Come valutiamo"},
        "page_kind": "information",
    },
]


def create() -> None:
    """Fill an empty catalogue."""
    user = factories.Sysadmin()["name"]
    records = [("organization_create", ORGANISATION)]
    records += [("package_create", {"owner_org": ORGANISATION["name"], **entry}) for entry in ENTRIES]
    for action, record in records:
        # Actions write into their context: each call gets its own.
        call_action(action, {"user": user, "ignore_auth": False}, **record)
