"""The whole catalogue read page by page as Turtle and JSON-LD: this suite's feed against ckanext-dcat's paging, in one run.

Each reads all pages of the same datasets, 100 a page, in a process of its own: the stock action `dcat_catalog_show` with
its own profile, ours over the whole application. Printed are datasets a second, peak memory and the ratio ours / stock;
only the ratio means anything on another machine. What a process does once is done before, by reading the first page;
not for `first`, a feed that has no graph yet and makes all of them.

    ./resilient bench catalogue --datasets 10000
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from _copies import copies
from _tables import make_tables
from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.lib import search

FORMS = {
    "ttl": rb"hydra:next <([^>]+)>",
    "jsonld": rb'"http://www.w3.org/ns/hydra/core#next":\[\{"@id":"([^"]+)"',
}
"""Extensions, and where the address of the next page stands."""

_DATASET = re.compile(rb"/dataset/([0-9a-f-]{36})")
STOCK_PROFILE = "euro_dcat_ap_3"
_BATCH = 100
_TEMPLATES = 50


def record(template: int, number: str, owner_org: str) -> dict[str, Any]:
    """A dataset with three files, in two languages."""
    return {
        "name": f"services-{number}",
        "owner_org": owner_org,
        "title_translated": {"it": f"Servizi sociali {number}", "en": f"Social services {number}"},
        "notes_translated": {
            "it": f"Servizi {number} per famiglie e anziani. " * 5,
            "en": f"Services {number} for families. " * 5,
        },
        "tags_translated": {"it": [f"parola {template}"], "en": [f"word {template}"]},
        "theme": ["http://publications.europa.eu/resource/authority/data-theme/SOCI"],
        "social_need": ["ageing-care"],
        "license_id": "CC_BY_4_0",
        "frequency": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        "contact": [{"name": "Office", "email": "office@example.org"}],
        "resources": [
            {"name": f"file {place}", "url": f"https://example.org/{number}/{place}.csv", "format": "CSV"}
            for place in range(3)
        ],
    }


def fill(count: int) -> None:
    """A catalogue of so many datasets: nothing else is in the database afterwards.

    Some are stored by CKAN, each with words of its own; the others are copies of those, or it would take hours.
    """
    make_tables()
    model.repo.rebuild_db()
    search.clear_all()
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    organisation = tk.get_action("organization_create")(
        {"user": user, "ignore_auth": True}, {"name": f"bench-{int(time.time())}", "title": "Bench"}
    )
    for template in range(min(_TEMPLATES, count)):
        marker = f"number{template:05}"
        context = {"user": user, "ignore_auth": True, "return_id_only": True}
        stored = tk.get_action("package_create")(context, record(template, marker, organisation["id"]))
        numbers = [f"number{number:05}" for number in range(template + _TEMPLATES, count, _TEMPLATES)]
        copies(stored, marker, numbers)


def ours(client: Any, form: str) -> Iterator[bytes]:
    """All pages of our feed."""
    address = f"/catalog.{form}"
    while address:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        yield answer.data
        found = re.search(FORMS[form], answer.data)
        address = f"/{found[1].decode().split('/', 3)[3]}" if found else ""


def stock(form: str, count: int) -> Iterator[bytes]:
    """All pages that ckanext-dcat makes."""
    tk.config["ckanext.dcat.rdf.profiles"] = STOCK_PROFILE
    show = tk.get_action("dcat_catalog_show")
    for page in range(1, -(-count // _BATCH) + 1):
        yield show({}, {"format": form, "page": str(page)}).encode()


def timed(pages: Iterable[bytes], count: int) -> dict[str, float]:
    """Seconds and bytes of all pages, which must name all datasets, and the peak memory of the process after it."""
    started, size, found = time.perf_counter(), 0, set[bytes]()
    for page in pages:
        size += len(page)
        found |= set(_DATASET.findall(page))
    if len(found) != count:
        raise RuntimeError(f"{len(found)} of {count} datasets came")
    return {
        "seconds": time.perf_counter() - started,
        "bytes": size,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def contestant(name: str, form: str, count: int) -> dict[str, float]:
    """One of the two, in this process."""
    app = make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app
    client = app.test_client()
    client.get("/api/3/action/status_show")
    with app.test_request_context():
        if name == "stock":
            next(stock(form, count))
            return timed(stock(form, count), count)
        if name == "first":
            model.Session.execute(sa.text("DELETE FROM resilient_catalogue_graph"))
            model.repo.commit_and_remove()
    if name == "kept":
        next(ours(client, form))
    return timed(ours(client, form), count)


def in_a_process(name: str, form: str, count: int) -> dict[str, float]:
    """One of the two, in a process of its own."""
    command = [sys.executable, __file__, "--datasets", str(count), "--only", f"{name}:{form}"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Run all and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=10_000)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        print(json.dumps(contestant(*asked.only.split(":"), asked.datasets)))
        return
    with make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app.test_request_context():
        fill(asked.datasets)
    print("| form | | datasets/s | ratio | peak MB | MB read |\n|---|---|--:|--:|--:|--:|")
    for form in FORMS:
        baseline = in_a_process("stock", form, asked.datasets)
        for name in ("stock", "first", "kept"):
            figures = baseline if name == "stock" else in_a_process(name, form, asked.datasets)
            print(
                f"| {form} | {name} | {asked.datasets / figures['seconds']:.0f}"
                f" | {baseline['seconds'] / figures['seconds']:.1f} | {figures['megabytes']:.0f}"
                f" | {figures['bytes'] / 1e6:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
