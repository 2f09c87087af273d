"""Sentences with names marked, from three public corpora: `python bench/corpora.py OUT ANERCORP AQMAR WOJOOD [WITHOUT]`.

ANERCORP is the corpus of Benajiba in one file, one word and its tag a line (free for research; no licence to hand it on, so none
of it is here); AQMAR the folder of annotated articles of that corpus (CC BY-SA 3.0); WOJOOD that of train.txt, val.txt and
test.txt of the corpus' public sample (MIT). OUT/ner.jsonl is written as `bench/names.py` reads it. Sentences of the file WITHOUT
are left out, such as those of the bench kit, which takes its own from the same corpora.
"""

from __future__ import annotations

import json
import re
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAGS = re.compile(r"(O|[BI]-[A-Z0-9]+)( [BI]-[A-Z0-9]+)*")
_ENDS = {".", "؟", "!"}
_FEWEST = 4  # words of a sentence; a shorter one is a heading or a leftover
Marked = tuple[list[str], list[str]]  # the words of a sentence, and their tags


def sentences(file: Path, *, by_mark: bool) -> Iterator[Marked]:
    """The sentences of a file: parted by empty lines, and by full stops where it has none."""
    tokens: list[str] = []
    tags: list[str] = []
    for line in [*file.read_text(encoding="utf-8", errors="replace").split("\n"), ""]:
        word, _, tag = line.strip().partition(" ")
        if tag:
            tokens.append(word)
            tags.append(tag if _TAGS.fullmatch(tag) else "O")
        if tokens and (not tag or (by_mark and word in _ENDS)):
            yield tokens, tags
            tokens, tags = [], []


def corpus(anercorp: Path, aqmar: Path, wojood: Path) -> Iterator[tuple[str, Marked]]:
    """Each sentence with its id."""
    parts = chain(
        [("anercorp", anercorp, True)],
        ((f"aqmar-{file.stem}", file, False) for file in sorted(aqmar.glob("*.txt"))),
        ((f"wojood-{part}", wojood / f"{part}.txt", False) for part in ("train", "val", "test")),
    )
    for name, file, by_mark in parts:
        for n, marked in enumerate(sentences(file, by_mark=by_mark)):
            yield f"{name}-{n}", marked


def main(out: Path, anercorp: Path, aqmar: Path, wojood: Path, without: Path | None) -> None:
    """Write the file."""
    lines = without.read_text(encoding="utf-8").splitlines() if without else []
    left_out = {tuple(json.loads(line)["tokens"]) for line in lines}
    out.mkdir(parents=True, exist_ok=True)
    with (out / "ner.jsonl").open("w", encoding="utf-8") as file:
        for name, (tokens, tags) in corpus(anercorp, aqmar, wojood):
            if len(tokens) >= _FEWEST and tuple(tokens) not in left_out:
                row = {"id": name, "tokens": tokens, "tags": tags}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    if len(sys.argv) not in (5, 6):
        sys.exit(__doc__)
    written, one, two, three, *rest = map(Path, sys.argv[1:])
    main(written, one, two, three, rest[0] if rest else None)
