"""The plugin `resilient_mail`."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.types import ChainedAction, SignalMapping

from ckanext.resilient.mail import config as settings
from ckanext.resilient.mail import core_mails, send, subscriptions
from ckanext.resilient.mail.logic import action


@tk.blanket.config_declarations
@tk.blanket.blueprints
@tk.blanket.cli
class ResilientMailPlugin(p.SingletonPlugin):
    """Mail in the recipient's language."""

    p.implements(p.IActions)
    p.implements(p.IConfigurer)
    p.implements(p.INotifier, inherit=True)
    p.implements(p.ISignal)

    def update_config(self, config: CKANConfig) -> None:
        """Add the texts of the mails."""
        tk.add_template_directory(config, "templates")

    def get_actions(self) -> dict[str, ChainedAction]:
        """Our way of sending the news, where there is something to replace."""
        return action.MENDED if p.plugin_loaded("activity") else {}

    def get_signal_subscriptions(self) -> SignalMapping:
        """What we listen to."""
        return subscriptions.get_subscriptions()

    def notify_about_topic(
        self, already_notified: bool, topic: str, details: dict[str, Any] | None = None
    ) -> bool:
        """Write the mails for which CKAN names the occasion."""
        return already_notified or core_mails.write(topic, details or {})

    def notify_recipient(
        self,
        already_notified: bool,
        recipient_name: str,
        recipient_email: str,
        subject: str,
        body: str,
        body_html: str | None = None,
        headers: dict[str, Any] | None = None,
        attachments: Any = None,
    ) -> bool:
        """Send every other mail that a program of CKAN or of an extension wrote."""
        if already_notified or not settings.is_configured():
            return already_notified
        send.pass_on(recipient_name, recipient_email, subject, body, body_html, headers, attachments)
        return True
