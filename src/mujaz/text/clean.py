"""Second station, and the last that may change the text: what the author did not write is taken out, and listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from mujaz.errors import InputError
from mujaz.result import Article, Removed
from mujaz.text.arabic import fold
from mujaz.text.article import identified
from mujaz.text.lexicon import lines_of, one_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# A line as long as this is a paragraph, and no debris but that of a comment policy; the longest of debris.txt has 60 letters.
_LONGEST = 120


_SPELLED = str.maketrans("أإآؤئةى", "اااويهي")  # letters of debris.txt as `fold` writes them; it would take patterns apart


@cache
def _kinds(mark: str) -> dict[str, list[str]]:
    """The kinds of debris of debris.txt under a mark, each with its lines."""
    kinds: dict[str, list[str]] = {}
    here: list[str] = []
    for line in lines_of("debris.txt"):
        if line[:2] in {"= ", "> ", "~ ", "| ", "@ "}:
            here = kinds.setdefault(line[2:], []) if line[0] == mark else []
        else:
            here.append(line.translate(_SPELLED))
    return kinds


@cache
def _patterns(mark: str) -> list[tuple[str, re.Pattern[str]]]:
    """The kinds of debris under a mark, each with the pattern that its lines match from end to end."""
    # One sign or one word at a time, so that no line makes the search go back far.
    date = rf"(?:[\d\s,/:|()+.-]|\b(?:{one_of(' '.join(_kinds('@')['date']))})\b|(?<=\d)h)+"
    return [
        (why, re.compile(rf"(?:{'|'.join(lines)})\Z".replace("_", " ").replace("DATE", date), re.IGNORECASE))
        for why, lines in _kinds(mark).items()
    ]


# Headings after which nothing of the article comes: only short lines, titles of others, follow to the end of the page.
_ENDS = ("related articles", "comments")
_TITLE_WORDS = 17  # a line of more words, or with a full stop at its end, is no title: the longest headline of the corpus

# Words of a comment policy; two of them in a paragraph that speaks to the reader are one. In news of WhatsApp's terms nobody
# does, but in a quote.
_POLICY = re.compile(
    one_of(
        "ارشادات_الاستخدام سياسه_الخصوصيه شروط_(?:الاستخدام|النشر|استخدام) مراجعه_التعليقات ملفات_تعريف_الارتباط privacy_policy"
    )
)
_POLICY_WORDS = ("سياسه", "مراجعه", "ملفات", "استخدام", "privacy")  # one of them is in each of two, and this is told fast
_TO_THE_READER = re.compile(
    one_of(
        r"ننصحك? نرجو نستخدم نستعمل لدينا موقعنا خدماتنا هذا_الموقع (?:مشارك|تعليق|بيان)ات?ك باستخدامك بال(?:نقر|ضغط)_علي"
        " privacy_policy"
    )
)
# Menus: short entries with bars or bullets between them, one of which leads to a page that only sites have. Else such a line is
# the row of a table, or a team.
_BARS = re.compile(r"\s[|•·»›/]\s")
_ENTRIES, _ENTRY_WORDS = 4, 3
# What an agency or site puts before its first word: AHDATH.INFO, at the start of a line. Without a sign behind it the name may
# be whom the line is about: AMAZON.COM تعلن.
_SLUG = re.compile(r"[ \t]*(?:[A-Z][A-Z0-9-]{2,20}\.(?:INFO?|COM|NET|ORG|MA|DZ|TN|PRESS|TV))[ \t]*(?:[:–—|-][ \t]*|\Z)")
# Marks that order text on a screen (Unicode's bidi controls), soft hyphens and marks of no width; ZWNJ and ZWJ shape letters
# and stay.
_CONTROLS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u2060\ufeff\u00ad]+")
# Words of a paragraph that, said again to the letter, was pasted twice; shorter lines may repeat on purpose (a refrain).
_REPEATED_WORDS = 8


def clean(article: Article) -> Article:
    """Take page debris out of an article.

    Args:
        article: What was read.

    Returns:
        An article whose text lacks the debris and the blank lines at its ends, and whose `removed` lists every piece with offsets
        into the text that was read.

    Raises:
        InputError: Nothing is left.
    """
    gone = sorted(_debris(article.text), key=lambda piece: piece.start)
    kept: list[str] = []
    at = 0
    for piece in gone:
        kept.append(article.text[at : piece.start])
        at = max(at, piece.end)
    text = re.sub(r"\n{3,}", "\n\n", "".join([*kept, article.text[at:]])).strip()
    if not text:
        raise InputError(f"{article.source}: only page debris in it; give the article's own text.")
    return identified(article.model_copy(update={"removed": tuple(gone)}), text)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: where it begins, as it is, folded, and folded without what decorates it."""

    start: int
    text: str
    folded: str
    bare: str


