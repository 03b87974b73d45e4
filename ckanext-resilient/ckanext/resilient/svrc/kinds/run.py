"""Kinds of issues: planning and guarding a run."""

from __future__ import annotations

from ckanext.resilient.svrc.kinds.base import N_, Kind

KINDS: dict[str, Kind] = {
    "portal-unknown": Kind(
        "error",
        N_("There is no portal definition “{value}”."),
        N_("List the known ones with “ckan resilient portals list”, or leave the portal out."),
    ),
    "choice-unknown": Kind(
        "error",
        N_("What concerns the social economy cannot be chosen: “{value}” has no list of words for it."),
        N_("Name a known portal that has such a list, or take all records."),
    ),
    "choice-word-unusable": Kind(
        "error",
        N_("“{value}” cannot be looked for."),
        N_("Write whole words; before a “*” there must be at least three letters."),
    ),
    "choice-theme-unknown": Kind(
        "error",
        N_("“{value}” is no theme of the EU's list."),
        N_("Choose one of: {known}."),
    ),
    "protocol-unknown": Kind(
        "error",
        N_("There is no protocol “{value}”."),
        N_("Choose one of: {known}."),
    ),
    "option-unknown": Kind(
        "error",
        N_("The protocol “{protocol}” has no option “{value}”."),
        N_("Use only these options: {known}."),
    ),
    "meaning-field-unknown": Kind(
        "error",
        N_("“{value}” is no field whose words can be given a meaning."),
        N_("Use only these fields: {known}."),
    ),
    "meaning-unknown": Kind(
        "error",
        N_("“{value}” cannot mean “{code}”: the field “{field}” has no such code."),
        N_("Choose one of the codes of this field, or leave the word as it is."),
    ),
    "meanings-unreadable": Kind(
        "error",
        N_("“{value}” says nothing of what words mean."),
        N_("Write an object: by field, each word with its code."),
    ),
    "removal-unknown": Kind(
        "error",
        N_("“{value}” is no rule for records that the source lists no more."),
        N_("Choose one of: {known}."),
    ),
    "grace-not-days": Kind(
        "error",
        N_("“{value}” is not a number of days."),
        N_("Write a whole number that is 1 or more, for example 30."),
    ),
    "recipient-not-address": Kind(
        "error",
        N_("“{value}” is not a mail address."),
        N_(
            "Write a list of addresses, or leave it out: then the administrators of the organisation get the mails."
        ),
    ),
    "window-not-hours": Kind(
        "error",
        N_("The hours in which the source is read need two ends; “{value}” is no full hour."),
        N_("Write two whole numbers from 0 to 23, for example 22 and 5, or leave both out."),
    ),
    "weekday-unknown": Kind(
        "error",
        N_("“{value}” is no day of the week."),
        N_("Choose one of: {known}."),
    ),
    "rhythm-unknown": Kind(
        "error",
        N_("“{value}” is no number of hours between two runs."),
        N_("Choose one of: {known}."),
    ),
    "window-empty": Kind(
        "error",
        N_("The hours in which the source is read begin and end at {value}, so that there are none."),
        N_("Choose another end, or leave both out: then it is read at any time of the day."),
    ),
    "source-empty": Kind(
        "error",
        N_("The source answered, but listed no record. Nothing was changed here."),
        N_("Open the address in a browser. If records are there, check the protocol and its options."),
    ),
    "changes-only": Kind(
        "info",
        N_("Only what changed since the last run was asked for: {listed} records."),
        N_("Nothing needs to be done. What has vanished is found in the next run that reads everything."),
    ),
    "nothing-usable": Kind(
        "error",
        N_("The source listed {listed} records, but none could be used. Nothing was changed here."),
        N_("Read the reasons below. They are mostly one fault of the source or a wrong protocol."),
    ),
    "nothing-recognised": Kind(
        "error",
        N_("The address answered, but with nothing that this site can read."),
        N_("Look for “API” or “catalogue” in the portal's help, and give the address that stands there."),
    ),
    "recognised-too-slowly": Kind(
        "error",
        N_("{url} answers too slowly: after {seconds} seconds it was not clear how it is read."),
        N_("Choose how it is read, or try again at a quieter time of the day."),
    ),
    "too-many-records": Kind(
        "error",
        N_(
            "The source lists more than {limit} records. Reading ended there, and nothing is taken for vanished."
        ),
        N_(
            "If it really has so many, raise the setting ckanext.resilient.harvest.max_records."
            " If not, tell the portal that its pages never end."
        ),
    ),
    "reading-too-long": Kind(
        "error",
        N_(
            "After {hours} hours the source was still not read. Reading ended there, and nothing is taken for vanished."
        ),
        N_(
            "If the portal is just large or slow, raise the setting ckanext.resilient.harvest.reading_hours."
            " If not, tell it that its pages never end."
        ),
    ),
    "source-waiting": Kind(
        "error",
        N_("This source waits for the approval of a system administrator. Nothing was read."),
        N_("Ask a system administrator of this site to approve it."),
    ),
    "cancelled": Kind(
        "error",
        N_("Somebody ended this run before it was done. What was written until then stays."),
        N_("Start the source anew when you want the rest."),
    ),
    "too-much-vanished": Kind(
        "error",
        N_("{missing} of {held} records are no longer listed at the source. Nothing was changed here."),
        N_("Ask the source if this is meant. If so, an administrator approves it, and the next run goes on."),
    ),
    "vanished-waiting": Kind(
        "info",
        N_("The source no longer lists this record. Nothing changes here until that is certain."),
        N_("Nothing to do, unless the record should stay: then ask the source."),
    ),
    "deleted-here": Kind(
        "info",
        N_("The source has changed this dataset, but somebody deleted it here. It stays deleted."),
        N_("Nothing to do. If it should be here again, an administrator restores it, and it is up to date."),
    ),
    "listed-twice": Kind(
        "info",
        N_("The source lists this record twice. It was used once."),
        N_("Tell the source that two of its records share one identifier."),
    ),
    "reader-failed": Kind(
        "error",
        N_("This record could not be read because of a fault in our program: {error}"),
        N_("Report it with the address of the source and the name of the record."),
    ),
    "not-valid": Kind(
        "error",
        N_("The record cannot be stored: {error}"),
        N_("Ask the publisher to correct this field."),
    ),
    "not-indexed": Kind(
        "error",
        N_("The record could not be put into the search index, so it was not stored: {error}"),
        N_("Check that Solr is running, then run the harvest again."),
    ),
    "source-busy": Kind(
        "error",
        N_("Another run of this source was at work. This run changed nothing."),
        N_("Nothing to do, unless a run is missing: then start it again when the other one has ended."),
    ),
    "run-died": Kind(
        "error",
        N_("The program that read the source ended before it had read everything. Nothing was changed here."),
        N_(
            "Nothing to do: the next run reads the source again. If this comes back, look at the memory in use."
        ),
    ),
    "run-failed": Kind(
        "error",
        N_("The run was stopped by a fault in our program or in the database: {error}"),
        N_("Start the run again. If this comes back, report it with the address of the source."),
    ),
    "index-gone": Kind(
        "warning",
        N_(
            "The search index does not answer. What is not written yet is written as soon as it answers again."
        ),
        N_("Check that Solr is running. The run goes on by itself."),
    ),
    "write-died": Kind(
        "error",
        N_("The program ended each time it was about to write this record. The record was left out."),
        N_("Report it with the address of the source and the name of the record."),
    ),
    "write-failed": Kind(
        "error",
        N_("This record could not be written because of a fault in our program: {error}"),
        N_("Report it with the address of the source and the name of the record."),
    ),
    "duplicate-found": Kind(
        "info",
        N_("This dataset is here already as “{title}” from {portal}. It is shown once, with a link to both."),
        N_("Nothing to do. If they are two datasets, an administrator can say so in the list of duplicates."),
    ),
    "duplicate-nearer": Kind(
        "info",
        N_(
            "This dataset is here already as “{title}” from {portal}, but this source is nearer to its "
            "publisher. The one that was here stays for now."
        ),
        N_("An administrator decides in the list of duplicates which of the two is shown."),
    ),
    "duplicate-open": Kind(
        "info",
        N_("This may be the same dataset as “{title}” from {portal}. Both are shown."),
        N_("An administrator decides in the list of duplicates whether they are one dataset."),
    ),
}
