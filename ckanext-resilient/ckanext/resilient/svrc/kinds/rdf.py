"""Kinds of issues: reading RDF catalogues (DCAT)."""

from __future__ import annotations

from ckanext.resilient.svrc.kinds.base import N_, Kind

KINDS: dict[str, Kind] = {
    "document-type-refused": Kind(
        "error",
        N_("{url} declares a document type (DOCTYPE). It was not read, because that is a way to attack."),
        N_("Ask the portal to leave out the DOCTYPE and its entities and to write namespaces in full."),
    ),
    "foreign-context-refused": Kind(
        "error",
        N_("The JSON-LD of {url} keeps its context at {context}, which was not opened for safety."),
        N_("Use the portal's RDF/XML or Turtle feed, or ask it to put the context into the document."),
    ),
    "rdf-unreadable": Kind(
        "error",
        N_("{url} is not valid {format}: {reason}."),
        N_("Tell the portal. A validator for RDF shows the publisher the spot."),
    ),
    "rdf-too-large": Kind(
        "error",
        N_("{url} holds more in one page than can be read at once."),
        N_("Ask for fewer records per page, or ask the portal to split its catalogue into pages."),
    ),
    "iri-invalid": Kind(
        "info",
        N_("{count} addresses in {url} contain characters that addresses must not have: {spots}"),
        N_("They were kept as they are. Ask the portal to encode blanks and special characters."),
    ),
    "prefix-undeclared": Kind(
        "warning",
        N_("{url} uses prefixes that it does not declare. Their usual meaning was taken: {spots}"),
        N_("Ask the portal to declare all prefixes. Other programs refuse the whole page."),
    ),
    "language-tag-invalid": Kind(
        "info",
        N_("{url} has language tags that are none: {spots}"),
        N_("Ask the portal to write language tags like “it” or “pt-PT”."),
    ),
    "xml-control-characters": Kind(
        "info",
        N_("Characters that XML forbids were left out of {url}."),
        N_("Ask the portal to remove control characters from its texts."),
    ),
    "xml-text-beside-resource": Kind(
        "info",
        N_("{url} writes texts beside addresses, which RDF/XML forbids. They were taken as labels: {spots}"),
        N_("Ask the portal to give the label inside a node of its own."),
    ),
    "xml-several-nodes": Kind(
        "info",
        N_("{url} puts several nodes into one property: {spots}. Each was read as a value."),
        N_("Ask the portal to repeat the property for each value."),
    ),
    "jsonld-names-unknown": Kind(
        "warning",
        N_("The JSON-LD of {url} has names that its context does not explain. They were left out: {spots}"),
        N_("Ask the portal to add these names to the context."),
    ),
    "answer-empty": Kind(
        "error",
        N_("{url} answered with nothing at all."),
        N_("Check the address. If it is right, tell the portal."),
    ),
    "not-a-catalogue": Kind(
        "error",
        N_("{url} is RDF, but neither a catalogue nor a dataset was found in it."),
        N_("Check the address: it must be the one of the catalogue feed, such as …/catalog.rdf."),
    ),
    "count-differs": Kind(
        "warning",
        N_("The source says that it has {declared} datasets, but {found} were found."),
        N_("Nothing is taken for vanished in this run. If it happens again, tell the portal."),
    ),
    "paging-repeats": Kind(
        "warning",
        N_("The page {url} brings nothing new: the source's links to the next page lead in a circle."),
        N_("Tell the portal to mend hydra:next. What was found up to here was read."),
    ),
    "paging-too-long": Kind(
        "warning",
        N_("Reading stopped after {pages} pages, and the source has more."),
        N_("Raise the option max_pages of this source, or ask the portal for larger pages."),
    ),
    "page-lost": Kind(
        "error",
        N_("Page {page} of the catalogue could not be read: {reason}"),
        N_("The pages before it were read, and nothing is taken for vanished. Try again later."),
    ),
    "next-page-moved": Kind(
        "info",
        N_("The source says that its next page is {url}, which cannot be read. It was read from {own}."),
        N_("Tell the portal: its feed names an address that is not reachable from outside."),
    ),
    "dataset-not-described": Kind(
        "warning",
        N_("The catalogue lists {count} datasets that it does not describe: {spots}"),
        N_("Ask the portal to put the description of every dataset into its feed."),
    ),
    "record-repeated": Kind(
        "info",
        N_("The source gives the record “{guid}” more than once. The first was read."),
        N_("Tell the portal: the order of its pages may not be stable."),
    ),
    "identifier-shared": Kind(
        "warning",
        N_("Several datasets without an address of their own share the identifier “{value}”."),
        N_("Ask the publisher to give every dataset an identifier of its own."),
    ),
    "value-several": Kind(
        "info",
        N_("Only one value is foreseen. “{value}” was taken; also given: {others}"),
        N_("Ask the publisher to decide on one. The others are kept beside the record."),
    ),
    "value-cut": Kind(
        "info",
        N_("A text of {length} characters without a field of its own was shortened."),
        N_("Open the record at its source to read all of it."),
    ),
    "distribution-not-described": Kind(
        "warning",
        N_("The file {value} is named but not described."),
        N_("Ask the publisher to describe it, at least with its address and format."),
    ),
    "address-relative-elsewhere": Kind(
        "info",
        N_("The file {value} is described under {other}, because its address there is relative."),
        N_("It was read. Ask the portal to write all addresses of its feed in full."),
    ),
    "distribution-without-address": Kind(
        "warning",
        N_("The file “{value}” has no address at which it can be opened."),
        N_("Ask the publisher for its address (dcat:accessURL or dcat:downloadURL)."),
    ),
    "period-unreadable": Kind(
        "info",
        N_("“{value}” does not tell when a period begins or ends."),
        N_("Ask the publisher to give the period as a start and an end date."),
    ),
}
