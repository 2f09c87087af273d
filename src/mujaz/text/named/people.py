"""People: given names and what follows them, and words of respect, office and saying before names that are in no list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mujaz.text.named.line import Run, is_one, keys, readings
from mujaz.text.named.lists import ordinary, small, words
from mujaz.text.named.parts import (
    ALI,
    HAMZA,
    LIST,
    LONG,
    OF,
    OF_WHAT,
    SAYING,
    TWO,
    given,
    name,
    no_word,
    sure,
    surname,
    telling,
)
from mujaz.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.text.named.line import Line

_OPENS = keys("عبد أبو أبي")  # of them, those that open a name even where nothing leads to one
_BETWEEN = keys("باسم لشؤون شؤون لدى")  # what may stand between an office and the name, beside nouns and adjectives
_OFFICE = 9  # words of the longest office before a name in the corpus («نائب رئيس مجلس إدارة ...»)
_NOUNS = 3  # of them, nouns without an article
_BEASTS = keys("حيوان برج جائزة")  # «حيوان الأسد», «جائزة الأسد الذهبي»
_BEHIND_ONE, _ELSE = 3, 4  # letters of the shortest given name behind one particle («وعمر»), and of a word that is one perhaps


def people(line: Line) -> list[Run]:
    """The people that a text names."""
    called = set(_after_offices(line))
    found: list[Run] = []
    n = 0
    while n < len(line.tokens):
        run = _person(line, n, office=n in called) if line.key(n) else None
        if run:
            found.append(run)
        n = run.last if run else n + 1
    return found


def _person(line: Line, n: int, *, office: bool) -> Run | None:
    match = line.known.get(n)
    if match and match.known == "person":
        return Run("person", n, match.last, match.cut)
    if is_one(line.key(n), words(LIST, "title")) and line.key(n) not in given():
        return None
    titled = is_one(line.before(n), words(LIST, "title"))
    led = titled or office or is_one(line.before(n), SAYING)
    return (
        _from_father(line, n, titled=titled)
        or _from_given(line, n, led=led, called=titled or office)
        or _by_surname(line, n)
        or (_from_context(line, n, titled=titled) if led else None)
    )


def _from_father(line: Line, n: int, *, titled: bool) -> Run | None:
    """«أبو ...» and «عبد ...»: two parts, or one behind a title."""
    for cut, rest in readings(line.key(n)):
        if cut <= 1 and rest in _OPENS:
            last, parts = name(line, n, cut)
            if parts >= TWO or (titled and parts):
                return Run("person", n, last, cut)
    return None


def _from_given(line: Line, n: int, *, led: bool, called: bool) -> Run | None:
    """A given name and what follows it; one that is a word too needs another name behind it or something before it."""
    if line.inside.get(n) in {"place", "organization"} or _preposition(line, n, led=led):
        return None
    for cut, rest in readings(line.key(n)):
        certain = rest in sure()
        hamza = (rest in HAMZA) != line.raw(n).endswith("ء")  # «بها» is not بهاء, nor «ميناء» مينا
        if rest not in given() or hamza or (cut and len(rest) < (_BEHIND_ONE if certain and cut == 1 else _ELSE)):
            continue
        last, parts = name(line, n, cut)
        alone = called and not cut and certain
        backed = certain or ((not cut or line.key(n)[0] == "و") and (led or _backed(line, n)))
        if alone or (parts >= TWO and backed):
            return Run("person", n, last, cut)
    return None


def _backed(line: Line, n: int) -> bool:
    """Whether what stands behind a given name that is a word too makes it a name: another one, or a surname with ال."""
    after = line.next(n + 1)
    if after in telling() or (after in OF and line.key(n) in OF_WHAT) or _of_a_father(after):
        return True
    family = (
        after.endswith("ي") and not ordinary(line.key(n)) and after[2:] not in words("ordinary.txt", "nations")
    )  # «رامي الزيتوني»
    definite = after.startswith("ال") and (family or not ordinary(after)) and not line.raw(n + 1).endswith("ة")
    return definite and not line.key(n).startswith("ال") and not line.raw(n).endswith("يي")  # «يحيي» is a verb


def _of_a_father(key: str) -> bool:
    """Whether a surname is written in one word with «أبو», «بو» or «بن»: «أبوزيد», «بودريقة», «بنكيران»."""
    return len(key) >= LONG and key.startswith(("ابو", "بو", "بن")) and not ordinary(key)


def _by_surname(line: Line, n: int) -> Run | None:
    if is_one(line.before(n), _BEASTS) or (line.key(n)[0] in "بلكف" and line.raw(n)[1:2] in ("أ", "إ")):
        return None  # «بأول» is no باول
    for cut, rest in readings(line.key(n)):
        animal = rest.startswith("ال") and line.next(n + 1)[2:] in words("ordinary.txt", "nations")  # «الأسد الآسيوي»
        if rest in words(LIST, "surname") and n not in line.inside and not animal and (not cut or len(rest) >= _ELSE):
            return Run("person", n, n + 1, cut)
    return None


def _from_context(line: Line, n: int, *, titled: bool) -> Run | None:
    """A name that is in no list, behind an office or a verb of saying: of two words, or of one behind a word of respect."""
    respected = titled and is_one(line.before(n), words(LIST, "respect"))
    if n in line.inside:
        return None
    if line.key(n).startswith("ال"):  # «السيد البشير»
        alone = respected and surname(line, n, 0) and not ordinary(line.key(n))
        return Run("person", n, n + 1) if alone else None
    if not may_be_name(line, n):
        return None
    last, parts = name(line, n, 0)
    after = line.key(n + 1)
    family = not after.startswith("ال") or after.endswith("ي") or (titled and not ordinary(after))
    two = parts >= TWO and family
    if two:
        return Run("person", n, last)
    return Run("person", n, last if parts == 1 else n + 1) if respected and len(line.key(n)) > _ELSE else None


def unlisted(name: str) -> bool:
    """Whether a name is Arabic and none of its words is one of the language, as far as the lists know.

    What somebody says is a person then is one, nine times in ten.
    """
    said = [token.key for token in tokenize(name) if token.kind != "sign"]
    if not said or said[0].startswith("ال"):
        return False
    return all("\u0621" <= key[:1] <= "\u064a" and not small(key) and not ordinary(key) for key in said)


def may_be_name(line: Line, n: int) -> bool:
    """Whether a word can be a name that no list has: no word of the language, by the list, its first letters and its ending."""
    key = line.key(n)
    verb = key[:1] in "ينس" or (key[0] == "ت" and key[1:2] not in "شويار") or key.startswith("است")
    verb = verb or (line.raw(n)[0] == "ا" and (key[1:2] == "ن" or key[2:3] == "ت"))  # «انسحب», «اجتمع», without a hamza
    ended = line.raw(n).endswith(("ة", "ى", "ه", "ها", "هم", "وا"))
    joined = key[0] == "و" and line.raw(n)[1:2] not in ("و", "ي")  # «وملء»; not «ووكر», «ويلسون»
    return not (verb or ended or joined or key.startswith("ال")) and no_word(line, n)


def _preposition(line: Line, n: int, *, led: bool = False) -> bool:
    """Whether what is spelled like علي is the preposition: by its last letter, else by what stands around it."""
    if not is_one(line.key(n), ALI):
        return False
    if line.raw(n).endswith("ى"):
        return True
    after = line.next(n + 1)
    if led or line.before(n) in given() or after in telling():
        return False
    return not after or ordinary(after) or after.startswith("ال")


def _after_offices(line: Line) -> Iterator[int]:
    """The words at which a name may begin behind an office and what it is the office of."""
    for n in range(len(line.tokens)):
        if is_one(line.key(n), words(LIST, "role")):
            yield from _after_office(line, n + 1)


def _after_office(line: Line, n: int) -> Iterator[int]:
    nouns = steps = 0
    while line.next(n) and steps < _OFFICE and nouns <= _NOUNS:
        steps += 1
        match = line.known.get(n)
        if match and (match.known != "likely" or line.key(n).startswith("ال")):
            if match.known == "person":
                return
            n = match.last
            continue
        what = _what(line, n)
        # Behind a noun without an article stands a noun («مراسل وكالة»), unless it is a given name.
        if what == "name" and (line.key(n) in given() or _definite(line, n - 1)):
            yield n
        if what in {"name", "end"}:
            return
        nouns += what == "noun"
        n += 1


def _definite(line: Line, n: int) -> bool:
    return line.key(n).startswith(("ال", "لل", "وال")) or line.inside.get(n) in {"place", "organization"}


def _what(line: Line, n: int) -> Literal["name", "end", "noun", "definite"]:
    """What a word behind an office is: the first of a name, a noun or an adjective of the office, or something after it."""
    key = line.key(n)
    if key in sure() or (key in given() and not line.raw(n).endswith("ى") and _may_follow(line.next(n + 1))):
        return "name"
    if key in _BETWEEN or (key.startswith(("ال", "لل", "وال")) and not small(key)):
        return "definite"
    if key in SAYING or key in words("ordinary.txt", "verbs") or small(key):
        return "end"
    return "noun" if ordinary(key) or key in words(LIST, "role") else "name"


def _may_follow(key: str) -> bool:
    """Whether a word behind a given name that is a word too may be a surname: «وليد المعلم», not «عادل في»."""
    return key in telling() or (bool(key) and not small(key) and (not ordinary(key) or key.startswith("ال")))
