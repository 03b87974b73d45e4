"""What commands share: the option for JSON, how an answer is printed, how a refusal ends."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

import ckan.plugins.toolkit as tk
import click

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")


def show_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def fail(error: tk.ValidationError | tk.ObjectNotFound | tk.NotAuthorized, code: int = 1) -> NoReturn:
    """End with the messages of a refusal, and this exit code."""
    if isinstance(error, tk.ValidationError):
        text = "; ".join(f"{message}" for value in error.error_dict.values() for message in _listed(value))
    else:
        text = str(error)
    click.echo(text, err=True)
    sys.exit(code)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
