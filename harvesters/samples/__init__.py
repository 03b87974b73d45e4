"""Sample portals: small servers of ours that speak real protocols with invented records.

They stand in for the real portals where there is no way out to the internet, and they are
test data whose truth is known: `catalogue.load(key)` says what a harvest must bring in.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from ckanext.resilient.harvesters.portals import all_portals
from ckanext.resilient.harvesters.portals.base import Portal
from ckanext.resilient.harvesters.samples.catalogue import Catalogue, load
from ckanext.resilient.harvesters.samples.server import make_server


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample portal: how it is read, and what reading it must give.

    Args:
        title: its name in its own language; says that it is a sample.
        country: ISO 3166 code in lower case.
        protocol: name of a protocol.
        path: what follows the server's address in the address of the source.
        portal: key of its `Portal`, made by `sample_portal`.
        datasets: how many datasets a harvest must bring in.
        rejected: how many records a harvest must reject.
        languages: base codes of the languages it writes in, most used first.
        like: key of the real portal whose own words and corrections it shares, if any.
        options: options of the protocol.
    """

    title: str
    country: str
    protocol: str
    path: str
    portal: str
    datasets: int
    rejected: int
    languages: tuple[str, ...]
    like: str = ""
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])


SAMPLES: Mapping[str, Sample] = MappingProxyType(
    {
        "it-sample": Sample(
            title="Portale di esempio (Italia)",
            country="it",
            protocol="ckan",
            path="/opendata",
            portal="it-sample",
            datasets=19,
            rejected=1,
            languages=("it",),
        ),
        "es-sample": Sample(
            title="Portal de ejemplo (España)",
            country="es",
            protocol="dcat",
            path="/catalogo/federador.rdf",
            portal="es-sample",
            datasets=18,
            rejected=1,
            languages=("es", "ca"),
        ),
        "gr-sample": Sample(
            title="Πύλη δειγμάτων (Ελλάδα)",
            country="gr",
            protocol="ckan",
            path="",
            portal="gr-sample",
            datasets=18,
            rejected=1,
            languages=("el",),
        ),
        "pt-sample": Sample(
            title="Portal de exemplo (Portugal)",
            country="pt",
            protocol="udata",
            path="",
            portal="pt-sample",
            datasets=17,
            rejected=1,
            languages=("pt",),
            like="pt-dados-gov",
        ),
        "fr-sample": Sample(
            title="Portail d'exemple (France)",
            country="fr",
            protocol="udata",
            path="",
            portal="fr-sample",
            datasets=17,
            rejected=1,
            languages=("fr",),
            like="fr-data-gouv",
        ),
        "hr-sample": Sample(
            title="Ogledni portal (Hrvatska)",
            country="hr",
            protocol="ckan",
            path="/ckan",
            portal="hr-sample",
            datasets=16,
            rejected=1,
            languages=("hr",),
            like="hr-data-gov",
        ),
        "si-sample": Sample(
            title="Vzorčni portal (Slovenija)",
            country="si",
            protocol="ckan",
            path="",
            portal="si-sample",
            datasets=16,
            rejected=1,
            languages=("sl",),
            like="si-podatki-gov",
        ),
        "al-sample": Sample(
            title="Portali shembull (Shqipëri)",
            country="al",
            protocol="opendata_al",
            path="",
            portal="al-sample",
            datasets=16,
            rejected=1,
            languages=("sq",),
            like="al-opendata-gov",
        ),
    }
)
"""Every sample portal by key."""


def sample_portal(key: str, address: str = "") -> Portal:
    """The portal definition of a sample.

    Args:
        key: a key of `SAMPLES`.
        address: where its server runs, with or without the sample's path; empty when it does not run.
    """
    sample = SAMPLES[key]
    base = address.rstrip("/").removesuffix(sample.path)
    nothing = Portal(key="", country="", title="", url="", protocol="")
    real = all_portals().get(sample.like, nothing)
    return replace(
        real,
        key=sample.portal,
        country=sample.country,
        title=sample.title,
        url=base + sample.path if base else "",
        protocol=sample.protocol,
        options={**real.options, **sample.options},
        languages=sample.languages,
        starter=False,
        themes={**real.themes, **_theme_words(load(key))},
    )


def _theme_words(catalogue: Catalogue) -> dict[str, str]:
    """The portal's own names and titles of themes, case-folded; none where it writes addresses."""
    words = {} if catalogue.theme_prefix else catalogue.theme_words
    titles = {
        catalogue.theme_titles[word]: code for word, code in words.items() if word in catalogue.theme_titles
    }
    return {name.casefold(): code for name, code in {**words, **titles}.items()}


@contextmanager
def serve(key: str, port: int = 0) -> Iterator[str]:
    """Run a sample portal on 127.0.0.1 while the block runs; gives its address without a closing slash."""
    server = make_server(load(key), "127.0.0.1", port)
    thread = threading.Thread(target=server.serve_forever, name=f"sample {key}", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
