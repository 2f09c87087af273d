"""No network but loopback while a test replays: what is tried is refused, and told with what allows it."""

from __future__ import annotations

import errno
import ipaddress
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_NAMES = {"localhost", "ip6-localhost", ""}  # names of this machine; the empty one means any of its addresses


class NetworkBlockedError(OSError):
    """A test that replays reached for the network; to the code under test it looks like a network that is down."""

    def __init__(self, address: str, host: str) -> None:
        """Say which address was tried, and what allows its host."""
        super().__init__(
            errno.EACCES,
            f"blocked while a mujaz recording is replayed: {address}. A replay needs no network; if this test does, "
            f"allow the host in pytest's settings: mujaz_allow_hosts = {host}",
        )


@contextmanager
def only_loopback(allowed: Collection[str]) -> Iterator[list[str]]:
    """Refuse connections to other machines inside the block, and give the list of the refusals, which grows.

    What C code connects by itself (a database's own client, say) is not seen.

    Args:
        allowed: Names or addresses of hosts that may be reached.
    """
    guard = _Guard(set(allowed))
    with (
        mock.patch.object(socket.socket, "connect", guard.connecting(socket.socket.connect)),
        mock.patch.object(socket.socket, "connect_ex", guard.connecting(socket.socket.connect_ex)),
        mock.patch.object(socket.socket, "sendto", guard.connecting(socket.socket.sendto)),
        mock.patch.object(socket, "getaddrinfo", guard.resolving(socket.getaddrinfo)),
        mock.patch.object(socket, "gethostbyname", guard.looking_up(socket.gethostbyname)),
        mock.patch.object(socket, "gethostbyname_ex", guard.looking_up(socket.gethostbyname_ex)),
        mock.patch.object(socket, "gethostbyaddr", guard.looking_up(socket.gethostbyaddr)),
    ):
        yield guard.refused


class _Guard:
    def __init__(self, allowed: set[str]) -> None:
        self.allowed = allowed
        self.refused: list[str] = []

    def connecting(self, real: Any) -> Any:  # noqa: ANN401  (any method of a socket whose last argument is an address)
        def guarded(this: socket.socket, *args: Any) -> Any:  # noqa: ANN401  (as the method's)
            address = args[-1]
            if this.family in {socket.AF_INET, socket.AF_INET6} and isinstance(address, tuple):
                host = _text(address[0])
                if not (_is_here(host) or host in self.allowed):
                    self._refuse(f"{host} port {address[1]}", host)
            return real(this, *args)

        return guarded

    def resolving(self, real: Any) -> Any:  # noqa: ANN401  (socket.getaddrinfo)
        def guarded(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (as the function's)
            name = _text(host)
            # Looking up a name tells it to a server of names; an address is looked up on this machine.
            if not (_is_here(name) or _is_address(name) or name in self.allowed or name == socket.gethostname()):
                self._refuse(f"{name} port {port}", name)
            found = real(host, port, *args, **kwargs)
            if name in self.allowed:
                self.allowed.update(place[4][0] for place in found)
            return found

        return guarded

    def looking_up(self, real: Any) -> Any:  # noqa: ANN401  (any of the older functions that take a name)
        def guarded(host: Any) -> Any:  # noqa: ANN401  (as the function's)
            name = _text(host)
            if not (_is_here(name) or name in self.allowed or name == socket.gethostname()):
                self._refuse(name, name)
            return real(host)

        return guarded

    def _refuse(self, address: str, host: str) -> None:
        error = NetworkBlockedError(address, host)
        self.refused.append(str(error.strerror))
        raise error


def _text(host: Any) -> str:  # noqa: ANN401  (a name as text or bytes, or none)
    return host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host or "")


def _is_here(host: str) -> bool:
    if host in _NAMES:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
