"""The road: read, clean, segment, prompt, call, ground, verify, repair, and give the result."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypedDict, overload

from mujaz import settings as settings_module
from mujaz.errors import AuthError, SettingsError
from mujaz.model import prompt
from mujaz.model.made_of import facts_of, header_of
from mujaz.model.prices import price_of
from mujaz.model.recording import active
from mujaz.own import schema_of
from mujaz.reading.load import load
from mujaz.reading.read import Ways
from mujaz.result import Article, Result, S
from mujaz.schema import NewsSummary
from mujaz.trust.evidence import leaves
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof, items

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path
    from typing import Any, Unpack

    from pydantic import BaseModel

    from mujaz.model.call import Door
    from mujaz.model.recording import Header, Recording
    from mujaz.settings import Endpoint, Settings


# Tokens of context that a server is taken to have when neither it nor the user says: what every model that OpenAI serves has.
_HOSTED_CONTEXT = 131_072
# An article of so few characters fits the smallest context that is served (8,192 tokens) with all that goes along, and no server
# need be asked for its own.
_SHORT = 6000


class Options(TypedDict, total=False):
    """Options of a run; see `mujaz.settings.Settings` for their meaning and defaults."""

    model: str | None
    base_url: str | None
    sentences: int | None
    country: str | None
    published: date | str | None
    column: str | None
    allow_private: bool | None
    prompt: str | Path | None
    strict: bool | None
    timeout: float | None
    attempts: int | None
    max_tokens: int | None
    context: int | None
    prices: str | Path | None


@overload
def summarize(
    source: str | Path | Article,
    *,
    item: int | None = None,
    schema: type[S] = ...,
    on_stage: Callable[[str], None] | None = ...,
    **options: Unpack[Options],
) -> Result[S]: ...


@overload
def summarize(
    source: str | Path | Article,
    *,
    item: int | None = None,
    schema: str | Path,
    on_stage: Callable[[str], None] | None = ...,
    **options: Unpack[Options],
) -> Result[Any]: ...


def summarize(
    source: str | Path | Article,
    *,
    item: int | None = None,
    schema: type[BaseModel] | str | Path = NewsSummary,
    on_stage: Callable[[str], None] | None = None,
    **options: Unpack[Options],
) -> Result[Any]:
    """Summarize an Arabic article in Arabic and English, with typed fields, every one tied to its words and checked.

    Inside `with mujaz.recording(...)` the model's answers are recorded or played back.

    Args:
        source: A `Path` to a file (text in any encoding of Arabic, HTML, PDF, DOCX, JSON, JSON Lines, CSV, RSS or Atom), the
            address of a page as a `str`, or the text itself as a `str`.
        item: Which article to take of a folder, table or feed, counted from 1.
        schema: What the model fills in: `NewsSummary`, a pydantic model of your own, or what `schema_of` makes one of.
        on_stage: Is told, in a few words, which stage begins; by the embedded model also the Arabic of the summary, as it comes.
        **options: See `Options`; what is not given comes from `MUJAZ_*` variables, the settings file, or the defaults.

    Returns:
        The summary with spans, findings and a state for everything in it.

    Raises:
        InputError: The article cannot be read or used.
        SettingsError: An option cannot be used.
        ModelError: The model cannot be reached, or gives no usable answer; its kinds say more.
        RecordingError: A recording does not fit.
    """
    asked = asummarize(source, item=item, schema=schema, on_stage=on_stage, **options)
    if not loop_is_running():
        return asyncio.run(asked)
    # A loop is running already, as in a notebook: ours needs a thread, and takes the caller's context along.
    import contextvars  # noqa: PLC0415

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(contextvars.copy_context().run, asyncio.run, asked).result()


def loop_is_running() -> bool:
    """Whether this thread runs an event loop, as a notebook does."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@overload
async def asummarize(
    source: str | Path | Article,
    *,
    item: int | None = None,
    schema: type[S] = ...,
    on_stage: Callable[[str], None] | None = ...,
    **options: Unpack[Options],
) -> Result[S]: ...


