"""The command group `ckan resilient`; each plugin of the suite hangs its own commands below it."""

from __future__ import annotations

import click

__all__ = ["resilient"]


@click.group()
def resilient() -> None:
    """The open data platform for the social economy."""
