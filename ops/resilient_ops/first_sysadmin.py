"""Create the first system administrator; run with the virtual environment's Python and CKAN_INI set.

The password comes on the standard input, so that it shows neither in a process list nor in a log.
Prints `created`, or `exists` where the portal has an administrator already.
"""

from __future__ import annotations

import os
import sys

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app


def main(name: str, email: str, password: str) -> str:
    """What happened: `created` or `exists`."""
    application = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
    flask = application._wsgi_app  # pyright: ignore[reportAttributeAccessIssue]  # as CKAN's own command line does
    with flask.test_request_context():
        site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
        administrators = model.Session.query(model.User).filter_by(sysadmin=True, state="active")
        if administrators.filter(model.User.name != site_user["name"]).count():
            return "exists"
        tk.get_action("user_create")(
            {"ignore_auth": True, "user": site_user["name"]},
            {"name": name, "email": email, "password": password},
        )
        user = model.User.get(name)
        if user is None:
            raise SystemExit(f"the user {name} was not created")
        user.sysadmin = True
        model.Session.commit()
    return "created"


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], sys.argv[2], sys.stdin.read().strip()) + "\n")
