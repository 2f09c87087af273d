"""The road: read, clean, segment, prompt, call, ground, verify, repair, and give the result."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, cast

from mujaz import settings as settings_module
from mujaz.errors import AuthError, InputError, SettingsError, TooLongError
from mujaz.model import prompt
from mujaz.model.recording import Header, active
from mujaz.reading.read import Ways, is_address, read, read_all
from mujaz.result import Article, Result, Run, S
from mujaz.schema import NewsSummary
from mujaz.text.article import make_article
from mujaz.text.clean import clean
from mujaz.trust.evidence import leaves
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof, items, verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Unpack

    from pydantic import BaseModel

    from mujaz.model.call import Door
    from mujaz.model.recording import Recording
    from mujaz.model.whole import Repaired
    from mujaz.settings import Endpoint, Settings


# No tokenizer of a current model packs more Arabic than this into one token (Qwen's: 2.6 characters, measured on the corpus);
# what is longer than a window by this reckoning need not be sent to find out.
_CHARACTERS_A_TOKEN = 6


class Options(TypedDict, total=False):
    """Options of a run; see `mujaz.settings.Settings` for their meaning and defaults."""

    model: str | None
    base_url: str | None
    sentences: int | None
    country: str | None
    published: date | str | None
    column: str | None
    allow_private: bool | None
    strict: bool | None
    timeout: float | None
    attempts: int | None
    max_tokens: int | None
    context: int | None


def load(source: str | Path | Article, ways: Ways | None = None, item: int | None = None) -> Article:
    """The cleaned article of a `Path` (a file, or `-` for standard input), a `str` (an address, or the text), or an `Article`.

    Args:
        source: The article.
        ways: How to read it.
        item: Which article to take of a folder, table or feed, counted from 1.

    Raises:
        InputError: It cannot be read or used.
    """
    if isinstance(source, Article):
        return source
    if isinstance(source, Path) or is_address(source):
        return clean(read(source, ways, item))
    return clean(make_article(source))


def listed(source: str | Path, **options: Unpack[Options]) -> list[str]:
    """A line for each article of a folder, table or feed: its number, its source and its first words; empty when there is one.

    Raises:
        InputError: Nothing of it can be read.
        SettingsError: An option cannot be used.
    """
    settings = settings_module.load(options)
    lines = []
    for n, found in enumerate(read_all(source, Ways(settings.column, settings.allow_private)), 1):
        told = str(found) if isinstance(found, InputError) else found.title or " ".join(found.text.split()[:12])
        lines.append(f"[{n}] {told}" if isinstance(found, InputError) else f"[{n}] {found.source}: {told}")
    return lines if len(lines) > 1 else []


def summarize(
    source: str | Path | Article,
    *,
    item: int | None = None,
    schema: type[S] = NewsSummary,  # type: ignore[assignment]  # the default of S
    on_stage: Callable[[str], None] | None = None,
    **options: Unpack[Options],
) -> Result[S]:
    """Summarize an Arabic article in Arabic and English, with typed fields, every one tied to its words and checked.

    Inside `with mujaz.recording(...)` the model's answers are recorded or played back.

    Args:
        source: A `Path` to a file (text in any encoding of Arabic, HTML, PDF, DOCX, JSON, JSON Lines, CSV, RSS or Atom), the
            address of a page as a `str`, or the text itself as a `str`.
        item: Which article to take of a folder, table or feed, counted from 1.
        schema: What the model fills in: `NewsSummary`, or a model made of its building blocks.
        on_stage: Is told, in a few words, which stage begins.
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
    if not _loop_is_running():
        return asyncio.run(asked)
    # A loop is running already, as in a notebook: ours needs a thread, and takes the open recording along.
    import contextvars  # noqa: PLC0415

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(contextvars.copy_context().run, asyncio.run, asked).result()


def _loop_is_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


async def asummarize(
    source: str | Path | Article,
    *,
    item: int | None = None,
    schema: type[S] = NewsSummary,  # type: ignore[assignment]  # the default of S
    on_stage: Callable[[str], None] | None = None,
    **options: Unpack[Options],
) -> Result[S]:
    """`summarize` for code that is asynchronous itself; the same arguments, result and errors."""
    began = time.perf_counter()
    tell = on_stage or (lambda _stage: None)
    played = active()
    settings = _settled(settings_module.load(options), played)
    where = _endpoint(settings, played)
    if where.small and schema is not NewsSummary:
        raise SettingsError(f"a small model fills in NewsSummary only, not {schema.__name__}; use a stronger one with --model.")
    tell("reading")
    article = load(source, Ways(settings.column, settings.allow_private), item)
    settings = informed(settings, article)
    _fits(article, where, settings)
    proof = Proof(article, Reading(settings.country, settings.published), example_words())
    header = header_of(article, where, settings, schema)
    if played:
        played.begin(header)
    door = await _door(where, settings, played, tell)
    async with door:
        done = await _asked(door, proof, settings, schema, where, tell)
    if settings.strict:
        _strictly(done, proof)
    tell("done")
    return Result[schema](  # type: ignore[valid-type]
        article=article,
        summary=done.summary,
        items=items(done.summary, done.verdict, small=where.small, repaired=done.repaired),
        findings=done.verdict.findings,
        withheld=done.withheld,
        run=_run(header, door, where, time.perf_counter() - began, played),
    )


