"""Days and hours that are told without a date, «أمس», «الشهر المقبل», «الثامنة مساء»: whether both languages tell the same."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from mujaz.text.arabic import fold
from mujaz.text.lexicon import one_of
from mujaz.text.relative import FROM_PUBLICATION, MOVED
from mujaz.text.values import read_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mujaz.text.arabic import Folded

# Any day serves to compare what is told from it; in the middle of a week, a month and a year last and next are others.
_SOME_DAY = date(2024, 5, 15)


# What every English day or stretch of time has that is told from another day.
_FROM_HERE = re.compile(
    r"day\b|today|tomorrow|\b(?:last|this|next|past|coming|ago|before|after|later|earlier|since|previous|following|current)\b",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """What a text tells: as written, and all that it may mean."""

    words: str
    means: frozenset[str | int]


def other_days(arabic: str, english: str) -> Iterator[tuple[str, str]]:
    """What the English tells from the day of writing («yesterday») where the Arabic tells another day, each as written.

    Nothing where one of the two tells none that the other does not have: what is told may be left out, or told by the weekday.
    """
    # Reading both takes as long as all other checks of a pair; most English sentences tell no day so.
    theirs = _days(english, "en") if _FROM_HERE.search(english) else []
    yield from _others(_days(arabic, "ar") if theirs else [], theirs)


def _days(text: str, language: str) -> list[Told]:
    """Days, weeks, months and years; the weekday that «أمس الخميس» names settles its day, so it is left out."""
    told = read_values(text, language=language, published=_SOME_DAY)
    return [
        Told(text[v.start : v.end], frozenset((str(v.value),)))
        for v in told
        if v.note and FROM_PUBLICATION in v.note and MOVED not in v.note
    ]


def _others(ours: Sequence[Told], theirs: Sequence[Told]) -> Iterator[tuple[str, str]]:
    lost = [our for our in ours if all(our.means.isdisjoint(their.means) for their in theirs)]
    strange = [their for their in theirs if all(their.means.isdisjoint(our.means) for our in ours)]
    yield from ((our.words, their.words) for our, their in zip(lost, strange, strict=False))


_HOURS_AR = "الواحده الثانيه الثالثه الرابعه الخامسه السادسه السابعه الثامنه التاسعه العاشره الحاديه_عشره? الثانيه_عشره?".split()
_HOURS_EN = "one two three four five six seven eight nine ten eleven twelve".split()
_MORNING, _EVENING = "صباحا? الصباح فجرا? الفجر", "مساء? المساء? عصرا? العصر بعد_الظهر"  # noon and night may be of either half
_MINUTES = {"والنصف": 30, "والربع": 15, "الا_ربعا?": -15, "الا_الربع": -15, "والثلث": 20, "الا_ثلثا?": -20, "الا_الثلث": -20}
_AR = re.compile(
    rf"(?P<clock>\bال?ساعه )?(?<![\d.,/:-])(?:(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))?(?![.,/:-]?\d)"
    rf"|(?P<word>{one_of(' '.join(reversed(_HOURS_AR)))})\b)"
    rf"(?: (?P<part>{one_of(' '.join(_MINUTES))})\b)?(?P<more> و\w+ دق[اي]\w+)?"
    rf"(?: (?:(?P<am>{one_of(_MORNING)})|(?P<pm>{one_of(_EVENING)}))\b)?"
)
_EN = re.compile(
    rf"(?P<half>\bhalf past )?(?<![\d.,/:-])\b(?:(?P<hour>\d\d?)(?:[:.](?P<minute>\d\d))?(?![.,/:-]?\d)"
    rf"|(?P<word>{one_of(' '.join(_HOURS_EN))})\b)(?P<clock> o['’]clock)?(?: ?(?:(?P<am>a\.?m)|(?P<pm>p\.?m))\b)?",
    re.IGNORECASE,
)


def other_hours(arabic: str, english: str) -> Iterator[tuple[str, str]]:
    """The hour of the English where the Arabic has another one («الثامنة مساء», "8 a.m."), each as written."""
    theirs = [told for found in _EN.finditer(english) if (told := _hour_en(found))]
    if theirs:
        folded = fold(arabic)
        yield from _others([told for found in _AR.finditer(folded.text) if (told := _hour_ar(found, arabic, folded))], theirs)


def _hour_ar(found: re.Match[str], arabic: str, folded: Folded) -> Told | None:
    """An hour where «الساعة» stands before it or the half of the day behind it."""
    if not (found["clock"] or found["am"] or found["pm"]):
        return None
    hour = int(found["hour"] or 0) or 1 + next(n for n, w in enumerate(_HOURS_AR) if re.fullmatch(one_of(w), found["word"]))
    part = next((m for words, m in _MINUTES.items() if found["part"] and re.fullmatch(one_of(words), found["part"])), 0)
    minutes = range(60) if found["more"] else (int(found["minute"] or 0) + part,)
    start, end = folded.span(*found.span())
    return Told(arabic[start:end], _of_the_day(hour, minutes, found))


def _hour_en(found: re.Match[str]) -> Told | None:
    """An hour with its minutes behind a colon, or with "am", "pm", "o'clock", "half past"."""
    colon = found["minute"] and ":" in found[0]
    if not (colon or found["am"] or found["pm"] or found["clock"] or found["half"]):
        return None
    hour = int(found["hour"]) if found["hour"] else 1 + _HOURS_EN.index(found["word"].lower())
    return Told(found[0].strip(), _of_the_day(hour, (int(found["minute"] or 0) + 30 * bool(found["half"]),), found))


def _of_the_day(hour: int, minutes: Sequence[int], found: re.Match[str]) -> frozenset[int]:
    """The minutes of the day that it may be: up to twelve without its half it may be of both."""
    halves = [hour] if hour > 12 else [hour % 12] * (not found["pm"]) + [hour % 12 + 12] * (not found["am"])
    return frozenset((h * 60 + m) % (24 * 60) for h in halves for m in minutes)
