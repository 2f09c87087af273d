"""The door to a model: what each reply of a server means, how many requests it costs, and what the error tells the user."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel, ConfigDict
from stub import Reply, Stub
from tenacity import RetryCallState

from mujaz.errors import AnswerError, AuthError, EndpointError, ModelError, MujazError, RefusalError, ServerError, TooLongError
from mujaz.model import call
from mujaz.model.call import Door
from mujaz.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from mujaz.model.tally import Tally

KEY = "sk-very-secret-0123456789"
QUESTION = [{"role": "user", "content": "كم عدد السجناء؟"}]


class Shape(BaseModel):
    """What the stub is asked for."""

    model_config = ConfigDict(extra="forbid")
    count: int


GOOD = Reply('{"count": 7}')
SOON = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
LATER = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)


def ask(
    replies: list[Reply],
    *,
    attempts: int = 3,
    timeout: float = 10.0,
    max_tokens: int = 1000,
    told: Callable[[str], None] = lambda _stage: None,
) -> tuple[Shape | MujazError, Stub, Tally]:
    """Ask one question of a stub, with no waits between attempts."""

    async def once(door: Door) -> Shape:
        async with door:
            return await door.ask(QUESTION, Shape)

    settings = Settings(attempts=attempts, timeout=timeout, max_tokens=max_tokens)
    with Stub(replies) as stub:
        door = Door("reference", stub.url, KEY, settings, told, patient=False)
        try:
            return asyncio.run(once(door)), stub, door.tally
        except MujazError as error:
            return error, stub, door.tally


# What the server replies; the requests that costs; the tokens of all attempts, 100 + 50 for each chat completion.
ANSWERED = {
    "at_once": ([GOOD], 1, (100, 50)),
    "429_seconds": ([Reply(status=429, headers={"Retry-After": "2"}), GOOD], 2, (100, 50)),
    "429_date": ([Reply(status=429, headers={"Retry-After": SOON}), GOOD], 2, (100, 50)),
    "429_no_header": ([Reply(status=429), GOOD], 2, (100, 50)),
    "429_garbled_header": ([Reply(status=429, headers={"Retry-After": "soon"}), GOOD], 2, (100, 50)),
    "500": ([Reply(status=500), GOOD], 2, (100, 50)),
    "503_html": ([Reply(status=503, body="<html><b>down</b></html>"), GOOD], 2, (100, 50)),
    "408": ([Reply(status=408), GOOD], 2, (100, 50)),
    "timeout": ([Reply('{"count": 1}', delay=0.6), GOOD], 2, (100, 50)),
    "reset": ([Reply(reset=True), GOOD], 2, (100, 50)),
    "cut_json": ([Reply('{"count": '), GOOD], 2, (200, 100)),
    "length_then_whole": ([Reply('{"cou', finish_reason="length"), GOOD], 2, (200, 100)),
    "wrong_type_then_right": ([Reply('{"count": "many"}'), GOOD], 2, (200, 100)),
    "html_body": ([Reply(body="<html>welcome</html>"), GOOD], 2, (100, 50)),
    "empty_body": ([Reply(body=""), GOOD], 2, (100, 50)),
    "no_choices": (
        [Reply(body='{"id":"x","object":"chat.completion","created":0,"model":"m","choices":[]}'), GOOD],
        2,
        (100, 50),
    ),
    "null_content": ([Reply(None), GOOD], 2, (200, 100)),
    "empty_content": ([Reply(""), GOOD], 2, (200, 100)),
    "json_list": ([Reply("[7]"), GOOD], 2, (200, 100)),
}


@pytest.mark.parametrize(("replies", "requests", "tokens"), ANSWERED.values(), ids=ANSWERED)
def test_a_failed_attempt_is_followed_by_another(replies: list[Reply], requests: int, tokens: tuple[int, int]) -> None:
    """The answer comes, with one request an attempt (no hidden retry of SDK or instructor) and all tokens counted."""
    answer, stub, tally = ask(replies, timeout=0.3 if replies[0].delay else 10.0)
    assert answer == Shape(count=7)
    assert (len(stub.requests), tally.attempts, tally.calls) == (requests, requests, 1)
    assert (tally.prompt_tokens, tally.completion_tokens) == tokens


# What the server replies, in full; the error; words of its message (what happened, and the mend); the requests it costs.
FAILED = {
    "429_always": ([Reply(status=429)] * 3, ServerError, ["3 attempts", "429", "--attempts"], 3),
    "500_always": ([Reply(status=500)] * 3, ServerError, ["3 attempts", "500", "Try again later"], 3),
    "reset_always": ([Reply(reset=True)] * 3, ServerError, ["3 attempts", "connection broke", "Try again later"], 3),
    "cut_json_always": ([Reply('{"count": ')] * 3, AnswerError, ["does not fit the schema", "another --model"], 3),
    "length_always": ([Reply('{"c', finish_reason="length")] * 3, AnswerError, ["cut off at 2000", "--max-tokens"], 3),
    "wrong_type_always": ([Reply('{"count": "x"}')] * 3, AnswerError, ["count", "another --model"], 3),
    "html_always": ([Reply(body="<html></html>")] * 3, AnswerError, ["not a chat completion", "another --model"], 3),
    "refusal": ([Reply(refusal="I can't help.")], RefusalError, ["declined: I can't help. Use another --model."], 1),
    "refusal_of_two_lines": ([Reply(refusal="I can't.\nNo.")], RefusalError, ["declined: I can't. No. Use another"], 1),
    "content_filter": ([Reply(None, finish_reason="content_filter")], RefusalError, ["content filter", "--model"], 1),
    "filtered_half": ([Reply('{"co', finish_reason="content_filter")], RefusalError, ["content filter", "--model"], 1),
    "401": ([Reply("bad key", status=401)], AuthError, ["401", "MUJAZ_API_KEY"], 1),
    "403": ([Reply("no", status=403)], AuthError, ["403", "MUJAZ_API_KEY"], 1),
    "404": ([Reply("no such model", status=404)], EndpointError, ["'reference'", "no such model", "--model", "--base-url"], 1),
    "400_context": (
        [Reply("maximum context length is 8192", status=400)],
        TooLongError,
        ["context window", "8192", "shorter text"],
        1,
    ),
    "400_other": ([Reply("no such parameter", status=400)], ModelError, ["no such parameter", "JSON schemas"], 1),
    "retry_after_too_long": (
        [Reply(status=429, headers={"Retry-After": "3600"})],
        ServerError,
        ["wait 3600 s", "try again then"],
        1,
    ),
    "retry_after_date_too_far": ([Reply(status=503, headers={"Retry-After": LATER})], ServerError, ["asks to wait 3"], 1),
}


@pytest.mark.parametrize(("replies", "kind", "words", "requests"), FAILED.values(), ids=FAILED)
def test_an_error_says_what_happened_and_what_mends_it(
    replies: list[Reply], kind: type[MujazError], words: list[str], requests: int
) -> None:
    """What cannot be answered ends as one error of the right class, on one line, with the mend, and with no key in it."""
    error, stub, tally = ask(replies)
    assert type(error) is kind
    assert all(word in str(error) for word in words), str(error)
    assert "\n" not in str(error)
    assert KEY not in str(error)
    assert (len(stub.requests), tally.attempts) == (requests, requests)


def test_a_key_that_the_server_repeats_is_not_repeated() -> None:
    """A server's own words may hold the key; the error does not."""
    echoes = [Reply(f"Incorrect API key provided: {KEY}", status=status) for status in (401, 404, 400, 429, 500)]
    for echo in echoes:
        error, _, _ = ask([echo], attempts=1)
        assert isinstance(error, ModelError)
        assert KEY not in str(error)


