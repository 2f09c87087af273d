"""Seventh station: whether what the summary says is so. Every check is a rule; no model is asked.

`verify` runs the checks of one text (its words are in the article, its values are what its words mean, nothing comes from the
prompt's worked example), of one pair (`mujaz.trust.pair`), and of the whole (`mujaz.trust.overall`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from mujaz.result import Article, Check, Finding, Item, Severity, Status
from mujaz.schema import Amount, DateMention, Event, Pair, Quote, SummarySentence
from mujaz.text.arabic import fold
from mujaz.text.segment import segment
from mujaz.trust.evidence import Leaf, cited, evidence, leaves
from mujaz.trust.figures import Reading, strange
from mujaz.trust.ground import Index
from mujaz.trust.overall import copied, misnamed, off_topic, respelled
from mujaz.trust.pair import Source, differences, wrong_script

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pydantic import BaseModel

    from mujaz.spans import Span
    from mujaz.text.segment import Sentence


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

    @cached_property
    def whole(self) -> Source:
        """The whole article, its figures read once for all that rests on it."""
        return Source(self.article.text, self.reading)

    def source(self, spans: Collection[Span]) -> Source:
        """The article's words at these places, one after the other."""
        return Source("\n".join(self.article.text[s.start : s.end] for s in spans), self.reading)

    @cached_property
    def _strangers(self) -> list[tuple[str, str]]:
        """The example's words that the article does not have: in the spelling used for comparing, and as they are."""
        own = self.index.folded
        return [(word, e) for e in self.example if (word := fold(e).text) and word not in own]

    def leaks(self, text: str) -> Iterator[str]:
        """The example's words in a text that the article does not have; figures only if it has others (40% is 40 في المائة)."""
        folded = fold(text).text
        for word, written in self._strangers:
            if word in folded and re.search(rf"(?<!\d){re.escape(word)}", folded):  # 140 is not the example's 40
                said = self.reading.values(written, "ar")
                if not said or any(strange(said, self.whole.values)):
                    yield word


@dataclass(frozen=True)
class Verdict:
    """What `verify` found out about a summary.

    Attributes:
        findings: What was found wrong, in the order of the summary.
        spans: Where the article says what the summary says, by path.
    """

    findings: list[Finding]
    spans: dict[str, tuple[Span, ...]]

    @property
    def errors(self) -> list[Finding]:
        """The findings that are certain."""
        return [f for f in self.findings if f.severity == "error"]


def verify(summary: BaseModel, proof: Proof) -> Verdict:
    """Check a whole summary.

    Args:
        summary: What the model filled in, of any schema made of the building blocks.
        proof: The article.
    """
    every = list(leaves(summary))
    spans = evidence(every, proof.index, proof.sentences)
    found = [finding for leaf in every if leaf.value is not None for finding in _check(leaf, spans, proof)]
    for block in _blocks(every):
        found += _pair(block, spans, proof)
    for note in (*respelled(every), *copied(every, proof.article.text)):
        found.append(_finding(note.path, note.check, note.expected, note.found, note.message, severity="warning"))
    order = {leaf.path: n for n, leaf in enumerate(every)}
    return Verdict(sorted(found, key=lambda f: order.get(f.path, -1)), spans)


def items(summary: BaseModel, verdict: Verdict, *, small: bool, repaired: Collection[str]) -> list[Item]:
    """Give every leaf of a summary its state.

    Args:
        summary: The summary.
        verdict: What `verify` found out about it.
        small: Whether a small model wrote its English.
        repaired: Paths that were given a new value.
    """
    made = []
    for leaf in leaves(summary):
        status, why = _status(leaf, verdict.findings, small=small, repaired=repaired)
        made.append(Item(path=leaf.path, status=status, spans=verdict.spans.get(leaf.path, ()), why=why))
    return made


def _status(leaf: Leaf, findings: Sequence[Finding], *, small: bool, repaired: Collection[str]) -> tuple[Status, str | None]:
    if leaf.value is None:
        return "withheld", "it could not be proven"
    own = [f for f in findings if f.path == leaf.path or (f.severity == "error" and _rests_on(leaf, f.path))]
    for finding in own:
        if finding.severity == "error":
            return "failed", finding.message
    if small and (leaf.holds == "english" or leaf.name == "topic"):
        return "draft", "written by a small model"
    if own:
        return "doubtful", own[0].message
    return ("repaired" if leaf.path in repaired else "checked"), None


