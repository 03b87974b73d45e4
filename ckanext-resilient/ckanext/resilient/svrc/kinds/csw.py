"""Kinds of issues: catalogues of geodata (CSW, ISO 19139)."""

from __future__ import annotations

from ckanext.resilient.svrc.kinds.base import N_, Kind

KINDS: dict[str, Kind] = {
    "not-csw": Kind(
        "error",
        N_("No catalogue of geodata (CSW) was found at {url}."),
        N_("Give the address of the service itself, such as …/srv/eng/csw, or …/rest/metadata/search."),
    ),
    "csw-refused": Kind(
        "error",
        N_("The catalogue at {url} refused the request: {reason}"),
        N_("Check the options output_schema and version of the source. If they are right, tell the portal."),
    ),
    "xml-unreadable": Kind(
        "error",
        N_("{url} is not valid XML: {reason}"),
        N_("Try again later. If it happens again, tell the portal."),
    ),
    "iso-19115-3": Kind(
        "error",
        N_("The record is written in ISO 19115-3, a form that is not read here."),
        N_("Set the option output_schema of the source to iso, dcat or geodcat: most catalogues convert it."),
    ),
    "box-reversed": Kind(
        "info",
        N_("The sides of the place's box were exchanged, so they were turned round: {value}"),
        N_("Ask the publisher to give west before east and south before north."),
    ),
}
