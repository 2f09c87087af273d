"""An evaluation as one page of HTML: bars with their intervals, and the whole table. No script, nothing fetched, all escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from mujaz.evaluate.report import NOTES, SURE, number, spelled, spelled_difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mujaz.evaluate.report import Cell, Line, Report

# Eight colours that people who do not see red or green tell apart (Okabe and Ito 2008), the lightest left out.
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999")
_BAR, _GAP = 18, 6  # pixels: a line of text of 13 pixels fits a bar
_NAMES, _WIDE, _VALUES = 220, 380, 200  # pixels of the names, of the longest bar, and of the figures behind it
_LETTERS = 32  # of a name beside its bar, at 13 pixels; the table has all of it

_STYLE = """
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.05rem;margin:1.6rem 0 .3rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:13px}
th,td{border:1px solid #8886;padding:.25rem .5rem;text-align:start;white-space:nowrap}
svg{max-width:100%;height:auto;font:13px system-ui,sans-serif}svg text{fill:currentColor}
.whisker{stroke:currentColor;stroke-width:1.5}.sure{font-weight:bold}.note{font-size:13px;opacity:.8}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # should anything ever get past the escaping, it may do nothing


def as_html(report: Report) -> str:
    """The page."""
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(f'mujaz evaluate: {report.data}')}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
            f"<h1>{escape(report.head)}</h1>",
            *(f'<p class="note">{escape(note)}</p>' for note in NOTES),
            *_charts(report),
            "<h2>All figures</h2>",
            *_table(report),
            "</body>\n</html>",
        ]
    )


def _charts(report: Report) -> Iterator[str]:
    names = [system.name for system in report.systems]
    for line in report.lines:
        better = {"higher": ", higher is better", "lower": ", lower is better", None: ""}[line.measure.better]
        unit = "%" if line.measure.unit == "share" else line.measure.unit
        yield f"<h2>{escape(f'{line.measure.title.strip()} ({unit}{better})')}</h2>"
        yield _chart(line, names)


def _chart(line: Line, names: Sequence[str]) -> str:
    """One measure: a bar for each system that has it, from 0, with a line from end to end of its interval."""
    had = [(n, cell) for n, cell in enumerate(line.cells) if cell]
    full = 1.0 if line.measure.unit == "share" else max(max(c.estimate.mean, c.estimate.high or 0.0) for _, c in had) or 1.0
    height = len(had) * (_BAR + _GAP)
    bars = [_bar(row, names[n], cell, full, _COLOURS[n % len(_COLOURS)]) for row, (n, cell) in enumerate(had)]
    figures = [f'<text x="{x:.1f}" y="{y}">{escape(_told(line, c))}</text>' for (x, y, _), (_, c) in zip(bars, had, strict=True)]
    label = "; ".join(f"{names[n]}: {spelled(line, cell)}" for n, cell in had)
    size = f'viewBox="0 0 {_NAMES + _WIDE + _VALUES} {height}" width="{_NAMES + _WIDE + _VALUES}" height="{height}"'
    drawn = "".join(svg for _, _, svg in bars) + "".join(figures)
    return f'<svg role="img" aria-label="{escape(label)}" {size}>{drawn}</svg>'


def _bar(row: int, name: str, cell: Cell, full: float, colour: str) -> tuple[float, float, str]:
    """A name, its bar and the interval; and before them where the figure belongs."""
    top = row * (_BAR + _GAP)
    middle, base = top + _BAR / 2, top + _BAR - 5
    found = cell.estimate
    near, long, far = (
        _NAMES + _WIDE * min(max(value, 0.0) / full, 1.0) for value in (found.low or 0.0, found.mean, found.high or 0.0)
    )
    short = name if len(name) <= _LETTERS else name[: _LETTERS - 1] + "…"
    parts = [
        f'<text x="{_NAMES - 8}" y="{base}" text-anchor="end" direction="ltr">{escape(short)}</text>',
        f'<rect x="{_NAMES}" y="{top}" width="{long - _NAMES:.1f}" height="{_BAR}" fill="{colour}"/>',
    ]
    if found.low is not None and found.low != found.high:
        ends = [(near, middle, far, middle), *((x, middle - 4, x, middle + 4) for x in (near, far))]
        parts += [f'<line class="whisker" x1="{a:.1f}" y1="{b}" x2="{c:.1f}" y2="{d}"/>' for a, b, c, d in ends]
    return max(long, far) + 6, base, "".join(parts)


def _told(line: Line, cell: Cell) -> str:
    other = cell.difference
    sure = other is not None and other.p is not None and other.p < SURE
    return f"{number(line.measure, cell.estimate.mean)}{'*' if sure else ''}"


def _table(report: Report) -> Iterator[str]:
    names = [system.name for system in report.systems]
    against = [f"{name}, less {names[0]}" for name in names[1:]]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("", *names, *against))
    yield f'<div class="scroll"><table>\n<tr>{head}</tr>'
    for line in report.lines:
        cells = [(spelled(line, cell), False) for cell in line.cells]
        for cell in line.cells[1:]:
            shown = spelled_difference(line.measure, cell)
            cells.append((shown, shown.endswith("*")))
        data = "".join(f"<td{' class=sure' if sure else ''}>{escape(text)}</td>" for text, sure in cells)
        yield f'<tr><th scope="row">{escape(line.measure.title)}</th>{data}</tr>'
    yield "</table></div>"
