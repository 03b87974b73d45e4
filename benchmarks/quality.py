"""The rating of datasets: how many a second it computes, and how long a whole catalogue takes until searches know it.

`pure` computes scores only. The next two are what `ckan resilient quality score --all` does: datasets are read, rated, kept
in the table and indexed, in batches; after each, table and index are compared. At the `first` run nothing is in the index and
all is read from the database, when it is done `again` the index holds them. `one by one` is a sample of the same datasets
indexed each for itself, in the same run: only the ratio means anything on another machine. Beside the time by the clock
stands the processor time of this process, which other work on the machine changes less.

    ./resilient bench quality --datasets 10000
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from _tables import make_tables
from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.lib import search
from ckan.lib.search.common import make_connection

from ckanext.resilient.quality import rating, reindex
from ckanext.resilient.quality.checks import digest
from ckanext.resilient.quality.findings import Checks, LinkResult
from ckanext.resilient.quality.model import (
    QualityFile,
    QualityHistory,
    QualityLink,
    QualityScore,
    transaction,
)
from ckanext.resilient.quality.score import score

EU = "http://publications.europa.eu/resource/authority"
_KINDS = 40
"""Datasets that differ; the others are copies of them with an id, a name and links of their own."""
_SAMPLE = 300


def record(number: int, owner_org: str) -> dict[str, Any]:
    """A dataset in two languages with one to five files; some of its fields are left out."""
    optional: dict[str, Any] = {
        "tags_translated": {"it": [f"parola {number % 50}"], "en": [f"word {number % 50}"]},
        "theme": [f"{EU}/data-theme/SOCI"],
        "spatial_coverage": [{"uri": "http://data.europa.eu/nuts/code/ITH3"}],
        "temporal_coverage": [{"start": "2024-01-01", "end": "2024-12-31"}],
        "access_rights": f"{EU}/access-right/PUBLIC",
        "frequency": f"{EU}/frequency/ANNUAL",
        "modified": "2026-03-01",
        "license_id": "CC_BY_4_0",
        "contact": [{"name": "Office", "email": "office@example.org"}],
        "social_need": ["ageing-care"],
    }
    # A number of its own for each dataset says which of its fields are missing and what its files are.
    mixed = number * 2654435761 % 2**32
    kept = {name: value for place, (name, value) in enumerate(optional.items()) if mixed >> 3 * place & 7}
    return kept | {
        "type": "dataset",
        "name": f"services-{number}",
        "owner_org": owner_org,
        "title_translated": {"it": f"Servizi sociali {number}", "en": f"Social services {number}"},
        "notes_translated": {
            "it": "Servizi per famiglie e anziani. " * 9,
            "en": "Services for families. " * 9,
        },
        "resources": [
            {
                "name": f"file {place}",
                "url": f"https://example.org/{number}/{place}.csv",
                "format": ("CSV", "PDF", "XLSX", "JSON")[(mixed >> place) % 4],
            }
            for place in range(1 + mixed % 5)
        ],
    }


def pure(seconds: float) -> tuple[int, float]:
    """Scores computed, and the processor time that they took."""
    datasets = [record(number, "office") | {"id": str(number)} for number in range(_KINDS)]
    links = {
        file["url"]: LinkResult(200, "2026-10-01") for dataset in datasets for file in dataset["resources"]
    }
    checks, day = Checks(links=links, conforms=True), dt.date(2026, 11, 1)
    done, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        for dataset in datasets:
            score(dataset, checks, day)
        done += len(datasets)
    return done, time.process_time() - started


def fill(count: int) -> None:
    """A catalogue of so many datasets, not indexed yet: nothing else is in the database afterwards."""
    make_tables()
    model.repo.rebuild_db()
    search.clear_all()
    with transaction() as connection:
        for table in (QualityScore, QualityLink, QualityHistory, QualityFile):
            connection.execute(sa.delete(table.__table__))
    context = {"user": tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"], "ignore_auth": True}
    owner = tk.get_action("organization_create")(dict(context), {"name": "bench", "title": "Bench"})["id"]
    for number in range(min(count, _KINDS)):
        tk.get_action("package_create")(dict(context), record(number, owner))
    model.repo.commit_and_remove()
    originals = rating.public_ids()
    for place in range(len(originals), count):
        _copy(originals[place % len(originals)], place)
    model.repo.commit_and_remove()
    _try_links()


def _copy(original: str, number: int) -> None:
    """One more dataset like another, written as rows: `package_create` would take most of the benchmark's time."""
    copied = {"of": original, "id": str(uuid.uuid4()), "number": str(number)}
    own = {
        "package": ("id", {"id": ":id", "name": "'services-' || :number"}),
        "resource": (
            "package_id",
            {
                "id": "gen_random_uuid()::text",
                "package_id": ":id",
                "url": "'https://example.org/' || :number || '/' || position || '.csv'",
            },
        ),
    }
    for name, (key, changed) in own.items():
        table = model.meta.metadata.tables[name]
        columns = [column.name for column in table.columns]
        values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        model.Session.execute(
            sa.text(f"INSERT INTO {name} ({names}) SELECT {values} FROM {name} WHERE {key} = :of"),  # noqa: S608 - our own
            copied,
        )


