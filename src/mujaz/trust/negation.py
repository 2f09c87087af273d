"""Whether a sentence and its translation say «not» equally often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from mujaz.text.arabic import fold
from mujaz.text.lexicon import pattern

# A hard negation must be matched by a negation of any kind on the other side; a soft one (a word with a negation in its sense)
# may stand for a hard one there but needs no match itself. All Arabic here is folded. The lists were made by reading pairs of
# NTREX-128, TICO-19 and PUD; `make bench-trust` prints what they catch.
_HARD_AR = pattern(
    r"""
    لا لم لن ليس ليست ليسا ليسوا لست لسنا لسن (?:ب|من_)?دون(?:ه|ها|هم|ي|نا)? غير(?!_(?:ان(?:ه|ها|هم|هما|نا|ي|ني)?|مره)\b)""",
    before="[وف]?",
)
_SOFT_AR = pattern(
    r"""
    عدم انعدام منعدم* عديم* بلا مش ما_من خال خاليه [يت]خلو مستحيل* استحال* [يت]ستحيل تعذر* [يت]تعذر عجز* عاجز* [يت]فتق[رد]*
    افتق[اد]* غياب* نقص رفض* [يت]رفض* فشل* [يت]فشل اخفا?ق* [يت]خفق* نفي نفت [يت]نفي انكر* [يت]نكر منع(?!طف)* [يتن]منع* حظر*
    [يت]حظر* تجنب* [يت]تجنب امتنع* [يت]متنع ندر* نادر* قلما الا(?!_ان) بالكاد سوي بدلا بدل لولا بعيده?_كل_البعد اللاعوده نسي(?!ج)*
    مجهول* مستبعد* (?:تخلف|كف|توقف)(?:ت|وا)?_(?:\w+_){0,3}عن [يت](?:تخلف|كف|توقف)_(?:\w+_){0,3}عن حرمان* محروم* [يت]حرم*
    (?<!ال)حرم(?:ت|وا|ها|هم|نا)?(?!_(?:ال)?جامع)""",
    before="[وفبلك]{0,2}(?:ال)?",
)
# «لا يزال» says that something goes on; «لا سيما», «لا بد», «لا شك» assert, and so do «لا يقل عن» (at least), «أم لا» (or not),
# «إن لم يكن» (if not) and «دون مقابل» (free); «لا ... إلا» is only.
_ASSERTING_AR = pattern(
    r"""
    لا_[يتن]?زال* لا_?سيما لا_بد لا_شك لا_ريب لا_محاله لا_باس لا_غير لا_غني (?:لا|لم)_[يت](?:قل|زد|زيد|تجاوز|تعد)* ا[مو]_لا
    ان_لم_[يتن]كن* (?:لا|لم|لن|ليس|ليست)_(?:\w+_){0,6}?(?:سوي|الا)
    (?:ب|من_)?دون_(?:شك|ادني_شك|ريب|رد|مقابل|طيار*|المستوي|المعدل*|المتوسط)""",
    before="[وف]?",
)
# Ages and temperatures below a number, and «No 7»: no negations at all.
_NUMBER_AR = pattern(
    r"""
    دون_(?:ال_?)?\d* دون_(?:ال)?سن* دون_الصفر
    دون_ال(?:عشرين|ثلاثين|اربعين|خمسين|ستين|سبعين|ثمانين|تسعين|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|حاديه|ثانيه)""",
    before="(?:من |ما )?",
)
_NUMBER_EN = pattern(r"nos?\.?_?\d*")
# A negation joined by «و» to another one of its sentence, which English may say with «or» alone («لم يأكل ولم يشرب»).
_JOINED_AR = frozenset({"ولا", "ولم", "ولن"})
_JOINING_EN = pattern("or nor neither either without")
_ENDS = re.compile(r"[.!?;\n]")
_HARD_EN = pattern(
    r"""
    not no never cannot nobody nothing none nowhere neither without unless
    (?:ai|are|ca|could|did|do|does|had|has|have|is|may|might|must|need|ought|sha|should|was|were|wo|would)n['’]t"""
)
# What fails, refuses or forbids; and every other word with a negation in its sense. Words in un- and -less are negative but for
# some; of those in in-, im-, il-, ir- only these and the ones in -able or -ible are.
_DENYING = """
    fail(?:s|ed)? refus* den(?:y|ied|ies|ying|ial) reject* lack* unable impossib* prevent(?!i)* ban(?:s|ned|ning)? prohibit*
    forbid* forbade"""
