"""The terms a field may hold: codes of our vocabularies, URIs of EU authority tables, licences, formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.resilient.content import values
from ckanext.resilient.svrc import licences, vocabularies
from ckanext.resilient.svrc.vocabularies import Term

Field = Mapping[str, Any]

OPEN_TABLES = {
    "language": "http://publications.europa.eu/resource/authority/language/",
    "hvd-category": "http://data.europa.eu/bna/c_",
}
"""Tables of which we hold the part that we name: the other addresses of the same table are as good."""


def of_field(field: Field) -> Iterator[Term]:
    """The terms of a field that names a `vocabulary` or an `authority`."""
    if "vocabulary" in field:
        return iter(vocabularies.vocabulary(field["vocabulary"]))
    return iter(vocabularies.authority(field["authority"]))


def codes(field: Field) -> tuple[str, ...]:
    """What a field may hold: the codes of its vocabulary, or of the choices written beside it."""
    if "choices" in field:
        return tuple(choice["value"] for choice in field["choices"])
    return tuple(term.code for term in of_field(field))


def stored(field: Field, term: Term) -> str:
    """How a term is stored in a field: an authority's by its URI, one of ours by its code."""
    return term.uri if "authority" in field and field.get("stored") != "code" else term.code


def authority_uri(table: str, value: str) -> str:
    """The URI of a term of an EU authority table, given as URI or code.

    Raises:
        BadValueError: when the table has no such term.
    """
    if table in OPEN_TABLES and value.startswith(OPEN_TABLES[table]):
        return value
    return _authority_term(table, value).uri


def licence_code(value: str) -> str:
    """The code of a licence, given as code, as URI, or by a name that means just one.

    CKAN's own ids (`cc-by`, `odc-pddl`) are such names, so that data of a stock CKAN stays valid.

    Raises:
        BadValueError: when there is no such licence.
    """
    meant, adapted = licences.licence_code(value)
    return meant if meant and not adapted else _authority_term("licence", value).code


def format_code(value: str) -> str:
    """The code of a file format, given as code in any case or as URI of the EU table.

    Raises:
        BadValueError: when there is no such format.
    """
    table = vocabularies.authority("file-type")
    return value.upper() if table.get(value.upper()) else _authority_term("file-type", value).code


def _authority_term(table: str, value: str) -> Term:
    known = vocabularies.authority(table)
    term = known.get(value) or known.by_uri(value)
    if term:
        return term
    values.code(value, known.terms.keys())
    raise AssertionError("a code that is allowed is a term")


def by_stored(table: str, value: str) -> Term | None:
    """The term of an authority table that is stored as this URI or code; None for a value of another kind."""
    known = vocabularies.authority(table)
    return known.get(value) or known.by_uri(value)
