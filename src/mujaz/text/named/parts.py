"""How far a person's name goes: given names, «عبد الله» and «أبو بكر», «بن ...», «دي ...», a surname, a king's number."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mujaz.text.named.line import keys
from mujaz.text.named.lists import ordinary, small, words

if TYPE_CHECKING:
    from mujaz.text.named.line import Line

LIST = "people.txt"
"""The list of names of people and of the words before them."""

SERVANT, FATHER = keys("عبد"), keys("أبو أبي أبا أم")
"""What they stand before is a part of the name, whatever it means."""

OF = keys("الدين الإسلام الله الحق العابدين")
OF_WHAT = keys(
    """
    صلاح نور عز سيف شمس علاء محي محيي جمال كمال فخر تقي بهاء ضياء حسام عماد زين نجم بدر تاج شهاب ناصر قطب برهان خير
    عصام سعد شرف نصر جلال آية فضل نعمة رحمة حبيب جار عطا ضيف هبة رضا معز تركي سراج ركن
    """
)
"""«صلاح الدين»: what stands before «الدين» and the like in one part of a name."""

ALI = keys("علي")
"""Egypt writes the preposition على like the name."""

HAMZA = keys(
    """
    بهاء علاء دعاء رجاء هناء سناء ضياء عطاء وفاء براء صفاء أسماء إسراء ثناء فداء شيماء لمياء نجلاء حسناء زهراء علياء
    زكرياء هيفاء نداء آلاء
    """
)
"""Given names that only their last hamza tells from other words («بهاء», «بها»); keys have none."""

SAYING = keys(
    """
    قال قالت يقول تقول صرح صرحت يصرح أكد أكدت يؤكد تؤكد أضاف أضافت يضيف تضيف أوضح أوضحت يوضح أعلن أعلنت ذكر ذكرت
    أفاد أفادت أشار أشارت كشف كشفت نفى نفت شدد شددت اعتبر اعتبرت رأى رأت توقع اتهم اتهمت انتقد انتقدت طالب طالبت دعا
    دعت رفض رفضت اعترف اعترفت أعرب أعربت حذر حذرت التقى استقبل زار استطرد أجاب
    """
)
"""Verbs that a name follows, and that end one."""

LONG = 6
"""Letters from which ي, ن and ت open a surname (يانوكوفيتش) and no verb."""

TWO = 2
_PARTS = 5  # of one name
_INFLECTED = 5  # letters of the shortest word whose «ها» is a pronoun («سها» is a name)
_PARTICLES = keys("بن ابن بنت آل دي فان فون دا دو ديل دوس سان سانت ديلا بو بني ولد")
_CHILD = keys("ابن بنت ولد")
_HOUSE = keys("آل")  # what stands behind it is a family, whatever it means («آل ثاني»)
_ABROAD = keys("دي دو فان فون")
_ARTICLES = keys("لا لو لوس لاس دير دين")  # what may stand between them and the name («دو لا سابليير»)
_LORD = keys("ربه رب")
_DOUBLE = keys("جان ماري خوان خوسيه كارلوس لويس")  # another given name makes one with them («جان كلود تريشيه»)
_REGNAL = keys("الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر عشر الحادي")
_MONTHS = keys("رمضان شعبان رجب")
_OF_A_MONTH = keys("المبارك الفضيل الكريم المعظم الماضي المقبل الجاري")
_NO_SURNAME = keys(
    """
    السابق السابقة الحالي الحالية الجديد الجديدة الراحل الشهير المعروف المذكور المقبل الماضي الأسبق الأخير الحاكم
    الأسبوع الشهر العام السنة الاتفاق القرار البيان المؤتمر الاجتماع الجلسة اللقاء المباراة الفوز الهدف الحكم الوضع
    المشروع الحكومة الدولة البلاد الشعب المنطقة المدينة الحزب الفريق المنتخب النادي الشركة الجيش القوات الأمن
    السلطات الكرة الكأس اللقب الضربة الجائزة المنصب الموقف العمل الأمر الرسالة الكتاب الفيلم الصحيفة
    """
)
# Of the adjectives of nations, those that are surnames, too («محمد شياع السوداني»).
_FAMILIES = keys(
    """
    سوداني مصري عراقي مغربي تونسي جزائري ليبي يمني كويتي لبناني سوري فلسطيني عماني بحريني هندي أفغاني تركي سعودي أردني
    """
)


@cache
def given() -> frozenset[str]:
    """All given names."""
    return words(LIST, "given", "word") - words("ordinary.txt", "small", "pronouns") | ALI | _MONTHS


@cache
def sure() -> frozenset[str]:
    """Given names that are nothing else."""
    return given() - words(LIST, "word") - ALI - _MONTHS


@cache
def telling() -> frozenset[str]:
    """Words behind which, or before which, a given name that is a word too is a name."""
    return given() | words(LIST, "surname") | _PARTICLES | SERVANT


@cache
def offices() -> frozenset[str]:
    """Titles, and words for what somebody is."""
    return words(LIST, "title", "role")


@cache
def _numbered() -> frozenset[str]:
    """What a king's number stands behind: «محمد الخامس», «عبد الله الثاني», «لويس الرابع عشر»."""
    return given() | OF | _REGNAL


