"""The words of a score: states, and what one measure found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class State(str, Enum):
    """What a check found. Not checked is a state of its own: it is never counted as a fault."""

    PASS = "pass"  # noqa: S105 - the word of the interface, not a password
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What a link check found at an address.

    Args:
        status: HTTP status after redirects; pseudo codes as in MQA: 1100 no connection, 1300 no valid address.
        checked: day of the check, ISO 8601.
        usable: whether a reader gets the thing itself, and not an error page or a sign-in page with status 200.
        problem: what keeps her from it, see `links.verdict.problem_of`; "" when nothing does.
    """

    status: int
    checked: str = ""
    usable: bool = True
    problem: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether MQA counts it as accessible: 2xx after redirects."""
        return 200 <= self.status < 300

    @property
    def opens(self) -> bool:
        """Whether a reader gets it, also where the server refuses programs that only ask whether it is there."""
        return self.usable and (self.succeeded or self.problem == "head-refused")


@dataclass(frozen=True, slots=True)
class FileProfile:
    """What a bounded look into a file told.

    Args:
        format: EU file-type code of the content found, "" when it was not recognised.
        empty_cells: share of empty cells, 0 to 1; None where the content is no table.
        empty_columns: names of columns without any value.
        header: whether the first row names the columns; None where the content is no table.
        names: of the columns, where they have any.
        rows: of the table, or of the part that was read.
        whole: whether all of it was read.
        checked: day of the look, ISO 8601.
    """

    format: str = ""
    empty_cells: float | None = None
    empty_columns: tuple[str, ...] = ()
    header: bool | None = None
    names: tuple[str, ...] = ()
    rows: int | None = None
    whole: bool = True
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Checks:
    """What jobs have found out besides the description: links, conformance, contents.

    Args:
        links: by address; an address that is not in it was not checked.
        conforms: whether the description satisfies the DCAT-AP shapes; None while they were not run.
        profiles: by resource id.
    """

    links: Mapping[str, LinkResult] = field(default_factory=dict[str, LinkResult])
    conforms: bool | None = None
    profiles: Mapping[str, FileProfile] = field(default_factory=dict[str, FileProfile])


def state_of(found: bool | None) -> State:
    """The state of a yes, a no, or a “not looked at”."""
    if found is None:
        return State.NOT_CHECKED
    return State.PASS if found else State.FAIL
