"""Corrected files that readers upload: kept apart from the data until the publisher has decided, then gone.

They lie in a folder of their own below CKAN's storage, under names that we give: nothing of what the reader calls a file
is ever a path. Nobody but the publisher can fetch one, and a browser only ever saves it.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.munge import munge_filename
from ckan.types import Context
from werkzeug.datastructures import FileStorage

from ckanext.resilient.community import config

_FOLDER = "resilient/suggestions"
_FRESH = 3600
"""Seconds in which a file may still wait for its suggestion to be kept."""


def possible(package: Mapping[str, Any]) -> bool:
    """Whether a corrected file of a dataset can be uploaded.

    Not of a harvested one: its files are those of its source, and a copy here would be cut off from it.
    """
    return (
        config.bytes_of_upload() > 0
        and bool(tk.config["ckan.storage_path"])
        and not package.get("source_guid")
    )


def keep(upload: Any) -> dict[str, Any]:
    """Keep a file; gives its `id`, the `name` that it may have here, and its `size`.

    Raises:
        tk.ValidationError: it is none, it is empty, or it is too big.
    """
    if not isinstance(upload, FileStorage) or not upload.filename:
        raise _refused(tk._("Please choose a file."))
    most = config.bytes_of_upload()
    content = upload.stream.read(most + 1)
    if not content:
        raise _refused(tk._("The file is empty."))
    if len(content) > most:
        size = tk.h.localised_filesize(most)
        raise _refused(tk._("The file is too big: at most {size}.").format(size=size))
    kept = {"id": str(uuid.uuid4()), "name": munge_filename(upload.filename), "size": len(content)}
    _folder().mkdir(parents=True, exist_ok=True)
    path_of(kept).write_bytes(content)
    return kept


def _refused(sentence: str) -> tk.ValidationError:
    return tk.ValidationError({"upload": [sentence]})


def _folder() -> Path:
    return Path(tk.config["ckan.storage_path"]) / _FOLDER


def path_of(kept: Mapping[str, Any]) -> Path:
    """Where a file lies."""
    return _folder() / str(uuid.UUID(kept["id"]))


def put(context: Context, resource_id: str, kept: Mapping[str, Any]) -> None:
    """Put an accepted file in the place of one of the dataset.

    Raises:
        tk.ValidationError: the dataset does not take it, or it is no longer kept.
        tk.ObjectNotFound: the file that it replaces is no longer there.
    """
    try:
        stream = path_of(kept).open("rb")
    except FileNotFoundError as error:
        raise _refused(tk._("The uploaded file is no longer there.")) from error
    with stream:
        upload = FileStorage(stream, filename=kept["name"])
        asked = {"id": resource_id, "upload": upload, "download_url": ""}
        tk.get_action("resource_patch")(tk.fresh_context(context), asked)


def forget(facts: Mapping[str, Any]) -> None:
    """Delete the file of a suggestion, if it has one."""
    if "file" in facts:
        path_of(facts["file"]).unlink(missing_ok=True)


def tidy(wanted: Iterable[str]) -> int:
    """Delete files that no open suggestion has; gives how many.

    Args:
        wanted: ids of the files of open suggestions.
    """
    if not tk.config["ckan.storage_path"] or not _folder().is_dir():
        return 0
    held = set(wanted)
    old = [
        path
        for path in _folder().iterdir()
        if path.name not in held and path.stat().st_mtime < time.time() - _FRESH
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
