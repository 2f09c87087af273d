"""Whether the Arabic has what an acronym of the English stands for: «UN» is not «الاتحاد الأوروبي»."""

from __future__ import annotations

import re
from functools import cache

from mujaz.text.arabic import fold
from mujaz.text.lexicon import lines_of, one_of


@cache
def _table() -> dict[str, re.Pattern[str]]:
    """How Arabic says each acronym."""
    lines = (line.partition(":") for line in lines_of("acronyms.txt"))
    return {acronym: re.compile(rf"(?:{one_of(words)})\b") for acronym, _, words in lines}


@cache
def _acronym() -> re.Pattern[str]:
    """An acronym, with points or without; not part of a longer name or sum (AFP-TV, R&AU, US$)."""
    pointed = "|".join(r"\.".join(acronym) + r"\." for acronym in _table())
    return re.compile(rf"(?<![\w.&-])(?:{pointed}|(?:{'|'.join(_table())})\b(?!&|\$|-[A-Z\d]))")


def unsaid(english: str, arabic: str) -> list[str]:
    """The known acronyms of an English text that its Arabic says neither in words nor in Latin letters, each once."""
    found = dict.fromkeys(_acronym().findall(english))
    if not found:
        return []
    folded, latin = fold(arabic).text, set(re.findall("[A-Z]+", arabic.replace(".", "")))
    short = {acronym: acronym.replace(".", "") for acronym in found}
    return [written for written, acronym in short.items() if acronym not in latin and not _table()[acronym].search(folded)]
