"""Ranges: «10-20 دولارا», «من 6,3 إلى 5,8 في المائة», "2 to 4 inches"; the first number is of what the second is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mujaz.text.tokens import Context, Reading

_TO = frozenset(("-", "–", "—", "الي", "حتي", "to", "until"))
_AND = frozenset(("و", "and"))
_BETWEEN = frozenset(("بين", "مابين", "between"))
_SMALL = 1000
"""A first number from here on has its own magnitude: «500 إلى 900 ألف» shares it, «5000 إلى مليون» does not."""


def close_ranges(ctx: Context, found: list[Reading]) -> list[Reading]:
    """Gives each bare number before «إلى», "to" or a dash the kind, the unit and the magnitude of the number after it."""
    closed = list(found)
    for k in range(len(found) - 1):
        first, second = found[k], found[k + 1]
        if first.kind == "number" and second.kind in ("percent", "money", "duration", "count") and _range(ctx, first, second):
            closed[k] = _same(first, second)
    return closed


def _range(ctx: Context, first: Reading, second: Reading) -> bool:
    if second.first == first.last + 1:
        word = ctx.near(first.last).key
        return word in _TO or (word in _AND and ctx.at(first.first - 1).key in _BETWEEN)
    joined = ctx.at(second.first)
    attached = second.first == first.last and joined.kind == "word" and joined.key.startswith("و")
    return attached and ctx.at(first.first - 1).key in _BETWEEN


def _same(first: Reading, second: Reading) -> Reading:
    value, scale = first.amount, 1
    count = second.amount / second.scale
    if first.scale == 1 < second.scale and first.amount < _SMALL and not (second.words and count <= 2):
        value, scale = value * second.scale, second.scale
    note = "; ".join(filter(None, (first.note, second.note, "unit of the end of the range")))
    return replace(first, kind=second.kind, value=value, unit=second.unit, scale=scale, note=note, lemma=second.lemma)
