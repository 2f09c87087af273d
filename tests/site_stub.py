"""A web site for tests on loopback: what it sends is given byte by byte, so that it can drip, lie, and break off."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

    AnswerOrTalk = bytes | Callable[[socket.socket], None]


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """One answer on the wire; `length` says whether it has the right Content-Length."""
    lines = [f"HTTP/1.1 {status}", *headers, *([f"Content-Length: {len(body)}"] if length else [])]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return answer(b"moved", f"Location: {location}", status=status)


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n", headers: tuple[str, ...] = ()) -> bytes:
    """An answer in chunks."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end
    return answer(body, "Transfer-Encoding: chunked", *headers, length=False)


def drip(start: bytes, drops: Iterable[bytes], pause: float) -> Callable[[socket.socket], None]:
    """Send the start at once, and then a drop after every pause."""

    def send(connection: socket.socket) -> None:
        connection.sendall(start)
        for drop in drops:
            time.sleep(pause)
            connection.sendall(drop)

    return send


class Site:
    """The server: `with Site({"/a": answer(b"...")}) as site: ... site.port`; other paths are a 404.

    Attributes:
        port: Where it listens.
        asked: The requests so far, as they came.
        pages: What stands at which path; more may be put in while it runs.
    """

    def __init__(self, pages: Mapping[str, AnswerOrTalk], host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        self.pages = dict(pages)
        self._tls = tls
        self._socket = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Self:
        """Start answering."""
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop answering; `shutdown` wakes the thread that waits for a connection."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:  # OSError: the reader had enough, which is often what is tested
            if self._tls is None:
                self._talk(connection)
            else:
                with self._tls.wrap_socket(connection, server_side=True) as safe:
                    self._talk(safe)

    def _talk(self, connection: socket.socket) -> None:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            piece = connection.recv(65_536)
            if not piece:
                return
            request += piece
            if request.startswith(b"\x16"):  # a greeting of TLS, which plain servers answer so
                connection.sendall(answer(status="400 Bad Request"))
                return
        self.asked.append(request.decode("ascii"))
        page = self.pages.get(request.split(b" ", 2)[1].split(b"?")[0].decode("ascii"), answer(status="404 Not Found"))
        if callable(page):
            page(connection)
        else:
            connection.sendall(page)
