"""Options of the plugin `resilient_mail`, and CKAN's own about mail."""

from __future__ import annotations

from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.resilient.mail.transport import Server, server_at


def is_configured() -> bool:
    """Whether there is a mail server to send through."""
    return bool(tk.config["smtp.server"])


def server() -> Server:
    """The mail server, with all that CKAN's `smtp.` options and ours say about it."""
    return server_at(
        tk.config["smtp.server"] or "",
        starttls=bool(tk.config["smtp.starttls"]),
        user=tk.config["smtp.user"] or "",
        password=tk.config["smtp.password"] or "",
        timeout=tk.config["ckanext.resilient.mail.timeout"],
        ca_file=tk.config["ckanext.resilient.mail.ca_file"],
        own_name=site_domain(),
    )


def sender() -> str:
    """The address that mails come from; empty where the operator named none."""
    return tk.config["smtp.mail_from"] or ""


def reply_to() -> str:
    """The address that answers go to; empty means the sender."""
    return tk.config["smtp.reply_to"] or ""


def site_title() -> str:
    """What the site is called."""
    return tk.config["ckan.site_title"]


def site_domain() -> str:
    """The host name of the site."""
    return urlsplit(tk.config["ckan.site_url"]).hostname or "localhost"


def signing_key() -> str:
    """The site's secret."""
    return tk.config["SECRET_KEY"]
