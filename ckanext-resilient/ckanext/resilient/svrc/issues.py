"""What can be wrong with a source or a record, in plain words, from one table.

The texts stay templates until someone reads them, so that an edge (a page, a mail, a
command) can translate the template first and fill in the values afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal

Severity = Literal["error", "warning", "info"]


def N_(text: str) -> str:  # noqa: N802 - gettext's own name, so that Babel extracts the texts below
    """Mark a text for translation without translating it here."""
    return text


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of issue: how grave it is, what it says and what to do about it."""

    severity: Severity
    message: str
    remedy: str


KINDS: dict[str, Kind] = {
    "title-missing": Kind(
        "error",
        N_("The record has no title."),
        N_("Ask the publisher to give the dataset a title in at least one language."),
    ),
    "date-unreadable": Kind(
        "warning",
        N_("“{value}” is not a date."),
        N_("Ask the publisher to write dates as year-month-day, for example 2024-05-31."),
    ),
    "title-from-description": Kind(
        "warning",
        N_("The record has no title; its description stands in for it."),
        N_("Ask the publisher to give the dataset a short title."),
    ),
    "text-shortened": Kind(
        "warning",
        N_("The text is longer than {limit} characters and was cut."),
        N_("Ask the publisher to move long texts into a document and to link to it."),
    ),
    "language-unknown": Kind(
        "info",
        N_("“{value}” is no language that we know."),
        N_("Ask the publisher to name the language with a code such as “it” or by the EU's address."),
    ),
    "licence-unknown": Kind(
        "warning",
        N_("“{value}” is no licence of the EU's list."),
        N_("Ask the publisher for a standard licence such as CC BY 4.0, or add the word to the portal."),
    ),
    "licences-differ": Kind(
        "warning",
        N_("Several different licences are given: {value}."),
        N_("Ask the publisher which one holds."),
    ),
    "theme-unknown": Kind(
        "info",
        N_("“{value}” is no theme that we know."),
        N_("Ask the publisher for one of the EU's data themes, or add the word to the portal's themes."),
    ),
    "frequency-unknown": Kind(
        "info",
        N_("“{value}” is no update frequency that we know."),
        N_("Ask the publisher for one of the EU's frequencies, or add the word to the portal's frequencies."),
    ),
    "format-unknown": Kind(
        "info",
        N_("“{value}” is no file format that we know."),
        N_("Ask the publisher for a format of the EU's file types, for example CSV."),
    ),
    "value-unknown": Kind(
        "info",
        N_("“{value}” is not in the EU's list for this field."),
        N_("Ask the publisher for a value of the EU's list; the publisher's own word is kept."),
    ),
    "place-unknown": Kind(
        "info",
        N_("“{value}” is no place that we know."),
        N_("Ask the publisher for the code of the region (NUTS) or the name of the country."),
    ),
    "geometry-unreadable": Kind(
        "warning",
        N_("The shape of the place cannot be read: {value}."),
        N_("Ask the publisher for GeoJSON, WKT, or a box as west, south, east, north."),
    ),
    "link-invalid": Kind(
        "warning",
        N_("“{value}” is no address of a page or file."),
        N_("Ask the publisher for an address that begins with http:// or https://."),
    ),
    "email-invalid": Kind(
        "warning",
        N_("“{value}” is no e-mail address."),
        N_("Ask the publisher for an e-mail address such as data@example.org."),
    ),
    "number-unreadable": Kind(
        "info",
        N_("“{value}” is not a number."),
        N_("Ask the publisher for a plain number: bytes for a file's size, metres for a resolution."),
    ),
    "too-many-files": Kind(
        "warning",
        N_("The record has {count} files or services; only the first {limit} are kept."),
        N_("Ask the publisher to split the dataset or to offer one file with everything."),
    ),
    # Reading an address
    "address-refused": Kind(
        "error",
        N_("{host} belongs to a private network, so it was not opened."),
        N_(
            "Give the public address of the portal. If it does stand in your own network, an administrator "
            "can list “{host}” in ckanext.resilient.http.allowed_private_hosts."
        ),
    ),
    "address-invalid": Kind(
        "error",
        N_("“{url}” is not an address that can be read."),
        N_("Give an address that begins with http:// or https:// and names a host."),
    ),
    "address-with-password": Kind(
        "error",
        N_("The address at {host} contains a user name or password, so it was not opened."),
        N_("Take the user name and password out of the address. Open data can be read without them."),
    ),
    "name-unknown": Kind(
        "error",
        N_("No computer with the name {host} was found."),
        N_("Check the spelling of the address. If it is right, try again later."),
    ),
    "unreachable": Kind(
        "error",
        N_("{url} cannot be reached: nothing answered within {connect} seconds, or it refused."),
        N_("Open the address in a browser. If it answers there, ask the portal if it blocks this server."),
    ),
    "certificate-refused": Kind(
        "error",
        N_("The security certificate of {url} is not valid."),
        N_("Tell the portal that its certificate is expired, incomplete or made for another name."),
    ),
    "tls-failed": Kind(
        "error",
        N_("No secure connection to {url} could be made."),
        N_("Check that the address begins with https:// rightly. If it does, tell the portal."),
    ),
    "proxy-refused": Kind(
        "error",
        N_("The proxy between this server and the internet refused to open {url}."),
        N_("Ask whoever runs the proxy to allow the portal's host."),
    ),
    "timed-out": Kind(
        "error",
        N_("{url} was too slow: it was silent for {silent} seconds, or took more than {seconds} in all."),
        N_("Try again later, or ask for fewer records per page."),
    ),
    "answer-broken": Kind(
        "error",
        N_("The answer of {url} broke off or is damaged."),
        N_("Try again later. If it happens again, tell the portal."),
    ),
    "encoding-unknown": Kind(
        "error",
        N_("{url} compresses its answer in a way that was not asked for."),
        N_("Tell the portal: it must send what the request accepts (gzip, deflate or plain)."),
    ),
    "too-large": Kind(
        "error",
        N_("The answer of {url} is larger than {limit} MB."),
        N_("Ask for fewer records per page, or raise ckanext.resilient.http.max_megabytes."),
    ),
    "http-status": Kind(
        "error",
        N_("{url} answered with the error {status}."),
        N_("Check the address and the options of the source. If they are right, tell the portal."),
    ),
    "come-back-later": Kind(
        "error",
        N_("{url} asks to come back in {seconds} seconds."),
        N_("Harvest this source later or less often."),
    ),
    "redirected-too-often": Kind(
        "error",
        N_("{url} was reached after too many redirects, which lead on."),
        N_("Open the address in a browser and give the one where you arrive."),
    ),
    "redirected-to-http": Kind(
        "info",
        N_("The portal led from a secure address to {url}, which is not encrypted."),
        N_("Tell the portal that its redirect loses the encryption."),
    ),
    "looks-like-html": Kind(
        "error",
        N_("{url} answered with a web page where data was expected."),
        N_("Check the address: it must be the one of the interface (API or feed), not of a page."),
    ),
    "not-json": Kind(
        "error",
        N_("{url} answered with something that is not JSON: “{start}”"),
        N_("Check the address and the protocol of the source. If they are right, tell the portal."),
    ),
    "letters-replaced": Kind(
        "warning",
        N_("Some letters of {url} could not be read as {charset} and were replaced."),
        N_("Ask the portal to send its texts in UTF-8."),
    ),
    # Planning and guarding a run
    "portal-unknown": Kind(
        "error",
        N_("There is no portal definition “{value}”."),
        N_("List the known ones with “ckan resilient portals list”, or leave the portal out."),
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
    "source-empty": Kind(
        "error",
        N_("The source answered, but listed no record. Nothing was changed here."),
        N_("Open the address in a browser. If records are there, check the protocol and its options."),
    ),
    "nothing-usable": Kind(
        "error",
        N_("The source listed {listed} records, but none could be used. Nothing was changed here."),
        N_("Read the reasons below. They are mostly one fault of the source or a wrong protocol."),
    ),
    "too-much-vanished": Kind(
        "error",
        N_("{missing} of {held} records are no longer listed at the source. Nothing was changed here."),
        N_("Ask the source if this is meant. If so, run the harvest again and accept it."),
    ),
    "vanished-waiting": Kind(
        "info",
        N_("The source no longer lists this record. It stays here until it is missing once more."),
        N_("Nothing to do, unless the record should stay: then ask the source."),
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
    # Reading RDF catalogues (DCAT)
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
    # CKAN and udata interfaces
    "ckan-refused": Kind(
        "error",
        N_("{url} refused the request: {reason}"),
        N_("Check the options of the source (filters, page size, method). If they are right, ask the portal."),
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
        N_("Open the record at its source. If the files are there, tell the portal that its interface cuts them."),
    ),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding: which record, which field, what is wrong and what helps.

    Args:
        code: a key of `KINDS`.
        record: what names the record for a person (title, else identifier); empty for the whole source.
        field: the field at the source (`dct:issued`, `extras.theme`), empty when none applies.
        params: values for the placeholders of the two texts.
    """

    code: str
    record: str = ""
    field: str = ""
    params: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """`error` loses the record, `warning` loses or doubts a value, `info` only tells."""
        return KINDS[self.code].severity

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return KINDS[self.code].message.format(**self.params)

    @property
    def remedy(self) -> str:
        """What to do about it, in English."""
        return KINDS[self.code].remedy.format(**self.params)

    def as_dict(self) -> dict[str, str]:
        """The form that `ckan resilient harvest rehearse --json` prints."""
        return {
            "code": self.code,
            "severity": self.severity,
            "record": self.record,
            "field": self.field,
            "message": self.message,
            "remedy": self.remedy,
        }
