"""Who says it: whether a claim of somebody's stays a claim in the other text, or has become a fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from mujaz.text.arabic import fold
from mujaz.text.lexicon import one_of, pattern
from mujaz.text.names import folded_words, readings

if TYPE_CHECKING:
    from collections.abc import Iterator

# All Arabic here is folded. What is said follows a verb of saying with أن, إن or a colon.
_VERBS = """
    قال قالت قالوا يقول تقول يقولون قائل قائلا قائله قوله قولها قولهم اعلن اعلنت يعلن صرح صرحت يصرح تصريح افاد افادت يفيد تفيد ذكر
    ذكرت يذكر اوضح اوضحت يوضح موضحا موضحه اضاف اضافت يضيف مضيفا مضيفه اعتبر اعتبرت يعتبر معتبرا معتبره راي رات يري تري يرون زعم
    زعمت يزعم تزعم مزاعم ادعي ادعت يدعي تدعي ادعاء اتهم اتهمت يتهم كشف كشفت يكشف توقع توقعت يتوقع تتوقع متوقعا ابرزت يبرز مبرزا
    اعترف اعترفت يعترف اعتقد يعتقد تعتقد ظن يظن رجح رجحت يرجح مرجحا ابلغ ابلغت اخبر اخبرت استطرد اردف اردفت جزم جزمت غرد غردت اجاب
    اجابت تعهد تعهدت وعد وعدت هدد هددت مفاده مفادها
    اعلنوا يعلنون صرحوا يصرحون افادوا يفيدون ذكروا يذكرون اوضحوا يوضحون اضافوا اعتبروا يعتبرون راوا زعموا يزعمون ادعوا يدعون
    كشفوا توقعوا يتوقعون اعترفوا يعترفون اعتقدوا يعتقدون ظنوا يظنون رجحوا يرجحون ابلغوا اخبروا هددوا يقال اظهر اظهرت"""
# Verbs whose أن stands behind a preposition, by the preposition: behind any other verb «إلى أن» is until, «على أن» provided that.
_VERBS_BY_PREPOSITION = {
    "الي": "اشار اشارت اشاروا يشيرون لفتوا يشير تشير مشيرا مشيره لفت لفتت يلفت لافتا نوه نوهت المح المحت يلمح تلمح ملمحا",
    "علي": "اكد اكدت اكدوا يوكدون شددوا يوكد توكد موكدا موكده شدد شددت يشدد تشدد مشددا مشدده",
    "من": "حذر حذرت حذروا يحذرون يحذر تحذر محذرا محذره",
    "في": "يشتبه اشتبه",
}
# Words that are something else too (طالب a student, كتب books, علق suspended, رد repelled, قدر an amount): only with an أن soon
# behind them, or with a colon where they open the clause.
_WEAK = "علق علقت رد ردت يرد ترد اقر اقرت يقر تقر كتب كتبت وصف وصفت يصف قدر قدرت يقدر طالب طالبت تابع تابعت يتابع"
# Words that take an أن for themselves, so that it opens no speech: «بعد أن», «يمكن أن», «إلا أن».
_OWN_THAT = """
    بعد قبل منذ دون بدون حين الا غير بيد كما رغم مع لولا شرط بشرط مقابل خشيه مخافه يمكن ممكن يجب ينبغي يريد تريد اراد ارادت يستطيع
    تستطيع حاول يحاول قرر قررت كاد يكاد"""
_THAT = r"\W+ب?(?:ان(?:ه|ها|هم|هما|نا|ي|ني)|ان(?!\W+لم\b))\b"  # «إن لم» is unless
_COLON = r"\s*:(?!\d)"  # not that of «20:00»
_OPENS = r'(?:(?:^|(?<=[,.;:!?"-])|(?<=[,.;:!?"-]\s))[وف]?|[وف])'  # a word that opens a clause, or is joined to the one before
_STEP = r"(?:[^\w.!?;\n]+|\.(?=\w))\w+"  # the next word of the same sentence, which the point of 1.5 or weather.com does not end
# So many words may stand between a verb and its أن: a speaker's title (the longest of the corpus has nine); behind a weak verb a
# short one («وصف الرئيس الأمريكي الاتفاق الأخير بأنه»), because with each word more another أن is met.
_FAR, _NEAR = 9, 5


def _saying(verbs: str, preposition: str = "", steps: int = _FAR) -> str:
    """Verbs and their أن: not the أن of a word before it, nor that of a preposition which the verbs do not take."""
    barred = {*_OWN_THAT.split(), *_VERBS_BY_PREPOSITION, "عن"} - {preposition}
    own = "".join(rf"(?<!\b{joined}{word})" for word in sorted(barred) for joined in ("", "و", "ف"))
    return rf"[وف]?(?:{one_of(verbs)})\b(?:{_STEP}){{0,{steps}}}?{own}{_THAT}"


_STANDS = "جاء ورد تضمن تضمنت"  # «جاء في التقرير أن», «تضمن البلاغ أن»
_WRITTEN = "(?:في )?(?:ال)?(?:بلاغ|تقرير|بيان|شكوي|رساله|محضر|مذكره|دعوي|مقال|كتاب|وثيقه)"
_EVERY_VERB = " ".join((_VERBS, *_VERBS_BY_PREPOSITION.values()))
_SPEECH_AR = re.compile(
    "|".join(
        (
            _saying(_VERBS),
            *(_saying(verbs, preposition) for preposition, verbs in _VERBS_BY_PREPOSITION.items()),
            _saying(_WEAK, steps=_NEAR),
            rf"[وف]?(?:{one_of(_STANDS)}) {_WRITTEN}\b(?:{_STEP}){{0,{_NEAR}}}?{_THAT}",
            rf"[وف]?(?:{one_of(_EVERY_VERB)})\b(?:{_STEP}){{0,{_FAR}}}?{_COLON}",
            rf"{_OPENS}(?:{one_of(_WEAK)})\b(?:{_STEP}){{0,{_NEAR}}}?{_COLON}",
            rf"{_OPENS}ابرز\b(?:{_STEP}){{1,{_NEAR}}}?{_THAT}",  # elsewhere «أبرز» is «the most prominent»
        )
    )
)
# Claims without أن: verbs that accuse, doubt or estimate have what is claimed for their object. «تزعم» is also led and «يدعى» is
# called, so these two need their أن.
_ABOUT = r"ب(?:_?\d|(?:اكثر|اقل|نحو|حوالي|قراب|زهاء|مليون|مليار|الف|مي|عشر|ما)\w*)".replace("_", " ")
_CHARGES = "اتهم اتهمت اتهموا يتهم تتهم يتهمون زعم زعمت زعموا يزعم يزعمون ادعي ادعت ادعوا يشتبه"
_ESTIMATES, _QUOTES = "قدر قدرت قدروا يقدر تقدر يقدرون", "نقل نقلت نقلوا ينقل تنقل"
_REPORTS = "اشار اشارت تحدث تحدثت يشير تشير يتحدث تتحدث"  # of reports, which need no أن: «أشارت تقارير إلى خسائر»
_REPORTERS = "(?:ال)?(?:تقارير|تقرير|مصادر|انباء|معلومات|وسايل اعلام)"
_EXPECTS = "المتوقع المرجح المحتمل المنتظر المفترض"
_OBJECT_AR = re.compile(
    "|".join(
        (
            rf"[وف]?(?:{one_of(_CHARGES)})\b",
            rf"[وف]?(?:{one_of(_ESTIMATES)})\b(?:{_STEP}){{1,{_NEAR}}}?\W+{_ABOUT}",
            rf"(?<!تم )[وف]?(?:{one_of(_QUOTES)})\b(?:{_STEP}){{0,{_NEAR}}}?\W+عن(?:ه|ها|هم)?\b(?!\W+(?:طريق|بعد|كثب)\b)",
            rf"[وف]?(?:{one_of(_REPORTS)}) {_REPORTERS}\b(?:{_STEP}){{0,{_NEAR}}}?\W+(?:الي|عن)\b",
            rf"(?<=من )(?:{one_of(_EXPECTS)}) ان\b",
        )
    )
)
# What is only expected or estimated, for which English has words that are no verbs of saying.
_EXPECTED_AR = pattern(f"{_EXPECTS} توقعت? [يت]توقع رجحت? [يت]رجح {_ESTIMATES}", before="[وف]?")
_FORMULA = re.compile(r"[وف]?يذكر\W+ان(?:ه|ها|هم)?\b")  # «it may be noted that»: nobody is named who says it
# The words at which a claim can begin: only there are the patterns tried.
_BEGINNINGS = frozenset(
    joined + word
    for word in f"{_EVERY_VERB} {_WEAK} ابرز {_CHARGES} {_ESTIMATES} {_QUOTES} {_EXPECTS} {_REPORTS} {_STANDS}".split()
    for joined in ("", "و", "ف")
)
# Laws, plans, seasons and kinds: things happen by them, and they say nothing («وفقا للقانون», «حسب الموسم»).
_RULES = """
    قانون* قوانين* مرسوم* دستور* لايح* لوايح* شرط شروط* معيار* معايير* اتفاق* خطه خطت* خطط* برنامج* برامج* جدول* جداول* موسم*
    مواسم* منطق* مناطق* عمره عمرها عمرهم العمر لعمر اعمار* سن سنه سنهم حجم* نوع* انواع* حال حاله حالت* حالات* ظروف* قاعد*
    قواعد* نظام* انظم* ماده مواد* احكام* مبدا مبادي* مقتضي* اجراء* بروتوكول* ضوابط* طلب* حاجه حاجت* قدره قدرت* اولوي* فيه
    فيات* فصل* فصول* شهر* ترتيب* منهج* اسلوب* طريق* استراتيجي* نموذج* نص نصوص* بند* بنود* عقد عقود* قرار* مرحل* مراحل* اليه
    اليات* تسلسل* موعد* مواعيد* توقيت* تاريخ* جنس* مستوي* درجه درجات* كميه اصول* مواصف* عاده عادت* عادات* تقاليد* سعر* اسعار*
    سياق* مصلح* رغب* رويه رويته لزوم* اقتضا* ضرور* معدل* طبيع* نسبه عدد* وزن* لون* مقاس* تقويم* اختصاص* صلاحي* ذلك هوي*"""
_NO_RULE = rf"(?!(?:هذا_|هذه_)?(?:ال|ل)?(?:{'|'.join(_RULES.split())})\b)"
_BY_AR = pattern(
    rf"""
    وفقا?_ل{_NO_RULE}\w+ وفق_{_NO_RULE}\w+ ب?حسب(?:ما)?_{_NO_RULE}\w+ نقلا_عن علي_حد_(?:قول|تعبير|وصف|زعم)* علي_لسان
    كما_(?:قال|ذكر|اكد|اعلن|صرح|افاد)* من_وجهه_نظر* براي(?:ي|ه|ها|هم|هما|نا)? في_راي* ب?ما_(?:وصف|سما|اسما|اعتبر)* مزعوم*
    استنادا_الي_(?:مصادر|تقارير)""",
    before="[وف]?",
)
# Any word of saying, with or without what is said, and the nouns of these verbs: enough for a text not to have lost a claim.
_SAYS_AR = pattern(
    f"{_EVERY_VERB} {_WEAK} ابرز {_QUOTES} {_REPORTS} {_STANDS} (?:اتهام|توقع|تقدير|تصريح|ادعاء)ات مزاعم محتمل* متوقع* مرجح*"
    " ربما",
    before="[وفب]?(?:ال)?",
)
# What stands in quotation marks is somebody's words, whether or not a verb says so; so is what follows «Trump: » or «Minister: ».
_QUOTED_EN = re.compile(r'["“”«»]|(?:^|[.!?]\s+)(?:[\w.\'’,-]+ ){0,6}[\w.\'’-]+:\s')
_CLAIM_EN = pattern(
    r"""
    sa(?:y|ys|id|ying) told tell(?:s|ing)? according announc* claim* confirm* stress(?:e[sd]|ing) stat(?:e[sd]|ing|ements?)
    report(?:s|ed|ing|edly)? add(?:s|ed|ing) not(?:e[sd]|ing) point(?:s|ed|ing)_(?:out|to) explain* argu(?:e[sd]?|ing)
    belie(?:v\w+|f) think(?:s|ing)? thought warn* den(?:y|ied|ies|ying) accus* alleg* insist* reveal* disclos* emphasi*
    declar* affirm* assert* maintain(?:s|ed|ing) suggest* acknowledg* admit* reiterat* highlight* underlin* underscor* expect*
    predict* estimat* forecast* foretold presum* describ* vow* pledg* promis(?:e[sd]?|ing) threaten(?:s|ed|ing)?_to
    urg(?:e[sd]|ing) demand(?:s|ed|ing) contend* testif* recall(?:s|ed|ing) quot* cit(?:e[sd]|ing) wr(?:ote|ites?|iting)
    tweet* post(?:ed|s) comment(?:s|ed|ing) remark(?:s|ed) repl(?:y|ied|ies|ying) answered respond* consider(?:s|ed|ing)
    regard(?:s|ed) views? viewed opinion apparently appear(?:s|ed)_that purported* suppos(?:e[sd]|edly) so-called
    dubbed spokes* in_(?:\S+_){1,4}(?:words|view) hint(?:s|ed|ing) indicat* conclud* brand(?:s|ed|ing) continue[sd]: proclaim*
    caution(?:s|ed|ing) reads? assur(?:e[sd]|ing) inform(?:s|ed|ing) deem(?:s|ed) mention(?:s|ed|ing) complain* sees? saw
    call(?:s|ed|ing)_(?:for|on) hailed praised critici[sz]ed show(?:s|ed|n|ing) finds? (?<!was_)(?<!were_)(?<!been_)(?<!be_)found
    ask(?:s|ed|ing) commit(?:s|ted|ting)?_(?:\S+sel(?:f|ves)_)?to blam(?:es?|ed|ing) charg(?:es|ed|ing)_with indict*
    puts?_(?:\S+_){1,8}at suspect(?:s|ed) demonstrat(?:e[sd]?|ing)"""
)
_HEDGE_EN = pattern(
    """
    about around approximately roughly nearly almost likely probabl* possibl* anticipat* due_to set_to scheduled should would may
    might could perhaps seem* appear* potential* project(?:s|ed|ions?)"""
)
# A claim that its reporter does not vouch for, and words by which the other text vouches for it.
_DOUBT_AR = pattern("زعم(?!ا\\b|اء|او|اي)* [يت]زعم* مزاعم* مزعوم* ادعي ادعت ادعوا [يت]دعي(?=_ان) ادعاء*", before="[وفب]?(?:ال)?")
_DOUBT_EN = pattern("claim* alleg* purported* reported* supposed* accus* maintain* assert* contend* say* said")
_VOUCHED_EN = pattern("reveal* prove[sdn]? proving confirm* show(?:s|ed|n)? found establish* discover* demonstrat*")


def _begins(sentence: str) -> int | None:
    """Where in a folded sentence the claim begins; `None` when it makes none. What «وفق» names is the source of all of it."""
    if _BY_AR.search(sentence):
        return 0
    for word in re.finditer(r"\w+", sentence):
        if word[0] in _BEGINNINGS and not _FORMULA.match(sentence, word.start()):
            if _OBJECT_AR.match(sentence, word.start()):
                return word.start()
            if speech := _SPEECH_AR.match(sentence, word.start()):
                return speech.end()
    return None


def _sentences(arabic: str) -> list[str]:
    """The folded sentences; the name آن (Anne) is taken out, which would fold to أن."""
    return re.split(r"[!?;\n]+|\.(?!\w)", fold(re.sub(r"\bآن\b", "-", arabic)).text)


def claims(arabic: str) -> bool:
    """Whether an Arabic text reports what somebody says: a verb of saying with what is said, «وفق», «بحسب», ..."""
    return any(_begins(sentence) is not None for sentence in _sentences(arabic))


def attributes(text: str, language: Literal["ar", "en"]) -> bool:
    """Whether a text has any word by which what it says is somebody's; wider than `claims`, so that little is called lost."""
    if language == "en":
        return bool(_CLAIM_EN.search(text) or _QUOTED_EN.search(text))
    folded = fold(text).text
    return bool(_SAYS_AR.search(folded) or _BY_AR.search(folded))


