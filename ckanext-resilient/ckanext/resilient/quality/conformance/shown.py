"""What was found of a dataset, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.catalogue.checks import VIOLATION
from ckanext.resilient.pages import reader
from ckanext.resilient.quality.conformance import store
from ckanext.resilient.quality.conformance.words import Words, words
from ckanext.resilient.quality.findings import State, state_of

Package = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that is not followed.

    Args:
        severity: `violation`, or `warning` for what is only recommended.
        property: the property of DCAT-AP.
        rule: the kind of rule, as SHACL names it.
        file: the name of the file that it is about, "" for the dataset and its parts.
        file_id: the id of that file.
        message: what is wrong.
        fix: what helps.
        field: the field of the form, "" where it has none.
        value: the value that is not right.
    """

    severity: str
    property: str
    rule: str
    file: str
    file_id: str
    message: str
    fix: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Conformance:
    """Whether a dataset follows DCAT-AP as it is now, since when that is known, and what it does not follow.

    `violations` and `warnings` count all, `findings` are the first of them.
    """

    state: State
    checked: str
    violations: int
    warnings: int
    findings: list[Finding]


def conformance(package: Package) -> Conformance:
    """What is known of a dataset; one query. Of an earlier revision nothing counts."""
    row = store.found(str(package["id"])) if package.get("id") else None
    if row is None or row.revision != package.get("metadata_modified"):
        return Conformance(State.NOT_CHECKED, "", 0, 0, [])
    return Conformance(
        state_of(row.conforms),
        row.checked.isoformat(),
        row.violations,
        row.warnings,
        _findings(package, row.findings),
    )


def _findings(package: Package, kept: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Each sentence once: a value may break several rules, and the same part may belong to several things."""
    files = {str(one.get("id")): one for one in package.get("resources") or ()}
    found: dict[tuple[str, str, str], Finding] = {}
    for one in kept:
        finding = _finding(files, one, words(one))
        found.setdefault((finding.severity, finding.file_id, finding.message), finding)
    return list(found.values())


def _finding(files: Mapping[str, Mapping[str, Any]], kept: Mapping[str, Any], said: Words) -> Finding:
    label = _label(said)
    formless = tk._("The form has no field for it: tell the people who run this site.")
    return Finding(
        severity=str(kept["severity"]),
        property=said.property,
        rule=str(kept["rule"]),
        file=_file_name(files, said),
        file_id=said.file,
        message=_say(said.message).format(field=label, message=kept["message"]),
        fix=_say(said.fix).format(field=label) if said.field or not kept["rule"] else formless,
        field=said.field,
        value=str(kept["value"]),
    )


def violations(found: Conformance) -> list[Finding]:
    """What has to be mended before it follows DCAT-AP."""
    return [one for one in found.findings if one.severity == VIOLATION]


def _file_name(files: Mapping[str, Mapping[str, Any]], said: Words) -> str:
    if not said.file:
        return ""
    name = reader.text_of(files[said.file], "name") if said.file in files else None
    return str(name) if name else tk._("File without a name")


def _label(said: Words) -> str:
    """The label of the form, or DCAT-AP's own name where the form has no such field."""
    if not said.field:
        return said.property
    schema = tk.h.scheming_get_dataset_schema("dataset")
    part = "resource_fields" if said.file else "dataset_fields"
    labels = {one["field_name"]: one["label"] for one in schema[part] if one.get("label")} if schema else {}
    return _say(labels[said.field]) if said.field in labels else said.property


def _say(text: str) -> str:
    """A text that is a variable: literals are marked where they are written."""
    return tk._(text)
