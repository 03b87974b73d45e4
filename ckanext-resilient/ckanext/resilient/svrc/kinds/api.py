"""Kinds of issues: CKAN and udata interfaces."""

from __future__ import annotations

from ckanext.resilient.svrc.kinds.base import N_, Kind

KINDS: dict[str, Kind] = {
    "ckan-refused": Kind(
        "error",
        N_("{url} refused the request: {reason}"),
        N_(
            "Check the options of the source (filters, page size, method). If they are right, ask the portal."
        ),
    ),
    "not-ckan": Kind(
        "error",
        N_("No datasets in the form of CKAN were found at {url}."),
        N_("Check the address and the option action_path, and whether the portal speaks another protocol."),
    ),
    "not-udata": Kind(
        "error",
        N_("No datasets in the form of udata were found at {url}."),
        N_("Check the address: it is mostly …/api/1. Perhaps the portal speaks another protocol."),
    ),
    "not-opendata-al": Kind(
        "error",
        N_("No datasets in the form of opendata.gov.al were found at {url}."),
        N_("Give the address of the portal itself, without a path. Perhaps it speaks another protocol."),
    ),
    "not-dcat-us": Kind(
        "error",
        N_("No datasets in the form of data.json were found at {url}."),
        N_("Give the address of data.json itself. A feed in JSON-LD (…/dcat-ap/…) needs the protocol dcat."),
    ),
    "not-socrata": Kind(
        "error",
        N_("No datasets in the form of Socrata were found at {url}."),
        N_("Give the address of the portal itself, and check the option catalogue."),
    ),
    "not-opendatasoft": Kind(
        "error",
        N_("No datasets in the form of Opendatasoft were found at {url}."),
        N_("Give the address of the portal itself, without a path. Perhaps it speaks another protocol."),
    ),
    "opendatasoft-refused": Kind(
        "error",
        N_("{url} refused the request: {reason}"),
        N_("Check the options where, refine and exclude of the source. If they are right, ask the portal."),
    ),
    "quota-used-up": Kind(
        "error",
        N_("{url} allows only a certain number of requests ({limit}), and these are used up until {until}."),
        N_("Try again after that time. If it happens again, ask the portal for a larger number of requests."),
    ),
    "not-datosgobes": Kind(
        "error",
        N_("No datasets in the form of datos.gob.es were found at {url}."),
        N_("Give the address of the portal itself, without a path. Perhaps it speaks another protocol."),
    ),
    "kept-out": Kind(
        "error",
        N_("{url} is protected against programs, and its protection did not let us in."),
        N_("Try again later and less often. If it happens again, ask the portal to let this server in."),
    ),
    "records-elsewhere": Kind(
        "info",
        N_("{count} records belong to other portals ({portals}), so they were left out."),
        N_("Nothing needs to be done, unless they are meant: then name these portals in the option domains."),
    ),
    "identifier-missing": Kind(
        "warning",
        N_("The record has no identifier, so it may be taken for a new one when it changes."),
        N_("Ask the publisher to give every dataset an identifier of its own that never changes."),
    ),
    "placeholder-left": Kind(
        "info",
        N_("“{value}” is a gap in a template that the portal did not fill in, so it was left out."),
        N_("Ask the portal to correct the template of its feed."),
    ),
    "page-repeats": Kind(
        "warning",
        N_("Page {page} of {url} brings nothing new, although the source says that there is more."),
        N_("Nothing is taken for vanished in this run. Tell the portal that its pages repeat."),
    ),
    "record-lost": Kind(
        "error",
        N_("The source lists this record, but it could not be read: {reason}"),
        N_("Try again later. If it happens again, tell the portal."),
    ),
    "record-unreadable": Kind(
        "error",
        N_("The source lists something here that is no record."),
        N_("Tell the portal that its list holds an entry that is empty or damaged."),
    ),
    "record-no-dataset": Kind(
        "info",
        N_("This is no dataset but a “{type}”, so it was left out."),
        N_("Nothing needs to be done."),
    ),
    "record-not-public": Kind(
        "info",
        N_("The source marks this record as “{state}”, so it was left out."),
        N_("Nothing needs to be done, unless the publisher wants it to be found."),
    ),
    "resources-missing": Kind(
        "warning",
        N_("The record says that it has {declared} files, but holds {found}."),
        N_(
            "Open the record at its source. If the files are there, tell the portal that its interface cuts them."
        ),
    ),
}
