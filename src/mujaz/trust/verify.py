"""Seventh station: whether what the summary says is so. Every check is a rule; no model is asked.

`verify` runs the checks of one text (its words are in the article, its values are what its words mean, nothing comes from the
prompt's worked example), of one pair (`mujaz.trust.pair`), and of the whole (`mujaz.trust.overall`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mujaz.result import Article, Check, Finding, Item, Severity, Status
from mujaz.schema import (
    Amount,
    Bilingual,
    DateMention,
    Event,
    EventDate,
    Grounded,
    Money,
    Organization,
    Person,
    Place,
    Quote,
    SummarySentence,
)
from mujaz.text.arabic import fold
from mujaz.text.segment import segment
from mujaz.trust.evidence import Leaf, cited, evidence, holds, leaves
from mujaz.trust.figures import Reading, strange
from mujaz.trust.ground import Index, differing
from mujaz.trust.meaning import chosen, meaning, reads, unread
from mujaz.trust.overall import copied, known_name, listed, misnamed, misplaced, off_topic, respelled
from mujaz.trust.pair import Side, Source, differences, figures, wrong_script

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

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
        leaves: The texts and values of the summary.
    """

    findings: list[Finding]
    spans: dict[str, tuple[Span, ...]]
    leaves: Sequence[Leaf]

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
    for note in (*respelled(every), *misplaced(every), *copied(every, proof.index.folded)):
        found.append(_finding(note.path, note.check, note.expected, note.found, note.message, severity="warning"))
    order = {leaf.path: n for n, leaf in enumerate(every)}
    return Verdict(sorted(found, key=lambda f: order.get(f.path, -1)), spans, every)


def items(
    verdict: Verdict,
    *,
    small: bool,
    repaired: Collection[str],
    whole: bool = False,
    withheld: Mapping[str, str] | None = None,
) -> list[Item]:
    """Give every leaf of a summary its state.

    Args:
        verdict: What `verify` found out about the summary.
        small: Whether a small model wrote its English.
        repaired: Paths that were given a new value.
        whole: Whether the small model was asked for everything in one call: then its Arabic prose and its choices are drafts too.
        withheld: Why English is missing, by its path, where that is known.
    """
    by_path: dict[str, list[Finding]] = {}
    for finding in verdict.findings:
        by_path.setdefault(finding.path, []).append(finding)
    made = []
    for leaf in verdict.leaves:
        drafted = small and _drafted(leaf, whole=whole)
        below = [f for path in _rests_on(leaf) for f in by_path.get(path, []) if _passed_on(f)] if by_path else []
        status, why = _status(leaf, [*by_path.get(leaf.path, []), *below], drafted=drafted, repaired=repaired)
        if status == "withheld":
            why = (withheld or {}).get(leaf.path, why)
        made.append(Item(path=leaf.path, status=status, spans=verdict.spans.get(leaf.path, ()), why=why))
    return made


def _passed_on(finding: Finding) -> bool:
    """Whether what rests on something shares what was found in it: it is wrong, or its words are not quite the article's."""
    return finding.severity == "error" or finding.check == "quote"


def _drafted(leaf: Leaf, *, whole: bool) -> bool:
    """What a small model wrote and no check of words or figures can vouch for: its English, its topic, its prose and choices."""
    if leaf.holds == "english" or leaf.name == "topic":
        return not known_name(leaf)
    figure = isinstance(leaf.owner, DateMention | Amount | Money | EventDate) or reads(leaf)
    return whole and (leaf.holds == "arabic" or (leaf.holds == "value" and not figure and leaf.name != "sources"))


def _status(leaf: Leaf, own: Sequence[Finding], *, drafted: bool, repaired: Collection[str]) -> tuple[Status, str | None]:
    """The state of a leaf, and why, by what was found in it and in what it rests on."""
    if leaf.value is None:
        return "withheld", "it could not be proven"
    for finding in own:
        if finding.severity == "error":
            return "failed", finding.message
    if drafted:
        return "draft", "written by a small model"
    if own or (why := unread(leaf)):
        return "doubtful", own[0].message if own else why
    if chosen(leaf):
        return "chosen", None
    return ("repaired" if leaf.path in repaired else "checked"), None


# Nothing of a sentence is proven while its citation is wrong, and no English or value while its words are not found.
_RESTS_ON: dict[str, tuple[type[BaseModel], ...]] = {
    "sources": (SummarySentence,),
    "text": (DateMention, Amount, Money, EventDate, Grounded),
    "ar": (Person, Organization, Place, Quote, Event, Bilingual),
}


