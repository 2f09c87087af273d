"""Many articles: none is lost, none is paid for twice, one failure touches no other, and the pace follows the server."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from stub import Reply, Stub

import mujaz
from mujaz.batch.journal import Journal
from mujaz.errors import InputError, SettingsError
from mujaz.model.pace import Pace

SCHEMA = "minister: words, cost: money"
TEXT = "قال الوزير سعيد أمزازي إن كلفة المشروع رقم {n} بلغت {n} مليون درهم."


def texts(count: int) -> list[str]:
    return [TEXT.format(n=n) for n in range(2, count + 2)]


def answer(request: dict[str, Any]) -> Reply:
    """The right answer for the article of a request."""
    said = re.findall(r"\d+ مليون درهم", request["messages"][-1]["content"])[-1]
    money = {"text": said, "value": int(said.split()[0]) * 10**6, "unit": "MAD"}
    return Reply(json.dumps({"minister": "سعيد أمزازي", "cost": money}, ensure_ascii=False), delay=0.005)


def run(sources: list[Any], out: Path, url: str, **options: Any) -> list[mujaz.Outcome]:
    """A whole batch."""

    async def all_of() -> list[mujaz.Outcome]:
        many = mujaz.summarize_many(sources, out, schema=SCHEMA, model="m", base_url=url, country="MA", **options)
        return [outcome async for outcome in many]

    return asyncio.run(all_of())


def entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def test_each_article_once(tmp_path: Path) -> None:
    """Every article has one line with its whole result; the same text twice is asked once; a second run asks nothing."""
    out = tmp_path / "results.jsonl"
    sources = [*texts(30), texts(1)[0]]
    with Stub(answer) as stub:
        first = run(sources, out, stub.url)
        again = run(sources, out, stub.url)
    assert len(stub.requests) == 30
    assert sum(o.result is not None for o in first) == 30
    assert [o.known for o in again] == [True] * 31
    values = sorted(int(e["result"]["summary"]["cost"]["value"]) // 10**6 for e in entries(out))
    assert values == list(range(2, 32))
    assert all(mujaz.Result[Any].model_validate(e["result"]).proven for e in entries(out))


def test_another_option_is_another_run(tmp_path: Path) -> None:
    """What decides the answer is part of the key: with another option an article is asked again."""
    out = tmp_path / "results.jsonl"
    with Stub(answer) as stub:
        run(texts(2), out, stub.url)
        run(texts(2), out, stub.url, max_tokens=999)
    assert len(stub.requests) == 4
    assert len(entries(out)) == 4


def test_one_failure_touches_no_other(tmp_path: Path) -> None:
    """An article that fails, and one that cannot be read, are lines of their own that say why; --retry-failed asks them again."""
    out = tmp_path / "results.jsonl"
    down = True

    def failing(request: dict[str, Any]) -> Reply:
        return Reply("broken", status=400) if down and "رقم 3 " in request["messages"][-1]["content"] else answer(request)

    sources = [*texts(4), Path("none.txt")]
    with Stub(failing) as stub:
        outcomes = run(sources, out, stub.url)
        assert sorted(bool(o.error) for o in outcomes) == [False, False, False, True, True]
        assert {e["status"] for e in entries(out)} == {"proven", "failed"}
        assert any("no such file" in e.get("error", "") for e in entries(out))
        assert len(run(sources, out, stub.url)) == 5
        assert len(stub.requests) == 4
        down = False
        run(sources, out, stub.url, retry_failed=True)
    assert len(stub.requests) == 5
    assert sorted(e["status"] for e in entries(out)) == ["failed"] + ["proven"] * 4


def test_a_password_in_the_address(tmp_path: Path) -> None:
    """A server behind a password is asked about many articles as about one."""
    with Stub(answer) as stub:
        outcomes = run(texts(2), tmp_path / "r.jsonl", stub.url.replace("http://", "http://user:secret@"))
    assert [o.status for o in outcomes] == ["proven", "proven"]


def test_an_empty_answer_proves_nothing(tmp_path: Path) -> None:
    """An answer in which every field is null says nothing, so its article is unproven."""
    with Stub([Reply(json.dumps({"minister": None, "cost": None}))]) as stub:
        assert [o.status for o in run(texts(1), tmp_path / "r.jsonl", stub.url)] == ["unproven"]


@pytest.mark.parametrize("cut", [1, 7, 40])
def test_a_torn_line_is_mended(tmp_path: Path, cut: int) -> None:
    """What a kill left of the last line is cut off, and only that article is asked again."""
    out = tmp_path / "results.jsonl"
    with Stub(answer) as stub:
        run(texts(3), out, stub.url)
        data = out.read_bytes()
        out.write_bytes(data[:-cut])
        run(texts(3), out, stub.url)
    assert len(stub.requests) == 4
    assert sorted(e["key"] for e in entries(out)) == sorted(json.loads(line)["key"] for line in data.splitlines())


KILLED = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_batch import run, texts
run(texts({count}), Path({out!r}), {url!r}, concurrency=4)
"""


