"""The index documents of many datasets in few requests; CKAN opens a connection for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from typing import Any

from ckan import logic
from ckan.lib import search
from ckan.lib.search import index
from ckan.lib.search.common import make_connection
from pysolr import Solr, SolrError

Shown = tuple[dict[str, Any], dict[str, Any]]
"""A dataset in CKAN's own schema and in that of its type: what its index document is made of."""

_A_REQUEST = 50
_REFUSED = "(HTTP 4"
"""How pysolr says that the documents are at fault and not Solr or the way to it."""

_gathered: ContextVar[list[dict[str, Any]] | None] = ContextVar("resilient_indexing_gathered", default=None)


def add(datasets: Iterable[Shown]) -> dict[str, str]:
    """Put datasets into the index; nothing is sent before all their documents are made. The caller commits.

    Gives the ids of those that Solr refused, with its reason: the others are in the index all the same.

    Raises:
        search.SearchIndexError: Solr does not answer.
    """
    # Making a document ends with sending it, and CKAN has no hook between. Elsewhere, and in other threads, CKAN's
    # connection is what it was; should a later CKAN take it from somewhere else, it sends each document itself again.
    index.make_connection = _connection
    documents: list[dict[str, Any]] = []
    token = _gathered.set(documents)
    try:
        for shown in datasets:
            logic.index_update_package_dicts(shown, defer_commit=True)
    finally:
        _gathered.reset(token)
    return _sent(documents)


def _connection(decode_dates: bool = True) -> Solr:
    connection = make_connection(decode_dates)
    gathered = _gathered.get()
    if gathered is not None:

        def gather(docs: Sequence[dict[str, Any]], *_: Any, **__: Any) -> str:
            gathered.extend(docs)
            return ""

        connection.add = gather
    return connection


def _sent(documents: Sequence[dict[str, Any]]) -> dict[str, str]:
    connection = make_connection()
    refused: dict[str, str] = {}
    for begin in range(0, len(documents), _A_REQUEST):
        several = documents[begin : begin + _A_REQUEST]
        if _refusal(connection, several):
            # One document at fault stops all that come after it in the request.
            refused |= {one["id"]: reason for one in several if (reason := _refusal(connection, [one]))}
    return refused


def _refusal(connection: Solr, documents: Sequence[dict[str, Any]]) -> str:
    """Why Solr refused documents, "" when it took them."""
    try:
        connection.add(list(documents), commit=False)
    except SolrError as error:
        reason = str(error)[:1000]
        if _REFUSED not in reason:
            raise search.SearchIndexError(f"Solr does not take documents: {reason}") from error
        return reason
    return ""
