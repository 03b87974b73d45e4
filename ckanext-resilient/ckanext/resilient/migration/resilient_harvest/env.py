"""Alembic's way into the migrations of `resilient_harvest`."""

from ckanext.resilient.migrations import run

run("resilient_harvest")