def test_kill_in_the_middle(tmp_path: Path) -> None:
    """After kills -9 every article is there once, every line whole, and at most what was in flight was asked twice."""
    out = tmp_path / "results.jsonl"
    count, kills = 60, 3
    with Stub(answer) as stub:
        for wait in range(kills):
            code = KILLED.format(tests=str(ROOT / "tests"), count=count, out=str(out), url=stub.url)
            before = len(stub.requests)
            child = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)  # noqa: S603  (our own code)
            until = time.monotonic() + 30
            while len(stub.requests) < before + 5 + 4 * wait and time.monotonic() < until and child.poll() is None:
                time.sleep(0.01)
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
        run(texts(count), out, stub.url, concurrency=4)
    lines = entries(out)
    assert sorted(int(e["result"]["summary"]["cost"]["value"]) // 10**6 for e in lines) == list(range(2, count + 2))
    assert len(stub.requests) <= count + 4 * kills


def test_two_runs_on_one_file(tmp_path: Path) -> None:
    """A second run on a file that another writes is refused, and the first goes on."""
    path = tmp_path / "results.jsonl"
    with Journal(path) as journal, pytest.raises(InputError, match="another run is writing it"), Journal(path):
        pass
    assert journal.known == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"hello\n", "something else than results"),
        (b'{"a": 1}\n', "something else"),
        (b'["key"]\n', "something else"),
        (b"my notes", "at byte 0"),
    ],
)
def test_a_file_of_something_else(tmp_path: Path, content: bytes, message: str) -> None:
    """A file that holds something else is refused, and left as it is."""
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message), Journal(path):
        pass
    assert path.read_bytes() == content


