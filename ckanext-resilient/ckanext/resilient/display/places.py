"""Names of places for a reader: countries in the reader's language, regions as they call themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ckanext.resilient.svrc.places import NUTS, regions
from ckanext.resilient.svrc.vocabularies import authority


def place_name(place: Mapping[str, str], language: str) -> str:
    """What a place is called, in Latin letters but for Greek readers; empty when nothing names it."""
    uri = place.get("uri") or ""
    country = authority("country").by_uri(uri) if uri else None
    if country:
        return country.label(language)
    region = regions().get(uri.removeprefix(NUTS))
    if region:
        return region.name if language == "el" else region.latin
    return place.get("text") or ""


def place_names(places: Iterable[Mapping[str, str]], language: str) -> list[str]:
    """The names of several places, each once, in order."""
    names = (place_name(place, language) for place in places)
    return list(dict.fromkeys(name for name in names if name))
