"""Pages of glyphs to paragraphs: columns from the right, running lines out, lines of one paragraph joined."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from math import inf, isfinite
from statistics import median
from typing import TYPE_CHECKING

from mujaz.reading.pdf_lines import Line, lines_of, rows_of, settle_brackets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.reading.pdf_glyphs import Glyph, Page

# In parts of the font's height (em).
_GUTTER = 0.75  # columns stand 1 em apart or more, of which a mark at the edge may take a quarter
_INDENT = 0.8  # the first line of a paragraph is set in by 1 em or more, and margins waver by less than half of one
_SAME_SIZE = 0.12  # a headline is a sixth larger than its text or more; sizes inside a paragraph waver by rounding
_WIDER = 1.25  # a line this much further down than lines usually are begins a paragraph
_APART = 2.0  # and a page number stands this many times further from the text

_COLUMN_LINES = 4  # two or three loosely justified lines have a gap at the same place by chance; in four it is a gutter
_DEPTH = 6  # columns inside columns: a page of a newspaper has three levels at most
_CANDIDATES = 200  # gaps of a page that are tried as gutters; a page of 8 columns and 100 lines has 7 real ones
_EDGE_LINES = 2  # a running header or footer has one line, seldom two
_USUAL_LEADING = 1.8  # baselines apart, in em, for a text of which nothing can be measured
_NUMBERED_SHARE = 0.5  # left and right pages may have headers of their own, each on half of the pages

_PAGE_NUMBER = re.compile(r"[-–—|(\[\s]*(?:صفحة|ص|Page)?\s*(\d{1,4})(?:\s*(?:/|من|of)\s*\d{1,4})?[-–—|)\]\s.]*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?؟:…][»\"')\]]*\Z")
_CUT_WORD = re.compile(r"[A-Za-z]-\Z")


@dataclass(slots=True)
class Laid:
    """The text of all pages.

    Attributes:
        paragraphs: In reading order.
        running: Headers and footers that were left out, each once, numbers in them as #.
        numbers: How many page numbers were left out.
        columned: How many pages have columns.
    """

    paragraphs: list[str]
    running: list[str] = field(default_factory=list)
    numbers: int = 0
    columned: int = 0


@dataclass(slots=True)
class _Block:
    """The lines of a column, or of the full width, from top to bottom."""

    lines: list[Line]


def lay_out(pages: list[Page]) -> Laid:
    """Reads pages as paragraphs.

    Args:
        pages: Their glyphs.

    Returns:
        The paragraphs, and what was left out.
    """
    laid = Laid([])
    blocks_of = []
    for page in pages:
        regions = list(_regions(page.glyphs, _DEPTH))
        laid.columned += len(regions) > 1
        blocks_of.append([_Block(lines) for region in regions if (lines := lines_of(region))])
    _drop_running(blocks_of, laid)
    blocks = [block for page in blocks_of for block in page if block.lines]
    laid.paragraphs = settle_brackets(_paragraphs(blocks))
    return laid


def _regions(glyphs: list[Glyph], depth: int) -> Iterator[list[Glyph]]:
    """Cuts a page into columns and what stands above and below them, in reading order."""
    cut = _best_cut(glyphs) if depth else None
    if cut is None:
        if glyphs:
            yield glyphs
        return
    x, top, bottom = cut
    inside = [g for g in glyphs if bottom <= g.y <= top]
    parts = (
        [g for g in glyphs if g.y > top],
        [g for g in inside if g.x0 + g.x1 > 2 * x],
        [g for g in inside if g.x0 + g.x1 <= 2 * x],
        [g for g in glyphs if g.y < bottom],
    )
    for part in parts:
        yield from _regions(part, depth - 1)


@dataclass(slots=True)
class _Band:
    """What stands at one height over the whole width of a region, and the gaps in it."""

    top: float
    bottom: float
    glyphs: list[Glyph]
    gaps: list[tuple[float, float]] = field(default_factory=list)

    def gap_at(self, x: float) -> tuple[float, float] | None:
        return next((gap for gap in self.gaps if gap[0] <= x <= gap[1]), None)


def _best_cut(glyphs: list[Glyph]) -> tuple[float, float, float] | None:
    """The gutter with the most lines beside it: its middle, and the highest and the lowest baseline it divides."""
    written = [g for g in glyphs if not g.text.isspace()]
    if not written:
        return None
    width = _GUTTER * median(g.size for g in written)
    bands = _bands(written)
    gutters = {gutter for x in _candidates(bands, width) for gutter in _gutters(bands, x, width)}
    best, most = None, _COLUMN_LINES - 1
    for first, last, left, right in sorted(gutters):
        inside = [glyph for band in bands[first:last] for glyph in band.glyphs]
        lines = _fewer_rows(inside, x := (left + right) / 2)
        if lines > most:
            best, most = (x, max(g.y for g in inside), min(g.y for g in inside)), lines
    return best


def _candidates(bands: list[_Band], width: float) -> list[int]:
    """Where gutters may be: beside the ends of lines. A line of one column may have nothing beside it in the other."""
    ends = {
        round(x) for band in bands for a, b in band.gaps if b - a >= width for x in (a + width / 2, b - width / 2) if isfinite(x)
    }
    return sorted(ends)[:_CANDIDATES]


def _fewer_rows(glyphs: list[Glyph], x: float) -> int:
    """How many rows stand on that side of `x` which has fewer."""
    return min(len(rows_of([g for g in glyphs if g.x1 <= x])), len(rows_of([g for g in glyphs if g.x0 >= x])))


def _gutters(bands: list[_Band], x: float, width: float) -> Iterator[tuple[int, int, float, float]]:
    """The stretches of bands, by index, that leave a gap of `width` around `x` with text on both sides, and its ends."""
    first, left, right = 0, -inf, inf
    for at, band in enumerate([*bands, None]):
        gap = band.gap_at(x) if band else None
        if gap and min(right, gap[1]) - max(left, gap[0]) >= width:
            left, right = max(left, gap[0]), min(right, gap[1])
            continue
        if isfinite(left) and isfinite(right):
            yield first, at, left, right
        first, (left, right) = (at, gap) if gap else (at + 1, (-inf, inf))


def _bands(glyphs: list[Glyph]) -> list[_Band]:
    bands: list[_Band] = []
    for glyph in sorted(glyphs, key=lambda g: -g.y):
        # Half the height: the bodies of letters. With what stands above and below it, lines set tight would touch.
        top, bottom = glyph.y + glyph.size / 2, glyph.y
        if bands and top >= bands[-1].bottom:
            bands[-1].glyphs.append(glyph)
            bands[-1].bottom = min(bands[-1].bottom, bottom)
        else:
            bands.append(_Band(top, bottom, [glyph]))
    for band in bands:
        edge = -inf
        for glyph in sorted(band.glyphs, key=lambda g: g.x0):
            if glyph.x0 > edge:
                band.gaps.append((edge, glyph.x0))
            edge = max(edge, glyph.x1)
        band.gaps.append((edge, inf))
    return bands


def _drop_running(pages: list[list[_Block]], laid: Laid) -> None:
    """Takes out page numbers, and lines that stand at the edge of many pages."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for page in edges for key in {_key(line) for line in page})
    needed = max(2.0, _NUMBERED_SHARE * len(pages))
    repeated = {key for key, count in seen.items() if count >= needed}
    numbers = _page_numbers(edges)
    for page, edge in zip(pages, edges, strict=True):
        for line in edge:
            if id(line) in numbers or (len(pages) == 1 and _number(line) is not None and _alone(line, page)):
                laid.numbers += 1
            elif _key(line) in repeated:
                laid.running.append(settle_brackets([_key(line)])[0])
            else:
                continue
            for block in page:
                block.lines = [other for other in block.lines if other is not line]
    laid.running = list(dict.fromkeys(laid.running))


