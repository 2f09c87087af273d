"""People: given names and what follows them, and words of respect, office and saying before names that are in no list."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from mujaz.text.named.line import Run, is_one, keys, readings
from mujaz.text.named.lists import ordinary, small, words
from mujaz.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.text.named.line import Line

_LIST = "people.txt"
_PARTICLES = keys("بن ابن بنت آل دي فان فون دا دو ديل دوس سان سانت ديلا بو بني ولد")
_CHILD = keys("ابن بنت ولد")
_SERVANT, _FATHER = keys("عبد"), keys("أبو أبي أبا أم")  # what they stand before is a part of the name whatever it means
_OPENS = keys("عبد أبو أبي")  # of them, those that open a name even where nothing leads to one
_LORD = keys("ربه رب")
_OF = keys("الدين الإسلام الله الحق العابدين")
_OF_WHAT = keys(
    """
    صلاح نور عز سيف شمس علاء محي محيي جمال كمال فخر تقي بهاء ضياء حسام عماد زين نجم بدر تاج شهاب ناصر قطب برهان خير
    عصام سعد شرف نصر جلال آية فضل نعمة رحمة حبيب جار عطا ضيف هبة رضا معز تركي سراج ركن
    """
)
_REGNAL = keys("الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر عشر الحادي")
_SAYING = keys(
    """
    قال قالت يقول تقول صرح صرحت يصرح أكد أكدت يؤكد تؤكد أضاف أضافت يضيف تضيف أوضح أوضحت يوضح أعلن أعلنت ذكر ذكرت
    أفاد أفادت أشار أشارت كشف كشفت نفى نفت شدد شددت اعتبر اعتبرت رأى رأت توقع اتهم اتهمت انتقد انتقدت طالب طالبت دعا
    دعت رفض رفضت اعترف اعترفت أعرب أعربت حذر حذرت التقى استقبل زار استطرد أجاب
    """
)
_ALI = keys("علي")  # Egypt writes the preposition على like the name
_MONTHS = keys("رمضان شعبان رجب")
# Given names that only their last hamza tells from other words («بهاء», «بها»); keys have none.
_HAMZA = keys(
    """
    بهاء علاء دعاء رجاء هناء سناء ضياء عطاء وفاء براء صفاء أسماء إسراء ثناء فداء شيماء لمياء نجلاء حسناء زهراء علياء
    زكرياء هيفاء نداء آلاء
    """
)
_BETWEEN = keys("باسم لشؤون شؤون لدى")  # what may stand between an office and the name, beside nouns and adjectives
_NO_SURNAME = keys(
    """
    السابق السابقة الحالي الحالية الجديد الجديدة الراحل الشهير المعروف المذكور المقبل الماضي الأسبق الأخير الحاكم
    الأسبوع الشهر العام السنة الاتفاق القرار البيان المؤتمر الاجتماع الجلسة اللقاء المباراة الفوز الهدف الحكم الوضع
    المشروع الحكومة الدولة البلاد الشعب المنطقة المدينة الحزب الفريق المنتخب النادي الشركة الجيش القوات الأمن
    السلطات الكرة الكأس اللقب الضربة الجائزة المنصب الموقف العمل الأمر الرسالة الكتاب الفيلم الصحيفة
    """
)
_OFFICE = 9  # words of the longest office before a name in the corpus («نائب رئيس مجلس إدارة ...»)
_NOUNS = 3  # of them, nouns without an article
_PARTS = 5  # of one name
_TWO = 2
_BEHIND_ONE, _ELSE = 3, 4  # letters of the shortest given name behind one particle («وعمر»), and of a word that is one perhaps
_LONG = 6  # letters from which ي, ن and ت open a surname (يانوكوفيتش) and no verb


@cache
def _given() -> frozenset[str]:
    """All given names."""
    return words(_LIST, "given", "word") - words("ordinary.txt", "small", "pronouns") | _ALI | _MONTHS


@cache
def _sure() -> frozenset[str]:
    """Given names that are nothing else."""
    return _given() - words(_LIST, "word") - _ALI - _MONTHS


@cache
def _telling() -> frozenset[str]:
    """Words behind which, or before which, a given name that is a word too is a name."""
    return _given() | words(_LIST, "surname") | _PARTICLES | _SERVANT


@cache
def _offices() -> frozenset[str]:
    return words(_LIST, "title", "role")


@cache
def _numbered() -> frozenset[str]:
    """What a king's number stands behind: «محمد الخامس», «عبد الله الثاني»."""
    return _given() | _OF


