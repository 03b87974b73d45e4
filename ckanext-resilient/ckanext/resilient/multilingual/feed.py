"""Atom feeds whose entries are in the reader's language and say so (https://www.rfc-editor.org/rfc/rfc4287)."""

from __future__ import annotations

from typing import Any

from ckan.views.feed import CKANFeed
from feedgen.entry import FeedEntry
from lxml import etree

from ckanext.resilient.multilingual import reading

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class MultilingualEntry(FeedEntry):
    """An entry whose texts say in which language they are."""

    def __init__(self) -> None:
        """An empty entry."""
        super().__init__()
        self._languages: dict[str, str] = {}

    def languages(self, languages: dict[str, str]) -> None:
        """Set the language of each child element (`title`, `content`, `summary`)."""
        self._languages = languages

    def atom_entry(self, extensions: bool = True) -> Any:
        """The entry's XML element."""
        element = super().atom_entry(extensions)
        for child in element:
            language = self._languages.get(etree.QName(child).localname)
            if language:
                child.set(_XML_LANG, language)
        return element


class MultilingualFeed(CKANFeed):
    """CKAN's feed, told in the language of the request instead of always in English."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """An empty feed."""
        kwargs["language"] = reading.reader_language()
        super().__init__(*args, **kwargs)

    def add_entry(self, feedEntry: Any = None, order: str = "prepend") -> Any:  # noqa: N803 - feedgen's name
        """An entry of ours unless one is given."""
        return super().add_entry(feedEntry or MultilingualEntry(), order)

    def add_item(self, **kwargs: Any) -> None:
        """Add an entry; `resilient_texts` takes the place of its title and description."""
        texts: dict[str, reading.Shown] = kwargs.pop("resilient_texts", {})
        title, summary = texts.get("title"), texts.get("notes")
        if title:
            kwargs["title"] = _with_notice(title, " ({notice})")
        if summary:
            kwargs["description"] = _with_notice(summary, "\n\n{notice}")
        super().add_item(**kwargs, languages=_languages(title, summary))


def item_texts(dataset: dict[str, Any]) -> dict[str, Any]:
    """What `IFeed.get_item_additional_fields` adds for a dataset: its texts as the reader gets them."""
    original = reading.original_language(dataset)
    texts = {
        "title": reading.shown(dataset.get("title_translated"), original),
        "notes": reading.shown(dataset.get("in_short") or dataset.get("notes_translated"), original),
    }
    return {"resilient_texts": texts}


def _with_notice(text: reading.Shown, form: str) -> str:
    plain = "".join(letter for letter in text.text if letter in "\n\t" or letter.isprintable())
    return plain + (form.format(notice=text.notice) if text.notice else "")


def _languages(title: reading.Shown | None, summary: reading.Shown | None) -> dict[str, str]:
    found = {"title": title, "summary": summary, "content": summary}
    return {name: text.lang for name, text in found.items() if text and text.lang}
