"""Babel's view of CLDR, by language and country."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError


def locale_of(language: str, country: str | None) -> Locale:
    """The locale of a language in a country; the language's own where CLDR knows no such country for it."""
    try:
        return Locale.parse(f"{language}_{country}" if country else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(language)


@cache
def month_first(language: str, country: str | None) -> bool:
    """Whether CLDR's short date of the language (in that country) puts the month before the day."""
    pattern: str = locale_of(language, country).date_formats["short"].pattern
    return pattern.index("M") < pattern.index("d")
