"""Reading beside the event loop: what is slow to read holds up no answer, and no more is read than is wanted."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from site_stub import Site
from site_stub import answer as page
from stub import Stub
from test_batch import SCHEMA, answer, entries, run, texts

import mujaz
from mujaz.batch import ahead
from mujaz.reading.load import load_all

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator
    from pathlib import Path


def test_a_page_that_drips_holds_up_no_answer(tmp_path: Path) -> None:
    """While a page is on its way the articles before it are asked, written and told; what stands behind it is read after it."""
    first, last, (dripped, behind) = texts(4), threading.Event(), texts(6)[4:]
    happened: list[str] = []

    def drip(connection: socket.socket) -> None:
        whole = page(dripped.encode(), "Content-Type: text/plain; charset=utf-8")
        connection.sendall(whole[:-1])
        last.wait(30)  # where the page holds up the answers this is never set, and the order below is another
        happened.append("the page ends")
        connection.sendall(whole[-1:])

    async def batch(url: str, address: str) -> None:
        out = tmp_path / "r.jsonl"
        many = mujaz.summarize_many(
            [*first, address, behind], out, schema=SCHEMA, model="m", base_url=url, country="MA", allow_private=True
        )
        async for outcome in many:
            assert outcome.status == "proven"
            assert outcome.key in {entry["key"] for entry in entries(out)}
            happened.append("an answer")
            if len(happened) == len(first):
                last.set()

    with Stub(answer) as stub, Site({"/a": drip}) as site:
        asyncio.run(batch(stub.url, f"http://127.0.0.1:{site.port}/a"))
    assert happened == ["an answer"] * 4 + ["the page ends"] + ["an answer"] * 2
    asked = [json.dumps(request, ensure_ascii=False) for request in stub.requests]
    assert [n for n, text in enumerate(texts(6)) if text in asked[4]] == [4]
    assert len(asked) == 6


def test_no_more_is_read_than_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two articles are read for each that is asked at a time, however slow the answers; memory holds no more of them."""
    most, given = 3, 0
    ahead_of: list[int] = []

    def counted(source: Any, ways: Any) -> Iterator[Any]:
        for article in load_all(source, ways):
            ahead_of.append(len(ahead_of) + 1 - given)
            yield article

    monkeypatch.setattr(ahead, "load_all", counted)
    table = tmp_path / "a.jsonl"
    table.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts(40)), encoding="utf-8")

    async def batch(url: str) -> None:
        nonlocal given
        options: Any = {"schema": SCHEMA, "model": "m", "base_url": url, "concurrency": most}
        async for _ in mujaz.summarize_many([table], tmp_path / "r.jsonl", **options):
            given += 1

    with Stub(answer) as stub:
        asyncio.run(batch(stub.url))
    assert given == len(ahead_of) == 40
    assert max(ahead_of) == 2 * most


def test_sources_are_gone_through_where_the_caller_is(tmp_path: Path) -> None:
    """Sources may come from a database cursor, which can be used in its own thread only."""
    with closing(sqlite3.connect(":memory:")) as base, Stub(answer) as stub:
        base.execute("CREATE TABLE articles (text TEXT)")
        base.executemany("INSERT INTO articles VALUES (?)", [(text,) for text in texts(20)])
        rows: Any = (text for (text,) in base.execute("SELECT text FROM articles"))
        outcomes = run(rows, tmp_path / "r.jsonl", stub.url)
    assert [o.status for o in outcomes] == ["proven"] * 20


def test_a_batch_that_is_left_leaves_nothing(tmp_path: Path) -> None:
    """Who leaves the loop early leaves no thread that reads, and no open file behind."""
    table = tmp_path / "a.jsonl"
    table.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts(40)), encoding="utf-8")
    before = set(threading.enumerate())
    with Stub(answer) as stub:
        options: Any = {"schema": SCHEMA, "model": "m", "base_url": stub.url, "concurrency": 1}
        for outcome in mujaz.summarize_many([table], tmp_path / "r.jsonl", **options):
            assert outcome.result
            reading = [thread for thread in set(threading.enumerate()) - before if "(_work)" in thread.name]
            break
    assert [thread.is_alive() for thread in reading] == [False]  # an open file would be a ResourceWarning, which is an error


def test_what_a_callers_iterable_raises_is_raised(tmp_path: Path) -> None:
    """An error of the iterable of sources, wherever it comes, is raised where the batch is run."""

    def sources() -> Iterator[str]:
        yield from texts(2)
        raise LookupError("no more")

    given: Any = sources()
    with Stub(answer) as stub, pytest.raises(LookupError, match="no more"):
        run(given, tmp_path / "r.jsonl", stub.url, concurrency=1)


def test_a_defect_of_a_reader_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong in the other thread, and is no article's own error, is raised where the batch is run."""

    def broken(_source: Any, _ways: Any) -> Iterator[Any]:
        raise ZeroDivisionError("an example")
        yield

    monkeypatch.setattr(ahead, "load_all", broken)
    with pytest.raises(ZeroDivisionError, match="an example"):
        run(texts(1), tmp_path / "r.jsonl", "http://127.0.0.1:9/v1")
