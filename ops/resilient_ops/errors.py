"""How a step fails: in one sentence that says what, why and what to do."""

from __future__ import annotations


class StepError(Exception):
    """A step that could not be done; its text is one sentence for the person at the terminal."""

    def __init__(self, what: str, why: str, remedy: str) -> None:
        """Join the three parts; each is written without a full stop."""
        super().__init__(f"{what}, because {_clean(why)}: {_clean(remedy)}.")


def _clean(text: str) -> str:
    return " ".join(text.split()).rstrip(".;: ")
