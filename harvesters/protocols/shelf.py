"""Things that wait to be asked for by name, on disk: in memory are only their names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from ckanext.resilient.harvest.documents import new_file


class Shelf:
    """JSON values by name, in the order in which they were put; use it in a `with`, and they are gone."""

    def __init__(self) -> None:
        self._file = new_file()
        self._places: dict[str, int] = {}

    def __enter__(self) -> Shelf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Delete the values."""
        self._file.close()

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def put(self, name: str, value: Any) -> None:
        """Keep a value; it takes the place of an earlier one of that name."""
        self._places[name] = self._file.seek(0, 2)
        self._file.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")

    def get(self, name: str) -> Any:
        """The value of a name.

        Raises:
            KeyError: there is none.
        """
        self._file.seek(self._places[name])
        return json.loads(self._file.readline().decode("utf-8", "surrogatepass"))

    def pop(self, name: str) -> Any:
        """The value of a name, which is forgotten.

        Raises:
            KeyError: there is none.
        """
        value = self.get(name)
        del self._places[name]
        return value