def _rests_on(leaf: Leaf) -> Iterator[str]:
    """The paths of its block that a leaf rests on; on its Arabic only the English of a block does, not who said or did it."""
    for name, kinds in _RESTS_ON.items():
        if name != leaf.name and isinstance(leaf.owner, kinds) and (name != "ar" or leaf.name == "en"):
            yield f"{leaf.block}.{name}".removeprefix(".")


def _check(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> Iterator[Finding]:
    """The checks of one text or value by itself."""
    if leaf.holds == "words" and leaf.path not in spans:
        yield _finding(leaf.path, "quote", None, leaf.value, f"«{leaf.value}» is not in the article")
    elif leaf.holds == "words" and spans[leaf.path][0].grade == "partial":
        [span] = spans[leaf.path]
        theirs, ours = differing(proof.article.text[span.start : span.end], leaf.value)
        told = f"the article has «{theirs}» here, not «{ours}»"
        yield _finding(leaf.path, "quote", theirs, ours, told, (span,), "warning")
    elif leaf.holds in {"arabic", "english"}:
        for wrong in wrong_script(leaf.value, "ar" if leaf.holds == "arabic" else "en"):
            yield _finding(leaf.path, wrong.check, wrong.expected, wrong.found, wrong.message)
    elif isinstance(leaf.owner, SummarySentence) and leaf.name == "sources":
        yield from _citation(leaf, proof)
    for meant in meaning(leaf, proof.whole):
        where = spans.get(leaf.path, ())
        yield _finding(leaf.path, meant.check, meant.expected, meant.found, meant.message, where, meant.severity)
    if leaf.own and leaf.holds in {"arabic", "english"} and not leaf.pair:
        yield from _alone(leaf, proof)
    for note in misnamed(leaf):
        yield _finding(leaf.path, note.check, note.expected, note.found, note.message, spans.get(leaf.path, ()), "warning")
    yield from _leak(leaf, proof)


def _alone(leaf: Leaf, proof: Proof) -> Iterator[Finding]:
    """A text of a user's own that has no twin in the other language: its figures are held against the whole article."""
    side: Side = "ar" if leaf.holds == "arabic" else "en"
    for d in figures(proof.whole, leaf.value, side, proof.reading):
        yield _finding(leaf.path, d.check, d.expected, d.found, d.message, (), d.severity)


def _blocks(every: Sequence[Leaf]) -> list[Leaf]:
    """One leaf of each block that says the same in both languages."""
    return list({leaf.block: leaf for leaf in every if leaf.pair}.values())


def _pair(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> Iterator[Finding]:
    """The checks of the two languages of a block against each other and against what they rest on."""
    owner = leaf.owner
    assert leaf.pair
    ar, en = (getattr(owner, name) for name in leaf.pair)
    paths = {side: f"{leaf.block}.{name}".removeprefix(".") for side, name in zip(("ar", "en"), leaf.pair, strict=True)}
    source, where = _source(leaf, spans, proof)
    cites = isinstance(owner, SummarySentence)
    if source is not None and listed(leaf):
        for note in off_topic(ar, source.text, cites=cites):
            path = f"{leaf.block}.sources" if cites else paths["ar"]
            yield _finding(path, note.check, note.expected, note.found, note.message, where, "warning")
    printed = holds(owner, leaf.pair[0]) == "words"  # its Arabic is the article's own words, found there or not
    for d in differences(source, ar, en, proof.reading, article=proof.whole, printed=printed, claims=cites):
        yield _finding(paths[d.side], d.check, d.expected, d.found, d.message, where, d.severity)


def _source(leaf: Leaf, spans: dict[str, tuple[Span, ...]], proof: Proof) -> tuple[Source | None, tuple[Span, ...]]:
    """What a block rests on: cited sentences; the article's own words; all of it for a headline. `None`: nothing to compare."""
    assert leaf.pair
    if isinstance(leaf.owner, SummarySentence):
        where = cited(leaf.owner.sources, proof.sentences)
        return (proof.source(where) if where else None), where
    arabic = leaf.pair[0]
    if holds(leaf.owner, arabic) == "words":
        return Source(getattr(leaf.owner, arabic), proof.reading), spans.get(f"{leaf.block}.{arabic}".removeprefix("."), ())
    return proof.whole, ()


def _citation(leaf: Leaf, proof: Proof) -> Iterator[Finding]:
    last = len(proof.sentences)
    for number in leaf.value:
        if number > last:
            told = f"it cites sentence {number}; the article has {last}"
            yield _finding(leaf.path, "citation", f"1 to {last}", str(number), told)


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
