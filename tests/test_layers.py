"""An import goes only downwards (the architecture's layers), read off the source, not off what happens to run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "ckanext-resilient/ckanext/resilient"
ROOT = "ckanext.resilient"

EDGE, ADAPTER, FEATURE, DOMAIN = 3, 2, 1, 0

DOMAIN_PATHS = ("svrc/", "errors.py")
FEATURE_PATHS = (
    "catalogue/checks.py",
    "catalogue/concepts.py",
    "catalogue/datasets.py",
    "catalogue/dcat_ap.py",
    "catalogue/description.py",
    "catalogue/entries.py",
    "catalogue/files.py",
    "catalogue/given.py",
    "catalogue/head.py",
    "catalogue/measurements.py",
    "catalogue/namespaces.py",
    "catalogue/nodes.py",
    "catalogue/parties.py",
    "catalogue/places.py",
    "catalogue/services.py",
    "catalogue/site.py",
    "catalogue/sources.py",
    "catalogue/statements.py",
    "catalogue/skos.py",
    "catalogue/syntaxes.py",
    "community/feedback.py",
    "community/usefulness.py",
    "community/words.py",
    "display/",
    "harvest/addresses.py",
    "harvest/answers.py",
    "harvest/asking_once.py",
    "harvest/asks.py",
    "harvest/changes.py",
    "harvest/decoding.py",
    "harvest/documents.py",
    "harvest/failures.py",
    "harvest/guard.py",
    "harvest/http.py",
    "harvest/names.py",
    "harvest/outcome.py",
    "harvest/plan.py",
    "harvest/probe.py",
    "harvest/queue_mends.py",
    "harvest/removal/rule.py",
    "harvest/report.py",
    "harvest/retries.py",
    "harvest/schedule/rhythm.py",
    "harvest/schedule/window.py",
    "harvest/sockets.py",
    "harvest/stages.py",
    "harvesters/portals/",
    "harvesters/protocols/",
    "harvesters/samples/",
    "mail/message.py",
    "mail/style.py",
    "mail/transport.py",
    "paging.py",
    "quality/aspects.py",
    "quality/chart.py",
    "quality/conformance/shapes.py",
    "quality/conformance/words.py",
    "quality/currency.py",
    "quality/description.py",
    "quality/files/kinds.py",
    "quality/files/profile.py",
    "quality/files/tables.py",
    "quality/files/workbook.py",
    "quality/findings.py",
    "quality/indicators.py",
    "quality/links/politeness.py",
    "quality/links/probe.py",
    "quality/links/schedule.py",
    "quality/links/services.py",
    "quality/links/sockets.py",
    "quality/links/verdict.py",
    "quality/mqa.py",
    "quality/score.py",
    "quality/stars.py",
    "quality/words.py",
    "spatial/extents.py",
    "spatial/shapes.py",
)
EDGE_NAMES = {"plugin.py", "views.py", "cli.py", "subscriptions.py"}


def modules() -> list[Path]:
    """Every module of the suite once; folders behind links are read where the package sees them."""
    found: list[Path] = []
    for path in PACKAGE.iterdir():
        folder = path.resolve() if path.is_dir() else None
        if folder:
            found += [path / module.relative_to(folder) for module in folder.rglob("*.py")]
        elif path.suffix == ".py":
            found.append(path)
    return sorted(path for path in found if "migration" not in path.parts)


def layer(relative: str) -> int:
    if relative.startswith(DOMAIN_PATHS):
        return DOMAIN
    if relative.startswith(FEATURE_PATHS):
        return FEATURE
    return EDGE if relative.rsplit("/", 1)[-1] in EDGE_NAMES else ADAPTER


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def target_of(name: str) -> str | None:
    """The file that an import of ours leads to, relative to the package."""
    if name != ROOT and not name.startswith(ROOT + "."):
        return None
    relative = name[len(ROOT) + 1 :].replace(".", "/")
    for candidate in (f"{relative}.py", f"{relative}/__init__.py"):
        if (PACKAGE / candidate).is_file():
            return candidate
    return None


MODULES = [path.relative_to(PACKAGE).as_posix() for path in modules()]


@pytest.mark.parametrize("relative", MODULES)
def test_imports_lead_downwards(relative: str) -> None:
    upwards = [
        name
        for name in imports(PACKAGE / relative)
        if (target := target_of(name)) is not None
        and layer(target) > layer(relative)
        and not target.endswith("__init__.py")
    ]
    assert upwards == []


@pytest.mark.parametrize("relative", [path for path in MODULES if layer(path) <= FEATURE])
def test_domain_and_pure_features_know_no_ckan(relative: str) -> None:
    ckan = {
        name
        for name in imports(PACKAGE / relative)
        if name.split(".")[0] == "ckan" or (name.startswith("ckanext.") and not name.startswith(ROOT))
    }
    assert ckan == set()


@pytest.mark.parametrize(("extension", "allowed"), [("ckanext.harvest", 1), ("ckanext.dcat", 1)])
def test_an_extension_is_imported_in_one_module_only(extension: str, allowed: int) -> None:
    users = [
        relative
        for relative in MODULES
        if any(name == extension or name.startswith(extension + ".") for name in imports(PACKAGE / relative))
    ]
    assert len(users) <= allowed, users


def test_modules_stay_small_enough_to_read() -> None:
    long = {
        relative: lines
        for relative in MODULES
        if (lines := len((PACKAGE / relative).read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}
