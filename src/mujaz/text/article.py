"""What an article is: its text, with an identity that follows from it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Literal

from mujaz.errors import InputError
from mujaz.result import Article
from mujaz.text.arabic import arabic_share, looks_persian_or_urdu

_MOSTLY = 0.3  # share of Arabic among letters below which a text is not Arabic; the corpus' lowest article has 0.86


def make_article(text: str, *, source: str = "text") -> Article:
    """Make an article of a text that is at hand.

    Args:
        text: The article.
        source: What to call its origin.

    Raises:
        InputError: It is empty or has no Arabic in it.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(f"{source}: the article is empty; give a text with at least one sentence.")
    if re.search(r"[\ud800-\udfff]", text):
        raise InputError(f"{source}: half of a surrogate pair in it, so it was decoded wrongly; decode its bytes as UTF-8.")
    if arabic_share(text) < _MOSTLY:
        raise InputError(f"{source}: no Arabic in it ({_letters(text)}); mujaz summarizes articles written in Arabic.")
    return identified(Article(id="", source=source, sha256="", language=_language_of(text), text=""), text)


def identified(article: Article, text: str) -> Article:
    """An article with another text, and the identity that follows from it."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return article.model_copy(update={"id": digest[:12], "sha256": digest, "text": text})


def _letters(text: str) -> str:
    letter = next((c for c in text if c.isalpha()), None)
    return f"its letters are {unicodedata.name(letter, 'unknown').split()[0].title()}" if letter else "it has no letters"


def _language_of(text: str) -> Literal["ar", "fa", "ur"]:
    """Tell Arabic from Persian and Urdu, which share its script, by the letters only they use."""
    if not looks_persian_or_urdu(text):
        return "ar"
    return "ur" if any(c in text for c in "ٹڈڑےں") else "fa"
