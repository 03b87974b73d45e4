"""What a kind of issue is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


def N_(text: str) -> str:  # noqa: N802 - gettext's own name, so that Babel extracts the texts below
    """Mark a text for translation without translating it here."""
    return text


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of issue: how grave it is, what it says and what to do about it."""

    severity: Severity
    message: str
    remedy: str
