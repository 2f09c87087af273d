"""Asking a strong model: everything in one call, and once more for what could not be proven."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mujaz.model import prompt
from mujaz.result import Withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mujaz.model.call import Door
    from mujaz.result import Finding
    from mujaz.settings import Settings
    from mujaz.trust.verify import Proof

T = TypeVar("T", bound=BaseModel)


class Fix(BaseModel):
    """A new value for one path, or `null` to take it out."""

    model_config = ConfigDict(extra="forbid")
    path: str
    value: str | None


class Repair(BaseModel):
    """What the model answers when it is asked about failing items."""

    model_config = ConfigDict(extra="forbid")
    fixes: list[Fix]


def messages(proof: Proof, settings: Settings) -> list[prompt.Message]:
    """The question for one article."""
    published = settings.published.isoformat() if settings.published else None
    return prompt.whole(
        proof.article.text, proof.sentences, count=settings.sentences, country=settings.country, published=published
    )


async def ask(door: Door, proof: Proof, settings: Settings, schema: type[T]) -> T:
    """Ask for a whole summary."""
    return await door.ask(messages(proof, settings), schema)


async def repair(
    door: Door, proof: Proof, settings: Settings, summary: T, findings: Sequence[Finding]
) -> tuple[T, list[str], list[Withheld]]:
    """Ask once more, for the failing items only.

    Args:
        door: The model.
        proof: The article.
        settings: What shaped the first question.
        summary: The answer so far.
        findings: What could not be proven in it.

    Returns:
        The summary with the new values, the paths that got one, and what was taken out. A new value that does not fit the
        schema, or for a path nobody asked about, changes nothing.
    """
    asked = {f.path for f in findings}
    lines = [f"{f.path}: {f.message}" for f in findings]
    answer = prompt.compact(summary.model_dump(mode="json"))
    reply = await door.ask(prompt.repair(messages(proof, settings), answer, lines), Repair)
    repaired: list[str] = []
    gone: list[str] = []
    for fix in reply.fixes:
        if fix.path not in asked:
            continue
        if fix.value is None:
            gone.append(fix.path)
        elif (changed := with_value(summary, fix.path, fix.value)) is not None:
            summary = changed
            repaired.append(fix.path)
    summary, withheld = without(summary, dict.fromkeys(gone, "taken out by the model when it was asked to prove it"))
    return summary, moved(repaired, withheld), withheld


def with_value(summary: T, path: str, value: str) -> T | None:
    """A copy of a summary with another value at a path; `None` where it does not fit the schema."""
    data = summary.model_dump(mode="json")
    *way, last = _steps(path)
    try:
        owner = _at(data, way)
        owner[last] = [int(n) for n in re.findall(r"\d+", value)] if _are_numbers(owner[last]) else value
        return type(summary).model_validate(data)
    except (ValidationError, KeyError, IndexError, TypeError):
        return None


def _are_numbers(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(n, int) for n in value)


def without(summary: T, paths: dict[str, str]) -> tuple[T, list[Withheld]]:
    """A copy of a summary without some of its leaves.

    English that is not proven leaves an empty place; of anything else that the schema cannot spare, the nearest block that it
    can spare goes too.

    Args:
        summary: The summary.
        paths: What to take out, and why.

    Returns:
        The summary, and what was taken out. What cannot be spared at all stays in.
    """
    withheld: list[Withheld] = []
    for path in sorted(paths, key=_backwards, reverse=True):
        if withheld and path.startswith((f"{withheld[-1].path}.", f"{withheld[-1].path}[")):
            continue  # it went with its block, and what has its number now is another
        for candidate in _outwards(path):
            data = summary.model_dump(mode="json")
            *way, last = _steps(candidate)
            try:
                owner = _at(data, way)
                value = owner[last]
                if isinstance(owner, list):
                    del owner[last]
                else:
                    owner[last] = None
                summary = type(summary).model_validate(data)
            except (ValidationError, KeyError, IndexError, TypeError):
                continue
            withheld.append(Withheld(path=candidate, value=prompt.compact(value), why=paths[path]))
            break
    return summary, withheld[::-1]


def moved(paths: Iterable[str], withheld: Sequence[Withheld]) -> list[str]:
    """Where paths are after `without`: what stood behind a list's element moves up, what went is left out."""
    gone = [_steps(taken.path) for taken in withheld]
    after = []
    for path in paths:
        steps = _steps(path)
        if not any(steps[: len(way)] == way for way in gone):
            after.append(_joined([_moved(steps, n, gone) for n in range(len(steps))]))
    return after


def _moved(steps: list[Any], n: int, gone: list[list[Any]]) -> Any:  # noqa: ANN401  (a name or a number)
    """Step `n` of a path, less the elements before it that went from the same list."""
    if not isinstance(steps[n], int):
        return steps[n]
    return steps[n] - sum(len(way) == n + 1 and way[:n] == steps[:n] and way[n] < steps[n] for way in gone)


def _outwards(path: str) -> list[str]:
    """A path and the paths of what holds it, from the inside out: `people[0].ar`, `people[0]`, `people`."""
    steps = _steps(path)
    return [_joined(steps[:n]) for n in range(len(steps), 0, -1)]


def _backwards(path: str) -> list[tuple[int, str]]:
    """Order in which later elements of a list come last, so that taking one out moves no other that is still to go."""
    return [(step, "") if isinstance(step, int) else (-1, step) for step in _steps(path)]


def _steps(path: str) -> list[Any]:
    return [int(n) if n else name for name, n in re.findall(r"([^.\[\]]+)(?=[.\[]|$)|\[(\d+)\]", path)]


def _joined(steps: Sequence[Any]) -> str:
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).removeprefix(".")


def _at(data: Any, way: Sequence[Any]) -> Any:  # noqa: ANN401  (any JSON)
    for step in way:
        data = data[step]
    return data
