"""What a run is made of: the header that a recording keeps, what decides an answer in a batch, and the facts in a result."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from mujaz.model import prompt
from mujaz.model.recording import Header
from mujaz.result import Run
from mujaz.schema import NewsSummary

if TYPE_CHECKING:
    from pydantic import BaseModel

    from mujaz.model.call import Door
    from mujaz.model.recording import Recording
    from mujaz.result import Article
    from mujaz.settings import Endpoint, Settings


def header_of(article: Article, where: Endpoint, settings: Settings, schema: type[BaseModel], *, long: bool = False) -> Header:
    """What a run is made of; of a long article also the context, which decides where it is cut."""
    shown: dict[str, Any] = {"sentences": settings.sentences, "country": settings.country, "max_tokens": settings.max_tokens}
    if long:
        shown["context"] = settings.context
    if where.small and where.whole:
        shown["small"] = True  # the way of asking does not tell it, and a replay must know whose English it has
    return Header(
        article=article.sha256,
        model=where.model,
        way=where.way,
        options={**shown, "published": settings.published.isoformat() if settings.published else None},
        schema=_schema_hash(schema),
        prompts=_prompts(where, settings, schema, long=long),
    )


def decided_by(settings: Settings, where: Endpoint, schema: type[BaseModel]) -> dict[str, Any]:
    """What decides an answer beside the article: the model, the prompts, the schema and the options."""
    files = {**_prompts(where, settings, schema, long=False), **_prompts(where, settings, schema, long=True)}
    shown = ("sentences", "country", "published", "max_tokens", "strict", "context")
    options = {name: getattr(settings, name) for name in shown}
    return {"model": where.model, "way": where.way, "prompts": files, "schema": _schema_hash(schema), "options": options}


def facts_of(header: Header, door: Door, where: Endpoint, seconds: float, played: Recording | None) -> Run:
    """The facts of a run that is over."""
    tally = door.tally
    return Run(
        model=header.model,
        way=where.way,
        prompt_sha256=_sha256(json.dumps(header.prompts, sort_keys=True)),
        schema_sha256=header.schema,
        calls=tally.calls,
        attempts=tally.attempts,
        prompt_tokens=tally.prompt_tokens,
        cached_tokens=tally.cached_tokens,
        completion_tokens=tally.completion_tokens,
        cost_usd=tally.cost_usd if where.hosted else Decimal(0),
        seconds=round(seconds, 3),
        recording=played.path.name if played else None,
    )


def _prompts(where: Endpoint, settings: Settings, schema: type[BaseModel], *, long: bool) -> dict[str, str]:
    """The hashes of the prompts of a run: of the steps, of the user's own, of the worked example's, of any fields'."""
    if where.way == "steps":
        return prompt.hashes(prompt.STEPS_FILES)
    if settings.prompt:
        chosen = ("window.md",) if long and schema is NewsSummary else ()  # asks for key sentences among too many of them
        return prompt.hashes(prompt.OWN_FILES + chosen) | prompt.own_hash(settings.prompt)
    news = prompt.LONG_FILES if long else prompt.WHOLE_FILES
    return prompt.hashes(news if schema is NewsSummary else prompt.FIELDS_FILES)


@cache
def _schema_hash(schema: type[BaseModel]) -> str:
    return _sha256(json.dumps(schema.model_json_schema(), sort_keys=True))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
