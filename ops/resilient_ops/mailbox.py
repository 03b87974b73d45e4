"""The folder where caught mails lie, one `.eml` file each, and how they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from .errors import StepError

KEPT = 500
"""Older mails are removed: this is a place to look at, no archive."""
SHOWN_HEADERS = (
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted",
    "List-ID", "List-Unsubscribe", "List-Unsubscribe-Post",
)  # fmt: skip
_NAME = re.compile(r"(\d+)-\d+\.eml")


@dataclass(frozen=True)
class Caught:
    """One mail; its number stays the same for ever."""

    number: int
    when: datetime
    mail: EmailMessage

    @property
    def to(self) -> str:
        """Name and address of the recipient."""
        return str(self.mail["To"] or "")

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.mail["Subject"] or "")

    def part(self, kind: str) -> str:
        """The text of the part `plain` or `html`; empty when the mail has none."""
        body = self.mail.get_body((kind,))
        if body is None:
            return ""
        return str(cast("EmailMessage", body).get_content()).replace("\r\n", "\n")

    def headers(self) -> Iterator[tuple[str, str]]:
        """The headers that tell something, decoded."""
        return ((name, str(self.mail[name])) for name in SHOWN_HEADERS if self.mail[name] is not None)


class Mailbox:
    """The caught mails of one instance."""

    def __init__(self, folder: Path) -> None:
        """Know the folder; it is made with the first mail."""
        self._folder = folder

    def add(self, content: bytes) -> int:
        """Keep one mail; its number. One program writes: the sink."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)  # a mail holds links that open accounts
        stamp = int(datetime.now(timezone.utc).timestamp())
        draft = self._folder / "new.part"
        draft.write_bytes(content)
        number = max(self._files(), default=0) + 1
        draft.rename(self._folder / f"{number:06}-{stamp}.eml")
        self._drop_old()
        return number

    def all(self) -> list[Caught]:
        """Every mail, the newest first."""
        return [_read(number, path) for number, path in sorted(self._files().items(), reverse=True)]

    def get(self, number: int) -> Caught:
        """One mail; a StepError when there is none of this number."""
        path = self._files().get(number)
        if path is None:
            what = f"Mail {number} cannot be shown"
            raise StepError(what, "there is none of this number", "./resilient mail lists all of them")
        return _read(number, path)

    def _files(self) -> dict[int, Path]:
        found = ((_NAME.fullmatch(path.name), path) for path in self._folder.glob("*.eml"))
        return {int(match[1]): path for match, path in found if match}

    def _drop_old(self) -> None:
        for _, path in sorted(self._files().items())[:-KEPT]:
            path.unlink()


def _read(number: int, path: Path) -> Caught:
    stamp = int(path.stem.split("-")[1])
    # With this policy the parser makes an EmailMessage; the type of the function does not say so.
    mail = cast("EmailMessage", message_from_bytes(path.read_bytes(), policy=default))
    return Caught(number, datetime.fromtimestamp(stamp, timezone.utc), mail)
