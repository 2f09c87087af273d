"""Glyphs on a page to lines in reading order: the bidirectional algorithm of Unicode (UAX #9), walked backwards."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mujaz.reading.pdf_glyphs import Glyph

# In parts of the font's height (em). Word spaces are 0.2 to 0.3 em, and 0.15 where a line is set tight; inside a word the
# widest gap is 0.1, behind a letter such as ر that does not join.
_SPACE = 0.14
_GAP_BESIDE_SPACES = 0.2  # where a line has spaces drawn, a smaller gap without one is a letter that is drawn as a picture
_COVERED = 0.95  # of its width; where a font tucks letters into one another, a true space is covered by up to 0.85
_SAME_LINE = 0.5  # fonts such as Amiri step letters up and down by 0.3 em; lines stand 1 em apart or more
_TWICE = 0.1  # a glyph drawn again this near is the same one, drawn twice to look bold
_THIN = 0.05  # narrower than any letter: the second half of a ligature that is drawn whole by the first

_RTL_SHARE = 0.3  # share of Arabic letters from which a line runs from the right; a line of English with one name has less
_BRACKETS = "()[]{}«»‹›<>"
# A bracket whose side is not known yet stands in the private-use area, which no glyph that is kept comes from.
_OPEN_QUESTION = {char: chr(0xF000 + ord(char) % 0x100 + (0x100 if ord(char) > 0xFF else 0)) for char in _BRACKETS}
_ANSWER = {ord(question): char for char, question in _OPEN_QUESTION.items()}
_MIRROR = str.maketrans(_BRACKETS, "".join(b + a for a, b in zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True)))
_PAIRS = tuple(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))

# Kinds of what stands on a line: R and L letters, N digits, C separators inside numbers, P closing punctuation, S spaces,
# O all else. A run of Latin reaches from a letter or digit to a letter or digit. A space before a comma ends it: in an
# Arabic line «Apple ،2024» stands for «2024، Apple».
_LTR_RUN = re.compile(r"[LN](?:(?:[COP]|S(?![CP]))*[LN])*")
_NUMBER = re.compile(r"N+(?:CN+)*")
_PERCENT_FIRST = re.compile(r"(?<![\w%٪])([%٪])(\d+(?:[.,٫٬]\d+)*)(?![\w%٪])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.

    Attributes:
        text: In reading order. Brackets whose side is not known are for `settle_brackets`.
        x0: Left end, in points.
        x1: Right end.
        y: Baseline, upwards.
        size: Height of the font.
        first: Width of its first word: had it fitted on the line above, it would stand there.
        rtl: It runs from the right.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    first: float
    rtl: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    kind: str
    x0: float = 0.0
    x1: float = 0.0
    exact: bool = False


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Reads the glyphs of one column.

    Args:
        glyphs: In any order.

    Returns:
        The lines from top to bottom.
    """
    return [line for row in rows_of(glyphs) if (line := _line(row)) is not None]