def test_an_answer_of_the_wrong_shape_is_sent_back_with_its_errors() -> None:
    """The second request holds the first answer and a message that names the field; the third does not grow further."""
    _, stub, _ = ask([Reply('{"count": "many"}'), Reply('{"count": "lots"}'), GOOD])
    first, second, third = (request["messages"] for request in stub.requests)
    assert first == QUESTION
    assert second[:2] == [*QUESTION, {"role": "assistant", "content": '{"count": "many"}'}]
    assert second[2]["role"] == "user"
    assert "count" in second[2]["content"]
    assert third == second


def test_a_cut_answer_gets_twice_the_tokens_once() -> None:
    """An answer that ran out of tokens is asked for again with double the limit, and never with more than that."""
    _, stub, _ = ask([Reply("{", finish_reason="length")] * 2 + [GOOD], max_tokens=500)
    assert [request["max_tokens"] for request in stub.requests] == [500, 1000, 1000]


def test_the_schema_is_sent_as_a_json_schema() -> None:
    """The server is asked for JSON that fits the schema, at temperature 0, and nothing is streamed."""
    _, stub, _ = ask([GOOD])
    sent = stub.requests[0]
    assert sent["response_format"]["json_schema"]["schema"]["properties"] == {"count": {"title": "Count", "type": "integer"}}
    assert sent["temperature"] == 0
    assert "stream" not in sent
    assert {name.lower(): value for name, value in stub.headers[0].items()}["authorization"] == f"Bearer {KEY}"


def test_no_server_is_told_at_once() -> None:
    """A server that is not there costs one request, and the error names the address and the mend."""

    async def once(door: Door) -> None:
        async with door:
            await door.ask(QUESTION, Shape)

    with Stub([]) as gone:
        url = gone.url
    door = Door("reference", url, KEY, Settings(), lambda _stage: None, patient=False)
    with pytest.raises(ModelError, match="no server answers at") as caught:
        asyncio.run(once(door))
    assert url in str(caught.value)
    assert "check the connection and --base-url" in str(caught.value)
    assert door.tally.attempts == 1


