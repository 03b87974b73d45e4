"""First and unchanged harvest of one portal: this suite against the stock `ckan_harvester`, in one run.

Both read the same generated portal over HTTP on 127.0.0.1 and import in one process. Printed are
datasets a second and the ratio ours / stock; only the ratio means anything on another machine.

    ./resilient bench harvest --datasets 200
"""

from __future__ import annotations

import argparse
import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from _tables import make_tables
from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob, HarvestObject


def records(count: int) -> list[dict[str, Any]]:
    """Datasets with three resources, five tags and some extras each."""
    return [
        {
            "id": f"00000000-0000-4000-8000-{number:012d}",
            "name": f"servizi-{number}",
            "title": f"Servizi sociali del comune {number}",
            "notes": "Servizi per famiglie, anziani e persone con disabilità. " * 5,
            "type": "dataset",
            "state": "active",
            "license_id": "CC_BY_4_0",
            "metadata_modified": "2024-05-01T10:00:00",
            "organization": {"name": "comune", "title": "Comune"},
            "tags": [{"name": f"parola-{number % 50}-{place}"} for place in range(5)],
            "extras": [{"key": f"campo {place}", "value": str(number)} for place in range(10)],
            "resources": [
                {
                    "id": f"00000000-0000-4000-9000-{number:09d}{place:03d}",
                    "name": f"file {place}",
                    "url": f"https://example.org/{number}/{place}.csv",
                    "format": "CSV",
                }
                for place in range(3)
            ],
        }
        for number in range(count)
    ]


def portal(datasets: list[dict[str, Any]]) -> ThreadingHTTPServer:
    """A CKAN action API that answers `package_search` and `package_list`."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            start, rows = int(asked.get("start", 0)), int(asked.get("rows", 10))
            if parts.path.endswith("package_search"):
                result: Any = {"count": len(datasets), "results": datasets[start : start + rows]}
            else:
                result = [dataset["name"] for dataset in datasets]
            body = json.dumps({"success": True, "result": result}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """The figures are the output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@dataclass
class Contestant:
    """One harvester: its source type and settings."""

    name: str
    source_type: str
    config: dict[str, Any]


CONTESTANTS = (
    Contestant("stock", "ckan", {"force_all": True, "read_only": True}),
    Contestant("ours", "resilient", {"protocol": "ckan", "languages": ["it"]}),
)


def run_once(source_id: str) -> int:
    """Gather and import one source in this process, through the interface that the queue uses."""
    job = HarvestJob(source_id=source_id, status="Running")
    job.save()
    harvester = queue.get_harvester(job.source.type)
    object_ids = queue.gather_stage(harvester, job) or []
    for object_id in object_ids:
        queue.fetch_and_import_stages(harvester, model.Session.get(HarvestObject, object_id))
    job.status = "Finished"
    job.save()
    return len(object_ids)


def timed(action: Callable[[], object]) -> float:
    """Seconds that the action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def measure(contestant: Contestant, url: str, owner_org: str) -> tuple[float, float]:
    """Seconds of a first and of an unchanged harvest."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    source = tk.get_action("harvest_source_create")(
        {"user": user, "ignore_auth": True},
        {
            "name": f"bench-{contestant.name}-{int(time.time())}",
            "title": contestant.name,
            "url": f"{url}/{contestant.name}-{int(time.time())}" if contestant.source_type == "ckan" else url,
            "source_type": contestant.source_type,
            "owner_org": owner_org,
            "config": json.dumps(contestant.config),
        },
    )
    return timed(lambda: run_once(source["id"])), timed(lambda: run_once(source["id"]))


def main() -> None:
    """Run both and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--datasets", type=int, default=100)
    count = parser.parse_args().datasets
    app = make_app(load_config(os.environ["CKAN_INI"]))
    make_tables()
    server = portal(records(count))
    pair = f"127.0.0.1:{server.server_address[1]}"
    with app._wsgi_app.test_request_context():
        if not p.plugin_loaded("ckan_harvester"):
            p.load("ckan_harvester")
        tk.config["ckanext.resilient.http.allowed_private_hosts"] = [pair]
        tk.config["ckanext.resilient.http.delay_ms"] = 0
        user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
        organisation = tk.get_action("organization_create")(
            {"user": user, "ignore_auth": True}, {"name": f"bench-{int(time.time())}", "title": "Bench"}
        )
        figures = {c.name: measure(c, f"http://{pair}", organisation["id"]) for c in CONTESTANTS}
    for place, what in enumerate(("first", "unchanged")):
        ours, stock = figures["ours"][place], figures["stock"][place]
        print(
            f"{what:>10}: ours {count / ours:8.1f}/s   stock {count / stock:8.1f}/s   ratio {stock / ours:6.1f}"
        )


if __name__ == "__main__":
    main()
