"""The records of a source as each protocol writes them."""

from __future__ import annotations

import json
from typing import Any
from xml.sax.saxutils import escape

from tests.faults.entries import USUAL, Entry
from tests.harvesters.protocols import (
    fake_ckan,
    fake_datosgobes,
    fake_dcat_us,
    fake_dkan,
    fake_opendatasoft,
    fake_pxweb,
    fake_socrata,
)
from tests.harvesters.protocols.fake_csw import Iso, anchor, date, online, text
from tests.harvesters.protocols.fake_ine_pt import indicator

Json = dict[str, Any]


def _told(**fields: object) -> Json:
    """The fields that hold anything."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _named(record: Json, key: str, one: Entry) -> Json:
    """The record with the identifier that the entry asks for in the place of its usual one."""
    if one.identifier is None:
        return {name: value for name, value in record.items() if name != key}
    return record if one.identifier is USUAL else {**record, key: one.identifier}


def _without_title(record: Json, one: Entry, *keys: str) -> Json:
    """The record without the texts that the entry leaves out."""
    left_out = [key for key, value in zip(keys, (one.title, one.description), strict=False) if value is None]
    return {name: value for name, value in record.items() if name not in left_out}


def ckan(one: Entry) -> Json:
    """As `package_show` gives it."""
    extras = {"issued": one.issued, "modified": one.modified, "language": one.language, **one.extras}
    record = fake_ckan.record(
        one.number,
        title=one.title,
        notes=one.description,
        url=one.page,
        license_id=one.licence,
        tags=[{"name": word} for word in one.keywords],
        extras=[{"key": name, "value": value} for name, value in extras.items()],
        num_resources=len(one.files),
        resources=[
            {"id": f"r{place}", "url": file.url, "format": file.format, "size": file.size}
            for place, file in enumerate(one.files)
        ],
    )
    if one.identifier is None:
        del record["name"]
    return _without_title(_named(record, "id", one), one, "title", "notes")


def udata(one: Entry) -> Json:
    """As udata's API gives it."""
    record: Json = {
        "id": f"5f0000000000000000{one.number:06d}",
        "title": one.title,
        "description": one.description,
        "created_at": one.issued,
        "last_modified": one.modified,
        "tags": list(one.keywords),
        "license": one.licence,
        "languages": [one.language],
        "page": one.page,
        "extras": dict(one.extras),
        "resources": [
            {"url": file.url, "format": file.format, "filesize": file.size, "filetype": "file"}
            for file in one.files
        ],
    }
    return _without_title(_named(record, "id", one), one, "title", "description")


def turtle_name(one: Entry) -> str:
    """What names a dataset in Turtle: its address, or a blank node."""
    if one.identifier is None:
        return f"_:b{one.number}"
    return f"<https://dati.example/{one.number if one.identifier is USUAL else one.identifier}>"


def turtle(one: Entry) -> str:
    """As a DCAT feed describes it."""
    literals = {"dct:title": one.title, "dct:description": one.description}
    said = [f"{name} {_quoted(text)}@{one.language}" for name, text in literals.items() if text is not None]
    said += [f"dcat:keyword {_quoted(word)}@{one.language}" for word in one.keywords]
    said += [f"dct:issued {_quoted(one.issued)}", f"dct:modified {_quoted(one.modified)}"]
    said += [f"dct:language {_quoted(one.language)}", f"dcat:landingPage <{one.page}>"]
    said += [f"dct:license {_node(one.licence)}"]
    said += [f"dcat:distribution [ {_turtle_file(file, one)} ]" for file in one.files]
    return f"{turtle_name(one)} a dcat:Dataset ; {' ; '.join(said)} ."


