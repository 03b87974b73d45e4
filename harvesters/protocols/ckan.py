"""CKAN's action API (https://docs.ckan.org/en/2.12/api/), with the deviations of DKAN and of old versions."""

from __future__ import annotations

from ckanext.resilient.harvesters.protocols.base import Option, Protocol
from ckanext.resilient.harvesters.protocols.ckan_list import list_records
from ckanext.resilient.harvesters.protocols.ckan_read import read_record
from ckanext.resilient.svrc.issues import N_

PROTOCOL = Protocol(
    name="ckan",
    title=N_("CKAN or DKAN action API"),
    options=(
        Option("action_path", str, N_("Path from the portal's address to its actions."), "/api/3/action"),
        Option(
            "method", str, N_("`get`, `post`, or `auto`: GET, and POST where the portal refuses it."), "auto"
        ),
        Option("page_size", int, N_("Datasets to ask for at once, at most 1000."), 100),
        Option("q", str, N_("Only datasets that match these search words."), "", chooses=True),
        Option(
            "fq", str, N_("Only datasets that pass this Solr filter, such as `tags:nidi`."), "", chooses=True
        ),
        Option(
            "organization",
            list,
            N_("Only datasets of these organisations, by their short names."),
            (),
            chooses=True,
        ),
        Option("groups", list, N_("Only datasets of these groups, by their short names."), (), chooses=True),
        Option("group_themes", bool, N_("Whether groups are themes: some portals group their users."), True),
        Option("use_package_list", bool, N_("Read one dataset at a time, as DKAN needs it."), False),
    ),
    list_records=list_records,
    read_record=read_record,
    incremental=True,
)
