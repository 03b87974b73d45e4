"""Alembic's way into the migrations of `resilient_community`."""

from ckanext.resilient.migrations import run

run("resilient_community")
