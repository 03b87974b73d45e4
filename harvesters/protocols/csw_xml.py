"""XML of catalogues of geodata as a small tree of our own, parsed without side doors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from lxml import etree

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import Response, shown
from ckanext.resilient.harvesters.protocols.rdf_xml import has_document_type
from ckanext.resilient.svrc.issues import Issue

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Node:
    """An element: its local name, its namespace, its text, its attributes by local name, what is inside.

    Records are read by local names, because the same element comes in several namespaces (GML 3.1 and 3.2,
    CSW 2 and 3, national profiles).
    """

    name: str
    space: str
    text: str
    attributes: Mapping[str, str]
    children: tuple[Node, ...]

    def find(self, path: str) -> list[Node]:
        """The elements at the end of a path of local names; `*` stands for any one element."""
        found: list[Node] = [self]
        for step in path.split("/"):
            found = [child for node in found for child in node.children if step in (_ANY, child.name)]
        return found

    def walk(self) -> Iterator[Node]:
        """This element and all inside it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Parsed:
    """The root of a document, and what was mended on the way."""

    root: Node
    issues: tuple[Issue, ...] = ()
    _element: Any = None

    def documents(self, space: str, name: str) -> list[bytes]:
        """The elements of a name, each as a document of its own with its namespaces."""
        return [etree.tostring(one, with_tail=False) for one in self._element.iter(f"{{{space}}}{name}")]


def parse_xml(answer: Response) -> Parsed:
    """The document of an answer.

    Raises:
        FetchError: it is empty, a web page, no XML, damaged, or declares a document type.
    """
    url = shown(answer.url)
    if not answer.content.strip():
        raise FetchError(Issue("answer-empty", params={"url": url}))
    if answer.is_html:
        raise FetchError(Issue("looks-like-html", params={"url": url}))
    parsed = parse_text(answer.text, url)
    return replace(parsed, issues=(*answer.issues, *answer.text_issues, *parsed.issues))


def parse_text(text: str, url: str) -> Parsed:
    """The document in a text that came from `url`.

    Raises:
        FetchError: it is no XML, damaged, or declares a document type.
    """
    clean = _CONTROL.sub("", text.lstrip("\ufeff \t\r\n"))
    if has_document_type(clean):
        raise FetchError(Issue("document-type-refused", params={"url": url}))
    # The text is decoded by now, so what the prolog says of its character set no longer holds.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root: Any = etree.fromstring(clean.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        params = {"url": url, "reason": (error.msg or type(error).__name__)[:200]}
        raise FetchError(Issue("xml-unreadable", params=params)) from error
    if root.getroottree().docinfo.doctype:
        raise FetchError(Issue("document-type-refused", params={"url": url}))
    mended = len(clean) < len(text.lstrip("\ufeff \t\r\n"))
    issues = (Issue("xml-control-characters", params={"url": url}),) if mended else ()
    return Parsed(_node(root), issues, root)


def _node(element: Any) -> Node:
    space, name = _split(str(element.tag))
    attributes = {_split(str(key))[1]: str(value) for key, value in element.attrib.items()}
    children = tuple(_node(child) for child in element)
    return Node(name, space, str(element.text or ""), attributes, children)


@lru_cache(maxsize=4096)
def _split(tag: str) -> tuple[str, str]:
    """Namespace and local name of `{namespace}name`."""
    space, _, name = tag.rpartition("}")
    return space.removeprefix("{"), name
