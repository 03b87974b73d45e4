"""Which records of a source come in: those of the social economy, by its portal's definition, and those that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvesters.portals.base import Portal
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.phrases import Phrases
from ckanext.resilient.svrc.places import nuts_of
from ckanext.resilient.svrc.record import Dataset
from ckanext.resilient.svrc.text import fold, last_segment
from ckanext.resilient.svrc.vocabularies import authority

WORDS, WITHOUT, THEMES, PUBLISHERS, PLACES = SETTINGS = (
    "only_words", "without_words", "only_themes", "only_publishers", "only_places",
)  # fmt: skip
"""The settings of a source that choose; each a list, and what passes all of them comes in."""

SOCIAL = "only_social"
"""The setting that chooses what concerns the social economy."""


class Choice(Protocol):
    """Says of a record whether it comes in."""

    def takes(self, dataset: Dataset) -> bool:
        """Whether this record comes in."""
        ...


class SocialChoice:
    """The choice of one portal; made once a run. A portal that names nothing chooses nothing."""

    def __init__(self, portal: Portal) -> None:
        self._themes = {fold(theme) for theme in portal.social.themes}
        self._publishers = tuple(fold(name) for name in portal.social.publishers)
        # A portal mixes its languages: each phrase is looked for in the stems of every one of them.
        self._phrases = {language: Phrases(language) for language in portal.languages}
        for phrases in self._phrases.values():
            phrases.extend(portal.social.keywords, "social")

    def takes(self, dataset: Dataset) -> bool:
        """Whether a theme, a publisher or a phrase of the record says that it concerns the social economy."""
        return (
            not self._themes.isdisjoint(_themes(dataset))
            or _is_of(dataset, self._publishers)
            or self._by_phrase(dataset)
        )

    def _by_phrase(self, dataset: Dataset) -> bool:
        texts = [text for _, text in _texts(dataset)]
        return any(phrases.in_text(text) for text in texts for phrases in self._phrases.values())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a source was asked for; whatever is empty asks for nothing.

    Args:
        social: only what concerns the social economy, as the portal's definition tells.
        words: phrases of which a record has to have one, in its title, description or keywords; a word that ends
            in `*` stands for all that begin so.
        without: phrases of which it must have none.
        themes: EU data theme codes of which it has to have one.
        publishers: beginnings of names of which its publisher has to bear one.
        places: names of places, or codes of regions and countries (NUTS), of which it has to concern one.
    """

    social: bool = False
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


NOTHING_ASKED = Wanted()
"""All records come in."""


def wanted_in(settings: Mapping[str, Any]) -> Wanted:
    """What the settings of a source ask for.

    Raises:
        StopHarvest: a phrase has no word that could be looked for, or a theme is none.
    """
    words, without, themes, publishers, places = (_listed(settings.get(name)) for name in SETTINGS)
    for name, phrases in ((WORDS, words), (WITHOUT, without)):
        for phrase in phrases:
            _refuse_unusable(phrase, name)
    known = {term.code for term in authority("data-theme")}
    for theme in themes:
        if theme not in known:
            shown = ", ".join(sorted(known))
            raise StopHarvest(
                Issue("choice-theme-unknown", field=THEMES, params={"value": theme, "known": shown})
            )
    return Wanted(bool(settings.get(SOCIAL)), words, without, themes, publishers, places)


def _listed(value: Any) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else cast("Iterable[Any]", value or ())
    return tuple(str(one).strip() for one in given if str(one).strip())


def _refuse_unusable(phrase: str, field: str) -> None:
    try:
        Phrases("").add(phrase, field)
    except ValueError:
        raise StopHarvest(Issue("choice-word-unusable", field=field, params={"value": phrase})) from None


class OwnChoice:
    """The choice of one source; made once a run."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._themes = {fold(theme) for theme in wanted.themes}
        self._publishers = tuple(fold(name) for name in wanted.publishers)
        self._places = {fold(place) for place in wanted.places}
        self._codes = tuple(place.upper() for place in wanted.places)
        self._phrases: dict[tuple[str, str], Phrases] = {}

    def takes(self, dataset: Dataset) -> bool:
        """Whether a record passes all that is asked for."""
        wanted = self._wanted
        return (
            (not wanted.themes or not self._themes.isdisjoint(_themes(dataset)))
            and (not wanted.publishers or _is_of(dataset, self._publishers))
            and (not wanted.places or self._is_about(dataset))
            and (not wanted.words or self._says(dataset, WORDS, wanted.words))
            and not (wanted.without and self._says(dataset, WITHOUT, wanted.without))
        )

    def _is_about(self, dataset: Dataset) -> bool:
        names = {fold(name) for place in dataset.places for name in place.label.values()}
        codes = (nuts_of(place.uri) for place in dataset.places)
        return not self._places.isdisjoint(names) or any(code.startswith(self._codes) for code in codes)

    def _says(self, dataset: Dataset, name: str, phrases: tuple[str, ...]) -> bool:
        return any(
            self._looked_for(name, phrases, language).in_text(text) for language, text in _texts(dataset)
        )

    def _looked_for(self, name: str, phrases: tuple[str, ...], language: str) -> Phrases:
        """The phrases in the stems of a text's own language."""
        made = self._phrases.get((name, language))
        if made is None:
            made = self._phrases[name, language] = Phrases(language)
            made.extend(phrases, name)
        return made


@dataclass(frozen=True, slots=True)
class AllOf:
    """Takes what each of several choices takes."""

    choices: tuple[Choice, ...]

    def takes(self, dataset: Dataset) -> bool:
        """Whether every choice takes this record."""
        return all(choice.takes(dataset) for choice in self.choices)


def _themes(dataset: Dataset) -> set[str]:
    own = (fold(theme) for theme in dataset.source_themes)
    return {*own, *(fold(last_segment(uri)) for uri in dataset.themes)}


def _is_of(dataset: Dataset, publishers: tuple[str, ...]) -> bool:
    agents = (*dataset.publishers, *dataset.creators, *dataset.rights_holders)
    names = (fold(name) for agent in agents for name in agent.name.values())
    return bool(publishers) and any(name.startswith(publishers) for name in names)


def _texts(dataset: Dataset) -> Iterable[tuple[str, str]]:
    """The texts in which words are looked for, each with its language."""
    yield from dataset.title.items()
    yield from dataset.description.items()
    for language, words in dataset.keywords.items():
        yield from ((language, word) for word in words)
