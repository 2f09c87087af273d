"""Fetching pages: from good servers, broken ones, and ones that mean harm; all of them on loopback."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import subprocess
import sys
import time
import tracemalloc
import zlib
from dataclasses import replace
from importlib.metadata import version
from itertools import repeat
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT
from site_stub import Site, answer, chunked, drip, redirect

from mujaz.errors import InputError
from mujaz.reading import web, wire
from mujaz.reading.web import MAX_REDIRECTS, fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from urllib3.connection import HTTPConnection

    from mujaz.reading.url import Target

TEXT = "<p>أعلنت الوزارة أن المشروع سيبدأ العام المقبل.</p>".encode()
PUBLIC = "93.184.216.34"
PUBLIC_6 = "2606:4700::1111"
HTML = "Content-Type: text/html; charset=utf-8"


class Net:
    """The internet of a test: names with addresses, of which the public ones are all served by this machine.

    Attributes:
        names: Which addresses a name has.
        resolved: The names that were asked for, in order.
        connected: The addresses that were connected to, in order.
        dead: Addresses at which nobody listens: they end at port 1.
    """

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {"news.example": [PUBLIC], "other.example": [PUBLIC]}
        self.resolved: list[str] = []
        self.connected: list[str] = []
        self.dead: set[str] = set()


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Net:
    """Names resolve by `Net.names`; a connection to a public address ends on loopback, at the same port."""
    net = Net()
    connect = wire._connection

    def addresses(host: str, port: int) -> list[str]:
        del port
        net.resolved.append(host)
        if host not in net.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return net.names[host]

    def connection(target: Target, address: str, seconds: float) -> HTTPConnection:
        net.connected.append(address)
        return connect(replace(target, port=1) if address in net.dead else target, "127.0.0.1", seconds)

    monkeypatch.setattr(wire, "_addresses", addresses)
    monkeypatch.setattr(wire, "_connection", connection)
    return net


def deflated(data: bytes, bits: int) -> bytes:
    stream = zlib.compressobj(wbits=bits)
    return stream.compress(data) + stream.flush()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(answer(TEXT, HTML), id="plain"),
        pytest.param(answer(TEXT, HTML, length=False), id="without-a-length"),
        pytest.param(answer(TEXT, "Content-Encoding: identity"), id="identity"),
        pytest.param(answer(TEXT, f"Content-Length: {len(TEXT)}"), id="length-twice-and-the-same"),
        pytest.param(chunked(TEXT[:7], TEXT[7:]), id="chunked"),
        pytest.param(chunked(TEXT, end=b"000;last=yes\r\nTrailer: x\r\n\r\n"), id="chunked-with-extension-and-trailer"),
        pytest.param(chunked(TEXT, headers=("Content-Length: 3",)), id="chunked-and-a-length-that-does-not-count"),
        pytest.param(answer(gzip.compress(TEXT), "Content-Encoding: gzip"), id="gzip"),
        pytest.param(answer(gzip.compress(TEXT), "content-encoding: X-GZip"), id="x-gzip"),
        pytest.param(chunked(gzip.compress(TEXT), headers=("Content-Encoding: gzip",)), id="gzip-chunked"),
        pytest.param(
            answer(gzip.compress(b"") + gzip.compress(TEXT[:9]) + gzip.compress(TEXT[9:]), "Content-Encoding: gzip"),
            id="gzip-of-three-members",
        ),
        pytest.param(answer(gzip.compress(TEXT) + bytes(9), "Content-Encoding: gzip"), id="gzip-and-padding"),
        pytest.param(answer(deflated(TEXT, 15), "Content-Encoding: deflate"), id="deflate"),
        pytest.param(answer(deflated(TEXT, -15), "Content-Encoding: deflate"), id="deflate-bare"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" + answer(TEXT), id="continue-first"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\n" + TEXT, id="http-1.0"),
        pytest.param(drip(answer(TEXT)[:20], [answer(TEXT)[20:40], answer(TEXT)[40:]], 0.02), id="in-pieces"),
    ],
)
def test_good_pages(net: Net, page: bytes | Callable[[socket.socket], None]) -> None:
    """However a page is framed and packed, its bytes come out the same."""
    with Site({"/a": page}) as site:
        got = fetch(f"http://news.example:{site.port}/a?id=7")
    assert got.data == TEXT
    assert got.url == f"http://news.example:{site.port}/a?id=7"
    assert got.notes == ()
    assert net.connected == [PUBLIC]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        pytest.param(answer(TEXT, "Content-Length: 999", length=False), "cut off, 9.. bytes before its end", id="cut"),
        pytest.param(chunked(TEXT, end=b""), "cut off", id="chunked-without-an-end"),
        pytest.param(chunked(TEXT, end=b"99\r\nabc"), "cut off, 150 bytes", id="chunk-cut"),
        pytest.param(chunked(TEXT, end=b"1\r\nabc\r\n0\r\n\r\n"), "cut off", id="chunk-longer-than-said"),
        pytest.param(chunked(TEXT, end=b"1\r\nabc0\r\n\r\n"), "cut off", id="chunk-without-its-line-end"),
        pytest.param(chunked(TEXT, end=b"-1\r\nabc"), "cut off", id="chunk-of-less-than-nothing"),
        pytest.param(chunked(TEXT, end=b"0x1\r\na\r\n0\r\n\r\n"), "cut off", id="chunk-size-in-python"),
        pytest.param(chunked(TEXT, end=b"f" * 9 + b"\r\n"), "cut off", id="chunk-of-64-gb"),
        pytest.param(chunked(end=b"1" * 2000), "cut off", id="chunk-size-without-an-end"),
        pytest.param(answer(TEXT, "Content-Length: 3"), "Content-Length makes no sense", id="two-lengths"),
        pytest.param(answer(TEXT, "Content-Length: -1", length=False), "Content-Length makes no sense", id="length-below-0"),
        pytest.param(answer(TEXT, "Content-Length: 9_9", length=False), "Content-Length makes no sense", id="length-in-python"),
        pytest.param(answer(b"", "Content-Length: 20000001", length=False), "larger than 20 MB", id="too-large-by-its-word"),
        pytest.param(answer(bytes(20_000_001), length=False), "larger than 20 MB", id="too-large"),
        pytest.param(chunked(*[bytes(1_000_000)] * 21), "larger than 20 MB", id="too-large-in-chunks"),
        pytest.param(answer(gzip.compress(TEXT)[:-9], "Content-Encoding: gzip"), "cut off", id="gzip-cut"),
        pytest.param(answer(TEXT, "Content-Encoding: gzip"), "said to be gzip, and is not", id="gzip-by-its-word"),
        pytest.param(answer(gzip.compress(TEXT)[:-8] + bytes(8), "Content-Encoding: gzip"), "damaged", id="gzip-of-a-wrong-sum"),
        pytest.param(answer(TEXT, "Content-Encoding: deflate"), "said to be deflate", id="deflate-by-its-word"),
        pytest.param(answer(gzip.compress(TEXT), "Content-Encoding: gzip, gzip"), "packed more than once", id="packed-twice"),
        pytest.param(
            answer(TEXT, "Content-Encoding: gzip", "Content-Encoding: deflate"), "packed more than once", id="packed-in-two-lines"
        ),
        pytest.param(answer(TEXT, "Content-Encoding: br\x1b[2J"), "«br.*«?did not ask for", id="packed-as-br-with-an-escape"),
        pytest.param(answer(TEXT, "Transfer-Encoding: gzip, chunked"), "did not ask for", id="transferred-packed"),
        pytest.param(answer(), "HTTP 200, and the page is empty", id="empty"),
        pytest.param(answer(gzip.compress(b""), "Content-Encoding: gzip"), "the page is empty", id="empty-when-unpacked"),
        pytest.param(answer(status="204 No Content", length=False), "HTTP 204, and the page is empty", id="204"),
        pytest.param(answer(TEXT, status="206 Partial Content"), "HTTP 206: only a part", id="206"),
        pytest.param(answer(TEXT, status="302 Found"), "HTTP 302: the site gives no page", id="302-to-nowhere"),
        pytest.param(answer(TEXT, status="304 Not Modified"), "HTTP 304", id="304"),
        pytest.param(answer(TEXT, status="400 Bad Request"), "HTTP 400: the site gives no page", id="400"),
        pytest.param(
            answer(TEXT, status="401 Unauthorized"), "HTTP 401: the page wants a log-in; open it in a browser", id="401"
        ),
        pytest.param(answer(TEXT, status="403 Forbidden"), "HTTP 403: the site refuses programs.*give the file", id="403"),
        pytest.param(answer(TEXT, status="404 Not Found"), "HTTP 404: there is no such page; check the address", id="404"),
        pytest.param(answer(TEXT, status="410 Gone"), "HTTP 410: the page was taken down", id="410"),
        pytest.param(answer(TEXT, status="429 Too Many"), "HTTP 429: too many requests; wait and try again", id="429"),
        pytest.param(
            answer(TEXT, "Retry-After: 90", status="429 Too Many"),
            "429: too many requests; wait 90 seconds and",
            id="429-for-90-s",
        ),
        pytest.param(answer(TEXT, status="503 Busy"), "HTTP 503: the site is in trouble; try again later", id="503"),
        pytest.param(answer(TEXT, "Content-Type: image/png"), "a picture .image/png., not a text", id="picture"),
        pytest.param(answer(TEXT, "Content-Type: IMAGE/SVG+XML"), "a picture", id="picture-in-capitals"),
        pytest.param(answer(TEXT, "Content-Type: audio/mpeg"), "sound .audio/mpeg", id="sound"),
        pytest.param(answer(TEXT, "Content-Type: video/mp4; x=y"), "a film .video/mp4", id="film"),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", "does not speak HTTP", id="ssh"),
        pytest.param(b"HTTP/2 200\r\n\r\n", "does not speak HTTP", id="http-2"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 101, "does not speak HTTP", id="too-many-headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nA: " + b"a" * 70_000, "does not speak HTTP", id="header-too-long"),
        pytest.param(b"", "closed the connection without an answer", id="no-answer"),
        pytest.param(lambda c: c.close(), "closed the connection|failed", id="closed"),
    ],
)
@pytest.mark.usefixtures("net")
def test_bad_answers(page: bytes | Callable[[socket.socket], None], message: str) -> None:
    """An answer that is no whole page is one clear line with the address and without its query."""
    with Site({"/a": page}) as site, pytest.raises(InputError, match=message) as caught:
        fetch(f"http://news.example:{site.port}/a?token=geheim#geheim")
    said = str(caught.value)
    assert said.startswith(f"http://news.example:{site.port}/a: ")
    assert said.endswith(".")
    assert said.isprintable()
    assert "geheim" not in said


def zeros(count: int) -> bytes:
    stream = zlib.compressobj(wbits=31)
    return b"".join(stream.compress(bytes(1_000_000)) for _ in range(count)) + stream.flush()


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.usefixtures("net")
def test_bomb(coding: str) -> None:
    """100 MB of zeros in 100 kB stop at 20 MB: in little memory and well under a second."""
    bomb = zeros(100)
    packed = bomb if coding == "gzip" else bomb[10:-8]
    assert len(packed) < 150_000
    with Site({"/a": answer(packed, f"Content-Encoding: {coding}")}) as site:
        tracemalloc.start()
        start = time.monotonic()
        try:
            with pytest.raises(InputError, match="larger than 20 MB"):
                fetch(f"http://news.example:{site.port}/a")
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 70_000_000
    assert time.monotonic() - start < 2


@pytest.mark.usefixtures("net")
def test_largest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of the very limit is taken, packed or not; one byte more is not, be it in a second member of gzip."""
    monkeypatch.setattr(web, "MAX_BYTES", 1000)
    fits, over = bytes(1000), bytes(1001)
    pages = {
        "/fits": answer(fits),
        "/over": answer(over, length=False),
        "/fits-packed": answer(gzip.compress(fits[:999]) + gzip.compress(b"\0"), "Content-Encoding: gzip"),
        "/over-packed": answer(gzip.compress(fits) + gzip.compress(b"\0"), "Content-Encoding: gzip"),
    }
    with Site(pages) as site:
        for path in ("/fits", "/fits-packed"):
            assert fetch(f"http://news.example:{site.port}{path}").data == fits
        for path in ("/over", "/over-packed"):
            with pytest.raises(InputError, match="larger than"):
                fetch(f"http://news.example:{site.port}{path}")


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(drip(b"", [], 0), id="nothing"),
        pytest.param(drip(b"HTTP/1.1 ", repeat(b"2"), 0.05), id="status-line"),
        pytest.param(drip(b"HTTP/1.1 200 OK\r\nA: ", repeat(b"a"), 0.05), id="header"),
        pytest.param(drip(b"HTTP/1.1 100 C\r\n\r\n", repeat(b"HTTP/1.1 100 C\r\n\r\n"), 0.05), id="continue-for-ever"),
        pytest.param(drip(answer(b"", "Content-Length: 9999", length=False), repeat(b"a"), 0.05), id="body"),
        pytest.param(drip(answer(b"", length=False), repeat(b"a"), 0.05), id="body-without-a-length"),
        pytest.param(drip(chunked(end=b""), repeat(b"1\r\na\r\n"), 0.05), id="chunks"),
        pytest.param(drip(chunked(end=b"1;"), repeat(b"a"), 0.05), id="size-of-a-chunk"),
        pytest.param(drip(answer(gzip.compress(b"") * 400_000, "Content-Encoding: gzip"), [], 0), id="empty-members"),
    ],
)
@pytest.mark.usefixtures("net")
def test_deadline(monkeypatch: pytest.MonkeyPatch, page: Callable[[socket.socket], None]) -> None:
    """A server that drips, in whatever part of its answer, or gives endless work, is left when the time is over."""
    monkeypatch.setattr(wire, "TOTAL_SECONDS", 0.3)

    def hold(connection: socket.socket) -> None:
        page(connection)
        time.sleep(1)

    start = time.monotonic()
    with Site({"/a": hold}) as site, pytest.raises(InputError, match=r"did not come within 0.3 seconds; try again later"):
        fetch(f"http://news.example:{site.port}/a")
    assert time.monotonic() - start < 0.9


