"""The English of the embedded model on 40 sentences of others, graded by hand: `python bench/english.py [DATA]`.

Prints how many are wrong, and how many of those the checks find. With DATA (a folder with `parallel_ntrex.jsonl` and
`parallel_tico19.jsonl`) the sentences are translated anew first; a sentence whose English stays as it was keeps its grade, the
others have to be read. The rule of the grades stands in bench/data/README.md.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from mujaz import check_pair
from mujaz.model import steps
from mujaz.model.call import Door
from mujaz.model.local import serve
from mujaz.settings import Settings, weights_file

GRADED = Path(__file__).parent / "data/embedded_english.jsonl"
SOURCES = {
    "parallel_ntrex.jsonl": "NTREX-128, CC BY-SA 4.0",
    "parallel_tico19.jsonl": "TICO-19, CC0",
}
EACH = 20  # sentences of each, evenly from its beginning to its end


def chosen(data: Path) -> list[dict[str, Any]]:
    """The sentences."""
    rows = []
    for name, source in SOURCES.items():
        every = [json.loads(line) for line in (data / name).read_text(encoding="utf-8").splitlines()]
        rows += [
            {"id": pair["id"], "source": source, "ar": pair["ar"]}
            for pair in (every[n * len(every) // EACH] for n in range(EACH))
        ]
    return rows


async def translated(rows: list[dict[str, Any]]) -> None:
    """Ask the embedded model for the English of each, as a summary's is asked for."""
    settings = Settings()
    server = serve(weights_file(), settings.context)
    async with Door("local", server.base_url, server.key, settings, lambda _stage: None) as door:
        for row in rows:
            row["en"] = await steps.translate(door, row["ar"])


def graded() -> list[dict[str, Any]]:
    """The rows of the file."""
    return [json.loads(line) for line in GRADED.read_text(encoding="utf-8").splitlines()]


def anew(data: Path) -> None:
    """Translate, and keep the grades of what stays the same."""
    known = {(row["id"], row["en"]): row for row in graded()} if GRADED.exists() else {}
    rows = chosen(data)
    asyncio.run(translated(rows))
    kept = [known.get((row["id"], row["en"]), row | {"grade": None, "wrong": []}) for row in rows]
    GRADED.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in kept), encoding="utf-8")


def main() -> None:
    """Print the shares."""
    if len(sys.argv) > 1:
        anew(Path(sys.argv[1]))
    rows = graded()
    unread = [row["id"] for row in rows if row["grade"] not in {"right", "minor", "wrong"}]
    if unread:
        sys.exit(f"not graded yet: {', '.join(unread)}; read them, and write the grade into {GRADED}")
    withheld = {
        row["id"] for row in rows if any(f.severity == "error" for f in check_pair(source=row["ar"], ar=row["ar"], en=row["en"]))
    }
    for grade in ("right", "minor", "wrong"):
        own = [row["id"] for row in rows if row["grade"] == grade]
        sys.stdout.write(
            f"{grade}: {len(own)} of {len(rows)}, of which {len(withheld.intersection(own))} withheld for a certain error\n"
        )


if __name__ == "__main__":
    main()
