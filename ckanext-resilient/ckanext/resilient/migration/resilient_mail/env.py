"""Alembic's way into the migrations of `resilient_mail`."""

from ckanext.resilient.migrations import run

run("resilient_mail")
