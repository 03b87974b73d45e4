"""Babel's way to the texts in our scheming files: labels, help and the titles of form pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import yaml

TRANSLATED = (
    "label",
    "repeating_label",
    "help_text",
    "form_placeholder",
    "title",
    "description",
)

Message = tuple[int, str, str, list[str]]


def schema_texts(
    fileobj: IO[bytes], keywords: Any, comment_tags: Any, options: dict[str, Any]
) -> Iterator[Message]:
    """The texts that ckanext-scheming gives to gettext, as Babel's extractors hand them on.

    https://babel.pocoo.org/en/latest/messages.html#writing-extraction-methods
    """
    for node in _mappings(yaml.compose(fileobj)):
        for key, value in node.value:
            if key.value in TRANSLATED and isinstance(value, yaml.ScalarNode) and not value.value.isdigit():
                yield value.start_mark.line + 1, "_", value.value, []


def _mappings(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _key, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _mappings(entry)
