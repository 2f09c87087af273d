"""What reading and cleaning make of real files: `python bench/reading.py DATA`. Encodings, pages, and what is taken out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mujaz.errors import InputError
from mujaz.reading.encoding import decode
from mujaz.reading.load import load

say = sys.stdout.write


def encodings(folder: Path) -> int:
    """Wrong characters of each file against the same text in UTF-8, where there is one; prints a line a file."""
    texts = {
        record["id"]: record["text"]
        for record in map(json.loads, (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    }
    truth = {name: (folder / "encodings" / "uchardet_utf-8.txt").read_text(encoding="utf-8") for name in ("uchardet",)}
    wrong = 0
    for path in sorted((folder / "encodings").iterdir()):
        kind = path.name.split(".")[0].split("_")[0]
        text, notes = decode(path.read_bytes(), path.name)
        right = texts.get(kind) or truth.get(kind)
        if kind == "chardet":  # the same page in two encodings: each is the other's truth
            other = "iso-8859-6" if "windows" in path.name else "windows-1256"
            right = decode((path.parent / f"chardet_{other}_nometa.html").read_bytes(), "x")[0].split("<body")[1]
            text = text.split("<body")[1]
        if path.suffix == ".html" and kind != "chardet":
            text = load(path).text
        bad = _differing(text, right)
        wrong += bad
        say(f"  {path.name}: {'; '.join(notes) or 'UTF-8'}; wrong characters: {bad}\n")
    return wrong


def _differing(text: str, right: str | None) -> int:
    """Characters that differ, white space aside; -1 where there is nothing to compare with."""
    if right is None:
        return -1
    ours, theirs = "".join(text.split()), "".join(right.split())
    return sum(a != b for a, b in zip(ours, theirs, strict=False)) + abs(len(ours) - len(theirs))


def pages(folder: Path) -> None:
    """What is kept and taken out of each page, and the news page against its expected text."""
    for path in sorted((folder / "html").glob("*.html")):
        try:
            article = load(path)
        except InputError as error:
            say(f"  {path.name}: {error}\n")
            continue
        gone = sum(r.end - r.start for r in article.removed)
        whys = ", ".join(dict.fromkeys(r.why for r in article.removed)) or "nothing"
        say(f"  {path.name}: {len(article.text)} characters kept, {gone} taken out ({whys}); title: {article.title}\n")
        expected = path.with_suffix(".expected.txt")
        if expected.exists():
            right = expected.read_text(encoding="utf-8")
            lost = [line for line in right.split("\n") if line.strip() and line.strip() not in article.text]
            more = len("".join(article.text.split())) - len("".join(right.split()))
            say(f"    lines of the expected text that are lost: {len(lost)}; characters more than it: {more}\n")


def main() -> None:
    """Both sections."""
    folder = Path(sys.argv[1])
    say("encodings\n")
    say(f"  wrong characters in all: {encodings(folder)}\n")
    say("pages\n")
    pages(folder)


if __name__ == "__main__":
    main()
