"""How one source will be harvested: its portal, protocol and endpoint, put together and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvesters.portals import all_portals
from ckanext.resilient.harvesters.portals.base import Portal, Social
from ckanext.resilient.harvesters.portals.choice import (
    NOTHING_ASKED,
    AllOf,
    Choice,
    OwnChoice,
    SocialChoice,
    Wanted,
)
from ckanext.resilient.harvesters.protocols import all_protocols
from ckanext.resilient.harvesters.protocols.base import Endpoint, Protocol
from ckanext.resilient.harvesters.samples import SAMPLES, sample_portal
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.meanings import NOTHING_SAID, Meanings, read_meanings
from ckanext.resilient.svrc.normalise import Crosswalk

ANONYMOUS = "unknown"
"""Portal key of an address that no portal definition covers."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the stages need to know of a source; made once a run.

    `choice` says which records come in; without one, all do.
    """

    portal: Portal
    protocol: Protocol
    endpoint: Endpoint
    choice: Choice | None = None
    meanings: Meanings = NOTHING_SAID

    @property
    def crosswalk(self) -> Crosswalk:
        """The portal's own words and defaults, in the form that normalisation takes."""
        return Crosswalk(
            languages=self.endpoint.languages,
            licences=self.portal.licences,
            themes=self.portal.themes,
            frequencies=self.portal.frequencies,
            default_publisher=self.portal.default_publisher,
            default_licence=self.portal.default_licence,
            licence_terms=self.portal.licence_terms,
            meanings=self.meanings,
        )


def find_portal(key: str, url: str) -> Portal | None:
    """The definition of a portal by key; that of a sample portal answers at `url`."""
    if key in SAMPLES:
        return sample_portal(key, url)
    return all_portals().get(key)


def make_plan(
    url: str,
    protocol: str = "",
    portal: str = "",
    options: Mapping[str, Any] | None = None,
    languages: tuple[str, ...] = (),
    limit: int | None = None,
    *,
    wanted: Wanted = NOTHING_ASKED,
    meanings: Any = None,
) -> Plan:
    """The plan for an address.

    Args:
        url: address of the portal or feed.
        protocol: name of a protocol; may be empty when `portal` is given.
        portal: key of a portal definition, whose settings are the defaults.
        options: protocol options that overrule the portal's.
        languages: base codes that overrule the portal's.
        limit: read at most so many records.
        wanted: take only records that pass what is asked for here.
        meanings: what words of the source mean, by field; they go before what the portal's definition says.

    Raises:
        StopHarvest: portal or protocol is unknown, or an option is not one of the protocol's,
            or the choice is asked for where no portal definition says what to choose,
            or a meaning is not a code of its field.
    """
    definition = find_portal(portal, url) if portal else None
    if portal and definition is None:
        raise StopHarvest(Issue("portal-unknown", field="portal", params={"value": portal}))
    definition = definition or Portal(key=ANONYMOUS, country="", title=url, url=url, protocol=protocol)
    chosen = all_protocols().get(protocol or definition.protocol)
    if chosen is None:
        known = ", ".join(sorted(all_protocols()))
        raise StopHarvest(
            Issue("protocol-unknown", field="protocol", params={"value": protocol, "known": known})
        )
    merged = _options(definition, chosen, options or {})
    endpoint = Endpoint(url=url, options=merged, languages=languages or definition.languages, limit=limit)
    said = read_meanings(meanings or {})
    choice = _choice(definition, wanted)
    return Plan(_with_meanings(definition, said), chosen, endpoint, choice, said)


def places_of(url: str, settings: Mapping[str, Any]) -> list[str]:
    """What of a source says where is read: its address, and those of its options that name an address or a host.

    Raises:
        StopHarvest: no plan can be made of the settings.
    """
    plan = make_plan(
        url,
        protocol=settings.get("protocol", ""),
        portal=settings.get("portal", ""),
        options=settings.get("options"),
    )
    named = [str(plan.endpoint.options.get(one.name) or "") for one in plan.protocol.options if one.leads]
    return [url.strip(), *sorted(filter(None, named))]


def _with_meanings(definition: Portal, said: Meanings) -> Portal:
    """The definition with what was said of its words, once a run instead of once a record."""
    return replace(
        definition,
        licences={**definition.licences, **said.of("licence")},
        themes={**definition.themes, **said.of("theme")},
        frequencies={**definition.frequencies, **said.of("frequency")},
    )


def _choice(definition: Portal, wanted: Wanted) -> Choice | None:
    if wanted.social and definition.social == Social():
        raise StopHarvest(Issue("choice-unknown", field="only_social", params={"value": definition.key}))
    if wanted == NOTHING_ASKED:
        return None
    own = OwnChoice(wanted)
    return AllOf((SocialChoice(definition), own)) if wanted.social else own


def _options(definition: Portal, protocol: Protocol, given: Mapping[str, Any]) -> dict[str, Any]:
    # A portal's options belong to its own protocol: read by another, they would be noise.
    inherited: Mapping[str, Any] = definition.options if definition.protocol == protocol.name else {}
    merged = {**inherited, **given}
    known = {option.name for option in protocol.options}
    unknown = sorted(set(merged) - known)
    if unknown:
        raise StopHarvest(
            Issue(
                "option-unknown",
                field=f"options.{unknown[0]}",
                params={"value": unknown[0], "protocol": protocol.name, "known": ", ".join(sorted(known))},
            )
        )
    return merged
