"""Only what concerns the social economy: by the words, themes and publishers that a portal's file names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import ckan.plugins.toolkit as tk
import pytest

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest.adapter import validate_config
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvest.plan import make_plan
from ckanext.resilient.harvest.stages import Gathering
from ckanext.resilient.harvesters.portals.base import Portal, Social
from ckanext.resilient.harvesters.portals.choice import OwnChoice, SocialChoice, Wanted, wanted_in
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.record import Agent, Place, SourceDataset
from tests.harvest.portal import act, record, register, running

SOCIAL = Social(
    keywords=("servizi sociali", "cooperativ*"), themes=("HEAL", "politiche sociali"), publishers=("ASP ",)
)
PORTAL = Portal("it-prova", "it", "Prova", "https://prova.example", "ckan", languages=("it",), social=SOCIAL)


@pytest.mark.parametrize(
    ("values", "taken"),
    [
        ({"title": {"it": "Spesa per i servizi sociali"}}, True),
        ({"description": {"it": "Elenco delle <b>cooperative</b>."}}, True),
        ({"keywords": {"it": ["Servizio sociale"]}}, True),
        ({"themes": ["http://publications.europa.eu/resource/authority/data-theme/HEAL"]}, True),
        ({"themes": ["Politiche sociali"]}, True),
        ({"publishers": [Agent(name={"it": "ASP Città di Bologna"})]}, True),
        ({"publishers": [Agent(name={"it": "Comune di Aspra"})]}, False),
        ({"title": {"it": "Servizi cimiteriali"}}, False),
        ({"themes": ["http://publications.europa.eu/resource/authority/data-theme/TRAN"]}, False),
    ],
)
def test_a_phrase_a_theme_or_a_publisher_takes_a_record(values: dict[str, Any], taken: bool) -> None:
    source = replace(SourceDataset("1", title={"it": "Elenco"}), **values)
    assert SocialChoice(PORTAL).takes(normalise(source, Crosswalk(languages=("it",)))) is taken


def test_what_is_not_taken_counts_as_skipped_and_not_as_offered() -> None:
    records = [record("1", title="Centros de día"), record("2", title="Cooperativas de Aragón"), record("3")]
    with (
        running(records) as (_, server),
        HttpClient(HttpSettings(frozenset({server.pair}), backoff=0.01, min_delay=0)) as http,
    ):
        plan = make_plan(
            server.url, "", "es-aragon", {"action_path": "/api/3/action"}, wanted=Wanted(social=True)
        )
        gathering = Gathering(plan, http)
        batches = list(gathering)
    assert [ready.title for batch in batches for ready in batch.prepared] == ["Cooperativas de Aragón"]
    assert sum(batch.left_out for batch in batches) == 2
    assert gathering.seen == {record("2")["id"]}
    assert gathering.end.complete


def test_the_choice_needs_a_portal_that_says_what_to_choose() -> None:
    with pytest.raises(StopHarvest) as caught:
        make_plan("https://portal.example", protocol="ckan", wanted=Wanted(social=True))
    assert caught.value.issue.code == "choice-unknown"


def test_a_source_may_ask_for_it() -> None:
    assert '"only_social": true' in validate_config('{"portal": "es-aragon", "only_social": true}')
    with pytest.raises(ValueError, match="social economy"):
        validate_config('{"protocol": "ckan", "only_social": true}')


DATASET = replace(
    normalise(
        SourceDataset(
            "1",
            title={"it": "Elenco delle cooperative", "el": "Κοινωνικοί συνεταιρισμοί"},
            keywords={"it": ["asili nido"]},
            themes=["http://publications.europa.eu/resource/authority/data-theme/SOCI"],
            publishers=[Agent(name={"it": "Comune di Bologna"})],
        ),
        Crosswalk(languages=("it",)),
    ),
    places=[Place(uri="http://data.europa.eu/nuts/code/ITH55", label={"it": "Bologna"})],
)


@pytest.mark.parametrize(
    ("settings", "taken"),
    [
        ({}, True),
        ({"only_words": ["cooperativa"]}, True),
        ({"only_words": ["συνεταιρισμός"]}, True),
        ({"only_words": ["bosco", "asilo nido"]}, True),
        ({"only_words": ["bosco"]}, False),
        ({"without_words": ["bosco"]}, True),
        ({"without_words": ["cooperativ*"]}, False),
        ({"only_themes": ["HEAL", "SOCI"]}, True),
        ({"only_themes": ["HEAL"]}, False),
        ({"only_publishers": ["comune di"]}, True),
        ({"only_publishers": ["Regione"]}, False),
        ({"only_places": ["ITH5"]}, True),
        ({"only_places": ["bologna"]}, True),
        ({"only_places": ["PT", "ITC"]}, False),
        # Each kind of choice has to be passed.
        ({"only_words": ["cooperativa"], "only_places": ["PT"]}, False),
        ({"only_words": ["cooperativa"], "without_words": ["nido"]}, False),
    ],
)
def test_a_source_chooses_by_words_themes_publishers_and_places(
    settings: dict[str, Any], taken: bool
) -> None:
    assert OwnChoice(wanted_in(settings)).takes(DATASET) is taken


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"only_words": ["*"]}, "choice-word-unusable"),
        ({"without_words": ["co*"]}, "choice-word-unusable"),
        ({"only_themes": ["Salute"]}, "choice-theme-unknown"),
    ],
)
def test_a_choice_that_would_take_nothing_is_refused(settings: dict[str, Any], code: str) -> None:
    with pytest.raises(StopHarvest) as caught:
        wanted_in(settings)
    assert (caught.value.issue.code, caught.value.issue.field) == (code, next(iter(settings)))


def test_a_run_keeps_to_the_choice_of_its_source(
    clean: None, organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [
        record("1", title="Cooperative"),
        record("2", title="Boschi"),
        record("3", title="Cooperativa X"),
    ]
    with running(records) as (_, server):
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        source = register(
            server, organisation["id"], settings={"only_words": ["cooperativa"], "without_words": ["X"]}
        )
        counts = act("resilient_harvest_run", id=source["id"])["counts"]
    assert (counts["new"], counts["skipped"]) == (1, 2)
    assert [dataset["title"] for dataset in act("package_search")["results"]] == ["Cooperative"]
