"""Fifth station, and the one door to a model: messages and a schema go out, a shaped answer comes back, or one clear error.

The only importer of openai, instructor and tenacity. instructor says what a request carries to bind a model to a schema, once a
schema, and reads what comes back; the SDK's client sends. Neither tries again: one budget, here, for everything that can go
wrong with one question.
"""

from __future__ import annotations

import asyncio
import dataclasses
import re
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self, TypeGuard, TypeVar
from urllib.request import getproxies

import openai
from instructor.v2 import Mode, Provider, mode_registry
from instructor.v2.core.errors import IncompleteOutputException, ResponseParsingError
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion, ChatCompletionMessage
from pydantic import BaseModel, ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential, wait_random

from mujaz.errors import (
    AnswerError,
    AuthError,
    EndpointError,
    ModelError,
    RecordingError,
    RefusalError,
    ServerError,
    TooLongError,
)
from mujaz.model import prompt
from mujaz.model.pace import LONGEST, StoppedError
from mujaz.model.prices import Usage
from mujaz.model.recording import active, missed
from mujaz.model.said import context_in, cost_in, one_error, retry_after, said_in, whole, written
from mujaz.model.tally import Tally

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from decimal import Decimal
    from types import TracebackType

    from mujaz.model.pace import Pace
    from mujaz.model.prompt import Message
    from mujaz.settings import Settings

T = TypeVar("T", bound=BaseModel)

# For a limit of tokens a minute, until the server says how many a request took: Arabic has at least two characters to a token
# in every current tokenizer, and an answer to a news article has some 1,000.
CHARACTERS_A_TOKEN, _WRITTEN = 2, 1000
_PATIENCE = 60.0  # seconds of Retry-After we sit through; a server that asks for more is told of instead
_BACKOFF = wait_exponential(multiplier=0.5, max=20) + wait_random(0, 0.5)  # 0.5, 1, 2, 4, 8 s: 16 s over the default budget

# What httpx's and aiohttp's exceptions are called when nobody answers, and when it took too long.
_NOBODY = frozenset({"ConnectError", "ConnectTimeout", "ClientConnectorError", "ConnectionTimeoutError"})
_TOO_LATE = frozenset({"TimeoutException", "ServerTimeoutError"})

# How instructor binds a model to a schema. It loads that (0.2 s) when it is first asked: here, and not with the first question.
_HANDLERS = {mode: mode_registry.get_handlers(Provider.OPENAI, mode) for mode in (Mode.JSON_SCHEMA, Mode.TOOLS)}

# How servers say that they know no `response_format` of kind `json_schema`; they are asked with tools instead, from then on.
_UNKNOWN_WAY = frozenset({400, 404, 415, 422, 501})
_NO_SCHEMAS = re.compile(r"response_format|json[_ ]schema|structured output|guided", re.IGNORECASE)
_TOOLS_ONLY: set[tuple[str, str]] = set()
"""The servers and models that this process has learned to ask with tools."""


class _AgainError(Exception):
    """One attempt failed in a way that another may not."""

    def __init__(self, why: str, *, after: float | None = None, server: bool = False, gone: bool = False) -> None:
        super().__init__(why)
        self.after = after
        self.server = server  # what is to blame, and neither the question nor the model
        self.gone = gone  # nobody answered at all


@dataclass
class _Question:
    messages: Sequence[Message]
    max_tokens: int
    mode: Mode = Mode.JSON_SCHEMA
    answered: bool = False