def people(line: Line) -> list[Run]:
    """The people that a text names."""
    offices = set(_after_offices(line))
    found: list[Run] = []
    n = 0
    while n < len(line.tokens):
        run = _person(line, n, office=n in offices) if line.key(n) else None
        if run:
            found.append(run)
        n = run.last if run else n + 1
    return found


def _person(line: Line, n: int, *, office: bool) -> Run | None:
    match = line.known.get(n)
    if match and match.known == "person":
        return Run("person", n, match.last, match.cut)
    if is_one(line.key(n), words(_LIST, "title")) and line.key(n) not in _given():
        return None
    titled = is_one(line.before(n), words(_LIST, "title"))
    led = titled or office or is_one(line.before(n), _SAYING)
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
            last, parts = _name(line, n, cut)
            if parts >= _TWO or (titled and parts):
                return Run("person", n, last, cut)
    return None


def _from_given(line: Line, n: int, *, led: bool, called: bool) -> Run | None:
    """A given name and what follows it; one that is a word too needs another name behind it or something before it."""
    if line.inside.get(n) in {"place", "organization"} or _preposition(line, n, led=led):
        return None
    for cut, rest in readings(line.key(n)):
        sure = rest in _sure()
        hamza = (rest in _HAMZA) != line.raw(n).endswith("ء")  # «بها» is not بهاء, nor «ميناء» مينا
        if rest not in _given() or hamza or (cut and len(rest) < (_BEHIND_ONE if sure and cut == 1 else _ELSE)):
            continue
        last, parts = _name(line, n, cut)
        alone = called and not cut and sure
        backed = sure or ((not cut or line.key(n)[0] == "و") and (led or _backed(line, n)))
        if alone or (parts >= _TWO and backed):
            return Run("person", n, last, cut)
    return None


def _backed(line: Line, n: int) -> bool:
    """Whether what stands behind a given name that is a word too makes it a name: another one, or a surname with ال."""
    after = line.next(n + 1)
    if after in _telling() or (after in _OF and line.key(n) in _OF_WHAT) or _of_a_father(after):
        return True
    family = (
        after.endswith("ي") and not ordinary(line.key(n)) and after[2:] not in words("ordinary.txt", "nations")
    )  # «رامي الزيتوني»
    surname = after.startswith("ال") and (family or not ordinary(after)) and not line.raw(n + 1).endswith("ة")
    return surname and not line.key(n).startswith("ال") and not line.raw(n).endswith("يي")  # «يحيي» is a verb


def _of_a_father(key: str) -> bool:
    """Whether a surname is written in one word with «أبو», «بو» or «بن»: «أبوزيد», «بودريقة», «بنكيران»."""
    return len(key) >= _LONG and key.startswith(("ابو", "بو", "بن")) and not ordinary(key)


def _by_surname(line: Line, n: int) -> Run | None:
    for cut, rest in readings(line.key(n)):
        animal = rest.startswith("ال") and line.next(n + 1)[2:] in words("ordinary.txt", "nations")  # «الأسد الآسيوي»
        if rest in words(_LIST, "surname") and n not in line.inside and not animal and (not cut or len(rest) >= _ELSE):
            return Run("person", n, n + 1, cut)
    return None


