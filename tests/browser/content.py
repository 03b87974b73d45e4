"""A small catalogue in three languages, made through the actions."""

from __future__ import annotations

from typing import Any

from ckan.tests import factories
from ckan.tests.helpers import call_action

EU = "http://publications.europa.eu/resource/authority"
NUTS = "http://data.europa.eu/nuts/code"

ORGANISATIONS: list[dict[str, Any]] = [
    {
        "name": "regione-esempio",
        "title_translated": {"it": "Regione Esempio"},
        "description_translated": {"it": "Servizi sociali della regione."},
        "helix_actor": "public-administration",
    },
    {
        "name": "dimos-paradeigma",
        "title_translated": {"el": "Δήμος Παραδείγματος", "en": "City of Example"},
        "in_short": {"el": "Κοινωνικές υπηρεσίες του δήμου."},
    },
    {"name": "gobierno-ejemplo", "title_translated": {"es": "Gobierno de Ejemplo"}},
]

DATASETS: list[dict[str, Any]] = [
    {
        "name": "posti-letto",
        "in_series": ["assistenza-anziani"],
        "owner_org": "regione-esempio",
        "title_translated": {"it": "Posti letto nelle case di riposo per comune"},
        "notes_translated": {"it": "Numero di posti letto **autorizzati** per anziani.\n\n- comune\n- posti"},
        "in_short": {"it": "Quanti posti letto per anziani ci sono in ogni comune."},
        "tags_translated": {"it": ["anziani", "case di riposo"]},
        "social_need": ["ageing-care", "elderly-isolation"],
        "beneficiary": ["older-people"],
        "od_category": ["health-social-services"],
        "macro_scenario": ["s1-public-services"],
        "spatial_coverage": [{"uri": f"{NUTS}/ITH35"}],
        "temporal_coverage": [{"start": "2015", "end": "2023-12-31"}],
        "frequency": f"{EU}/frequency/ANNUAL",
        "language": [f"{EU}/language/ITA"],
        "modified": "2024-03-05",
        "license_id": "CC_BY_4_0",
        "contact": [
            {"name": "Ufficio statistica", "email": "statistica@example.org", "phone": "+39 041 000000"}
        ],
        "url": "https://dati.example.org/dataset/posti-letto",
        "resources": [
            {
                "name_translated": {"it": "Posti letto 2023"},
                "description_translated": {"it": "Una riga per struttura."},
                "url": "https://dati.example.org/posti.csv",
                "format": "CSV",
                "size": 1258291,
                "columns": [{"name": "comune", "meaning": {"it": "Nome del comune"}}],
            },
            {"url": "https://dati.example.org/mappa", "format": "WFS_SRVC"},
        ],
    },
    {
        "name": "kapi",
        "in_series": ["assistenza-anziani"],
        "owner_org": "dimos-paradeigma",
        "title_translated": {"el": "Κέντρα Ανοικτής Προστασίας Ηλικιωμένων ανά δημοτική κοινότητα"},
        "notes_translated": {"el": "Λίστα με διεύθυνση και ωράριο."},
        "social_need": ["elderly-isolation"],
        "macro_scenario": ["s1-public-services"],
        "spatial_coverage": [{"uri": f"{EU}/country/GRC"}],
        "language": [f"{EU}/language/ELL"],
        "license_id": "CC_BYNC_4_0",
        "resources": [
            {
                "name_translated": {"el": "Χάρτης"},
                "url": "https://data.example.org/k.geojson",
                "format": "GEOJSON",
            }
        ],
    },
    {
        "name": "asili",
        "owner_org": "regione-esempio",
        "title_translated": {"it": "Asili nido", "el": "Παιδικοί σταθμοί", "en": "Nurseries"},
        "notes_translated": {
            "it": "Elenco dei servizi.",
            "el": "Κατάλογος των υπηρεσιών.",
            "en": "List of services.",
        },
        "social_need": ["social-service-information"],
        "license_id": "CC0",
    },
    {
        "name": "paro",
        "owner_org": "gobierno-ejemplo",
        "title_translated": {
            "es": "Paro registrado por municipio, sexo, edad, sector de actividad económica, nivel formativo, "
            "duración de la demanda y modalidad de la prestación percibida"
        },
        "notes_translated": {"es": "Series mensuales."},
        "social_need": ["unemployment"],
        "license_id": "notspecified",
        "source_license": ["Condiciones propias"],
        "contact": [{"name": "Estadística", "email": "datos@example.org"}],
    },
]

SERIES: list[dict[str, Any]] = [
    {
        "name": "assistenza-anziani",
        "owner_org": "regione-esempio",
        "title_translated": {"it": "Assistenza agli anziani, anno per anno"},
        "in_short": {"it": "I posti per anziani in ogni anno."},
        "notes_translated": {"it": "Le tabelle hanno le stesse colonne in tutti gli anni."},
        "od_category": ["health-social-services"],
        "frequency": f"{EU}/frequency/ANNUAL",
        "contact": [{"name": "Ufficio statistica", "email": "statistica@example.org"}],
    }
]

CLUSTERS: list[dict[str, Any]] = [
    {
        "name": "centro-istria",
        "owner_org": "regione-esempio",
        "title_translated": {"en": "Centre for social enterprises", "it": "Centro per le imprese sociali"},
        "mission": {
            "en": "It helps people start social enterprises.",
            "it": "Aiuta ad avviare imprese sociali.",
        },
        "partner_region": ["hr-istria"],
        "macro_scenario": ["s3-social-enterprises"],
        "social_need": ["se-cooperation"],
        "cluster_formality": "formal-entity",
        "members": [
            {"name": "Istria County", "helix_actor": "public-administration", "relation": "member"},
            {"name": "University of Pula", "helix_actor": "research-academia", "relation": "linked"},
        ],
    }
]


def create() -> None:
    """Fill an empty catalogue."""
    user = factories.Sysadmin()["name"]
    records = [("organization_create", record) for record in ORGANISATIONS]
    records += [("package_create", {"type": "dataset_series", **record}) for record in SERIES]
    records += [("package_create", {"type": "dataset", **record}) for record in DATASETS]
    records += [("package_create", {"type": "cluster", **record}) for record in CLUSTERS]
    for action, record in records:
        # Actions write into their context: each call gets its own.
        call_action(action, {"user": user, "ignore_auth": False}, **record)
