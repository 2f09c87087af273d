"""What goes wrong in a batch: servers that die or answer oddly, names that are no UTF-8, foreign files, Ctrl-C at a bad time."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from site_stub import Site
from stub import Reply, Stub
from test_batch import SCHEMA, answer, entries, run, texts
from test_limits import articles, command

import mujaz
from mujaz import pipeline
from mujaz.batch.journal import Journal
from mujaz.errors import AuthError, EndpointError, InputError, SettingsError
from mujaz.report import folder

if TYPE_CHECKING:
    import socket


class Dying(Stub):
    """A server that is gone after some answers."""

    def __init__(self, after: int) -> None:
        super().__init__(self._reply)
        self.after = after

    def _reply(self, request: dict[str, Any]) -> Reply:
        if len(self.requests) >= self.after:
            self._server.socket.close()
            return Reply(reset=True)
        return answer(request)


def test_a_server_that_dies_ends_the_run(tmp_path: Path) -> None:
    """When the only server is gone in the middle the run ends, and no article counts as failed."""
    with Dying(5) as stub, pytest.raises(EndpointError, match="answers no more"):
        run(texts(30), tmp_path / "r.jsonl", stub.url, concurrency=2, attempts=2)
    assert {e["status"] for e in entries(tmp_path / "r.jsonl")} == {"proven"}


def test_another_server_takes_over(tmp_path: Path) -> None:
    """When one of two servers is gone in the middle the other answers what is left, and nothing fails."""
    with Dying(5) as one, Stub(answer) as two:
        outcomes = run(texts(30), tmp_path / "r.jsonl", one.url, servers=[one.url, two.url], concurrency=4, attempts=2)
    assert [o.status for o in outcomes] == ["proven"] * 30


GOOD = json.loads(Reply("{}").as_body("m"))


@pytest.mark.parametrize(
    "change",
    [
        {"choices": [None]},
        {"choices": [{"index": 0, "finish_reason": "stop", "message": None}]},
        {"choices": [{"index": 0, "finish_reason": "stop"}]},
        {"choices": {}},
        {"choices": "x"},
    ],
    ids=["null", "null-message", "no-message", "object", "text"],
)
def test_an_answer_of_another_shape_fails_one_article(tmp_path: Path, change: dict[str, Any]) -> None:
    """An answer that is no chat completion is asked for again, and then fails its article and no other."""

    def odd(request: dict[str, Any]) -> Reply:
        if "رقم 3 " in request["messages"][-1]["content"]:
            return Reply(body=json.dumps({**GOOD, **change}))
        return answer(request)

    with Stub(odd) as stub:
        outcomes = run(texts(4), tmp_path / "r.jsonl", stub.url, attempts=1)
    assert sorted(o.status for o in outcomes) == ["failed", "proven", "proven", "proven"]
    assert all("is not a chat completion" in (o.error or "is not a chat completion") for o in outcomes)


@pytest.mark.parametrize(
    "usage",
    [[], {"prompt_tokens": "many", "completion_tokens": 1}, {"cost": True}, {"cost": float("nan")}, {"cost": "1"}, None],
    ids=["list", "text", "true", "nan", "text-cost", "none"],
)
def test_odd_counts_are_no_counts(tmp_path: Path, usage: Any) -> None:
    """What a server tells oddly of its tokens and cost is left out, and the answer is taken."""

    def odd(request: dict[str, Any]) -> Reply:
        return Reply(body=json.dumps({**json.loads(answer(request).as_body("m")), "usage": usage}))

    with Stub(odd) as stub:
        outcomes = run(texts(1), tmp_path / "r.jsonl", stub.url)
    assert [o.status for o in outcomes] == ["proven"]
    assert outcomes[0].spent
    assert outcomes[0].spent.cost_usd is None


def test_names_that_are_no_utf_8(tmp_path: Path) -> None:
    """A file name and a title that are no UTF-8 are written as their escapes, and the batch goes on."""
    odd = Path(os.fsdecode(bytes(tmp_path / "x") + b"\xff.txt"))
    odd.write_text(texts(1)[0], encoding="utf-8")
    table = tmp_path / "a.jsonl"
    table.write_text('{"text": "' + texts(2)[1] + '", "title": "\\ud800", "author": "\\udfff"}\n', encoding="utf-8")
    with Stub(answer) as stub:
        outcomes = run([odd, table, tmp_path / os.fsdecode(b"\xfe.txt")], tmp_path / "r.jsonl", stub.url)
        assert [o.status for o in outcomes if o.result] == ["proven", "proven"]
        assert all(o.known for o in run([odd, table], tmp_path / "r.jsonl", stub.url))
    assert len(entries(tmp_path / "r.jsonl")) == 3


def test_a_defect_fails_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong with one article touches no other, and says that it should not be."""
    real = pipeline.answered

    async def broken(plan: Any, door: Any, article: Any, tell: Any) -> Any:
        if "رقم 3 " in article.text:
            raise ZeroDivisionError("an example")
        return await real(plan, door, article, tell)

    monkeypatch.setattr("mujaz.batch.run.answered", broken)
    with Stub(answer) as stub:
        outcomes = run(texts(3), tmp_path / "r.jsonl", stub.url)
    assert sorted(o.error or "" for o in outcomes) == [
        "",
        "",
        "a defect of mujaz, please report it: ZeroDivisionError: an example",
    ]


