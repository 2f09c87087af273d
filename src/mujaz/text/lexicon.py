"""Lists of words as patterns: what the checks of meaning look for, written so that a person can read and mend it."""

from __future__ import annotations

import re


def one_of(words: str) -> str:
    r"""A regular expression for one of some words.

    Args:
        words: Words with white space between them. In a word, `*` stands for any ending, `_` for a space, and what else regular
            expressions know keeps its meaning: `no(w|thing)`.
    """
    return "|".join(word.replace("*", r"\w*").replace("_", " ") for word in words.split())


def pattern(words: str, *, before: str = "") -> re.Pattern[str]:
    """Compile a list of words (see `one_of`) into a pattern that finds them whole, in any case.

    Args:
        words: The list.
        before: A regular expression for what may be attached to the front of each word.
    """
    return re.compile(rf"\b{before}(?:{one_of(words)})\b", re.IGNORECASE)
