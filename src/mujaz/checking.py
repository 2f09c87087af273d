"""Checking a bilingual summary from anywhere against its article: no model, no recording, no network."""

from __future__ import annotations

import json
import re
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from mujaz import settings as settings_module
from mujaz.errors import InputError
from mujaz.own import schema_of
from mujaz.pipeline import informed
from mujaz.reading.load import load
from mujaz.reading.read import decoded
from mujaz.result import Article, CheckReport, Finding, Item
from mujaz.schema import BilingualSummary, NewsSummary, Pair
from mujaz.text.arabic import arabic_share
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof, items, verify

if TYPE_CHECKING:
    from datetime import date

# Characters of a paragraph: the longest articles of the corpus have fewer, and a summary is shorter than its article.
_LONGEST = 20_000
_MOSTLY = 0.5  # share of Arabic letters that tells the Arabic paragraph of a text from the English one
_SHAPE = (
    'JSON: {"headline": {"ar": …, "en": …}, "summary": [{"ar": …, "en": …, "sources": [1, 2]}]} with or without headline and '
    "sources, a list of such pairs, or a result of mujaz; or a text of two paragraphs, one Arabic and one English (a text of "
    "JSON has at most 1,600 characters, a paragraph 20,000)"
)


def check(
    source: str | Path | Article,
    summary: str | Path | BaseModel,
    *,
    schema: type[BaseModel] | str | Path | None = None,
    country: str | None = None,
    published: date | str | None = None,
) -> CheckReport:
    """Check a summary that somebody made of an article: `mujaz check`.

    Args:
        source: The article: a `Path`, the text itself as a `str`, or an `Article`.
        summary: A `Path` to a file or its content as a `str`, as JSON or as a text of two paragraphs (one Arabic, one English);
            or a pydantic model made of mujaz's building blocks. The JSON is `{"headline": {"ar", "en"}, "summary": [{"ar", "en",
            "sources": [1, 2]}]}`, where `headline` and `sources` (numbers of the article's sentences, as `mujaz read` prints
            them) may be missing; a list of such pairs; or a result or summary of mujaz. A pair without sources rests on the whole
            article. A text of JSON has at most 1,600 characters, a paragraph at most 20,000.
        schema: The fields that a JSON of your own fields has, as `mujaz.summarize` takes them.
        country: ISO 3166-1 alpha-2 code of the publisher's country; it says whose dirham or dinar is meant.
        published: The day of publication; it settles «أمس» and dates without a year.

    Returns:
        The findings, and a state for every text and value.

    Raises:
        InputError: The article or the summary cannot be read or used.
        SettingsError: The schema, the country or the day cannot be used.
    """
    settings = settings_module.load({"country": country, "published": published})
    article = load(source)
    settings = informed(settings, article)
    given = summary if isinstance(summary, BaseModel) else read_summary(summary, schema)
    proof = Proof(article, Reading(settings.country, settings.published))
    verdict = verify(given, proof)
    states = items(verdict, small=False, repaired=())
    return CheckReport(
        article=article,
        summary=given.model_dump(mode="json"),
        items=states,
        findings=[*verdict.findings, *(_missing(item) for item in states if item.status == "withheld")],
    )


def _missing(item: Item) -> Finding:
    """What is told of a text that is `null`: there is nothing to check, and a summary in one language is not all there."""
    told = "the text is missing, so it could not be checked"
    return Finding(path=item.path, check="content", severity="warning", expected="a text", found=None, message=told)


def read_summary(summary: str | Path, schema: type[BaseModel] | str | Path | None = None) -> BaseModel:
    """A summary from a file or its content; see `check` for the shapes, and for the schema of another one.

    Raises:
        InputError: It has none of these shapes.
    """
    name = str(summary) if isinstance(summary, Path) else "summary"
    text = (decoded(summary) if isinstance(summary, Path) else summary).strip().removeprefix("\ufeff").strip()
    own = None if schema is None else schema_of(schema)
    if not text.startswith(("{", "[")) and not own:
        return _paragraphs(text, name)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:  # broken, a number of more digits than Python reads, or nested too deeply
        raise InputError(f"{name}: no JSON ({error}); give {_SHAPE}.") from None
    if isinstance(data, dict) and "schema_version" in data and isinstance(data.get("summary"), dict):
        data = data["summary"]  # a whole result: what it says is checked, not what it says of itself
    return _of_schema(data, name, own) if own else _of_json(data, name)


def _of_schema(data: Any, name: str, schema: type[BaseModel]) -> BaseModel:  # noqa: ANN401  (any JSON)
    """What a user's own fields hold."""
    try:
        return schema.model_validate_json(json.dumps(data), by_alias=True, by_name=True)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'it'}: {e['msg']}" for e in error.errors(include_url=False))
        raise InputError(f"{name}: it does not fit --schema: {told}.") from None


def _of_json(data: Any, name: str) -> BaseModel:  # noqa: ANN401  (any JSON)
    if isinstance(data, list):
        data = {"summary": data}
    elif isinstance(data, dict) and "summary" not in data and {"ar", "en"} <= set(data):
        data = {"summary": [data]}
    shape = NewsSummary if isinstance(data, dict) and "topic" in data else BilingualSummary
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        every = error.errors(include_url=False)
        first = next((e for e in every if _meant(e["loc"], data)), every[0])
        where = ".".join(str(part) for part in first["loc"] if part not in {"Pair", "SummarySentence"}) or "it"
        mend = f"give {_SHAPE}, or --schema with what it was made by for fields of your own"
        raise InputError(f"{name}: {where}: {first['msg']}; {mend}.") from None


def _meant(where: tuple[int | str, ...], data: Any) -> bool:  # noqa: ANN401  (any JSON)
    """Whether an error is of the shape that an item means to have: of a pair that cites, or of one that does not."""
    for n, step in enumerate(where):
        if step in {"Pair", "SummarySentence"}:
            item = reduce(lambda inside, key: inside[key], where[:n], data)
            return (step == "SummarySentence") == (isinstance(item, dict) and "sources" in item)
    return True


def _paragraphs(text: str, name: str) -> BaseModel:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", lines) if part.strip()]
    if len(parts) != 2:
        count = f"{len(parts)} paragraph{'s' if len(parts) > 1 else ''}" if parts else "it is empty"
        raise InputError(f"{name}: {count}; give {_SHAPE}.")
    if (longest := max(map(len, parts))) > _LONGEST:
        raise InputError(f"{name}: a paragraph of {longest:,} characters; give at most {_LONGEST:,}: a summary, not an article.")
    arabic, english = sorted(parts, key=arabic_share, reverse=True)
    if arabic_share(arabic) < _MOSTLY or arabic_share(english) >= _MOSTLY:
        raise InputError(f"{name}: its two paragraphs are not one in Arabic and one in English; give {_SHAPE}.")
    return BilingualSummary(headline=None, summary=[Pair.model_construct(ar=arabic, en=english)])
