"""Who says it: whether a claim of somebody's stays a claim in the other text, or has become a fact."""

from __future__ import annotations

import re
from typing import Literal

from mujaz.text.arabic import fold
from mujaz.text.lexicon import pattern

# All Arabic here is folded. What is said follows a verb of saying with أن, إن or a colon, within so many words that the speaker's
# title fits in between (the longest of the corpus has nine).
_VERBS = """
    قال قالت قالوا يقول تقول يقولون قائل قائلا قائله اكد اكدت اكدوا يوكد توكد موكدا موكده اعلن اعلنت يعلن صرح صرحت يصرح تصريح
    افاد افادت يفيد تفيد ذكر ذكرت يذكر اوضح اوضحت يوضح موضحا موضحه اضاف اضافت يضيف مضيفا مضيفه اشار اشارت يشير تشير مشيرا مشيره
    اعتبر اعتبرت يعتبر معتبرا معتبره راي رات يري تري يرون زعم زعمت يزعم تزعم مزاعم ادعي ادعت يدعي تدعي ادعاء اتهم اتهمت يتهم
    كشف كشفت يكشف شدد شددت يشدد مشددا مشدده حذر حذرت يحذر محذرا توقع توقعت يتوقع تتوقع متوقعا ابرز ابرزت يبرز مبرزا لفت لفتت
    نوه اعترف اعترفت يعترف اقر اقرت يقر اعتقد يعتقد تعتقد ظن يظن رجح رجحت يرجح مرجحا قدر قدرت يقدر ابلغ ابلغت اخبر اخبرت استطرد
    اردف اردفت جزم جزمت كتب كتبت غرد غردت علق علقت رد ردت اجاب اجابت وصف وصفت تعهد تعهدت وعد وعدت هدد هددت طالب طالبت"""
_SAYS_AR = pattern(_VERBS, before="[وف]?")
_CLAIM_AR = re.compile(rf"{_SAYS_AR.pattern}(?:\W+\w+){{0,9}}?(?:\W+ب?ان(?:ه|ها|هم|هما|نا|ي)?\b|\s*:)")
_BY_AR = pattern(
    r"""
    وفقا?_ل\w+ وفق_\w+ ب?حسب(?:ما)?_\w+ نقلا_عن علي_حد_(?:قول|تعبير|وصف|زعم)* علي_لسان كما_(?:قال|ذكر|اكد|اعلن|صرح|افاد)*
    من_وجهه_نظر* براي* في_راي* ب?ما_(?:وصف|سما|اسما|اعتبر)* مزعوم*""",
    before="[وف]?",
)
# What stands in quotation marks is somebody's words, whether or not a verb says so.
_QUOTED_EN = re.compile('["“”«»]')
_CLAIM_EN = pattern(
    r"""
    sa(?:y|ys|id|ying) told tell(?:s|ing)? according announc* claim* confirm* stress(?:e[sd]|ing) stat(?:e[sd]|ing|ements?)
    report(?:s|ed|ing|edly)? add(?:s|ed|ing) not(?:e[sd]|ing) point(?:s|ed|ing)_(?:out|to) explain* argu(?:e[sd]?|ing)
    belie(?:v\w+|f) think(?:s|ing)? thought warn* den(?:y|ied|ies|ying) accus* alleg* insist* reveal* disclos* emphasi*
    declar* affirm* assert* maintain(?:s|ed|ing) suggest* acknowledg* admit* reiterat* highlight* underlin* underscor* expect*
    predict* estimat* forecast* foretold presum* describ* vow* pledg* promis(?:e[sd]?|ing) threaten(?:s|ed|ing)?_to
    urg(?:e[sd]|ing) demand(?:s|ed|ing) contend* testif* recall(?:s|ed|ing) quot* cit(?:e[sd]|ing) wr(?:ote|ites?|iting)
    tweet* post(?:ed|s) comment(?:s|ed|ing) remark(?:s|ed) repl(?:y|ied|ies|ying) answered respond* consider(?:s|ed|ing)
    regard(?:s|ed) views? viewed opinion apparently purported* suppos(?:e[sd]|edly) suspect(?:s|ed)_(?:that|of) so-called
    dubbed spokes* in_(?:\S+_){1,4}(?:words|view) hint(?:s|ed|ing) indicat* conclud* brand(?:s|ed|ing) continue[sd]: proclaim*
    caution(?:s|ed|ing) reads? assur(?:e[sd]|ing) inform(?:s|ed|ing) deem(?:s|ed) mention(?:s|ed|ing) complain* sees? saw
    called_for hailed praised critici[sz]ed"""
)
# A claim that its reporter does not vouch for, and words by which the other text vouches for it.
_DOUBT_AR = pattern("زعم* [يت]زعم* مزاعم* مزعوم* ادعي ادعت ادعوا [يت]دعي ادعاء*", before="[وفب]?(?:ال)?")
_DOUBT_EN = pattern("claim* alleg* purported* reported* supposed* accus* maintain* assert* contend* say* said")
_VOUCHED_EN = pattern("reveal* prove[sdn]? proving confirm* show(?:s|ed|n)? found establish* discover* demonstrat*")


def claims(arabic: str) -> bool:
    """Whether an Arabic text reports what somebody says: a verb of saying with what is said, «وفق», «بحسب», ..."""
    folded = fold(arabic).text
    return bool(_CLAIM_AR.search(folded) or _BY_AR.search(folded))


def attributes(text: str, language: Literal["ar", "en"]) -> bool:
    """Whether a text has any word by which what it says is somebody's; wider than `claims`, so that little is called lost."""
    if language == "en":
        return bool(_CLAIM_EN.search(text) or _QUOTED_EN.search(text))
    folded = fold(text).text
    return bool(_SAYS_AR.search(folded) or _BY_AR.search(folded))


def lost(said: str, language: Literal["ar", "en"], source: str) -> bool:
    """Whether a claim of an Arabic source became a fact in a text that rests on it.

    Args:
        said: The text, in `language`.
        language: `ar` or `en`.
        source: The Arabic that it rests on.
    """
    if not claims(source):
        return False
    if not attributes(said, language):
        return True
    vouched = language == "en" and _VOUCHED_EN.search(said) and not _DOUBT_EN.search(said)
    return bool(vouched and _DOUBT_AR.search(fold(source).text))
