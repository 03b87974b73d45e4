"""Write CKAN's configuration file of an instance; what all instances share is `ops/portal.ini`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

from .vault import write_private

OPS = Path(__file__).resolve().parent.parent
SHARED_INI = OPS / "portal.ini"
TEMPLATE = Path(__file__).with_name("ckan.ini.template")


def render_ini(values: Mapping[str, str]) -> str:
    """The text of a ckan.ini; a `%` in a value is doubled, since the file is read with interpolation."""
    escaped = {key: value.replace("%", "%%") for key, value in values.items()}
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(escaped)


def write_ini(path: Path, values: Mapping[str, str]) -> bool:
    """Write a private ckan.ini; whether it differs from what stood there."""
    text = render_ini(values)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        path.chmod(0o600)
        return False
    write_private(path, text)
    return True
