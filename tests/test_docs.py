"""The reference names everything that an operator or a client can use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import click
import pytest
import yaml
from ckan.logic import _actions, get_action

from ckanext.resilient.catalogue import cli as catalogue_cli
from ckanext.resilient.cli import resilient
from ckanext.resilient.harvest import cli as upkeep_cli
from ckanext.resilient.harvesters import cli as harvest_cli
from ckanext.resilient.svrc.issues import KINDS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ckanext-resilient/ckanext/resilient"
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs/reference.md").read_text(encoding="utf-8")

# The imports hang the commands of the harvest and of the catalogue below the group.
assert upkeep_cli.resilient is harvest_cli.resilient is resilient
assert catalogue_cli.resilient is resilient


def declared_options() -> set[str]:
    found: set[str] = set()
    for folder in ("ckanext-resilient", "harvesters"):
        for path in (ROOT / folder).rglob("config_declaration.yaml"):
            declaration = yaml.safe_load(path.read_text(encoding="utf-8"))
            found |= {option["key"] for group in declaration["groups"] for option in group["options"]}
    return {key for key in found if key.startswith("ckanext.resilient.")}


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.mark.parametrize("option", sorted(declared_options()))
def test_every_option_is_described(option: str) -> None:
    assert f"`{option}`" in REFERENCE


@pytest.mark.parametrize(("path", "command"), list(commands(resilient, "ckan resilient")))
def test_every_command_is_described_with_its_options(path: str, command: click.Command) -> None:
    assert path in REFERENCE
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in REFERENCE, (path, parameter.opts)


def plugins() -> set[str]:
    points = distribution("ckanext-resilient").entry_points
    return {point.name for point in points if point.group == "ckan.plugins"}


def test_every_plugin_is_described() -> None:
    assert [name for name in plugins() if f"| `{name}` |" not in REFERENCE] == []


def test_who_follows_the_readme_has_all_plugins_and_all_tables() -> None:
    """What a CKAN that somebody has is told to load and to migrate is what there is; nothing is told twice."""
    how = README.partition("\n## Add it to a CKAN that you have\n")[2].partition("\n## ")[0]
    line = how.partition("ckan.plugins = ")[2].partition("ckan db upgrade")[0]
    loaded = [name for name in line.split() if name.startswith("resilient")]
    assert sorted(loaded) == sorted(plugins())
    migrations = {path.name for path in (PACKAGE / "migration").iterdir() if (path / "versions").is_dir()}
    assert sorted(re.findall(r"ckan db upgrade -p (\w+)", how)) == sorted(migrations)
    assert [name for name in plugins() if README.count(f"\n| `{name}` |") != 1] == []


def test_no_action_or_option_is_described_twice() -> None:
    described = re.findall(r"^\| `((?:resilient_|ckanext\.)[^`]+)` \|", REFERENCE, re.MULTILINE)
    assert [name for name, number in Counter(described).items() if number > 1] == []


@pytest.mark.usefixtures("with_plugins")
def test_every_action_of_ours_is_described() -> None:
    get_action("package_show")  # fills the cache of actions
    assert [name for name in _actions if name.startswith("resilient_") and f"`{name}`" not in REFERENCE] == []


def test_every_issue_has_a_plain_message_and_a_remedy() -> None:
    assert [code for code, kind in KINDS.items() if not kind.message.strip() or not kind.remedy.strip()] == []
