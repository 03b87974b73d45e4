from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from lxml import etree

from resilient_ops.configset import SOURCE, merge_schema, write_configset
from resilient_ops.errors import StepError

LANGUAGES = ("en", "pt", "es", "fr", "it", "el", "hr", "sl", "sq", "icu")


@pytest.fixture
def ckan_schema() -> Path:
    """The schema.xml of the installed CKAN."""
    return Path(str(files("ckan"))) / "config" / "solr" / "schema.xml"


def test_ckans_schema_keeps_its_name_and_all_its_fields(ckan_schema: Path) -> None:
    before = etree.parse(ckan_schema).getroot()

    after = etree.fromstring(
        merge_schema(ckan_schema.read_text(), (SOURCE / "configset/fields.xml").read_text()).encode()
    )

    assert after.get("name") == before.get("name") == "ckan-2.12"
    for path in ("types/*", "fields/*", "copyField"):
        assert {tuple(one.items()) for one in before.findall(path)} <= {
            tuple(one.items()) for one in after.findall(path)
        }


def test_every_language_has_a_field_that_keeps_no_copy_and_drops_no_stop_words(
    ckan_schema: Path, tmp_path: Path
) -> None:
    write_configset(ckan_schema, tmp_path)

    schema = etree.parse(tmp_path / "conf" / "schema.xml").getroot()
    fields = {one.get("name"): one for one in schema.iter("dynamicField")}
    types = {one.get("name"): one for one in schema.iter("fieldType")}
    for language in LANGUAGES:
        field = fields[f"*_txt_{language}"]
        assert (field.get("indexed"), field.get("stored"), field.get("multiValued")) == (
            "true",
            "false",
            "true",
        )
        filters = [one.get("class", "") for one in types[field.get("type")].iter("filter")]
        assert filters
        assert not [name for name in filters if "Stop" in name]


def test_every_file_that_the_schema_names_is_there(ckan_schema: Path, tmp_path: Path) -> None:
    write_configset(ckan_schema, tmp_path)

    named = {
        one.get(attribute)
        for one in etree.parse(tmp_path / "conf" / "schema.xml").iter()
        for attribute in ("words", "synonyms", "protected", "articles")
        if one.get(attribute)
    }
    assert {"articles_fr.txt", "articles_it.txt"} <= named
    assert named <= {file.name for file in (tmp_path / "conf").iterdir()}


def test_another_ckan_than_the_suite_was_made_for_is_refused() -> None:
    with pytest.raises(StepError, match=r"has schema ckan-2\.13"):
        merge_schema('<schema name="ckan-2.13"><types/><fields/></schema>', "<resilient/>")


def test_a_name_that_ckan_uses_itself_is_refused() -> None:
    ckan = '<schema name="ckan-2.12"><types/><fields><field name="minx"/></fields></schema>'

    with pytest.raises(StepError, match="minx is in CKAN's own schema already"):
        merge_schema(ckan, '<resilient><types/><fields><field name="minx"/></fields></resilient>')
