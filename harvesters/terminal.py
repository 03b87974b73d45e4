"""What every command of the harvest prints in the same way."""

from __future__ import annotations

import json
import sys
from typing import Any

import ckan.plugins.toolkit as tk
import click

UNREADABLE = 2
"""Exit code when a source could not be read, or what was asked for is not there."""


def show_json(value: Any) -> None:
    """Print a value for programs."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def fail(error: tk.ValidationError | tk.ObjectNotFound) -> None:
    """Print what is wrong on standard error, and end."""
    if isinstance(error, tk.ValidationError):
        text = "; ".join(f"{message}" for value in error.error_dict.values() for message in _listed(value))
    else:
        text = str(error)
    click.echo(text, err=True)
    sys.exit(UNREADABLE)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