@overload
async def asummarize(
    source: str | Path | Article,
    *,
    item: int | None = None,
    schema: str | Path,
    on_stage: Callable[[str], None] | None = ...,
    **options: Unpack[Options],
) -> Result[Any]: ...


async def asummarize(
    source: str | Path | Article,
    *,
    item: int | None = None,
    schema: type[BaseModel] | str | Path = NewsSummary,
    on_stage: Callable[[str], None] | None = None,
    **options: Unpack[Options],
) -> Result[Any]:
    """`summarize` for code that is asynchronous itself; the same arguments, result and errors."""
    return await _done(planned(schema, options), source, item, on_stage or (lambda _stage: None))


def demonstrated(source: Path) -> Result[NewsSummary]:
    """What comes of an article while its recording is replayed, all as it was recorded: settings of the user's change nothing."""
    untouched = settings_module.Settings(origin=dict.fromkeys(settings_module.OPTIONS, "default"))
    return asyncio.run(_done(_plan(NewsSummary, untouched), source, None, lambda _stage: None))


async def _done(plan: Plan, source: str | Path | Article, item: int | None, tell: Callable[[str], None]) -> Result[Any]:
    tell("reading")
    article = load(source, plan.ways, item)
    async with await opened(plan, tell) as door:
        return await answered(plan, door, article, tell)


@dataclass(frozen=True)
class Plan:
    """What a run is to do, settled before anything is read; every run of a batch has the same."""

    settings: Settings
    schema: type[BaseModel]
    where: Endpoint
    played: Recording | None

    @property
    def ways(self) -> Ways:
        """How articles are read."""
        return Ways(self.settings.column, self.settings.allow_private)


def planned(schema: type[BaseModel] | str | Path, options: Options) -> Plan:
    """Settle what a run is to do.

    Raises:
        SettingsError: An option or the schema cannot be used.
    """
    return _plan(schema_of(schema), settings_module.load(options))


def _plan(schema: type[BaseModel], settings: Settings) -> Plan:
    played = active()
    settings = _settled(settings, played)
    where = _endpoint(settings, played)
    if schema is not NewsSummary or settings.prompt:
        where = dataclasses.replace(where, whole=True)
    if settings.prompt:
        prompt.own(settings.prompt)  # what is wrong with it is told before anything is read or started
    return Plan(settings, schema, where, played)


async def answered(plan: Plan, door: Door, article: Article, tell: Callable[[str], None]) -> Result[Any]:
    """Ask about one article through an open door."""
    from mujaz.model.asking import Asking, answer  # noqa: PLC0415  (it comes with the door)

    began = time.perf_counter()
    schema, where, played = plan.schema, plan.where, plan.played
    settings, long = await _measured(door, article, informed(plan.settings, article), where, played)
    header = header_of(article, where, settings, schema, long=long)
    if played:
        played.begin(header)
    example = example_words() if schema is NewsSummary and not settings.prompt and not long else ()
    proof = Proof(article, Reading(settings.country, settings.published), example)
    done = await answer(Asking(door, proof, settings, schema, where, long, tell))
    if settings.strict:
        from mujaz.model.whole import take_out  # noqa: PLC0415  (it comes with the door)

        take_out(done, {f.path: f.message for f in done.verdict.errors}, proof)
    tell("done")
    return _result_of(schema)(
        article=article,
        summary=done.summary,
        items=items(
            done.verdict,
            small=where.small,
            repaired=done.repaired,
            whole=where.whole,
            # With `strict` the words that failed stand in the list alone, and a reason quotes them.
            withheld={} if settings.strict else {taken.path: taken.why for taken in done.withheld},
        ),
        findings=done.verdict.findings,
        withheld=done.withheld,
        run=facts_of(header, door, where, time.perf_counter() - began, played),
    )


@cache  # pydantic forgets the class with its last instance, and making it anew costs a millisecond
def _result_of(schema: type[BaseModel]) -> type[Result[Any]]:
    return Result[schema]  # type: ignore[valid-type]


def proof_of(plan: Plan, article: Article) -> Proof:
    """What an article proves; a user's own words for its country and day go before its own."""
    settings = informed(plan.settings, article)
    return Proof(article, Reading(settings.country, settings.published))