def _from_context(line: Line, n: int, *, titled: bool) -> Run | None:
    """A name that is in no list, behind an office or a verb of saying: of two words, or of one behind a word of respect."""
    respected = titled and is_one(line.before(n), words(_LIST, "respect"))
    if n in line.inside:
        return None
    if line.key(n).startswith("ال"):  # «السيد البشير»
        alone = respected and _surname(line, n, 0) and not ordinary(line.key(n))
        return Run("person", n, n + 1) if alone else None
    if not may_be_name(line, n):
        return None
    last, parts = _name(line, n, 0)
    after = line.key(n + 1)
    family = not after.startswith("ال") or after.endswith("ي") or (titled and not ordinary(after))
    two = parts >= _TWO and family
    if two:
        return Run("person", n, last)
    return Run("person", n, n + 1) if respected and len(line.key(n)) > _ELSE else None


def name_end(line: Line, n: int) -> int:
    """Where the name ends that begins with a given name («محمد السادس» of «مؤسسة محمد السادس»); 0 where none stands there."""
    return _name(line, n, 0)[0] if line.key(n) in _sure() else 0


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
    return not (verb or ended or key.startswith(("ال", "وا", "ول", "وت"))) and _no_word(line, n)


def _no_word(line: Line, n: int) -> bool:
    key = line.key(n)
    # «بإدخال»: a hamza behind the letter of a preposition begins a word.
    attached = key.startswith("لل") or (key[0] in "بل" and line.raw(n)[1:2] in ("أ", "إ"))
    inflected = attached or line.tokens[n].raw.endswith(("ً", "اً"))
    return not (len(key) <= _TWO or inflected or key in _SAYING or key in _offices() or ordinary(key))


def _preposition(line: Line, n: int, *, led: bool = False) -> bool:
    """Whether what is spelled like علي is the preposition: by its last letter, else by what stands around it."""
    if not is_one(line.key(n), _ALI):
        return False
    if line.raw(n).endswith("ى"):
        return True
    after = line.next(n + 1)
    if led or line.before(n) in _given() or after in _telling():
        return False
    return not after or ordinary(after) or after.startswith("ال")


def _name(line: Line, n: int, cut: int) -> tuple[int, int]:
    """Where the name that begins at a word ends, and how many parts it has."""
    last, parts = n, 0
    while parts < _PARTS and (not parts or line.next(last)):
        key = line.key(last)[cut if last == n else 0 :]
        after = line.next(last + 1)
        if key in _REGNAL and parts and line.key(last - 1) in _numbered():
            last += 1
            continue
        if key in _PARTICLES and parts:
            step = _part(line, last + 1, after) if _kin(key, after) else 0
            step += bool(step)
        else:
            step = _part(line, last, key) if not parts or _goes_on(line, last, parts) else 0
        if not step:
            break
        last += step
        parts += 1
    return last, parts


def _kin(particle: str, key: str) -> bool:
    """Whether a word behind «بن» or «آل» is a name; behind «ابن» and «بنت» it may be what somebody is («ابن شقيق»)."""
    if not key or key in _PARTICLES or (particle in _CHILD and key in _offices()):
        return False
    return particle not in _CHILD or key.startswith("ال") or key in _telling() or key in _FATHER or not ordinary(key)


def _part(line: Line, n: int, key: str) -> int:
    """How many words one part of a name has: «عبد الله», «أبو بكر» and «صلاح الدين» are one part."""
    after = line.next(n + 1)
    if key in _SERVANT:
        return 2 if after.startswith("ال") or after in _LORD else 0
    if key in _FATHER:
        named = after in _given() or after in _SERVANT or (after and not small(after) and after not in _PARTICLES | _FATHER)
        return 1 + _part(line, n + 1, after) if named else 0
    if key in _OF_WHAT and after in _OF:
        return 2
    return 1 if key in _given() or (key and not small(key)) else 0


