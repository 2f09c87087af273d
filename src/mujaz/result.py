"""What a run gives back: the summary, and everything the program knows about it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Generic, Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError, ValidatorFunctionWrapHandler, field_validator
from pydantic_core import to_json
from typing_extensions import TypeVar

from mujaz.schema import SCHEMA_VERSION, NewsSummary
from mujaz.spans import Span

S = TypeVar("S", bound=BaseModel, default=NewsSummary)

Status = Literal["checked", "repaired", "chosen", "doubtful", "draft", "withheld", "failed"]
"""`checked` every check that applies passed; `repaired` the same, after the model was asked again; `chosen` a label or a choice
of the model's (the topic, the kind of an organization, what a date is of, «guilty» of two words), of which no check can tell
whether it is right: its words, where it has any, are found, and what it says is the model's opinion; `doubtful` kept, but a check
that is likely and not certain (a name, a negation, who says it) found something, or no check applies to it (a plain field of a
schema of your own), so read it; `draft` written by a small model, so not to be trusted whatever the checks say; `withheld` taken
out because it could not be proven; `failed` kept, but a check found it wrong."""

PASSED: frozenset[Status] = frozenset({"checked", "repaired"})
"""What is proven, as far as the checks go."""
SETTLED: frozenset[Status] = PASSED | frozenset[Status]({"chosen"})
"""What need not be looked at before all else."""

Severity = Literal["error", "warning"]
"""`error` where a check is certain, `warning` where it is likely."""

Check = Literal[
    "number",
    "date",
    "money",
    "percent",
    "negation",
    "name",
    "citation",
    "quote",
    "script",
    "length",
    "copying",
    "content",
    "attribution",
]
"""The checks, by names that do not change."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Removed(_Frozen):
    """A piece taken out of what was read, before anything else looked at it.

    Attributes:
        start: First code point, counted from 0 in what was read, where every line end is one code point.
        end: One past the last.
        why: The kind of debris.
    """

    start: int
    end: int
    why: str


class Article(_Frozen):
    """An article as the rest of the program sees it.

    Attributes:
        id: First 12 hex digits of `sha256`; the same text has the same id.
        source: Where it came from: a path, `-` for standard input, or `text`.
        sha256: Of the UTF-8 bytes of `text`.
        language: `ar`, or `fa`/`ur` when it looks like Persian or Urdu.
        text: The cleaned text; every offset counts its code points from 0, so `text[start:end]` is the proof of a span.
        removed: What was taken out, with offsets into what was read.
        title: The title that its page or file gives it; it need not stand in the text.
        author: Who wrote it, as its page or file says.
        site: The site or paper.
        url: Where it stands.
        published: The day it was published, as its page or file says; it settles «أمس» where no other day is given.
        country: ISO 3166-1 alpha-2 code of the site's country, by its address; it settles whose درهم is meant likewise.
        notes: What was decided or mended to read it, a sentence each.
    """

    id: str
    source: str
    sha256: str
    language: Literal["ar", "fa", "ur"]
    text: str
    removed: tuple[Removed, ...] = ()
    title: str | None = None
    author: str | None = None
    site: str | None = None
    url: str | None = None
    published: date | None = None
    country: str | None = None
    notes: tuple[str, ...] = ()


class Finding(_Frozen):
    """One thing that a check found.

    Attributes:
        path: Where in the summary, such as `summary[0].en`.
        check: The name of the check.
        severity: `error` where it is certain, `warning` where it is likely.
        expected: What the article (or the rule) has, as text; `None` when there is nothing to show.
        found: What the summary has.
        spans: The places in the article that were compared.
        message: A sentence a person understands.
    """

    path: str
    check: Check
    severity: Severity
    expected: str | None
    found: str | None
    spans: tuple[Span, ...] = ()
    message: str


class Item(_Frozen):
    """The state of one text or value of the summary.

    Attributes:
        path: Where in the summary, such as `people[0].ar`.
        status: See `Status`.
        spans: Where the article says it; for a summary sentence, the sentences it cites.
        why: Why it is not `checked`, in a few words; `None` when it is.
    """

    path: str
    status: Status
    spans: tuple[Span, ...] = ()
    why: str | None = None


class CheckReport(_Frozen):
    """What `mujaz check` found in a summary from elsewhere.

    Attributes:
        schema_version: Version of this shape.
        article: What it was checked against.
        summary: What was checked, as JSON.
        items: The state of every text and value of it.
        findings: What the checks found.
    """

    schema_version: Literal["1"] = SCHEMA_VERSION
    article: Article
    summary: dict[str, JsonValue]
    items: list[Item]
    findings: list[Finding]

    @property
    def proven(self) -> bool:
        """True when every item passed its checks; labels and choices have none."""
        return not self.findings and all(i.status in SETTLED for i in self.items)


class Withheld(_Frozen):
    """Something that was said and is not in the summary.

    Attributes:
        path: Where it is missing in the summary, as it is now: the place that is empty, or the list that it was taken out of.
        value: What it said, as JSON.
        why: The reason.
    """

    path: str
    value: str
    why: str


class Run(_Frozen):
    """How the result was made.

    Attributes:
        model: The model's name.
        way: `whole` (one call) or `steps` (many short calls, for a small model).
        prompt_sha256: Of all prompt files the run used.
        schema_sha256: Of the JSON Schema of the answer.
        calls: Questions asked.
        attempts: Requests sent, the failed ones included.
        prompt_tokens: Tokens read, over all attempts that reported them.
        cached_tokens: Those of them that the server had read before, where it says so.
        completion_tokens: Tokens written, over all attempts that reported them.
        cost_usd: What it cost, in US dollars; 0 for a local model, `None` where the price is not known.
        seconds: Wall time.
        recording: File name of the recording that was written or played, if any.
    """

    model: str
    way: Literal["whole", "steps"]
    prompt_sha256: str
    schema_sha256: str
    calls: int
    attempts: int
    prompt_tokens: int
    cached_tokens: int = 0
    completion_tokens: int
    cost_usd: Decimal | None
    seconds: float
    recording: str | None


class Result(BaseModel, Generic[S]):
    """A summary with its proof. `Result.model_validate_json(result.model_dump_json())` gives an equal one.

    Attributes:
        schema_version: Version of this shape.
        article: What was summarized.
        summary: What the model filled in, after repair.
        items: The state of every text and value of the summary.
        findings: What the checks found in it.
        withheld: What was taken out.
        run: How it was made.
    """

    model_config = ConfigDict(extra="forbid")

    schema_version: Literal["1"] = SCHEMA_VERSION
    article: Article
    summary: S
    items: list[Item]
    findings: list[Finding]
    withheld: list[Withheld]
    run: Run

    @field_validator("summary", mode="wrap")
    @classmethod
    def _by_names(cls, value: Any, handler: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401  (any JSON; any model)
        """A schema whose fields are asked under other names (aliases) is written by its own names, and read back so."""
        try:
            return handler(value)
        except ValidationError as error:
            model = cls.model_fields["summary"].annotation
            if not isinstance(value, dict) or not isinstance(model, type) or not issubclass(model, BaseModel):
                raise
            try:
                return model.model_validate_json(to_json(value), by_alias=True, by_name=True)
            except ValidationError:
                raise error from None

    @property
    def proven(self) -> bool:
        """True when every item passed its checks: nothing is doubtful, draft, failed or withheld. No item, no proof.

        Labels and choices have no checks, and are `chosen`.
        """
        return bool(self.items) and not self.withheld and all(i.status in SETTLED for i in self.items)