def _replayed(played: Recording | None) -> Header | None:
    """What the run that is being replayed was made of; `None` when nothing is."""
    return played.header if played and played.mode == "replay" else None


def _settled(settings: Settings, played: Recording | None) -> Settings:
    """While a recording is played, what the caller left open is as it was recorded."""
    if not (header := _replayed(played)):
        return settings
    stored = {"model": header.model, **header.options}
    left_open = {name: value for name, value in stored.items() if settings.origin.get(name) == "default"}
    if left_open.get("published"):
        from datetime import date  # noqa: PLC0415

        left_open["published"] = date.fromisoformat(left_open["published"])
    return dataclasses.replace(settings, **left_open)


def informed(settings: Settings, article: Article) -> Settings:
    """What nobody said of the article is as its own source says it."""
    return dataclasses.replace(
        settings, published=settings.published or article.published, country=settings.country or article.country
    )


def _endpoint(settings: Settings, played: Recording | None) -> Endpoint:
    """Where the model is; a replay needs no server, so any name will do."""
    try:
        return settings_module.endpoint(settings)
    except SettingsError:
        if not (header := _replayed(played)):
            raise
        small = header.way == "steps" or header.options.get("small") is True
        return settings_module.Endpoint(settings.model, "http://model/v1", None, small=small, hosted=not small)


async def opened(plan: Plan, tell: Callable[[str], None]) -> Door:
    """The way to the model, not yet entered; the embedded one is started.

    Raises:
        AuthError: OpenAI is to be asked, and there is no key.
        WeightsError: The embedded model's weights are missing.
    """
    where, settings, played = plan.where, plan.settings, plan.played
    from mujaz.model.call import Door as _Door  # noqa: PLC0415  (openai and instructor: up to 2 s)

    if played and played.mode == "replay":
        return _Door(where.model, where.base_url or "http://model/v1", "replay", settings, tell, patient=False)
    if where.weights:
        from mujaz.model.local import serve  # noqa: PLC0415

        tell(f"starting {where.model}")
        served = await asyncio.to_thread(serve, where.weights, settings.context, settings.threads)
        return _Door(where.model, served.base_url, served.key, settings, tell)
    assert where.base_url
    key = settings_module.api_key(where)
    if key is None and where.base_url == settings_module.OPENAI_URL:
        raise AuthError(
            f"no key for {where.base_url}: put it in MUJAZ_API_KEY or OPENAI_API_KEY, "
            "or use the embedded model with --model local."
        )
    if played and key:
        played.secret = key[0]
    price = price_of(where.model, where.base_url, settings.prices)
    return _Door(where.model, where.base_url, key[0] if key else "none", settings, tell, price=price)


async def _measured(
    door: Door, article: Article, settings: Settings, where: Endpoint, played: Recording | None
) -> tuple[Settings, bool]:
    """The context of the model, asked of its server where nobody gave it, and whether the article is too long for it."""
    from mujaz.model.windows import room  # noqa: PLC0415  (see `_asked`)

    given = where.small or settings.origin.get("context") != "default" or _replayed(played)
    if not given:
        context = (await door.context() if len(article.text) > _SHORT else None) or _HOSTED_CONTEXT
        settings = dataclasses.replace(settings, context=context)
    long = where.way != "steps" and len(article.text) > room(settings.context, settings.max_tokens)
    if (header := _replayed(played)) and settings.origin.get("context") == "default":
        long = "context" in header.options  # what a server said is kept only where it decided something
    return settings, long


@cache
def example_words() -> frozenset[str]:
    """The names and figures of the prompt's worked example, in both languages: what may not leak into an answer."""
    answer = NewsSummary.model_validate(prompt.example()["answer"])
    named = [*answer.people, *answer.organizations, *answer.places]
    figures = [*answer.dates, *answer.amounts]
    return frozenset(
        leaf.value for block in [*named, *figures] for leaf in leaves(block) if leaf.name in {"ar", "en", "text"} and leaf.value
    )
