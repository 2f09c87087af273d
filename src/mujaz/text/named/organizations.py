"""Organizations: whole names that are known, and words that open a name («جامعة», «الاتحاد الدولي») with what follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mujaz.text.named.line import Run, keys, readings
from mujaz.text.named.lists import ordinary, small, words
from mujaz.text.named.people import may_be_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.text.named.line import Line

# What opens a name and is a part of it, before a word with ال, a place or a name.
_HEADS = keys("منظمة جامعة هيئة جمعية نقابة رابطة اتحاد حزب معهد بلدية أكاديمية وكالة مؤسسة جبهة صندوق بنك مصرف مفوضية وزارة كتائب")
# What opens a name only before a place or a name; before a word with ال it is any such thing («شركة الطيران», «مجلس الإدارة»).
_PLAIN = keys("كلية شركة مجموعة مركز محكمة مجلس لجنة حركة تنظيم جماعة")
_OF_PLACE = keys("جامعة كلية معهد أكاديمية بلدية بنك مصرف بورصة غرفة")  # before a place
# What stands before a name and is no part of it.
_BEFORE = keys("صحيفة جريدة مجلة قناة فضائية نادي ناد شركة حركة")
_MEDIA = keys("صحيفة جريدة مجلة قناة فضائية")
# What opens a name with ال where the adjective says whose it is.
_WITH_ARTICLE = keys("المنظمة الجامعة الهيئة المؤسسة الجمعية الوكالة البنك المصرف الحزب الاتحاد الإتحاد الرابطة النقابة اللجنة المجلس المحكمة المركز "
                     "المعهد الكلية الأكاديمية الصندوق المفوضية الجبهة المكتب الدائرة المجمع الكونفدرالية الفدرالية المرصد الحركة المديرية المندوبية")  # fmt: skip
_WHOSE = keys("الوطني الوطنية الدولي الدولية العربي العربية العالمي العالمية القومي القومية المركزي المركزية الأعلى العليا الملكي الملكية "
              "التشريعي التشريعية الاستشاري الاستشارية الدستوري الدستورية الجهوي الجهوية الجنائية الأولمبية الإسلامي الإسلامية العام العامة "
              "الإقليمي الإقليمية الشعبي الشعبية الديمقراطي الديمقراطية الاشتراكي الاشتراكية الشيوعي الجمهوري")  # fmt: skip
# Adjectives and participles that end a name.
_ENDS = keys("المذكورة المذكور المعنية نفسها نفسه الجديدة الجديد الكبرى الأخرى المختلفة الماضي الماضية المقبل المقبلة الأخيرة الأخير الحالية الحالي "
             "السابقة السابق القادمة المتفرعة التابعة التابع المنبثقة المكلفة المكلف المشرفة المنظمة المنظم القائمة الراعية المتحدث الناطق "
             "الحاكم الحاكمة المعارض المعارضة الرئيسي الرئيسية الإرهابية المتطرفة")  # fmt: skip
_GENERAL = keys("العام العامة")
_OF_MEMBERS = keys("الاتحاد الإتحاد الرابطة النقابة الجمعية الهيئة")  # «الاتحاد للحقوقيين» is one, «المنظمة للمهرجان» is who arranges it
_NO_BODY = keys("التدريس الدفاع المحكمة المحلفين الدولة البلاد المدينة")  # «هيئة التدريس»: everybody has one
_WORKERS = keys("العاملين العمال الموظفين الطلبة الطلاب المهندسين المحامين الأطباء المعلمين الصحفيين الصحافيين الأساتذة")
_IN = keys("في")
_TWO = 2
_FOR = 4  # letters of the shortest «لل...» that says for whom an organization is
_WORDS = 8  # of the longest name that is built
_OPEN, _CLOSE = '"«“(', '"»”)'


def organizations(line: Line) -> list[Run]:
    """The organizations that a text names."""
    found = [Run("organization", n, match.last, match.cut) for n, match in line.known.items() if match.known == "organization"]
    for n in range(len(line.tokens)):
        found += _headed(line, n)
    return found


def _headed(line: Line, n: int) -> Iterator[Run]:
    after = line.next(n + 1)
    match = line.known.get(n)
    if not after or small(after) or (match and match.known == "organization"):
        return
    for cut, rest in readings(line.key(n)):
        if rest in _WITH_ARTICLE:
            last = _with_article(line, n)
            if last:
                yield Run("organization", n, last, cut)
            return
        if rest in _HEADS | _PLAIN | _BEFORE:
            yield from _named(line, n, cut, rest)
            return


def _with_article(line: Line, n: int) -> int:
    """Where «الاتحاد الدولي ...» ends; 0 where no adjective says whose it is."""
    after = line.next(n + 1)
    last = _run(line, n + 1, members=True)
    if after in _GENERAL and last == n + _TWO:
        return 0  # «الهيئة العامة», «الجمعية العامة»: of what, it does not say
    members = after.startswith("لل") and len(after) > _FOR and any(rest in _OF_MEMBERS for _, rest in readings(line.key(n)))
    return last if _adjective(after) or members else 0


def _named(line: Line, n: int, cut: int, head: str) -> Iterator[Run]:
    """The name that a head opens: before a known place or organization, a word with ال, two nouns, or a word in no list."""
    after = line.next(n + 1)
    match = line.known.get(n + 1)
    if match and not match.cut:
        if match.known == "organization" and head not in _BEFORE:
            yield Run("organization", n, match.last, cut)
        elif match.known != "organization" and head in _OF_PLACE:
            yield Run("organization", n, _run(line, match.last, wide=False), cut)
        return
    if after.startswith("ال"):
        if after not in _ENDS | _NO_BODY and (head in _HEADS or _whose_last(line, n + 1)):
            yield Run("organization", n, _run(line, n + 1), cut)
        elif head in _MEDIA and after not in _ENDS and not _adjective(after):
            yield Run("organization", n + 1, n + 2)
        return
    if head in _HEADS and ordinary(after) and not _indefinite(line, n + 1) and line.next(n + 2).startswith("ال"):
        yield Run("organization", n, _run(line, n + 2), cut)
    elif head in _BEFORE | _HEADS and may_be_name(line, n + 1):
        last = n + 2
        while line.next(last) and last < n + 4 and may_be_name(line, last):
            last += 1
        yield Run("organization", n + 1 if head in _BEFORE else n, last, 0 if head in _BEFORE else cut)


def _whose_last(line: Line, n: int) -> bool:
    """Whether a run of words with ال ends in one that says whose it is: «مجلس الأمن القومي», «محكمة العدل الدولية»."""
    last = _run(line, n, wide=False)
    return last > n + 1 and _adjective(line.key(last - 1))


def _adjective(key: str) -> bool:
    return key in _WHOSE or (key.startswith("ال") and key[2:] in words("ordinary.txt", "nations"))


def _indefinite(line: Line, n: int) -> bool:
    """Whether a word without ال is the adjective of the one before it, which it agrees with («شركة خاصة», «اتحاد دولي»)."""
    feminine = line.raw(n - 1).endswith("ة")
    return line.raw(n).endswith("ة") if feminine else line.key(n) in words("ordinary.txt", "nations")


def _run(line: Line, n: int, *, wide: bool = True, members: bool = False) -> int:
    """Where the words with ال end that begin at a word; wide, also «والإصلاح» and «في» with an organization; `members`, «للشرطة»."""
    first = n
    while line.next(n) and n < first + _WORDS:
        key = line.key(n)
        if key.startswith("ال") and not small(key) and key not in _ENDS | _WITH_ARTICLE | words("people.txt", "title"):
            if n > first and line.inside.get(n) in {"place", "organization"}:
                break
            n += 1
        elif (wide and n > first and _listed_on(line, n, key)) or (members and key.startswith("لل") and len(key) > _FOR):
            n += 1
        elif wide and key in _IN and line.key(n - 1) in _WORKERS and _is_head(line.next(n + 1)):
            return max((run.last for run in _headed(line, n + 1)), default=n)
        else:
            break
    return n


def _listed_on(line: Line, n: int, key: str) -> bool:
    """Whether «والإصلاح» goes on with a name: behind one word with ال, and before no word that would be its adjective alone."""
    bare = key[1:]
    if not key.startswith("وال") or bare in _ENDS | _WITH_ARTICLE | words("people.txt", "title", "role") or small(key):
        return False
    return n not in line.known and not _adjective(line.key(n - 1))


def _is_head(key: str) -> bool:
    return any(rest in _HEADS for _, rest in readings(key)) if key else False
