"""What a batch may ask and spend: limits a minute, a server's own words, several servers, budgets, floors, and dry runs."""

from __future__ import annotations

import asyncio
import json
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from stub import Reply, Stub
from test_batch import SCHEMA, answer, entries, run, texts

import mujaz
from mujaz.batch.sums import Known, Sums
from mujaz.cli import cli
from mujaz.errors import EndpointError, SettingsError
from mujaz.model.pace import Pace, Rate, _seconds

if TYPE_CHECKING:
    from pathlib import Path

PRICES = "[m]\ninput = 100\ncached = 10\noutput = 200\n"  # the stub's 100 tokens read and 50 written cost 2 cents


def command(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, ["batch", *words], standalone_mode=False)
    if isinstance(done.exception, Exception):
        raise done.exception
    return done.return_value, done.stdout, done.stderr


@pytest.fixture
def prices(tmp_path: Path) -> Path:
    file = tmp_path / "prices.toml"
    file.write_text(PRICES)
    return file


def articles(folder: Path, count: int) -> str:
    """A file of articles."""
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts(count)))
    return str(path)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("6m0s", 360), ("120ms", 0.12), ("1.5", 1.5), ("1h2m3s", 3723), ("7", 7), ("soon", 0), ("", 0), ("-1s", 0)],
)
def test_when_a_limit_is_reset(text: str, seconds: float) -> None:
    """The ways in which servers write a time are read; anything else is none."""
    assert _seconds(text) == pytest.approx(seconds)


def test_requests_are_spread_over_the_minute() -> None:
    """At 1,200 requests a minute one is sent every 50 ms; tokens that a request did not take are given back."""

    async def turns(pace: Pace, tokens: int, back: int) -> float:
        began = time.monotonic()
        for _ in range(5):
            await pace.turn(tokens)
            pace.used(-back)
        return time.monotonic() - began

    assert 0.2 <= asyncio.run(turns(Pace(8, Rate(rpm=1200)), 0, 0)) < 1
    assert 0.2 <= asyncio.run(turns(Pace(8, Rate(tpm=60_000)), 50, 0)) < 1
    assert asyncio.run(turns(Pace(8, Rate(tpm=60_000)), 5000, 5000)) < 0.2


def test_a_servers_headers_hold_for_all(tmp_path: Path) -> None:
    """Where a server says that no request remains, none is sent until its limit is reset."""
    sent: list[float] = []

    def counted(request: dict[str, Any]) -> Reply:
        sent.append(time.monotonic())
        reply = answer(request)
        if len(sent) == 1:
            reply.headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "400ms"}
        return reply

    with Stub(counted) as stub:
        outcomes = run(texts(4), tmp_path / "r.jsonl", stub.url, concurrency=1)
    assert all(o.result for o in outcomes)
    assert sent[1] - sent[0] >= 0.4


def test_several_servers_share_the_work(tmp_path: Path) -> None:
    """Articles go to all servers of a list; the results are those that one would give."""
    with Stub(answer) as one, Stub(answer) as two:
        outcomes = run(texts(24), tmp_path / "r.jsonl", one.url, servers=[one.url, two.url], concurrency=4)
    assert all(o.result and o.status == "proven" for o in outcomes)
    assert len(one.requests) + len(two.requests) == 24
    assert min(len(one.requests), len(two.requests)) >= 6


def test_a_server_that_is_down_is_left_out(tmp_path: Path) -> None:
    """With one of two servers down every article is answered by the other; with both down the run ends with an error."""
    with Stub(answer) as gone:
        pass
    with Stub(answer) as stub:
        outcomes = run(texts(6), tmp_path / "r.jsonl", stub.url, servers=[gone.url, stub.url], concurrency=4)
    assert [o.status for o in outcomes] == ["proven"] * 6
    with pytest.raises(EndpointError):
        run(texts(6), tmp_path / "s.jsonl", stub.url, servers=[gone.url, stub.url])


def test_the_windows_of_a_long_article_take_turns_in_its_place() -> None:
    """One place of the pace serves all windows of an article where no other is free, and more are taken where they are."""
    for most, at_once in ((1, 1), (3, 3)):
        pace = Pace(most)
        door = mujaz.model.call.Door("m", "http://x/v1", "k", mujaz.settings.load({}), lambda _stage: None, pace=pace)
        now = seen = 0

        async def window(door: Any = door) -> None:
            nonlocal now, seen
            async with door._place():
                now += 1
                seen = max(seen, now)
                await asyncio.sleep(0)
                now -= 1

        async def article(pace: Pace = pace) -> None:
            async with pace.place():
                await asyncio.gather(*(window() for _ in range(6)))

        asyncio.run(article())
        assert seen == at_once
        assert pace.load == 0


