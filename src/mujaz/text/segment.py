"""Third station: where each sentence of an article begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING

from mujaz.text.arabic import arabic_share
from mujaz.text.restart import ADVICE, heading_end, opens, restarts, speaks

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article, as the slice `text[start:end]` of it.

    Attributes:
        number: Counted from 1, as the model is shown it.
        start: First code point, counted from 0 in the article's text.
        end: One past the last; the sentence's own full stop is inside.
    """

    number: int
    start: int
    end: int


# What may end a sentence. «،» and «؛» never do: Arabic strings whole paragraphs together with the first, and of the five
# «؛» in NTREX, PUD and TICO-19 (1216 lines) none ends one. A line end always does, so do a bullet and an item's number.
# Every branch is one run without a condition after it, so that no text makes the search go back.
_STOP = re.compile(r"(?P<mark>[.!?؟…]+)|(?P<line>[\n\r\v\f\x85\u2028\u2029]+)|(?P<bullet>[•●▪◦‣])|(?P<number>[0-9٠-٩]+)")
# By itself, because the search for a few characters is ten times as fast without it.
_ADVICE = re.compile(rf"\s(?=(?P<word>{ADVICE})(?!\S))")
_CLOSERS = frozenset("»”’\"')]}›")
_QUOTES = frozenset("»”\"'›")
_OPENERS = frozenset("«“‘([{‹:")

# How much of a text is looked at on either side of a mark: no abbreviation and no word of these lists is longer, and a
# fixed width keeps the whole linear, even in a text without a space.
_WINDOW = 40

# After a quote that ends in a stop, a speaker is named in few words: «…!» قال وزير الصحة. In a longer clause his own
# sentence has begun.
_SPEAKER_WORDS = 10

# A letter and a full stop is an initial or a title: د. محمد. These are titles of several letters, and Latin ones: always
# followed by their name.
_TITLES = frozenset(
    "أ.د ا.د أ.م.د ا.م.د أ.م م.د أ.ب ص.ب ت.ب Dr Mr Mrs Ms Prof St No Nos Sen Rep Gov Gen Col Lt Capt Sgt Rev Hon Vol vs "
    "pp Fig Art e.g i.e cf".split(),
)
# These may also end a sentence, as may a row of dotted letters (U.S., ق.م., أ.ف.ب.): only if what follows opens one.
_MAYBE = frozenset("إلخ الخ هـ ق.م ب.م Inc Ltd Co Corp Jr Sr etc a.m p.m".split())
# Names of Latin letters, as Arabic writes an initial: جورج دبليو. بوش. Three in a row are an organization (إتش بي أو).
_SPELLED = frozenset(
    "إيه ايه بي سي دي إف اف جي جيه إتش اتش آي كيه كي إل ال إم ام آر إس اس تي يو دبليو إكس اكس واي زد".split(),
)
# An Arabic word with a full stop inside is an address when one of these ends it: أحداث.أنفو.
_ADDRESS = frozenset("أنفو انفو كوم نت أورغ اورغ أورج دوت".split())

_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_ROW = re.compile(r"(?:(?<!\w)[^\W\d_]\.\s?){1,8}[^\W\d_]\Z")
_WORD = re.compile(r"[\w.ـ\u064b-\u0652]+\Z")
_NEXT = re.compile(r"\s*([^\W\d_][\w\u064b-\u0652]*)?")
# «و» written together with a title of one letter: الوزير وأ. محمد. No word of two letters that ends a sentence is like it.
_ATTACHED = re.compile(r"\Aو(?=[أادم](?:\.|\Z))")
# What stands before the stop of a list's item: its number or letter, a bullet, brackets.
_ITEM = re.compile(r"\s*[-–•●▪◦‣*(\[]?\s*(?:[0-9٠-٩]{1,3}|[^\W\d_])\Z")