async def _asked(
    door: Door, proof: Proof, settings: Settings, schema: type[S], where: Endpoint, tell: Callable[[str], None]
) -> Repaired[S]:
    """Ask the one way or the other, check, and repair what a strong model can repair."""
    from mujaz.model import steps, whole  # noqa: PLC0415  (they come with the door, behind openai's slow import)

    if where.small:
        small, withheld = await steps.ask(door, proof, settings, tell)
        tell("checking")
        # Asking a small model again with the error was measured: no gain.
        return whole.Repaired(cast("S", small), verify(small, proof), withheld=withheld)
    tell(f"asking {where.model}")
    summary = await whole.ask(door, proof, settings, schema)
    tell("checking")
    verdict = verify(summary, proof)
    if wrong := whole.questionable(verdict):
        tell(f"asking again for {len({f.path for f in wrong})} of its values")
    done = await whole.repair(door, proof, settings, summary, verdict)
    if done.error:
        tell(f"asking again failed: {done.error}")
    return done


def _strictly(done: Repaired[S], proof: Proof) -> None:
    """Take out what a check found wrong; the paths of what stays move up."""
    from mujaz.model.whole import moved, without  # noqa: PLC0415  (see `_asked`)

    done.summary, taken = without(done.summary, {f.path: f.message for f in done.verdict.errors})
    done.repaired = moved(done.repaired, taken)
    done.withheld += taken
    done.verdict = verify(done.summary, proof)


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
        small = header.way == "steps"
        return settings_module.Endpoint(settings.model, "http://model/v1", None, small=small, hosted=not small)


async def _door(where: Endpoint, settings: Settings, played: Recording | None, tell: Callable[[str], None]) -> Door:
    from mujaz.model.call import Door as _Door  # noqa: PLC0415  (openai and instructor: up to 2 s)

    if played and played.mode == "replay":
        return _Door(where.model, where.base_url or "http://model/v1", "replay", settings, tell, patient=False)
    if where.weights:
        from mujaz.model.local import serve  # noqa: PLC0415

        tell(f"starting {where.model}")
        served = await asyncio.to_thread(serve, where.weights, settings.context)
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
    return _Door(where.model, where.base_url, key[0] if key else "none", settings, tell)


def _fits(article: Article, where: Endpoint, settings: Settings) -> None:
    most = settings.context * _CHARACTERS_A_TOKEN
    if where.small and len(article.text) > most:
        raise TooLongError(
            f"{article.source}: {len(article.text)} characters do not fit the model's context window ({settings.context} tokens, "
            f"at most {most} characters); give a shorter text, or a larger --context."
        )


def header_of(article: Article, where: Endpoint, settings: Settings, schema: type[BaseModel]) -> Header:
    """What a run is made of."""
    shown = {"sentences": settings.sentences, "country": settings.country, "max_tokens": settings.max_tokens}
    return Header(
        article=article.sha256,
        model=where.model,
        way=where.way,
        options={**shown, "published": settings.published.isoformat() if settings.published else None},
        schema=_sha256(json.dumps(schema.model_json_schema(), sort_keys=True)),
        prompts=prompt.hashes(prompt.STEPS_FILES if where.small else prompt.WHOLE_FILES),
    )


def _run(header: Header, door: Door, where: Endpoint, seconds: float, played: Recording | None) -> Run:
    tally = door.tally
    return Run(
        model=header.model,
        way=where.way,
        prompt_sha256=_sha256(json.dumps(header.prompts, sort_keys=True)),
        schema_sha256=header.schema,
        calls=tally.calls,
        attempts=tally.attempts,
        prompt_tokens=tally.prompt_tokens,
        completion_tokens=tally.completion_tokens,
        cost_usd=tally.cost_usd if where.hosted else Decimal(0),
        seconds=round(seconds, 3),
        recording=played.path.name if played else None,
    )


@cache
def example_words() -> frozenset[str]:
    """The names and figures of the prompt's worked example, in both languages: what may not leak into an answer."""
    answer = NewsSummary.model_validate(prompt.example()["answer"])
    named = [*answer.people, *answer.organizations, *answer.places]
    figures = [*answer.dates, *answer.amounts]
    return frozenset(
        leaf.value for block in [*named, *figures] for leaf in leaves(block) if leaf.name in {"ar", "en", "text"} and leaf.value
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
