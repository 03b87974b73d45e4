"""DCAT feeds: RDF/XML, Turtle and JSON-LD catalogues, paged with Hydra or not.

Read: DCAT-AP 1 to 3 and its Italian and Spanish profiles, NTI-RISP, udata, GeoNetwork,
Opendatasoft. Rules that are ours:

* A record's identity is the address of its node; see `dcat_find.identities` for blank nodes.
* A dcat:DatasetSeries is a record of its own (extras say `class: dcat:DatasetSeries`), its
  members name it in `related`. Data services are kept with the datasets that they serve.
* A property without a field of ours goes to the extras under its own name, and so do all
  values but the first of a property that can have only one; the latter is reported.
* Changes only are asked for where the address is a feed of ckanext-dcat (`catalog.ttl` and its like), which
  filters by `modified_since`. Whether it heeds that cannot be seen, so such a listing is never complete.
* A listing counts as complete only when all pages were read, every dataset that is listed is
  described, and the source's count agrees.
"""

from __future__ import annotations

from ckanext.resilient.harvesters.protocols.base import Option, Protocol
from ckanext.resilient.harvesters.protocols.dcat_list import DEFAULT_MAX_PAGES, list_records
from ckanext.resilient.harvesters.protocols.dcat_read import read_record
from ckanext.resilient.svrc.issues import N_

PROTOCOL = Protocol(
    name="dcat",
    title=N_("DCAT feed (RDF/XML, Turtle or JSON-LD)"),
    options=(
        Option(
            "rdf_format",
            str,
            N_("xml, turtle or jsonld, if the source labels its pages so wrongly that they are misread"),
            "",
        ),
        Option("max_pages", int, N_("Stop after so many pages"), DEFAULT_MAX_PAGES),
    ),
    list_records=list_records,
    read_record=read_record,
    incremental=True,
)
