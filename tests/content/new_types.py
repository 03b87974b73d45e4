"""Records that fill every field of the types beside dataset and cluster, and link to one another."""

from __future__ import annotations

from typing import Any

from tests.content.records import EU, POINT

NUTS = "http://data.europa.eu/nuts/code"
CONTACT = [
    {"name": "Γραφείο", "email": "office@example.org", "phone": "+30 1", "url": "https://example.org/u"}
]
PLACE = [{"uri": f"{NUTS}/EL51", "text": "Θράκη", "geom": POINT}]
EXTRA = [{"key": "a", "value": "b"}]

LINKED_DATASETS = ("care-places", "empty-buildings")
"""Names of plain datasets to which the records link."""

PORTAL: dict[str, Any] = {
    "type": "portal",
    "name": "gr-data-gov",
    "title_translated": {"en": "Open data of Greece", "el": "Ανοικτά δεδομένα της Ελλάδας"},
    "in_short": {"en": "The portal of the Greek state.", "el": "Η πύλη του ελληνικού κράτους."},
    "url": "https://data.example.org/",
    "portal_type": "open-data-portal",
    "territorial_level": "national",
    "partner_region": ["gr-east-macedonia-thrace"],
    "spatial_coverage": PLACE,
    "operator": "Υπουργείο",
    "holds": {"en": "Tables about **health** and work.", "el": "Πίνακες για την υγεία."},
    "od_category": ["employment", "health-social-services"],
    "social_need": ["ageing-care"],
    "beneficiary": ["older-people"],
    "finder_intent": ["know-needs", "map-services"],
    "examples": [{"name": "Hospitals", "url": "https://data.example.org/hospitals"}],
    "language": [f"{EU}/language/ENG", f"{EU}/language/ELL"],
    "datasets_count": "1234",
    "counted_on": "2024-05-31",
    "formats": ["CSV", "JSON"],
    "licences": ["CC BY 4.0"],
    "protocol": "CKAN",
    "endpoint": "https://data.example.org/api",
    "update_habit": {"en": "Most tables every year."},
    "account_needed": False,
    "ease_of_use": "e4",
    "ease_note": {"en": "There is a search box and a preview."},
    "how_to_search": {"en": "1. Open the page.\n2. Write one word.\n3. Choose a table."},
    "pilot": True,
    "harvest_source": "gr-data-gov",
    "checked_on": "2024-06",
    "confirmation": "confirmed",
    "source": "Own visit",
    "macro_scenario": ["s1-public-services"],
    "tags_translated": {"en": ["health"]},
    "notes_translated": {"en": "More about the portal."},
    "contact": CONTACT,
    "source_extra": EXTRA,
}

USE_CASE: dict[str, Any] = {
    "type": "use-case",
    "name": "care-register",
    "title_translated": {"en": "A register of care places", "el": "Μητρώο θέσεων φροντίδας"},
    "in_short": {"en": "Families find a place in one search.", "el": "Οι οικογένειες βρίσκουν θέση."},
    "use_case_kind": "pilot",
    "use_case_scenario": "portal-social-care",
    "good_practice_theme": "open-data",
    "macro_scenario": ["s1-public-services"],
    "partner_region": ["gr-east-macedonia-thrace"],
    "spatial_coverage": PLACE,
    "social_need": ["ageing-care"],
    "beneficiary": ["older-people"],
    "activity_area": ["social-care"],
    "social_innovation_area": ["demography"],
    "need": {"en": "Nobody knew where places were free.", "el": "Κανείς δεν ήξερε πού υπήρχαν θέσεις."},
    "done": {"en": "Public lists were joined.", "el": "Ενώθηκαν δημόσιοι κατάλογοι."},
    "od_barrier": ["skills"],
    "use_stage": ["planning", "design"],
    "result": {"en": "A search page for families.", "el": "Μια σελίδα αναζήτησης."},
    "result_numbers": [
        {"value": "350", "meaning": {"en": "institutions", "el": "ιδρύματα"}},
        {"value": "32 000", "meaning": {"en": "services"}},
    ],
    "benefit": {"en": "Less time lost."},
    "use_type": "service",
    "activity_type": ["tools"],
    "success_factor": ["public-support"],
    "success_note": {"en": "The ministry opened its lists."},
    "beneficiaries_in_design": True,
    "beneficiaries_in_evaluation": False,
    "beneficiaries_note": {"en": "Families tested it."},
    "adapt": {"en": "Use the codes of your own country."},
    "framework": {"en": "A law on public registers."},
    "supported_by": {"en": "The region"},
    "funded_by": {"en": "A foundation"},
    "skill": ["analytical"],
    "maturity_phase": "testing",
    "ris3_domain": ["health"],
    "ris3_link": "strong",
    "transnational": False,
    "partners": [
        {
            "name": "University of Example",
            "helix_actor": "research-academia",
            "url": "https://example.org/uni",
        },
        {"name": "Town", "helix_actor": "public-administration", "organization": "town-of-example"},
        {"name": "A friend"},
    ],
    "url": "https://example.org/register",
    "image_url": "https://example.org/register.png",
    "image_alt": {"en": "The search page"},
    "datasets_about": ["empty-buildings"],
    "datasets_used": ["care-places", "empty-buildings"],
    "portals": ["gr-data-gov"],
    "confirmation": "to-be-confirmed",
    "contact": CONTACT,
    "source": "Project",
    "source_date": "2021-05",
    "tags_translated": {"en": ["care"]},
    "notes_translated": {"en": "More about the register."},
    "source_extra": EXTRA,
}

