"""What words of a source mean: which ones are open, what was said of them, saying it and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckan import model
from ckan.types import Context

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest import adding, editing, stock, store
from ckanext.resilient.harvest.report import UnknownWord
from ckanext.resilient.harvest.stock_types import Source
from ckanext.resilient.svrc.meanings import FIELDS, SETTING, read_meanings
from ckanext.resilient.svrc.text import word, word_key
from ckanext.resilient.svrc.unknown import suggestion

Said = Mapping[str, Mapping[str, str]]
"""By field, each word with its code; "" leaves it as it is."""


def said_of(source: Source) -> dict[str, dict[str, str]]:
    """What was said of the words of a source."""
    return stock.source_config(source).get(SETTING, {})


def of_source(source: Source, limit: int) -> list[dict[str, Any]]:
    """The words of a source by field, in one query; see `by_field`.

    Args:
        source: the source; its last complete run counts.
        limit: of the open words, so many are given.
    """
    kinds = sorted({field.kind for field in FIELDS.values()})
    rows = store.unknown_values([source.id], kinds, limit)
    return by_field((UnknownWord(*row[1:]) for row in rows), said_of(source))


def by_field(words: Iterable[UnknownWord], said: Said) -> list[dict[str, Any]]:
    """Each `field` with its `values`: first those that are open, the most frequent first, then those that are settled.

    A value has its `value`, in how many records it is (`count`; 0 where it is settled and no longer counted), one
    `record`, the nearest code (`suggestion`), and the `code` that was said: None while it is open, "" to leave it.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in FIELDS}
    for one in words:
        if one.meant is None:
            continue
        # Spelled with other capitals, it is the same word: the most frequent spelling stands for all.
        row = found[one.meant.name].setdefault(word_key(one.value), _open(one))
        row["count"] += one.count
    for name, given in said.items():
        for value, code in given.items():
            row = found[name].pop(word_key(value), {"count": 0, "record": "", "suggestion": ""})
            found[name][word_key(value)] = {**row, "value": value, "code": code}
    return [{"field": name, "values": list(rows.values())} for name, rows in found.items() if rows]


def _open(one: UnknownWord) -> dict[str, Any]:
    nearest = suggestion(one.code, one.field, one.value)
    return {"value": one.value, "count": 0, "record": one.record, "suggestion": nearest, "code": None}


def say(source: Source, given: Said, context: Context) -> dict[str, dict[str, str]]:
    """Keep what words mean, beside what was said of others; gives all of it.

    Raises:
        tk.ValidationError: a field or a code does not exist.
    """
    try:
        read_meanings(given)
    except StopHarvest as stop:
        raise adding.refusal(stop) from stop
    held = _locked(source)
    merged = {name: dict(held.get(name, {})) for name in {**held, **given}}
    for name, words in given.items():
        spelled = {word_key(value): value for value in merged[name]}
        for value, code in words.items():
            merged[name].pop(spelled.get(word_key(value), ""), None)
            merged[name][word(value)] = code
    return editing.update(source, {SETTING: merged}, context)[SETTING]


def take_back(
    source: Source, name: str, values: Iterable[str], context: Context
) -> dict[str, dict[str, str]]:
    """Forget what was said of words of a field; gives what is left. A word of which nothing was said is passed over."""
    keys = {word_key(value) for value in values}
    said = {field: dict(words) for field, words in _locked(source).items()}
    left = {value: code for value, code in said.pop(name, {}).items() if word_key(value) not in keys}
    return editing.update(source, {SETTING: said | ({name: left} if left else {})}, context)[SETTING]


def _locked(source: Source) -> dict[str, dict[str, str]]:
    """What was said until now; nobody else changes the source before this is saved."""
    model.Session.refresh(source, with_for_update=True)
    return said_of(source)
