"""Pages of the vocabularies, and everything that programs can read under an address with an extension."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from flask import Blueprint, send_file
from flask.wrappers import Response

from ckanext.resilient.catalogue import catalogue_page, config, dumps, negotiation, vocabulary_page
from ckanext.resilient.catalogue.described import PAGES
from ckanext.resilient.catalogue.syntaxes import SYNTAXES
from ckanext.resilient.svrc import schemes

__all__ = ["resilient_catalogue", "resilient_linked_data", "resilient_vocabulary"]

resilient_vocabulary = Blueprint("resilient_vocabulary", __name__)
resilient_catalogue = Blueprint("resilient_catalogue", __name__)
resilient_linked_data = Blueprint(negotiation.BLUEPRINT, __name__)


@resilient_vocabulary.before_request
@resilient_catalogue.before_request
def need_our_pages() -> Response | None:
    """Lead people to the Turtle where the pages of the suite are not there."""
    forms = negotiation.alternates()
    return None if p.plugin_loaded("resilient") or not forms else tk.redirect_to(forms[0].url)


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


@resilient_catalogue.route("/catalog")
def catalogue() -> str:
    """Show how programs read the catalogue."""
    return tk.render("resilient/catalogue/index.html", {"catalogue": catalogue_page.page()})


@resilient_catalogue.route(f"/catalog/dump.<any({', '.join(dumps.FORMS)}):extension>")
def dump(extension: str) -> Response:
    """Send a file with the whole catalogue; whoever has it already is told so."""
    found = {dump.form.extension: dump for dump in dumps.existing(config.dump_folder())}
    if extension not in found:
        tk.abort(404)
    form = found[extension].form
    return send_file(found[extension].path, form.media_type, download_name=form.name, conditional=True)


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
