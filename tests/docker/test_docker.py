from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from shutil import copy, which
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKER = ROOT / "docker"
DOCKERFILES = sorted(DOCKER.glob("*/Dockerfile"))
WORKERS = ("jobs", "harvest-gather", "harvest-gather-2", "harvest-fetch", "harvest-clock")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file as YAML, its merges done."""
    return yaml.safe_load((DOCKER / "compose.yaml").read_text())


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.parent.name)
def test_hadolint_finds_nothing(dockerfile: Path) -> None:
    hadolint = Path(sys.executable).with_name("hadolint")

    done = subprocess.run([hadolint, "--no-color", dockerfile], capture_output=True, text=True, check=False)

    assert done.stdout + done.stderr == ""


@pytest.mark.slow
def test_docker_compose_understands_the_file(tmp_path: Path) -> None:
    command = which("docker-compose")
    if command is None:
        assert os.environ.get("CI") != "true", "docker-compose is missing"
        pytest.skip("docker-compose is not installed (`./resilient test` installs it)")
    environment = {**os.environ, "CKAN_SITE_URL": "https://data.example"}

    done = subprocess.run(
        [command, "--file", str(DOCKER / "compose.yaml"), "config"],
        capture_output=True, text=True, check=False, env=environment, cwd=tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert set(yaml.safe_load(done.stdout)["services"]) == {"setup", "web", *WORKERS, "db", "redis", "solr"}


def test_everything_that_is_copied_into_an_image_exists() -> None:
    for dockerfile in DOCKERFILES:
        for line in dockerfile.read_text().splitlines():
            if line.startswith("COPY ") and "--from" not in line:
                missing = [name for name in line.split()[1:-1] if not (ROOT / name).exists()]
                assert not missing, f"{dockerfile}: {line}"


def test_nothing_of_ours_runs_as_root(compose: dict[str, Any]) -> None:
    for name in ("setup", "web", *WORKERS):
        service = compose["services"][name]
        assert service["user"] == "10001:10001"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    users = [
        line for line in (DOCKER / "ckan/Dockerfile").read_text().splitlines() if line.startswith("USER ")
    ]
    assert users[-1] == "USER 10001:10001"


def test_only_the_web_server_is_published_and_only_on_the_host_itself(compose: dict[str, Any]) -> None:
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }

    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    assert compose["networks"]["inside"] == {"internal": True}
    assert all(compose["services"][name]["networks"] == ["inside"] for name in ("db", "redis", "solr"))


def test_every_secret_comes_from_a_file_and_is_made_by_the_script(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    copy(DOCKER / "make-secrets", tmp_path)
    for _ in range(2):  # the second run keeps what is there
        subprocess.run([tmp_path / "make-secrets"], check=True, capture_output=True)

    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert {Path(one["file"]).name for one in compose["secrets"].values()} == set(made)
    assert made.pop("smtp_password") == ""  # given by whoever runs the mail server
    assert len(set(made.values())) == len(made)
    assert all(len(text) >= 40 for text in made.values())
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    used = {name for service in compose["services"].values() for name in service.get("secrets", [])}
    assert used == set(compose["secrets"])


def test_every_service_that_answers_has_a_health_check(compose: dict[str, Any]) -> None:
    assert all("healthcheck" in compose["services"][name] for name in ("db", "redis"))
    assert all("HEALTHCHECK" in dockerfile.read_text() for dockerfile in DOCKERFILES)


@pytest.mark.parametrize("script", ["make-secrets", "make-database.sh", "solr/make-core.sh"])
def test_scripts_are_executable_and_well_formed(script: str) -> None:
    path = DOCKER / script

    assert os.access(path, os.X_OK)
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0
