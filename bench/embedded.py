"""What the embedded model takes for one article, step by step: `python bench/embedded.py [ARTICLE]`.

Prints the seconds since the start of the process, the tokens read, those of them that were still there from the step before, and
the tokens written; then the peak memory.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mujaz
from mujaz.model.call import Door

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = Path(__file__).parent.parent / "examples/seed_agadir.txt"
BEGAN = time.monotonic()


def say(what: str) -> None:
    """Print a line behind the seconds that are gone."""
    sys.stdout.write(f"{time.monotonic() - BEGAN:6.1f} s  {what}\n")


def counted(ask: Callable[..., Any]) -> Callable[..., Any]:
    """The same question, and a line of what it took."""

    async def asked(door: Door, messages: Any, schema: type[Any], **more: Any) -> Any:  # noqa: ANN401  (passed through)
        before = (door.tally.prompt_tokens, door.tally.cached_tokens, door.tally.completion_tokens)
        answer = await ask(door, messages, schema, **more)
        after = (door.tally.prompt_tokens, door.tally.cached_tokens, door.tally.completion_tokens)
        read, cached, written = (b - a for a, b in zip(before, after, strict=True))
        say(f"{schema.__name__}: {read} tokens read, {cached} of them at once, {written} written")
        return answer

    return asked


def main() -> None:
    """Summarize one article."""
    article = Path(sys.argv[1]) if len(sys.argv) > 1 else SEED
    Door.ask = counted(Door.ask)  # type: ignore[method-assign]
    result = asyncio.run(mujaz.asummarize(article, model="local", country="MA", on_stage=say))
    say(f"{len(result.article.text.split())} words, {result.run.calls} questions")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # Linux counts in kB
    sys.stdout.write(f"peak memory {peak:.2f} GB\n")


if __name__ == "__main__":
    main()