def rows_of(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Sorts glyphs into rows by their baselines, from top to bottom."""
    rows: list[list[Glyph]] = []
    mean = 0.0
    for glyph in sorted(glyphs, key=lambda g: -g.y):
        if rows and mean - glyph.y < _SAME_LINE * max(glyph.size, rows[-1][0].size):
            rows[-1].append(glyph)
            mean += (glyph.y - mean) / len(rows[-1])
        else:
            rows.append([glyph])
            mean = glyph.y
    return rows


def _line(row: list[Glyph]) -> Line | None:
    size = median(g.size for g in row if not g.text.isspace()) if any(not g.text.isspace() for g in row) else 0.0
    units = _units(row, size)
    if not units:
        return None
    kinds = [unit.kind for unit in units]
    rtl = (kinds.count("R") >= _RTL_SHARE * (kinds.count("R") + kinds.count("L")) and "R" in kinds) or "L" not in kinds
    ordered = list(_reading_order(units) if rtl else _left_to_right(units))
    text = _PERCENT_FIRST.sub(r"\2\1", "".join(unit.text for unit in ordered))
    edge = [u for u in units if u.kind != "S"]
    x0, x1 = min(u.x0 for u in edge), max(u.x1 for u in edge)
    y = median(g.y for g in row)
    return Line(text, x0, x1, y, size, _first_word(units if not rtl else units[::-1]), rtl)


def _first_word(units: list[_Unit]) -> float:
    word = []
    for unit in units:
        if unit.kind == "S":
            break
        word.append(unit)
    return max(u.x1 for u in word) - min(u.x0 for u in word) if word else 0.0


def _units(row: list[Glyph], size: float) -> list[_Unit]:
    """What stands on a row from left to right, with spaces where they are drawn or where there are gaps."""
    drawn = _halves(_once(sorted(row, key=lambda g: g.x0 + g.x1), size), size)
    gap = (_GAP_BESIDE_SPACES if any(g.text.isspace() for g in row) else _SPACE) * size
    units: list[_Unit] = []
    right = float("inf")
    for at, glyph in enumerate(drawn):
        if glyph.text.isspace():
            if units and units[-1].kind != "S" and not _hidden(glyph, drawn[at - 1 : at] + drawn[at + 1 : at + 2]):
                units.append(_Unit(" ", "S"))
            continue
        if glyph.x0 - right > gap and units[-1].kind != "S":
            units.append(_Unit(" ", "S"))
        text = unicodedata.normalize("NFKC", glyph.text)
        units.append(_Unit(text, _kind(text), glyph.x0, glyph.x1, glyph.exact))
        right = max(glyph.x1, right) if right < float("inf") else glyph.x1
    return units[:-1] if units and units[-1].kind == "S" else units


def _hidden(space: Glyph, beside: list[Glyph]) -> bool:
    """A space drawn wholly under a letter is no space: fonts and programs leave such behind."""
    seen = (min(space.x1, g.x1) - max(space.x0, g.x0) for g in beside if not g.text.isspace())
    return any(covered > _COVERED * (space.x1 - space.x0) for covered in seen)


def _once(letters: list[Glyph], size: float) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in letters:
        near = any(
            glyph.text == other.text
            and glyph.x1 > glyph.x0
            and abs(glyph.x0 - other.x0) < min(_TWICE * size, (glyph.x1 - glyph.x0) / 2)
            for other in kept[-2:]
        )
        if not near:
            kept.append(glyph)
    return kept


def _halves(letters: list[Glyph], size: float) -> list[Glyph]:
    """Puts the two halves of a lam-alef in order where one glyph draws both, and the other has no width.

    The half without width stands at the left or at the right end of the other. Between two that it could belong to, as in
    خلال, it is taken to be in order.
    """
    for i in range(1, len(letters)):
        left, right = letters[i - 1], letters[i]
        if left.x1 < right.x0 - _THIN * size or left.text not in _LAM or right.text not in _ALEFS:
            continue
        thin_alef = right.x1 - right.x0 < _THIN * size and (i + 1 == len(letters) or letters[i + 1].text not in _LAM)
        thin_lam = left.x1 - left.x0 < _THIN * size and (i == 1 or letters[i - 2].text not in _ALEFS)
        if thin_alef or thin_lam:
            letters[i - 1], letters[i] = right, left
    return letters


_LAM, _ALEFS = "لﻝﻞﻟﻠ", "اأإآٱﺍﺎﺃﺄﺇﺈﺁﺂ"


def _kind(text: str) -> str:
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"R", "AL"}:
            return "R"
        if direction == "L":
            return "L"
        if char.isdigit():
            return "N"
    return "C" if text in tuple(".,:/٫٬") else "P" if text in tuple("،؛;!؟?") else "O"


def _reading_order(units: list[_Unit]) -> Iterator[_Unit]:
    """From right to left, but for the runs of Latin and the numbers, which keep their order."""
    kinds = "".join(unit.kind for unit in units)
    end = len(units)
    for start, stop in reversed(list(_ltr_runs(kinds, units))):
        yield from map(_questioned, reversed(units[stop:end]))
        yield from units[start:stop]
        end = start
    yield from map(_questioned, reversed(units[:end]))


def _ltr_runs(kinds: str, units: list[_Unit]) -> Iterator[tuple[int, int]]:
    for run in _LTR_RUN.finditer(kinds):
        if "L" in run[0]:
            yield _with_brackets(run.start(), run.end(), units)
        else:
            yield from (number.span() for number in _NUMBER.finditer(kinds, run.start(), run.end()))


def _with_brackets(start: int, stop: int, units: list[_Unit]) -> tuple[int, int]:
    """A run of Latin takes in the bracket that closes one inside it: Atlas (AD)."""
    inside = "".join(unit.text for unit in units[start:stop])
    for opening, closing in _PAIRS:
        if inside.count(opening) > inside.count(closing) and stop < len(units) and units[stop].text == closing:
            return start, stop + 1
        if inside.count(closing) > inside.count(opening) and start and units[start - 1].text == opening:
            return start - 1, stop
    return start, stop


def _questioned(unit: _Unit) -> _Unit:
    return unit if unit.exact or unit.text not in _OPEN_QUESTION else _Unit(_OPEN_QUESTION[unit.text], unit.kind)


def _left_to_right(units: list[_Unit]) -> Iterator[_Unit]:
    """The order of a Latin line: as drawn, but for its runs of Arabic."""
    for run in re.finditer(r"R(?:[^LN]*R)?|[^R]", "".join(unit.kind for unit in units)):
        yield from reversed(units[run.start() : run.end()])


def settle_brackets(paragraphs: list[str]) -> list[str]:
    """Settles which way the brackets of right-to-left text open.

    One program notes for a glyph the bracket that it draws, another the bracket that was written; in Arabic text these are
    mirrored. Of the two readings the one in which brackets close after they open is right. A paragraph that fits both
    ways follows the others.

    Args:
        paragraphs: The text of lines, joined.

    Returns:
        The same with all brackets settled.
    """
    votes = {pair: sum(_vote(text, pair) for text in paragraphs) for pair in _PAIRS}
    every = sum(votes.values())
    return [_settled(text, [pair for pair in _PAIRS if (_vote(text, pair) or votes[pair] or every) > 0]) for text in paragraphs]


def _settled(text: str, mirrored: Iterable[tuple[str, str]]) -> str:
    for opening, closing in mirrored:
        text = text.translate({ord(_OPEN_QUESTION[opening]): closing, ord(_OPEN_QUESTION[closing]): opening})
    return text.translate(_ANSWER)


def _vote(text: str, pair: tuple[str, str]) -> int:
    """Above 0: mirroring lets more brackets close; below 0: fewer."""
    as_drawn = text.translate(_ANSWER)
    mirrored = "".join(_ANSWER[ord(c)].translate(_MIRROR) if ord(c) in _ANSWER else c for c in text)
    return _closed(mirrored, pair) - _closed(as_drawn, pair)


def _closed(text: str, pair: tuple[str, str]) -> int:
    open_now = closed = 0
    for char in text:
        if char == pair[0]:
            open_now += 1
        elif char == pair[1] and open_now:
            open_now -= 1
            closed += 1
    return closed
