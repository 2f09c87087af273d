"""Which sentences a summary should be made of, measured without a model: `python bench/choice.py DATA`.

Prints ROUGE (Arabic-folded, against the reference that is most like it) of the embedded model's road, of the first sentences, of
the most central ones and of mixtures, on the articles of DATA/articles.jsonl that have references, with 95 % intervals.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mujaz.evaluate.baselines import baseline
from mujaz.evaluate.chance import difference, estimate
from mujaz.evaluate.data import read_data
from mujaz.evaluate.measure import Said, measured
from mujaz.model.steps import leading
from mujaz.settings import Settings
from mujaz.text.segment import segment, title_of

if TYPE_CHECKING:
    from collections.abc import Callable

MEASURES = ("rouge1", "rouge2", "rougeL")


def ours(text: str) -> list[str]:
    """What the embedded road chooses."""
    every = segment(text)
    title = title_of(text, every)
    return [text[s.start : s.end] for s in leading(text, [s for s in every if s is not title], Settings().sentences)]


def mixed(text: str) -> list[str]:
    """The first three, and the most central of the others."""
    first = baseline("lead-3")(text)
    central = (s for n in range(1, 5) for s in baseline(f"textrank-{n}")(text) if s not in first)
    return [*first, *([s] if (s := next(central, None)) else [])]


WAYS: dict[str, Callable[[str], list[str]]] = {
    "the first 4 of 8 words or more": ours,
    **{name: baseline(name) for name in ("lead-3", "lead-4", "lead-5", "textrank-3", "textrank-4")},
    "lead-3 and the most central": mixed,
}


def main() -> None:
    """Print a line a way."""
    records = read_data(Path(sys.argv[1], "articles.jsonl"), Settings(), lambda _said: None)
    rows: dict[str, list[dict[str, Any]]] = {
        name: [measured(Said(way(record.article.text)), record) for record in records] for name, way in WAYS.items()
    }
    for name, values in rows.items():
        sys.stdout.write(f"{name:32}")
        for key in MEASURES:
            found = estimate([row[key] for row in values])
            apart = difference([row[key] for row in values], [row[key] for row in rows["lead-3"]])
            if found and found.low is not None and found.high is not None and apart:
                p = f" p {apart.p:.3f}" if name != "lead-3" else ""
                sys.stdout.write(f"  {key} {100 * found.mean:.1f} [{100 * found.low:.1f}, {100 * found.high:.1f}]{p}")
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
