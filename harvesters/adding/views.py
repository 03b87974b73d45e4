"""The page on which a source is added, and the button that approves one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan import model
from flask import Response

from ckanext.resilient.harvest.duplicates.decide import owners_of
from ckanext.resilient.harvesters.adding.count import count
from ckanext.resilient.harvesters.logic.validators import resilient_limit
from ckanext.resilient.harvesters.pages import access, add, chosen, meanings, options, pairs, plan
from ckanext.resilient.harvesters.pages.rehearsal import rehearsal_view
from ckanext.resilient.harvesters.views import resilient_sources

__all__ = ["resilient_sources"]

Values = dict[str, str]


@resilient_sources.route("/new", methods=["GET", "POST"])
def add_source() -> str | Response:
    """Show the form; after a press of a button, with what its step has brought."""
    organisations = _organisations()
    portals = tk.get_action("resilient_portal_list")({}, {})
    pressed = tk.request.method == "POST"
    values = add.typed(tk.request.form) if pressed else add.begun(tk.request.args.get("portal", ""), portals)
    found = add.Found()
    if pressed:
        try:
            step = _STEPS.get(tk.request.form.get("do", ""), _test)
            done = step(values)
        except tk.NotAuthorized:
            tk.abort(403)
        except tk.ValidationError as error:
            found = add.Found(errors=cast("Mapping[str, list[str]]", error.error_dict))
        else:
            if isinstance(done, Response):
                return done
            values, found = done
    page = add.add_page(
        values,
        portals,
        organisations,
        found,
        search=tk.request.args.get("q", "").strip(),
        waits=not _is_sysadmin(),
    )
    return tk.render("resilient/sources/add.html", {"page": page})


@resilient_sources.route("/new/count")
def count_new() -> str:
    """A part of the form: how many records would come in; the source is asked when something else is chosen."""
    _organisations()
    values = add.typed(tk.request.args)
    is_tested = bool(values["protocol"]) and values["tested"] == add.asked_for(values)
    source = add.as_source(values) if is_tested else None
    counted = count(tk.h.url_for("resilient_sources.count_new"), values, source)
    return tk.render("resilient/sources/sample.html", {"sample": counted})


@resilient_sources.route("/<name>/approve", methods=["POST"])
def approve(name: str) -> Response:
    """Let a source be read that waited for approval."""
    try:
        tk.get_action("resilient_harvest_source_approve")({}, {"id": name})
    except tk.NotAuthorized:
        tk.abort(403)
    except tk.ObjectNotFound:
        tk.abort(404)
    tk.h.flash_success(tk._("The source is approved. It can be collected now."))
    return tk.redirect_to("resilient_sources.read", name=name)


def _organisations() -> list[dict[str, Any]]:
    """Those to which the reader may add sources; 403 where there are none."""
    if not isinstance(tk.current_user, model.User):
        tk.abort(403, tk._("Sign in to add a source."))
    data = {"permission": "admin", "include_dataset_count": False}
    found = tk.get_action("organization_list_for_user")({}, data)
    if not (found or _is_sysadmin()):
        tk.abort(403, tk._("Only administrators of an organisation may add sources."))
    return found


def _is_sysadmin() -> bool:
    return isinstance(tk.current_user, model.User) and bool(tk.current_user.sysadmin)


def _test(values: Values) -> tuple[Values, add.Found]:
    """The connection was tested."""
    probe = tk.get_action("resilient_harvest_probe")({}, {"url": values["url"], "protocol": values["chosen"]})
    return add.with_found(values, probe), add.Found(probe=probe)


def _rehearse(values: Values) -> tuple[Values, add.Found]:
    """A first part of the records was read, and nothing was written; of what was tested."""
    if values["tested"] != add.asked_for(values):
        return _test(values)
    limit = _limit(values)
    data = {
        **{name: values[name] for name in ("url", "portal", "protocol")},
        "languages": values["languages"].split(),
        **_chosen(values),
        "limit": min(limit or add.REHEARSED, add.REHEARSED),
        "meanings": _meanings(),
    }
    result = tk.get_action("resilient_harvest_rehearse")({}, data)
    country = meanings.country_of(values["portal"], values["url"])
    return values, add.Found(rehearsal=rehearsal_view(result, rehearsed(result), country))


def rehearsed(result: Mapping[str, Any]) -> list[pairs.RehearsedPair]:
    """The pairs of a rehearsal, with what the form says of them."""
    owners = owners_of({pair["records"][1]["source"] for pair in result["pairs"]})
    said = pairs.said_in(tk.request.form)
    return pairs.rehearsed_pairs(result["pairs"], owners, access.administered(), said)


def _save(values: Values) -> tuple[Values, add.Found] | Response:
    """The source was made, of what was tested."""
    if values["tested"] != add.asked_for(values):
        return _test(values)
    data = {
        **values,
        **plan.as_given(values),
        "languages": values["languages"].split(),
        **_chosen(values),
        "limit": _limit(values),
        "meanings": _meanings(),
        "decisions": pairs.said_in(tk.request.form),
    }
    made = tk.get_action("resilient_harvest_source_create")({}, data)
    if made["waiting"]:
        tk.h.flash_success(tk._("The source is saved. It waits for the approval of a system administrator."))
    else:
        tk.h.flash_success(tk._("The source is saved. It can be collected now."))
    return tk.redirect_to("resilient_sources.read", name=made["name"])


def _chosen(values: Values) -> dict[str, Any]:
    """What the form says of which records come in.

    Raises:
        tk.ValidationError: an option of the protocol is no number.
    """
    return {
        "only_social": bool(values["only_social"]),
        "options": options.as_given(values, add.as_source(values)),
        **chosen.as_given(values),
    }


def _meanings() -> meanings.Said:
    """What the form says of words that a rehearsal has shown."""
    return meanings.merged({}, tk.request.form)


def _limit(values: Values) -> int | None:
    """The number of records, None for all.

    Raises:
        tk.ValidationError: it is not a number above zero.
    """
    try:
        return resilient_limit(values["limit"])
    except tk.Invalid as wrong:
        raise tk.ValidationError({"limit": [wrong.error]}) from wrong


_STEPS: Mapping[str, Callable[[Values], tuple[Values, add.Found] | Response]] = {
    "test": _test,
    "rehearse": _rehearse,
    "save": _save,
}
"""The steps by the name of their button."""
