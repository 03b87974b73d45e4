"""Alembic's way into the migrations of `resilient_catalogue`."""

from ckanext.resilient.migrations import run

run("resilient_catalogue")
