"""Publishers, creators, rights holders and contacts of a CKAN or DKAN record."""

from __future__ import annotations

import re
from typing import TypeVar

from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.fields import Fields
from ckanext.resilient.svrc.record import Agent, Contact, SourceDataset, Text

_Party = TypeVar("_Party", Agent, Contact)

_PARTS = ("uri", "name", "email", "url", "type", "identifier", "phone")
_ROLES = {
    "publisher": "publishers",
    "distributor": "publishers",
    "owner": "rights_holders",
    "custodian": "rights_holders",
    "author": "creators",
    "originator": "creators",
}
_NAME_AND_ROLE = re.compile(r"(?P<name>.+?)\s*\((?P<role>[\w ,]+)\)\s*$")


def read_parties(fields: Fields, dataset: SourceDataset, from_dkan: bool) -> None:
    """Fill in who published, made, owns and answers for the dataset."""
    dataset.publishers = _distinct(
        [agent for value in fields.take_all("publisher", "publishers") for agent in values.agents(value)]
        + _flat_agent(fields, "publisher", "dcat_publisher")
        + [
            agent
            for item in values.items(fields.take("publication"))
            for agent in values.agents(item.get("publisher"))
        ]
    )
    dataset.rights_holders = _distinct(
        [agent for value in fields.take_all("rights_holder") for agent in values.agents(value)]
        + _flat_agent(fields, "holder", "rights_holder")
    )
    dataset.creators = _distinct(
        [agent for value in fields.take_all("creator", "creators") for agent in values.agents(value)]
        + _flat_agent(fields, "creator", "dcat_creator")
        + _authors(fields)
    )
    dataset.contacts = _contacts(fields)
    _responsible_parties(fields, dataset)
    organization = _organization(fields, from_dkan and not dataset.publishers)
    if not dataset.publishers:
        dataset.publishers = organization
    elif organization and not any(_is_same(organization[0], agent) for agent in dataset.publishers):
        dataset.extras["organization"] = values.first_text(organization[0].name)
    if not dataset.contacts:
        # As ckanext-dcat does: where nobody else is named, the author is asked.
        dataset.contacts = [Contact(name=dict(a.name), email=a.email) for a in dataset.creators if a.email][
            :1
        ]


def _flat_agent(fields: Fields, *prefixes: str) -> list[Agent]:
    """An agent from fields such as `publisher_name`, `publisher_email`."""
    found: list[Agent] = []
    for prefix in prefixes:
        parts = {part: fields.take(f"{prefix}_{part}") for part in _PARTS}
        found.append(values.agent(parts))
    return [agent for agent in found if agent != Agent()]


def _authors(fields: Fields) -> list[Agent]:
    author, email = fields.take("author"), values.bare_email(values.scalar(fields.take("author_email")))
    found = values.agents(author) if author is not None else []
    if len(found) == 1 and not found[0].email:
        found[0].email = email
    elif not found and email:
        found = [Agent(email=email)]
    return found


def _contacts(fields: Fields) -> list[Contact]:
    found: list[Contact] = []
    for value in fields.take_all("contact", "contacts", "contact_point", "contact_points"):
        found += values.contacts(value)
    parts = {part: fields.take(f"contact_{part}", f"contact_point_{part}") for part in _PARTS}
    flat = values.contact(parts)
    maintainer, email = fields.take("maintainer"), values.scalar(fields.take("maintainer_email"))
    objects = values.items(maintainer)
    kept = [values.contact(item) for item in objects] or [
        values.named_contact(values.scalar(maintainer), email)
    ]
    if objects and email and not kept[0].email:
        kept[0].email = values.bare_email(email)
    return _distinct([contact for contact in [*found, flat, *kept] if contact != Contact()])


def _responsible_parties(fields: Fields, dataset: SourceDataset) -> None:
    """The parties of an ISO 19139 record that ckanext-spatial harvested, as JSON or `Name (role)`."""
    value = fields.take("responsible_party")
    pairs = [
        (values.texts(item.get("name")), values.strings(item.get("roles"))) for item in values.items(value)
    ]
    if not pairs:
        matches = [_NAME_AND_ROLE.fullmatch(text.strip()) for text in values.scalar(value).split(";")]
        pairs = [(values.texts(match["name"]), values.words(match["role"])) for match in matches if match]
    for name, roles in pairs:
        for role in roles:
            _add_party(dataset, name, role)


def _add_party(dataset: SourceDataset, name: Text, role: str) -> None:
    if role in _ROLES:
        agents: list[Agent] = getattr(dataset, _ROLES[role])
        agents[:] = _distinct([*agents, Agent(name=dict(name))])
    elif role == "pointOfContact":
        nameless = next((contact for contact in dataset.contacts if not contact.name), None)
        if nameless:
            nameless.name = dict(name)
        else:
            dataset.contacts = _distinct([*dataset.contacts, Contact(name=dict(name))])


def _organization(fields: Fields, in_groups: bool) -> list[Agent]:
    """The portal's organisation, who publishes unless somebody else is named; DKAN keeps it in groups."""
    found = values.items(fields.take("organization"))
    if not found and in_groups:
        found = values.items(fields.take("groups"))
    return [
        Agent(
            name=values.texts(item.get("title"))
            or values.texts(item.get("display_name") or item.get("name")),
            uri=values.scalar(item.get("uri")),
            identifier=values.scalar(item.get("identifier")),
            email=values.bare_email(values.scalar(item.get("email"))),
            url=values.scalar(item.get("url")),
        )
        for item in found
    ]


def _distinct(parties: list[_Party]) -> list[_Party]:
    """Each party once: a later one with the same name or e-mail only fills gaps of the first."""
    kept: list[_Party] = []
    for party in parties:
        same = next((other for other in kept if _is_same(other, party)), None)
        if same is None:
            kept.append(party)
        else:
            _fill_gaps(same, party)
    return kept


def _is_same(one: Agent | Contact, other: Agent | Contact) -> bool:
    one_names, other_names = set(one.name.values()), set(other.name.values())
    if one_names and other_names:
        return bool(one_names & other_names) and one.identifier in {other.identifier, "", None}
    return bool(one.email) and one.email == other.email


def _fill_gaps(kept: Agent | Contact, other: Agent | Contact) -> None:
    for part in ("name", "uri", "identifier", "email", "url"):
        if not getattr(kept, part):
            setattr(kept, part, getattr(other, part))