def _page_numbers(edges: list[list[Line]]) -> set[int]:
    """Which lines (by their `id`) are page numbers: numbers alone on their lines that count with the pages."""
    found = [(at, line, number) for at, edge in enumerate(edges) for line in edge if (number := _number(line)) is not None]
    offsets = Counter(number - at for at, _, number in found)
    return {id(line) for at, line, number in found if offsets[number - at] > 1}


def _number(line: Line) -> int | None:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return int(match[1]) if match else None


def _edges(page: list[_Block]) -> list[Line]:
    lines = sorted((line for block in page for line in block.lines), key=lambda line: -line.y)
    return lines if len(lines) <= 2 * _EDGE_LINES else lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _alone(line: Line, page: list[_Block]) -> bool:
    """On a single page, a number is its page number only where it stands far from the text."""
    away = [abs(other.y - line.y) for block in page for other in block.lines if other is not line]
    return bool(away) and min(away) > _APART * _USUAL_LEADING * line.size


def _paragraphs(blocks: list[_Block]) -> list[str]:
    leading = _leading(blocks)
    paragraphs: list[str] = []
    above: Line | None = None
    edge: tuple[float, float] = (0.0, 0.0)
    for block in blocks:
        left, right = min(line.x0 for line in block.lines), max(line.x1 for line in block.lines)
        for at, line in enumerate(block.lines):
            if above is None or (_begins(line, above, (left, right), leading) if at else _begins_block(line, above, edge, right)):
                paragraphs.append(line.text)
            else:
                paragraphs[-1] = _joined(paragraphs[-1], line.text)
            above = line
        edge = (left, right)
    return paragraphs


