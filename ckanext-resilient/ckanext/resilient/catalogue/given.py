"""What is given out of a record: each value as the feed writes it and as the rating counts it.

One function a value for both, so that no rating speaks of what nobody is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rdflib.term import Literal

from ckanext.resilient.catalogue.concepts import media_type_name
from ckanext.resilient.catalogue.nodes import listed, moment, text, texts
from ckanext.resilient.svrc.vocabularies import address_in, authority, vocabulary

Values = Mapping[str, Any]

_SILENT = frozenset({"", "notspecified", "licensenotspecified", "licencenotspecified"})
_NOT_A_LETTER = re.compile(r"\W+")


def keywords(package: Values, *, machine: bool = True) -> list[Literal]:
    """Keywords, by language where that is known.

    Args:
        package: the dataset.
        machine: also what a machine translated.
    """
    found = texts(package.get("tags_translated"), machine=machine)
    plain = (text(tag.get("display_name") or tag["name"]) for tag in package.get("tags") or ())
    return found or [tag for tag in plain if tag is not None]


def themes(package: Values) -> list[str]:
    """The EU data themes of a dataset: its own, else those that its topics belong to."""
    own = [address for theme in listed(package.get("theme")) if (address := address_in("data-theme", theme))]
    return own or list(dict.fromkeys(_themes_of_topics(package)))


def _themes_of_topics(package: Values) -> list[str]:
    topics = [vocabulary("od_category").get(str(code)) for code in listed(package.get("od_category"))]
    codes = [str(topic.attributes.get("eu_theme", "")) for topic in topics if topic]
    return [theme.uri for code in codes if (theme := authority("data-theme").get(code))]


def access_right(package: Values) -> str:
    """Who may get the data, as an address of the EU table; "" when it is none."""
    return address_in("access-right", package.get("access_rights"))


def access_words(package: Values) -> Literal | None:
    """The source's own words for who may get the data."""
    return text(package.get("source_access_rights"))


def stated(value: Any) -> str:
    """A licence that says anything; "" for the words that say that there is none."""
    licence = str(value or "")
    return "" if _NOT_A_LETTER.sub("", licence).casefold() in _SILENT else licence


def shared_licence(package: Values) -> str:
    """The licence that holds for the files of a dataset which name none themselves.

    Several that no table knows contradict each other: none is chosen.
    """
    if address_in("licence", package.get("license_id")):
        return str(package["license_id"])
    own = [licence for value in listed(package.get("source_license")) if (licence := stated(value))]
    if len(own) > 1:
        return ""
    return own[0] if own else stated(package.get("license_url"))


def own_licence(resource: Values) -> str:
    """The licence that a file names itself: of the EU table, or the source's own."""
    if address_in("licence", resource.get("license")):
        return str(resource["license"])
    return stated(resource.get("source_license"))


def format_words(resource: Values) -> Literal | None:
    """The source's own word for a format, where it is all that is known of it."""
    if address_in("file-type", resource.get("format")) or media_type_name(resource.get("mimetype")):
        return None
    return text(resource.get("source_format") or resource.get("format"))


def rights(resource: Values, *, machine: bool = True) -> list[Literal]:
    """Conditions of a file in words; the source's own licence is one where an EU licence stands for it.

    Args:
        resource: the file.
        machine: also what a machine translated.
    """
    labels = texts(resource.get("rights"), machine=machine)
    original = text(resource.get("source_license")) if resource.get("license") else None
    return labels if original is None else [*labels, original]


def issued(package: Values, resource: Values) -> Literal | None:
    """When a file was published; CKAN's own day counts only where the file was published here first."""
    return moment(resource.get("issued") or _of_ckan(package, resource, "created"))


def modified(package: Values, resource: Values) -> Literal | None:
    """When a file was changed; CKAN's own day counts only where the file was published here first."""
    return moment(resource.get("modified") or _of_ckan(package, resource, "last_modified"))


def _of_ckan(package: Values, resource: Values, field: str) -> Any:
    # Of what was collected elsewhere it is the day on which we did.
    return None if package.get("source_guid") else resource.get(field)
