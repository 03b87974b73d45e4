"""A field of many datasets: who may set it, what would change, what the job does, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan
from ckan.plugins import toolkit as tk
from ckan.tests import factories
from ckan.tests.helpers import call_action
from rq.timeouts import JobTimeoutException

from ckanext.resilient.quality.batch import job, store
from ckanext.resilient.quality.batch.fields import FIELDS
from ckanext.resilient.quality.batch.model import QualityBatch
from tests.community.conftest import act
from tests.harvest.conftest import portal_with
from tests.harvest.portal import Make
from tests.harvest.portal import act as run_action
from tests.quality.batch.conftest import Dataset, made, stored

__all__ = ["portal_with"]

TOPIC, OTHER = "health-social-services", "demography"
CREATE, PREVIEW = "resilient_quality_batch_create", "resilient_quality_batch_preview"

pytestmark = pytest.mark.usefixtures("with_request_context")


def created(user: str, organisation: Dataset, **asked: Any) -> dict[str, Any]:
    given = {"scope": "organization", "key": organisation["id"], "field": "od_category", "value": [TOPIC]}
    return act(CREATE, user, **{**given, **asked})


def done(batch: dict[str, Any], user: str) -> dict[str, Any]:
    job.run(batch["id"])
    return act("resilient_quality_batch_show", user, id=batch["id"])


def test_a_preview_says_what_each_dataset_would_gain_and_changes_nothing(
    datasets: list[Dataset], organisation: Dataset, editor: Dataset
) -> None:
    asked = {"scope": "organization", "key": organisation["id"], "field": "od_category"}
    found = act(PREVIEW, editor["name"], **asked, value=TOPIC)
    assert found["count"] == 2
    assert found["value"] == [TOPIC]
    assert [one["name"] for one in found["datasets"]] == ["povero-1", "povero-2"]
    for one in found["datasets"]:
        assert (one["before"], one["gain"]) == ("", 30)
        assert one["after"] != TOPIC, "the reader sees the name of the topic, not its code"
    assert not stored("povero-1").get("od_category")
    assert [one["gain"] for one in act(PREVIEW, editor["name"], **asked)["datasets"]] == [0, 0]


def test_only_who_edits_there_sees_and_sets_it(
    datasets: list[Dataset], organisation: Dataset, elsewhere: Dataset, editor: Dataset
) -> None:
    stranger = factories.User()["name"]
    for user in ("", stranger):
        with pytest.raises(tk.NotAuthorized):
            created(user, organisation)
    found = act(PREVIEW, editor["name"], scope="all", field="od_category")
    assert {one["name"] for one in found["datasets"]} == {"povero-1", "povero-2"}
    with pytest.raises(tk.NotAuthorized):
        created(editor["name"], organisation, key=elsewhere["owner_org"])
    with pytest.raises(tk.ValidationError):
        created(editor["name"], organisation, scope="all", ids=[elsewhere["id"]])
    batch = created(editor["name"], organisation)
    with pytest.raises(tk.NotAuthorized):
        act("resilient_quality_batch_show", stranger, id=batch["id"])


def test_each_change_is_an_edit_of_the_person_in_the_history(
    datasets: list[Dataset], organisation: Dataset, editor: Dataset
) -> None:
    batch = created(editor["name"], organisation)
    assert (batch["datasets"], batch["done"], batch["finished"]) == (2, 0, "")
    found = done(batch, editor["name"])
    assert (found["done"], found["changed"], found["errors"]) == (2, 2, [])
    assert found["finished"]
    for name in ("povero-1", "povero-2"):
        assert stored(name)["od_category"] == [TOPIC]
        newest = call_action("package_activity_list", context={"ignore_auth": True}, id=name)[0]
        assert (newest["user_id"], newest["activity_type"]) == (editor["id"], "changed package")
    assert stored("povero-2")["tags_translated"] == {"it": ["asili"]}
    assert act(PREVIEW, editor["name"], scope="all", field="od_category")["count"] == 0


def test_one_bad_dataset_does_not_stop_the_others(
    datasets: list[Dataset], organisation: Dataset, editor: Dataset
) -> None:
    batch = created(editor["name"], organisation)
    # A day that no form takes, as a record from before the schema may have it.
    extras = model.Package.extras
    model.Session.execute(
        sa.update(model.Package)
        .where(model.Package.name == "povero-1")
        .values(
            extras=extras.op("||")(sa.type_coerce({"issued": "yesterday"}, extras.type)),
            metadata_modified=dt.datetime(2026, 1, 1),
        )
    )
    model.Session.commit()
    found = done(batch, editor["name"])
    assert (found["done"], found["changed"]) == (2, 1)
    (error,) = found["errors"]
    assert error["id"] == datasets[0]["id"]
    assert "First published:" in error["message"]
    assert stored("povero-2")["od_category"] == [TOPIC]


def test_what_went_wrong_is_said_in_the_language_of_who_asked(
    datasets: list[Dataset], organisation: Dataset, editor: Dataset
) -> None:
    batch = created(editor["name"], organisation)
    model.Session.execute(sa.update(QualityBatch).values(locale="it"))
    call_action("package_delete", context={"user": factories.Sysadmin()["name"]}, id="povero-1")
    call_action("dataset_purge", context={"user": factories.Sysadmin()["name"]}, id="povero-1")
    (error,) = done(batch, editor["name"])["errors"]
    assert error["message"] == "Questo dataset non c'è più."


def test_the_worker_of_background_jobs_does_it(
    datasets: list[Dataset], organisation: Dataset, editor: Dataset, cli: Any
) -> None:
    batch = created(editor["name"], organisation)
    cli.invoke(ckan, ["jobs", "worker", "--burst"])
    found = act("resilient_quality_batch_show", editor["name"], id=batch["id"])
    assert (found["changed"], found["errors"]) == (2, [])
    assert found["finished"]


def test_what_breaks_unexpectedly_is_counted_and_logged(
    datasets: list[Dataset],
    organisation: Dataset,
    editor: Dataset,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = created(editor["name"], organisation)
    logged: list[Any] = []
    monkeypatch.setattr(job.log, "exception", lambda *said: logged.append(said[1]))
    edit = job._edit

    def broken(user: str, package_id: str, *rest: Any) -> str:
        if package_id == datasets[0]["id"]:
            raise ZeroDivisionError
        return edit(user, package_id, *rest)

    monkeypatch.setattr(job, "_edit", broken)
    found = done(batch, editor["name"])
    assert (found["changed"], [one["id"] for one in found["errors"]]) == (1, [datasets[0]["id"]])
    assert logged == [datasets[0]["id"]]


def test_a_job_that_has_had_its_time_ends_and_can_be_carried_on(
    datasets: list[Dataset], organisation: Dataset, editor: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = created(editor["name"], organisation)

    def late(*_: Any) -> str:
        raise JobTimeoutException

    with monkeypatch.context() as slow:
        slow.setattr(job, "_edit", late)
        with pytest.raises(JobTimeoutException):
            job.run(batch["id"])
    found = done(batch, editor["name"])
    assert (found["changed"], found["errors"]) == (2, [])


def test_of_a_country_only_what_one_may_edit_is_offered(
    organisation: Dataset, elsewhere: Dataset, editor: Dataset
) -> None:
    italy = {"spatial_coverage": [{"uri": VALUES["spatial_coverage"]["uri"]}]}
    made("nostro", organisation["id"], **italy)
    made("loro", elsewhere["owner_org"], **italy)
    made("ovunque", organisation["id"])
    asked = {"scope": "country", "key": "ITA", "field": "od_category"}
    assert [one["name"] for one in act(PREVIEW, editor["name"], **asked)["datasets"]] == ["nostro"]
    administrator = factories.Sysadmin()["name"]
    assert {one["name"] for one in act(PREVIEW, administrator, **asked)["datasets"]} == {"nostro", "loro"}


def test_rights_that_are_gone_by_then_and_values_that_came_by_then_count(
    datasets: list[Dataset], organisation: Dataset, editor: Dataset, elsewhere: Dataset
) -> None:
    batch = created(editor["name"], organisation)
    call_action(
        "package_patch", context={"user": factories.Sysadmin()["name"]}, id="povero-1", od_category=[OTHER]
    )
    call_action(
        "package_owner_org_update", context={"user": factories.Sysadmin()["name"]},
        id="povero-2", organization_id=elsewhere["owner_org"],
    )  # fmt: skip
    found = done(batch, editor["name"])
    assert (found["changed"], found["kept"], len(found["errors"])) == (0, 1, 1)
    assert stored("povero-1")["od_category"] == [OTHER]
    assert not stored("povero-2").get("od_category")


def test_a_batch_goes_on_where_it_stopped(
    datasets: list[Dataset], organisation: Dataset, editor: Dataset
) -> None:
    batch = created(editor["name"], organisation)
    resume = "resilient_quality_batch_resume"
    with pytest.raises(tk.ValidationError):
        act(resume, editor["name"], id=batch["id"])
    store.tried(batch["id"], datasets[0]["id"], store.CHANGED)
    long_ago = dt.datetime.now(dt.timezone.utc) - 2 * store.STILL
    model.Session.execute(sa.update(QualityBatch).values(moved=long_ago))
    model.Session.commit()
    assert act("resilient_quality_batch_show", editor["name"], id=batch["id"])["stuck"]
    assert not act(resume, editor["name"], id=batch["id"])["stuck"]
    found = done(batch, editor["name"])
    assert (found["done"], found["changed"]) == (2, 2)
    assert not stored("povero-1").get("od_category"), "what was done before is not done again"


def test_a_value_of_a_harvested_dataset_survives_later_harvests(
    portal_with: Make, organisation: dict[str, Any]
) -> None:
    portal = portal_with(2)
    run_action("resilient_harvest_run", id="portal", full=True)
    user = factories.Sysadmin()["name"]
    contact = {"name": "Ufficio statistica", "email": "dati@example.org"}
    publisher = {"name": "Comune di Bologna"}
    for field, value in (("license_id", "CC_BY_4_0"), ("contact", contact), ("publisher", publisher)):
        batch = act(CREATE, user, scope="all", field=field, value=value)
        assert done(batch, user)["changed"] == 2
    for record in portal.records:
        record["notes"] = "Posti e liste d'attesa."
    for _ in range(2):
        run_action("resilient_harvest_run", id="portal", full=True)
    for found in run_action("package_search", fq="type:dataset")["results"]:
        after = stored(found["id"])
        assert after["notes_translated"] == {"it": "Posti e liste d'attesa."}
        assert after["license_id"] == "CC_BY_4_0"
        assert [(one["name"], one["email"]) for one in after["contact"]] == [tuple(contact.values())]
        assert [one["name"] for one in after["publisher"]] == ["Comune di Bologna"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("od_category", "no-such-topic"),
        ("license_id", ""),
        ("contact", {"name": "", "email": ""}),
        ("contact", {"name": "Ufficio", "email": "not an address"}),
        ("contact", "Ufficio"),
        ("frequency", {"code": "ANNUAL"}),
    ],
)
def test_a_value_that_every_dataset_would_refuse_is_refused_at_once(
    datasets: list[Dataset], organisation: Dataset, editor: Dataset, field: str, value: Any
) -> None:
    with pytest.raises(tk.ValidationError):
        created(editor["name"], organisation, field=field, value=value)


@pytest.mark.usefixtures("datasets")
def test_what_is_true_of_one_dataset_only_cannot_be_set_for_many(
    organisation: Dataset, editor: Dataset
) -> None:
    for field in ("title_translated", "tags_translated", "privacy_check", "no_such_field"):
        with pytest.raises(tk.ObjectNotFound):
            created(editor["name"], organisation, field=field)


VALUES: dict[str, Any] = {
    "od_category": TOPIC,
    "spatial_coverage": {"uri": "http://publications.europa.eu/resource/authority/country/ITA"},
    "license_id": "CC_BY_4_0",
    "contact": {"name": "Ufficio", "email": "dati@example.org"},
    "access_rights": "PUBLIC",
    "frequency": "ANNUAL",
    "language": ["ITA", "ENG"],
    "theme": "HEAL",
}


# Of what is not harvested, the organisation is the publisher: see the test with a harvest.
@pytest.mark.parametrize("field", [field.name for field in FIELDS if field.name != "publisher"])
def test_every_field_can_be_set_and_is_read_in_words(
    organisation: Dataset, editor: Dataset, field: str
) -> None:
    made("povero", organisation["id"], resources=[{"url": "https://example.org/a.csv", "format": "CSV"}])
    found = act(PREVIEW, editor["name"], scope="all", field=field, value=VALUES[field])
    (change,) = found["datasets"]
    assert change["after"]
    assert "http" not in change["after"]
    batch = created(editor["name"], organisation, field=field, value=VALUES[field])
    assert done(batch, editor["name"])["changed"] == 1
    after = stored("povero")[field]
    assert (
        after == found["value"]
        or [{name: text for name, text in entry.items() if text} for entry in after] == found["value"]
    )
    assert act(PREVIEW, editor["name"], scope="all", field=field)["count"] == 0
