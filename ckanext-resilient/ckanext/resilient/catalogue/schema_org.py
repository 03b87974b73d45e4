"""What a page tells search engines of its subject, in the words of schema.org and the reader's language.

https://developers.google.com/search/docs/appearance/structured-data/dataset and …/course say what they look for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.catalogue import graphs
from ckanext.resilient.catalogue.entries import entry_node
from ckanext.resilient.pages import cards, reader
from ckanext.resilient.svrc.vocabularies import authority, vocabulary

Record = Mapping[str, Any]
Facts = dict[str, Any]

_EXCERPT = 5000
"""Longer descriptions are not read."""


def of_package(package: Record) -> Facts:
    """A dataset or another entry; nothing for a type that schema.org has no good word for."""
    kind, more = _TYPES.get(str(package["type"]), ("", ()))
    if not kind:
        return {}
    title = reader.title_of(package)
    facts: Facts = {
        "@context": "https://schema.org/",
        "@type": kind,
        "@id": str(entry_node(graphs.site(), str(package["type"]), str(package["id"]))),
        "url": tk.h.url_for(f"{package['type']}.read", id=package["name"], _external=True),
        "name": title.text,
        "inLanguage": title.lang,
        "description": _description(package),
        "keywords": _keywords(package),
        "dateModified": package.get("metadata_modified"),
        "publisher": _organisation(package.get("organization")),
    }
    for add in more:
        facts |= add(package)
    return _said(facts)


def of_organization(organization: Record) -> Facts:
    """An organisation of this site."""
    facts = {"@context": "https://schema.org/", **(_organisation(organization) or {})}
    site = {"sameAs": organization.get("url"), "logo": organization.get("image_display_url")}
    return _said({**facts, **site, "name": reader.title_of(organization).text})


def _description(package: Record) -> str:
    text = reader.text_of(package, "notes_translated") or cards.summary(package)
    return text.text[:_EXCERPT] if text else ""


def _keywords(package: Record) -> list[str]:
    words: Mapping[str, list[str]] = package.get("tags_translated") or {}
    language = reader.read(package, "title_translated").lang
    return list(words.get(language) or ())


def _organisation(values: Any) -> Facts | None:
    if not values:
        return None
    return {
        "@type": "Organization",
        "@id": str(graphs.site().organization(str(values["id"]))),
        "name": values.get("title") or values["name"],
        "url": tk.h.url_for("organization.read", id=values["name"], _external=True),
    }


def _dataset(package: Record) -> Facts:
    creators = [
        {"@type": "Organization", "name": agent.get("name")} for agent in package.get("publisher") or ()
    ]
    return {
        "license": _licence(package.get("license_id")),
        "creator": creators or None,
        "datePublished": package.get("issued"),
        "dateModified": package.get("modified") or package.get("metadata_modified"),
        "temporalCoverage": [
            f"{period.get('start') or '..'}/{period.get('end') or '..'}"
            for period in package.get("temporal_coverage") or ()
        ],
        "spatialCoverage": [
            place.get("text") or place.get("uri") for place in package.get("spatial_coverage") or ()
        ],
        "isBasedOn": package.get("source_uri"),
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": str(graphs.site().catalogue)},
        "distribution": [_file(resource) for resource in package.get("resources") or ()],
    }


def _file(resource: Record) -> Facts:
    term = authority("file-type").get(str(resource.get("format") or ""))
    return _said(
        {
            "@type": "DataDownload",
            "name": reader.title_of(resource, "name").text,
            "contentUrl": resource.get("url"),
            "encodingFormat": (term.attributes.get("media_type") if term else None) or resource.get("format"),
        }
    )


def _licence(code: Any) -> str | None:
    term = authority("licence").get(str(code or ""))
    return term.uri if term else None


def _lesson(package: Record) -> Facts:
    minutes = str(package.get("training_minutes") or "").removeprefix("m")
    provider = package.get("provider")
    return {
        "provider": {"@type": "Organization", "name": provider}
        if provider
        else _organisation(package.get("organization")),
        "timeRequired": f"PT{minutes}M" if minutes else None,
        "educationalLevel": _label("training_level", package.get("training_level")),
        "learningResourceType": _label("training_format", package.get("training_format")),
        "license": _licence(package.get("license_id")),
    }


def _homepage(package: Record) -> Facts:
    return {"sameAs": package.get("url")}


def _label(name: str, code: Any) -> str | None:
    term = vocabulary(name).get(str(code or ""))
    return term.label(reader.locale()) if term else None


def _said(facts: Facts) -> Facts:
    """What is not empty."""
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}


_TYPES: Mapping[str, tuple[str, Iterable[Callable[[Record], Facts]]]] = {
    "dataset": ("Dataset", (_dataset,)),
    "training": ("Course", (_lesson,)),
    "cluster": ("Organization", (_homepage,)),
    "portal": ("DataCatalog", (_homepage,)),
    "use-case": ("CreativeWork", (_homepage,)),
    "page": ("Article", ()),
}
