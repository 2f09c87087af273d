"""Places: countries, cities and regions that are known, and names behind words like «مدينة» and «نهر»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mujaz.text.named.line import Run, keys, readings
from mujaz.text.named.lists import ordinary, small, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.text.named.line import Line

# A province or a state is named without its word, a settlement and what nature made with it («مدينة نابلس», «إقليم كردستان»): so the
# corpora do it, and so people speak of them.
_WITHOUT = keys("محافظة إقليم عمالة ولاية مقاطعة دولة جمهورية مملكة إمارة ناحية منطقة جهة مديرية مطار ميناء معبر")
_WITH = keys("مدينة قرية بلدة مخيم حي ضاحية قضاء نهر بحر جبل جبال جزيرة جزر خليج مضيق بحيرة وادي هضبة شارع ميدان ساحة")
# Of these, what a name in no list may stand behind with ال or a feminine ending, too: adjectives are in the list of words.
_SETTLEMENT = keys("قرية بلدة مخيم")
# Before a place that is a word too.
_LEAD = keys("في من إلى نحو عبر قرب شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط ضواحي عاصمة داخل خارج سكان أهالي باتجاه صوب قبالة")
_SHORT = 2  # letters of a word that is too short to be taken for an unknown name


def places(line: Line) -> list[Run]:
    """The places that a text names."""
    return [*_known(line), *_behind_words(line)]


def _known(line: Line) -> Iterator[Run]:
    for n, match in line.known.items():
        lead = line.before(n)
        # «في صور» may be in pictures: what is an everyday word needs more than a preposition.
        before = _WITH | _WITHOUT if ordinary(line.key(n)) else _LEAD | _WITH | _WITHOUT
        led = any(rest in before for _, rest in readings(lead)) if lead else False
        if match.known == "place" or (match.known == "likely" and (led or _with_a_place(line, n, match.last))):
            yield Run("place", n, match.last, match.cut)


def _with_a_place(line: Line, n: int, last: int) -> bool:
    """Whether a word stands in a list with a sure place: «العراق وقطر», «مالي والنيجر»."""
    after = line.known.get(last)
    if after and after.known == "place" and line.next(last).startswith("و"):
        return True
    return line.key(n).startswith("و") and line.inside.get(n - 1) == "place"


def _behind_words(line: Line) -> Iterator[Run]:
    for n in range(len(line.tokens)):
        after = line.next(n + 1)
        if not after:
            continue
        for cut, rest in readings(line.key(n)):
            if rest not in _WITH | _WITHOUT:
                continue
            last = _place_at(line, n + 1)
            if last and rest in _WITH:
                yield Run("place", n, last, cut)
            elif last:
                yield Run("place", n + 1, last)
            break


def _place_at(line: Line, n: int) -> int:
    """Where the place ends that begins at a word; 0 where none does."""
    match = line.known.get(n)
    if match:
        return match.last if match.known in {"place", "likely"} and not match.cut else 0
    key = line.key(n)
    settled = _is_settlement(line.key(n - 1))
    if any(rest in _WITH for _, rest in readings(key)):  # «قضاء مدينة جنين»
        inner = _place_at(line, n + 1) if line.next(n + 1) else 0
        return inner
    if len(key) <= _SHORT or small(key) or ordinary(key) or key[0] in "يو":
        return 0
    if not settled and (key.startswith("ال") or line.raw(n).endswith("ة")):
        return 0
    return 0 if any(rest in words("people.txt", "given") for _, rest in readings(key)) else n + 1


def _is_settlement(key: str) -> bool:
    return any(rest in _SETTLEMENT for _, rest in readings(key))
