"""The commands as operators and programs type them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.cli.cli import ckan

from ckanext.resilient.harvest import registry
from ckanext.resilient.harvesters import samples
from ckanext.resilient.harvesters.portals import all_portals
from tests.harvest.twins import Make, national, regional, twins

__all__ = ["twins"]

KEYS = ("listed", "new", "changed", "unchanged", "duplicates", "vanished", "rejected", "skipped")


@pytest.fixture(params=sorted(samples.SAMPLES))
def sample(request: pytest.FixtureRequest, clean: None) -> Iterator[tuple[samples.Sample, str, str]]:
    """A sample portal, its address, and the host:port pair to allow."""
    with samples.serve(request.param) as address:
        found = samples.SAMPLES[request.param]
        yield found, address + found.path, address.removeprefix("http://")


def test_a_rehearsal_prints_counts_datasets_and_issues_as_json(
    cli: Any, sample: tuple[samples.Sample, str, str]
) -> None:
    expected, url, pair = sample
    command = ["resilient", "harvest", "rehearse", url, "--protocol", expected.protocol, "--json"]
    done = cli.invoke(ckan, [*command, "--allow-private-host", pair])
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    assert result["protocol"] == expected.protocol
    assert tuple(result["counts"]) == KEYS
    assert result["counts"]["new"] == len(result["datasets"]) == expected.datasets
    assert result["counts"]["rejected"] == expected.rejected
    for issue in result["issues"]:
        assert set(issue) == {"code", "severity", "record", "field", "message", "remedy"}
        assert issue["message"]
        assert issue["remedy"]


def test_a_limit_reads_no_more_records(cli: Any, sample: tuple[samples.Sample, str, str]) -> None:
    expected, url, pair = sample
    command = [
        "resilient",
        "harvest",
        "rehearse",
        url,
        "--protocol",
        expected.protocol,
        "--json",
        "--limit",
        "4",
    ]
    result = json.loads(cli.invoke(ckan, [*command, "--allow-private-host", pair]).stdout)
    assert result["counts"]["listed"] == 4


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("service", ["solr_url", "sqlalchemy.url", "ckan.redis.url"])
def test_the_services_of_the_portal_itself_stay_refused_when_a_sample_is_allowed(
    cli: Any, service: str
) -> None:
    address = tk.config[service].split("@")[-1].removeprefix("http://").removeprefix("redis://").split("/")[0]
    command = ["resilient", "harvest", "rehearse", f"http://{address}/", "--protocol", "ckan"]
    done = cli.invoke(ckan, [*command, "--allow-private-host", "127.0.0.1:1"])
    assert done.exit_code == 2
    assert "private network" in done.stderr


def test_registering_harvesting_and_the_status(
    cli: Any, sample: tuple[samples.Sample, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, url, pair = sample
    monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [pair])
    registered = cli.invoke(ckan, ["resilient", "portals", "register", expected.portal, "--url", url])
    assert registered.exit_code == 0, registered.output
    name = registered.stdout.strip()
    run = json.loads(cli.invoke(ckan, ["resilient", "harvest", "run", name, "--json"]).stdout)
    assert (run["written"], run["failed"]) == (expected.datasets, 0)
    (row,) = json.loads(cli.invoke(ckan, ["resilient", "harvest", "status", "--json"]).stdout)
    assert (row["portal"], row["counts"]["new"]) == (expected.portal, expected.datasets)
    listed = json.loads(cli.invoke(ckan, ["resilient", "portals", "list", "--json"]).stdout)
    assert [portal["key"] for portal in listed if portal["source"]] == [expected.portal]


@pytest.mark.usefixtures("clean")
def test_all_real_portals_are_registered_at_once_when_that_is_said(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = dict(sorted(all_portals().items())[:2])
    monkeypatch.setattr(registry, "all_portals", lambda: few)
    command = ["resilient", "portals", "register"]
    for wrong in ([], ["it-sample", "--all"], ["--all", "--url", "https://example.org"]):
        assert cli.invoke(ckan, [*command, *wrong]).exit_code == 2
    done = cli.invoke(ckan, [*command, "--all", "--limit", "5"])
    assert done.exit_code == 0, done.output
    assert sorted(done.stdout.split()) == sorted(f"source-{key}" for key in few)


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("command", ["run", "unknown"])
def test_a_source_that_is_not_there_is_named(cli: Any, command: str) -> None:
    done = cli.invoke(ckan, ["resilient", "harvest", command, "nowhere"])
    assert done.exit_code == 2
    assert "nowhere" in done.stderr


def test_duplicates_are_listed_and_decided(cli: Any, twins: Make) -> None:
    made = twins([regional()], [national()])
    made.nation.run()
    made.region.run()
    command = ["resilient", "harvest", "duplicates"]
    (pair,) = json.loads(cli.invoke(ckan, [*command, "list", "--json"]).stdout)
    listed = cli.invoke(ckan, [*command, "list", "--source", "source-italia"]).stdout
    assert listed.startswith(f"{pair['id']}: open. Both have the same identifier")
    assert f"{made.of_nation()}  Asili nido 1 – Italia keeps\n" in listed
    assert f"{made.of_region()}  Asili nido 1 – Regione proposal\n" in listed
    decided = cli.invoke(ckan, [*command, "decide", str(pair["id"]), "--keep", made.of_region()])
    assert (decided.exit_code, decided.stdout.partition(".")[0]) == (0, f"{pair['id']}: same")
    assert made.shown() == {made.of_region()}
    assert cli.invoke(ckan, [*command, "list"]).stdout == ""
    for wrong in (["decide", "4711", "--different"], ["decide", str(pair["id"])], ["list", "--source", "x"]):
        done = cli.invoke(ckan, [*command, *wrong])
        assert done.exit_code == 2
        assert done.stderr
