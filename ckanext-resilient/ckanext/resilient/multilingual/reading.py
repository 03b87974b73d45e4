"""Which text a reader gets, and what is said beside it (IA 14): own language, English, original."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.resilient.svrc import languages

DATASET_FIELDS = (("title", "title_translated"), ("notes", "notes_translated"), ("in_short", "in_short"))
RESOURCE_FIELDS = (("name", "name_translated"), ("description", "description_translated"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is shown: with its language, and a notice when it is not the reader's own.

    Args:
        text: the text, empty when there is none in any language.
        lang: base code for the `lang` attribute, empty when the language is not known.
        is_fallback: it is in another language than the reader's.
        is_machine: a machine translated it.
        notice: what to say of it, in the reader's language; empty when nothing need be said.
    """

    text: str
    lang: str
    is_fallback: bool
    is_machine: bool
    notice: str

    def __bool__(self) -> bool:
        """Whether there is a text at all."""
        return bool(self.text)


def site_language() -> str:
    """Base code of the language in which this site speaks by default."""
    return languages.content_language(str(tk.config.get("ckan.locale_default") or "en"))


def reader_language() -> str:
    """Base code of the language of the request, of the site outside of one."""
    locale = tk.request.environ.get("CKAN_LANG") if tk.request else None
    return languages.content_language(locale) if locale else site_language()


def shown(value: object, original: str | None = None) -> Shown:
    """What a reader sees of a multilingual value; a plain text is shown without a language."""
    if isinstance(value, str):
        return Shown(value, "", is_fallback=False, is_machine=False, notice="")
    if not isinstance(value, Mapping):
        return Shown("", "", is_fallback=False, is_machine=False, notice="")
    found = languages.resolve(cast("Mapping[str, str]", value), reader_language(), original)
    return Shown(found.text, found.language, found.is_fallback, found.is_machine, _notice(found))


def keywords(value: object, original: str | None = None) -> tuple[list[str], str]:
    """The keywords that a reader sees, and their language."""
    if not isinstance(value, Mapping):
        return [], ""
    words = cast("Mapping[str, list[str]]", value)
    filled = (tag for tag, found in words.items() if found)
    order = languages.reading_order(reader_language(), filled, original)
    return (words[order[0]], languages.content_language(order[0])) if order else ([], "")


def of_dataset(dataset: Mapping[str, Any]) -> dict[str, Any]:
    """The key `reading` of a dataset in an API answer: its texts in the language of the request."""
    original = original_language(dataset)
    found = _of_fields(dataset, DATASET_FIELDS, original)
    words, language = keywords(dataset.get("tags_translated"), original)
    if words:
        fallback = language != reader_language()
        found["tags"] = {"text": words, "lang": language, "fallback": fallback, "machine": False}
    resources = {
        resource["id"]: texts
        for resource in dataset.get("resources", [])
        if "id" in resource and (texts := _of_fields(resource, RESOURCE_FIELDS, original))
    }
    return {**found, "resources": resources} if resources else found


def original_language(dataset: Mapping[str, Any]) -> str | None:
    """Base code of the language a record was written in: the first of its data's that its title has."""
    title = dataset.get("title_translated")
    if not isinstance(title, Mapping):
        return None
    declared = dataset.get("language") or []
    codes = [languages.base_code(uri) for uri in declared if isinstance(uri, str)]
    return next((code for code in codes if code in title), None)


def _of_fields(
    values: Mapping[str, Any], fields: tuple[tuple[str, str], ...], original: str | None
) -> dict[str, Any]:
    texts = {name: shown(values.get(stored), original) for name, stored in fields}
    return {
        name: {"text": text.text, "lang": text.lang, "fallback": text.is_fallback, "machine": text.is_machine}
        for name, text in texts.items()
        if text and text.lang
    }


def _notice(found: languages.Reading) -> str:
    if not found.text:
        return ""
    name = languages.language_name(found.language, reader_language())
    if found.is_machine:
        if not found.is_fallback:
            return tk._("Translated by machine")
        return tk._("Translated by machine into: {language}").format(language=name)
    return tk._("Only in another language: {language}").format(language=name) if found.is_fallback else ""
