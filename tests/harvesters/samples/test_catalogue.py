"""The records of the sample portals are complete, natural in number, and behind them are real files."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ckanext.resilient.harvesters.samples import SAMPLES, catalogue
from ckanext.resilient.harvesters.samples.catalogue import (
    FLAWS,
    UNSAID,
    Catalogue,
    SampleDataset,
    SampleFile,
    load,
)
from ckanext.resilient.svrc.detection import detect
from ckanext.resilient.svrc.vocabularies import authority, vocabulary

GUIDE = Path(__file__).parents[3] / "docs" / "add-a-portal.md"
FOLDER = Path(catalogue.__file__).parent
MARKS = {
    "it": "dati di esempio",
    "es": "datos de ejemplo",
    "gr": "δείγμα δεδομένων",
    "pt": "dados de exemplo",
    "fr": "données d'exemple",
    "hr": "ogledni podaci",
    "si": "vzorčni podatki",
    "al": "të dhëna shembull",
}
CATALOGUES = [load(key) for key in SAMPLES]
DATASETS = [(found, dataset) for found in CATALOGUES for dataset in found.datasets]
GOOD = [(found, dataset) for found, dataset in DATASETS if not dataset.malformed]
FILES = [(dataset, file) for _, dataset in GOOD for file in dataset.files if file.file]

each_catalogue = pytest.mark.parametrize("found", CATALOGUES, ids=list(SAMPLES))
each_dataset = pytest.mark.parametrize(("found", "dataset"), GOOD, ids=[dataset.name for _, dataset in GOOD])
each_file = pytest.mark.parametrize(("dataset", "file"), FILES, ids=[file.file for _, file in FILES])


@each_catalogue
def test_a_sample_holds_what_its_description_promises(found: Catalogue) -> None:
    sample = SAMPLES[found.key]
    rejected = [dataset.name for dataset in found.datasets if dataset.malformed]
    assert (len(found.datasets) - len(rejected), len(rejected)) == (sample.datasets, sample.rejected)
    assert sample.datasets >= 15
    assert sample.rejected == 1
    assert (found.country, found.title[found.language]) == (sample.country, sample.title)


@each_catalogue
def test_names_and_identities_are_unique(found: Catalogue) -> None:
    for values in ([one.name for one in found.datasets], [one.id for one in found.datasets]):
        assert len(set(values)) == len(values)


@each_catalogue
def test_every_kind_of_flaw_occurs(found: Catalogue) -> None:
    seen = {flaw for dataset in found.datasets for flaw in dataset.flaws}
    # Only in one form can a record leave its title out and still be taken.
    assert seen | {"no-title"} == set(FLAWS)


@each_catalogue
def test_what_a_form_cannot_say_is_one_of_the_known_things(found: Catalogue) -> None:
    assert set(found.unsaid) <= set(UNSAID)


def test_every_country_has_a_sample_portal() -> None:
    assert {found.country for found in CATALOGUES} == set(MARKS)


@each_catalogue
def test_half_of_the_datasets_have_a_file_of_our_own(found: Catalogue) -> None:
    with_file = [dataset for dataset in found.datasets if any(file.file for file in dataset.files)]
    assert 2 * len(with_file) >= len(found.datasets)


@each_catalogue
def test_many_social_needs_are_covered(found: Catalogue) -> None:
    needs = {need for dataset in found.datasets for need in dataset.needs}
    assert needs <= {term.code for term in vocabulary("social_need")}
    assert len(needs) >= 12


@each_catalogue
def test_the_last_change_is_that_of_the_newest_record(found: Catalogue) -> None:
    assert found.last_change == max(dataset.modified[:10] for dataset in found.datasets)


@each_dataset
def test_a_record_is_complete_and_marked_as_a_sample(found: Catalogue, dataset: SampleDataset) -> None:
    assert bool(dataset.title) == ("no-title" not in dataset.flaws)
    assert bool(dataset.notes) == ("no-description" not in dataset.flaws)
    assert any(dataset.keywords.values())
    assert dataset.needs
    assert MARKS[found.country] in " ".join(dataset.body.name.values())
    assert all(authority("data-theme").get(found.theme_code(word)) for word in dataset.themes)
    assert authority("frequency").get(dataset.frequency)
    assert dataset.issued <= dataset.modified
    assert dataset.start <= dataset.end
    assert not dataset.licence or not dataset.licence.eu or authority("licence").get(dataset.licence.eu)


@each_dataset
def test_texts_are_in_the_language_that_they_claim(found: Catalogue, dataset: SampleDataset) -> None:
    for code in dataset.title:
        text = (
            f"{dataset.title[code]}. {dataset.notes.get(code, '')} {' '.join(dataset.keywords.get(code, ()))}"
        )
        assert detect(re.sub("<[^>]*>", " ", text)) in (code, "")


@each_dataset
def test_flaws_are_as_declared(found: Catalogue, dataset: SampleDataset) -> None:
    licence, flaws = dataset.licence, set(dataset.flaws)
    assert (licence is None and dataset.file_licence is None) == ("no-licence" in flaws)
    assert (licence is not None and not licence.url) == ("empty-licence" in flaws)
    assert (licence is not None and licence.url.startswith("/")) == ("legal-notice" in flaws)
    assert any(file.broken for file in dataset.files) == ("broken-link" in flaws)
    assert all(file.format == "PDF" for file in dataset.files) == ("pdf-only" in flaws)
    assert any("<p>" in text for text in dataset.notes.values()) == ("html-description" in flaws)
    assert (dataset.frequency == "ANNUAL" and dataset.modified < "2019") == ("outdated" in flaws)


def test_every_file_on_disk_belongs_to_a_record() -> None:
    on_disk = {str(path.relative_to(FOLDER / "files")) for path in (FOLDER / "files").rglob("*.*")}
    assert on_disk == {file.file for _, file in FILES}


@each_file
def test_a_file_can_be_read_as_what_it_claims_to_be(dataset: SampleDataset, file: SampleFile) -> None:
    kind, content = file.file.rpartition(".")[2], file.content()
    assert READERS[kind](content, file) >= 1


def _rows(content: bytes, file: SampleFile) -> int:
    text = content.decode({"utf-16-le": "utf-16"}.get(file.encoding, file.encoding))
    delimiter = "\t" if "\t" in text.splitlines()[0] else ";"
    head, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    assert len(head) >= 3
    assert {len(row) for row in rows} == {len(head)}
    return len(rows)


def _features(content: bytes, file: SampleFile) -> int:
    features = json.loads(content)["features"]
    for feature in features:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -19 < longitude < 30
        assert 34 < latitude < 47
    return len(features)


READERS: dict[str, Any] = {
    "csv": _rows,
    "geojson": _features,
    "json": lambda content, file: len(json.loads(content)),
    "pdf": lambda content, file: content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF"),
}


def test_old_encodings_and_decimal_commas_occur() -> None:
    assert {file.encoding for _, file in FILES} >= {
        "utf-8",
        "utf-8-sig",
        "windows-1250",
        "windows-1252",
        "utf-16",
        "utf-16-le",
    }
    for country in SAMPLES.values():
        folder = FOLDER / "files" / country.country
        assert any(
            re.search(r"[;\t]\d+,\d+", path.read_text(encoding="utf-8")) for path in folder.glob("*.csv")
        )


def test_the_record_in_the_guide_can_be_added_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (text,) = re.findall(r"```yaml\n(- name: .*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (record,) = yaml.safe_load(text)
    data = yaml.safe_load((FOLDER / "it.yaml").read_text(encoding="utf-8"))
    data["datasets"].append(record)
    (tmp_path / "it.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(catalogue, "HERE", tmp_path)
    added = load.__wrapped__("it-sample").datasets[-1]
    assert (added.name, added.title, added.licence and added.licence.eu) == (
        "banca-del-tempo",
        {"it": "Banca del tempo: ore scambiate"},
        "CC_BY_4_0",
    )


def test_the_guide_lists_every_sample_with_its_protocol_and_count() -> None:
    rows = re.findall(
        r"^\| `(\w+-sample)` \| `(\w+)`.*\| (\d+) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    )
    listed = {key: (protocol, int(count)) for key, protocol, count in rows}
    assert listed == {key: (sample.protocol, sample.datasets) for key, sample in SAMPLES.items()}


def test_an_unknown_sample_is_refused() -> None:
    with pytest.raises(KeyError, match="xx-sample"):
        load("xx-sample")
