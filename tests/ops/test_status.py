from __future__ import annotations

import json
from pathlib import Path

import pytest

from resilient_ops.down import describe, down, status
from resilient_ops.errors import StepError
from resilient_ops.instance import Instance, open_instance


def test_status_names_state_port_and_log_of_every_service(portal: Instance) -> None:
    report = describe(portal)

    assert report["url"] == f"http://localhost:{portal.ports['web']}"
    assert set(report["services"]) >= {
        "postgres",
        "redis",
        "solr",
        "web",
        "jobs",
        "harvest-gather",
        "harvest-gather-2",
        "harvest-fetch",
    }
    assert all(set(service) == {"state", "port", "log"} for service in report["services"].values())
    assert report["services"]["web"]["port"] == portal.ports["web"]
    assert report["services"]["web"]["state"] == "stopped"


def test_a_given_service_is_shown_as_given(clone: Path) -> None:
    instance = open_instance(clone, clone / "var", "portal", {"CKAN_REDIS_URL": "redis://r.example/1"})

    assert describe(instance)["services"]["redis"] == {"state": "given", "port": None, "log": None}


def test_the_sample_portals_are_listed_when_they_are_in_use(portal: Instance) -> None:
    assert "it-sample" not in describe(portal)["services"]

    portal.memory.keep(portals="samples")

    assert "it-sample" in describe(portal)["services"]


def test_status_of_a_clone_without_a_portal_is_an_empty_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(tmp_path, as_json=True) == 0

    assert json.loads(capsys.readouterr().out) == {"url": None, "services": {}}
    assert list(tmp_path.iterdir()) == []


def test_erasing_without_a_terminal_needs_yes(clone: Path) -> None:
    with pytest.raises(StepError, match="no terminal to ask at: add --yes"):
        down(clone, erase=True, confirmed=False)

    assert (clone / "var").is_dir()


def test_erasing_with_yes_removes_all_state(clone: Path, portal: Instance) -> None:
    portal.secret("redis")

    assert down(clone, erase=True, confirmed=True) == 0

    assert list(clone.iterdir()) == []
