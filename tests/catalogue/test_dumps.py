"""The whole catalogue as files: the same in every form, replaced only when they are whole, offered with date and size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from pyoxigraph import NamedNode, RdfFormat, parse

from ckanext.resilient.catalogue import dumps

CATALOGUE = NamedNode("http://test.resilient.example/catalog")
DATASET = NamedNode("http://www.w3.org/ns/dcat#dataset")
FORMS = {"ttl": RdfFormat.TURTLE, "nq": RdfFormat.N_QUADS, "jsonld": RdfFormat.JSON_LD}


def listed(folder: Path, extension: str) -> set[str]:
    """The datasets that a file names."""
    quads = parse(path=folder / f"catalogue.{extension}", format=FORMS[extension])
    return {quad.object.value.rsplit("/", 1)[1] for quad in quads if quad.predicate == DATASET}


def test_a_dump_holds_every_public_dataset_and_is_offered_with_date_and_size(
    organisation: dict[str, Any],
    app: CKANTestApp,
    cli: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = {factories.Dataset(owner_org=organisation["id"])["id"] for _ in range(3)}
    factories.Dataset(owner_org=organisation["id"], private=True)
    folder = tmp_path / "new" / "dump"
    done = cli.invoke(ckan, ["resilient", "dcat", "dump", str(folder)])
    assert done.exit_code == 0, done.output
    assert f"3 datasets were written to {folder}." in done.output
    assert {extension: listed(folder, extension) for extension in FORMS} == dict.fromkeys(FORMS, shown)
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"catalogue.{name}" for name in FORMS)
    # Each dataset is a graph of its own, which can be replaced by itself.
    graphs = {quad.graph_name for quad in parse(path=folder / "catalogue.nq", format=RdfFormat.N_QUADS)}
    assert len(graphs) == len(shown) + 1
    assert app.get("/catalog/dump.nq").status_code == 404

    monkeypatch.setitem(tk.config, "ckanext.resilient.catalogue.dump_folder", str(folder))
    page = app.get("/it/catalog").body
    assert all(f"/catalog/dump.{extension}" in page for extension in FORMS)
    answer = app.get("/catalog/dump.nq")
    assert answer.mimetype == "application/n-quads"
    assert answer.data == (folder / "catalogue.nq").read_bytes()
    assert app.get("/catalog/dump.nq", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_dump_that_breaks_off_leaves_the_last_one_as_it_was(
    organisation: dict[str, Any], tmp_path: Path
) -> None:
    factories.Dataset(owner_org=organisation["id"])
    old = tmp_path / "catalogue.nq"
    old.write_text("the last one", encoding="utf-8")
    dumps.number_of_datasets()

    def full_disk(_done: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        dumps.write(tmp_path, full_disk)
    assert [path.name for path in tmp_path.iterdir()] == ["catalogue.nq"]
    assert old.read_text(encoding="utf-8") == "the last one"
