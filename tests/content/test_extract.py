"""The texts of our scheming files reach the catalogues."""

from __future__ import annotations

from io import BytesIO

from ckanext.resilient.content.extract import schema_texts

SCHEMA = b"""
dataset_type: dataset
dataset_fields:
- field_name: name
  start_form_page: {title: What it is}
  label: Name
  choices:
  - {value: a, label: First}
  repeating_subfields:
  - {field_name: x, label: Inner, help_text: Help, preset: text}
"""


def test_labels_help_and_titles_are_found_with_their_lines() -> None:
    found = {
        (line, text) for line, _function, text, _comments in schema_texts(BytesIO(SCHEMA), None, None, {})
    }
    assert found == {(5, "What it is"), (6, "Name"), (8, "First"), (10, "Inner"), (10, "Help")}
