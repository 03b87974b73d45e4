"""Catalogues with entries of all types, as the tests of pages have them."""

from tests.templates.conftest import call, stored, topic_catalogue, visit

__all__ = ["call", "stored", "topic_catalogue", "visit"]