def name_end(line: Line, n: int) -> int:
    """Where the name ends that begins with a given name («محمد السادس» of «مؤسسة محمد السادس»); 0 where none stands there."""
    return name(line, n, 0)[0] if line.key(n) in sure() else 0


def name(line: Line, n: int, cut: int) -> tuple[int, int]:
    """Where the name that begins at a word ends, and how many parts it has."""
    last, parts = n, 0
    while parts < _PARTS and (not parts or line.next(last)):
        key = line.key(last)[cut if last == n else 0 :]
        after = line.next(last + 1)
        if key in _REGNAL and parts and (last == n + 1 or line.key(last - 1) in _numbered()):
            last += 1
            continue
        if key in _PARTICLES and parts:
            article = key in _ABROAD and after in _ARTICLES
            step = _behind_particle(line, last + article, key)
            step += bool(step) * (1 + article)
        else:
            step = _part(line, last, key) if not parts or _goes_on(line, last, parts) else 0
        if not step:
            break
        last += step
        parts += 1
    return last, parts


def _behind_particle(line: Line, n: int, particle: str) -> int:
    """How many words of a name stand behind «بن», «آل» or «دي» at a word."""
    after = line.next(n + 1)
    if particle in _HOUSE:
        return int(bool(after))
    return _part(line, n + 1, after) if _kin(particle, after) else 0


def _kin(particle: str, key: str) -> bool:
    """Whether a word behind «بن» is a name; behind «ابن» and «بنت» it may be what somebody is («ابن شقيق»)."""
    if not key or key in _PARTICLES or (particle in _CHILD and key in offices()):
        return False
    return particle not in _CHILD or key.startswith("ال") or key in telling() or key in FATHER or not ordinary(key)


def _part(line: Line, n: int, key: str) -> int:
    """How many words one part of a name has: «عبد الله», «أبو بكر» and «صلاح الدين» are one part."""
    after = line.next(n + 1)
    if key in SERVANT:
        return 2 if after.startswith("ال") or after in _LORD else 0
    if key in FATHER:
        named = after in given() or after in SERVANT or (after and not small(after) and after not in _PARTICLES | FATHER)
        return 1 + _part(line, n + 1, after) if named else 0
    if key in OF_WHAT and after in OF:
        return 2
    return 1 if key in given() or (key and not small(key)) else 0


def _goes_on(line: Line, n: int, parts: int) -> bool:
    """Whether a word behind a given name is another part of the name."""
    key, raw, after = line.key(n), line.raw(n), line.next(n + 1)
    preposition = key in ALI and (raw.endswith("ى") or (parts >= TWO and after not in telling()))
    month = line.key(n - 1) in _MONTHS and key in _OF_A_MONTH  # «شهر رمضان المبارك»
    if _has_surname(line, n, parts) or preposition or month or line.inside.get(n) in {"place", "organization"}:
        return False
    if key in offices() and (after.startswith(("ال", "لل")) or line.inside.get(n + 1) in {"place", "organization"}):
        return False  # «نضال الحديد أمين العاصمة», «خوان كارلوس ملك إسبانيا»
    if key in SERVANT or key in FATHER or key in given() or key in words(LIST, "surname"):
        return raw[1:2] != "أ" and (key in HAMZA) == raw.endswith("ء")  # «بأن» folds to بان
    if _joined(key, raw):
        return False
    if key.startswith("ال"):
        return surname(line, n, parts)
    if _of_a_sentence(key, parts) or (parts >= TWO and _opens_or_ends_as_a_verb(line, n)):
        return False
    # «محمد بودريقة» and «محمد شبانة» are names, «محمد علي مرفوقة» is not.
    unsure = parts >= TWO or line.key(n - 1) not in given()
    adjective = raw.endswith("ة") and (unsure or raw.endswith("ية") or key[0] == "م")
    if _opens_as_a_verb(key) or adjective or raw.endswith("ى") or (raw.endswith("ه") and line.key(n - 2) not in _DOUBLE):
        return False
    return no_word(line, n) or (len(key) == TWO and not small(key) and after in words(LIST, "surname"))


