"""CKAN's plugins and its application are made once for each configuration, not once for each test.

CKAN's own fixtures load all plugins before a test and take them off after it, and make a new application for each
`app` and each command: every declaration of a setting and every schema is read anew from its YAML, which took longer
than most tests. Nothing of it depends on the test, as long as the configuration is the same. So `load_all` here gives
the configuration back the way loading had left it, and loads in earnest when the plugins or any setting differ.
"""

from __future__ import annotations

import copy
from typing import Any

from ckan import plugins
from ckan.common import config, config_declaration
from ckan.config import middleware
from ckan.plugins import core
from ckan.types import CKANApp

Plain = dict[str, Any]
"""The settings whose values say all of themselves: texts, numbers, lists of them."""


NO_SETTINGS = frozenset({"CKAN_CONFIG"})
"""Said by commands only, beside the settings: where the file is."""
AT_WORK = tuple(f"ckanext.resilient.{part}." for part in ("files", "harvest", "http", "links"))
"""Settings that are read when there is something to do, so that no plugin looks at them when it is loaded."""


class LoadedOnce:
    """What was loaded last, and how each configuration that was met looks after loading.

    A configuration is met in several forms: as its file has it, as loading leaves it, as a test sets it.
    """

    def __init__(self) -> None:
        self._load_all = core.load_all
        self._make_stack = middleware.make_flask_stack
        self._outcomes: list[tuple[Plain, Plain]] = []
        self._plain: Plain | None = None
        self._whole: dict[str, Any] = {}
        self._names: list[str] = []
        self._application: CKANApp | None = None

    def load_all(self, force_update: bool = False) -> None:
        """As `ckan.plugins.load_all`."""
        asked = _plain()
        known = next((pair for pair in self._outcomes if _read_at_loading(pair[0], asked)), None)
        if known is not None and known[1] == self._plain and self._names == core._PLUGINS:
            before, after = known
            at_work = {key: value for key, value in asked.items() if key.startswith(AT_WORK)}
            changed = [key for key, value in at_work.items() if value != before.get(key)]
            # The very objects: a test may fill a list that it has put into the settings.
            given = {key: config[key] for key in at_work if key in changed or asked[key] == after.get(key)}
            config.clear()
            config.update({**self._whole, **copy.deepcopy(after), **given})
            if changed:
                config_declaration.normalize(config)
            return
        self._plain = None
        self._load_all(force_update)
        self._plain = _plain()
        self._whole = dict(config)
        self._names = list(core._PLUGINS)
        self._application = None
        self._outcomes = [pair for pair in self._outcomes if pair[0] != asked] + [(asked, self._plain)]

    def unload_all(self) -> None:
        """As `ckan.plugins.unload_all`, when the next test needs others: its `load_all` takes these off first."""

    def make_flask_stack(self) -> CKANApp:
        """As `ckan.config.middleware.make_flask_stack`, called after `load_all`."""
        if self._application is not None and self._plain and _read_at_loading(_plain(), self._plain):
            return self._application
        self._application = self._make_stack()
        return self._application


def install() -> None:
    """Put it in the place of CKAN's own functions, for this process."""
    kept = LoadedOnce()
    plugins.load_all = kept.load_all
    plugins.unload_all = kept.unload_all
    middleware.make_flask_stack = kept.make_flask_stack


def _read_at_loading(one: Plain, other: Plain) -> bool:
    """Whether two configurations are the same for all that is read when plugins are loaded."""
    names = {name for name in one.keys() | other.keys() if not name.startswith(AT_WORK)}
    return all(name in one and name in other and one[name] == other[name] for name in names)


def _plain() -> Plain:
    return {key: _once(value) for key, value in config.items() if _is_plain(value) and key not in NO_SETTINGS}


def _once(value: object) -> object:
    """A copy; of a list without what stands in it again: ckanext-spatial adds its query parser at every loading."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return list(dict.fromkeys(value))
    return copy.deepcopy(value)


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_plain(one) for one in value)
    if isinstance(value, dict):
        return all(_is_plain(one) for one in value.values())
    return value is None or isinstance(value, str | int | float)
