"""Errors named by their consequence for a harvest run or a request."""

from __future__ import annotations

from ckanext.resilient.svrc.issues import Issue


class ResilientError(Exception):
    """Anything this suite raises on purpose."""


class SkipRecord(ResilientError):
    """The record is not a dataset (a showcase, a harvest source): leave it out, it is no error."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


class RejectRecord(ResilientError):
    """The record cannot be stored: name it with field and remedy, and go on with the next."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


class StopHarvest(ResilientError):
    """The run must end before anything is written: the source is unreadable, empty or suspect."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


class StopReading(ResilientError):
    """So much was read, or for so long, that reading ends here; what came until then is used."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


class PauseHarvest(ResilientError):
    """Database or index are gone for now: nothing more can be written, what is staged is written later."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


class FetchError(StopHarvest):
    """An address could not be read: refused, unreachable, too slow, too large, or not what it should be."""
