"""Whether two sentences, one Arabic and one English, say the same, and what the Arabic text that they rest on says."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from mujaz import settings
from mujaz.result import Check, Finding, Severity
from mujaz.spans import Span
from mujaz.text.arabic import arabic_share, fold
from mujaz.text.named.english import english_in
from mujaz.text.relative import weekdays
from mujaz.trust import attribution, negation
from mujaz.trust.acronyms import unsaid
from mujaz.trust.designations import exchanged, mismatched, misnumbered, numbers_of, scores, vague, vague_lost
from mujaz.trust.figures import Reading, nameless, strange
from mujaz.trust.modality import happened
from mujaz.trust.moments import other_days, other_hours
from mujaz.trust.names import ArabicWords, name_words, unread
from mujaz.trust.opposites import opposed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mujaz.text.values import Value
    from mujaz.trust.figures import FigureCheck
    from mujaz.trust.names import Name

Side = Literal["ar", "en"]

_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_MOSTLY = 0.5  # share of Arabic letters from which a text is Arabic: names in Latin letters may stand in it

# English characters to one Arabic character. Of 1,089 pairs of news translated by people (NTREX-128, TICO-19, PUD) with at least
# 60 characters in one language, five lie outside; shorter ones vary more than that by nature.
_SHORTEST, _LONGEST, _ENOUGH = 0.6, 1.9, 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a check found in a pair.

    Attributes:
        side: In which of the two texts.
        check: The check.
        severity: `error` where it is certain, `warning` where it is likely.
        expected: What the source, or the other language, has.
        found: What this text has.
        message: A sentence a person understands.
    """

    side: Side
    check: Check
    severity: Severity
    expected: str | None
    found: str | None
    message: str