TRAINING: dict[str, Any] = {
    "type": "training",
    "name": "search-and-download",
    "title_translated": {"en": "Search and download", "el": "Αναζήτηση και λήψη"},
    "in_short": {"en": "Find a table and open it.", "el": "Βρείτε και ανοίξτε έναν πίνακα."},
    "training_topic": ["socio-technical"],
    "training_subtopic": ["search-download-analyse"],
    "training_target_group": ["technical-staff-social"],
    "training_format": "tutorial",
    "training_level": "beginner",
    "training_minutes": "m15",
    "language": [f"{EU}/language/ENG", f"{EU}/language/ELL"],
    "skill": ["analytical"],
    "outcomes": {"en": "- find a table\n- open it", "el": "- να βρείτε έναν πίνακα"},
    "notes_translated": {"en": "## Step 1\nOpen the search.", "el": "## Βήμα 1\nΑνοίξτε την αναζήτηση."},
    "url": "https://learn.example.org/search",
    "quiz": [
        {"question": {"en": "What is CSV?", "el": "Τι είναι το CSV;"}, "answer": {"en": "A **table**."}}
    ],
    "event": [
        {
            "start": "2024-10-01",
            "end": "2024-10-02",
            "place": "Komotini",
            "registration": "https://example.org/r",
        }
    ],
    "provider": "University of Example",
    "license_id": "CC_BY_4_0",
    "macro_scenario": ["s1-public-services"],
    "social_need": ["upskilling"],
    "beneficiary": ["se-organisations"],
    "od_barrier": ["skills"],
    "practice_datasets": ["care-places"],
    "use_cases": ["care-register"],
    "accessibility": {"en": "With captions."},
    "reviewed_on": "2024-04-01",
    "partner_region": ["gr-east-macedonia-thrace"],
    "spatial_coverage": PLACE,
    "tags_translated": {"en": ["csv"]},
    "contact": CONTACT,
    "source_extra": EXTRA,
}

REQUEST: dict[str, Any] = {
    "type": "data-request",
    "name": "free-care-places",
    "title_translated": {"en": "Free care places by town", "el": "Ελεύθερες θέσεις φροντίδας"},
    "in_short": {"en": "How many places are free each month."},
    "notes_translated": {"en": "A table by **town** and month.", "el": "Πίνακας ανά πόλη."},
    "purpose": {"en": "To tell families where to ask."},
    "finder_intent": "map-services",
    "use_stage": ["planning"],
    "social_need": ["ageing-care"],
    "beneficiary": ["older-people"],
    "activity_area": ["social-care"],
    "macro_scenario": ["s1-public-services"],
    "partner_region": ["gr-east-macedonia-thrace"],
    "spatial_coverage": PLACE,
    "temporal_coverage": [{"start": "2020", "end": "2024"}],
    "territorial_level": "local",
    "asked_by": "Maria Example",
    "stakeholder_group": "se-nonprofits",
    "name_hidden": True,
    "suggested_holder": ["town-of-example"],
    "request_status": "answered-existing",
    "status_reason": {"en": "The town had it already."},
    "answers": ["care-places"],
    "answer_note": {"en": "See the dataset."},
    "asked_on": "2024-03-01",
    "due_on": "2024-09-01",
    "language": [f"{EU}/language/ELL"],
    "tags_translated": {"en": ["care"]},
    "source_extra": EXTRA,
}

