"""English words of names that no sound leads to: countries, cities, peoples, and the words that titles and institutions use.

Countries, languages and cities come from Babel (CLDR names of `en` and `ar`); exonyms.txt is our own table of words that news
translates and English capitalizes. An Arabic word stands for an English one when it begins with one of its stems.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from babel import Locale

from mujaz.text.arabic import fold
from mujaz.text.names import readings


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    """Each English word, in lower case, and the folded stems of its Arabic words."""
    table: dict[str, set[str]] = {}
    english, arabic = Locale("en"), Locale("ar")
    for ours, theirs in ((english.territories, arabic.territories), (english.languages, arabic.languages)):
        for code, name in ours.items():
            _learn(table, name, theirs.get(code, ""))
    for zone, names in arabic.time_zones.items():
        cities = {zone.rsplit("/", 1)[-1].replace("_", " "), english.time_zones.get(zone, {}).get("city", "")}
        for city in cities:
            _learn(table, city, names.get("city", ""))
    for line in files("mujaz.text").joinpath("exonyms.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, _, stems = line.partition(":")
            table.setdefault(word, set()).update(fold(stems).text.split())
    return {word: tuple(stems) for word, stems in table.items()}


_ADJECTIVE = "يه"  # the ending of الفرنسية: what is before it is the stem of the country too


def _learn(table: dict[str, set[str]], english: str, arabic: str) -> None:
    """Take a name of one word in both languages; of longer ones, no rule tells which word is which."""
    if english and " " not in english and arabic and " " not in arabic:
        stem = readings(fold(arabic).text)[-1].removesuffix(_ADJECTIVE).removesuffix("ا")
        table.setdefault(english.lower(), set()).add(stem)


def stems_of(english: str) -> tuple[str, ...]:
    """The stems that the Arabic words for an English word begin with, folded; empty when it is not known."""
    word, table = english.lower(), _stems()
    forms = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y", word.removesuffix("n"))
    return next((table[form] for form in forms if form in table), ())
