"""From an article to the card that the site shows."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import mujaz
from mujaz import Bilingual, EventDate, Grounded, Money

if TYPE_CHECKING:
    from pathlib import Path


class Opening(mujaz.Block):
    """The opening of a public place, as a city's news tells it."""

    place: Bilingual
    city: Bilingual
    opened_on: EventDate | None
    cost: Money | None
    seats: Grounded[int] | None


@dataclass(frozen=True)
class Card:
    """What the site shows: a title and lines in English, and whether somebody must read it first."""

    title: str
    lines: list[str]
    to_read: bool


def card(article: Path) -> Card:
    """The card of an article."""
    with as_file(files("citydesk") / "prompt.md") as prompt:
        return _card(mujaz.summarize(article, schema=Opening, prompt=prompt, country="MA"))


async def acard(article: Path) -> Card:
    """The same for asynchronous code."""
    with as_file(files("citydesk") / "prompt.md") as prompt:
        return _card(await mujaz.asummarize(article, schema=Opening, prompt=prompt, country="MA"))


def _card(result: mujaz.Result[Any]) -> Card:
    opening: Opening = result.summary
    lines = []
    if opening.opened_on:
        lines.append(f"Opened on {opening.opened_on.value}")
    if opening.cost:
        lines.append(f"Cost {opening.cost.value:,} {opening.cost.unit or ''}".rstrip())
    if opening.seats:
        lines.append(f"{opening.seats.value} seats")
    return Card(f"{opening.place.en}, {opening.city.en}", lines, to_read=not result.proven)
