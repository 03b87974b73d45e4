"""Files and services of a dataset in ISO 19139: CI_OnlineResource by its protocol and function."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from ckanext.resilient.harvesters.protocols.csw_xml import Node
from ckanext.resilient.harvesters.protocols.iso_rights import keep
from ckanext.resilient.harvesters.protocols.iso_themes import add
from ckanext.resilient.harvesters.protocols.iso_values import (
    Speech,
    first,
    first_code,
    href_of,
    text_of,
    texts,
)
from ckanext.resilient.svrc.formats import read_format
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.record import SourceDataset, SourceDistribution, Text

_DISTRIBUTION = "distributionInfo/*"
_OPTIONS = ("transferOptions/*", "distributor/MD_Distributor/distributorTransferOptions/*")
_FORMATS = ("distributionFormat/*/name", "distributor/MD_Distributor/distributorFormat/*/name")
_ABOUT = frozenset({"information", "search", "browsing"})
"""Functions of a page about the data, which is no file of it."""
_NO_FORMAT = re.compile(r"(www:(download|link).*|https?|ftp|tcp/ip|url|file|internet)", re.IGNORECASE)
"""Protocols that tell how bytes travel, and nothing of what they are."""
_ROLES = "/metadata-codelist/OnLineDescriptionCode/"
"""INSPIRE puts the role of an address into its description."""


def read_files(record: Node, speech: Speech, dataset: SourceDataset) -> None:
    """Put the online resources of a record into its distributions, pages about it into its documentation."""
    for info in record.find(_DISTRIBUTION):
        for options in (node for path in _OPTIONS for node in info.find(path)):
            found = options.find("onLine/CI_OnlineResource")
            size = first(options.find("transferSize")) if len(found) == 1 else ""
            for resource in found:
                _read(resource, f"{size} MB" if size else "", speech, dataset)
        _formats(texts(node for path in _FORMATS for node in info.find(path)), dataset)


def _read(resource: Node, size: str, speech: Speech, dataset: SourceDataset) -> None:
    address = first(resource.find("linkage"))
    title = speech.text(resource.find("name"), joined=" ")
    if not address:
        if title:
            params = {"value": next(iter(title.values()))[:200]}
            dataset.issues.append(Issue("distribution-without-address", field="onLine", params=params))
        return
    function = first_code(resource.find("function"))
    if function in _ABOUT:
        add(dataset.documentation, [address])
        return
    protocol = next(iter(resource.find("protocol")), None)
    word = text_of(protocol) if protocol else ""
    href = href_of(protocol) if protocol else ""
    is_file = function == "download" or word.casefold().startswith("www:download")
    kind = _format(word, href, address)
    dataset.distributions.append(
        SourceDistribution(
            title=title,
            description=_description(resource, speech),
            access_url=address,
            download_url=address if is_file and not _is_service(kind) else "",
            format=kind,
            conforms_to=[href] if _is_service(href) else [],
            byte_size=size if is_file else "",
        )
    )


def _format(word: str, href: str, address: str) -> str:
    """The service that the address itself asks for, else the format that the protocol names."""
    query = {name.casefold(): value for name, value in parse_qsl(urlsplit(address).query)}
    if query.get("request", "").casefold() == "getcapabilities" and query.get("service"):
        return query["service"]
    known = next((named for named in (href, word) if named and read_format(named).code), word)
    return "" if _NO_FORMAT.fullmatch(word) else known


def _is_service(kind: str) -> bool:
    return bool(re.search(r"\b(wms|wfs|wmts|wcs|csw|sos)\b|esri:rest", kind.casefold()))


def _description(resource: Node, speech: Speech) -> Text:
    return speech.text(node for node in resource.find("description") if _ROLES not in href_of(node))


def _formats(names: list[str], dataset: SourceDataset) -> None:
    """The formats of the data: an only one is that of the only file, or of the only one to download.

    Otherwise they stand beside the record, as none names its file: catalogues give pages and metadata as downloads, too.
    """
    open_ones = [file for file in dataset.distributions if not file.format]
    to_download = [file for file in dataset.distributions if file.download_url]
    files = [file for file in open_ones if len(dataset.distributions) == 1 or to_download == [file]]
    if len(names) == 1 and files:
        files[0].format = names[0]
    else:
        keep(dataset, "distributionFormat", names)
