"""The names of a text: people, organizations and places, none inside another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mujaz.text.named.line import Line
from mujaz.text.named.organizations import organizations
from mujaz.text.named.people import people
from mujaz.text.named.places import places

if TYPE_CHECKING:
    from mujaz.text.named.line import Entity, Run


def entities(text: str) -> list[Entity]:
    """Find the people, organizations and places that an Arabic text names, by lists and by the words around them.

    Tuned for precision: a name that nothing vouches for is left out.

    Args:
        text: Arabic, of any length; the time is linear in it.

    Returns:
        Each mention, in order; none overlaps another, and the longest of several is the one that counts.
    """
    line = Line(text)
    taken: set[int] = set()
    kept: list[Run] = []
    # Of two names with the same words, what is headed by a word for an organization is one («جامعة القدس»).
    for run in sorted([*organizations(line), *people(line), *places(line)], key=lambda run: run.first - run.last):
        if taken.isdisjoint(range(run.first, run.last)):
            taken.update(range(run.first, run.last))
            kept.append(run)
    return [line.entity(run) for run in sorted(kept, key=lambda run: run.first)]
