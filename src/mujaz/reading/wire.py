"""The way to one address of the web and back: resolved, checked, connected, asked, and read against the clock.

Whoever runs mujaz on a server lets strangers choose what it fetches. So a host must lie on the public internet, and the
connection goes to the very address that was checked: a name that resolves differently a moment later changes nothing. Proxies of
the environment are not used: a proxy resolves the name itself, so nothing that is checked here would hold. Nothing is sent that
is not about the page: no cookie, no credentials, no Referer.
"""

from __future__ import annotations

import http.client
import io
import queue
import socket
import ssl
import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from mujaz.errors import InputError
from mujaz.reading.url import Target, is_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

CONNECT_SECONDS = 10.0
"""Longest wait for a connection to one address: three tries of TCP (after 1, 3 and 7 s); who is slower is not there."""

TOTAL_SECONDS = 30.0
"""Longest fetch, redirects and all: 20 MB at 6 Mbit/s; a page without its pictures comes in one or two."""

SAVE = "open it in a browser, save it, and give the file"
"""What mends most refusals: a browser logs in, runs scripts and waits, and mujaz does none of these."""

_MAX_ADDRESSES = 4  # of one host that are tried: two of IPv6 that lead nowhere, and two of IPv4


class UnusableError(Exception):
    """What is wrong with an answer, and what mends it; `opened` puts the address before it."""


class Clock:
    """The time that is left for a fetch."""

    def __init__(self, seconds: float) -> None:
        """Start it."""
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, never 0, which a socket would take for "do not wait".

        Raises:
            TimeoutError: None are left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Timed(io.RawIOBase):
    """The bytes of a socket; each read waits for what is left of the time, however few bytes it brings."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, clock: Clock) -> None:
        self._raw, self._sock, self._clock = raw, sock, clock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        self._sock.settimeout(self._clock.left())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class Answer(http.client.HTTPResponse):
    """An answer of which the status line, the headers and the body are all read against the clock."""

    def __init__(self, sock: socket.socket, clock: Clock) -> None:
        """Prepare to read it."""
        super().__init__(sock, method="GET")
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock, clock))


@contextmanager
def opened(target: Target, clock: Clock, *, private: bool) -> Iterator[Answer]:
    """Ask for a target, and give the answer with its headers read.

    Args:
        target: What to ask for.
        clock: The time that is left.
        private: Whether the host may have an address that is not public.

    Raises:
        InputError: The host is unknown, not public or not reached, or something goes wrong while the answer is read, inside
            the `with` block too.
    """
    try:
        with closing(_connected(target, _checked(target, clock, private=private), clock)) as connection:
            assert connection.sock is not None
            connection.sock.settimeout(clock.left())
            _ask(connection, target)
            with closing(Answer(connection.sock, clock)) as answer:
                answer.begin()
                yield answer
    except (UnusableError, HTTPError, http.client.HTTPException, OSError) as error:
        raise InputError(f"{target.label}: {_reason(error, target)}.") from None


def _checked(target: Target, clock: Clock, *, private: bool) -> list[str]:
    """The addresses of a target's host, once they are all known to be public."""
    addresses = _resolved(target, clock)
    inner = next((a for a in addresses if not is_public(a)), None)
    if inner is None or private:
        return addresses
    stands = "is" if inner == target.host else f"«{target.host}» is at {inner},"
    raise UnusableError(f"{stands} not an address of the public internet; if you trust it, pass --allow-private")


def _resolved(target: Target, clock: Clock) -> list[str]:
    """Resolve a host, in a thread of its own: the system's resolver knows no deadline."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(_addresses(target.host, target.port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=clock.left())
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception) or not answer:
        reason = getattr(answer, "strerror", None) or "no answer from DNS"
        raise UnusableError(f"no address is known for «{target.host}» ({reason}); check the spelling and the connection")
    return answer


def _addresses(host: str, port: int) -> list[str]:
    """All IP addresses of a host, as the system's resolver gives them; it also understands 0x7f.1 and 2130706433."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def _connected(target: Target, addresses: list[str], clock: Clock) -> HTTPConnection:
    """Connect to the first address that answers."""
    failed: HTTPError | None = None
    for address in addresses[:_MAX_ADDRESSES]:
        connection = _connection(target, address, min(CONNECT_SECONDS, clock.left()))
        try:
            connection.connect()
        except (NewConnectionError, ConnectTimeoutError) as error:
            connection.close()
            failed = error
        except TimeoutError:
            connection.close()
            failed = ConnectTimeoutError("no answer to the greeting of TLS")
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    assert failed is not None
    raise failed


def _connection(target: Target, address: str, seconds: float) -> HTTPConnection:
    """Prepare a connection to one checked address; the certificate must be that of the target's name."""
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=seconds)
    return HTTPSConnection(
        address, target.port, timeout=seconds, server_hostname=target.host, ssl_context=_context(), cert_reqs=ssl.CERT_REQUIRED
    )


def _context() -> ssl.SSLContext:
    """Trust what the system trusts (SSL_CERT_FILE names another store), or certifi's list where the system has none."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not (paths.cafile or paths.capath or context.cert_store_stats()["x509_ca"]):
        import certifi  # noqa: PLC0415  (only a Python without a store of its own, such as python.org's for macOS)

        context.load_verify_locations(certifi.where())
    return context


def _ask(connection: HTTPConnection, target: Target) -> None:
    """Send the request line by line: urllib3's own way would log the whole address when a header is malformed."""
    from importlib.metadata import version  # noqa: PLC0415  (20 ms, and only when something is fetched)

    connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in (
        ("Host", target.authority),
        ("User-Agent", f"mujaz/{version('mujaz')}"),
        ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        ("Accept-Language", "ar,*;q=0.5"),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "close"),
    ):
        connection.putheader(name, value)
    connection.endheaders()


def _reason(error: Exception, target: Target) -> str:
    """Say in a few words what went wrong on the way, and what mends it."""
    cause = error.__cause__ or error
    said = getattr(cause, "strerror", None) or type(cause).__name__
    if isinstance(error, UnusableError):
        return str(error)
    if isinstance(error, ConnectTimeoutError) and not isinstance(error, NewConnectionError):  # of which that is a subclass
        return f"«{target.host}» does not answer within {CONNECT_SECONDS:g} seconds; try again later"
    if isinstance(error, TimeoutError):
        return f"did not come within {TOTAL_SECONDS:g} seconds; try again later, or {SAVE}"
    if isinstance(error, ssl.SSLError):
        return _unsafe(error)
    if isinstance(error, http.client.IncompleteRead):
        rest = f", {error.expected} bytes before its end" if error.expected else ""
        return f"came cut off{rest}; try again, or {SAVE}"
    if isinstance(error, http.client.RemoteDisconnected):
        return f"«{target.host}» closed the connection without an answer; try again later"
    if isinstance(error, http.client.HTTPException):
        return f"what answers at port {target.port} does not speak HTTP ({type(error).__name__}); check the address"
    return f"the connection to «{target.host}», port {target.port}, failed ({said}); check the address and the connection"


def _unsafe(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = error.verify_message.rstrip(".")
        return f"its certificate is refused ({reason}); if your network puts in its own, name its store in SSL_CERT_FILE"
    return f"no safe connection ({error.reason or 'it was closed'}); check whether the site is on http:// only"
