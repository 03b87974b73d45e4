"""Only what concerns the social economy: by the words, themes and publishers that a portal's file names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest.adapter import validate_config
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvest.plan import make_plan
from ckanext.resilient.harvest.stages import Gathering
from ckanext.resilient.harvesters.portals.base import Portal, Social
from ckanext.resilient.harvesters.portals.choice import SocialChoice
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.record import Agent, SourceDataset
from tests.harvest.portal import record, running

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
            server.url, portal="es-aragon", options={"action_path": "/api/3/action"}, only_social=True
        )
        gathering = Gathering(plan, http)
        batches = list(gathering)
    assert [ready.title for batch in batches for ready in batch.prepared] == ["Cooperativas de Aragón"]
    assert sum(batch.left_out for batch in batches) == 2
    assert gathering.seen == {record("2")["id"]}
    assert gathering.end.complete


def test_the_choice_needs_a_portal_that_says_what_to_choose() -> None:
    with pytest.raises(StopHarvest) as caught:
        make_plan("https://portal.example", protocol="ckan", only_social=True)
    assert caught.value.issue.code == "choice-unknown"


def test_a_source_may_ask_for_it() -> None:
    assert '"only_social": true' in validate_config('{"portal": "es-aragon", "only_social": true}')
    with pytest.raises(ValueError, match="social economy"):
        validate_config('{"protocol": "ckan", "only_social": true}')
