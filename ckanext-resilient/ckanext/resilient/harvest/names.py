"""A record keeps its name here when its source writes the same address in another way. Pure rules.

Portals that move to https, or begin to end their addresses with a slash, would otherwise bring every dataset anew,
at another address, without what people have edited.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

_SCHEMES = ("http://", "https://")


class Names:
    """The names of the records that are known of one source."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = frozenset(known)
        self._by_form: dict[str, list[str]] = {}
        for guid in self._known:
            if form := _form(guid):
                self._by_form.setdefault(form, []).append(guid)

    def kept(self, guid: str, listed: Collection[str]) -> str:
        """The name under which a record is known, else its own.

        Args:
            guid: what its source calls it now.
            listed: names of the records that were listed before it: two of one listing are never made one.
        """
        if guid in self._known:
            return guid
        alike = self._by_form.get(_form(guid), [])
        return alike[0] if len(alike) == 1 and alike[0] not in listed else guid


def _form(guid: str) -> str:
    """An address without its scheme and the slash at its end; empty where it is none."""
    scheme = next((one for one in _SCHEMES if guid.lower().startswith(one)), "")
    return guid[len(scheme) :].rstrip("/") if scheme else ""
