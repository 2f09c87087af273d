"""What finding quotes costs beside the kit's fold_find: `python bench/cost.py KIT`. CPU time, median of 5.

The index is timed with the lazy part that the first quote of another spelling builds; a quote is the mean over all cases.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mujaz.trust.ground import Index

if TYPE_CHECKING:
    from collections.abc import Callable

KIT = Path(sys.argv[1])
sys.path.insert(0, str(KIT / "aligners"))


def cpu(work: Callable[[], object]) -> float:
    """Median CPU seconds of five runs."""
    times = []
    for _ in range(5):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times)


def main() -> None:
    """Print a line a size."""
    import baselines  # type: ignore[import-not-found]  # noqa: PLC0415  (of the kit, found once its folder is on the path)

    for words in (500, 5000, 50000):
        data = json.loads((KIT / f"data/align_{words}.json").read_text(encoding="utf-8"))
        text, quotes = data["text"], [case["text"] for case in data["cases"]]
        fold = cpu(lambda text=text: baselines.fold(text))  # type: ignore[misc]
        index = cpu(lambda text=text: Index(text).find("و كلمة ليست في النص"))  # type: ignore[misc]
        ready = Index(text)
        ready.find("و كلمة ليست في النص")
        each = cpu(lambda ready=ready, quotes=quotes: [ready.find(q) for q in quotes]) / len(quotes)  # type: ignore[misc]
        sys.stdout.write(f"{words:6d} words: index {index / fold:.2f} x fold_find's, a quote {each * 1000:.3f} ms\n")


if __name__ == "__main__":
    main()
