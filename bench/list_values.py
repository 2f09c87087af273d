"""Every amount and date that is read in the 12 Moroccan articles: `python bench/list_values.py DATA`. To be read by a person."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mujaz import read_values


def main() -> None:
    """Print a line an article."""
    for line in Path(sys.argv[1], "articles_noref_morocco.jsonl").read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        text = article["text"]
        found = [v for v in read_values(text, language="ar", country="MA") if v.kind in {"money", "percent", "date"}]
        said = "; ".join(f"{' '.join(text[v.start : v.end].split())} = {v.value} {v.unit or ''}".strip() for v in found)
        sys.stdout.write(f"{article['id']}: {said}\n")


if __name__ == "__main__":
    main()
