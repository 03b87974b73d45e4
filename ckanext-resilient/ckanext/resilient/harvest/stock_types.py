"""What we use of ckanext-harvest's rows, as types.

Its models declare plain columns, so a type checker sees columns where at run time there are values.
"""

from __future__ import annotations

import datetime
from typing import Protocol


class Source(Protocol):
    """A harvest source."""

    id: str
    url: str
    type: str
    title: str
    config: str | None
    frequency: str
    next_run: datetime.datetime | None
    active: bool


class Job(Protocol):
    """One run of a source. `status` is New, Running, Finished or Aborted."""

    id: str
    source_id: str
    source: Source
    status: str
    created: datetime.datetime
    gather_finished: datetime.datetime | None
    finished: datetime.datetime | None


class Extra(Protocol):
    """A key and value of a harvest object."""

    key: str
    value: str


class Object(Protocol):
    """One record of one run. `content` is JSON of ours; a vanished record has none."""

    id: str
    guid: str
    content: str | None
    state: str
    report_status: str | None
    retry_times: int
    current: bool
    package_id: str | None
    harvest_job_id: str
    harvest_source_id: str
    source: Source
    extras: list[Extra]
    import_started: datetime.datetime | None
    import_finished: datetime.datetime | None
