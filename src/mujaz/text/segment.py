"""Third station: where each sentence of an article begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article, as the slice `text[start:end]` of it.

    Attributes:
        number: Counted from 1, as the model is shown it.
        start: First code point, counted from 0 in the article's text.
        end: One past the last; the sentence's own full stop is inside.
    """

    number: int
    start: int
    end: int


# A sentence ends at . ! ? ؟ ؛ … (several may follow, then closing quotes or brackets) before white space, and at every
# line end. «،» never ends one: Arabic strings whole paragraphs together with it. A dot between digits (2.8) has no
# white space behind it and so ends nothing.
_END = re.compile(r"[.!?؟؛…]+[»”\"')\]]*(?=\s)|\n+")

# Titles and initials written with a dot; the sentence goes on after them. A single letter is an initial (د. محمد).
_ABBREVIATION = re.compile(r"(?:^|[\s«(\"])(?:[^\W\d_]|أ\.د|ص\.ب|ق\.م|هـ)\.$")


def segment(text: str) -> list[Sentence]:
    """Cut a text into numbered sentences.

    Args:
        text: A cleaned article's text.

    Returns:
        The sentences in order; together they hold every character that is not white space, each exactly once.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        if end[0] == "." and _ABBREVIATION.search(text[max(start, end.end() - 8) : end.end()]):
            continue
        spans.append((start, end.end()))
        start = end.end()
    spans.append((start, len(text)))
    trimmed = (_trim(text, *span) for span in spans)
    return [Sentence(n, *span) for n, span in enumerate((s for s in trimmed if s[0] < s[1]), 1)]


def title_of(text: str, sentences: list[Sentence]) -> Sentence | None:
    """The article's own title: a first line without a full stop, no longer than a headline, with text below it.

    Twenty words bound it: the longest headline of the corpus has 17.
    """
    if len(sentences) < 2:
        return None
    first, second = sentences[0], sentences[1]
    line = text[first.start : first.end]
    broken = "\n" in text[first.end : second.start]
    return first if broken and line[-1] not in ".!؛…،:" and len(line.split()) <= 20 else None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
