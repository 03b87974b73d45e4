"""Which records of a portal concern the social economy, by what its definition says."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.resilient.harvesters.portals.base import Portal
from ckanext.resilient.svrc.phrases import Phrases
from ckanext.resilient.svrc.record import Dataset
from ckanext.resilient.svrc.text import fold, last_segment


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
        return self._by_theme(dataset) or self._by_publisher(dataset) or self._by_phrase(dataset)

    def _by_theme(self, dataset: Dataset) -> bool:
        own = (fold(theme) for theme in dataset.source_themes)
        return not self._themes.isdisjoint((*own, *(fold(last_segment(uri)) for uri in dataset.themes)))

    def _by_publisher(self, dataset: Dataset) -> bool:
        agents = (*dataset.publishers, *dataset.creators, *dataset.rights_holders)
        names = (fold(name) for agent in agents for name in agent.name.values())
        return bool(self._publishers) and any(name.startswith(self._publishers) for name in names)

    def _by_phrase(self, dataset: Dataset) -> bool:
        texts = (*dataset.title.values(), *dataset.description.values(), *_flat(dataset.keywords.values()))
        return any(phrases.in_text(text) for text in texts for phrases in self._phrases.values())


def _flat(lists: Iterable[list[str]]) -> Iterable[str]:
    return (word for words in lists for word in words)
