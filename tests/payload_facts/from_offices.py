"""The facts of statistical offices' answers: PxWeb's two interfaces, JSON-stat, and INE Portugal's catalogue.

Written from https://www.scb.se/en/services/open-data-api/api-for-the-statistical-database/,
https://github.com/PxTools/PxApiSpecs, https://json-stat.org/full/ and
https://www.ine.pt/xportal/xmain?xpid=INE&xpgid=ine_api, without the code under test.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from tests.payload_facts.facts import Facts, distinct

Json = dict[str, Any]


def pxweb_facts(address: str, content: bytes) -> list[Facts]:
    """The tables of a folder, a table's own description, or a JSON-stat document; a config holds none."""
    answer = json.loads(content)
    if isinstance(answer, list):
        return [_entry(entry, address) for entry in answer if entry["type"] == "t"]
    if "variables" in answer:
        return [_described(answer, address)]
    return [_json_stat(answer, address)] if answer.get("class") == "dataset" else []


def _entry(entry: Json, folder: str) -> Facts:
    language, path = _place(folder)
    return Facts(
        id=f"{path}/{entry['id']}",
        titles=[(language, entry["text"])],
        modified=[entry["updated"]],
        languages=[language],
        files=[[f"{folder}/{entry['id']}"]],
    )


def _described(table: Json, address: str) -> Facts:
    language, path = _place(address)
    return Facts(id=path, titles=[(language, table["title"])], languages=[language], files=[[address]])


def _place(address: str) -> tuple[str, str]:
    """Language and path of `…/api/v1/{language}/{database}/{folder}`."""
    language, _, path = urlsplit(address).path.partition("/api/v1/")[2].partition("/")
    return language, path


def _json_stat(found: Json, address: str) -> Facts:
    extension = found.get("extension", {})
    px = extension.get("px", {})
    language = px.get("language", "")
    others = found.get("link", {}).get("alternate", [])
    contacts = extension.get("contact", [])
    is_table = "tableid" in px
    data = f"{address.partition('/tables/')[0]}/tables/{px.get('tableid')}/data?lang={language}"
    return Facts(
        id=px.get("tableid") or found.get("href") or address,
        titles=[(language, found["label"])],
        descriptions=[(language, note) for note in found.get("note", [])],
        modified=[found["updated"]],
        languages=distinct([language]),
        contacts=distinct(one[part] for one in contacts for part in ("name", "organization", "mail")),
        themes=distinct([px.get("subject-area", "")]),
        files=[[data]] if is_table else [[address], *([one["href"]] for one in others)],
        formats=[] if is_table else [(address, "JSON-stat"), *((one["href"], one["type"]) for one in others)],
        sources=[found["source"]],
    )


def ine_facts(address: str, content: bytes) -> list[Facts]:
    """The indicators of a catalogue."""
    catalogue = etree.fromstring(content)
    language = (catalogue.findtext("language") or urlsplit(address).query.rpartition("lang=")[2]).lower()
    return [_indicator(one, language) for one in catalogue.iter("indicator")]


def _indicator(indicator: Any, language: str) -> Facts:
    def texts(*names: str) -> list[str]:
        return distinct(text for name in names for text in [indicator.findtext(f".//{name}") or ""])

    return Facts(
        id=indicator.get("id", ""),
        titles=[(language, text) for text in texts("title")],
        descriptions=[(language, text) for text in texts("description")],
        modified=texts("last_update"),
        languages=[language],
        keywords=[word for text in texts("keywords") for word in distinct(text.split(","))],
        themes=texts("theme", "subtheme"),
        frequencies=texts("periodicity"),
        files=[[text] for text in texts("json_dataset")],
        formats=[(text, "JSON") for text in texts("json_dataset")],
        pages=texts("bdd_url"),
        sources=texts("source"),
    )
