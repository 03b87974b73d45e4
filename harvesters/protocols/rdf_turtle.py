"""Turtle and N-Triples (https://www.w3.org/TR/turtle/), with the prefixes that were forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableSequence
from typing import Any
from urllib.parse import urljoin

from rdflib.graph import Graph
from rdflib.plugins.parsers.notation3 import BadSyntax, RDFSink, SinkParser
from rdflib.term import Literal, URIRef

from ckanext.resilient.harvesters.protocols.rdf_terms import WELL_KNOWN_PREFIXES

_UNBOUND = re.compile(r'Prefix "([^":]*):" not bound')
_LINE = re.compile(r"at line (\d+)")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def parse_turtle(text: str, graph: Graph, base: str, mended: Callable[[str, str], None]) -> None:
    """Put the triples of a document into `graph`.

    Args:
        text: the document, decoded.
        graph: receives the triples.
        base: address of the document, for relative addresses in it.
        mended: told the issue code and the spot of every slip that was mended.

    Raises:
        ValueError: the document is not Turtle; the text says why and in which line.
        IndexError, AssertionError: it breaks off, or is otherwise beyond rdflib.
    """
    text = text.lstrip("\ufeff")
    bound: set[str] = set()
    while True:
        try:
            _Reader(_WordForWord(graph), baseURI=base, turtle=True).loadBuf(text)
        except BadSyntax as error:
            unbound = _UNBOUND.search(str(error))
            prefix = unbound[1] if unbound else None
            namespace = WELL_KNOWN_PREFIXES.get(prefix or "")
            if prefix is None or not namespace or prefix in bound:
                raise ValueError(_reason(error, prefix, len(bound))) from error
        else:
            return
        # The document is read again from the start, so what was read so far goes.
        bound.add(prefix)
        mended("prefix-undeclared", f"{prefix}: = {namespace}")
        graph.remove((None, None, None))
        text = f"@prefix {prefix}: <{namespace}> .\n{text}"


class _WordForWord(RDFSink):
    """Keeps literals as they are written; rdflib rewrites them in their datatype's canonical form."""

    def newLiteral(self, s: str, dt: URIRef | None, lang: str | None) -> Literal:  # noqa: N802 - rdflib's name
        return Literal(s, datatype=dt, normalize=False) if dt else Literal(s, lang=lang)


class _Reader(SinkParser):
    """Resolves relative addresses by RFC 3986 where rdflib errs: at a base with a query, or a mere query."""

    def uri_ref2(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        end = super().uri_ref2(argstr, i, res)
        base = self._baseURI or ""
        if end > 0 and argstr[end - 1] == ">":
            said = argstr[argstr.rfind("<", i, end) + 1 : end - 1]
            errs = said.startswith("?") or ("?" in base and said and not said.startswith("#"))
            if errs and not _ABSOLUTE.match(said):
                res[-1] = URIRef(urljoin(base, said))
        return end


def _reason(error: BadSyntax, prefix: str | None, added_lines: int) -> str:
    line = _LINE.search(str(error))
    # The declarations that were put in front are not the publisher's lines.
    where = f"line {int(line[1]) - added_lines}" if line else "an unknown line"
    if prefix is not None:
        return f"the prefix “{prefix}:” of {where} is not declared"
    return f"{error.message} in {where}"
