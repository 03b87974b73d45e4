"""The sample portals, harvested over HTTP into a real catalogue: what `./resilient up` does without internet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest

from ckanext.resilient.harvesters import samples
from tests.harvest.portal import act


@pytest.fixture(params=sorted(samples.SAMPLES))
def harvested(
    request: pytest.FixtureRequest, clean: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, dict[str, Any], str]]:
    key: str = request.param
    with samples.serve(key) as address:
        monkeypatch.setitem(
            tk.config, "ckanext.resilient.http.allowed_private_hosts", [address.removeprefix("http://")]
        )
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
        source = act("resilient_portal_register", key=key, url=address)
        yield key, act("resilient_harvest_run", id=source["name"]), source["name"]


def test_a_sample_portal_arrives_whole_and_its_broken_record_is_named(
    harvested: tuple[str, dict[str, Any], str],
) -> None:
    key, result, _ = harvested
    sample = samples.SAMPLES[key]
    assert result["written"] == sample.datasets
    assert result["counts"]["rejected"] == sample.rejected
    assert result["complete"] is True
    errors = [cause["example"] for cause in result["causes"] if cause["example"]["severity"] == "error"]
    assert errors
    assert all(issue["record"] and issue["field"] and issue["remedy"] for issue in errors)


def test_every_dataset_speaks_a_language_of_its_portal_and_says_who_publishes_it(
    harvested: tuple[str, dict[str, Any], str],
) -> None:
    key, _, _ = harvested
    for dataset in act("package_search", rows=100)["results"]:
        assert set(dataset["title_translated"]) & set(samples.SAMPLES[key].languages), dataset["title"]
        assert dataset["publisher"][0]["name"]
        assert dataset["source_portal"] == key


def test_most_datasets_say_which_social_need_they_help_with_and_that_it_was_filled_in_automatically(
    harvested: tuple[str, dict[str, Any], str],
) -> None:
    found = act("package_search", rows=100)["results"]
    with_need = [dataset for dataset in found if dataset.get("social_need")]
    assert len(with_need) >= 0.75 * len(found)
    for dataset in with_need:
        assert "social_need" in dataset["auto_classified"]
        matched = {entry["code"] for entry in dataset["auto_matched"] if entry["field"] == "social_need"}
        assert matched == set(dataset["social_need"])


def test_registering_twice_changes_nothing_and_a_second_run_writes_nothing(
    harvested: tuple[str, dict[str, Any], str],
) -> None:
    key, _, name = harvested
    assert act("resilient_harvest_run", id=name)["written"] == 0
    source = act("harvest_source_show", id=name)
    again = act("resilient_portal_register", key=key, url=source["url"])
    assert again["id"] == source["id"]


def test_the_status_tells_of_the_last_run(harvested: tuple[str, dict[str, Any], str]) -> None:
    key, _, _ = harvested
    (row,) = act("resilient_harvest_status")
    assert row["portal"] == key
    assert row["state"] == "Finished"
    assert row["counts"]["new"] == samples.SAMPLES[key].datasets
