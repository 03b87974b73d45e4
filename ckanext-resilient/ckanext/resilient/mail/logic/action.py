"""The action of ckanext-activity that we do in our own way."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.resilient.mail.activity import send_news


@tk.chained_action
def send_email_notifications(original: Action, context: Context, data_dict: DataDict) -> None:
    """Send the news on what people follow, each in its reader's language."""
    tk.check_access("send_email_notifications", context, data_dict)
    if tk.config["ckan.activity_streams_email_notifications"]:
        send_news()
    else:
        original(context, data_dict)  # says that it is not turned on


MENDED = {"send_email_notifications": send_email_notifications}
"""By name; only where ckanext-activity is loaded, since a chain needs its first link."""