_SOFT_EN = pattern(
    _DENYING
    + r"""
    (?-i:[uU]n(?!i[^dmn]|anim|cles?\b|der|til|less|employ|veil|fold|leash|rest\b|fortunate|doubt|earth|load|mask|cover|manned)[a-z]{3,})
    fail(?:ing|ures?) un-* ngos? non-* non(?!e\b|ethe)\w{3,} (?!never|none|wire|doubt)\w{3,}less(?:ly)?
    (?:in|im|il|ir)\w{2,}[ai]b(?:le|ly|ility|ilities)
    in(?:ability|accura|action|activ|adequa|adverten|appropriat|capacit|cessan|coheren|compat|compet|complet)*
    in(?:conclusiv|consisten|convenien|correct|decis|definite|differen|direct|discriminat|effect|efficien|equal|exact)*
    in(?:expensiv|experienc|fertil|finit|formal|frequent|human|justice|operativ|organic|secur|sensitiv|significan)*
    in(?:sincer|solven|sufficien|tact|toleran|valid|voluntar)*
    im(?:balanc|matur|mobil|moral|partial|patien|perfect|personal|precis|proper|punity)*
    il(?:legal|legitim|licit|litera|logic)* ir(?:rational|regular|relevan|respective|reverent)* anonym* asymptomatic*
    atypical* dis(?:agree|approv|allow|qualif|like|trust|hones|obey|obedien|regard|respect|satisf|loyal|connect|continu)* nor
    barely hardly scarcely rarely seldom nary avoid* absen* missing exclud* exclusion* except instead rather_than otherwise
    stuck too_\S+_to far_from free_(?:of|from) in_vain nowhere_near yet_to declin(?:e[sd]?|ing)_to less_than forg[eo]t*"""
)
_DENYING_EN = pattern(_DENYING)
# What denies, refuses or fails in Arabic, and the words for it in English that are no negations.
_DENYING_AR = pattern(
    "نفي نفت [يت]نفي نفوا [يت]نفون انكر* [يت]نكر* رفض(?:ت|وا)? [يت]رفض(?:ون)? فشل(?:ت|وا)? [يت]فشل(?:ون)? اخفق*", before="[وف]?"
)
_DENIED_EN = pattern(
    """
    declin* dismiss* disput* refut* rebuff* oppos* against down object* resist* veto* quash* struck strik* overturn* block* exil*
    collaps* lost los* defeat* crash*"""
)
_ASSERTING_EN = pattern(
    r"""
    not_least no_doubt no_wonder no_matter no_later_than no_sooner no_fewer_than no_less_than no_more_than no-(?!one\b)*
    or_not if_not why_not nothing_but (?:does|do|did)(?:n['’]t|_not)(?:_really)?_matter (?:do|does)(?:n['’]t|_not)_forget"""
)


@dataclass(frozen=True, slots=True)
class Negations:
    """How often a text says «not».

    Attributes:
        hard: Negations that the other language must have too.
        soft: Words with a negation in their sense, which may stand for a hard one of the other language.
        asserting: Phrases that assert in spite of their «not»; so may the other language's words for them.
        joined: In Arabic, negations joined to one before, which English may say with «or»; in English, the words for that.
    """

    hard: int
    soft: int
    asserting: int
    joined: int


_NONE = Negations(0, 0, 0, 0)


def of_arabic(text: str) -> Negations:
    """The negations of an Arabic text."""
    rest, phrases = _ASSERTING_AR.subn(" ", _NUMBER_AR.sub(" ", fold(text).text))
    hard = list(_HARD_AR.finditer(rest))
    joined = sum(other[0] in _JOINED_AR and not _ENDS.search(rest, one.end(), other.start()) for one, other in pairwise(hard))
    return Negations(len(hard) - joined, len(_SOFT_AR.findall(rest)), phrases, joined)


def of_english(text: str) -> Negations:
    """The negations of an English text."""
    rest, phrases = _ASSERTING_EN.subn(" ", _NUMBER_EN.sub(" ", text))
    found = [len(words.findall(rest)) for words in (_HARD_EN, _SOFT_EN, _JOINING_EN)]
    return Negations(found[0], found[1], phrases, found[2])


def differs(arabic: str, english: str) -> Literal["ar", "en"] | None:
    """Which language says «not» where the other does not; `None` when both say it equally often.

    Counted, so that of two negations one may not be lost. A soft word of the English stands for a hard one of the Arabic only
    when the Arabic has no soft one that it translates; the other way round too many soft words are not translated as such. In
    the same way an asserting phrase excuses only where the other language has none that it translates. What fails, refuses or
    forbids in English has been added when nothing at all is negated in the Arabic, and what denies, refuses or fails in Arabic is
    lost when nothing at all is in the English.
    """
    ours, theirs = of_arabic(arabic), of_english(english)
    if theirs.hard > ours.hard + ours.joined + ours.soft + max(0, ours.asserting - theirs.asserting):
        return "en"
    if not (ours.hard or ours.joined or ours.soft or ours.asserting) and _DENYING_EN.search(english):
        return "en"
    if _DENYING_AR.search(fold(arabic).text) and theirs == _NONE and not _DENIED_EN.search(english):
        return "ar"
    needed = ours.hard + (0 if theirs.joined else ours.joined)
    if needed > theirs.hard + max(0, theirs.soft - ours.soft) + max(0, theirs.asserting - ours.asserting):
        return "ar"
    return None


def added(arabic: str, source: str) -> bool:
    """Whether an Arabic text says «not» and the Arabic text that it rests on has no negation of any kind."""
    if not of_arabic(arabic).hard:
        return False
    theirs = of_arabic(source)
    return not (theirs.hard or theirs.joined or theirs.soft or theirs.asserting)
