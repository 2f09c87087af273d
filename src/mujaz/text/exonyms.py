"""English words of names that no sound leads to: countries, cities, peoples, and the words that titles and institutions use.

Countries, languages and cities come from Babel (CLDR names of `en` and `ar`); exonyms.txt is our own table of words that news
translates and English capitalizes. An Arabic word stands for an English one when it begins with one of its stems.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from babel import Locale

from mujaz.text.arabic import fold
from mujaz.text.names import readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_Table = dict[str, tuple[str, ...]]


@cache
def _of_babel() -> tuple[_Table, _Table]:
    """By English word, in lower case, the folded stems of its Arabic words: languages, and countries and cities."""
    languages: dict[str, set[str]] = {}
    places: dict[str, set[str]] = {}
    english, arabic = Locale("en"), Locale("ar")
    for code, name in english.languages.items():
        _learn(languages, name, arabic.languages.get(code, ""))
    for code, name in english.territories.items():
        _learn(places, name, arabic.territories.get(code, ""))
    for zone, names in arabic.time_zones.items():
        cities = {zone.rsplit("/", 1)[-1].replace("_", " "), english.time_zones.get(zone, {}).get("city", "")}
        for city in cities:
            _learn(places, city, names.get("city", ""))
    return _joined(languages), _joined(places)


@cache
def _of_ours() -> tuple[_Table, _Table]:
    """The same of exonyms.txt: words, and places and peoples."""
    text = files("mujaz.text").joinpath("exonyms.txt").read_text(encoding="utf-8")
    words, places = ([line.partition(":") for line in part.splitlines() if ":" in line] for part in text.split(_PLACES))
    return _joined({w: fold(stems).text.split() for w, _, stems in words}), _joined(
        {w: fold(stems).text.split() for w, _, stems in places}
    )


def _joined(*tables: Mapping[str, Iterable[str]]) -> _Table:
    """One table of several."""
    every: dict[str, list[str]] = {}
    for table in tables:
        for word, stems in table.items():
            every.setdefault(word, []).extend(stems)
    return {word: tuple(dict.fromkeys(stems)) for word, stems in every.items()}


@cache
def _words() -> _Table:
    return _joined(*_of_babel(), *_of_ours())


@cache
def _places() -> _Table:
    return _joined(_of_babel()[1], _of_ours()[1])


_PLACES = "# Places and peoples."  # the line of exonyms.txt behind which they stand
_ADJECTIVE = "يه"  # the ending of الفرنسية: what is before it is the stem of the country too


def _learn(table: dict[str, set[str]], english: str, arabic: str) -> None:
    """Take a name of one word in both languages; of longer ones, no rule tells which word is which."""
    if english and " " not in english and arabic and " " not in arabic:
        stem = readings(fold(arabic).text)[-1].removesuffix(_ADJECTIVE).removesuffix("ا")
        table.setdefault(english.lower(), set()).add(stem)


def _look_up(english: str, table: _Table) -> tuple[str, ...]:
    word = english.lower()
    forms = (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y", word.removesuffix("n"))
    return next((table[form] for form in forms if form in table), ())


def stems_of(english: str) -> tuple[str, ...]:
    """The stems that the Arabic words for an English word begin with, folded; empty when it is not known."""
    return _look_up(english, _words())


# Places of Babel's that are words too: as the first word of a sentence they prove nothing.
_WORDS_TOO = frozenset("center easter midway wake resolute troll nome oral".split())


def is_place(english: str) -> bool:
    """Whether an English word is a known place or people, and nothing else."""
    return english.lower() not in _WORDS_TOO and bool(_look_up(english, _places()))


_SURE = 3
"""Letters from which a stem of Babel's names begins no other words; ours are cut shorter (دار for Casablanca) and need five."""
_OURS_SURE = 5


@cache
def _place_stems() -> frozenset[str]:
    whole = ((_of_babel()[1], _SURE), (_of_ours()[1], _OURS_SURE))
    return frozenset(stem for table, least in whole for stems in table.values() for stem in stems if len(stem) >= least)


def begins_as_place(arabic: str) -> bool:
    """Whether a folded Arabic word begins with the name of a country or city."""
    known = _place_stems()
    return any(arabic[:end] in known for end in range(_SURE, len(arabic) + 1))