def _try_links() -> None:
    """Results for two in three of the links."""
    addresses = list(model.Session.scalars(sa.select(model.Resource.url)))
    rows = [{"digest": digest(one), "address": one} for one in sorted(set(addresses))[::3]]
    statement = sa.text(
        "INSERT INTO resilient_quality_link (digest, address, host, status, usable, problem, media_type, checked,"
        " next_check, successes, failures) VALUES (:digest, :address, 'example.org', 200, true, '', 'text/csv', now(),"
        " now() + interval '7 days', 1, 0) ON CONFLICT (digest) DO UPDATE SET status = 200, checked = now()"
    )
    with transaction() as connection:
        connection.execute(statement, rows)


@dataclass
class Row:
    """One way, and what it took."""

    way: str
    datasets: int
    seconds: float
    processor: float

    @property
    def speed(self) -> float:
        """Datasets a second, by the clock."""
        return self.datasets / self.seconds


def measured(way: str, ids: Sequence[str], work: Callable[[Sequence[str]], None]) -> Row:
    """What a piece of work on datasets took."""
    began, processor = time.perf_counter(), time.process_time()
    work(ids)
    return Row(way, len(ids), time.perf_counter() - began, time.process_time() - processor)


def one_by_one(ids: Sequence[str]) -> None:
    """Each indexed and made visible for itself, as after a single change."""
    for package_id in ids:
        search.rebuild(package_id=package_id, quiet=True)


def differences() -> int:
    """Datasets whose level in the index is not that of the table, and points that another number of them has."""
    rows = model.Session.execute(
        sa.text("SELECT package_id, points, band FROM resilient_quality_score")
    ).all()
    kept = {row.package_id: [row.band] for row in rows}
    asked = {"fl": "id,vocab_quality_level", "rows": 1000, "sort": "index_id asc"}
    connection, indexed, cursor, last = make_connection(), dict[str, list[str]](), "*", ""
    while cursor != last:
        last = cursor
        found = connection.search("dataset_type:dataset", cursorMark=cursor, **asked)
        indexed |= {one["id"]: one.get("vocab_quality_level", []) for one in found.docs}
        cursor = found.nextCursorMark
    of_points = {"facet": "true", "facet.field": "quality_points", "facet.limit": -1}
    counted = connection.search("dataset_type:dataset", rows=0, **of_points).facets["facet_fields"][
        "quality_points"
    ]
    numbers = dict(zip(counted[::2], counted[1::2], strict=True))
    expected = Counter(f"{row.points:04d}" for row in rows)
    return sum(kept.get(name) != indexed.get(name) for name in {*kept, *indexed}) + sum(
        numbers.get(points, 0) != expected[points] for points in {*numbers, *expected}
    )


def main() -> None:
    """Run all and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--datasets", type=int, default=10_000)
    parser.add_argument("--json", action="store_true", help="print as JSON")
    asked = parser.parse_args()
    app = make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app
    with app.test_request_context():
        done, processor = pure(3)
        fill(asked.datasets)
        ids = rating.public_ids()
        rows, wrong = [Row("pure", done, processor, processor)], 0
        for way in ("first", "again"):
            rows.append(measured(way, ids, reindex.rate_all))
            wrong += differences()
        rows.append(measured("one by one", ids[:: max(1, len(ids) // _SAMPLE)], one_by_one))
    if asked.json:
        print(json.dumps({"rows": [vars(row) for row in rows], "differences": wrong}, indent=2))
        return
    print("| way | datasets | seconds | processor seconds | datasets/s |\n|---|--:|--:|--:|--:|")
    for row in rows:
        print(f"| {row.way} | {row.datasets} | {row.seconds:.1f} | {row.processor:.1f} | {row.speed:.0f} |")
    first, again = (row.speed / rows[-1].speed for row in rows[1:3])
    print(
        f"Beside one by one: first {first:.1f}, again {again:.1f}; differences between table and index: {wrong}"
    )


if __name__ == "__main__":
    main()
