"""Pages whose actions may refuse."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import ckan.plugins.toolkit as tk

P = ParamSpec("P")
T = TypeVar("T")


def answered(refusal: str = "") -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make views that answer 403 and 404 where their actions refuse, or find nothing.

    Args:
        refusal: who may see the page, marked for translation.
    """

    def decorate(view: Callable[P, T]) -> Callable[P, T]:
        @wraps(view)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return view(*args, **kwargs)
            except tk.NotAuthorized:
                tk.abort(403, tk._(refusal) if refusal else "")
            except tk.ObjectNotFound:
                tk.abort(404)

        return run

    return decorate
