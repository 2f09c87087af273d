"""What an address of the web names, and whether a machine's address belongs to the public internet."""

from __future__ import annotations

import re
import string
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote, urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from mujaz.errors import InputError

MAX_URL = 8000
"""Longest address: what RFC 9110 asks every server to take; a headline of 300 Arabic letters makes 1800."""

_PORTS = {"http": 80, "https": 443}
_MARKS = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Marks of direction and of no width: they come along when an address is copied out of Arabic text, and can disguise one."""

_SHOWN = 100  # letters of an address in an error: the host and most of a headline, and still one line
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")  # 63: longest label of DNS (RFC 1035)
_MAX_HOST = 254  # longest name of DNS (RFC 1035), with its last dot

_NOT_PUBLIC_4 = [
    IPv4Network(network)
    for network in (
        "192.0.0.0/24",  # for protocols (RFC 6890); Python before 3.12.4 knows only parts of it
        "192.88.99.0/24",  # relays of 6to4, given up (RFC 7526)
        "168.63.129.16/32",  # looks public, and is the host of every machine in Azure
    )
]
_NOT_PUBLIC_6 = [
    IPv6Network(network)
    for network in (
        "2002::/16",  # 6to4: any IPv4 address in disguise, and given up (RFC 7526)
        "2001::/32",  # Teredo: the same
        "3fff::/20",  # documentation (RFC 9637); Python before 3.14 takes it for public
    )
]
_UNICAST = IPv6Network("2000::/3")  # the only part of IPv6 from which public addresses are given out
_NAT64 = IPv6Network("64:ff9b::/96")  # the IPv4 internet as a network of IPv6 only sees it (RFC 6052)


@dataclass(frozen=True, slots=True)
class Target:
    """An address that can be asked for.

    Attributes:
        scheme: `http` or `https`.
        host: A name in ASCII, or an IP address without brackets.
        port: The port to connect to.
        path: Path and query, percent-encoded.
        via: The address that redirected to this one, as errors show it; empty for the user's own.
    """

    scheme: str
    host: str
    port: int
    path: str
    via: str = ""

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def shown(self) -> str:
        """The address as people read it, without its query, which may hold a secret."""
        return printable(f"{self.scheme}://{self.authority}{unquote(self.path.partition('?')[0])}")

    @property
    def label(self) -> str:
        """How an error names it: with where it came from, when that is not the user."""
        return f"{self.shown} (redirected from {self.via})" if self.via else self.shown


def target_of(text: str) -> Target:
    """Read an address as a user gives it.

    Args:
        text: The address; white space and marks of direction around it are dropped.

    Raises:
        InputError: It is no http or https address, has no usable host, has credentials or control characters in it,
            or is too long.
    """
    url = text.strip(string.whitespace + "\u00a0" + _MARKS)
    name = _nameless(url)
    if not url:
        raise InputError("the address is empty; give one such as https://example.com/article.")
    if len(url) > MAX_URL:
        raise InputError(f"{name}: longer than {MAX_URL} characters; give the address of the article itself.")
    odd = next((c for c in url if unicodedata.category(c) == "Cc" or c in _MARKS), None)
    if odd:
        raise InputError(f"{name}: U+{ord(odd):04X}, which is invisible, is in the address; type it again without that.")
    try:
        return _target(parse_url(url), name)
    except LocationParseError:
        raise InputError(f"{name}: not an address of the web; check the host and the port.") from None


def redirected(target: Target, location: str) -> Target:
    """Read where a redirect leads.

    Args:
        target: What redirected.
        location: Its Location header.

    Raises:
        InputError: It leads to something that cannot be asked for, or from https to http.
    """
    try:
        there = target_of(urljoin(target.url, location))
    except (InputError, ValueError) as error:
        reason = str(error) if isinstance(error, InputError) else f"{_nameless(location)}: not an address of the web."
        raise InputError(f"{target.label}: redirects to what cannot be fetched: {reason}") from None
    if (target.scheme, there.scheme) == ("https", "http"):
        raise InputError(
            f"{target.label}: redirects from https to {there.shown}, which anyone on the way can change; "
            "give that address yourself if you trust the way."
        )
    return Target(there.scheme, there.host, there.port, there.path, via=target.via or target.shown)


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet, and to no network or machine of one's own.

    Args:
        address: An IP address as the resolver gives it.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is None:
            return ip in _UNICAST and ip.is_global and not any(ip in network for network in _NOT_PUBLIC_6)
        ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in network for network in _NOT_PUBLIC_4)


def _target(parts: Url, name: str) -> Target:
    """Make a target of what urllib3 read."""
    if parts.scheme not in _PORTS:
        raise InputError(f"{name}: only addresses with http:// or https:// are fetched; for a file give its path.")
    if parts.auth:
        raise InputError(f"{name}: a user name or password is in the address; leave it out, mujaz logs in nowhere.")
    host = _host((parts.host or "").strip("[]"), name)
    port = _PORTS[parts.scheme] if parts.port is None else parts.port
    if port == 0:
        raise InputError(f"{name}: port 0 is no port; leave it out, or give the server's.")
    if len(parts.request_uri) > MAX_URL:
        raise InputError(f"{name}: longer than {MAX_URL} characters when encoded; give the address of the article itself.")
    return Target(parts.scheme, host, port, parts.request_uri)


def _host(host: str, name: str) -> str:
    """Make sure that a host is a name of DNS or an IP address."""
    if not host:
        raise InputError(f"{name}: no host in the address; give one such as https://example.com/article.")
    if len(host) > _MAX_HOST or not (_HOST.fullmatch(host) or _is_ipv6(host)):
        raise InputError(f"{name}: «{printable(host)}» is not the name of a host; check the spelling.")
    return host


def _is_ipv6(host: str) -> bool:
    """Tell an address of IPv6; one with a zone (`fe80::1%eth0`) means something on this machine only."""
    try:
        return IPv6Address(host).scope_id is None
    except ValueError:
        return False


def _nameless(url: str) -> str:
    """Show an address that is not understood yet: without its query, and without what may be a name and a password."""
    return printable(re.sub(r"^.*@", "…@", re.split(r"[?#]", url, maxsplit=1)[0], flags=re.DOTALL))


def printable(text: str) -> str:
    """Show a text of somebody else's on one line, which no letter in it can break or turn around.

    Args:
        text: Such as an address, or what a server says.
    """
    cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return "".join(c if c.isprintable() else "\ufffd" for c in cut)
