"""Second station, and the last that may change the text: page debris that the author did not write is taken out."""

from __future__ import annotations

import re

from mujaz.errors import InputError
from mujaz.result import Article, Removed
from mujaz.text.arabic import fold
from mujaz.text.read import article_of

# Lines that site templates print under or between articles. A line is debris only when it says nothing else.
_DEBRIS = {
    fold(line).text: why
    for why, lines in {
        "related articles": ("مقالات ذات صلة", "مواضيع ذات صلة", "أخبار ذات صلة", "اقرأ أيضا", "إقرأ أيضا"),
        "page control": ("زر الذهاب إلى الأعلى", "شارك المقال", "شاركها", "طباعة", "نسخ الرابط", "مشاركة عبر البريد"),
    }.items()
    for line in lines
}
_LONGEST = max(map(len, _DEBRIS)) + 8  # folded debris and a little punctuation; longer lines are not looked at


def clean(article: Article) -> Article:
    """Take page debris out of an article.

    Args:
        article: What was read.

    Returns:
        An article whose text lacks the debris lines and the blank lines at its ends, and whose `removed` lists them
        with offsets into the text that was read.

    Raises:
        InputError: Nothing is left.
    """
    removed: list[Removed] = []
    kept: list[str] = []
    at = 0
    for line in article.text.splitlines(keepends=True):
        why = _debris(line)
        if why:
            removed.append(Removed(start=at, end=at + len(line), why=why))
        else:
            kept.append(line)
        at += len(line)
    text = re.sub(r"\n{3,}", "\n\n", "".join(kept)).strip()
    if not text:
        raise InputError(f"{article.source}: only page debris in it; give the article's own text.")
    return article_of(text, article.source, article.language).model_copy(update={"removed": tuple(removed)})


def _debris(line: str) -> str | None:
    if not line.strip() or len(line) > 2 * _LONGEST:
        return None
    return _DEBRIS.get(fold(line).text.strip(' :.-|"•*'))
