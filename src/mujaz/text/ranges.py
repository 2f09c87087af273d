"""Ranges: «10-20 دولارا», «من 6,3 إلى 5,8 في المائة», "2 to 4 inches"; a bare end is of what the other end is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mujaz.text.tokens import Context, Reading

_TO = frozenset(("-", "–", "—", "الي", "حتي", "to", "until"))
_DASHES = frozenset("-–—")
_AND = frozenset(("و", "and"))
_BETWEEN = frozenset(("بين", "مابين", "between"))
_DUAL = 2
"""«ألف» and «ألفين» are counts by themselves: «500 إلى ألف» does not share a magnitude."""

_SMALL = 1000
"""A first number from here on has its own magnitude: «500 إلى 900 ألف» shares it, «5000 إلى مليون» does not."""


_UNITS = ("percent", "money", "duration", "count")


def close_ranges(ctx: Context, found: list[Reading]) -> list[Reading]:
    """Gives the bare end of a range («10 إلى 20 دولارا», "$1-2 million") the kind, unit and magnitude of the other end."""
    closed = list(found)
    for k in range(len(found) - 1):
        first, second = closed[k], closed[k + 1]
        if "date" in (first.kind, second.kind) or not _range(ctx, first, second):
            continue
        if first.kind == "number" and (second.kind in _UNITS or _rising(first, second)):
            closed[k] = _same(first, second, second)
        elif first.kind == "money" and second.kind == "number":
            closed[k], closed[k + 1] = _same(first, first, second), _same(second, first, second)
    return closed


def _rising(first: Reading, second: Reading) -> bool:
    """«بين 300 و400 ألف»: with no unit behind it only a smaller first number shares the magnitude."""
    return second.kind == "number" and first.amount < second.amount / second.scale


def _range(ctx: Context, first: Reading, second: Reading) -> bool:
    if second.first == first.last + 1:
        word = ctx.near(first.last).key
        if word in _DASHES and second.kind == "count" and first.amount >= second.amount:
            return False  # a score: "a 2-1 win"
        return word in _TO or (word in _AND and ctx.at(first.first - 1).key in _BETWEEN)
    joined = ctx.at(second.first)
    attached = second.first == first.last and joined.kind == "word" and joined.key.startswith("و")
    return attached and ctx.at(first.first - 1).key in _BETWEEN


def _same(bare: Reading, whole: Reading, last: Reading) -> Reading:
    """`bare` with the kind and unit of `whole`, and the magnitude that the range ends with."""
    value, scale = bare.amount, bare.scale
    if scale == 1 < last.scale and value < _SMALL and not (last.words and last.amount / last.scale <= _DUAL):
        value, scale = value * last.scale, last.scale
    if bare is whole or whole.kind == "number":
        return replace(bare, value=value, scale=scale)
    value /= whole.parts
    note = "; ".join(filter(None, (bare.note, whole.note, "unit of the other end of the range")))
    kind, unit, lemma, codes = whole.kind, whole.unit, whole.lemma, whole.codes
    shared = replace(bare, kind=kind, value=value, unit=unit, scale=scale, note=note, lemma=lemma, codes=codes)
    return replace(shared, parts=whole.parts)
