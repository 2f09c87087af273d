"""What is measured: years or months, kilometres or miles, in either language."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mujaz.text.arabic import fold
from mujaz.text.lexicon import pattern

if TYPE_CHECKING:
    import re

    from mujaz.text.values import Value

# Units that news gives amounts in, each with its words, the Arabic ones folded. What may be two of them is left out («كيلو» is a
# kilometre or a kilogram, a pound money or a weight), and so is what is translated by its neighbour («فدان» is an acre to many).
_WORDS = {
    "kilometre": "km kms kilomet(?:re|er)s? كيلومتر* كم كلم",
    "metre": "met(?:re|er)s? متر(?:ا|ات|ين)? امتار",
    "centimetre": "cm centimet(?:re|er)s? سنتيمتر* سم",
    "millimetre": "mm millimet(?:re|er)s? م[لي]ليمتر* ملم",
    "mile": "miles? ميل(?:ا|ين)? اميال",
    "foot": "foot feet قدم(?:ا|ين)? اقدام",
    "yard": "yards? يارد(?:ه|ات)?",
    "inch": "inch(?:es)? بوص(?:ه|ات)",
    "kilogram": "kg kgs kilos? kilogram(?:me)?s? كيلو[غج]رام* كغ كغم كجم",
    "gram": "grams? grammes? [غج]رام(?:ا|ات|ين)?",
    "ton": "ton(?:ne)?s? طن(?:ا|ين)? اطنان",
    "litre": "lit(?:re|er)s? لي?تر(?:ا|ات|ين)?",
    "gallon": "gallons? [غج]الون(?:ا|ات)?",
    "barrel": "barrels? برميل(?:ا|ين)? براميل",
    "hectare": "hectares? هكتار(?:ا|ات|ين)?",
    "acre": "acres?",
    "dunam": "d[uo]nu?ms? dunams? دونم(?:ا|ات)?",
}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {unit: pattern(words) for unit, words in _WORDS.items()}


@lru_cache(maxsize=1024)  # the nouns of some hundred articles
def _unit_of(words: str) -> str | None:
    folded = fold(words).text
    return next((unit for unit, one in _patterns().items() if one.fullmatch(folded)), None)


def measured(value: Value) -> str | None:
    """What an amount is measured in; `None` where it is no measure, or none that both languages are known to name."""
    if value.kind == "duration":
        return value.unit
    return _unit_of(value.unit) if value.kind == "count" and value.unit else None