CLUSTER: dict[str, Any] = {
    "type": "cluster",
    "name": "social-network",
    "title_translated": {"en": "Social cooperative network", "el": "Δίκτυο κοινωνικών συνεταιρισμών"},
    "in_short": {"en": "Cooperatives that care together.", "el": "Συνεταιρισμοί που φροντίζουν μαζί."},
    "mission": {"en": "Care close to home.", "el": "Φροντίδα κοντά στο σπίτι."},
    "partner_region": ["gr-east-macedonia-thrace"],
    "spatial_coverage": PLACE,
    "cluster_formality": "cooperative-led",
    "leading_org_type": "cooperative",
    "activity_area": ["social-care"],
    "social_innovation_area": ["demography"],
    "macro_scenario": ["s1-public-services"],
    "social_need": ["ageing-care"],
    "members": [
        {
            "name": "Town",
            "helix_actor": "public-administration",
            "relation": "member",
            "organization": "town-of-example",
        },
        {"name": "Care coop", "helix_actor": "social-economy-organisation", "relation": "member"},
    ],
    "datasets_used": ["care-places"],
    "use_cases": ["care-register"],
    "training_items": ["search-and-download"],
    "portals": ["gr-data-gov"],
}

PAGE: dict[str, Any] = {
    "type": "page",
    "name": "care-and-ageing-example",
    "title_translated": {"en": "Care and ageing", "el": "Φροντίδα και γήρανση"},
    "in_short": {"en": "All about care.", "el": "Όλα για τη φροντίδα."},
    "page_kind": "collection",
    "subject": "ageing-care",
    "notes_translated": {"en": "People **live longer**.", "el": "Οι άνθρωποι ζουν περισσότερο."},
    "macro_scenario": ["s1-public-services"],
    "social_need": ["ageing-care"],
    "beneficiary": ["older-people"],
    "activity_area": ["social-care"],
    "od_category": ["health-social-services"],
    "partner_region": ["gr-east-macedonia-thrace"],
    "spatial_coverage": PLACE,
    "image_url": "https://example.org/care.png",
    "image_alt": {"en": "Two hands"},
    "datasets_used": ["care-places"],
    "clusters": ["social-network"],
    "use_cases": ["care-register"],
    "training_items": ["search-and-download"],
    "portals": ["gr-data-gov"],
    "position": "3",
    "reviewed_on": "2024-04-01",
    "source": "Project",
    "tags_translated": {"en": ["care"]},
    "source_extra": EXTRA,
}

RECORDS = (PORTAL, USE_CASE, TRAINING, REQUEST, CLUSTER, PAGE)
"""In an order in which each finds what it links to."""

FULL = {"portal": PORTAL, "use-case": USE_CASE, "training": TRAINING, "data-request": REQUEST, "page": PAGE}
"""Those that fill every field of their type, but for links to entries of the same type."""

ORGANIZATION = {
    "name": "town-of-example",
    "title_translated": {"en": "Town of Example", "el": "Δήμος Παραδείγματος"},
    "helix_actor": "public-administration",
}


def plain_dataset(name: str) -> dict[str, Any]:
    """A dataset to link to."""
    return {
        "type": "dataset",
        "name": name,
        "title_translated": {"en": f"Data: {name}", "el": f"Δεδομένα: {name}"},
        "in_short": {"en": "A small table.", "el": "Ένας μικρός πίνακας."},
        "social_need": ["ageing-care"],
        "license_id": "CC_BY_4_0",
    }


def calls() -> list[tuple[str, dict[str, Any]]]:
    """Actions with their data that create everything, in order."""
    owned = [*map(plain_dataset, LINKED_DATASETS), *RECORDS]
    return [
        ("organization_create", ORGANIZATION),
        *(("package_create", {**record, "owner_org": ORGANIZATION["name"]}) for record in owned),
    ]
