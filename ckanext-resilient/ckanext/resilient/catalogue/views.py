"""Pages of the vocabularies, and everything that programs can read under an address with an extension."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from flask import Blueprint
from flask.wrappers import Response

from ckanext.resilient.catalogue import negotiation, vocabulary_page
from ckanext.resilient.catalogue.described import PAGES
from ckanext.resilient.catalogue.syntaxes import SYNTAXES
from ckanext.resilient.svrc import schemes

__all__ = ["resilient_linked_data", "resilient_vocabulary"]

resilient_vocabulary = Blueprint("resilient_vocabulary", __name__)
resilient_linked_data = Blueprint(negotiation.BLUEPRINT, __name__)


@resilient_vocabulary.before_request
def need_our_pages() -> Response | None:
    """Lead people to the Turtle where the pages of the suite are not there."""
    if p.plugin_loaded("resilient"):
        return None
    return tk.redirect_to(negotiation.alternates()[0].url)


@resilient_vocabulary.route("/vocabulary")
def index() -> str:
    """Show all vocabularies."""
    return tk.render("resilient/vocabulary/index.html", {"vocabularies": vocabulary_page.index()})


@resilient_vocabulary.route("/vocabulary/<name>")
def scheme(name: str) -> str:
    """Show a vocabulary."""
    found = schemes.schemes().get(name)
    if found is None:
        tk.abort(404)
    return tk.render("resilient/vocabulary/scheme.html", {"vocabulary": vocabulary_page.scheme_page(found)})


@resilient_vocabulary.route("/vocabulary/<name>/<code>")
def concept(name: str, code: str) -> str:
    """Show a term."""
    found = schemes.concept(name, code)
    if found is None:
        tk.abort(404)
    return tk.render("resilient/vocabulary/concept.html", {"term": vocabulary_page.concept_page(found)})


def document(extension: str, **values: str) -> Response:
    """Describe the subject of a page in the syntax of the extension."""
    page = PAGES[str(tk.request.endpoint).partition(".")[2]]
    description = page.describe(values)
    if description is None:
        tk.abort(404)
    return negotiation.respond(description, SYNTAXES[extension])


for _page in PAGES.values():
    resilient_linked_data.add_url_rule(
        f"{_page.path}.<any({', '.join(SYNTAXES)}):extension>", endpoint=_page.name, view_func=document
    )
