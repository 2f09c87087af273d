"""A text as the finders of names see it: its words, what each can be without what is attached to it, and the known names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from mujaz.text.named.lists import LONGEST, Known, Listed, hamzas, ordinary, phrases, spelled
from mujaz.text.tokens import key_of, offset_of, tokenize

if TYPE_CHECKING:
    from mujaz.text.tokens import Token

Kind = Literal["person", "organization", "place"]

_SPACE = 1  # the gap of one space: a name goes over no line
_SHORT = 2  # letters of what is too short to be a place behind a particle
_LONG = 6  # letters from which a name is taken for itself whatever its ends look like
_LEADS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in a text.

    Attributes:
        kind: What it names.
        text: The name, without a و, ف, ب, ل or ك that is attached to it; «للعراق» names «العراق».
        start: Its first code point.
        end: One past its last.
    """

    kind: Kind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Words that make a name: `first` to before `last`, the first without `cut` letters of its key."""

    kind: Kind
    first: int
    last: int
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A known name that begins at a word: up to before the word `last`, the first without `cut` letters of its key."""

    known: Known
    last: int
    cut: int


@lru_cache(maxsize=1 << 14)  # a long article has a few thousand different words
def readings(key: str) -> tuple[tuple[int, str], ...]:
    """The ways to read a word without a particle before it: letters taken off, and the rest, which keeps its article.

    Of «للعراق» two letters are taken off where it is ل and العراق, whose article has lost its alef, and one where it is ل and
    لعراق.
    """
    found = [(len(lead), key[len(lead) :]) for lead in _LEADS if key.startswith(lead) and len(key) > len(lead) + 1]
    found += [
        (len(lead), "ال" + key[len(lead) :]) for lead in ("لل", "ولل", "فلل") if key.startswith(lead) and len(key) > len(lead) + 1
    ]
    return tuple(found)


def is_one(key: str, listed: frozenset[str]) -> bool:
    """Whether a word is one of these, with or without a particle before it."""
    return any(rest in listed for _, rest in readings(key))


class Line:
    """The words of a text.

    Attributes:
        text: The text.
        tokens: Its words, numbers and signs.
        known: The known names that begin at a word, the longest at each and none inside another.
    """

    def __init__(self, text: str) -> None:
        """Cuts the text into words."""
        self.text = text
        self.tokens = tokenize(text)
        self.known = self._known()

    def key(self, n: int) -> str:
        """The key of a word; empty where no Arabic word stands."""
        return self._keys[n] if 0 <= n < len(self._keys) else ""

    def raw(self, n: int) -> str:
        """The word as it is written, without the marks on its letters; empty beyond the ends."""
        return self.tokens[n].raw.rstrip("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652") if 0 <= n < len(self.tokens) else ""

    def next(self, n: int) -> str:
        """The key of a word that stands one space behind the one before it; empty where none does."""
        return self.key(n) if 0 < n < len(self.tokens) and self.tokens[n].gap == _SPACE else ""

    def before(self, n: int) -> str:
        """The key of the word one space before a word."""
        return self.key(n - 1) if self.next(n) else ""

    @cached_property
    def _keys(self) -> list[str]:
        return [token.key if _arabic(token) else "" for token in self.tokens]

    @cached_property
    def inside(self) -> dict[int, Known]:
        """What known name each word is a part of."""
        return {n: match.known for first, match in self.known.items() for n in range(first, match.last)}

    def _known(self) -> dict[int, Match]:
        found: dict[int, Match] = {}
        n = 0
        while n < len(self.tokens):
            match = self.longest(n) if self.key(n) else None
            if match:
                found[n] = match
            n = match.last if match else n + 1
        return found

    def longest(self, n: int) -> Match | None:
        """The longest known name that begins at a word."""
        best: Match | None = None
        if self.tokens[n].raw.endswith(("ًا", "اً")):
            return None  # «بريطانيًا» is somebody of Britain
        for cut, rest in readings(self.key(n)):
            words: tuple[str, ...] = (spelled(rest, self.raw(n)),)
            last = n + 1
            while True:
                listed = phrases().get(words)
                if listed and (last > n + 1 or self._alone(n, cut, rest, listed)) and (best is None or last > best.last):
                    best = Match(listed.known, last, cut)
                if len(words) == LONGEST or not self.next(last):
                    break
                words = (*words, spelled(self.key(last), self.raw(last)))
                last += 1
        return best

    def _alone(self, n: int, cut: int, rest: str, listed: Listed) -> bool:
        """Whether a name of one word may be meant: «وجده» is he found it and not وجدة, «كبيرة» is great and not like بيرة.

        Nor is «جاءوا» جاوا, which has no hamza inside, or «باكرا» in أكرا: with its first letter it is a word.
        """
        if hamzas(self.raw(n)[cut:]) > listed.hamzas or (cut and ordinary(self.key(n)) and not ordinary(rest)):
            return False
        if self.raw(n).endswith("ه") and len(rest) < _LONG:
            return False
        if not cut and rest.startswith("ال") and rest.endswith("يه") and _definite(self.before(n)):
            return False  # «الحكومة السعودية», «الدولة العباسية»: an adjective
        if cut and self.key(n)[cut - 1] == "ك":
            return rest.startswith("ال") or len(rest) >= _LONG
        short = _SHORT + (listed.known == "organization")  # «وفتح» is a verb, «بحماس» a noun
        return not cut or len(rest) > short

    def entity(self, run: Run) -> Entity:
        """The name that a run of words makes."""
        first = self.tokens[run.first]
        article = first.key[max(run.cut - 2, 0) : run.cut] == "لل"
        start, end = offset_of(first, run.cut - article), self.tokens[run.last - 1].end
        said = " ".join(self.text[start:end].split())
        return Entity(run.kind, f"{'ا' if article else ''}{said}", start, end)


def _definite(key: str) -> bool:
    return any(rest.startswith("ال") and len(rest) > _LONG - 1 for _, rest in readings(key)) if key else False


def _arabic(token: Token) -> bool:
    return token.kind == "word" and "\u0621" <= token.key[:1] <= "\u064a"


def keys(text: str) -> frozenset[str]:
    """The keys of some words."""
    return frozenset(key_of(word) for word in text.split())