def segment(text: str) -> list[Sentence]:
    """Cut a text into numbered sentences.

    Args:
        text: A cleaned article's text.

    Returns:
        The sentences in order; together they hold every character that is not white space, each exactly once.
    """
    cuts = list(_cuts(text))
    if cuts and not _broken(text) and (heading := heading_end(text[: cuts[0]])):
        cuts.insert(0, heading)
    spans = zip([0, *cuts], [*cuts, len(text)], strict=True)
    trimmed = (_trim(text, *piece) for span in spans for piece in _bounded(text, *span))
    return [Sentence(n, *span) for n, span in enumerate((s for s in trimmed if s[0] < s[1]), 1)]


_MOSTLY = 0.5  # share of Arabic letters below which no text passes for Arabic in a summary either: a site's name, a dateline


def title_of(text: str, sentences: list[Sentence]) -> Sentence | None:
    """The article's own title: a first line of Arabic without a full stop, no longer than a headline, with text below it.

    Twenty words bound it: the longest headline of the corpus has 17.
    """
    if len(sentences) < 2:
        return None
    first, second = sentences[0], sentences[1]
    line = text[first.start : first.end]
    broken = "\n" in text[first.end : second.start]
    headline = line[-1] not in ".!؛…،:" and len(line.split()) <= 20 and arabic_share(line) >= _MOSTLY
    return first if broken and headline else None


def _cuts(text: str) -> Iterator[int]:
    """Where one sentence ends and the next begins, in order."""
    start, item = 0, 1
    for stop in merge(_STOP.finditer(text), _ADVICE.finditer(text), key=re.Match.end):
        end: int | None = None
        if stop.re is _ADVICE:
            end = stop.end() if restarts(text[max(start, stop.end() - _WINDOW) : stop.end()], stop["word"]) else None
        elif stop["mark"]:
            end = _end_of_mark(text, stop, start)
        elif stop["line"]:
            end = stop.end()
        elif stop["number"]:
            if _numbers(text, stop, item):
                item, end = item + 1, stop.start()
        elif text[max(0, stop.start() - 1) : stop.start()].isspace():
            end = stop.start()
        if end is not None and end > start:
            yield end
            start = end


def _numbers(text: str, stop: re.Match[str], expected: int) -> bool:
    """Whether this number opens the next item of a list that goes on in one line: … 1- … 2- …."""
    if len(stop[0]) > 3 or int(stop[0]) != expected:
        return False
    before, after = text[max(0, stop.start() - 2) : stop.start()], text[stop.end() : stop.end() + 2]
    opened = not before or before[-1].isspace()
    if expected == 1:
        opened = not before.strip() or (opened and before[0] in ".:؟!\n")
    return opened and len(after) == 2 and after[0] in ".-)–" and not after[1].isdigit()


def _end_of_mark(text: str, stop: re.Match[str], start: int) -> int | None:
    """Where the sentence that these marks end is over, or None if they end none."""
    end = _past_closers(text, stop.end())
    after = text[end : end + _WINDOW]
    if after and not after[0].isspace():
        return end if end == stop.end() and _glued(text, stop) else None
    if stop[0] == ".":
        before = text[max(start, stop.start() - _WINDOW) : stop.start()]
        if _shortens(before, after, whole=len(before) == stop.start() - start):
            return None
    elif _trails(stop[0]):
        return end if _following(after) is None or opens(_following(after)) else None
    return None if end > stop.end() and _told(text, stop.end(), end) else end


def _past_closers(text: str, end: int) -> int:
    """Past the closing quotes and brackets after a mark; also past one that a space parts from it: نعم. »."""
    while end < len(text) and text[end] in _CLOSERS:
        end += 1
    gap = text[end : end + 3]
    if len(gap) > 1 and gap[0] == " " and gap[1] in _CLOSERS and (gap[1] in "»)" or not gap[2:].strip()):
        return end + 2
    return end