def _leading(blocks: list[_Block]) -> float:
    """How far apart the lines of a paragraph are, in em: the lower quartile, as paragraphs may have one line each."""
    steps = sorted(
        (above.y - line.y) / line.size
        for block in blocks
        for above, line in zip(block.lines, block.lines[1:], strict=False)
        if abs(above.size - line.size) <= _SAME_SIZE * line.size
    )
    return steps[(len(steps) - 1) // 4] if steps else _USUAL_LEADING


def _begins(line: Line, above: Line, edge: tuple[float, float], leading: float) -> bool:
    """Whether a line begins a paragraph, by the line above it in the same column."""
    if (above.y - line.y) / line.size > _WIDER * leading or abs(above.size - line.size) > _SAME_SIZE * line.size:
        return True
    if _set_in(line, edge) and not _set_in(above, edge) and not _centred(line, edge):
        return True
    return _room(above, edge) > line.first + line.size / 4  # a quarter of an em for the space before the word


def _begins_block(line: Line, above: Line, edge: tuple[float, float], right: float) -> bool:
    """Whether the first line of a column or page begins a paragraph, by the last line of the one before."""
    if abs(above.size - line.size) > _SAME_SIZE * line.size or _SENTENCE_END.search(above.text):
        return True
    return right - line.x1 > _INDENT * line.size or _room(above, edge) > line.first + line.size / 4


def _room(line: Line, edge: tuple[float, float]) -> float:
    """The room that a line leaves at its end."""
    return line.x0 - edge[0] if line.rtl else edge[1] - line.x1


def _set_in(line: Line, edge: tuple[float, float]) -> bool:
    return (edge[1] - line.x1 if line.rtl else line.x0 - edge[0]) > _INDENT * line.size


def _centred(line: Line, edge: tuple[float, float]) -> bool:
    return abs((line.x0 - edge[0]) - (edge[1] - line.x1)) < line.size


def _joined(text: str, more: str) -> str:
    if _CUT_WORD.search(text) and more[:1].islower() and more[:1].isascii():
        return text[:-1] + more
    return f"{text} {more}"
