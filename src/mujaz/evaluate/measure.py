"""All that is measured of one summary of one article."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel

from mujaz.evaluate import overlap
from mujaz.evaluate.fields import GROUPS, scores
from mujaz.result import PASSED, Check
from mujaz.trust.overall import off_topic
from mujaz.trust.pair import Source, figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mujaz.evaluate.data import Record, Reference
    from mujaz.result import Result


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured.

    Attributes:
        key: Its name in JSON.
        title: Its name for people.
        unit: `share` (0 to 1, shown in percent), or what is counted.
        better: Which way is better; `None` where neither is.
    """

    key: str
    title: str
    unit: Literal["share", "words", "errors", "warnings", "tokens", "seconds", "USD"]
    better: Literal["higher", "lower"] | None


_FIELD_TITLES = {"names": "names F1", "dates": "dates F1", "amounts": "amounts F1", "other": "other fields F1"}
MEASURES = (
    Measure("answered", "answered", "share", "higher"),
    *(
        Measure(f"{key}{side}", f"{title}{' English' if side else ''}", "share", "higher")
        for side in ("", "_en")
        for key, title in (
            ("rouge1", "ROUGE-1"),
            ("rouge2", "ROUGE-2"),
            ("rougeL", "ROUGE-L"),
            ("rougeLsum", "ROUGE-Lsum"),
            ("chrf", "chrF"),
        )
    ),
    *(Measure(f"fields_{group}", _FIELD_TITLES[group], "share", "higher") for group in GROUPS),
    Measure("verified", "verified", "share", "higher"),
    Measure("citation_precision", "citation precision", "share", "higher"),
    Measure("citation_recall", "citation recall", "share", "higher"),
    Measure("errors", "errors", "errors", "lower"),
    *(Measure(f"errors_{check}", f"  errors: {check}", "errors", "lower") for check in get_args(Check)),
    Measure("warnings", "warnings", "warnings", "lower"),
    Measure("length", "length", "words", None),
    Measure("coverage", "coverage", "share", None),
    Measure("density", "density", "words", None),
    Measure("seconds", "seconds", "seconds", "lower"),
    Measure("tokens_read", "tokens read", "tokens", "lower"),
    Measure("tokens_written", "tokens written", "tokens", "lower"),
    Measure("cost_usd", "cost", "USD", "lower"),
)
"""Everything that is measured, in the order in which it is shown."""


class Said(NamedTuple):
    """A summary, whoever made it.

    Attributes:
        arabic: Its Arabic, a sentence each.
        english: Its English.
        result: The whole result, where a model made it.
    """

    arabic: Sequence[str]
    english: Sequence[str] = ()
    result: Result[Any] | None = None


def measured(said: Said, record: Record) -> dict[str, float]:
    """What can be measured of a summary, by the keys of `MEASURES`; what needs a reference only where there is one."""
    found: dict[str, float] = {}
    if said.arabic:
        found |= _alike(said.arabic, record.arabic)
        ours = [word for sentence in said.arabic for word in overlap.tokens(sentence)]
        taken = overlap.copied(ours, record.words)
        found |= {"length": len(ours), "coverage": taken.coverage, "density": taken.density}
    if said.english:
        found |= {f"{key}_en": value for key, value in _alike(said.english, record.english).items()}
    if said.result:
        found |= _checked(said.result, record)
    return found


def _alike(said: Sequence[str], references: Sequence[Reference]) -> dict[str, float]:
    """How like the references a summary is: F1 (of chrF: F2) against the one that it is most like, by each measure."""
    if not references:
        return {}
    sentences = [overlap.tokens(sentence) for sentence in said]
    ours = [word for sentence in sentences for word in sentence]
    characters = overlap.folded("\n".join(said))
    return {
        "rouge1": overlap.best(overlap.rouge_n(ours, r.words, 1).f1 for r in references),
        "rouge2": overlap.best(overlap.rouge_n(ours, r.words, 2).f1 for r in references),
        "rougeL": overlap.best(overlap.rouge_l(ours, r.words).f1 for r in references),
        "rougeLsum": overlap.best(overlap.rouge_lsum(sentences, r.sentences).f1 for r in references),
        "chrf": overlap.best(overlap.chrf(characters, r.folded) for r in references),
    }


