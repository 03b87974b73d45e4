"""Alembic's way into the migrations of `resilient_schema`."""

from ckanext.resilient.migrations import run

run("resilient_schema")
