"""Portals that list the same datasets: a region's and a city's CKAN, and the nation's DCAT feed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories

from ckanext.resilient.harvest import store
from tests.harvest.portal import Portal, act, record
from tests.harvest.servers import Answer, Asked, serving

COMUNE = "Comune di Esempio"
REGION = "https://region.example.org"


def regional(key: str = "1", **fields: Any) -> dict[str, Any]:
    """A record as the region's CKAN gives it."""
    publisher = {"key": "publisher_name", "value": fields.pop("publisher", COMUNE)}
    files = fields.pop("files", (f"{key}.csv",))
    resources = [{"id": f"r-{name}", "url": f"{REGION}/files/{name}", "format": "CSV"} for name in files]
    identity = {"uri": f"{REGION}/id/{key}", "url": f"{REGION}/dataset/asilo-{key}"}
    return record(key, extras=[publisher], resources=resources) | identity | fields


def national(key: str = "1", **fields: Any) -> dict[str, Any]:
    """The same record as the nation's feed gives it."""
    given = {
        "uri": f"{REGION}/id/{key}",
        "title": f"Asili nido {key}",
        "notes": "Posti.",
        "publisher": COMUNE,
        "files": (f"{key}.csv",),
        "page": f"https://nation.example.org/dataset/{key}",
    }
    return given | fields


class Feed:
    """What the nation's catalogue in Turtle lists."""

    def __init__(self, records: list[dict[str, Any]]) -> None:
        self.records = records

    def respond(self, asked: Asked) -> Answer:
        uris = ", ".join(f"<{one['uri']}>" for one in self.records)
        text = f"""
            @prefix dcat: <http://www.w3.org/ns/dcat#> .
            @prefix dct: <http://purl.org/dc/terms/> .
            @prefix foaf: <http://xmlns.com/foaf/0.1/> .
            <https://nation.example.org/> a dcat:Catalog ; dcat:dataset {uris} .
            {" ".join(map(self._dataset, self.records))}
        """
        return Answer(200, text.encode(), {"Content-Type": "text/turtle"})

    def _dataset(self, one: dict[str, Any]) -> str:
        files = ", ".join(
            f"[ a dcat:Distribution ; dcat:downloadURL <{REGION}/files/{name}> ]" for name in one["files"]
        )
        return f"""
            <{one["uri"]}> a dcat:Dataset ; dct:title "{one["title"]}"@it ; dct:description "{one["notes"]}"@it ;
                dct:publisher [ a foaf:Agent ; foaf:name "{one["publisher"]}"@it ] ;
                dcat:landingPage <{one["page"]}> ; dcat:distribution {files} .
        """


class Source:
    """A registered harvest source whose portal lists `records`."""

    def __init__(self, source: dict[str, Any], records: list[dict[str, Any]]) -> None:
        self.id: str = source["id"]
        self.owner: str = source["owner_org"]
        self.records = records

    def run(self, **options: Any) -> dict[str, Any]:
        # Everything each time: only then does what is missing count as vanished.
        result = act("resilient_harvest_run", id=self.id, **{"full": True, **options})
        assert (result["stopped_by"], result["failed"]) == ("", 0)
        return result

    def dataset(self, guid: str) -> str:
        """Package id of a record of this source."""
        return store.package_id(self.id, guid)


class Twins:
    """Both sources, and what the catalogue shows of them."""

    def __init__(self, region: Source, nation: Source, city: Source) -> None:
        self.region = region
        self.nation = nation
        self.city = city

    def of_region(self, key: str = "1") -> str:
        return self.region.dataset(record(key)["id"])

    def of_nation(self, key: str = "1") -> str:
        return self.nation.dataset(f"{REGION}/id/{key}")

    def shown(self) -> set[str]:
        """Ids of the datasets in the catalogue."""
        return {one["id"] for one in act("package_search", rows=500)["results"]}

    def pairs(self, state: str = "all") -> list[dict[str, Any]]:
        return act("resilient_duplicate_list", state=state)

    def decide(self, **how: Any) -> dict[str, Any]:
        (pair,) = self.pairs()
        return act("resilient_duplicate_decide", id=pair["id"], **how)


Make = Callable[..., Twins]


@pytest.fixture
def twins(clean: None, ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Start the portals with these records and register them; nothing is harvested yet."""
    with contextlib.ExitStack() as stack:

        def make(
            of_region: list[dict[str, Any]],
            of_nation: list[dict[str, Any]],
            of_city: list[dict[str, Any]] | None = None,
        ) -> Twins:
            portal, feed, third = Portal(of_region), Feed(of_nation), Portal(of_city or [])
            region, nation, city = (
                stack.enter_context(serving(one.respond)) for one in (portal, feed, third)
            )
            pairs = [region.pair, nation.pair, city.pair]
            monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", pairs)
            monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
            return Twins(
                Source(_register("Regione", region.url, protocol="ckan", languages=["it"]), portal.records),
                Source(
                    _register("Italia", f"{nation.url}/catalog.ttl", protocol="dcat", portal="it-dati-gov"),
                    feed.records,
                ),
                Source(_register("Comune", city.url, protocol="ckan", languages=["it"]), third.records),
            )

        yield make


def _register(title: str, url: str, **config: Any) -> dict[str, Any]:
    return act(
        "harvest_source_create",
        name=f"source-{title.casefold()}",
        title=title,
        url=url,
        source_type="resilient",
        owner_org=factories.Organization()["id"],
        config=json.dumps({"removal": "delete"} | config),
    )
