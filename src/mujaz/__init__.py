"""mujaz (موجز, "the news in brief"): bilingual summaries of Arabic articles, every word of them tied to the article.

A language model writes; a program proves. `summarize` gives a `Result`: the summary, where the article says each thing, what
the checks found, and a state for every item. Everything here is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mujaz.batch.many import summarize_many
    from mujaz.batch.run import Outcome
    from mujaz.checking import check
    from mujaz.errors import (
        AnswerError,
        AuthError,
        EndpointError,
        InputError,
        ModelError,
        MujazError,
        RecordingError,
        RefusalError,
        ServerError,
        SettingsError,
        TooLongError,
        WeightsError,
    )
    from mujaz.model.recording import recording
    from mujaz.own import schema_of
    from mujaz.pipeline import asummarize, summarize
    from mujaz.result import Article, CheckReport, Finding, Item, Removed, Result, Run, Withheld
    from mujaz.schema import (
        Amount,
        Arabic,
        Bilingual,
        Block,
        DateMention,
        English,
        EventDate,
        Grounded,
        Money,
        NewsSummary,
        Organization,
        Pair,
        Percent,
        Person,
        Place,
        Quote,
        SummarySentence,
        Words,
    )
    from mujaz.spans import Span
    from mujaz.text.values import Value, read_values
    from mujaz.trust.ground import Index, find_quotes
    from mujaz.trust.pair import check_pair

_HOME = {
    "mujaz.batch.many": ("summarize_many",),
    "mujaz.batch.run": ("Outcome",),
    "mujaz.checking": ("check",),
    "mujaz.errors": (
        "AnswerError",
        "AuthError",
        "EndpointError",
        "InputError",
        "ModelError",
        "MujazError",
        "RecordingError",
        "RefusalError",
        "ServerError",
        "SettingsError",
        "TooLongError",
        "WeightsError",
    ),
    "mujaz.model.recording": ("recording",),
    "mujaz.own": ("schema_of",),
    "mujaz.pipeline": ("asummarize", "summarize"),
    "mujaz.result": ("Article", "CheckReport", "Finding", "Item", "Removed", "Result", "Run", "Withheld"),
    "mujaz.schema": (
        "Amount",
        "Arabic",
        "Bilingual",
        "Block",
        "DateMention",
        "English",
        "EventDate",
        "Grounded",
        "Money",
        "NewsSummary",
        "Organization",
        "Pair",
        "Percent",
        "Person",
        "Place",
        "Quote",
        "SummarySentence",
        "Words",
    ),
    "mujaz.spans": ("Span",),
    "mujaz.text.values": ("Value", "read_values"),
    "mujaz.trust.ground": ("Index", "find_quotes"),
    "mujaz.trust.pair": ("check_pair",),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Amount",
    "AnswerError",
    "Arabic",
    "Article",
    "AuthError",
    "Bilingual",
    "Block",
    "CheckReport",
    "DateMention",
    "EndpointError",
    "English",
    "EventDate",
    "Finding",
    "Grounded",
    "Index",
    "InputError",
    "Item",
    "ModelError",
    "Money",
    "MujazError",
    "NewsSummary",
    "Organization",
    "Outcome",
    "Pair",
    "Percent",
    "Person",
    "Place",
    "Quote",
    "RecordingError",
    "RefusalError",
    "Removed",
    "Result",
    "Run",
    "ServerError",
    "SettingsError",
    "Span",
    "SummarySentence",
    "TooLongError",
    "Value",
    "WeightsError",
    "Withheld",
    "Words",
    "asummarize",
    "check",
    "check_pair",
    "find_quotes",
    "read_values",
    "recording",
    "schema_of",
    "summarize",
    "summarize_many",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the name is)
    """Import a public name when it is first used."""
    if name not in _MODULE:
        raise AttributeError(f"module 'mujaz' has no attribute {name!r}")
    return getattr(import_module(_MODULE[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
