"""The Solr configset: CKAN's own schema.xml from the installed package, with the suite's fields put in.

Run as `python -m resilient_ops.configset CKAN_SCHEMA OUT` it writes a configset for an image.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

from .errors import StepError

SOURCE = Path(__file__).resolve().parents[2] / "docker" / "solr"
SCHEMA_NAME = "ckan-2.12"
WHAT = "The search schema cannot be written"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Written by resilient_ops.configset: edit fields.xml instead. -->
"""


def merge_schema(ckan_schema: str, additions: str) -> str:
    """CKAN's schema with the types and fields of `fields.xml` at the end of its own."""
    # Both files are ours or come with an installed package: nothing here is read from the network.
    schema = ElementTree.fromstring(ckan_schema)  # noqa: S314
    extra = ElementTree.fromstring(additions)  # noqa: S314
    if schema.get("name") != SCHEMA_NAME:
        raise StepError(
            WHAT,
            f"the installed CKAN has schema {schema.get('name')} and this suite was made for {SCHEMA_NAME}",
            "install the pinned version of CKAN (requirements.lock)",
        )
    for section in ("types", "fields"):
        target, source = schema.find(section), extra.find(section)
        if target is None or source is None:
            raise StepError(
                WHAT, f"a schema file has no <{section}>", "restore docker/solr/configset/fields.xml"
            )
        _refuse_doubles(target, source)
        target.extend(source)
    ElementTree.indent(schema, "  ")
    return HEAD + ElementTree.tostring(schema, encoding="unicode") + "\n"


def _refuse_doubles(target: ElementTree.Element, source: ElementTree.Element) -> None:
    doubles = {child.get("name") for child in target} & {child.get("name") for child in source}
    if doubles:
        raise StepError(
            WHAT,
            f"{', '.join(sorted(map(str, doubles)))} is in CKAN's own schema already",
            "rename it in docker/solr/configset/fields.xml",
        )


def write_configset(ckan_schema: Path, target: Path) -> None:
    """Write `conf/` of a Solr configset below `target`."""
    shutil.copytree(SOURCE / "configset" / "conf", target / "conf", dirs_exist_ok=True)
    merged = merge_schema(
        ckan_schema.read_text(encoding="utf-8"),
        (SOURCE / "configset" / "fields.xml").read_text(encoding="utf-8"),
    )
    (target / "conf" / "schema.xml").write_text(merged, encoding="utf-8")


if __name__ == "__main__":
    write_configset(Path(sys.argv[1]), Path(sys.argv[2]))
