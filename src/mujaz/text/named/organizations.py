"""Organizations: whole names that are known, and words that open a name («جامعة», «الاتحاد الدولي») with what follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mujaz.text.named.line import Run, is_one, keys, readings
from mujaz.text.named.lists import ordinary, small, words
from mujaz.text.named.parts import name_end
from mujaz.text.named.people import may_be_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.text.named.line import Line

# What opens a name and is a part of it, before a word with ال, a place or a name.
_HEADS = keys(
    "منظمة جامعة هيئة جمعية نقابة رابطة اتحاد حزب معهد بلدية أكاديمية وكالة مؤسسة جبهة صندوق بنك مصرف مفوضية وزارة كتائب"
)
# What opens a name where the words with ال behind it say whose it is («محكمة العدل الدولية», but «مجلس الإدارة»).
_PLAIN = keys("كلية شركة مجموعة محكمة مجلس لجنة جماعة")
_OF_PLACE = keys("جامعة كلية معهد أكاديمية بلدية بنك مصرف بورصة غرفة")  # what opens a name before a place
_NAMED_AFTER = keys("جامعة كلية معهد أكاديمية مؤسسة مستشفى مدرسة كتائب")  # what is named after people
# What stands before a name and is no part of it: of 69 names behind these the annotators took it in in 15.
_BEFORE = keys("صحيفة قناة فضائية شركة حركة وكالة فريق")
_MEDIA = keys("صحيفة جريدة مجلة قناة فضائية")
# What is a part of the name, whatever stands behind it: a place too («نادي برشلونة», «منتخب البرازيل», «جريدة فلسطين»).
_WHOLE = keys("نادي ناد منتخب جريدة مجلة إذاعة")
_OF_TRADE = keys("معهد مؤسسة شركة مركز جمعية دار")  # behind whose name may stand what they are for
_FORM = keys("هيئة")  # «على هيئة حرف»: before a noun without ال it is a shape
_BEFORE_FOREIGN = _BEFORE | _HEADS | _WHOLE  # what opens a name before words that are in no list
_OPENING = _BEFORE_FOREIGN | _PLAIN | _NAMED_AFTER
# What opens a name with ال where the adjective says whose it is.
_WITH_ARTICLE = keys(
    """
    المنظمة الجامعة الهيئة المؤسسة الجمعية الوكالة البنك المصرف الحزب الاتحاد الإتحاد الرابطة النقابة اللجنة المجلس
    المحكمة المعهد الكلية الأكاديمية الصندوق المفوضية الجبهة الدائرة المجمع الكونفدرالية الفدرالية
    المرصد الحركة المديرية المندوبية
    """
)
# «الاتحاد للحقوقيين» is one, «المنظمة للمهرجان» is who arranges it.
_OF_MEMBERS = keys("الاتحاد الإتحاد الرابطة النقابة الجمعية الهيئة")
_GENERAL = keys("العام العامة")  # «الهيئة العامة»: of what, it does not say
_WHOSE = _GENERAL | keys(
    """
    الوطني الوطنية الدولي الدولية العربي العربية العالمي العالمية القومي القومية المركزي المركزية الأعلى العليا
    الملكي الملكية التشريعي التشريعية الاستشاري الاستشارية الدستوري الدستورية الجهوي الجهوية الجنائية الأولمبية
    الإسلامي الإسلامية الإقليمي الإقليمية الشعبي الشعبية الديمقراطي الديمقراطية الاشتراكي الاشتراكية الشيوعي
    الجمهوري
    """
)
# Adjectives and participles that are no part of a name.
_ENDS = keys(
    """
    المتمردة الواقعة الرسمية الرسمي
    المذكورة المذكور المعنية نفسها نفسه الجديدة الجديد الكبرى الأخرى المختلفة الماضي الماضية المقبل المقبلة الأخيرة
    الأخير الحالية الحالي السابقة السابق القادمة المتفرعة التابعة التابع المنبثقة المكلفة المكلف المشرفة المنظمة
    المنظم القائمة الراعية المتحدث الناطق الحاكم الحاكمة المعارض المعارضة الرئيسي الرئيسية الإرهابية المتطرفة
    """
)
_NO_BODY = keys("التدريس الدفاع المحكمة المحلفين الدولة البلاد المدينة")  # «هيئة التدريس»: everybody has one
_WORKERS = keys(
    """
    العاملين العمال الموظفين الطلبة الطلاب المهندسين المحامين الأطباء المعلمين الصحفيين الصحافيين الأساتذة
    """
)
# What an organization is for («المرصد السوري لحقوق الإنسان»): behind ل, with one word more and a word with ال.
_FOR_WHAT = keys(
    """
    حقوق حماية مكافحة محاربة دعم تنمية إعادة تعزيز رعاية شؤون كرة ضبط تشجيع إنعاش تدبير تطوير دراسات بحوث أبحاث علوم
    رصد علماء شركات منتجي
    مراقبة حفظ نشر تحرير سلامة ضمان طب فنون عمال مقاولات صحة إدارة مساعدة إغاثة تربية تعليم تكوين إحصاء تخطيط ترشيد مناهضة
    """
)
_ZEAL = keys("حماس")
_IN = keys("في")
_FOR = 4  # letters of the shortest «لل...» that says for whom an organization is
_WORDS = 8  # of the longest name that is built
_FOREIGN = 3  # words of the longest name that is in no list


def organizations(line: Line) -> list[Run]:
    """The organizations that a text names."""
    found = [
        _bare(line, Run("organization", n, m.last, m.cut))
        for n, m in line.known.items()
        if m.known == "organization" and not _noun(line, n)
    ]
    for n in range(len(line.tokens)):
        found += _headed(line, n)
    return found


def _noun(line: Line, n: int) -> bool:
    """Whether «حماس» is the crowd's («حماس الجمهور», «بحماس»)."""
    after = line.next(n + 1)
    zeal = after.startswith("ال") or (ordinary(after) and not small(after) and line.before(n) not in _BEFORE)
    return is_one(line.key(n), _ZEAL) and (zeal or line.key(n)[0] == "ب")


