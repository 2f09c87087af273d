"""How well sentences are cut, beside pysbd where it is installed: `python bench/sentences.py DATA`.

Lines of a document are joined by one space, and their ends are the answer. A file whose lines name no document
is joined by tens. The last end of a document is given and not counted. Then the CPU time for a thousand words, at two sizes: the
same for both when it is linear.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module, util
from pathlib import Path
from typing import TYPE_CHECKING

from mujaz.text.segment import segment

if TYPE_CHECKING:
    from collections.abc import Callable

    Cutter = Callable[[str], list[int]]

say = sys.stdout.write
SIZES = (10_000, 100_000)  # words; the second is the longest text that the issue promises
SLOW = 10_000  # pysbd takes 2 s of CPU for this many already, 200 times ours


def documents(path: Path) -> list[list[str]]:
    """The lines of each document, in order, white space folded."""
    found: dict[str, list[tuple[int, str]]] = {}
    for n, raw in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(raw)
        key = row.get("doc") or str(n // 10)
        found.setdefault(key, []).append((row.get("line", n), " ".join(row["ar"].split())))
    return [[line for _, line in sorted(rows)] for rows in found.values()]


def ends_of(lines: list[str]) -> set[int]:
    """Where the lines end in the text that they are joined to, but for the last."""
    ends, at = set[int](), 0
    for line in lines[:-1]:
        ends.add(at + len(line))
        at += len(line) + 1
    return ends


def ours(text: str) -> list[int]:
    """The ends that this project finds."""
    return [s.end for s in segment(text)]


def other() -> Cutter | None:
    """Pysbd's ends, looked up in the text because it gives back changed slices; None when it is not installed."""
    if util.find_spec("pysbd") is None:
        return None
    cutter = import_module("pysbd").Segmenter(language="ar", clean=False)

    def cut(text: str) -> list[int]:
        ends, at = [], 0
        for piece in map(str.strip, cutter.segment(text)):
            found = text.find(piece, at)
            if piece and found >= 0:
                at = found + len(piece)
                ends.append(at)
        return ends

    return cut


def score(name: str, cut: Cutter, docs: list[list[str]]) -> None:
    """Precision, recall and F1 of the ends."""
    right = found = true = 0
    for lines in docs:
        text, answer = " ".join(lines), ends_of(lines)
        got = set(cut(text)) - {len(text)}
        right, found, true = right + len(got & answer), found + len(got), true + len(answer)
    precision, recall = right / max(found, 1), right / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    say(f"  {name:6s} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  ({right} right of {found} found, {true} true)\n")


def timed(name: str, cut: Cutter, words: list[str]) -> None:
    """CPU milliseconds for a thousand words."""
    for size in SIZES:
        if name != "ours" and size > SLOW:
            continue
        text = " ".join((words * (size // len(words) + 1))[:size])
        began = time.process_time()
        cut(text)
        each = (time.process_time() - began) / size * 1_000_000
        say(f"  {name:6s} {size:7d} words: {each:.3f} ms CPU for 1,000 words\n")


def main() -> None:
    """Print the scores, then the times."""
    docs = documents(Path(sys.argv[1]) / "parallel_ntrex.jsonl")
    cutters: dict[str, Cutter] = {"ours": ours}
    if pysbd := other():
        cutters["pysbd"] = pysbd
    say(f"{len(docs)} documents, {sum(map(len, docs))} lines\n")
    for name, cut in cutters.items():
        score(name, cut, docs)
    words = " ".join(line for lines in docs for line in lines).split()
    for name, cut in cutters.items():
        timed(name, cut, words)


if __name__ == "__main__":
    main()
