"""Catalogues of geodata as they answer, and services that speak CSW and Esri's search."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from urllib.parse import quote

from tests.harvest.servers import Answer, Asked

GMD = "http://www.isotc211.org/2005/gmd"
_ISO_SPACES = (
    f'xmlns:gmd="{GMD}" xmlns:gco="http://www.isotc211.org/2005/gco" xmlns:gmx="http://www.isotc211.org/2005/gmx" '
    'xmlns:srv="http://www.isotc211.org/2005/srv" xmlns:gml="http://www.opengis.net/gml/3.2" '
    'xmlns:old="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_CODES = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"
SCHEMAS = {"2.0.2": "http://www.opengis.net/cat/csw/2.0.2", "3.0.0": "http://www.opengis.net/cat/csw/3.0"}


def text(name: str, value: str) -> str:
    """An element with a plain text."""
    return f"<gmd:{name}><gco:CharacterString>{value}</gco:CharacterString></gmd:{name}>"


def anchor(name: str, href: str, value: str) -> str:
    """An element with a text that has an address."""
    return f'<gmd:{name}><gmx:Anchor xlink:href="{href}">{value}</gmx:Anchor></gmd:{name}>'


def code(name: str, of: str, value: str) -> str:
    """An element with a value of a code list, whose label is in another language."""
    return f'<gmd:{name}><gmd:{of} codeList="{_CODES}#{of}" codeListValue="{value}">un’etichetta</gmd:{of}></gmd:{name}>'


def date(kind: str, value: str, form: str = "Date") -> str:
    """A date of the citation."""
    moment = f"<gmd:date><gco:{form}>{value}</gco:{form}></gmd:date>"
    return (
        f"<gmd:date><gmd:CI_Date>{moment}{code('dateType', 'CI_DateTypeCode', kind)}</gmd:CI_Date></gmd:date>"
    )


def party(role: str, name: str, email: str = "", more: str = "") -> str:
    """A responsible party."""
    address = (
        f"<gmd:address><gmd:CI_Address>{text('electronicMailAddress', email)}</gmd:CI_Address></gmd:address>"
    )
    contact = f"<gmd:contactInfo><gmd:CI_Contact>{address if email else ''}{more}</gmd:CI_Contact></gmd:contactInfo>"
    said = text("organisationName", name) + contact + code("role", "CI_RoleCode", role)
    return f"<gmd:CI_ResponsibleParty>{said}</gmd:CI_ResponsibleParty>"


def online(address: str, protocol: str = "", name: str = "", more: str = "") -> str:
    """An online resource."""
    said = f"<gmd:linkage><gmd:URL>{address}</gmd:URL></gmd:linkage>"
    said += text("protocol", protocol) if protocol and not protocol.startswith("<") else protocol
    said += text("name", name) if name else ""
    return f"<gmd:onLine><gmd:CI_OnlineResource>{said}{more}</gmd:CI_OnlineResource></gmd:onLine>"


@dataclass
class Iso:
    """A record of ISO 19139, part by part."""

    guid: str = "it-1"
    title: str = "Servizi sociali"
    language: str = "ita"
    level: str = "dataset"
    head: str = ""
    citation: str = ""
    about: str = ""
    online: str = ""
    distribution: str = ""
    quality: str = ""
    identification: str = "gmd:MD_DataIdentification"
    space: str = GMD

    def __str__(self) -> str:
        head = text("fileIdentifier", self.guid) if self.guid else ""
        head += code("language", "LanguageCode", self.language) if self.language else ""
        head += code("hierarchyLevel", "MD_ScopeCode", self.level) if self.level else ""
        titled = text("title", self.title) if self.title else ""
        citation = f"<gmd:citation><gmd:CI_Citation>{titled}{self.citation}</gmd:CI_Citation></gmd:citation>"
        about = f"<{self.identification}>{citation}{self.about}</{self.identification}>"
        options = f"<gmd:MD_DigitalTransferOptions>{self.online}</gmd:MD_DigitalTransferOptions>"
        shared = f"{self.distribution}<gmd:transferOptions>{options}</gmd:transferOptions>"
        quality = f"<gmd:dataQualityInfo><gmd:DQ_DataQuality>{self.quality}</gmd:DQ_DataQuality></gmd:dataQualityInfo>"
        return (
            f"<gmd:MD_Metadata {_ISO_SPACES.replace(GMD, self.space)}>{head}{self.head}"
            f"<gmd:identificationInfo>{about}</gmd:identificationInfo><gmd:distributionInfo>"
            f"<gmd:MD_Distribution>{shared}</gmd:MD_Distribution></gmd:distributionInfo>{quality}</gmd:MD_Metadata>"
        )


def rdf(name: str, title: str = "Servizi", kind: str = "Dataset") -> str:
    """A record as RDF, as GeoNetwork writes it: each in a document of its own."""
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcat="http://www.w3.org/ns/dcat#" '
        f'xmlns:dct="http://purl.org/dc/terms/"><dcat:{kind} rdf:about="https://geo.example/{quote(name)}">'
        f'<dct:title xml:lang="it">{title}</dct:title></dcat:{kind}></rdf:RDF>'
    )


def page(
    *records: object,
    matched: object = None,
    following: object = None,
    version: str = "2.0.2",
    before: str = "",
) -> Answer:
    """An answer to GetRecords."""
    totals = f'numberOfRecordsReturned="{len(records)}"'
    totals += "" if matched is None else f' numberOfRecordsMatched="{matched}"'
    totals += "" if following is None else f' nextRecord="{following}"'
    inside = "".join(map(str, records))
    return sent(
        f'<csw:GetRecordsResponse xmlns:csw="{SCHEMAS[version]}"><csw:SearchStatus timestamp="2026-01-01T00:00:00"/>'
        f'{before}<csw:SearchResults elementSet="full" {totals}>{inside}</csw:SearchResults></csw:GetRecordsResponse>'
    )


def sent(body: str, status: int = 200) -> Answer:
    """An XML document."""
    prolog = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return Answer(status, (prolog + body).encode(), {"Content-Type": "application/xml;charset=UTF-8"})


def refusal(
    reason: str, mark: str = "InvalidParameterValue", locator: str = "outputSchema", status: int = 200
) -> Answer:
    """An error report of OWS."""
    return sent(
        '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.2.0">'
        f'<ows:Exception exceptionCode="{mark}" locator="{locator}"><ows:ExceptionText>{reason}</ows:ExceptionText>'
        "</ows:Exception></ows:ExceptionReport>",
        status,
    )


def capabilities(*versions: str, host: str = "http://192.168.3.34:8080/csw", more: str = "") -> Answer:
    """What a service says of itself; the addresses of its operations lead into its own network."""
    values = "".join(f"<ows:Value>{version}</ows:Value>" for version in versions)
    return sent(
        '<csw:Capabilities xmlns:csw="http://www.opengis.net/cat/csw/3.0" xmlns:ows="http://www.opengis.net/ows/2.0" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" version="{versions[-1]}"><ows:OperationsMetadata>'
        f'<ows:Operation name="GetRecords"><ows:DCP><ows:HTTP><ows:Post xlink:href="{host}"/></ows:HTTP></ows:DCP>'
        f'<ows:Parameter name="AcceptVersions"><ows:AllowedValues>{values}</ows:AllowedValues></ows:Parameter>'
        f"{more}</ows:Operation></ows:OperationsMetadata></csw:Capabilities>"
    )


@dataclass(frozen=True)
class Question:
    """What GetRecords asks for, whether by POST or GET."""

    request: str
    version: str
    start: int
    size: int
    schema: str
    body: str


def question(asked: Asked) -> Question:
    """What a request asks for."""
    if asked.method == "POST":
        body = asked.body.decode()
        found = dict(
            re.findall(
                r'\b(version|startPosition|maxRecords|outputSchema)="([^"]*)"',
                body.split("?>", 1)[1].split(">", 1)[0],
            )
        )
        request = "GetRecords"
    else:
        body = ""
        found = {name: values[0] for name, values in asked.query.items()}
        request = found.get("request", "")
    start, size = int(found.get("startPosition", 1)), int(found.get("maxRecords", 10))
    return Question(request, found.get("version", ""), start, size, found.get("outputSchema", ""), body)


@dataclass
class FakeCsw:
    """A whole catalogue with pages of its own size, that gives its totals rightly unless told otherwise."""

    records: list[object]
    at_once: int = 2
    methods: tuple[str, ...] = ("POST", "GET")
    versions: tuple[str, ...] = ("2.0.2",)
    matched: int | None = None
    following: dict[int, object] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Answer:
        wanted = question(asked)
        if asked.method not in self.methods:
            return Answer(405, b"no")
        if wanted.request == "GetCapabilities":
            return capabilities(*self.versions)
        if wanted.version not in self.versions:
            return refusal("Version not supported", "VersionNegotiationFailed", "version", 400)
        first = wanted.start - 1
        held = self.records[first : first + min(self.at_once, wanted.size)]
        after = wanted.start + len(held)
        usual = after if after <= len(self.records) else 0
        total = len(self.records) if self.matched is None else self.matched
        return page(
            *held,
            matched=total,
            following=self.following.get(wanted.start, usual),
            version=wanted.version,
        )


def csw_source(asked: Asked) -> Answer:
    """A whole, small source for the contract of all protocols."""
    return FakeCsw([Iso(guid=f"it-{number}", title=f"Servizi {number}") for number in range(3)])(asked)


def search(*results: object, total: int, following: int = 0) -> Answer:
    """A page of the search of Esri Geoportal Server."""
    body = {"start": 1, "num": len(results), "total": total, "nextStart": following, "results": list(results)}
    return Answer(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})


def result(name: str, xml: object) -> dict[str, object]:
    """A result of the search, whose links lead into the portal's own network."""
    links = [
        {"rel": "alternate", "href": f"http://192.168.3.34:8080/geoportal-catalog/rest/metadata/item/{name}"}
    ]
    return {"id": name, "title": "Servizi", "links": links, "_source": {"sys_xml_clob": str(xml)}}
