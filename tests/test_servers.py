"""A server that fails article after article ends the run, or is left out, and nothing that it failed is lost."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from stub import Reply, Stub
from test_batch import answer, entries, run, texts
from test_limits import articles, command

from mujaz.batch.journal import Journal
from mujaz.errors import EndpointError
from mujaz.model.pace import Pace

if TYPE_CHECKING:
    from pathlib import Path

DOWN = Reply("down", status=500)


def test_how_many_in_a_row_are_too_many() -> None:
    """Three for each that is asked at a time, and ten at least; an answer between begins the row anew."""
    for most, row in ((1, 10), (3, 10), (8, 24), (256, 768)):
        pace = Pace(most)
        for _ in range(2):
            assert [pace.failed() for _ in range(row - 1)] == [0] * (row - 1)
            pace.well()
        assert [pace.failed() for _ in range(row)][-1] == row


@pytest.mark.parametrize(
    ("reply", "ends"),
    [
        pytest.param(DOWN, True, id="500"),
        pytest.param(Reply("busy", status=503), True, id="503"),
        pytest.param(Reply("too much", status=429), True, id="429"),
        pytest.param(Reply(reset=True), True, id="reset"),
        pytest.param(Reply("{}", delay=1.0), True, id="too late"),
        pytest.param(Reply("no", refusal="I cannot"), False, id="refusal"),
        pytest.param(Reply("no", status=400), False, id="400"),
        pytest.param(Reply('{"minister": '), False, id="cut"),
        pytest.param(Reply(body="<html></html>"), False, id="page"),
    ],
)
def test_what_fails_for_the_servers_sake_ends_a_run(tmp_path: Path, reply: Reply, *, ends: bool) -> None:
    """Articles that fail in a row for the server's sake end the run; those that fail for their own do not, however many."""
    out = tmp_path / "r.jsonl"

    def failing(request: dict[str, Any]) -> Reply:
        return answer(request) if len(stub.requests) == 1 else reply

    with Stub(failing) as stub:
        options: dict[str, Any] = {"concurrency": 1, "attempts": 1, "timeout": 0.3}
        if ends:
            with pytest.raises(EndpointError, match="failed 10 articles in a row; start the same command again"):
                run(texts(20), out, stub.url, **options)
        else:
            assert len(run(texts(20), out, stub.url, **options)) == 20
    assert len(stub.requests) in ({11, 12} if ends else {20})  # the next may be sent before the end is heard
    failed = [entry for entry in entries(out) if entry["status"] == "failed"]
    assert [entry.get("again", False) for entry in failed] == ([True] * 9 if ends else [False] * 19)


def test_the_same_command_goes_on(tmp_path: Path) -> None:
    """A run that a server ended is an error of code 1; the same command asks what the server failed, and nothing twice."""
    mended = False
    words = [articles(tmp_path, 40), "--out", str(tmp_path / "r.jsonl"), "--schema", "minister: words, cost: money"]
    words += ["--model", "m", "--country", "MA", "--concurrency", "1", "--attempts", "1"]
    with Stub(lambda request: answer(request) if mended or len(stub.requests) <= 5 else DOWN) as stub:
        words += ["--base-url", stub.url]
        with pytest.raises(EndpointError) as raised:
            command(*words)
        assert raised.value.exit_code == 1
        assert [e["status"] for e in entries(tmp_path / "r.jsonl")] == ["proven"] * 5 + ["failed"] * 9
        _, told, _ = command(*words, "--dry-run")
        assert "35 articles to ask, 5 known before" in told
        asked, mended = len(stub.requests), True
        code, _, said = command(*words)
    assert (code, "40 articles (5 known before): 40 proven, 0 unproven, 0 failed" in said) == (0, True)
    assert len(stub.requests) == asked + 35
    assert [e["status"] for e in entries(tmp_path / "r.jsonl")] == ["proven"] * 40


def test_a_failure_now_and_then_ends_nothing(tmp_path: Path) -> None:
    """A server that fails every second article is asked to the end; the next run asks those again, and what they cost is kept."""
    out, prices = tmp_path / "r.jsonl", tmp_path / "p.toml"
    prices.write_text("[m]\ninput = 100\noutput = 200\n")
    mended = False

    def unsteady(request: dict[str, Any]) -> Reply:
        if mended or int(json.dumps(request["messages"][-1], ensure_ascii=False).split("رقم ")[-1].split()[0]) % 2:
            return answer(request)
        return DOWN if request in stub.requests[:-1] else Reply("{")  # 2 cents for nothing, and then the error

    with Stub(unsteady) as stub:
        options: dict[str, Any] = {"concurrency": 1, "attempts": 2, "prices": prices}
        outcomes = run(texts(30), out, stub.url, **options)
        assert sorted(o.status for o in outcomes) == ["failed"] * 15 + ["proven"] * 15
        assert all(o.again for o in outcomes if o.status == "failed")
        asked, mended = len(stub.requests), True
        again = run(texts(30), out, stub.url, **options)
    assert sum(o.known for o in again) == 15
    assert {o.status for o in again} == {"proven"}
    assert len(stub.requests) == asked + 15
    with Journal(out) as journal:
        assert journal.cost == Decimal("0.9")  # 30 answers, and 15 for nothing


def test_a_server_that_only_fails_is_left_out(tmp_path: Path) -> None:
    """Where one of two servers fails article after article the other answers what is left, and the run goes on."""
    with Stub(lambda _request: DOWN) as one, Stub(answer) as two:
        options: dict[str, Any] = {"servers": [one.url, two.url], "concurrency": 2, "attempts": 1}
        outcomes = run(texts(60), tmp_path / "r.jsonl", one.url, **options)
        assert sorted(o.status for o in outcomes) == ["failed"] * 9 + ["proven"] * 51
        assert 10 <= len(one.requests) <= 12
        again = run(texts(60), tmp_path / "r.jsonl", two.url, concurrency=2)
    assert {o.status for o in again} == {"proven"}