@given(st.lists(st.tuples(st.text(max_size=30), st.booleans()), max_size=12), st.integers(0, 200))
def test_a_journal_cut_anywhere_keeps_its_whole_lines(tmp_path_factory: Any, rows: list[tuple[str, bool]], cut: int) -> None:
    """Whatever is cut off the end, the lines before it are read back as they were written, and writing goes on behind them."""
    path = tmp_path_factory.mktemp("journal") / "r.jsonl"
    with Journal(path) as journal:
        for n, (text, failed) in enumerate(rows):
            journal.append({"key": str(n), "status": "failed" if failed else "proven", "text": text})
    data = path.read_bytes()
    path.write_bytes(data[: max(0, len(data) - cut)])
    with Journal(path) as journal:
        journal.append({"key": "more", "status": "proven"})
    kept = entries(path)
    assert [e["key"] for e in kept] == [*[str(n) for n in range(len(kept) - 1)], "more"]
    assert [e["text"] for e in kept[:-1]] == [text for text, _ in rows[: len(kept) - 1]]
    with Journal(path, retry_failed=True) as journal:
        assert set(journal.known) == {e["key"] for e in kept if e["status"] != "failed"}


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that does not fit leaves no half line, and the error says what to do."""
    path = tmp_path / "r.jsonl"
    with Journal(path) as journal:
        journal.append({"key": "1", "status": "proven"})
        whole = os.write
        monkeypatch.setattr(os, "write", lambda file, data: whole(file, data[:5]))
        with pytest.raises(InputError, match="make room and run the same again"):
            journal.append({"key": "2", "status": "proven"})
        monkeypatch.undo()
        journal.append({"key": "3", "status": "proven"})
    assert [e["key"] for e in entries(path)] == ["1", "3"]


@pytest.mark.parametrize(("status", "error"), [(401, "AuthError"), (404, "EndpointError")])
def test_what_all_would_fail_on_ends_the_run(tmp_path: Path, status: int, error: str) -> None:
    """A refused key or an unknown model ends the run at once, and no article is written down as failed."""
    out = tmp_path / "r.jsonl"
    with Stub(lambda _request: Reply("no", status=status)) as stub, pytest.raises(getattr(mujaz, error)):
        run(texts(50), out, stub.url, concurrency=4)
    assert len(stub.requests) <= 8
    assert entries(out) == []


def test_ctrl_c_finishes_what_is_asked(tmp_path: Path) -> None:
    """Ctrl-C: what is being asked is finished and written, nothing more is begun, and the next run goes on from there."""
    out, inputs = tmp_path / "r.jsonl", tmp_path / "in.jsonl"
    inputs.write_text("".join(json.dumps({"text": t}) + "\n" for t in texts(40)), encoding="utf-8")

    def slow(request: dict[str, Any]) -> Reply:
        return Reply(answer(request).content, delay=0.2)

    with Stub(slow) as stub:
        command = [str(Path(sys.executable).parent / "mujaz"), "batch", str(inputs), "--out", str(out), "--schema", SCHEMA]
        command += ["--model", "m", "--base-url", stub.url, "--concurrency", "2", "--country", "MA"]
        child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8")  # noqa: S603  (our own code)
        while len(stub.requests) < 3 and child.poll() is None:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
        asked = len(stub.requests)
        assert child.returncode == 130, said
        assert "finishing what is being asked" in said
        assert "start the same command again" in said
        assert len(entries(out)) == asked < 10
        ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False)  # noqa: S603  (the same)
        assert ended.returncode == 0, ended.stderr
        assert f"40 articles ({asked} known before): 40 proven" in ended.stderr
        assert len(stub.requests) == 40


def test_a_server_without_schemas_is_learned_once(tmp_path: Path) -> None:
    """Where a server takes tools only, the articles that follow are asked with tools at once."""

    def old(request: dict[str, Any]) -> Reply:
        if "response_format" in request:
            return Reply("response_format is not supported", status=400)
        return Reply(answer(request).content, tool=request["tools"][0]["function"]["name"])

    with Stub(old) as stub:
        outcomes = run(texts(20), tmp_path / "r.jsonl", stub.url, concurrency=2)
    assert all(o.result for o in outcomes)
    assert len(stub.requests) <= 22


def test_refusals_slow_all_down(tmp_path: Path) -> None:
    """A server that refuses is asked at a slower pace, every article is answered all the same, and Retry-After holds for all."""
    refused: list[float] = []

    def busy(request: dict[str, Any]) -> Reply:
        if len(refused) < 3:
            refused.append(time.monotonic())
            return Reply("slow down", status=429, headers={"Retry-After": "0.3"})
        return answer(request)

    with Stub(busy) as stub:
        outcomes = run(texts(12), tmp_path / "r.jsonl", stub.url, concurrency=8)
    assert all(o.result for o in outcomes)
    assert len(stub.requests) == 15


def test_the_pace() -> None:
    """Each answer allows one more; refusals that come together halve once; up to there it rises quickly, beyond slowly."""
    pace = Pace(128)
    assert pace.allowed == 32
    for _ in range(32):
        pace.well()
    assert pace.allowed == 64
    pace.refused(None)
    pace.refused(None)
    assert pace.allowed == 32
    for _ in range(32):
        pace.well()
    assert pace.allowed == 64
    for _ in range(64):
        pace.well()
    assert 64.9 < pace.allowed < 65.1
    for _ in range(7000):
        pace.well()
    assert pace.allowed == 128


def test_places_are_bounded() -> None:
    """No more articles hold a place than are allowed."""
    pace, most, now = Pace(3), 0, 0

    async def one() -> None:
        nonlocal most, now
        async with pace.place():
            now += 1
            most = max(most, now)
            await asyncio.sleep(0)
            now -= 1

    async def many() -> None:
        await asyncio.gather(*(one() for _ in range(20)))

    asyncio.run(many())
    assert most == 3


@pytest.mark.parametrize("concurrency", [0, 257])
def test_bad_concurrency(tmp_path: Path, concurrency: int) -> None:
    """A number of articles at a time that makes no sense is an error that says what does."""
    with pytest.raises(SettingsError, match="from 1 to 256"):
        run([], tmp_path / "r.jsonl", "http://127.0.0.1:9/v1", concurrency=concurrency)
