"""Who stands behind a dataset: publishers, holders of rights, creators, contacts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ckanext.resilient.harvesters.protocols.rdf_record import LABELS, BNode, Literal, Node, NodeView, Record
from ckanext.resilient.svrc.record import UNDECLARED, Agent, Contact, Text

_AGENT_NAMES = ("foaf:name", "vcard:fn", "vcard:organization-name", *LABELS)
_CONTACT_NAMES = ("vcard:fn", "vcard:organization-name", "foaf:name", *LABELS)
_MAILS = (
    "foaf:mbox",
    "vcard:hasEmail",
    "vcard:email",
    "schema:email",
    "email",
    "vcard:hasValue",
    "vcard:value",
)
_PAGES = ("foaf:homepage", "vcard:hasURL", "vcard:url", "schema:url", "foaf:workplaceHomepage", "foaf:page")
_PHONES = ("vcard:hasTelephone", "vcard:tel", "foaf:phone", "schema:telephone")
_IDENTIFIERS = ("identifier", "vcard:hasUID", "skos:notation", "schema:identifier", "adms:identifier")
_NODE_VALUES = ("vcard:hasValue", "vcard:value", "rdf:value")
# Spain's directory of public bodies: the code is the end of the address.
_DIR3 = re.compile(r"/org/Organismo/([A-Z0-9]{6,12})/?$")


def read_agents(record: Record, nodes: Iterable[Node], path: str) -> list[Agent]:
    """Organisations or persons from whatever stands for them: a node, an address or just a name."""
    agents = [_agent(record, node, path) for node in nodes]
    return [agent for agent in agents if agent != Agent()]


def read_contacts(record: Record, nodes: Iterable[Node], path: str) -> list[Contact]:
    """Contact points from vCard nodes (old and new style), addresses or plain text."""
    contacts = [_contact(record, node, path) for node in nodes]
    return [contact for contact in contacts if contact != Contact()]


def _agent(record: Record, node: Node, path: str) -> Agent:
    if isinstance(node, Literal):
        text = record.word(node)
        if _is_web_address(text):
            return Agent(uri=text)
        return Agent(name={(node.language or UNDECLARED).lower(): text})
    view = record.view(node, path)
    identifier = record.one(view.take(*_IDENTIFIERS), f"{path}.identifier") or _dir3(view.iri)
    return Agent(
        name=_name(record, view, _AGENT_NAMES),
        uri=_address_of(record, view, identifier),
        identifier=identifier,
        email=_mail(record, view),
        url=record.one(view.take(*_PAGES), f"{path}.homepage"),
        type=record.one(view.take("type"), f"{path}.type"),
    )


def _contact(record: Record, node: Node, path: str) -> Contact:
    if isinstance(node, Literal):
        text = record.word(node)
        if _is_web_address(text):
            return Contact(url=text)
        if "@" in text and " " not in text:
            return Contact(email=text.removeprefix("mailto:"))
        return Contact(name={(node.language or UNDECLARED).lower(): text})
    view = record.view(node, path)
    if view.iri.startswith("mailto:"):
        return Contact(
            name=_name(record, view, _CONTACT_NAMES), email=view.iri.removeprefix("mailto:").strip()
        )
    identifier = record.one(view.take(*_IDENTIFIERS), f"{path}.identifier")
    return Contact(
        name=_name(record, view, _CONTACT_NAMES),
        uri=_address_of(record, view, identifier),
        email=_mail(record, view),
        url=record.one(view.take(*_PAGES), f"{path}.hasURL"),
        phone=_bare(record, view, _PHONES, "tel:", f"{path}.hasTelephone"),
        identifier=identifier,
    )


def _name(record: Record, view: NodeView, properties: tuple[str, ...]) -> Text:
    names = view.take_first(*properties)
    if not names:
        names = view.take("foaf:givenName", "foaf:firstName", "foaf:familyName", "foaf:lastName")
        return record.languages(names, f"{view.path}.name", joined=" ")
    # One node may be described twice with different names (a catalogue and its datasets): none is lost.
    return record.languages(names, f"{view.path}.name", joined=" / ")


def _address_of(record: Record, view: NodeView, identifier: str) -> str:
    if isinstance(view.node, BNode):
        return ""
    # rdf:about="c_a182" became an address under the page's own; the identifier says the same.
    token = record.token(view.iri)
    return "" if token and token == identifier else record.word(view.node)


def _mail(record: Record, view: NodeView) -> str:
    return _bare(record, view, _MAILS, "mailto:", f"{view.path}.hasEmail")


def _bare(record: Record, view: NodeView, names: tuple[str, ...], scheme: str, path: str) -> str:
    texts: list[str] = []
    for node in view.take(*names):
        inner = (
            node
            if isinstance(node, Literal)
            else next(iter(record.view(node, path).take(*_NODE_VALUES)), node)
        )
        text = record.address_token(record.word(inner)) if not isinstance(inner, BNode) else ""
        bare = text[len(scheme) :] if text.lower().startswith(scheme) else text
        if bare.strip():
            texts.append(bare.strip())
    return record.first(list(dict.fromkeys(texts)), path)


def _dir3(iri: str) -> str:
    code = _DIR3.search(iri)
    return code[1] if code else ""


def _is_web_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text
