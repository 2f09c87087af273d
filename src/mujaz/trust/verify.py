"""Seventh station: whether what the summary says is so. Every check is a rule; no model is asked.

These checks: a cited sentence exists; the article's own words are in the article; the figures of both languages are in
the sentences that are cited; a date and an amount are what their words mean; Arabic is Arabic and English is English;
nothing comes from the worked example of the prompt.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from mujaz.result import Article, Check, Finding, Item, Status
from mujaz.schema import Amount, DateMention, Event, Pair, Quote, SummarySentence
from mujaz.text.arabic import arabic_share, fold
from mujaz.text.segment import segment
from mujaz.trust.evidence import Leaf, cited, evidence, leaves
from mujaz.trust.figures import Reading, strange
from mujaz.trust.ground import Index

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pydantic import BaseModel

    from mujaz.spans import Span
    from mujaz.text.segment import Sentence

_MOSTLY = 0.5  # share of Arabic letters from which a text is Arabic: names in Latin letters may stand in it


@dataclass(frozen=True)
class Proof:
    """An article, ready to prove things by: folded and cut once, and used for every check.

    Attributes:
        article: The cleaned article.
        reading: How its figures are read.
        example: Words of the prompt's worked example; none of them may come back unless the article has it too.
    """

    article: Article
    reading: Reading
    example: Collection[str] = ()

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The article's sentences."""
        return segment(self.article.text)

    @cached_property
    def index(self) -> Index:
        """The article, folded for matching."""
        return Index(self.article.text)

    def evidence(self, summary: BaseModel) -> dict[str, tuple[Span, ...]]:
        """Where the article says what the summary says, by path."""
        return evidence(summary, self.index, self.sentences)

    def text_of(self, spans: Collection[Span]) -> str:
        """The article's words at these places, one after the other."""
        return "\n".join(self.article.text[s.start : s.end] for s in spans)

    @cached_property
    def _leaks(self) -> list[str]:
        """The example's words that the article does not have, in the spelling used for comparing."""
        own = fold(self.article.text).text
        return [word for e in self.example if (word := fold(e).text) and word not in own and not self._has_figures(e)]

    def _has_figures(self, words: str) -> bool:
        """Whether words are figures, all of which the article has too, in whatever spelling (40% for 40 في المائة)."""
        said = self.reading.values(words, "ar")
        return bool(said) and not any(strange(said, self.reading.values(self.article.text, "ar")))


def verify(summary: BaseModel, proof: Proof) -> list[Finding]:
    """Check a whole summary.

    Args:
        summary: What the model filled in, of any schema made of the building blocks.
        proof: The article.

    Returns:
        What was found wrong, in the order of the summary.
    """
    spans = proof.evidence(summary)
    return [finding for leaf in leaves(summary) if leaf.value is not None for finding in _check(leaf, spans, proof)]


def items(summary: BaseModel, proof: Proof, findings: list[Finding], *, small: bool, repaired: Collection[str]) -> list[Item]:
    """Give every leaf of a summary its state.

    Args:
        summary: The summary.
        proof: The article.
        findings: What `verify` found in it.
        small: Whether a small model wrote its English.
        repaired: Paths that were given a new value.
    """
    spans = proof.evidence(summary)
    made = []
    for leaf in leaves(summary):
        status, why = _status(leaf, findings, small=small, repaired=repaired)
        made.append(Item(path=leaf.path, status=status, spans=spans.get(leaf.path, ()), why=why))
    return made


def _status(leaf: Leaf, findings: list[Finding], *, small: bool, repaired: Collection[str]) -> tuple[Status, str | None]:
    if leaf.value is None:
        return "withheld", "it could not be proven"
    for finding in findings:
        if finding.severity == "error" and (finding.path == leaf.path or _rests_on(leaf, finding.path)):
            return "failed", finding.message
    if small and (leaf.holds == "english" or leaf.name == "topic"):
        return "draft", "written by a small model"
    return ("repaired" if leaf.path in repaired else "checked"), None


def _rests_on(leaf: Leaf, path: str) -> bool:
    """Nothing of a sentence is proven while its citation is wrong, and no English or value while its words are not found."""
    kinds: dict[str, tuple[type[BaseModel], ...]] = {"sources": (SummarySentence,), "text": (DateMention, Amount)}
    own = kinds.get(path.rsplit(".", 1)[-1], ())
    return isinstance(leaf.owner, own) and path.startswith(f"{leaf.block}.")