@pytest.mark.parametrize(("status", "said"), [(402, "gives no more credit"), (401, "refuses the key")])
def test_no_credit_ends_the_run(tmp_path: Path, status: int, said: str) -> None:
    """What every article would fail on ends the run at once."""
    with Stub(lambda _request: Reply("no", status=status)) as stub, pytest.raises(AuthError, match=said):
        run(texts(20), tmp_path / "r.jsonl", stub.url)
    assert entries(tmp_path / "r.jsonl") == []


def test_a_passing_404_is_another_attempt(tmp_path: Path) -> None:
    """After an answer, a 404 is a server that starts again, and no unknown model."""

    def passing(request: dict[str, Any]) -> Reply:
        return Reply("not found", status=404) if len(stub.requests) == 3 else answer(request)

    with Stub(passing) as stub:
        outcomes = run(texts(4), tmp_path / "r.jsonl", stub.url, concurrency=1)
    assert [o.status for o in outcomes] == ["proven"] * 4


def test_a_budget_where_a_server_tells_no_tokens(tmp_path: Path) -> None:
    """Where a server does not tell its tokens, what was guessed counts as spent."""
    prices = tmp_path / "p.toml"
    prices.write_text("[m]\ninput = 100\noutput = 200\n")

    def silent(request: dict[str, Any]) -> Reply:
        return Reply(body=json.dumps({**json.loads(answer(request).as_body("m")), "usage": None}))

    with Stub(silent) as stub:
        words = [articles(tmp_path, 40), "--out", str(tmp_path / "r.jsonl"), "--schema", SCHEMA, "--model", "m"]
        code, _, said = command(*words, "--base-url", stub.url, "--prices", str(prices), "--budget", "1USD")
    assert (code, "the budget is spent" in said) == (1, True)
    assert 5 < len(stub.requests) < 30


def test_what_failed_was_paid_for(tmp_path: Path) -> None:
    """Articles that failed and are asked again keep what they cost, so a budget holds over all runs."""
    prices = tmp_path / "p.toml"
    prices.write_text("[m]\ninput = 100\noutput = 200\n")
    out = tmp_path / "r.jsonl"
    with Stub(lambda _request: Reply("no", refusal="I cannot")) as stub:
        for _ in range(3):
            run(texts(4), out, stub.url, prices=prices, retry_failed=True)
    with Journal(out) as journal:
        assert journal.cost == Decimal("0.24")  # 2 cents each, three times four
        assert journal.priced == 12
        assert len(journal.known) == 4
    assert mujaz.batch.tables.write(out, tmp_path / "r.csv", mujaz.schema_of(SCHEMA)) == 4
    assert folder.write(out, tmp_path / "pages").startswith("4 articles")


@pytest.mark.parametrize(
    "line",
    [
        '{"key":"x","status":"failed","spent":5}',
        '{"key":"x","status":"failed","spent":null}',
        '{"key":"x","status":"odd"}',
        '{"key":"x","status":"failed","spent":{"cost_usd":"NaN"}}',
        '{"key":"x","status":"proven","result":{"items":[],"run":[]}}',
        '{"key":"x","status":' + "[" * 100_000,
    ],
    ids=["number", "null", "status", "nan", "run", "deep"],
)
def test_foreign_lines(tmp_path: Path, line: str) -> None:
    """A file with a line that is no result is refused and left as it is."""
    out = tmp_path / "r.jsonl"
    out.write_text(line + "\n")
    with pytest.raises(InputError, match="something else than results"), Journal(out):
        pass
    assert out.read_text() == line + "\n"


def test_no_file_to_go_on_with() -> None:
    """A device is refused: nothing could be gone on with."""
    with pytest.raises(InputError, match="no file"), Journal(Path("/dev/null")):
        pass


