"""A publisher's hub on loopback that cuts, stalls, refuses and lies, one behaviour a request; after those it is honest."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Self

from site_stub import Site, answer

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterable
    from types import TracebackType

    Turn = Callable[["Hub", socket.socket, int | None], None]


class Hub:
    """`with Hub(data, turns) as hub: ... hub.url`; `hub.asked` has the `Range` of each request, or `None`."""

    def __init__(self, data: bytes, turns: Iterable[Turn] = ()) -> None:
        self.data = data
        self.turns = list(turns)
        self.asked: list[str | None] = []
        self.over = threading.Event()
        self._site = Site({"/o/r/resolve/v/f.gguf": self._answer})
        self.url = f"http://127.0.0.1:{self._site.port}" + "/{}/resolve/{}/{}"

    def __enter__(self) -> Self:
        """Start answering."""
        self._site.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop answering; who stalls is woken."""
        self.over.set()
        self._site.__exit__(kind, error, trace)

    def _answer(self, connection: socket.socket) -> None:
        found = re.search(r"\r\nRange: bytes=(\d+)-\r\n", self._site.asked[-1])
        self.asked.append(found[0].strip().removeprefix("Range: ") if found else None)
        turn = self.turns.pop(0) if self.turns else honest
        turn(self, connection, int(found[1]) if found else None)

    def head(self, start: int | None) -> bytes:
        """The head of an honest answer."""
        size = len(self.data)
        if start is None:
            return f"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {size}\r\n\r\n".encode()
        return (
            f"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{size - 1}/{size}\r\n"
            f"Content-Length: {size - start}\r\n\r\n"
        ).encode()


def honest(hub: Hub, connection: socket.socket, start: int | None) -> None:
    """All that was asked for."""
    connection.sendall(hub.head(start) + hub.data[start or 0 :])


def cut(count: int) -> Turn:
    """So many bytes of what was asked for, and then the end of the connection."""
    return lambda hub, connection, start: connection.sendall(hub.head(start) + hub.data[start or 0 :][:count])


def stall(count: int) -> Turn:
    """So many bytes, and then nothing, on an open connection."""

    def turn(hub: Hub, connection: socket.socket, start: int | None) -> None:
        connection.sendall(hub.head(start) + hub.data[start or 0 :][:count])
        hub.over.wait(20)

    return turn


def no_ranges(hub: Hub, connection: socket.socket, _start: int | None) -> None:
    """All of it from the first byte, whatever was asked for."""
    honest(hub, connection, None)


def other_bytes(hub: Hub, connection: socket.socket, start: int | None) -> None:
    """As many bytes as were asked for, with the last two changed."""
    connection.sendall(hub.head(start) + hub.data[start or 0 : -2] + b"??")


def says(raw: bytes) -> Turn:
    """This answer, byte for byte."""
    return lambda _hub, connection, _start: connection.sendall(raw)


def refuses(status: str, *headers: str) -> Turn:
    """A status, with no file."""
    return says(answer(b"no", *headers, status=status))