def _check(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> Iterator[Finding]:
    if leaf.holds == "words":
        yield from _words(leaf, spans)
    elif leaf.holds in {"arabic", "english"}:
        yield from _script(leaf)
        yield from _figures(leaf, spans, proof)
    elif leaf.name == "sources":
        yield from _citation(leaf, proof)
    elif leaf.name in {"value", "unit"} and isinstance(leaf.owner, DateMention | Amount):
        yield from _meaning(leaf, spans, proof)
    yield from _leak(leaf, proof)


def _words(leaf: Leaf, spans: dict[str, tuple[Span, ...]]) -> Iterator[Finding]:
    if leaf.path not in spans:
        yield _finding(leaf, "quote", None, leaf.value, f"«{leaf.value}» is not in the article")


def _script(leaf: Leaf) -> Iterator[Finding]:
    text = leaf.value
    if leaf.holds == "arabic" and arabic_share(text) < _MOSTLY:
        yield _finding(leaf, "script", "Arabic", text, f"this should be Arabic: «{text}»")
    if leaf.holds == "english":
        # Modifier letters (ʿ, ʾ) belong to no script; English uses them to write Arabic names.
        letters = [c for c in text if c.isalpha() and unicodedata.category(c) != "Lm"]
        strangers = [c for c in letters if not unicodedata.name(c, "").startswith("LATIN")]
        if strangers or not any(c.isalnum() for c in text):
            yield _finding(leaf, "script", "English", text, f"this should be English, in Latin letters: «{text}»")


def _figures(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> Iterator[Finding]:
    """Figures of a text against what it rests on, and figures of the Arabic that its English lost."""
    source, where = _source(leaf, spans, proof)
    if source is None:
        return
    language = "ar" if leaf.holds == "arabic" else "en"
    said, known = proof.reading.values(leaf.value, language), proof.reading.values(source, "ar")
    has = ", ".join(source[v.start : v.end] for v in known) or "no figure"
    wrong = list(strange(said, known))
    for value, check in wrong:
        words = leaf.value[value.start : value.end]
        yield _finding(leaf, check, has, words, f"«{words}» is not in what it rests on, which has {has}", where)
    arabic = getattr(leaf.owner, "ar", None)
    if language == "en" and not wrong and isinstance(leaf.owner, Pair | Quote) and arabic:
        # Ordinals are left out: English writes those of kings and popes in Roman numerals, or as words of a name.
        figures = [v for v in proof.reading.values(arabic, "ar") if v.kind != "ordinal"]
        for value, check in strange(figures, said):
            words = arabic[value.start : value.end]
            yield _finding(leaf, check, words, None, f"the English has lost «{words}» of the Arabic", where)


def _source(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> tuple[str | None, tuple[Span, ...]]:
    """What a text rests on: cited sentences; the quoted words; the whole article for a headline. `None`: nothing to compare."""
    if isinstance(leaf.owner, SummarySentence):
        where = cited(leaf.owner.sources, proof.sentences)
        return (proof.text_of(where) if where else None), where
    if isinstance(leaf.owner, Quote | Event):
        return leaf.owner.ar, spans.get(leaf.path, ())
    return (proof.article.text, ()) if isinstance(leaf.owner, Pair) else (None, ())


def _citation(leaf: Leaf, proof: Proof) -> Iterator[Finding]:
    last = len(proof.sentences)
    for number in leaf.value:
        if number > last:
            yield _finding(leaf, "citation", f"1 to {last}", str(number), f"it cites sentence {number}; the article has {last}")


def _meaning(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> Iterator[Finding]:
    """Whether a date or an amount is what its words mean. Words that the program cannot read are left in peace."""
    owner = leaf.owner
    assert isinstance(owner, DateMention | Amount)
    where = spans.get(leaf.path, ())
    wanted = [v for v in proof.reading.values(owner.text, "ar") if (v.kind == "date") == isinstance(owner, DateMention)]
    if not wanted:
        return
    check = _CHECKS.get(wanted[0].kind, "number")
    if leaf.name == "unit":
        units = {"percent" if v.kind == "percent" else v.unit or "" for v in wanted if v.kind in {"money", "percent"}} - {""}
        if units and leaf.value not in units:
            means = ", ".join(sorted(units))
            yield _finding(leaf, check, means, leaf.value, f"«{owner.text}» is {means}, not {leaf.value}", where)
    elif not any(_equal(v.value, leaf.value) for v in wanted):
        means = ", ".join(str(v.value) for v in wanted)
        yield _finding(leaf, check, means, str(leaf.value), f"«{owner.text}» is {means}, not {leaf.value}", where)


_CHECKS: dict[str, Check] = {"date": "date", "money": "money", "percent": "percent"}


def _equal(read: str | Decimal, said: str | Decimal) -> bool:
    """Equal numbers, or the same date as far as the words go: the model may add the year that the words leave open."""
    if isinstance(read, Decimal) or isinstance(said, Decimal):
        return read == said
    parts, others = read.split("-"), said.split("-")
    return len(parts) == len(others) and all(a in {b, "XXXX"} for a, b in zip(parts, others, strict=True))


def _leak(leaf: Leaf, proof: Proof) -> Iterator[Finding]:
    if not isinstance(leaf.value, str):
        return
    folded = fold(leaf.value).text
    for word in proof._leaks:  # noqa: SLF001  (computed once for all leaves, and nobody else's business)
        if re.search(rf"(?<!\d){re.escape(word)}", folded):  # 140 is not the example's 40
            yield _finding(leaf, "content", None, leaf.value, f"«{word}» is of the prompt's worked example, not of the article")


def _finding(
    leaf: Leaf, check: Check, expected: str | None, found: str | None, message: str, spans: tuple[Span, ...] = ()
) -> Finding:
    return Finding(path=leaf.path, check=check, severity="error", expected=expected, found=found, spans=spans, message=message)
