"""Who stands behind a dataset in ISO 19139: CI_ResponsibleParty by its role."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.resilient.harvesters.protocols.csw_xml import Node
from ckanext.resilient.harvesters.protocols.iso_values import Speech, first, first_code, href_of, texts
from ckanext.resilient.svrc.record import Agent, Contact, SourceDataset, Text

_PUBLISHERS = ("publisher",)
_DISTRIBUTORS = ("distributor", "resourceProvider")
_HOLDERS = ("owner", "rightsHolder")
_CREATORS = ("author", "originator", "principalInvestigator", "coAuthor")
_CONTACTS = ("pointOfContact", "custodian")
_PLACES = (
    "identificationInfo/*/pointOfContact/CI_ResponsibleParty",
    "identificationInfo/*/citation/CI_Citation/citedResponsibleParty/CI_ResponsibleParty",
    "distributionInfo/*/distributor/MD_Distributor/distributorContact/CI_ResponsibleParty",
)
_OF_THE_RECORD = "contact/CI_ResponsibleParty"


def read_parties(record: Node, speech: Speech, dataset: SourceDataset) -> None:
    """Put the parties of a record where their roles belong.

    Who distributes data publishes them where nobody is named as publisher. The contact of the record
    itself answers where the dataset names none. A person's name is left out beside an organisation's.
    """
    by_role: dict[str, list[Node]] = {}
    for path in _PLACES:
        for party in record.find(path):
            by_role.setdefault(_role(party), []).append(party)

    def of(*roles: str) -> list[Node]:
        return [party for role in roles for party in by_role.get(role, ())]

    dataset.publishers = _agents(of(*_PUBLISHERS) or of(*_DISTRIBUTORS), speech)
    dataset.rights_holders = _agents(of(*_HOLDERS), speech)
    dataset.creators = _agents(of(*_CREATORS), speech)
    own = _contacts(of(*_CONTACTS), speech)
    dataset.contacts = own or _contacts(record.find(_OF_THE_RECORD), speech)


def _role(party: Node) -> str:
    return first_code(party.find("role"))


def _agents(parties: Iterable[Node], speech: Speech) -> list[Agent]:
    found: list[Agent] = []
    for party in parties:
        agent = Agent(
            name=_name(party, speech),
            uri=_uri(party),
            email=next(iter(_emails(party)), ""),
            url=_page(party),
        )
        if agent != Agent() and agent not in found:
            found.append(agent)
    return found


def _contacts(parties: Iterable[Node], speech: Speech) -> list[Contact]:
    """Contacts, one for each address of theirs."""
    found: list[Contact] = []
    for party in parties:
        for email in _emails(party) or [""]:
            contact = Contact(
                name=_name(party, speech),
                uri=_uri(party),
                email=email,
                url=_page(party),
                phone=first(party.find("contactInfo/CI_Contact/phone/CI_Telephone/voice")),
            )
            if contact != Contact() and contact not in found:
                found.append(contact)
    return found


def _name(party: Node, speech: Speech) -> Text:
    for name in ("organisationName", "individualName", "positionName"):
        if text := speech.text(party.find(name), joined=" / "):
            return text
    return {}


def _uri(party: Node) -> str:
    return next((href for node in party.find("organisationName") if (href := href_of(node))), "")


def _emails(party: Node) -> list[str]:
    return texts(party.find("contactInfo/CI_Contact/address/CI_Address/electronicMailAddress"))


def _page(party: Node) -> str:
    return first(party.find("contactInfo/CI_Contact/onlineResource/CI_OnlineResource/linkage"))
