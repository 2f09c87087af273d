"""Lists of words, written so that a person can read and mend them: text files beside this one, and patterns."""

from __future__ import annotations

import re
from importlib.resources import files


def lines_of(file: str) -> list[str]:
    """The lines of a list, without those that are empty or begin with `#`.

    Args:
        file: Its path from this folder.
    """
    text = files("mujaz.text").joinpath(file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


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