def _goes_on(line: Line, n: int, parts: int) -> bool:
    """Whether a word behind a given name is another part of the name."""
    key, raw, after = line.key(n), line.raw(n), line.next(n + 1)
    if _has_surname(line, n, parts) or (key in _ALI and raw.endswith("ى")) or line.inside.get(n) in {"place", "organization"}:
        return False
    if key in _offices() and after.startswith(("ال", "لل")):
        return False  # «نضال الحديد أمين العاصمة»
    if key in _SERVANT or key in _FATHER or key in _given() or key in words(_LIST, "surname"):
        return raw[1:2] != "أ" and (key in _HAMZA) == raw.endswith("ء")  # «بأن» folds to بان
    if _joined(key, raw):
        return False
    if key.startswith("ال"):
        return _surname(line, n, parts)
    if parts >= _TWO and line.key(n - 1) in _given() and _as_a_verb_ends(key):
        return False
    # «محمد بودريقة» and «محمد شبانة» are names, «محمد علي مرفوقة» is not.
    unsure = parts >= _TWO or line.key(n - 1) not in _given()
    adjective = raw.endswith("ة") and (unsure or raw.endswith("ية") or key[0] == "م")
    if _opens_as_a_verb(key) or adjective or raw.endswith(("ى", "ه")):
        return False
    return _no_word(line, n) or (len(key) == _TWO and not small(key) and after in words(_LIST, "surname"))


def _as_a_verb_ends(key: str) -> bool:
    """Behind two Arabic names comes a third more seldom than a verb or what somebody is («تنتظران», «رائدا»)."""
    return key[0] in "يتنساب" or key.endswith(("ا", "ان", "ون", "ين", "ت", "ه", "هم"))


def _opens_as_a_verb(key: str) -> bool:
    """«سيساعد», «ستتحرك», «استقبل» and, unless they are long, «يقيم», «نجح» and «تؤمن»; not «ستولمان» or «تشاوشيسكو»."""
    future = key[:2] == "سي" or (key[:2] == "ست" and key[2:3] not in "ويار")
    present = len(key) < _LONG and (key[0] in "ين" or (key[0] == "ت" and key[1:2] not in "شويار"))
    return future or present or key[:3] == "است"


def _has_surname(line: Line, n: int, parts: int) -> bool:
    """Whether the name has its surname with ال before a word: behind it, only «بن» and the like go on."""
    before = line.key(n - 2)
    opened = before in _SERVANT or before in _OF_WHAT
    return parts >= _TWO and line.key(n - 1).startswith("ال") and not opened


def _surname(line: Line, n: int, parts: int) -> bool:
    """Whether a word with ال behind a given name is its surname and no adjective or noun of something else.

    «السوداني» is one behind two names («محمد شياع السوداني»).
    """
    key = line.key(n)
    other = key in _offices() or key[2:] in _offices() or key in _NO_SURNAME
    nation = key[2:] in words("ordinary.txt", "nations") and parts < _TWO
    if other or small(key) or nation or line.raw(n).endswith(("ة", "ى")):
        return False
    return not ordinary(key) or key.endswith("ي") or line.before(n - 1).startswith("ال")


def _joined(key: str, raw: str) -> bool:
    """Whether a word begins with و for «and»: «والعقيد», «ومحمد», but not «ووكر» or «ويلسون»."""
    return key[0] == "و" and (
        key[1:3] == "ال" or raw[1:2] not in "ويا" or key[1:] in _given() or key[1:] in words(_LIST, "surname")
    )


def _after_offices(line: Line) -> Iterator[int]:
    """The words at which a name may begin behind an office and what it is the office of."""
    for n in range(len(line.tokens)):
        if is_one(line.key(n), words(_LIST, "role")):
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
        if what == "name" and (line.key(n) in _given() or _definite(line, n - 1)):
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
    if key in _sure() or (key in _given() and not line.raw(n).endswith("ى") and _may_follow(line.next(n + 1))):
        return "name"
    if key in _BETWEEN or (key.startswith(("ال", "لل", "وال")) and not small(key)):
        return "definite"
    if key in _SAYING or key in words("ordinary.txt", "verbs") or small(key):
        return "end"
    return "noun" if ordinary(key) or key in words(_LIST, "role") else "name"


def _may_follow(key: str) -> bool:
    """Whether a word behind a given name that is a word too may be a surname: «وليد المعلم», not «عادل في»."""
    return key in _telling() or (bool(key) and not small(key) and (not ordinary(key) or key.startswith("ال")))