def test_deadline_of_the_way(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver, a greeting of TLS and a row of redirects that take too long end at the deadline too."""
    monkeypatch.setattr(wire, "TOTAL_SECONDS", 0.3)
    silent = socket.create_server(("127.0.0.1", 0))
    start = time.monotonic()
    with silent, Site({"/a": drip(b"", [redirect("/a")], 0.2)}) as site:
        with pytest.raises(InputError, match="did not come within"):
            fetch(f"http://news.example:{site.port}/a")
        with pytest.raises(InputError, match="does not answer within"):
            fetch(f"https://news.example:{silent.getsockname()[1]}/a")
        monkeypatch.setattr(wire, "_addresses", lambda *_: time.sleep(1))
        with pytest.raises(InputError, match="did not come within"):
            fetch("http://news.example/a")
    assert time.monotonic() - start < 2.5  # three times 0.3, and a machine that is busy
    assert net.resolved == ["news.example"] * 3


@pytest.mark.parametrize(
    ("header", "media_type", "charset"),
    [
        pytest.param("text/html; charset=utf-8", "text/html", "utf-8", id="html"),
        pytest.param('Text/HTML;Charset="Windows-1256"', "text/html", "windows-1256", id="quoted-and-in-capitals"),
        pytest.param("text/html; charset='iso-8859-6'; x=y", "text/html", "iso-8859-6", id="quoted-in-one"),
        pytest.param("text/html; boundary=charset", "text/html", None, id="no-charset"),
        pytest.param("application/xhtml+xml", "application/xhtml+xml", None, id="xhtml"),
        pytest.param("text/plain;charset=", "text/plain", None, id="empty-charset"),
        pytest.param("application/pdf", "application/pdf", None, id="pdf"),
        pytest.param("application/rss+xml; charset=UTF-8", "application/rss+xml", "utf-8", id="rss"),
        pytest.param("application/atom+xml", "application/atom+xml", None, id="atom"),
        pytest.param("application/json", "application/json", None, id="json"),
        pytest.param("application/octet-stream", "application/octet-stream", None, id="octets"),
        pytest.param(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            None,
            id="docx",
        ),
        pytest.param("", None, None, id="nothing"),
        pytest.param("html", None, None, id="no-slash"),
        pytest.param("text/html\x1b[2J", None, None, id="escape"),
    ],
)
@pytest.mark.usefixtures("net")
def test_media_types(header: str, media_type: str | None, charset: str | None) -> None:
    """What the server says of type and encoding is passed on in small letters; nonsense counts as nothing said."""
    with Site({"/a": answer(TEXT, f"Content-Type: {header}")}) as site:
        page = fetch(f"http://news.example:{site.port}/a")
    assert (page.media_type, page.charset) == (media_type, charset)


def test_redirects(net: Net) -> None:
    """Redirects are followed and noted without their queries; every host on the way is resolved and checked anew."""
    with Site({}) as site:
        site.pages |= {
            "/a": redirect("b?token=geheim", "301 Moved"),
            "/b": redirect(f"//other.example:{site.port}/c", "307 Again"),
            "/c": redirect("/خبر عاجل#end", "308 Moved"),
            "/%D8%AE%D8%A8%D8%B1%20%D8%B9%D8%A7%D8%AC%D9%84": answer(TEXT),
        }
        page = fetch(f"http://news.example:{site.port}/a")
        assert page.data == TEXT
        assert page.url == f"http://other.example:{site.port}/%D8%AE%D8%A8%D8%B1%20%D8%B9%D8%A7%D8%AC%D9%84"
        assert page.notes == (
            f"redirected to http://news.example:{site.port}/b",
            f"redirected to http://other.example:{site.port}/c",
            f"redirected to http://other.example:{site.port}/خبر عاجل",
        )
    assert net.resolved == ["news.example", "news.example", "other.example", "other.example"]


@pytest.mark.parametrize(
    ("location", "message"),
    [
        pytest.param("http://127.0.0.1/", "not an address of the public internet.*--allow-private", id="loopback"),
        pytest.param("http://169.254.169.254/latest/meta-data", "not an address of the public", id="metadata"),
        pytest.param("http://intern.example/", "«intern.example» is at 10.0.0.7, not an address", id="name-of-a-private-host"),
        pytest.param("http://[::1]/", "not an address of the public", id="ipv6-loopback"),
        pytest.param("file:///etc/passwd", "redirects to what cannot be fetched.*only addresses with http", id="file"),
        pytest.param("http://a:geheim@news.example/", "user name or password", id="credentials"),
        pytest.param("http://nowhere.example/", "no address is known for «nowhere.example»", id="unknown-name"),
        pytest.param("/a", f"redirected more than {MAX_REDIRECTS} times, at last to", id="loop"),
    ],
)
def test_bad_redirects(net: Net, location: str, message: str) -> None:
    """A redirect to what the user could not have asked for is refused just as well, and the error says who redirected."""
    net.names |= {"intern.example": ["10.0.0.7"], "127.0.0.1": ["127.0.0.1"], "::1": ["::1"]}
    net.names |= {"169.254.169.254": ["169.254.169.254"]}
    with Site({"/a": redirect(location)}) as site, pytest.raises(InputError, match=message) as caught:
        fetch(f"http://news.example:{site.port}/a?token=geheim")
    assert f"http://news.example:{site.port}/a" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert set(net.connected) == {PUBLIC}
    assert len(site.asked) == (MAX_REDIRECTS + 1 if location == "/a" else 1)


@pytest.mark.parametrize(
    "host", "127.0.0.1 2130706433 0x7f.1 0177.0.0.1 127.1 0.0.0.0 0 localhost LOCALHOST. [::1] [::ffff:127.0.0.1] [::]".split()
)
def test_private_hosts(host: str) -> None:
    """In no spelling that the system's resolver understands is this machine fetched from, unless it is allowed."""
    with Site({"/a": answer(TEXT)}) as site:
        with pytest.raises(InputError, match=r"is not an address|not an address of the public|no address is known") as caught:
            fetch(f"http://{host}:{site.port}/a")
        assert site.asked == []
        if "no address" not in str(caught.value):
            assert "pass --allow-private" in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_allow_private(host: str) -> None:
    """With `private` a page of this machine is fetched, by IPv4 and by IPv6, and the Host header has the brackets."""
    try:
        site = Site({"/a": redirect("/b"), "/b": answer(TEXT)}, host=host)
    except OSError:
        pytest.skip(f"this machine has no {host}")
    name = f"[{host}]" if ":" in host else host
    with site:
        assert fetch(f"http://{name}:{site.port}/a", private=True).data == TEXT
    assert f"\r\nHost: {name}:{site.port}\r\n" in site.asked[0]


def test_every_address_must_be_public(net: Net) -> None:
    """A host with one public and one private address is refused as a whole."""
    net.names["news.example"] = [PUBLIC, "192.168.1.1"]
    with pytest.raises(InputError, match=r"«news.example» is at 192.168.1.1, not an address"):
        fetch("http://news.example/a")
    assert net.connected == []


def test_rebinding(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is resolved once, and connected to is what was checked: that it means this machine a moment later is no matter."""
    answers: Iterator[list[str]] = iter([[PUBLIC], ["127.0.0.1"]])
    monkeypatch.setattr(wire, "_addresses", lambda *_: next(answers))
    with Site({"/a": answer(TEXT)}) as site:
        fetch(f"http://news.example:{site.port}/a")
    assert net.connected == [PUBLIC]
    assert next(answers) == ["127.0.0.1"]


def test_next_address(net: Net) -> None:
    """When nobody listens at a host's first address, the next is tried; when nobody does at any, that is the error."""
    net.names["news.example"] = [PUBLIC_6, PUBLIC]
    net.dead = {PUBLIC_6}
    with Site({"/a": answer(TEXT)}) as site:
        assert fetch(f"http://news.example:{site.port}/a").data == TEXT
    assert net.connected == [PUBLIC_6, PUBLIC]
    with pytest.raises(InputError, match=r"port \d+, failed .Connection refused.; check the address"):
        fetch(f"http://news.example:{site.port}/a")  # the site is gone


def test_request(net: Net, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is sent is known to the last header: no cookie comes back, no credentials of the machine go out, no proxy is asked."""
    (tmp_path / ".netrc").write_text("machine news.example login a password geheim\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Site({"/a": answer(b"", "Location: /b", "Set-Cookie: a=b", status="302 F"), "/b": answer(TEXT)}) as site:
        fetch(f"http://news.example:{site.port}/a?q=1")
        assert site.asked[0].split("\r\n") == [
            "GET /a?q=1 HTTP/1.1",
            f"Host: news.example:{site.port}",
            f"User-Agent: mujaz/{version('mujaz')}",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language: ar,*;q=0.5",
            "Accept-Encoding: gzip, deflate",
            "Connection: close",
            "",
            "",
        ]
        assert site.asked[1] == site.asked[0].replace("/a?q=1", "/b")
    assert net.connected == [PUBLIC, PUBLIC]


def test_nothing_is_logged(net: Net, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither a good page nor malformed headers bring an address, or anything else, into a log or onto the terminal."""
    caplog.set_level(logging.DEBUG)
    bad = b"HTTP/1.1 200 OK\r\nthis is no header\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
    with Site({"/a": answer(TEXT), "/b": bad + TEXT}) as site:
        fetch(f"http://news.example:{site.port}/a?token=geheim")
        fetch(f"http://news.example:{site.port}/b?token=geheim")
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")
    assert net.connected == [PUBLIC, PUBLIC]


@pytest.fixture
def certified() -> ssl.SSLContext:
    """The certificate of news.example."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ROOT / "tests/tls.pem")
    return context


def test_tls(net: Net, certified: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate must be trusted and be that of the name in the address, though the connection goes to a bare IP address."""
    asked: list[str | None] = []
    certified.sni_callback = lambda _, name, __: asked.append(name)
    net.names["news.example."] = [PUBLIC]
    with Site({"/a": answer(TEXT), "/b": redirect("http://news.example/")}, tls=certified) as site:
        with pytest.raises(InputError, match=r"certificate is refused .self.signed certificate.*SSL_CERT_FILE"):
            fetch(f"https://news.example:{site.port}/a")
        monkeypatch.setenv("SSL_CERT_FILE", str(ROOT / "tests/tls.pem"))
        assert fetch(f"https://news.example:{site.port}/a").data == TEXT
        assert fetch(f"https://news.example.:{site.port}/a").data == TEXT
        with pytest.raises(InputError, match="certificate is refused .Hostname mismatch"):
            fetch(f"https://other.example:{site.port}/a")
        with pytest.raises(InputError, match=r"redirects from https to http://news.example/, which anyone"):
            fetch(f"https://news.example:{site.port}/b")
    assert asked == ["news.example", "news.example", "news.example", "other.example", "news.example"]
    assert len(site.asked) == 3


def test_store_of_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system has no store of certificates, certifi's is used; certificates and names are always verified."""
    monkeypatch.setattr(ssl, "create_default_context", lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: SimpleNamespace(cafile=None, capath=None))
    context = wire._context()
    assert context.cert_store_stats()["x509_ca"] > 50
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.mark.usefixtures("net")
def test_no_tls() -> None:
    """TLS to a server that speaks plain HTTP is one clear line."""
    with Site({"/a": answer(TEXT)}) as site, pytest.raises(InputError, match="no safe connection .*http://"):
        fetch(f"https://news.example:{site.port}/a")


@pytest.mark.usefixtures("net")
def test_unknown_host() -> None:
    """A name that nobody knows is one clear line."""
    with pytest.raises(InputError, match=r"no address is known for «nix.example» \(Name or service not known\); check the sp"):
        fetch("https://nix.example/a")


def test_import_is_light() -> None:
    """Importing the reader brings urllib3, and none of the packages that take long."""
    heavy = {"pydantic", "lxml", "trafilatura", "openai", "instructor", "requests", "certifi", "feedparser", "docx"}
    code = f"import sys, mujaz.reading.web; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"
