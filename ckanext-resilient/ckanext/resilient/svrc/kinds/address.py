"""Kinds of issues: reading an address."""

from __future__ import annotations

from ckanext.resilient.svrc.kinds.base import N_, Kind

KINDS: dict[str, Kind] = {
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
    "document-too-large": Kind(
        "error",
        N_("The document at {url} is larger than {limit} MB."),
        N_("Ask the portal for a feed in pages, or raise ckanext.resilient.http.max_document_megabytes."),
    ),
    "document-broken": Kind(
        "error",
        N_("{url} could be read up to record {count} only: {reason}"),
        N_(
            "What came before was read, and nothing is taken for vanished. Tell the portal if it happens again."
        ),
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
}