def test_each_failed_attempt_is_told() -> None:
    """Whoever waits is told which attempt failed, why, and how long the next one is off."""
    said: list[str] = []
    ask([Reply("overloaded", status=500), GOOD], told=said.append)
    assert said == ["attempt 1 of 3 failed (the server said 500: overloaded); next in 0 s"]


def test_the_cost_that_a_server_reports_is_added_up() -> None:
    """A server that says what a request cost is believed, over all attempts; one that says nothing leaves it unknown."""

    def priced(content: str) -> Reply:
        body = json.loads(Reply(content).as_body("m"))
        body["usage"]["cost"] = 0.001
        return Reply(body=json.dumps(body))

    _, _, tally = ask([priced("{"), priced('{"count": 7}')])
    assert str(tally.cost_usd) == "0.002"
    _, _, tally = ask([GOOD])
    assert tally.cost_usd is None


def test_openai_itself_gets_the_limit_under_its_own_name() -> None:
    """OpenAI's newer models refuse `max_tokens` and a temperature, so its own address gets neither."""
    door = Door("gpt", "https://api.openai.com/v1", KEY, Settings(), lambda _stage: None)
    assert door._limits(call._Question(QUESTION, 9)) == {"max_completion_tokens": 9}


@pytest.mark.parametrize("key", ["sk-very\nsecret-0123456789", "sk-مفتاح-0123456789"], ids=["line_break", "not_ascii"])
def test_a_key_that_no_header_can_hold_is_told_without_showing_it(key: str) -> None:
    """Such a key ends in one error that names the mend; neither the key nor a part of it is in it, and nothing is sent."""

    async def once(door: Door) -> None:
        async with door:
            await door.ask(QUESTION, Shape)

    with Stub([]) as stub, pytest.raises(AuthError, match="MUJAZ_API_KEY") as caught:
        asyncio.run(once(Door("reference", stub.url, key, Settings(), lambda _stage: None, patient=False)))
    assert stub.requests == []
    assert "0123456789" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_door_does_not_show_its_key() -> None:
    """A door that is printed or logged keeps its key to itself."""
    assert KEY not in repr(Door("m", "http://127.0.0.1:1/v1", KEY, Settings(), lambda _stage: None))


@pytest.mark.parametrize(
    ("after", "low", "high"), [(7.0, 7.0, 7.0), (0.0, 0.0, 0.0), (None, 0.5, 1.0)], ids=["asked", "zero", "unasked"]
)
def test_the_wait_is_what_the_server_asked_for(after: float | None, low: float, high: float) -> None:
    """Retry-After is honoured to the second; without it the wait backs off from half a second."""
    state = RetryCallState(retry_object=None, fn=None, args=(), kwargs={})  # type: ignore[arg-type]
    error = call._AgainError("429", after=after)
    state.set_exception((type(error), error, None))
    assert low <= call._wait(state) <= high


def test_a_patient_door_waits_as_the_server_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the header to the sleep: the seconds slept are those of Retry-After."""
    slept: list[float] = []

    async def sleep(seconds: float, *_rest: Any) -> None:
        slept.append(seconds)

    async def once(door: Door) -> Shape:
        async with door:
            monkeypatch.setattr(asyncio, "sleep", sleep)
            return await door.ask(QUESTION, Shape)

    with Stub([Reply(status=429, headers={"Retry-After": "11"}), GOOD]) as stub:
        answer = asyncio.run(once(Door("reference", stub.url, KEY, Settings(), lambda _stage: None)))
    assert answer == Shape(count=7)
    assert slept == [11.0]


def test_a_server_without_json_schemas_is_asked_with_tools() -> None:
    """A server that takes no JSON schema is asked with tools, after a misshapen answer too, and at once ever after."""

    def tools_only(request: dict[str, Any]) -> Reply:
        if "response_format" in request:
            return Reply("response_format.type 'json_schema' is not supported", status=400)
        first = len(request["messages"]) == 1
        return Reply('{"count": "x"}' if first else '{"count": 7}', tool=request["tools"][0]["function"]["name"])

    async def once(url: str) -> Shape:
        async with Door("reference", url, KEY, Settings(), lambda _stage: None, patient=False) as door:
            return await door.ask(QUESTION, Shape)

    with Stub(tools_only) as stub:
        answers = [asyncio.run(once(stub.url)) for _ in range(2)]
    assert [answer.count for answer in answers] == [7, 7]
    assert ["response_format" in request for request in stub.requests] == [True, False, False, False, False]
    assert stub.requests[2]["messages"][1]["content"] == '{"count": "x"}'
