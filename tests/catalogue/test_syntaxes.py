"""Triples as text: things one after the other, whatever their texts hold, and several graphs as one."""

from __future__ import annotations

from itertools import groupby

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from ckanext.resilient.catalogue import syntaxes

FIRST, SECOND, TERM = (URIRef(f"http://x/{name}") for name in ("first", "second", "term"))


def graph(*triples: tuple[URIRef, URIRef, URIRef | Literal]) -> Graph:
    found = Graph()
    for triple in triples:
        found.add(triple)
    return found


def subjects(text: str) -> list[str]:
    """Of what is spoken, in its order: once more when it is spoken of again."""
    return [key for key, _ in groupby(line.split(" ")[0] for line in text.split("\n") if line)]


@pytest.mark.parametrize("syntax", syntaxes.SYNTAXES.values(), ids=lambda syntax: syntax.extension)
def test_a_text_may_hold_every_character_that_ends_a_line_somewhere(syntax: syntaxes.Syntax) -> None:
    said = graph(
        (FIRST, SKOS.note, Literal('a\u2028b\u2029c\x85d\n\n"e"\tf\\n')),
        (FIRST, SKOS.prefLabel, Literal("b")),
    )
    lines = syntaxes.together([syntaxes.ntriples(said)])
    other = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}[syntax.extension]
    assert set(Graph().parse(data=syntaxes.write(lines.encode(), syntax), format=other)) == set(said)


def test_graphs_together_say_each_thing_once_and_in_one_place() -> None:
    name, note = (TERM, SKOS.prefLabel, Literal("Term")), (TERM, SKOS.note, Literal("Only in one"))
    parts = [
        graph((SECOND, RDF.type, SKOS.Concept), (SECOND, SKOS.broader, TERM), name),
        graph((FIRST, RDF.type, SKOS.Concept), (FIRST, SKOS.broader, TERM), name, note),
        graph((SECOND, SKOS.related, FIRST), name),
    ]
    text = syntaxes.together(map(syntaxes.ntriples, parts))
    assert subjects(text) == [SECOND.n3(), TERM.n3(), FIRST.n3()]
    lines = [line for line in text.split("\n") if line]
    assert len(lines) == len(set(lines))
    assert set(Graph().parse(data=text, format="nt")) == {triple for part in parts for triple in part}
    assert syntaxes.together([text]) == text
    assert syntaxes.together([]) == ""
