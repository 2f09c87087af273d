"""Where an Arabic sentence begins, told by its words: what `segment` asks where the marks leave it open or are missing."""

from __future__ import annotations

import re
from itertools import islice

_MARKS = re.compile(r"[\u064b-\u0652\u0640]")

# Words of saying; they name a speaker after a quote, and open a sentence after an abbreviation.
_SAYING = frozenset(
    "قال قالت قالوا يقول تقول أضاف أضافت يضيف تضيف صرح صرحت أكد أكدت يؤكد تؤكد أوضح أوضحت يوضح أعلن أعلنت ذكر ذكرت أشار "
    "أشارت تابع تابعت أردف كتب كتبت سأل سألت تساءل صاح صاحت هتف هتفت علق علقت رد ردت أجاب أجابت أخبر أخبرت شدد شددت "
    "اعتبر اعتبرت".split(),
)
_NAMING = frozenset("حسب بحسب حسبما وفق وفقا".split())  # these name a speaker too, but open no sentence of their own

# Words that seldom stand in the middle of a clause without «و» or «ف» before them.
_BARE = _SAYING | frozenset(
    "كما لكن لكنه لكنها إن إنه إنها إنهم لقد هل هذا هذه هذان هؤلاء ثم أما كان كانت كانوا تم يمكن يجب ليس ليست هو هي هم "
    "نحن أنا إنني إننا انه انها انهم انني اننا اما لذا لذلك وبالتالي".split(),
)
# Words that open a sentence with «و» or «ف» before them, but do not without.
_JOINED = (
    _BARE
    | _NAMING
    | frozenset(
        "في من على إلى عن منذ بعد قبل خلال مع قد لم لن لا ما كل بعض رغم عند عندما حين بينما إذا لو لذلك بذلك ذلك تلك لدى "
        "هناك هنا يرى ترى يأتي تأتي جاء جاءت بدأ بدأت يعد تعد تشهد شهد شهدت يبلغ بلغ بلغت تمكن أصبح أصبحت صار يقع تقع كشف "
        "كشفت نقل نقلت".split(),
    )
)


def plain(word: str) -> str:
    """A word without vowel signs and tatweel, or as it is if nothing else is in it."""
    return _MARKS.sub("", word) or word


def opens(word: str | None) -> bool:
    """Whether a word shows by itself that a sentence begins with it."""
    if not word:
        return False
    word = plain(word)
    return word in _BARE or (word[0] in "وف" and word[1:] in _JOINED)


def speaks(word: str) -> bool:
    """Whether a word begins the naming of a speaker."""
    return plain(word).strip("،,:") in _SAYING | _NAMING


# A question or a piece of advice that begins where the mark before it is missing, as in lists copied into one line. Only
# forms that are nothing else: imperatives like «تعاون» are also a noun and a past tense, and stay out.
ADVICE = (
    "هل|إليكم|إليك|استعن|احرص|احرصوا|استشر|اختر|احذر|احذروا|استفد|قم(?= ب)"
    "|بالإضافة(?= (?:إلى |ل)ذلك[،,])|علاوة(?= على ذلك[،,])|من(?= (?:ناحية|جهة) أخرى[،,])"
    # «وفي حالتي، فإن …»: what is put in front of «فإن» opens a sentence, whatever is missing before it.
    "|و(?:في|من|على|مع|عند|بالنسبة)(?=(?: [^\\s،,.؟!]+){1,4}[،,] ف(?:إن|إنه|إنها|قد) )"
)
# After these words, or a comma, a colon or an opening quote, such a word goes on with a clause (تساءل الناس هل; مدينة قم).
_ASKING = frozenset(
    "سأل سألت سألته سأله سألني يسأل تسأل نسأل تساءل تساءلت يتساءل السؤال سؤال سؤالا معرفة يعرف أعرف تعرف نعرف يدري أدري "
    "ندري انظر لنرى لترى حول مدينة قال قالت قائلا قل أقول".split(),
)

