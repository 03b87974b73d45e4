"""Options of the plugin `resilient_catalogue`, and CKAN's own that it reads."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def site_address() -> str:
    """What all addresses of this site begin with, in no language; without a slash at the end."""
    site, root = str(tk.config["ckan.site_url"]), str(tk.config["ckan.root_path"] or "")
    return site.rstrip("/") + root.replace("/{{LANG}}", "").rstrip("/")
