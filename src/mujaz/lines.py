"""The lines of a batch's file of results, for everything that reads one: one rule of what a line is, and what is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from mujaz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BEGINS = b'{"key":"'
"""How every line begins; what begins otherwise is no torn line of ours."""
STATUSES = ("proven", "unproven", "failed")
"""What an article can have come to."""
FORGOTTEN = "forgotten"
"""The status of a line that stands for failed articles which were asked again: it keeps what they cost, and is no article."""


def parsed(line: bytes) -> dict[str, Any] | None:
    """What a line says; `None` when it is none of a file of results."""
    try:
        entry = from_json(line)
    except ValueError:
        return None
    if not isinstance(entry, dict) or not all(isinstance(entry.get(name), str) for name in ("key", "source", "status")):
        return None
    if entry["status"] == FORGOTTEN:
        return entry if isinstance(entry.get("spent"), dict) else None
    whole = isinstance(entry.get("error"), str) if entry["status"] == "failed" else isinstance(entry.get("result"), dict)
    return entry if whole and entry["status"] in STATUSES else None


def entries(path: Path, option: str = "", *, forgotten: bool = False) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines of a file of results, each with its number from 1.

    A torn last line, of a batch that was killed or goes on, is passed over.

    Args:
        path: The file.
        option: The option that named it, for errors.
        forgotten: Give the lines, too, that keep what forgotten articles cost.

    Raises:
        InputError: It cannot be read, has a line that is no result, or has one article twice.
    """
    name = f"{option} {path}".strip()
    seen: set[str] = set()
    try:
        with path.open("rb") as file:
            for n, line in enumerate(file, 1):
                entry = parsed(line)
                if entry is None:
                    if line.endswith(b"\n") or not line.startswith(BEGINS[: len(line)]):
                        raise InputError(f"{name}: line {n} is no result of mujaz batch; give the file that it wrote.")
                    return
                if entry["status"] == FORGOTTEN:
                    if forgotten:
                        yield n, entry
                    continue
                if entry["key"] in seen:
                    raise InputError(
                        f"{name}: line {n} has the article of a line before it ({entry['key']}); take one of them out."
                    )
                seen.add(entry["key"])
                yield n, entry
    except FileNotFoundError:
        raise InputError(f"{name}: no such file; give the one that mujaz batch wrote.") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror}); give the file that mujaz batch wrote.") from None
