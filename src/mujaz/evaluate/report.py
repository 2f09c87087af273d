"""What an evaluation found: each measure of each system with its interval, beside the first system; as JSON and as a table."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mujaz.evaluate.chance import LEVEL, RESAMPLES, SEED, Difference, Estimate, difference, estimate
from mujaz.evaluate.measure import MEASURES, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mujaz.evaluate.systems import Book, System

_CHANCE = (
    "In brackets: 95 % interval of the mean over articles (bootstrap, 1,000 resamples). p: paired approximate randomization, "
    "two-sided; * below 0.05. Of twenty measures one has a * by chance."
)
_WORDS = (
    "Shares are in percent. ROUGE is F1, chrF F2, against the most similar reference. Words are folded (أ and إ are read as ا, "
    "then ى as ي, and ة as ه; no tashkeel) and not stemmed; a word is a run of letters or a number."
)
NOTES = (_CHANCE, _WORDS)
"""How to read the figures."""
SURE = 0.05
"""The p below which a difference is marked: the custom of the field."""
_NOTHING = "-"  # a system that does not have a measure
_FEW = 10  # articles below which an interval by resampling is known to be too narrow


@dataclass(frozen=True)
class Cell:
    """One measure of one system.

    Attributes:
        estimate: Its mean and interval.
        difference: How it differs from the first system; `None` of the first itself, and where they share no article.
    """

    estimate: Estimate
    difference: Difference | None


@dataclass(frozen=True)
class Line:
    """One measure of all systems, in their order; `None` of a system that does not have it."""

    measure: Measure
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class Report:
    """An evaluation.

    Attributes:
        data: What it was measured on, as it was named.
        book: The articles.
        systems: What was measured; all others are compared with the first.
        lines: The measures that any system has.
    """

    data: str
    book: Book
    systems: Sequence[System]
    lines: Sequence[Line]

    @property
    def referenced(self) -> int:
        """How many articles have a reference summary in Arabic."""
        return sum(bool(record.arabic) for record in self.book.records)

    @property
    def head(self) -> str:
        """What was measured on what, in one line."""
        count = len(self.book.records)
        few = "; so few that an interval is too narrow" if count < _FEW else ""
        return f"{self.data}: {count} article{'s' * (count != 1)}, {self.referenced} with a reference summary{few}"


def report_of(data: str, book: Book, systems: Sequence[System]) -> Report:
    """Reckon what the systems come to."""
    return Report(data, book, systems, [line for measure in MEASURES if (line := _line(measure, systems))])


def _line(measure: Measure, systems: Sequence[System]) -> Line | None:
    values = [system.values(measure.key) for system in systems]
    if not any(values) or (measure.key.startswith("errors_") and not any(any(v.values()) for v in values)):
        return None  # a check that found nothing anywhere
    return Line(measure, [_cell(own, values[0], first=n == 0) for n, own in enumerate(values)])


def _cell(own: dict[int, float], first_values: dict[int, float], *, first: bool) -> Cell | None:
    found = estimate(list(own.values()))
    if found is None:
        return None
    both = [] if first else sorted(own.keys() & first_values.keys())
    return Cell(found, difference([own[n] for n in both], [first_values[n] for n in both]))


def as_json(report: Report) -> str:
    """The whole evaluation as JSON: the means, and the values of every article."""
    records = report.book.records
    systems = [
        {
            "name": system.name,
            "kind": system.kind,
            "measures": {line.measure.key: asdict(cell) for line in report.lines if (cell := line.cells[n])},
            "failed": [records[place].article.source for place in sorted(system.failed)],
            "articles": [{"source": records[place].article.source, **row} for place, row in sorted(system.rows.items())],
        }
        for n, system in enumerate(report.systems)
    ]
    shown: dict[str, Any] = {
        "mujaz": version("mujaz"),
        "data": report.data,
        "articles": len(records),
        "with_reference": report.referenced,
        "against": report.systems[0].name,
        "interval": {"level": LEVEL, "method": "percentile bootstrap over articles", "resamples": RESAMPLES, "seed": SEED},
        "test": {"method": "paired approximate randomization, two-sided", "rounds": RESAMPLES, "seed": SEED},
        "measures": {line.measure.key: {"unit": line.measure.unit, "better": line.measure.better} for line in report.lines},
        "systems": systems,
    }
    return json.dumps(shown, ensure_ascii=False, indent=1)


def as_text(report: Report) -> str:
    """A table for a terminal: a measure a line, a system a column."""
    names = [system.name for system in report.systems]
    rows = [["", *names]]
    rows += [[line.measure.title, *(spelled(line, cell) for cell in line.cells)] for line in report.lines]
    parts = [report.head, "", *_table(rows)]
    if len(names) > 1:
        others = [["", *names[1:]]]
        for line in report.lines:
            cells = [spelled_difference(line.measure, cell) for cell in line.cells[1:]]
            others += [[line.measure.title, *cells]] if any(cell != _NOTHING for cell in cells) else []
        parts += ["", f"Difference from {names[0]}, on the articles that both have:", "", *_table(others)]
    return "\n".join([*parts, "", *NOTES])


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def spelled(line: Line, cell: Cell | None) -> str:
    """A mean with its interval, as it is shown; with the number of articles where another system has more of them."""
    if cell is None:
        return _NOTHING
    mean, low, high = cell.estimate.mean, cell.estimate.low, cell.estimate.high
    measure = line.measure
    shown = number(measure, mean)
    shown = shown if low is None or high is None else f"{shown} [{number(measure, low)}, {number(measure, high)}]"
    most = max(other.estimate.n for other in line.cells if other)
    return shown if cell.estimate.n == most else f"{shown} n={cell.estimate.n}"


def spelled_difference(measure: Measure, cell: Cell | None) -> str:
    """A difference from the first system, with its p, as it is shown."""
    if cell is None or cell.difference is None:
        return _NOTHING
    mean, p = cell.difference.mean, cell.difference.p
    shown = number(measure, mean)
    shown = shown if shown.startswith("-") else f"+{shown}"
    return shown if p is None else f"{shown} p={p:.3f}{'*' if p < SURE else ''}"


def number(measure: Measure, value: float) -> str:
    """A value as it is shown: shares in percent, money to the hundredth of a cent, counts to a tenth or whole."""
    if measure.unit == "share":
        return f"{100 * value:.1f}"
    if measure.unit == "USD":
        return f"{value:.4f}"
    return f"{value:.0f}" if measure.unit == "tokens" else f"{value:.1f}"