def test_what_is_spent_is_told(tmp_path: Path, prices: Path) -> None:
    """Tokens and dollars are counted for each article, cached ones apart, and for one that failed, too."""
    out = tmp_path / "r.jsonl"

    def some(request: dict[str, Any]) -> Reply:
        if "رقم 3 " in request["messages"][-1]["content"]:
            return Reply("no", refusal="I cannot", usage=(100, 50))
        reply = answer(request)
        body = json.loads(reply.as_body("m"))
        body["usage"]["prompt_tokens_details"] = {"cached_tokens": 60}
        return Reply(body=json.dumps(body))

    with Stub(some) as stub:
        outcomes = run(texts(3), out, stub.url, prices=prices)
    assert sorted(o.spent.cost_usd or 0 for o in outcomes if o.spent) == [Decimal("0.0146"), Decimal("0.0146"), Decimal("0.02")]
    assert sorted(o.spent.cached_tokens for o in outcomes if o.spent) == [0, 60, 60]
    assert [Decimal(e["spent"]["cost_usd"]) for e in entries(out) if e["status"] == "failed"] == [Decimal("0.02")]
    assert {e["result"]["run"]["cached_tokens"] for e in entries(out) if e["status"] != "failed"} == {60}


def test_a_budget_holds_over_all_runs_of_a_file(tmp_path: Path, prices: Path) -> None:
    """No article is begun that the budget is not likely to pay for; a second run of the same command spends nothing more."""
    given = articles(tmp_path, 40)
    words = [
        given,
        "--out",
        str(tmp_path / "r.jsonl"),
        "--schema",
        SCHEMA,
        "--country",
        "MA",
        "--model",
        "m",
        "--prices",
        str(prices),
    ]
    with Stub(answer) as stub:
        words += ["--base-url", stub.url, "--concurrency", "2"]
        code, _, said = command(*words, "--budget", "0.5USD")
        first = len(stub.requests)
        assert code == 1
        assert "the budget is spent" in said
        assert 15 <= first <= 25  # 2 cents each
        command(*words, "--budget", "0.5USD")
        assert len(stub.requests) == first
        code, _, _ = command(*words, "--budget", "5USD")
        assert (code, len(stub.requests)) == (0, 40)


def test_a_budget_needs_a_price(tmp_path: Path) -> None:
    """Where nobody knows what a model costs, a budget is an error that says how to name its price, and nothing is asked."""
    with Stub(answer) as stub, pytest.raises(SettingsError, match="name a file with --prices"):
        run(texts(1), tmp_path / "r.jsonl", stub.url, budget="5USD")
    assert not stub.requests


def test_a_dry_run_asks_nothing(tmp_path: Path, prices: Path) -> None:
    """A dry run counts the articles, tokens and dollars that a run would take, and makes no file; what is done is left out."""
    given, out = articles(tmp_path, 12), tmp_path / "r.jsonl"
    words = [given, "none.txt", "--out", str(out), "--schema", SCHEMA, "--country", "MA", "--model", "m"]
    with Stub(answer) as stub:
        words += ["--base-url", stub.url]
        _, told, _ = command(*words, "--dry-run", "--prices", str(prices), "--budget", "0.9USD")
        assert "12 articles to ask, 0 known before, 1 that cannot be read" in told
        assert "by the price of a token" in told
        assert "not enough" in told
        assert not stub.requests
        assert not out.exists()
        command(*words, "--prices", str(prices))
        _, told, _ = command(*words, "--dry-run", "--retry-failed")
        assert "0 articles to ask, 12 known before" in told
        assert "about 0.0000 USD (as the 12 articles before cost)" in told
        assert len(stub.requests) == 12


@pytest.mark.parametrize(
    ("inputs", "floor", "code"),
    [
        pytest.param(["{some}"], [], 0, id="all-can-be-read"),
        pytest.param(["{some}", "none.txt"], [], 1, id="one-cannot"),
        pytest.param(["none.txt", "gone.jsonl"], [], 1, id="none-can"),
        pytest.param(["{some}", "none.txt"], ["--fail-under", "done=0.75"], 0, id="the-floor-is-kept"),
        pytest.param(["{some}", "none.txt"], ["--fail-under", "done=0.76"], 4, id="below-the-floor"),
        pytest.param(["{some}", "none.txt"], ["--fail-under", "proven=0.76"], 4, id="below-the-floor-at-best"),
    ],
)
def test_a_dry_run_tells_what_cannot_be_read(tmp_path: Path, inputs: list[str], floor: list[str], code: int) -> None:
    """A dry run names on stderr what cannot be read, and exits, as the run itself does where all else is proven."""
    words = [word.format(some=articles(tmp_path, 3)) for word in inputs]
    words += ["--out", str(tmp_path / "r.jsonl"), "--schema", SCHEMA, "--country", "MA", "--model", "m", *floor]
    with Stub(answer) as stub:
        words += ["--base-url", stub.url]
        dry, _, told = command(*words, "--dry-run")
        real, _, said = command(*words, "--quiet")
    assert dry == real == code
    assert told == said
    named = [word for word in inputs if word != "{some}"]
    assert [line.split(": ")[1] for line in told.splitlines() if line.startswith("failed: ")] == named


