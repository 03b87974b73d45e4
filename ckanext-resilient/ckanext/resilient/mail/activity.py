"""The mail about what changed in what a person follows, in place of ckanext-activity's own in English."""

from __future__ import annotations

import datetime
import logging
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.resilient.mail import kinds, recipients
from ckanext.resilient.mail.send import CouldNotSend, send

log = logging.getLogger(__name__)

LONGEST_SILENCE = datetime.timedelta(days=2)


def send_news() -> int:
    """Send to each account that wants it what is new since its last mail or visit; how many mails left.

    One address that cannot be reached does not keep the news from the others.
    """
    wanted = model.Session.query(model.User).filter_by(
        state=model.State.ACTIVE, activity_streams_email_notifications=True
    )
    return sum(_send_to(user) for user in wanted.all())


def _send_to(user: model.User) -> bool:
    dashboard = model.Dashboard.get(user.id)
    if dashboard is None or not user.email:
        return False
    now = datetime.datetime.utcnow()  # CKAN's clock has no zone
    since = max(now - LONGEST_SILENCE, dashboard.email_last_sent, dashboard.activity_stream_last_viewed)
    count = _news_since(user, since)
    if not count:
        return False
    recipient = recipients.of_user(user)
    link = tk.url_for("activity.dashboard", locale=recipient.locale, qualified=True)
    try:
        sent = send(recipient, kinds.ACTIVITY, {"count": count, "link": link})
    except CouldNotSend as error:
        log.warning("%s did not get the news on what they follow. %s", user.name, error.detail)
        return False
    dashboard.email_last_sent = now
    model.Session.commit()
    return sent


def _news_since(user: model.User, since: datetime.datetime) -> int:
    found: list[dict[str, Any]] = tk.get_action("dashboard_activity_list")({"user": user.id}, {})
    return sum(
        one["user_id"] != user.id and datetime.datetime.fromisoformat(one["timestamp"]) > since
        for one in found
    )
