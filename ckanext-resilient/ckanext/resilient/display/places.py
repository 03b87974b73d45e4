"""Names of places for a reader: countries and regions of the project in the reader's language, others as they call
themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from ckanext.resilient.svrc.places import NUTS, regions
from ckanext.resilient.svrc.vocabularies import Term, authority, vocabulary


def place_name(place: Mapping[str, str], language: str) -> str:
    """What a place is called, in Latin letters but for Greek readers; empty when nothing names it."""
    uri = place.get("uri") or ""
    country = authority("country").by_uri(uri) if uri else None
    if country:
        return country.label(language)
    known = _project_regions().get(uri.removeprefix(NUTS))
    if known:
        return known.label(language).split(" / ")[0]  # “Catalonia / Barcelona” names the partner too
    region = regions().get(uri.removeprefix(NUTS))
    if region:
        return region.name if language == "el" else region.latin
    return place.get("text") or ""


@cache
def _project_regions() -> Mapping[str, Term]:
    """The regions of the project by their NUTS code: we know their names in nine languages."""
    return {str(term.attributes["nuts"]): term for term in vocabulary("partner_region")}


def place_names(places: Iterable[Mapping[str, str]], language: str) -> list[str]:
    """The names of several places, each once, in order."""
    names = (place_name(place, language) for place in places)
    return list(dict.fromkeys(name for name in names if name))
