"""A mail server that sends nothing: it takes every mail on the loopback address and keeps it in a folder.

Run as `python -m resilient_ops.mail_sink FOLDER PORT`.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from pathlib import Path
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from .mailbox import Mailbox
from .ports import LOOPBACK

LARGEST = 20_000_000


class Keeper:
    """Keeps what the server is given."""

    def __init__(self, folder: Path) -> None:
        """Keep it in this folder."""
        self._mailbox = Mailbox(folder)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Keep one mail and say so to its sender."""
        content = envelope.original_content or b""
        number = self._mailbox.add(content)
        print(f"mail {number} to {', '.join(envelope.rcpt_tos)}", flush=True)
        return f"250 Kept as mail {number}, sent to nobody"


def sink(folder: Path, port: int, *, certificate: SSLContext | None = None, **options: Any) -> Controller:
    """A server that is ready to be started; with a certificate it offers STARTTLS."""
    return Controller(
        Keeper(folder),
        hostname=LOOPBACK,
        port=port,
        tls_context=certificate,
        data_size_limit=LARGEST,
        server_hostname="localhost",
        **options,
    )


def main(folder: Path, port: int) -> None:
    """Serve until a signal ends it."""
    server = sink(folder, port)
    server.start()
    print(f"Mails to {LOOPBACK}:{port} are kept in {folder}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        signal.sigwait({signal.SIGTERM, signal.SIGINT})
    server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
