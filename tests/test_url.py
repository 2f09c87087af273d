"""What is taken for an address of the web, and which machines are public."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.errors import InputError
from mujaz.reading.url import MAX_URL, Target, is_public, redirected, target_of


@pytest.mark.parametrize(
    ("text", "url"),
    [
        pytest.param("https://example.com/a?b=c", "https://example.com/a?b=c", id="plain"),
        pytest.param("HTTP://Example.COM", "http://example.com/", id="capitals-and-no-path"),
        pytest.param("https://example.com:443/a#part", "https://example.com/a", id="default-port-and-fragment"),
        pytest.param("http://example.com:8080/", "http://example.com:8080/", id="port"),
        pytest.param("\u200f\u202b https://example.com/a\u202c\n", "https://example.com/a", id="marks-of-direction-around"),
        pytest.param("https://example.com/خبر/1", "https://example.com/%D8%AE%D8%A8%D8%B1/1", id="arabic-path"),
        pytest.param("https://example.com/a b?q=ب", "https://example.com/a%20b?q=%D8%A8", id="space-and-arabic-query"),
        pytest.param("https://موقع.وزارة.مصر/", "https://xn--4gbrim.xn--mgbexc3i.xn--wgbh1c/", id="arabic-host"),
        pytest.param("https://bücher.example/", "https://xn--bcher-kva.example/", id="latin-host"),
        pytest.param("http://[2001:DB8::1]:81/", "http://[2001:db8::1]:81/", id="ipv6-and-port"),
        pytest.param("https://medium.example/@someone/a", "https://medium.example/@someone/a", id="at-sign-in-the-path"),
        pytest.param("http://example.com\\@evil.example/", "http://example.com/%5C@evil.example/", id="backslash"),
        pytest.param("http://example.com./", "http://example.com./", id="last-dot"),
        pytest.param("https://e.com/" + "a" * (MAX_URL - 14), "https://e.com/" + "a" * (MAX_URL - 14), id="longest"),
    ],
)
def test_good_addresses(text: str, url: str) -> None:
    """An address is read as a browser reads it: names in ASCII, Arabic percent-encoded, nothing lost but the fragment."""
    assert target_of(text).url == url


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(" \n", "no host|only addresses", id="only-a-query"),
        pytest.param("example.com/a", "only addresses with http", id="no-scheme"),
        pytest.param("ftp://example.com/", "only addresses with http", id="ftp"),
        pytest.param("file:///etc/passwd", "only addresses with http.*give its path", id="file"),
        pytest.param("data:text/html,x", "only addresses with http", id="data"),
        pytest.param("javascript:alert(1)", "only addresses with http", id="javascript"),
        pytest.param("gopher://example.com:25/_x", "only addresses with http", id="gopher"),
        pytest.param("https://ali:geheim@example.com/", "user name or password", id="name-and-password"),
        pytest.param("https://geheim@example.com/", "user name or password", id="name-only"),
        pytest.param("https://ali:geh/eim@example.com/", "not an address", id="slash-in-the-password"),
        pytest.param("https:///a", "no host", id="no-host"),
        pytest.param("http:example.com", "no host", id="no-slashes"),
        pytest.param("https:\\\\example.com\\a", "no host", id="backslashes-only"),
        pytest.param("https://:80/", "not an address|no host", id="port-without-host"),
        pytest.param("https://exa mple.com/", "not an address|not the name", id="space-in-the-host"),
        pytest.param("https://example.com/a\nHost: evil", "U.000A.*invisible", id="line-break"),
        pytest.param("https://example.com/\0", "U.0000", id="nul"),
        pytest.param("https://example.com/\x7f/", "U.007F", id="delete"),
        pytest.param("https://moc.\u202eelpmaxe/", "U.202E", id="turned-around"),
        pytest.param("https://exam\u200bple.com/", "U.200B", id="zero-width-space-in-the-host"),
        pytest.param("https://example.com:0/", "port 0", id="port-0"),
        pytest.param("https://example.com:65536/", "not an address", id="port-too-high"),
        pytest.param("https://example.com:http/", "not an address", id="port-of-letters"),
        pytest.param("https://[fe80::1%25eth0]/", "not the name of a host", id="ipv6-with-a-zone"),
        pytest.param("https://[::1/", "not an address", id="ipv6-half-a-bracket"),
        pytest.param("https://[::12345]/", "not an address|not the name", id="ipv6-wrong"),
        pytest.param("https://exam%2fple.com/", "not the name of a host", id="slash-in-the-host"),
        pytest.param("https://a..b/", "not the name of a host", id="empty-label"),
        pytest.param("https://" + "a" * 64 + ".com/", "not the name of a host", id="label-too-long"),
        pytest.param("https://" + "a." * 127 + "com/", "not the name of a host", id="host-too-long"),
        pytest.param("https://x_\u0661\u0640.com/", "not an address|not the name", id="host-not-in-idna"),
        pytest.param("https://e.com/" + "a" * MAX_URL, f"longer than {MAX_URL}", id="too-long"),
        pytest.param("https://e.com/" + "ا" * 2000, f"longer than {MAX_URL} characters when encoded", id="too-long-encoded"),
    ],
)
def test_bad_addresses(text: str, message: str) -> None:
    """What cannot be asked for is one clear line, in which no password and no query stands."""
    with pytest.raises(InputError, match=message) as caught:
        target_of(text + "?token=geheim")
    said = str(caught.value)
    assert caught.value.exit_code == 2
    assert said.isprintable()
    assert len(said) < 300
    assert "geheim" not in said.replace("geh/eim", "geheim")


@given(
    st.text()
    | st.text(max_size=40).map("https://".__add__)
    | st.from_regex(r"https?://[\[\]0-9a-f:%.@/\\?#ا-ي]*", fullmatch=True)
)
def test_any_text(text: str) -> None:
    """Any text is an address in ASCII that reads as itself again, or an `InputError` of one line; never another exception."""
    said = ""
    try:
        target = target_of(text)
    except InputError as error:
        said = str(error)
    else:
        said = target.label
        assert target.url.isascii()
        assert target_of(target.url) == target
    assert said
    assert said.isprintable()


@pytest.mark.parametrize(
    ("location", "url"),
    [
        pytest.param("/b?c=d", "https://news.example/b?c=d", id="path"),
        pytest.param("b", "https://news.example/a/b", id="relative"),
        pytest.param("//other.example/", "https://other.example/", id="host"),
        pytest.param("https://other.example:8443/#x", "https://other.example:8443/", id="whole"),
        pytest.param("/خبر عاجل", "https://news.example/%D8%AE%D8%A8%D8%B1%20%D8%B9%D8%A7%D8%AC%D9%84", id="arabic"),
        pytest.param("http://news.example/", InputError("from https to http"), id="downgrade"),
        pytest.param("file:///etc/passwd", InputError("cannot be fetched.*only addresses with http"), id="file"),
        pytest.param("//a:geheim@other.example/", InputError("user name or password"), id="credentials"),
        pytest.param("http://[::1", InputError("not an address"), id="half-a-bracket"),
    ],
)
def test_redirected(location: str, url: str | InputError) -> None:
    """A redirect leads where a browser goes, but never to another scheme, to credentials, or from https down to http."""
    here = Target("https", "news.example", 443, "/a/x?token=geheim")
    if isinstance(url, str):
        there = redirected(here, location)
        assert (there.url, there.via) == (url, "https://news.example/a/x")
        return
    with pytest.raises(InputError, match=str(url)) as caught:
        redirected(here, location)
    assert str(caught.value).startswith("https://news.example/a/x: ")
    assert "geheim" not in str(caught.value)


PUBLIC = """8.8.8.8 93.184.216.34 1.1.1.1 172.15.255.255 172.32.0.1 100.63.255.255 100.128.0.0 223.255.255.255 192.0.1.1
2606:4700::1111 2a00:1450:4001::200e ::ffff:8.8.8.8 64:ff9b::808:808"""

NOT_PUBLIC = """127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
100.64.0.1 100.100.100.200 100.127.255.255 192.0.0.1 192.0.0.100 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1
168.63.129.16 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:100.64.0.1 ::ffff:0:127.0.0.1
64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 2002:7f00:1:: 2002:a00:1:: 2002:808:808::1
2001:0:808:808::1 2001:0:4136:e378:8000:63bf:80ff:fffe 2001:db8::1 3fff::1 5f00::1 100::1 fc00::1 fd00:ec2::254
fe80::1 fe80::1%eth0 fec0::1 ff02::1 4000::1 localhost 127.1 2130706433"""


@pytest.mark.parametrize(("address", "public"), [(a, True) for a in PUBLIC.split()] + [(a, False) for a in NOT_PUBLIC.split()])
def test_is_public(address: str, public: bool) -> None:  # noqa: FBT001
    """Private, loopback, link-local, shared, reserved and tunnelled addresses are told from public ones, in every disguise."""
    assert is_public(address) is public
