"""How a page words what the program keeps: statuses, paths, dates, amounts, and the values that were taken out."""

from __future__ import annotations

import calendar
import json
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MEANINGS = {
    "failed": "a check found it wrong",
    "withheld": "taken out: it could not be proven",
    "doubtful": "read it: a check found something, or none applies",
    "draft": "written by a small model: do not publish it",
    "chosen": "the model's choice: no check can tell",
    "repaired": "asked again, then it passed",
    "checked": "passed every check that applies",
}
"""Each status in a few words, the worst first."""

_NAMES = {
    "headline": "Headline",
    "summary": "Summary",
    "topic": "Topic",
    "people": "Person",
    "organizations": "Organization",
    "places": "Place",
    "dates": "Date",
    "amounts": "Amount",
    "quotes": "Quote",
    "events": "Event",
    "ar": "Arabic",
    "en": "English",
    "text": "words",
    "of": "what happened",
}
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
# Controls that reorder or hide text around them (embeddings, overrides, isolates), those that no HTML may hold, and halves of
# a surrogate pair, which no file can hold. Joiners and plain direction marks only shape what stands beside them, and stay.
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_QUARTERS = {33: "first quarter", 34: "second quarter", 35: "third quarter", 36: "fourth quarter"}
_LAST = (10_000, 0, 0)  # behind every year of four digits: a date whose year is not known


def worst(statuses: Iterable[str]) -> str | None:
    """The worst of several statuses; `None` of none."""
    return min(statuses, key=list(MEANINGS).index, default=None)


def visible(text: str) -> str:
    """A text in which nothing is unseen: a control that would turn its neighbours about is written out, `⟨U+202E⟩`."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def label(path: str) -> str:
    """Where something stands in a summary, for a person: `summary[1].en` is «Summary 2 · English»."""
    steps: list[str] = []
    for name, number in _STEP.findall(path):
        if number and steps:
            steps[-1] += f" {int(number) + 1}"
        else:
            steps.append(_NAMES.get(name, name.replace("_", " ")) if name else str(int(number) + 1))
    return " · ".join(steps)


def plain(value: Any) -> str:  # noqa: ANN401  (any JSON that holds no other)
    """A value of JSON as text."""
    return "yes" if value is True else "no" if value is False else str(value)


_WRITTEN_OUT = 30  # digits of a number that is written out; no amount has so many, and 1E+5000000000 would fill the memory


def amount(value: Any) -> str:  # noqa: ANN401  (any JSON)
    """A number with its thousands apart; what is no number stays."""
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return plain(value)
    return f"{number:,f}" if number.is_finite() and abs(number.adjusted()) <= _WRITTEN_OUT else plain(value)


def unit(value: str | None) -> str:
    """The unit of an amount."""
    return "unit not known" if value is None else "%" if value == "percent" else value


def day(edtf: str) -> str:
    """A date of EDTF as English says it: `2024-10-03` is «3 October 2024»; what it cannot say stays as it is."""
    found = re.fullmatch(r"(\d{4}|\d{3}X|\d\dXX|XXXX)(?:-(\d\d)(?:-(\d\d))?)?", edtf)
    if not found:
        return edtf
    year, month = found[1], int(found[2] or 0)
    if "X" in year and year != "XXXX":
        year = f"{year.replace('X', '0')}–{year.replace('X', '9')}"
    elif year == "XXXX":
        year = "(year not said)"
    part = _SEASONS.get(month) or _QUARTERS.get(month) or (calendar.month_name[month] if 0 < month <= 12 else "")
    return " ".join(piece for piece in (str(int(found[3])) if found[3] else "", part, year) if piece)


def order(edtf: str) -> tuple[int, int, int]:
    """Where a date stands in a timeline; those without a year come last."""
    found = re.match(r"(-?)(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d))?(?:-(\d\d))?", edtf)
    if not found:
        return _LAST
    year = int(found[2].replace("X", "0"))
    return (-year if found[1] else year, int(found[3] or 0), int(found[4] or 0))


def taken_out(value: str) -> str:
    """What was withheld, which is kept as JSON: a text as it is, of anything else the texts and values in it."""
    try:
        return " · ".join(_leaves(json.loads(value))) or value
    except ValueError:
        return value


def _leaves(value: Any) -> Iterable[str]:  # noqa: ANN401  (any JSON)
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _leaves(inner)
    elif value is not None:
        yield plain(value)
