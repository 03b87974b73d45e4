"""What the pages of suggestions show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.community import notices, proposal, uploads, view, words
from ckanext.resilient.community.proposal import Field
from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a suggestion: first what it is about, then which value, then the value itself."""

    package: Mapping[str, Any]
    trail: list[tuple[str | Text, str]]
    about: str
    abouts: list[view.Choice]
    fields: list[Field]
    field: Field | None
    value: list[str]
    sent: Mapping[str, Any]
    errors: Mapping[str, str]
    needs_address: bool
    can_mail: bool
    can_upload: bool

    @property
    def is_last(self) -> bool:
        """Whether all is chosen, so that the suggestion can be sent."""
        return self.about == words.OTHER or self.field is not None


def form(package: Mapping[str, Any], sent: Any, errors: Mapping[str, Any] | None = None) -> Form:
    """The form with what was chosen so far; a kind that has one value only needs no second choice."""
    about = sent.get("about", "")
    found = proposal.fields(package, about)
    chosen = next((one for one in found if one.path == sent.get("field")), None)
    chosen = found[0] if len(found) == 1 else chosen
    value = sent.getlist("value") if "value" in sent else _now(chosen, about)
    return Form(
        package=package,
        trail=view.trail(package),
        about=about if about in words.ABOUT else "",
        abouts=[view.Choice(code, tk._(word), code == about) for code, word in words.ABOUT.items()],
        fields=found,
        field=chosen,
        value=value,
        sent=sent,
        errors={name: _first(message) for name, message in (errors or {}).items()},
        needs_address=not tk.current_user.is_authenticated,
        can_mail=notices.can_send(),
        can_upload=about == words.FILE and tk.current_user.is_authenticated and uploads.possible(package),
    )


def _now(chosen: Field | None, about: str) -> list[str]:
    """What the box holds at first: what is there now, where that is likely to be mended and not replaced."""
    if chosen is None or about in (words.BROKEN_LINK, words.FILE):
        return []
    return list(chosen.now) if isinstance(chosen.now, list) else [str(chosen.now)]


def _first(message: Any) -> str:
    return str(message[0]) if isinstance(message, list) else str(message)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion in words: what it is about, what is proposed, what was asked and answered, what became of it.

    `file` is the name and size of one that was uploaded.
    """

    id: str
    said: view.Said
    about: str
    field: str
    proposed: list[str]
    exchange: list[tuple[str, str]]
    state: str
    state_word: str
    reason: str
    file: str = ""
    dataset: Text | None = None
    dataset_url: str = ""


def _file(kept: Mapping[str, Any]) -> str:
    return f"{kept['name']} ({reader.file_size(kept['size'])})"


def suggested(row: Mapping[str, Any]) -> Suggested:
    """One suggestion, as an action gives it."""
    voices = {"publisher": tk._("The publisher asks"), "author": tk._("Answer")}
    path, about, state = row.get("field", ""), row["about"], row["state"]
    return Suggested(
        id=row["id"],
        said=view.said(row),
        about=tk._(words.ABOUT[about]),
        field=proposal.label_of(path) if path else "",
        proposed=proposal.readable(path, row["value"]) if row.get("value") else [],
        exchange=[(voices[who], text) for who, text in row.get("exchange", [])],
        state=state,
        state_word=tk._(words.STATES[state]),
        reason=row.get("reason", ""),
        file=_file(row["file"]) if "file" in row else "",
        dataset=view.title_of_dataset(row) if "dataset_name" in row else None,
        dataset_url=tk.h.url_for("dataset.read", id=row["dataset_name"]) if "dataset_name" in row else "",
    )