def test_a_table_of_another_schema_is_told_first(tmp_path: Path) -> None:
    """Results of another schema behind a table are refused before anything is asked."""
    words = [articles(tmp_path, 2), "--out", str(tmp_path / "r.csv"), "--model", "m", "--country", "MA"]
    with Stub(answer) as stub:
        words += ["--base-url", stub.url]
        assert command(*words, "--schema", SCHEMA)[0] == 0
        with pytest.raises(InputError, match="Give the --schema"):
            command(*words, "--schema", "court: words")
        assert len(stub.requests) == 2


def test_the_same_server_twice_is_one(tmp_path: Path) -> None:
    """An address that stands twice is one server; one that is no address is refused before anything is asked."""
    with Stub(answer) as stub:
        run(texts(2), tmp_path / "r.jsonl", stub.url, servers=[stub.url, stub.url + "/"])
        with pytest.raises(SettingsError, match="give an address"):
            run(texts(2), tmp_path / "s.jsonl", stub.url, servers=[stub.url, "localhost:9/v1"])


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    """An empty folder is an article that cannot be read, not a run of nothing."""
    (tmp_path / "empty").mkdir()
    with Stub(answer) as stub:
        outcomes = run([tmp_path / "empty"], tmp_path / "r.jsonl", stub.url)
    assert [o.status for o in outcomes] == ["failed"]
    assert "nothing in it" in str(outcomes[0].error)


def test_a_record_is_named(tmp_path: Path) -> None:
    """A record that cannot be read is told by its own name, and is known the second time."""
    (tmp_path / "a.jsonl").write_text('{"text": "hello"}\n{"text": 5}\n')
    with Stub(answer) as stub:
        outcomes = run([tmp_path / "a.jsonl"], tmp_path / "r.jsonl", stub.url)
        again = run([tmp_path / "a.jsonl"], tmp_path / "r.jsonl", stub.url)
    assert [o.source.rpartition("/")[2] for o in outcomes] == ["a.jsonl#1", "a.jsonl#2"]
    assert [o.known for o in again] == [True, True]


def test_a_loop_that_runs_is_told(tmp_path: Path) -> None:
    """A plain `for` inside an event loop says to write `async for`."""

    async def inside() -> None:
        for _ in mujaz.summarize_many([], tmp_path / "r.jsonl", model="m", base_url="http://127.0.0.1:9/v1"):
            pass

    with pytest.raises(SettingsError, match="async for"):
        asyncio.run(inside())


@pytest.mark.parametrize("case", ["rpm", "pipe", "pipe, twice", "page", "known"])
def test_ctrl_c_is_heard(tmp_path: Path, case: str) -> None:
    """Ctrl-C ends a run that waits for its turn, reads an open pipe or a page that drips, or passes over what is known.

    The run ends well, and says how to go on; a second Ctrl-C ends it where it is.
    """
    given = articles(tmp_path, 300 if case == "known" else 40)
    if case == "known":  # each is there many times over: reading them all takes some seconds
        Path(given).write_text(Path(given).read_text(encoding="utf-8") * 90, encoding="utf-8")
    reads = threading.Event()

    def page(connection: socket.socket) -> None:
        reads.set()
        connection.recv(1)  # nothing comes, until the other side is gone

    with Stub(answer) as stub, Site({"/": page}) as site:
        source = "-" if case.startswith("pipe") else f"http://127.0.0.1:{site.port}/" if case == "page" else given
        start = [sys.executable, "-c", "from mujaz.cli import main; main()", "batch", source, "--allow-private"]
        start += ["--out", str(tmp_path / "r.jsonl"), "--schema", SCHEMA, "--model", "m", "--base-url", stub.url]
        if case == "known":
            subprocess.run(start, check=False, capture_output=True)  # noqa: S603  (our own command)
        if case == "rpm":
            start += ["--rpm", "1"]
        child = subprocess.Popen(start, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")  # noqa: S603  (the same)
        while case == "rpm" and not stub.requests:
            time.sleep(0.01)
        assert reads.wait(20) if case == "page" else True
        time.sleep(2.0 if case == "known" else 1.5)
        child.send_signal(signal.SIGINT)
        if case == "pipe, twice":
            time.sleep(0.1)
            child.send_signal(signal.SIGINT)
        assert child.wait(20) == 130
        assert child.stdin
        assert child.stderr
        said = child.stderr.read()
        child.stdin.close()
        child.stderr.close()
    assert said.rstrip().endswith("interrupted" if case == "pipe, twice" else "what is in the file is not asked again.")
