"""Places: countries, cities and regions that are known, and names behind words like «مدينة» and «نهر»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mujaz.text.named.line import Run, is_one, keys, readings
from mujaz.text.named.lists import ordinary, small, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.text.named.line import Line

# The word for a province, a state or a town is left out («كردستان», «نابلس»), that for less or for what nature made is not
# («مخيم جنين», «نهر الكونغو» are not «جنين» and «الكونغو»). So do most annotators: 84 of 119 names behind «مدينة», and 47 of
# 51 behind «قرية».
_WITHOUT = keys(
    """
    محافظة إقليم عمالة ولاية مقاطعة دولة جمهورية مملكة إمارة ناحية منطقة مديرية مطار ميناء معبر مدينة بلدة جزيرة
    """
)
_WITH = keys(
    """
    قرية مخيم حي ضاحية قضاء نهر بحر جبل جبال جزر خليج مضيق بحيرة وادي هضبة شارع ميدان ساحة
    """
)
_ANY = _WITH | _WITHOUT
_HIS = keys("بلدة")  # «بلده» is his country
# Of these, what a name in no list may stand behind with ال or a feminine ending, too: adjectives are in the list of words.
_SETTLEMENT = keys("قرية بلدة مخيم")
# Before a place that is a word too.
_LEAD = keys(
    "في من إلى نحو عبر قرب شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط ضواحي عاصمة داخل خارج سكان أهالي باتجاه صوب قبالة"
)
_COUNTRIES = keys("مالي قطر بنين")
# What is named after a place and is none: teams, competitions, media, treaties, battles.
_NAMED_AFTER = keys(
    """
    منتخب فريق نادي كأس كاس دوري أبطال بطولة لقب جريدة صحيفة مجلة قناة إذاعة راديو صوت رالي ماراثون معركة اتفاق اتفاقية
    معاهدة أولمبيك أولمبياد أولمبيات دينامو أسيك سبورتنغ سبورتينغ ريال أتليتكو ملعب ستاد أستاد
    """
)
_SHORT = 2  # letters of a word that is too short to be taken for an unknown name


def places(line: Line) -> list[Run]:
    """The places that a text names."""
    return [*_known(line), *_behind_words(line)]


def _known(line: Line) -> Iterator[Run]:
    for n, match in line.known.items():
        # «في صور» may be in pictures: what is an everyday word needs more than a preposition.
        before = _ANY if ordinary(line.key(n)) and line.key(n) not in _COUNTRIES else _ANY | _LEAD
        led = is_one(line.before(n), before)
        if is_one(line.before(n), _NAMED_AFTER):
            continue
        if match.known == "place" or (match.known == "likely" and (led or _with_a_place(line, n, match.last))):
            inner = line.longest(n + 1) if match.last > n + 1 and is_one(line.key(n), _WITHOUT) else None
            bare = inner and (inner.known, inner.last, inner.cut) == ("place", match.last, 0)  # «دولة الكويت»
            yield Run("place", n + 1, match.last) if bare else Run("place", n, match.last, match.cut)


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
            if rest not in _ANY or (rest in _HIS and line.raw(n).endswith("ه")):
                continue
            last = _place_at(line, n + 1)
            if last and rest in _WITH:
                yield Run("place", n, last, cut)
            elif last:
                yield Run("place", n + 1, last)
            break


def _place_at(line: Line, n: int, *, inner: bool = False) -> int:
    """Where the place ends that begins at a word; 0 where none does."""
    match = line.known.get(n)
    if match:
        return match.last if match.known in {"place", "likely"} and not match.cut else 0
    key = line.key(n)
    if is_one(key, _WITH):  # «قضاء مدينة جنين»
        return _place_at(line, n + 1, inner=True) if line.next(n + 1) and not inner else 0
    if len(key) <= _SHORT or small(key) or ordinary(key) or key[0] in "يو" or is_one(key, words("people.txt", "given")):
        return 0
    plain = not key.startswith("ال") and not line.raw(n).endswith("ة")
    return n + 1 if plain or is_one(line.key(n - 1), _SETTLEMENT) else 0
