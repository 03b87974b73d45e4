"""A wire to a service that can be cut: what hangs on it breaks at once, and nobody comes through until it is mended."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Generator


class Wire:
    """Hands every connection on to a service, as long as `cut` was not called."""

    def __init__(self, host: str, port: int) -> None:
        self._service = (host, port)
        self._ends: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.is_cut = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection; new ones are broken as soon as they are made."""
        self.is_cut = True
        self._break()

    def close(self) -> None:
        """Let nobody in any more."""
        self.cut()
        self._listener.close()

    def _break(self) -> None:
        while self._ends:
            end = self._ends.pop()
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(self._service)
                self._ends += [here, there]
                for source, target in ((here, there), (there, here)):
                    threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()
                if self.is_cut:
                    self._break()

    @staticmethod
    def _pass_on(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while said := source.recv(65536):
                target.sendall(said)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def to(host: str, port: int) -> Generator[Wire, None, None]:
    """A wire to the service at this address."""
    wire = Wire(host, port)
    try:
        yield wire
    finally:
        wire.close()