def _bare(line: Line, run: Run) -> Run:
    """A known name without «حركة» and the like, where what is left is known too («حماس»)."""
    inner = line.longest(run.first + 1) if run.last > run.first + 1 and is_one(line.key(run.first), _BEFORE) else None
    alone = inner and inner.known == "organization" and inner.last == run.last and not inner.cut
    return Run("organization", run.first + 1, run.last) if alone else run


def _headed(line: Line, n: int, *, inner: bool = False) -> Iterator[Run]:
    """The name that begins with a word for an organization."""
    match = line.known.get(n)
    after = line.next(n + 1)
    if not after or small(after) or (match and match.known == "organization"):
        return
    for cut, rest in readings(line.key(n)):
        if rest in _WITH_ARTICLE:
            last = _with_article(line, n, rest)
            if last:
                yield Run("organization", n, last, cut)
            return
        if rest in _OPENING:
            yield from _opened(line, n, cut, rest, inner=inner)
            return


def _with_article(line: Line, n: int, head: str) -> int:
    """Where «الاتحاد الدولي ...» ends; 0 where nothing says whose it is."""
    after = line.next(n + 1)
    last = _run(line, n + 1, wide=True, members=True)
    if after in _GENERAL and last == n + 2:
        return 0
    members = after.startswith("لل") and len(after) > _FOR and after.endswith("ين") and head in _OF_MEMBERS
    # «المحكمة العليا», «اللجنة الملكية»: of which country, it does not say.
    return last if members or _of_nation(after) or (_adjective(after) and last > n + 2) else 0


def _opened(line: Line, n: int, cut: int, head: str, *, inner: bool) -> Iterator[Run]:
    """The name that a head opens: before a known place or organization, a word with ال, two nouns, or a word in no list."""
    after = line.next(n + 1)
    match = line.known.get(n + 1)
    if match and not match.cut:
        yield from _before_known(line, n, cut, head)
    elif after.startswith("ال"):
        yield from _definite(line, n, cut, head, inner=inner)
    elif head in _NAMED_AFTER and name_end(line, n + 1):
        yield Run("organization", n, _for_what(line, name_end(line, n + 1)), cut)
    elif head in _FORM:
        return
    elif head in _HEADS and ordinary(after) and not _agrees(line, n + 1) and line.next(n + 2).startswith("ال"):
        place = line.known.get(n + 2)
        yield Run("organization", n, place.last if place else _run(line, n + 2, wide=True), cut)
    elif head in _BEFORE_FOREIGN and may_be_name(line, n + 1):
        last = _foreign_end(line, n + 1, trade=head in _OF_TRADE)
        yield Run("organization", n + 1, last) if head in _BEFORE else Run("organization", n, last, cut)


