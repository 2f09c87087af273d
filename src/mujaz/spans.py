"""The small values every station speaks of: where something stands, and how it was found there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Grade = Literal["exact", "folded", "clitic", "partial"]
"""How a quote was found: `exact` letter for letter; `folded` the same words in another spelling; `clitic` the same but
for an attached و ف ب ل ك ال; `partial` a few words dropped or changed (never a number or a negation)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article: `article.text[start:end]`.

    Attributes:
        start: First code point, counted from 0 in the article's text.
        end: One past the last code point.
        grade: How the words were matched.
    """

    start: int
    end: int
    grade: Grade