def _of_a_sentence(key: str, parts: int) -> bool:
    """Whether a word that no list has is one of the sentence, by what is attached to it («بتمزق», «يبعدها», «متقدما»).

    In 4,500 sentences of news 716 of 791 words behind a given name were part of the name; behind one 96 of 100, behind two 80.
    """
    if key.startswith(("بت", "بم", "بال", "فال")) or (len(key) >= _INFLECTED and key.endswith(("ها", "هم", "يين"))):
        return True
    if (key[0] == "ي" and key[1:2] not in "ايول" and key.endswith("ون")) or key.startswith("يست"):
        return True
    adverb = key.endswith("ا") and key.startswith(("مت", "ت", "ردا"))
    eighth = key[0] == "ا" and key[2:3] == "ت"  # «احتسب», «اشتراك»: the eighth form of a verb
    return parts >= TWO and (adverb or eighth or key.startswith(("ان", "وا")))


def _opens_or_ends_as_a_verb(line: Line, n: int) -> bool:
    """Behind two Arabic names comes a third more seldom than a verb or what somebody is («تنتظران», «رائدا»)."""
    key = line.key(n)
    if line.key(n - 1) not in given() or line.key(n - 2) in _DOUBLE:
        return key[:2] == "لي" and len(key) < LONG  # «ليفاوض», «ليهدي»
    return key[0] in "يتنساب" or key.endswith(("ا", "ان", "ون", "ين", "ت", "ه", "هم"))


def _opens_as_a_verb(key: str) -> bool:
    """«سيساعد», «ستتحرك», «استقبل» and, unless they are long, «يقيم», «نجح» and «تؤمن»; not «ستولمان» or «تشاوشيسكو»."""
    future = key[:2] == "سي" or (key[:2] == "ست" and key[2:3] not in "ويار")
    present = len(key) < LONG and (key[0] in "ين" or (key[0] == "ت" and key[1:2] not in "شويار"))
    return future or present or key[:3] == "است"


def _has_surname(line: Line, n: int, parts: int) -> bool:
    """Whether the name has its surname with ال before a word: behind it, only «بن» and the like go on."""
    before = line.key(n - 2)
    opened = before in SERVANT or before in OF_WHAT
    return parts >= TWO and line.key(n - 1).startswith("ال") and not opened


def surname(line: Line, n: int, parts: int) -> bool:
    """Whether a word with ال behind a name of some parts is its surname and no adjective or noun of something else.

    «السوداني» is one behind two names («محمد شياع السوداني»), «الألماني» never; and of what opens like a participle or a
    verbal noun («المصنف», «الترويج»), 8 of 8 behind two names were none.
    """
    key = line.key(n)
    other = key in offices() or key[2:] in offices() or key in _NO_SURNAME
    nation = key[2:] in words("ordinary.txt", "nations") and (parts < TWO or key[2:] not in _FAMILIES)
    verbal = key.startswith(("الم", "الت")) and not key.endswith("ي") and (parts >= TWO or not parts or key[2] == "ت")
    if other or small(key) or nation or verbal or line.raw(n).endswith(("ة", "ى")):
        return False
    return not ordinary(key) or key.endswith("ي") or line.before(n - 1).startswith("ال")


def _joined(key: str, raw: str) -> bool:
    """Whether a word begins with و for «and»: «والعقيد», «ومحمد», but not «ووكر» or «ويلسون»."""
    return key[0] == "و" and (
        key[1:3] == "ال" or raw[1:2] not in "ويا" or key[1:] in given() or key[1:] in words(LIST, "surname")
    )


def no_word(line: Line, n: int) -> bool:
    """Whether a word is none of the language, as far as the list and what is attached to it tell."""
    key = line.key(n)
    # «بإدخال»: a hamza behind the letter of a preposition begins a word.
    attached = key.startswith("لل") or (key[0] in "بل" and line.raw(n)[1:2] in ("أ", "إ"))
    inflected = attached or line.tokens[n].raw.endswith(("ً", "اً"))
    return not (len(key) <= TWO or inflected or key in SAYING or key in offices() or ordinary(key))