@dataclass
class Door:
    """The way to one model server. Use it as `async with Door(...) as door`.

    Attributes:
        model: The model's name on the server.
        base_url: The server.
        key: What it is opened with.
        settings: Time limit, attempts and token limit of a question.
        hosted: An OpenAI server proper, which names the token limit its own way.
        on_stage: Is told, in a few words, what is being waited for.
        patient: Waits between attempts; a replay need not.
        tally: What was spent.
        pace: What is told of refusals, and says when to go on, where several articles are asked at a time.
        price: What tokens cost, where that is known.
    """

    model: str
    base_url: str
    key: str = field(repr=False)
    settings: Settings
    on_stage: Callable[[str], None]
    patient: bool = True
    tally: Tally = field(default_factory=Tally)
    pace: Pace | None = None
    price: Callable[[Usage], Decimal] | None = None

    def __post_init__(self) -> None:
        """An article holds one place of the pace; the requests of its windows take turns in it."""
        self._own = asyncio.Lock()
        self._contexts: list[int | None] = []

    def twin(self) -> Self:
        """The same way for another article: one pool of connections, and a count and a place of its own."""
        twin = dataclasses.replace(self, tally=Tally())
        twin._http, twin._contexts = self._http, self._contexts  # noqa: SLF001  (its own class)
        return twin

    async def __aenter__(self) -> Self:
        """Open the connection pool.

        Raises:
            AuthError: The key cannot be sent.
        """
        if not (self.key.isascii() and self.key.isprintable()):
            raise AuthError(
                f"the key for {self.base_url} holds a line break or a letter that no HTTP header can; put it in MUJAZ_API_KEY "
                "as it was given to you, or in a file named by MUJAZ_API_KEY_FILE."
            )
        self._http = openai.AsyncOpenAI(
            base_url=self.base_url,
            api_key=self.key,
            max_retries=0,
            timeout=self.settings.timeout,
            organization="",
            project="",
            http_client=self._client()(timeout=self.settings.timeout, event_hooks={"response": [self._hear]}),
        )
        return self

    def _client(self) -> type[openai.DefaultAsyncHttpxClient]:
        """Many articles go over aiohttp, which takes 1 ms less of each; recordings, socks, passwords in addresses need httpx."""
        plain = "@" not in self.base_url and not any(proxy.startswith("socks") for proxy in getproxies().values())
        return openai.DefaultAioHttpClient if self.pace and plain and not active() else openai.DefaultAsyncHttpxClient

    async def _hear(self, response: Any) -> None:  # noqa: ANN401  (the HTTP library's own)
        if self.pace:
            self.pace.told(response.headers)

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """The article's own place; where a window is being asked in it, one more if one is free."""
        if self.pace and self._own.locked() and self.pace.spare():
            try:
                yield
            finally:
                self.pace.leave()
            return
        async with self._own if self.pace else nullcontext():
            yield

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        await self._http.close()

    async def context(self) -> int | None:
        """How many tokens the model reads, as its server's list of models says; `None` when it does not. It is asked once."""
        if not self._contexts:
            self._contexts.append(await self._asked_context())
        return self._contexts[0]

    async def _asked_context(self) -> int | None:
        try:
            listed = (await self._http.models.list()).data
        except openai.OpenAIError:
            return None
        return context_in(next((m.model_dump() for m in listed if m.id == self.model), {}))

    async def ask(self, messages: Sequence[Message], schema: type[T], *, max_tokens: int | None = None) -> T:
        """Ask one question.

        Args:
            messages: The conversation.
            schema: What the answer must fit; sent as a JSON Schema, and checked again here.
            max_tokens: Tokens the answer may have; the settings' limit when not given. Doubled once if it is too few.

        Returns:
            The answer.

        Raises:
            AuthError: The server refuses the key.
            TooLongError: The question does not fit the context window.
            RefusalError: The model declined.
            AnswerError: The budget was spent without an answer that fits; `ServerError` where the server was to blame.
            RecordingError: A replay has no answer to this question.
            EndpointError: The server cannot be reached, or does not know the model.
            ModelError: The server will not take the request.
        """
        self.tally.calls += 1
        question = _Question(messages, max_tokens or self.settings.max_tokens)
        retrying = AsyncRetrying(
            stop=stop_after_attempt(self.settings.attempts),
            wait=_wait if self.patient else lambda _state: 0.0,
            retry=retry_if_exception_type(_AgainError),
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            answer: T = await retrying(self._once, question, schema)
        except _AgainError as error:
            if error.gone:
                raise EndpointError(f"{self.base_url} answers no more ({error}); start it again, or mend --base-url.") from None
            raise (ServerError if error.server else AnswerError)(
                f"{self.model} at {self.base_url}: no usable answer in {self.settings.attempts} attempts; the last: {error}. "
                "Try again later, allow more with --attempts or --max-tokens, or use another --model."
            ) from None
        return answer

    async def _once(self, question: _Question, schema: type[T]) -> T:
        about = sum(len(m["content"]) for m in question.messages) // CHARACTERS_A_TOKEN + _WRITTEN
        if self.pace and not await self.pace.turn(about) and not self.tally.attempts:
            raise StoppedError
        self.tally.attempts += 1
        question.mode = Mode.TOOLS if (self.base_url, self.model) in _TOOLS_ONLY else Mode.JSON_SCHEMA
        asked = {"messages": question.messages, "model": self.model, **_form(schema, question.mode), **self._limits(question)}
        try:
            # Not `chat.completions.create`: it looks through the schema key by key each time, and importing it costs 0.3 s.
            async with self._place():
                completion = await self._http.post("/chat/completions", cast_to=ChatCompletion, body=asked)
        except (openai.OpenAIError, ValueError) as error:  # a body that is no JSON is a ValueError
            raise self._sorted(error, question.mode) from None
        if self.pace:
            await self.pace.in_turn()
        if not _is_answer(completion):
            raise _AgainError("the server's answer is not a chat completion")
        self._count(completion, about)
        answer = self._read(completion, schema, question)
        if self.pace:
            self.pace.well()
        return answer

    def _read(self, completion: ChatCompletion, schema: type[T], question: _Question) -> T:
        choice = completion.choices[0]
        if choice.message.refusal or choice.finish_reason == "content_filter":
            why = self._plain(choice.message.refusal or "content filter")
            raise RefusalError(f"{self.model} declined: {why}. Use another --model.")
        try:
            answer = _HANDLERS[question.mode].response_parser(response=completion, response_model=schema, strict=True)
        except IncompleteOutputException:
            raise self._cut(question) from None
        except ResponseParsingError:
            raise _AgainError("the answer is empty") from None
        except ValidationError as error:
            raise self._misshapen(error, choice.message, question) from None
        # instructor hangs the whole completion on the answer; a result would keep it for good.
        said = {name: getattr(answer, name) for name in schema.model_fields} | (answer.model_extra or {})
        return schema.model_construct(_fields_set=answer.model_fields_set, **said)

    def _limits(self, question: _Question) -> dict[str, Any]:
        """OpenAI's newer models refuse `max_tokens` and a temperature; most other servers know only those."""
        if self.base_url.startswith("https://api.openai.com"):
            return {"max_completion_tokens": question.max_tokens}
        return {"max_tokens": question.max_tokens, "temperature": 0}

    def _count(self, completion: ChatCompletion, about: int) -> None:
        usage = completion.usage
        if not isinstance(usage, CompletionUsage):  # missing, or of another shape
            return
        more = usage.model_extra or {}
        details = usage.prompt_tokens_details
        cached = getattr(details, "cached_tokens", None) or more.get("prompt_cache_hit_tokens") or 0  # DeepSeek's own name
        used = Usage(whole(usage.prompt_tokens), whole(cached), whole(usage.completion_tokens))
        cost = cost_in(more)
        if cost is None and self.price:
            cost = self.price(used)
        self.tally.add(used.read, used.cached, used.written, cost)
        if self.pace:
            self.pace.used(used.read + used.written - about)

    def _tell(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        wait = state.next_action.sleep if state.next_action else 0.0
        self.on_stage(f"attempt {state.attempt_number} of {self.settings.attempts} failed ({error}); next in {wait:.0f} s")

    def _cut(self, question: _Question) -> _AgainError:
        why = f"the answer was cut off at {question.max_tokens} tokens"
        question.max_tokens = min(2 * question.max_tokens, 2 * self.settings.max_tokens)
        return _AgainError(why)

    def _sorted(self, error: Exception, mode: Mode) -> Exception:
        """Tell what one failed attempt means: another attempt, or the error that ends the question."""
        if missed(error):
            played = active()
            return (
                played.unanswered()
                if played
                else RecordingError("a cassette that is not mujaz's has no answer to what is asked.")
            )
        if isinstance(error, openai.APIStatusError):
            return self._refused(error, mode)
        if isinstance(error, openai.APIConnectionError):
            return self._unreachable(error)
        return _AgainError(f"the server's answer is not a chat completion ({type(error).__name__})")

    def _unreachable(self, cause: openai.APIConnectionError) -> Exception:
        """A server that has never answered is down, and waiting will not start it; one that has may come back.

        What the HTTP library itself said decides: over aiohttp the SDK takes each connection that broke for one made too late.
        """
        said = cause.__cause__ and (cause.__cause__.__cause__ or cause.__cause__)
        kinds = {kind.__name__ for kind in type(said).__mro__}
        gone = not kinds.isdisjoint(_NOBODY)
        if not kinds.isdisjoint(_TOO_LATE):
            return _AgainError(f"no answer within {self.settings.timeout:g} s (--timeout)", server=True, gone=gone)
        reason = self._plain(str(said or cause)) or "connection closed"
        heard = self.tally.prompt_tokens or (self.pace and self.pace.heard)
        if gone and not heard:
            return EndpointError(
                f"no server answers at {self.base_url} ({reason}); start it, or check the connection and --base-url."
            )
        return _AgainError(f"the connection broke ({reason})", server=True, gone=gone)

    def _refused(self, cause: openai.APIStatusError, mode: Mode) -> Exception:
        code, said = cause.status_code, self._plain(said_in(cause.body))
        if code in {401, 403}:
            return AuthError(
                f"{self.base_url} refuses the key ({code}): put a valid one in MUJAZ_API_KEY, "
                "or in a file named by MUJAZ_API_KEY_FILE."
            )
        if code == 402 or "insufficient_quota" in said:
            return AuthError(f"{self.base_url} gives no more credit for this key ({code}: {said}); fill it up, or use another.")
        if code == 404 and not _NO_SCHEMAS.search(said) and not (self.pace and self.pace.heard):
            return EndpointError(f"{self.base_url} knows no model {self.model!r} (404: {said}); mend --model or --base-url.")
        if code in _UNKNOWN_WAY and _NO_SCHEMAS.search(said) and mode is Mode.JSON_SCHEMA:
            _TOOLS_ONLY.add((self.base_url, self.model))
            return _AgainError(f"the server takes no JSON schema ({code}: {said}); asking with tools", after=0.0)
        if code in {400, 413} and "context" in said.lower():
            return TooLongError(f"the article does not fit the context window of {self.model}: {said}. Give a shorter text.")
        if code in {404, 408, 409, 429} or code >= 500:
            after = retry_after(cause.response.headers)
            if self.pace and code in {429, 503}:
                self.pace.refused(after)
            if self.pace and after is not None and after <= LONGEST:
                after = 0.0  # the pace holds all back, this one too
            if after is not None and after > _PATIENCE:
                return ServerError(f"{self.base_url} asks to wait {after:.0f} s ({code}: {said}); try again then.")
            return _AgainError(f"the server said {code}: {said}", after=after, server=True)
        return ModelError(f"{self.base_url} will not take the request ({code}: {said}); see whether it serves JSON schemas.")

    def _plain(self, text: str) -> str:
        """A text of somebody else's to quote: one line of at most 200 characters, without the key.

        A key as short as a word only stands in for none.
        """
        line = " ".join(text.split())
        if len(self.key) > len("replay"):
            line = line.replace(self.key, "[the key]")
        return line[:200].rstrip(".")

    def _misshapen(self, error: ValidationError, message: ChatCompletionMessage, question: _Question) -> _AgainError:
        errors = [one_error(e) for e in error.errors(include_url=False, include_input=False)]
        if not any(e["type"] == "json_invalid" for e in error.errors(include_url=False)) and not question.answered:
            question.messages = prompt.reask(question.messages, written(message), errors)
            question.answered = True
        return _AgainError(f"the answer does not fit the schema ({errors[0]})")


def _is_answer(completion: Any) -> TypeGuard[ChatCompletion]:  # noqa: ANN401  (the SDK makes objects of whatever it is sent)
    choices = getattr(completion, "choices", None)
    return isinstance(choices, list) and bool(choices) and isinstance(getattr(choices[0], "message", None), ChatCompletionMessage)


@lru_cache(maxsize=256)  # a run asks for one schema, or in steps for some that bound their numbers by the article
def _form(schema: type[BaseModel], mode: Mode) -> dict[str, Any]:
    """What a request carries to bind a model to a schema."""
    asked: dict[str, Any]
    _, asked = _HANDLERS[mode].request_handler(schema, {"messages": []})
    del asked["messages"]
    return asked


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, _AgainError) else None
    return _BACKOFF(state) if after is None else after