# A heading joined to what follows it. It has four words at least (a name before a verb is no heading) and twenty at most,
# as for `title_of`.
_SHORTEST, _LONGEST = 4, 20
_JOINTS = "،,:؛-–—«“(\"'["  # after one of these nothing new begins
# The article's first sentence says its heading over again: so many words stand in both. With two, one of 1000 sentences of
# PUD is cut in vain.
_SHARED = 2
_BODY = 40  # words of the first sentence that are compared: the heading's news stands at its beginning
# After these a verb goes on with the clause.
_GOVERNS = frozenset(
    "لكن ولكن أن ان ألا لا لم لن ما قد سوف التي الذي الذين اللذين اللتين كان كانت حيث بينما عندما بعدما قبلما كما إذا لو "
    "من مما وهو وهي وهم هو هي هم لقد وقد أو ثم حتى كي لكي بل ممن حين إذ أنه أنها أنهم بأن لأن كأن إنه إنها الأمر وما "
    "فيما حسبما ربما كلما في على إلى عن ليس هل".split(),
)
# Nouns in the shape of a verb, and verbs that open no news.
_NO_VERB = frozenset(
    "كان كانت ظل ظلت باتت ليست يوم يناير يونيو يوليو يسار يمين ياباني يابانية يورو يهود يهودي يمني يمنية يونانية يوناني "
    "يوسف ياسر ياسين يحيى يوميا يومي يومية يومين يدوي يد يدي يسرا يتيم تتويج تتمة تتابع تتبع تستر تحت بيت وقت صوت بنت "
    "توقيت تثبيت زيت سبت ثابت صمت كويت انترنت اتفق انت".split(),
)
# Verbs that open news and have no shape of their own; those that have one are told by it.
_PAST = _SAYING | frozenset(
    "ألقي ألقى لقي قتل قتلت أصيب كشف أفاد أفادت بدأ فاز فازت وصل توفي توفيت أدى أدت شهد دعا دعت قرر وقع وقعت تم حقق حذر "
    "نفى طالب رفض أطلق أصدر أجرى نجح فشل عقد وافق أثار أبدى أقر تعرض تعهد تراجع ارتفع انخفض غادر عاد تلقى سجل حصل قدم "
    "اتهم ترأس تعلن تعتزم تواجه تشهد تعتبر تعد تدرس تبدأ تنطلق تعقد تسعى".split(),
)
_IMPERFECT = re.compile(r"ي[^\W\d_]{3,}|تت[^\W\d_]{3,}|تست[^\W\d_]{2,}")
_DERIVED = re.compile(r"(?:است|ان|ا[^\W\d_]ت)[^\W\d_ا]{2,4}ى?")
_FEMININE = re.compile(r"(?!ال|ب|ل)[^\W\d_]{2,}[^\W\d_اي]ت")


def _verb(word: str) -> bool:
    """Whether a word has the shape of a verb that opens a piece of news."""
    bare = plain(word)
    if word[:2] in {"يُ", "تُ"}:
        return True
    if bare in _NO_VERB or bare[:2] == "ال" or (bare[0] == "و" and bare not in _PAST):
        return False
    return bare in _PAST or any(shape.fullmatch(bare) for shape in (_IMPERFECT, _DERIVED, _FEMININE))


def _stems(words: list[str]) -> set[str]:
    """The words that carry the news, without the little words written together with them."""
    found = set()
    for word in words:
        for part in re.findall(r"[\w٪%]+", plain(word)):
            stem = re.sub(r"\A[وفبكل]?(?:ال|لل)|\A[بل](?=..[^\W\d_]{3})", "", part)
            if len(stem) > 2 and part not in _GOVERNS and part not in _JOINED:
                found.add(stem)
    return found


def heading_end(sentence: str) -> int | None:
    """Where a heading ends that was joined to the first sentence, as when a page is copied into one line.

    The sentence after a heading begins with a verb and says the heading's words over again.
    """
    words = list(islice(re.finditer(r"\S+", sentence), _LONGEST + _BODY))
    best, where = _SHARED - 1, None
    for at in range(_SHORTEST, min(_LONGEST + 1, len(words) - _SHORTEST)):
        word, before = words[at][0], words[at - 1][0]
        if not _meet(before, word) or not _closed(sentence[: words[at].start()]):
            continue
        head, body = ([w[0] for w in part] for part in (words[:at], words[at:]))
        shared = len(_stems(head) & _stems(body))
        if shared > best:
            best, where = shared, words[at].start()
    return where


def restarts(before: str, word: str) -> bool:
    """Whether a word of ADVICE begins a sentence after this much of the one before it."""
    words = [plain(w) for w in before.split()[-_SHORTEST:]]
    if len(words) < _SHORTEST or words[-1][-1] in _JOINTS or words[-1] in _GOVERNS:
        return False
    if word.startswith("إلي"):  # ننقل إليكم, بالنسبة إليكم: «to you», not «here you have»
        return words[-1].startswith("ال")
    return not any(w in _ASKING or w[-1] in ".!؟:" for w in words)


def _meet(before: str, word: str) -> bool:
    """Whether a heading may end with the one word and its article begin with the other."""
    last = plain(before)
    if last[-1] in _JOINTS or last in _GOVERNS or last.removeprefix("و") in _GOVERNS:
        return False
    if word in {"إن", "إنه", "إنها"}:
        return last not in _SAYING
    # «مطرقة يطرق بها», «فضيحة تتعلق»: after a noun without «ال» a present tense is its relative clause.
    return _verb(word) and not (plain(word)[0] in "يت" and last[-1] in "ةا" and not re.match(r"[وبكفل]?ال|لل", last))


def _closed(heading: str) -> bool:
    """Whether a heading stands by itself: no clause cut by a comma, no bracket or quote left open."""
    first = plain(heading.split(maxsplit=1)[0])
    if first in _GOVERNS or (first[0] in "وف" and opens(first)) or any(c in heading for c in "،,؛"):
        return False
    return all(heading.count(a) == heading.count(b) for a, b in ("()", "«»", "“”", "[]")) and heading.count('"') % 2 == 0