def _turtle_file(file: Any, one: Entry) -> str:
    return (
        f"a dcat:Distribution ; dcat:accessURL <{file.url}> ; dct:license {_node(one.licence)} ; "
        f"dcat:byteSize {_quoted(file.size)} ; dct:format {_quoted(file.format)}"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _node(value: str) -> str:
    return f"<{value}>" if ":" in value else _quoted(value)


def _pod(one: Entry) -> Json:
    files = [
        {"@type": "dcat:Distribution", "downloadURL": file.url, "format": file.format, "byteSize": file.size}
        for file in one.files
    ]
    return {
        "title": one.title,
        "description": one.description,
        "issued": one.issued,
        "modified": one.modified,
        "keyword": list(one.keywords),
        "license": one.licence,
        "language": [one.language],
        "landingPage": one.page,
        "distribution": files,
        **one.extras,
    }


def dcat_us(one: Entry) -> Json:
    """As a `data.json` has it."""
    record = fake_dcat_us.dataset(one.number, **_pod(one))
    return _without_title(_named(record, "identifier", one), one, "title", "description")


def dkan(one: Entry) -> Json:
    """As DKAN 2's metastore has it."""
    record = fake_dkan.dataset(one.number, **_pod(one))
    return _without_title(_named(record, "identifier", one), one, "title", "description")


def socrata(one: Entry) -> Json:
    """As Socrata's catalogue has it."""
    asset = fake_socrata.asset(
        one.number,
        name=one.title,
        description=one.description,
        createdAt=one.issued,
        data_updated_at=one.modified,
        access_points={f"text/csv;n={place}": file.url for place, file in enumerate(one.files)},
    )
    asset["classification"]["domain_tags"] = list(one.keywords)
    asset["metadata"]["license"] = one.licence
    asset["link"] = one.page
    asset["resource"] = _without_title(_named(asset["resource"], "id", one), one, "name", "description")
    return asset


def opendatasoft(one: Entry) -> Json:
    """As Explore 2.1 has it."""
    record = fake_opendatasoft.dataset(
        one.number,
        title=one.title,
        description=one.description,
        keyword=list(one.keywords),
        modified=one.modified,
        license=one.licence,
        language=one.language,
        **one.extras,
    )
    record["metas"]["default"] = _without_title(record["metas"]["default"], one, "title", "description")
    record["metas"]["dcat"] = {"issued": one.issued}
    return _named(record, "dataset_id", one)


def pxweb(one: Entry) -> Json:
    """As PxWeb 2 lists it."""
    table = fake_pxweb.table_v2(
        one.number, one.title or "", description=one.description or "", updated=one.modified
    )
    return _without_title(
        _named({**table, "tags": list(one.keywords)}, "id", one), one, "label", "description"
    )


def ine_pt(one: Entry) -> str:
    """As INE's catalogue has it."""
    more = {
        "description": one.description or "",
        "keywords": "; ".join(one.keywords),
        "last_update": one.modified,
        "bdd_url": one.page,
    }
    elements = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in more.items())
    elements += "".join(f"<json_dataset>{escape(file.url)}</json_dataset>" for file in one.files)
    written = indicator(one.number, one.title or "", elements)
    if one.identifier is not USUAL:
        said = "" if one.identifier is None else f' id="{one.identifier}"'
        written = written.replace(f' id="{one.number:07d}"', said)
    return written


def opendata_al(one: Entry) -> Json:
    """As opendata.gov.al has it."""
    record: Json = {
        "id": f"a0000000-0000-4000-8000-{one.number:012d}",
        "title": one.title,
        "description": one.description,
        "issued": one.issued,
        "modified": one.modified,
        "keywords": list(one.keywords),
        "dctLicenseId": one.licence,
        "landingPage": one.page,
        "dcatDistributions": [
            {"accessUrl": file.url, "format": file.format, "byteSize": file.size} for file in one.files
        ],
        **one.extras,
    }
    return _without_title(_named(record, "id", one), one, "title", "description")


def datosgobes(one: Entry) -> Json:
    """As the interface of datos.gob.es has it."""
    record = fake_datosgobes.item(
        one.number,
        title=[{"_value": one.title, "_lang": one.language}],
        description={"_value": one.description, "_lang": one.language},
        keyword=[{"_value": word, "_lang": one.language} for word in one.keywords],
        issued=one.issued,
        modified=one.modified,
        license=one.licence,
        language=one.language,
        landingPage=one.page,
        distribution=[{"accessURL": file.url, "byteSize": file.size} for file in one.files],
        **one.extras,
    )
    return _without_title(_named(record, "_about", one), one, "title", "description")


def csw(one: Entry) -> Iso:
    """As a catalogue of geodata has it, in ISO 19139."""
    words = "".join(text("keyword", escape(word)) for word in one.keywords)
    legal = f"<gmd:MD_LegalConstraints>{anchor('otherConstraints', escape(one.licence), escape(one.licence))}</gmd:MD_LegalConstraints>"
    about = text("abstract", escape(one.description or ""))
    about += f"<gmd:descriptiveKeywords><gmd:MD_Keywords>{words}</gmd:MD_Keywords></gmd:descriptiveKeywords>"
    about += f"<gmd:resourceConstraints>{legal}</gmd:resourceConstraints>"
    guid = f"it-{one.number}" if one.identifier is USUAL else str(one.identifier or "")
    return Iso(
        guid,
        escape(one.title or ""),
        language=one.language,
        citation=date("publication", one.issued) + date("revision", one.modified),
        about=about,
        online="".join(online(escape(file.url), "WWW:DOWNLOAD", "CSV") for file in one.files),
        head=text("dataSetURI", escape(one.page)),
    )