@pytest.mark.parametrize("words", [[], ["--dry-run"]], ids=["run", "dry"])
def test_an_ending_of_no_kind_is_refused(tmp_path: Path, words: list[str]) -> None:
    """`--out results.xyz` is refused before anything is read or written, in a dry run too; the ray engine's folder is not."""
    out = str(tmp_path / "results.xyz")
    with pytest.raises(
        SettingsError, match=r"\.xyz is no kind of file that is written; give a name that ends in \.jsonl, \.parquet"
    ):
        command("none.txt", "--out", out, *words)
    assert not list(tmp_path.iterdir())
    _, told, _ = command("none.jsonl", "--out", out, "--engine", "ray", "--workers", "2", "--dry-run")
    assert told.startswith("0 articles to ask")


def test_what_is_the_same_comes_first() -> None:
    """All messages but the last are the same for every article, so that a server reads them once."""
    plan = mujaz.pipeline.planned(SCHEMA, {"model": "m", "base_url": "http://x/v1"})
    asked = []
    for text in texts(2):
        proof = mujaz.pipeline.proof_of(plan, mujaz.reading.load.load(text))
        asked.append(mujaz.model.whole.messages(proof, plan.settings, plan.schema))
    assert asked[0][:-1] == asked[1][:-1] != []
    assert asked[0][-1] != asked[1][-1]


@pytest.mark.parametrize(
    ("floor", "code"), [("verified=0.5", 0), ("verified=0.99", 4), ("proven=0.99", 4), ("proven=0.5", 0), ("done=1", 0)]
)
def test_floors(tmp_path: Path, floor: str, code: int) -> None:
    """A share below its floor makes the exit code 4; a floor that is kept allows what is unproven; known articles count too."""

    def some(request: dict[str, Any]) -> Reply:
        if "رقم 3 " in request["messages"][-1]["content"]:
            wrong = {"minister": "سعيد أمزازي", "cost": {"text": "3 مليون درهم", "value": 4_000_000, "unit": "MAD"}}
            return Reply(json.dumps(wrong, ensure_ascii=False))
        if "repair" in json.dumps(request["response_format"]).lower():
            return Reply(json.dumps({"fixes": []}))
        return answer(request)

    words = [articles(tmp_path, 3), "--out", str(tmp_path / "r.jsonl"), "--schema", SCHEMA, "--country", "MA", "--model", "m"]
    with Stub(some) as stub:
        words += ["--base-url", stub.url]
        assert command(*words)[0] == 3
        assert command(*words, "--fail-under", floor)[0] == code


@pytest.mark.parametrize("floor", ["verified", "verified=2", "quality=0.5", "verified=x"])
def test_bad_floors(tmp_path: Path, floor: str) -> None:
    """A floor of nothing known, or no share, is an error that shows how to write one."""
    with pytest.raises(SettingsError, match="a share from 0 to 1"):
        command("x.txt", "--out", str(tmp_path / "r.jsonl"), "--fail-under", floor)


@pytest.mark.parametrize(("name", "value"), [("rpm", 0), ("tpm", -5)])
def test_bad_limits(tmp_path: Path, name: str, value: float) -> None:
    """A limit that would let nothing through is an error."""
    with pytest.raises(SettingsError, match=f"--{name}"):
        run([], tmp_path / "r.jsonl", "http://127.0.0.1:9/v1", **{name: value})


@pytest.mark.parametrize("kind", ["csv", "sqlite", "parquet"])
def test_a_table_is_made_at_the_end(tmp_path: Path, kind: str) -> None:
    """With the name of a table the lines are kept beside it, so that a second run asks nothing, and the table is made again."""
    out = tmp_path / f"r.{kind}"
    words = [articles(tmp_path, 3), "--out", str(out), "--schema", SCHEMA, "--country", "MA", "--model", "m"]
    with Stub(answer) as stub:
        words += ["--base-url", stub.url]
        assert command(*words)[0] == 0
        out.unlink()
        code, _, said = command(*words)
        assert len(stub.requests) == 3
    assert (code, "3 articles (3 known before): 3 proven" in said) == (0, True)
    assert len(entries(tmp_path / f"r.{kind}.jsonl")) == 3
    assert out.stat().st_size > 500


def test_the_time_that_is_left_is_told() -> None:
    """The line of progress tells about how many articles there are and how long the rest will take."""
    sums = Sums(total=40, began=time.monotonic() - 10)
    for _ in range(10):
        sums.add(Known("proven", 2, 2), known=False, spent=None)
    assert sums.line().startswith("10 of about 40 articles (0 known before): 10 proven")
    assert "1.0 a second, 30 s left;" in sums.line()


def test_a_batch_without_a_loop(tmp_path: Path) -> None:
    """A plain `for` runs a batch, and one that is left early can be gone on with."""
    options: dict[str, Any] = {"schema": SCHEMA, "model": "m", "country": "MA", "concurrency": 1}
    with Stub(answer) as stub:
        options["base_url"] = stub.url
        for outcome in mujaz.summarize_many(texts(5), tmp_path / "r.jsonl", **options):
            assert outcome.status == "proven"
            break
        done = list(mujaz.summarize_many(texts(5), tmp_path / "r.jsonl", **options))
    assert [o.status for o in done] == ["proven"] * 5
    assert done[0].known
    assert sum(o.spent.cost_usd or Decimal(0) for o in done if o.spent) == 0
