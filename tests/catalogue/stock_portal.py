"""A stock CKAN with ckanext-dcat that harvests a feed: a program, because no plugin of ours may be loaded.

    python stock_portal.py FEED_ADDRESS

It runs a job from gathering to its end and prints as JSON how the job ended and the datasets that it stored.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob, HarvestObject

STATES = "http://publications.europa.eu/resource/authority/distribution-status/"


def take_the_states_of_dcat_ap_3() -> None:
    """Its full schema knows the states of a file of DCAT-AP 2 only and refuses those that the shapes of 3 ask for."""
    fields = tk.h.scheming_get_dataset_schema("dataset")["resource_fields"]
    (status,) = (field for field in fields if field["field_name"] == "status")
    status["choices"] += [{"value": f"{STATES}{code}", "label": code} for code in ("COMPLETED", "DEVELOP")]


def act(action: str, **values: Any) -> Any:
    """An action as the site itself."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return tk.get_action(action)({"user": user, "ignore_auth": True}, values)


def harvested(address: str) -> dict[str, Any]:
    """A whole job over the feed, in this process, by the functions that the queue calls."""
    organisation = act("organization_create", name="stock-harvest", title="Stock")
    source = act(
        "harvest_source_create",
        name="stock-feed",
        title="Feed",
        url=address,
        source_type="dcat_rdf",
        owner_org=organisation["id"],
    )
    job = model.Session.get(HarvestJob, act("harvest_job_create", source_id=source["id"], run=False)["id"])
    job.status = "Running"
    job.save()
    harvester = queue.get_harvester("dcat_rdf")
    for object_id in queue.gather_stage(harvester, job):
        queue.fetch_and_import_stages(harvester, model.Session.get(HarvestObject, object_id))
    act("harvest_jobs_run")
    model.Session.expire_all()
    stored = model.Session.query(HarvestObject.package_id).filter_by(harvest_job_id=job.id, current=True)
    shown = act("harvest_job_show", id=job.id)
    return {
        "status": shown["status"],
        "stats": shown["stats"],
        "errors": act("harvest_job_report", id=job.id),
        "datasets": [act("package_show", id=row.package_id) for row in stored],
    }


if __name__ == "__main__":
    with make_app(load_config(os.environ["CKAN_INI"]))._wsgi_app.test_request_context():
        take_the_states_of_dcat_ap_3()
        sys.stdout.write(json.dumps(harvested(sys.argv[1]), default=str) + "\n")
