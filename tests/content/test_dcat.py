"""ckanext-dcat's profiles serialise our records."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests.helpers import CKANTestApp, call_action
from rdflib import DCAT, DCTERMS, Graph, Literal, URIRef

from tests.content.conftest import Call
from tests.content.records import CLUSTER, DATASET


@pytest.mark.parametrize("profiles", ["euro_dcat_ap_3", "euro_dcat_ap_2 euro_dcat_ap_scheming"])
def test_a_full_record_comes_out_with_language_tags(
    profiles: str, call: Call, organisation: dict[str, Any]
) -> None:
    made = call("package_create", **DATASET, owner_org=organisation["id"])
    turtle = call_action("dcat_dataset_show", id=made["id"], format="ttl", profiles=profiles.split())
    graph = Graph().parse(data=str(turtle), format="turtle")
    titles = {(title.language, str(title)) for title in graph.objects(None, DCTERMS.title)}
    assert ("it", "Centri diurni per anziani") in titles
    assert ("el", "Κέντρα ημέρας για ηλικιωμένους") in titles
    assert ("it", "Centri") in titles
    assert Literal("assistenza", lang="it") in set(graph.objects(None, DCAT.keyword))
    eu = "http://publications.europa.eu/resource/authority"
    assert set(graph.objects(None, DCAT.theme)) == {
        URIRef(f"{eu}/data-theme/HEAL"), URIRef(f"{eu}/data-theme/SOCI"),
    }  # fmt: skip
    assert URIRef(f"{eu}/frequency/ANNUAL") in set(graph.objects(None, DCTERMS.accrualPeriodicity))
    assert URIRef("http://data.europa.eu/nuts/code/ITH35") in set(graph.objects(None, DCTERMS.spatial))
    assert URIRef(f"{eu}/licence/CC_BY_4_0") in set(graph.objects(None, DCTERMS.license))


@pytest.mark.usefixtures("linked")
def test_a_cluster_does_not_break_the_catalogue(
    app: CKANTestApp, call: Call, organisation: dict[str, Any]
) -> None:
    call("package_create", **CLUSTER, owner_org=organisation["id"])
    call("package_create", **DATASET, owner_org=organisation["id"])
    assert "Centri diurni" in app.get("/catalog.ttl").body
