"""What known places and organizations are called in English: countries and cities by CLDR, others by our own list."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mujaz.text.named.line import Line, Run
from mujaz.text.named.lists import name_key, of_cldr, sections

if TYPE_CHECKING:
    from mujaz.text.named.line import Kind


_TWO = {name_key(name) for name in ("تونس", "الجزائر", "عمان")}
"""A country and a city of its own, or of another country («عمان»: Oman or Amman): only who has read the article can tell."""


@cache
def _table() -> dict[tuple[str, tuple[str, ...]], str]:
    """English by kind and the keys of the words of the Arabic; our own list goes before CLDR."""
    found = {("place", key): english for arabic, english in of_cldr() if (key := name_key(arabic)) not in _TWO}
    for kind, lines in sections("english.txt").items():
        for line in lines:
            arabic, _, english = line.partition(" = ")
            found[kind, name_key(arabic)] = english
    return found


def english_in(arabic: str) -> frozenset[str]:
    """The English names of the places and organizations in an Arabic text that a list has."""
    line = Line(arabic)
    found = [
        line.entity(Run(match.known, n, match.last, match.cut)) for n, match in line.known.items() if match.known != "likely"
    ]
    return frozenset(english for entity in found if (english := english_of(entity.kind, entity.text)))


def english_of(kind: Kind, name: str) -> str | None:
    """What a place or an organization is called in English.

    Args:
        kind: What it is.
        name: Its Arabic name; spellings that differ in what folds (hamzas, ة and ه) are one.

    Returns:
        Its English name, or `None` where no list has one. People have none: their names are spelled in many ways.
    """
    return _table().get((kind, name_key(name)))