def _before_known(line: Line, n: int, cut: int, head: str) -> Iterator[Run]:
    """The name that a head opens before a known name: «منظمة فيفا», «منتخب البرازيل», «جامعة دمشق»."""
    match = line.known[n + 1]
    if match.known == "organization":
        if head not in _BEFORE:
            yield Run("organization", n, match.last, cut)
    elif head in _WHOLE:
        yield Run("organization", n, match.last, cut)
    elif head in _OF_PLACE:
        yield Run("organization", n, _run(line, match.last), cut)


def _foreign_end(line: Line, n: int, *, trade: bool) -> int:
    """Where the words in no list end that begin at a word, and what they are for («رويان للبحوث العلمية»)."""
    last = n + 1
    while line.next(last) and last < n + _FOREIGN and may_be_name(line, last):
        last += 1
    what_for = line.next(last)
    if trade and what_for.startswith("لل") and len(what_for) > _FOR:
        return _run(line, last, members=True, wide=True)
    return last


def _definite(line: Line, n: int, cut: int, head: str, *, inner: bool) -> Iterator[Run]:
    """The name that a head opens before a word with ال."""
    after = line.next(n + 1)
    if after in _ENDS or after in _NO_BODY or after == "ال":  # «مجلة الـ "تايم"»
        return
    last = _run(line, n + 1, wide=True, inner=inner)
    if last > n + 1 and (head in _HEADS or _whose_last(line, n + 1)):
        yield Run("organization", n, last, cut)
    elif head in _MEDIA and not _adjective(after):
        yield Run("organization", n, n + 2, cut) if head in _WHOLE else Run("organization", n + 1, n + 2)


def _whose_last(line: Line, n: int) -> bool:
    """Whether a run of words with ال ends in one that says whose it is: «مجلس الأمن القومي», «محكمة العدل الدولية»."""
    last = _run(line, n)
    return last > n + 1 and _adjective(line.key(last - 1))


def _adjective(key: str) -> bool:
    return key in _WHOSE or _of_nation(key)


def _of_nation(key: str) -> bool:
    return key not in _WHOSE and key.startswith("ال") and key[2:] in words("ordinary.txt", "nations")


def _agrees(line: Line, n: int) -> bool:
    """Whether a word without ال is the adjective of the one before it, as far as the endings show («شركة خاصة», «اتحاد دولي»)."""
    feminine = line.raw(n - 1).endswith("ة")
    return line.raw(n).endswith("ة") if feminine else line.key(n) in words("ordinary.txt", "nations")


def _run(line: Line, n: int, *, wide: bool = False, members: bool = False, inner: bool = False) -> int:
    """Where the words with ال end that begin at a word.

    Args:
        line: The text.
        n: The word.
        wide: Take in «والإصلاح», and «في» with an organization behind who works there.
        members: Take in «للشرطة».
        inner: It is such an organization itself, which takes in no other.
    """
    first = n
    while line.next(n) and n < first + _WORDS:
        key = line.key(n)
        named = n > first and n in line.known and line.known[n].known in {"place", "organization"}
        goes_on = key.startswith("ال") and not _ends(key) and not named
        if goes_on or (wide and n > first and _listed_on(line, n)) or (members and key.startswith("لل") and len(key) > _FOR):
            n += 1
        elif wide and not inner and key in _IN and line.key(n - 1) in _WORKERS:
            return max((run.last for run in _headed(line, n + 1, inner=True)), default=n)
        elif wide and n > first:
            return _for_what(line, n)
        else:
            break
    return n


def _for_what(line: Line, n: int) -> int:
    """Where «لحقوق الإنسان» or «لإعادة إدماج السجناء» ends that stands at a word; the word itself where nothing like it does."""
    if line.key(n)[:1] != "ل" or line.key(n)[1:] not in _FOR_WHAT:
        return n
    noun = n + 1 if line.next(n + 1).startswith("ال") else n + 2
    last = _run(line, noun, wide=True, inner=True)
    return last if last > noun and not small(line.next(n + 1)) else n


def _ends(key: str) -> bool:
    return small(key) or key in _ENDS or key in _WITH_ARTICLE or key in words("people.txt", "title")


def _listed_on(line: Line, n: int) -> bool:
    """Whether «والإصلاح» goes on with a name: behind a noun, which an adjective would have ended («الأمن الوطني والحكومة»)."""
    key = line.key(n)
    if not key.startswith("وال") or _ends(key[1:]) or key[1:] in words("people.txt", "role"):
        return False
    return n not in line.known and not _adjective(line.key(n - 1))