def said_of(result: Result[Any]) -> Said:
    """The summary of a result; of a schema without summary sentences, only what was checked."""
    pairs = _pairs(_filled(result))
    arabic, english = ([pair[side] for pair in pairs if isinstance(pair.get(side), str)] for side in ("ar", "en"))
    return Said(arabic, english, result)


def _filled(result: Result[Any]) -> dict[str, Any]:
    """What a model filled in, as JSON."""
    summary: Any = result.summary
    return summary.model_dump(mode="json") if isinstance(summary, BaseModel) else summary


def _pairs(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """The sentences of a summary; a user's own field of this name may hold anything."""
    given = summary.get("summary")
    return [pair for pair in given if isinstance(pair, dict)] if isinstance(given, list) else []


def _checked(result: Result[Any], record: Record) -> dict[str, float]:
    """What the checks found, what it cost, and the fields."""
    wrong = Counter(finding.check for finding in result.findings if finding.severity == "error")
    run, filled = result.run, _filled(result)
    found: dict[str, float] = {
        "errors": wrong.total(),
        "warnings": sum(finding.severity == "warning" for finding in result.findings),
        **{f"errors_{check}": wrong[check] for check in get_args(Check)},
        **({} if run.recording else {"seconds": run.seconds}),  # how long a replay took says nothing of the model
        "tokens_read": run.prompt_tokens,
        "tokens_written": run.completion_tokens,
    }
    if run.cost_usd is not None:
        found["cost_usd"] = float(run.cost_usd)
    judged = [item for item in result.items if item.status != "chosen"]  # of a label no check can say anything
    marked = {item.path for item in judged if item.status == "withheld"}
    every = len(judged) + sum(gone.path not in marked for gone in result.withheld)  # what --strict took out has no item
    if every:
        found["verified"] = sum(item.status in PASSED for item in judged) / every
    found |= _citations(filled, record)
    if record.fields is not None:
        found |= {f"fields_{group}": value for group, value in scores(filled, record.fields, record.reading).items()}
    return found


def _citations(summary: dict[str, Any], record: Record) -> dict[str, float]:
    """Whether citations hold (Gao et al. 2023), the rules of mujaz judging in the place of a model.

    Recall is the share of sentences that are supported by what they cite. Precision is the share of citations that support:
    their sentence is supported, and they have enough of its words themselves, or it is not supported without them.
    """
    pairs = [(pair["ar"], _cited(pair)) for pair in _pairs(summary) if isinstance(pair.get("ar"), str) and "sources" in pair]
    cited = good = held = 0
    for said, numbers in pairs:
        texts = list(_texts(numbers, record))
        holds = _supported(said, texts, record)
        held += holds
        cited += len(numbers)
        if holds:
            good += sum(_supports(said, texts, n, record) for n in range(len(texts)))
    return {"citation_precision": good / cited, "citation_recall": held / len(pairs)} if cited else {}


def _cited(pair: dict[str, Any]) -> list[int]:
    """The numbers that a sentence cites, each once; a user's own field of this name may hold anything."""
    given = pair.get("sources")
    return list(dict.fromkeys(n for n in given if isinstance(n, int))) if isinstance(given, list) else []


def _texts(numbers: Sequence[int], record: Record) -> Iterator[str]:
    """The sentences with these numbers; a number that no sentence has supports nothing."""
    for number in numbers:
        if 1 <= number <= len(record.sentences):
            sentence = record.sentences[number - 1]
            yield record.article.text[sentence.start : sentence.end]


def _supports(said: str, texts: Sequence[str], n: int, record: Record) -> bool:
    """Whether one of the sentences that support another does its part."""
    return not any(off_topic(said, texts[n])) or not _supported(said, [*texts[:n], *texts[n + 1 :]], record)


def _supported(said: str, texts: Sequence[str], record: Record) -> bool:
    """Whether sentences have the figures of another, and enough of its words."""
    source = "\n".join(texts)
    if not texts or any(off_topic(said, source)):
        return False
    return not any(figures(Source(source, record.reading), said, "ar", record.reading))
