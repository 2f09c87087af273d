"""Many articles through `mujaz.summarize_many`, as a contender of the kit's bench.py; `make bench-batch` puts it among the peers.

The answer is the kit's own; its entities are `Words` and its summary is prose here, so every one of them is found and checked.
The number of an article, by which the mock server knows it, stands at its end among the page debris that is taken out: it is put
in front.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

sys.path.insert(0, __file__.rsplit("/", 2)[0])  # the kit copies contenders below itself, and has its shared code there
from common import GOLD, Clock, args, articles, report  # type: ignore[import-not-found]
from pydantic import BaseModel

import mujaz
import mujaz.batch.many
import mujaz.model.asking
import mujaz.model.call  # the peers import their client before the clock starts, too


class Entity(BaseModel):
    """One thing that an article names."""

    kind: Literal["person", "role", "date", "organization", "place", "amount", "beneficiary", "program"]
    text: mujaz.Words


class Digest(BaseModel):
    """The kit's answer."""

    article_id: str
    title_en: mujaz.English
    summary_ar: list[mujaz.Arabic]
    summary_en: list[mujaz.English]
    topic: Literal["politics", "economy", "society", "sport", "culture", "other"]
    entities: list[Entity]


def right(result: mujaz.Result[Any]) -> bool:
    """Whether an answer is the one that was served for this article, each entity with its place in the words."""
    said, name = result.summary, re.findall(r"ART-\d+", result.article.text)[0]
    spans = sum(len(item.spans) > 0 for item in result.items if item.path.endswith(".text"))
    same = said.article_id == name and [(e.kind, e.text) for e in said.entities] == [tuple(e) for e in GOLD]
    return same and spans == len(GOLD)


async def main() -> None:
    """Run all articles and report."""
    given = args()
    texts = (f"تحمل هذه المادة الرقم {a['id']} في الأرشيف.\n\n{a['text']}" for a in articles(given.n))
    results: list[bool | None] = []
    errors: list[str] = []
    with tempfile.TemporaryDirectory() as folder, Clock() as clock:
        many = mujaz.summarize_many(
            texts,
            Path(folder) / "results.jsonl",
            schema=Digest,
            concurrency=given.concurrency,
            model="m",
            base_url=f"{given.base_url}/fields/v1",
            country="MA",
        )
        async for outcome in many:
            results.append(right(outcome.result) if outcome.result else None)
            errors += [outcome.error.split(":")[0]] if outcome.error else []
    report("mujaz batch", given.n, clock, results, errors)


if __name__ == "__main__":
    asyncio.run(main())