def _glued(text: str, stop: re.Match[str]) -> bool:
    """Whether a sentence begins right behind the mark, where the space was forgotten: المقاومة.حسب."""
    following = _NEXT.match(text, stop.end(), stop.end() + _WINDOW)
    word = following[1] if following else None
    if not word or not _arabic(word[0]) or len(word) < 2 or word in _ADDRESS:
        return False
    before = text[max(0, stop.start() - _WINDOW) : stop.start()]
    if stop[0] != "." or not before or before[-1].isspace():
        return ".." not in stop[0] and "…" not in stop[0]  # dots between two words are a pause: واثق..يأتي
    last = _WORD.search(before)
    return last is None or (len(last[0]) > 2 and "." not in last[0]) or (last[0][-1].isdigit())


def _trails(mark: str) -> bool:
    """Whether a mark only trails off (three dots), which one time in four ends a sentence; two dots are a full stop."""
    return ("…" in mark or "..." in mark) and not any(c in mark for c in "!?؟")


def _shortens(before: str, after: str, *, whole: bool) -> bool:
    """Whether a full stop belongs to an abbreviation or an item's number, so that the sentence goes on.

    `whole` says that `before` is all of the sentence so far.
    """
    if whole and _ITEM.match(before):
        return True
    found = _WORD.search(before)
    if not found:
        return False
    word, rest = _ATTACHED.sub("", found[0].strip(".")), before[: found.start()].rstrip()
    if word in _TITLES:
        return True
    if word in _MAYBE or (len(word) == 1 and word in "مه" and rest[-1:].isdigit()) or _DOTTED.match(word):
        return not _ended(after)
    if word in _SPELLED:
        return not _ended(after) and not _acronym(rest)
    return len(word) == 1 and word.isalpha() and not (_ROW.search(before) and _ended(after))


def _ended(after: str) -> bool:
    """Whether what follows an abbreviation shows that the sentence ended with it."""
    word = _following(after)
    return not after.strip() or "\n" in after[:2] or opens(word)


def _acronym(rest: str) -> bool:
    """Whether two more names of letters stand before: a row of three, the name of an organization."""
    words = rest.split()[-2:]
    return len(words) == 2 and all(w.removeprefix("ال") in _SPELLED or w == "أو" for w in words)


def _told(text: str, mark: int, end: int) -> bool:
    """Whether a quote that ends in a stop is followed by the one who said it: «كفى!» قال الوزير."""
    if not any(c in _QUOTES for c in text[mark:end]):
        return False
    clause = text[end : end + 4 * _WINDOW]
    stop = _STOP.search(clause)
    words = clause[: stop.start() if stop else len(clause)].split()
    return bool(words) and speaks(words[0]) and len(words) <= _SPEAKER_WORDS and not any(_starts(word) for word in words)


def _starts(word: str) -> bool:
    return word in {"أن", "إن"} or any(c in _OPENERS or c == '"' for c in word)


def _following(after: str) -> str | None:
    found = _NEXT.match(after)
    return found[1] if found else None


def _arabic(char: str) -> bool:
    return "\u0620" <= char <= "\u06d3"


def _broken(text: str) -> bool:
    """Whether the text has more than one line."""
    return len(text.strip().splitlines()) > 1


# A stretch longer than this is no sentence but a text without marks, or a table: it is cut at a comma or a space, so that no
# window of a long article must hold it whole, and a sentence of a summary can (`SummarySentence.ar` has 1,600). The longest
# sentence of the corpus has 1,100 characters.
_LONGEST = 1600


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch that is too long for a sentence: behind the last comma that fits, or the last space, or anywhere."""
    while end - start > _LONGEST:
        piece = text[start : start + _LONGEST]
        at = max(piece.rfind("،"), piece.rfind(","))
        at = at if at > _LONGEST // 2 else max(piece.rfind(" "), piece.rfind("\n"))
        yield start, start + (at + 1 if at > 0 else _LONGEST)
        start += at + 1 if at > 0 else _LONGEST
    yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