def _words(folded: str) -> set[str]:
    """The words of a folded text without what is attached to their fronts; shorter ones than three letters tell nothing."""
    return {stem for word in folded_words(folded) if len(stem := readings(word)[-1]) >= 3}


def _parts(source: str) -> Iterator[tuple[set[str], bool]]:
    """The words of the parts of a source, and whether the part is claimed: of a sentence, what is behind its verb of saying."""
    for sentence in _sentences(source):
        begins = _begins(sentence)
        yield _words(sentence if begins is None else sentence[:begins]), False
        if begins is not None:
            yield _words(sentence[begins:]), True


def _rests_on_claim(said: str, source: str) -> bool:
    """Whether an Arabic text shares more words with what its source only claims than with what that says itself."""
    words = _words(said)
    best = {True: 0, False: 0}
    for part, claimed in _parts(source):
        best[claimed] = max(best[claimed], len(words & part))
    return best[True] > best[False]


def lost(said: str, language: Literal["ar", "en"], source: str) -> bool:
    """Whether a claim of an Arabic source became a fact in a text that rests on it.

    Args:
        said: The text, in `language`.
        language: `ar` or `en`; an English text says what all of the source says, an Arabic one may rest on a part of it.
        source: The Arabic that it rests on.
    """
    if not claims(source):
        return False
    if not attributes(said, language):
        if language == "ar":
            return _rests_on_claim(said, source)
        return not (_EXPECTED_AR.search(fold(source).text) and _HEDGE_EN.search(said))
    vouched = language == "en" and _VOUCHED_EN.search(said) and not _DOUBT_EN.search(said)
    return bool(vouched and _DOUBT_AR.search(fold(source).text))
