"""The lists that names are found by, read once: our own text files beside this one, and the countries and cities of CLDR."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from babel import Locale

from mujaz.text.lexicon import lines_of
from mujaz.text.tokens import key_of, stems, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

Known = Literal["person", "organization", "place", "likely"]
"""What a listed name is; a «likely» place is a word too."""


class Listed(NamedTuple):
    """A name that a list has.

    Attributes:
        known: What it names.
        hamzas: How many hamzas stand inside it (`hamzas`): a text may leave them out, and writes no more of them.
    """

    known: Known
    hamzas: int


LONGEST = 6
"""Words of the longest listed name («المفوضية السامية للأمم المتحدة لشؤون اللاجئين» has six)."""


@cache
def sections(file: str) -> dict[str, list[str]]:
    """The lines of a list by the section that they stand in."""
    found: dict[str, list[str]] = {}
    for line in lines_of(f"named/{file}"):
        if line.startswith("["):
            found[line.strip("[]")] = under = []
        else:
            under.append(line)
    return found


@cache
def words(file: str, *names: str) -> frozenset[str]:
    """The words of some sections of a list, as keys (`mujaz.text.tokens.key_of`)."""
    return frozenset(key_of(word) for name in names for line in sections(file)[name] for word in line.split())


def _entries(file: str, section: str) -> Iterator[str]:
    """The entries of a section whose names are parted by commas."""
    return (name.strip() for line in sections(file)[section] for name in line.split(",") if name.strip())


def spelled(key: str, raw: str) -> str:
    """One spelling for the two ends of a foreign name: «هولندا» and «هولنده», but not «هولندية», and not «صنعاء»."""
    alef = len(key) > 3 and key[-1] == "ا" and key[-2] != "ي" and not raw.endswith("ء")
    return key[:-1] + "ه" if alef else key


def name_key(name: str) -> tuple[str, ...]:
    """The keys of the words of a name, by which it is looked up."""
    return tuple(spelled(token.key, token.raw) for token in tokenize(name) if token.kind != "sign")


_HAMZA = re.compile("[ءأإؤئ]")
_ABROAD = 5  # letters from which غ and ج of a foreign name are one («شيكاغو», «شيكاجو»); shorter words would be others
# Of CLDR's territories, what is no place of news: test codes, groupings («غرب آسيا»: a direction and a place), organizations.
_NOT = re.compile(r"(?!142|150|002|003|005|013|419)\d{3}|X[AB]|ZZ|UN|E[UZ]|QO|UM|AQ|PS")
# Cities of CLDR that are words or people too.
_WORDS_TOO = {key_of(w) for w in "السلفادور كوكوس كريسماس سمراء دافيز كيروف سنتر مجادن أورال ريجينا أروبا فارو جونيو".split()}
_MOVED = {"America/Coral_Harbour"}  # whose English name is another town's
# Letters of the shortest city that is taken from CLDR unseen: shorter ones («نوم», «ترك») are words, or in our list.
_CITY = 5


def hamzas(word: str) -> int:
    """The hamzas inside a word, but for those on its first letter, behind ال and at its end («جاءوا» has one, «أنقرة» none)."""
    return len(_HAMZA.findall(word.removeprefix("ال")[1:-1]))


def of_cldr() -> Iterator[tuple[str, str]]:
    """The countries of CLDR and the cities that it names time zones after, in Arabic and in English."""
    arabic, english = Locale("ar"), Locale("en")
    for zone, names in arabic.time_zones.items():
        if zone in _MOVED:
            continue
        city = re.split(r"[،(]", names.get("city", ""))[0].strip()
        if len(city) >= _CITY and key_of(city) not in _WORDS_TOO and "مدينة" not in city:
            there = english.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
            yield city, there.partition(",")[0]  # «Beulah, North Dakota»
    for code, name in arabic.territories.items():
        if not _NOT.fullmatch(code):
            here, there = (re.split(r" - |\(", where)[0].strip() for where in (name, english.territories[code]))
            yield here, there.replace(" & ", " and ")


@cache
def phrases() -> dict[tuple[str, ...], Listed]:
    """All whole names that are known, by the keys of their words."""
    found: dict[tuple[str, ...], Listed] = {}

    def learn(name: str, known: Known) -> None:
        key = name_key(name)
        inside = hamzas(name)
        found[key] = Listed(known, max(inside, found[key].hamzas if key in found else 0))
        if len(key) == 1 and len(key[0]) >= _ABROAD and not key[0].startswith("ال"):
            for one, other in ("غج", "جغ"):
                found.setdefault((key[0].replace(one, other),), found[key])

    for name, _ in of_cldr():
        learn(name, "place")
    for file, section, known in _LISTED:
        for name in _entries(file, section):
            learn(name, known)
    return found


_LISTED: tuple[tuple[str, str, Known], ...] = (
    ("places.txt", "sure", "place"),
    ("places.txt", "likely", "likely"),
    ("organizations.txt", "known", "organization"),
    ("people.txt", "whole", "person"),
)

_SUFFIXES = sorted(
    "ه ها هم هما هن نا ني ات ين ون ان ا ي يه ت وا تين تان يين يون يا ته تها تهم اته اتها اتهم ايه ايها ايهم".split(), key=len
)
_STEM = 3  # letters of the shortest stem that an ending is taken off


@lru_cache(maxsize=1 << 14)  # a long article has a few thousand different words
def ordinary(key: str) -> bool:
    """Whether a word is listed as no name, in any form: with what is attached to it, with an ending, in the present tense."""
    small = words("ordinary.txt", "small", "pronouns")
    verbs = words("ordinary.txt", "verbs")
    others = words("ordinary.txt", "others", "verbs")
    forms = [rest for _, rest in stems(key)]
    if any(form in small or form in others for form in forms if len(form) > 1):
        return True
    forms += [form[1:] for form in forms if form[:1] == "س" and form[1:2] in "يتن"]
    bare = {form for form in forms if len(form) >= _STEM}
    bare |= {form.removesuffix(s) for form in forms for s in _SUFFIXES if form.endswith(s) and len(form) - len(s) >= _STEM}
    if any(form in others or form + "ه" in others for form in bare):
        return True
    present = {form[1:] for form in bare if form[:1] in "يتنا" and len(form) > _STEM}
    return any(form in verbs or "ا" + form in verbs for form in present)


@lru_cache(maxsize=1 << 14)  # as `ordinary`
def small(key: str) -> bool:
    """Whether a word is a preposition, a pronoun, a number, a day or the like, also with و or ال."""
    listed, pronouns = words("ordinary.txt", "small"), words("ordinary.txt", "pronouns")
    return any(
        rest in listed or (rest in pronouns and not lead.endswith("ال"))
        for lead, rest in stems(key)
        if lead in {"", "و", "ف", "ال", "وال"}
    )
