"""Pages of topics: scenarios, countries, regions, needs, collections."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, make_response, redirect

from ckanext.resilient.pages import topic_page, topics
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.topic_page import TopicPage
from ckanext.resilient.pages.topics import COLLECTION

__all__ = ["resilient_topics"]

resilient_topics = Blueprint("resilient_topics", __name__)

_MOVED = 301


@resilient_topics.route("/country")
def countries() -> Response:
    """Lead to the list of countries and regions."""
    return tk.redirect_to("resilient_topics.index", kind="region")


@resilient_topics.route("/<any(scenario, region, need, collection):kind>")
def index(kind: str) -> str:
    """Show all topics of a kind."""
    _need_types()
    return tk.render("resilient/topics/index.html", {"index": topics.index(kind)})


@resilient_topics.route("/<any(scenario, country, region, need, collection):kind>/<code>")
def read(kind: str, code: str) -> str | Response:
    """Show a topic at its one address."""
    _need_types()
    if kind == COLLECTION:
        return _render(topic_page.collection_page(_collection(code)))
    topic = topics.find(kind, code)
    if topic is None:
        tk.abort(404)
    if topic.slug != code:
        return make_response(redirect(topic.url, _MOVED))
    return _render(topic_page.topic_page(topic))


def _collection(name: str) -> topics.Record:
    try:
        page = tk.get_action("package_show")({}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        tk.abort(404)
    if page["type"] != "page" or page.get("page_kind") != COLLECTION or page["name"] != name:
        tk.abort(404)
    return page


def _render(page: TopicPage) -> str:
    return tk.render("resilient/topics/read.html", {"topic": page})


def _need_types() -> None:
    """Say that the page does not exist where our content types do not."""
    if not exists("cluster.search"):
        tk.abort(404)
