"""RDF/XML as portals write it: harmless slips are mended, document types are refused.

The grammar is https://www.w3.org/TR/rdf-syntax-grammar/. rdflib's own handler gives up a
whole page for one slip; this one reads on and says what it mended.
"""

# rdflib's SAX handler is untyped inside; what crosses the border of this module is typed.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportAttributeAccessIssue=false, reportIncompatibleMethodOverride=false

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from xml.sax import SAXException, expatreader, handler
from xml.sax.xmlreader import AttributesNSImpl, InputSource

from rdflib.graph import Graph
from rdflib.plugins.parsers.rdfxml import RDFXMLHandler
from rdflib.term import Literal, URIRef

from ckanext.resilient.harvesters.protocols.rdf_terms import RDFS_LABEL

_XML = "http://www.w3.org/XML/1998/namespace"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_WRAPPERS = ("http://www.opengis.net/cat/csw/", "http://www.openarchives.org/OAI/")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NAME = re.compile(r"[^\W\d][\w.-]*")
DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_PROLOG = re.compile(r"(\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class DocumentTypeRefused(Exception):
    """The document declares a document type, the door to entity bombs and foreign files."""


def parse_xml(text: str, graph: Graph, base: str, mended: Callable[[str, str], None]) -> None:
    """Put the triples of a document into `graph`.

    Args:
        text: the document, decoded.
        graph: receives the triples.
        base: address of the document, for relative addresses in it.
        mended: told the issue code and the spot of every slip that was mended.

    Raises:
        DocumentTypeRefused: before anything of the document type was read.
        SAXException: the document is not RDF/XML.
    """
    clean = CONTROL.sub("", text.lstrip("\ufeff"))
    # Looked for in exactly what will be parsed: what is left out below could have hidden it.
    if has_document_type(clean):
        raise DocumentTypeRefused
    if CONTROL.search(text):
        mended("xml-control-characters", "")
    # The text is decoded by now: a declaration that names another character set would mislead the parser.
    body = DECLARATION.sub("", clean, count=1)
    source = InputSource(base)
    source.setPublicId(base)
    source.setByteStream(io.BytesIO(body.encode("utf-8", "replace")))
    source.setEncoding("utf-8")
    reader = expatreader.ExpatParser()
    # Known bug of expatreader with the reserved prefix; rdflib works around it in the same way.
    reader.start_namespace_decl("xml", _XML)
    reader.setFeature(handler.feature_namespaces, True)
    reader.setFeature(handler.feature_external_ges, False)
    reader.setProperty(handler.property_lexical_handler, _NoDocumentType())
    tolerant = _TolerantHandler(graph, mended)
    tolerant.setDocumentLocator(source)  # pyright: ignore[reportArgumentType] - rdflib asks it for the base only
    reader.setContentHandler(tolerant)  # pyright: ignore[reportArgumentType] - other names of parameters
    reader.parse(source)


def has_document_type(text: str) -> bool:
    """Whether a document type stands before the root element, the only place where it can take effect."""
    start = _PROLOG.match(text)
    return text[start.end() if start else 0 :][:2] == "<!"


class _NoDocumentType:
    """Second lock behind `has_document_type`: the XML parser itself reports a document type."""

    def startDTD(self, *_ids: Any) -> None:  # noqa: N802 - SAX's name
        raise DocumentTypeRefused

    def _ignore(self, *_args: Any) -> None:
        """Comments and CDATA sections mean nothing here."""

    endDTD = comment = startCDATA = endCDATA = _ignore  # noqa: N815 - SAX's names


class _TolerantHandler(RDFXMLHandler):
    def __init__(self, graph: Graph, mended: Callable[[str, str], None]) -> None:
        super().__init__(graph)
        self._mended = mended
        self._loose_text: dict[int, list[str]] = {}
        self._wrappers = 0

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802 - SAX's name
        if self._at_top() and str(name[0] or "").startswith(_WRAPPERS):
            self._wrappers += 1
            return
        super().startElementNS(name, qname, self._repaired(attrs))

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802 - SAX's name
        if self._at_top() and self._wrappers:
            self._wrappers -= 1
            return
        text = "".join(self._loose_text.pop(len(self.stack), ())).strip()
        if text:
            self._mended("xml-text-beside-resource", text[:80])
            label = Literal(text, lang=self.current.language or None)
            self.store.add((self.current.object, RDFS_LABEL, label))
        super().endElementNS(name, qname)

    def characters(self, content: str) -> None:
        if self._at_top():
            return
        if len(self.stack) in self._loose_text:
            self._loose_text[len(self.stack)].append(content)
        super().characters(content)

    def property_element_start(self, name: Any, qname: Any, attrs: Any) -> None:
        super().property_element_start(name, qname, attrs)
        # <dcat:theme rdf:resource="…">label</dcat:theme>: the text can only be the label of the resource.
        if self.current.data is None and isinstance(self.current.object, URIRef):
            self._loose_text[len(self.stack)] = []

    def property_element_end(self, name: Any, qname: Any) -> None:
        current = self.current
        if current.data is not None and current.object is None and current.datatype is not None:
            # rdflib would rewrite the value in its datatype's canonical form, and cut times from dates.
            current.object = Literal(current.data, datatype=current.datatype, normalize=False)
            current.data = None
        super().property_element_end(name, qname)

    def node_element_end(self, name: Any, qname: Any) -> None:
        if self.parent.object and self.current != self.stack[2]:
            # Two nodes in one property element: each is a value of the property.
            self._mended("xml-several-nodes", str(name[1]))
            owner: Any = self.stack[-4]
            self.store.add((owner.subject, self.parent.predicate, self.parent.object))
            self.parent.object = None
        super().node_element_end(name, qname)

    def _at_top(self) -> bool:
        return len(self.stack) == 2

    def _repaired(self, attrs: Any) -> Any:
        changes: dict[tuple[str, str], str] = {}
        language = str(attrs.get((_XML, "lang"), ""))
        if language and not _LANGUAGE.fullmatch(language):
            hyphens = language.strip().replace("_", "-")
            changes[(_XML, "lang")] = hyphens if _LANGUAGE.fullmatch(hyphens) else ""
            self._mended("language-tag-invalid", language)
        node = str(attrs.get((_RDF, "nodeID"), ""))
        if node and not _NAME.fullmatch(node):
            changes[(_RDF, "nodeID")] = "n" + node.encode().hex()
        if not changes:
            return attrs
        names = {key: attrs.getQNameByName(key) for key in attrs.getNames()}
        return AttributesNSImpl({**dict(attrs.items()), **changes}, names)


__all__ = ["DocumentTypeRefused", "SAXException", "has_document_type", "parse_xml"]