def _rests_on(leaf: Leaf, path: str) -> bool:
    """Nothing of a sentence is proven while its citation is wrong, and no English or value while its words are not found."""
    kinds: dict[str, tuple[type[BaseModel], ...]] = {"sources": (SummarySentence,), "text": (DateMention, Amount)}
    own = kinds.get(path.rsplit(".", 1)[-1], ())
    return isinstance(leaf.owner, own) and path.startswith(f"{leaf.block}.")


def _check(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> Iterator[Finding]:
    """The checks of one text or value by itself."""
    if leaf.holds == "words" and leaf.path not in spans:
        yield _finding(leaf.path, "quote", None, leaf.value, f"«{leaf.value}» is not in the article")
    elif leaf.holds in {"arabic", "english"}:
        for wrong in wrong_script(leaf.value, "ar" if leaf.holds == "arabic" else "en"):
            yield _finding(leaf.path, wrong.check, wrong.expected, wrong.found, wrong.message)
    elif leaf.name == "sources":
        yield from _citation(leaf, proof)
    elif leaf.name in {"value", "unit"} and isinstance(leaf.owner, DateMention | Amount):
        yield from _meaning(leaf, spans, proof)
    for note in misnamed(leaf):
        yield _finding(leaf.path, note.check, note.expected, note.found, note.message, spans.get(leaf.path, ()), "warning")
    yield from _leak(leaf, proof)


def _blocks(every: Sequence[Leaf]) -> list[Leaf]:
    """One leaf of each block that says the same in both languages."""
    return list({leaf.block: leaf for leaf in every if isinstance(leaf.owner, Pair | Quote | Event)}.values())


def _pair(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> Iterator[Finding]:
    """The checks of the two languages of a block against each other and against what they rest on."""
    owner = leaf.owner
    assert isinstance(owner, Pair | Quote | Event)
    source, where = _source(leaf, spans, proof)
    if source is not None and isinstance(owner, SummarySentence):
        for note in off_topic(owner.ar, source.text):
            yield _finding(f"{leaf.block}.sources", note.check, note.expected, note.found, note.message, where, "warning")
    printed = isinstance(owner, Quote | Event)  # its Arabic is the article's own words, found there or not
    for d in differences(source, owner.ar, owner.en, proof.reading, printed=printed, claims=isinstance(owner, SummarySentence)):
        yield _finding(f"{leaf.block}.{d.side}", d.check, d.expected, d.found, d.message, where, d.severity)


def _source(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> tuple[Source | None, tuple[Span, ...]]:
    """What a block rests on: cited sentences; the quoted words; the whole article for a headline. `None`: nothing to compare."""
    if isinstance(leaf.owner, SummarySentence):
        where = cited(leaf.owner.sources, proof.sentences)
        return (proof.source(where) if where else None), where
    if isinstance(leaf.owner, Quote | Event):
        return Source(leaf.owner.ar, proof.reading), spans.get(f"{leaf.block}.ar", ())
    return proof.whole, ()


def _citation(leaf: Leaf, proof: Proof) -> Iterator[Finding]:
    last = len(proof.sentences)
    for number in leaf.value:
        if number > last:
            told = f"it cites sentence {number}; the article has {last}"
            yield _finding(leaf.path, "citation", f"1 to {last}", str(number), told)


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
            yield _finding(leaf.path, check, means, leaf.value, f"«{owner.text}» is {means}, not {leaf.value}", where)
    elif not any(_equal(v.value, leaf.value) for v in wanted):
        means = ", ".join(str(v.value) for v in wanted)
        yield _finding(leaf.path, check, means, str(leaf.value), f"«{owner.text}» is {means}, not {leaf.value}", where)


_CHECKS: dict[str, Check] = {"date": "date", "money": "money", "percent": "percent"}


def _equal(read: str | Decimal, said: str | Decimal) -> bool:
    """Equal numbers, or the same date as far as the words go: the model may add the year that the words leave open."""
    if isinstance(read, Decimal) or isinstance(said, Decimal):
        return read == said
    parts, others = read.split("-"), said.split("-")
    return len(parts) == len(others) and all(a in {b, "XXXX"} for a, b in zip(parts, others, strict=True))


def _leak(leaf: Leaf, proof: Proof) -> Iterator[Finding]:
    if isinstance(leaf.value, str) and proof.example:
        for word in proof.leaks(leaf.value):
            told = f"«{word}» is of the prompt's worked example, not of the article"
            yield _finding(leaf.path, "content", None, leaf.value, told)


def _finding(
    path: str,
    check: Check,
    expected: str | None,
    found: str | None,
    message: str,
    spans: tuple[Span, ...] = (),
    severity: Severity = "error",
) -> Finding:
    return Finding(path=path, check=check, severity=severity, expected=expected, found=found, spans=spans, message=message)