@dataclass(frozen=True)
class Source:
    """The Arabic text that a pair rests on; its figures are read when the first figure is to be proven by it.

    Attributes:
        text: The text.
        reading: How its figures are read.
    """

    text: str
    reading: Reading

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Its figures."""
        return self.reading.values(self.text, "ar")

    @cached_property
    def proof(self) -> tuple[Value, ...]:
        """What it proves: its figures, and the units of time that say one."""
        return self.reading.proof(self.text, "ar")

    @cached_property
    def words(self) -> ArabicWords:
        """Its words, to read names off."""
        return ArabicWords(self.text)

    @cached_property
    def listed(self) -> frozenset[str]:
        """What a list calls its places and organizations in English: «OCP Group» is no sound of «المكتب الشريف للفوسفاط»."""
        return english_in(self.text)

    def figures(self, check: Check) -> str:
        """Its figures as it writes them, for a message: those that the check is of, or where it has none of them, all."""
        like = [v for v in self.values if v.kind == check] or self.values
        return ", ".join(dict.fromkeys(self.text[v.start : v.end] for v in like)) or "no figure"


def check_pair(
    *, source: str, ar: str, en: str, country: str | None = None, published: date | str | None = None
) -> list[Finding]:
    """Check one Arabic text and its English against each other and against the Arabic text that they rest on. No model is asked.

    Args:
        source: The Arabic text that proves them: the cited sentences, or a whole article.
        ar: The Arabic.
        en: The English that says the same.
        country: ISO 3166-1 alpha-2 code of the publisher's country; it says whose dirham or dinar is meant.
        published: The day of publication, as a date or as YYYY-MM-DD; it settles «أمس» and dates without a year.

    Returns:
        What was found, with the path `ar` or `en`; empty when every check passed. `error`: a number, date, amount of money,
        percentage or script is certainly wrong. `warning`: a name, a negation, a word of the contrary sense, who says it, or the
        length is likely wrong. The
        span of a finding is the whole of `source`, in code points from 0.

    Raises:
        SettingsError: The country or the day cannot be used.
    """
    where = (Span(0, len(source), "exact"),)
    reading = Reading(*settings.of_article(country, published))
    found = [*wrong_script(ar, "ar"), *wrong_script(en, "en")] or differences(Source(source, reading), ar, en, reading)
    return [
        Finding(
            path=d.side, check=d.check, severity=d.severity, expected=d.expected, found=d.found, spans=where, message=d.message
        )
        for d in found
    ]


def wrong_script(text: str, side: Side) -> Iterator[Difference]:
    """Whether Arabic is Arabic and English is English."""
    if side == "ar":
        if arabic_share(text) < _MOSTLY:
            yield Difference(side, "script", "error", "Arabic", text, f"this should be Arabic: «{text}»")
        return
    # Modifier letters (ʿ, ʾ) belong to no script; English uses them to write Arabic names.
    foreign = "" if text.isascii() else text
    letters = [c for c in foreign if c.isalpha() and unicodedata.category(c) != "Lm"]
    strangers = [c for c in letters if not unicodedata.name(c, "").startswith("LATIN")]
    if strangers or not any(c.isalnum() for c in text):
        yield Difference(side, "script", "error", "English", text, f"this should be English, in Latin letters: «{text}»")


def differences(
    source: Source | None,
    ar: str,
    en: str | None,
    reading: Reading,
    *,
    article: Source | None = None,
    printed: bool = False,
    claims: bool = True,
) -> Iterator[Difference]:
    """Compare two texts with each other and with what they rest on.

    Args:
        source: The Arabic that proves them; `None` when nothing is cited.
        ar: The Arabic.
        en: The English; `None` when there is none.
        reading: How figures are read.
        article: What must have the names that both languages say; `None` when that is the source.
        printed: The Arabic is the source's own words, so only the English is compared with it.
        claims: Whether the Arabic must say who says it where its source does; not so where the source is a whole article.

    Yields:
        The differences, those of the Arabic first.
    """
    if source is not None and not printed:
        yield from figures(source, ar, "ar", reading)
        yield from _claim(source.text, ar, "ar") if claims else ()
        if negation.added(ar, source.text):
            yield Difference("ar", "negation", "warning", None, ar, "it says «not» and what it rests on does not")
    if en is None:
        return
    wrong = list(_english_figures(source, ar, en, reading))
    yield from wrong
    if not wrong:
        yield from _lost_figures(ar, en, reading)
    bases = [([Source(ar, reading)], "the Arabic")]
    if source is not None and not printed and source.text != ar:
        # What is cited is looked at first: to make the words of a whole article ready takes longer than all else.
        bases.append(([source, article], "the article") if article else ([source], "what it rests on"))
    yield from _names(ar, en, bases, reading)
    yield from _negation(ar, en)
    for said, told in opposed(ar, en):
        yield Difference(
            "en", "content", "warning", said, told, f"the Arabic says «{said}» and the English the contrary, «{told}»"
        )
    claimed = list(_claim(ar, en, "en"))
    yield from claimed
    if not claimed and (words := happened(ar, en)):
        yield Difference(
            "en", "attribution", "warning", words, en, f"the Arabic says «{words}»; the English says that it happened"
        )
    yield from _length(ar, en)


def figures(source: Source, said: str, side: Side, reading: Reading, rests: str = "what it rests on") -> Iterator[Difference]:
    """Figures of a text that are not in what it rests on."""
    stated = reading.values(said, side)
    # More proof leaves fewer that are strange; to look a whole article through for bare units is worth it only where one is.
    if not stated or not any(strange(stated, source.values, published=reading.published)):
        return
    for value, check in strange(stated, source.proof, published=reading.published):
        if str(value.value) in numbers_of(source.text) or _same_month(value, source.text):
            continue
        words = said[value.start : value.end]
        has = source.figures(check)
        yield Difference(side, check, "error", has, words, f"«{words}» is not in {rests}, which has {has}")


def _english_figures(source: Source | None, ar: str, en: str, reading: Reading) -> Iterator[Difference]:
    """Figures of the English that are not in what it rests on, and those that are there and that its own Arabic lacks."""
    wrong = list(figures(source, en, "en", reading)) if source is not None else []
    yield from wrong
    if source is None or source.text != ar:
        told = {d.found for d in wrong}
        own = figures(Source(ar, reading), en, "en", reading, "its Arabic")
        yield from (d for d in own if d.found not in told)


def _same_month(value: Value, text: str) -> bool:
    """Whether the other language names Ramadan too.

    With no year its name is all that there is, and where no word around it says that it is no person («طارق رمضان») only one of
    the two may have been read as a date.
    """
    if not nameless(value) or "-09" not in str(value.note):
        return False
    return "ramadan" in text.lower() or "رمضان" in fold(text).text


def _lost_figures(ar: str, en: str, reading: Reading) -> Iterator[Difference]:
    """Figures of the Arabic that the English lost.

    Ordinals are left out: English writes those of kings and popes in Roman numerals, or as words of a name.
    """
    figures = [v for v in reading.values(ar, "ar") if v.kind != "ordinal"]
    for value, check in strange(figures, reading.proof(en, "en"), lost=True):
        if str(value.value) not in numbers_of(en) and not _same_month(value, en):
            words = ar[value.start : value.end]
            yield Difference("en", check, "error", words, None, f"the English has lost «{words}» of the Arabic")
    yield from _other_designations(ar, en, reading)


def _other_designations(ar: str, en: str, reading: Reading) -> Iterator[Difference]:
    """What is no value, a day, an hour, a score, a number in a name, and is another in the English, or lost or added there."""
    ours, theirs = reading.values(ar, "ar"), reading.values(en, "en")
    days = other_days(ar, en) if reading.published is None else ()  # else they are dates, and compared as such
    changed: Sequence[tuple[FigureCheck, Iterable[tuple[str, str | None]]]] = (
        ("date", days),
        ("date", other_hours(ar, en)),
        ("number", [*scores(ar, en)] or exchanged(ar, ours, en, theirs)),
        ("number", misnumbered(ar, ours, en, theirs)),
        ("number", mismatched(ar, en)),
    )
    for check, pairs in changed:
        for words, other in pairs:
            told = f"«{other}» is «{words}» in the Arabic" if other else f"the English has lost the number of «{words}»"
            yield Difference("en", check, "error", words, other, told)
    added = list(vague(en, ar))
    for words in added:
        yield Difference("en", "number", "error", None, words, f"the Arabic has no «{words}»")
    for words in () if added else vague_lost(en, ar, ours):
        yield Difference("en", "number", "error", words, None, f"the English has lost «{words}» of the Arabic")


def _names(ar: str, en: str, bases: Sequence[tuple[Sequence[Source], str]], reading: Reading) -> Iterator[Difference]:
    """Names and days of the week that its Arabic lacks, and those that both languages say and what they rest on does not."""
    told: dict[str, str] = {}
    for texts, of in bases:
        for name in _unread(en, texts):
            words = en[name.start : name.end]
            if not (_of_a_date(name, en, reading) or _of_a_day(words, ar, reading)):
                told.setdefault(words, of)
    for words, of in told.items():
        if words.lower() in weekdays("en"):  # no error: the writer may have looked up what day أمس was
            yield Difference("en", "date", "warning", None, words, f"the day «{words}» is not in {of}")
        else:
            yield Difference("en", "name", "warning", None, words, f"the name «{words}» cannot be read off {of}")
    for words in unsaid(en, ar):
        yield Difference("en", "name", "warning", None, words, f"the Arabic does not say «{words}»")


def _unread(en: str, texts: Sequence[Source]) -> Iterator[Name]:
    """The names that can be read off none of several Arabic texts, and that no list has for what stands there."""
    first, *others = texts
    names = unread(en, first.words)
    for other in others if names else ():
        nowhere = {(name.start, name.end) for name in unread(en, other.words)}
        names = [name for name in names if (name.start, name.end) in nowhere]
    return (name for name in names if en[name.start : name.end].removeprefix("The ") not in texts[-1].listed)


def _of_a_date(name: Name, en: str, reading: Reading) -> bool:
    """Whether nothing of a name is outside a date («On October»), which is compared as such."""
    dates = (v for v in reading.values(en, "en") if v.kind == "date" and v.start < name.end <= v.end)
    return any(not name_words(en[name.start : day.start]) for day in dates)


def _of_a_day(name: str, ar: str, reading: Reading) -> bool:
    """Whether a name is the weekday of a day of the Arabic: «أمس» is "Thursday" where the day of publication is a Friday."""
    days = (
        date.fromisoformat(str(v.value)) for v in reading.values(ar, "ar") if v.kind == "date" and _DAY.fullmatch(str(v.value))
    )
    return name in _WEEKDAYS and name in {_WEEKDAYS[day.weekday()] for day in days}


def _negation(ar: str, en: str) -> Iterator[Difference]:
    which = negation.differs(ar, en)
    if which == "en":
        yield Difference("en", "negation", "warning", None, en, "the English says «not» and the Arabic does not")
    elif which == "ar":
        yield Difference("en", "negation", "warning", ar, None, "the Arabic says «not» and the English has lost it")


def _claim(source: str, said: str, side: Side) -> Iterator[Difference]:
    if attribution.lost(said, side, source):
        yield Difference(
            side, "attribution", "warning", source, said, "what it rests on is somebody's claim; here it stands as a fact"
        )


def _length(ar: str, en: str) -> Iterator[Difference]:
    ratio = len(en) / max(1, len(ar))
    if max(len(ar), len(en)) >= _ENOUGH and not _SHORTEST <= ratio <= _LONGEST:
        kind = "short" if ratio < 1 else "long"
        yield Difference(
            "en", "length", "warning", f"{len(ar)} characters of Arabic", f"{len(en)} of English",
            f"the English is too {kind} to say what the Arabic says ({len(en)} characters for {len(ar)})",
        )  # fmt: skip
