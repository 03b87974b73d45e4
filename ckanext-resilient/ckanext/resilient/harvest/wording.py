"""Issues and the numbers of a run in the reader's language."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.resilient.errors import PauseHarvest, RejectRecord
from ckanext.resilient.svrc.issues import KINDS, N_, Issue

NUMBERS: dict[str, tuple[str, str]] = {
    "listed": (N_("Listed"), N_("Records that the source named.")),
    "new": (N_("New"), N_("Datasets that were not here before.")),
    "changed": (N_("Changed"), N_("Datasets that were brought up to date.")),
    "unchanged": (N_("Unchanged"), N_("Datasets that are here already, just as they are.")),
    "duplicates": (N_("Duplicates"), N_("Records that another source gives too; they are shown once.")),
    "vanished": (N_("Vanished"), N_("Datasets that the source no longer lists.")),
    "rejected": (N_("Refused"), N_("Records that could not be used; the reasons are below.")),
    "skipped": (N_("Left out"), N_("Records that are no datasets, or that are not asked for.")),
    "unwritten": (N_("Not written"), N_("Records that could not be stored here.")),
}
"""The numbers of a run: word and meaning."""


def localised(issue: Issue) -> dict[str, str]:
    """An issue with message and remedy in the language of the request, else in English."""
    kind = KINDS[issue.code]
    return issue.as_dict() | {
        "message": tk._(kind.message).format(**issue.params),
        "remedy": tk._(kind.remedy).format(**issue.params),
    }


def not_written(failure: RejectRecord | PauseHarvest, field: str) -> tk.ValidationError:
    """Why a dataset could not be written for a person who waits for it: nothing goes on by itself."""
    if isinstance(failure, PauseHarvest):
        return tk.ValidationError(
            {field: [tk._("The search index does not answer. Check that Solr is running.")]}
        )
    return tk.ValidationError({field: [sentence(failure.issue)]})


def sentence(issue: Issue) -> str:
    """One line that names record and field, says what is wrong and what helps."""
    texts = localised(issue)
    where = " – ".join(part for part in (issue.record, issue.field) if part)
    return f"{where + ': ' if where else ''}{texts['message']} {texts['remedy']}"