def _debris(text: str) -> Iterator[Removed]:
    lines = list(_lines(text))
    whys = [_why(line) for line in lines]
    _beside(lines, whys)
    _to_the_end(lines, whys)
    seen: set[str] = set()
    for line, why in zip(lines, whys, strict=True):
        if why is None and len(line.folded.split()) >= _REPEATED_WORDS:
            why = "said twice" if line.folded in seen else None  # noqa: PLW2901  (the same question, answered last)
            seen.add(line.folded)
        if why:
            yield Removed(start=line.start, end=line.start + len(line.text), why=why)
        else:
            yield from _inside(line.start, line.text)


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for line in text.splitlines(keepends=True):
        folded = fold(line).text.strip()
        yield _Line(at, line, folded, folded.strip(' :.-|"•*›>'))
        at += len(line)


def _inside(start: int, line: str) -> Iterator[Removed]:
    """Debris in a line of the author's."""
    slug = _SLUG.match(line)
    if slug and slug.end() < len(line.rstrip()):
        yield Removed(start=start, end=start + slug.end(), why="slug of the site")
    for marks in _CONTROLS.finditer(line, slug.end() if slug else 0):
        yield Removed(start=start + marks.start(), end=start + marks.end(), why="direction marks")


def _why(line: _Line) -> str | None:
    """The kind of debris that a line is; `None` for what the author wrote."""
    folded = line.bare
    if not folded:
        return None
    if (
        any(word in folded for word in _POLICY_WORDS)
        and len(set(_POLICY.findall(folded))) > 1
        and _TO_THE_READER.search(folded)
        and '"' not in folded
    ):
        return "comments"
    for why, pattern in _patterns(">"):
        if len(folded) <= 3 * _LONGEST and pattern.match(folded):
            return why
    if len(folded) > _LONGEST:
        return None
    if _SLUG.fullmatch(line.text.strip()):
        return "slug of the site"
    entries = _BARS.split(folded)
    if len(entries) >= _ENTRIES and all(len(entry.split()) <= _ENTRY_WORDS for entry in entries):
        return next((why for why, pattern in _patterns("|") if any(map(pattern.match, entries))), None)
    return next((why for why, pattern in _patterns("=") if pattern.match(folded)), None)


def _beside(lines: list[_Line], whys: list[str | None]) -> None:
    """Mark what is debris only beside other debris: the networks of a share bar, the fields of a form."""
    filled = [n for n, line in enumerate(lines) if line.folded]
    short = (n for n in filled if whys[n] is None and len(lines[n].text) <= _LONGEST)
    maybe = {n: why for n in short for why, pattern in _patterns("~") if pattern.match(lines[n].bare)}
    for other, n in [*pairwise(filled), *pairwise(reversed(filled))]:
        if n in maybe and (whys[other] or other in maybe):
            whys[n] = maybe[n]


def _to_the_end(lines: list[_Line], whys: list[str | None]) -> None:
    """Mark the short lines behind the last heading of related articles or comments, when nothing else follows it."""
    prose = next((n for n, line in enumerate(lines) if whys[n] is None and _is_prose(line.text)), len(lines))
    end = len(lines)
    for n in range(end - 1, prose, -1):
        if whys[n] is None and _is_prose(lines[n].text):
            return
        if whys[n] in _ENDS and _heads(lines[n]):
            for later in range(n + 1, end):
                if lines[later].folded:
                    whys[later] = whys[later] or whys[n]
            end = n


def _heads(line: _Line) -> bool:
    """Whether a line is a heading; «اقرأ أيضا: …» with a title behind it stands between paragraphs, and heads nothing."""
    return any(pattern.match(line.bare) for _, pattern in _patterns("="))


def _is_prose(line: str) -> bool:
    """Whether a line is no title of another article."""
    return len(line.split()) > _TITLE_WORDS or line.rstrip()[-1:] in {".", "!", "؟", "؛"}
