"""Alembic's way into the migrations of `resilient_quality`."""

from ckanext.resilient.migrations import run

run("resilient_quality")
