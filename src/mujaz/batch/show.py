"""One batch of the command line: its progress, Ctrl-C, and the sums at the end."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mujaz.batch import tables
from mujaz.batch.dry import estimate
from mujaz.batch.many import summarize_many
from mujaz.batch.sums import Sums
from mujaz.errors import SettingsError
from mujaz.own import schema_of
from mujaz.reading.load import count
from mujaz.schema import NewsSummary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_EVERY = 2.0  # seconds between two lines of progress: a log of a night stays readable
_FAILED, _UNPROVEN, _BELOW, _INTERRUPTED = 1, 3, 4, 130  # exit codes, as the command documents them
_SHARES = ("verified", "proven", "done")


def floors_of(texts: Sequence[str]) -> dict[str, float]:
    """The least shares that are asked for, as `verified=0.95`.

    Raises:
        SettingsError: It is no share of something known.
    """
    floors = {}
    for text in texts:
        name, _, number = text.partition("=")
        try:
            floor = float(number)
        except ValueError:
            floor = -1.0
        if name not in _SHARES or not 0 <= floor <= 1:
            raise SettingsError(f"--fail-under {text}: write one of {', '.join(_SHARES)}, =, and a share from 0 to 1.")
        floors[name] = floor
    return floors


def dry(
    sources: Sequence[str | Path],
    out: Path,
    give: Callable[[str], None],
    complain: Callable[[str], None],
    options: dict[str, Any],
) -> int:
    """Tell what the same batch would take; see `run`.

    Returns:
        The exit code that `run` would have if all were proven but what cannot be read.
    """
    floors, asked = _split(options)
    schema = asked.pop("schema", NewsSummary)
    journal = tables.journal_of(out) if asked.get("engine", "local") == "local" else out
    found = estimate(sources, journal, schema, asked, lambda unread: complain(_failure(unread.source, unread.error)))
    give(found.lines(asked.get("budget")))
    return _code(Sums(Counter(failed=found.unread, proven=found.articles + found.known)), floors, complain)


def _split(options: dict[str, Any]) -> tuple[dict[str, float], Any]:
    """The floors among what the command line was given, and the options of `summarize_many`."""
    asked = {name: value for name, value in options.items() if value not in (None, ())}
    return floors_of(asked.pop("fail_under", ())), asked


def run(
    sources: Sequence[str | Path],
    out: Path,
    say: Callable[[str], None] | None,
    complain: Callable[[str], None],
    options: dict[str, Any],
) -> int:
    """Run a batch and tell how it goes.

    Args:
        sources: What to read.
        out: The file of results, or with the ray engine a folder; for a table (.parquet, .csv, .sqlite) the lines are kept
            beside it, and it is made at the end.
        say: Is given a line now and then; nothing is told when it is `None`.
        complain: Is given what went wrong.
        options: Of `summarize_many`, and the least shares that are asked for (`fail_under`); what is `None` was not given.

    Returns:
        The exit code: 0 all proven, or all floors kept; 1 some failed, or the budget is spent; 3 some could not be proven;
        4 below a floor; 130 interrupted.
    """
    floors, asked = _split(options)
    local = asked.pop("engine", "local") == "local"
    sums = Sums(total=count(sources) if say and local else None)  # a cluster's input may take hours to look through
    command = _Command(sources, out, say or (lambda _line: None), complain, floors, asked, sums)
    if not local:
        return command.on_cluster()
    if asked.pop("workers", None):
        raise SettingsError("--workers is for --engine ray; this machine alone takes --concurrency.")
    journal = tables.journal_of(out)
    schema = schema_of(asked.get("schema", NewsSummary))
    if journal != out:
        tables.fits(journal, schema)
    asyncio.run(command.here(journal))
    if journal != out:
        tables.write(journal, out, schema)
    return command.code()


@dataclass
class _Command:
    """One batch of the command line."""

    sources: Sequence[Any]
    out: Path
    say: Callable[[str], None]
    complain: Callable[[str], None]
    floors: dict[str, float]
    asked: Any
    sums: Sums
    stopped: bool = False
    spent_out: bool = False

    def on_cluster(self) -> int:
        """Run it on a Ray cluster."""
        from mujaz.batch import cluster  # noqa: PLC0415  (it reads pieces, which needs more than a batch)

        workers = self.asked.pop("workers", None)
        with _progress(self.sums, self.say, self.complain) as tell:
            for piece in cluster.run(self.sources, self.out, workers, self.asked):
                self.sums.merge(piece)
                tell(None)
        return self.code()

    async def here(self, journal: Path) -> None:
        """Run it on this machine."""
        stop = asyncio.Event()
        batch = summarize_many(self.sources, journal, **{**self.asked, "stop": stop})
        failed_before = 0
        with _progress(self.sums, self.say, self.complain) as tell, _interruptible(stop, self.complain):
            async for outcome in batch:
                self.sums.add(outcome.known_as, known=outcome.known, spent=outcome.spent)
                failed_before += outcome.known and outcome.status == "failed"
                tell(_failure(outcome.source, outcome.error) if outcome.error and not outcome.known else None)
        if failed_before:
            self.say(f"{failed_before} failed in an earlier run; --retry-failed asks them again")
        self.stopped, self.spent_out = stop.is_set(), batch.spent_out

    def code(self) -> int:
        """Tell the sums, and give the exit code."""
        self.say(f"{self.sums.line()}; results in {self.out}")
        if self.stopped:
            self.complain("interrupted: start the same command again to go on; what is in the file is not asked again.")
            return _INTERRUPTED
        if self.spent_out:
            self.complain("the budget is spent: give a larger --budget to go on; what is in the file is not asked again.")
            return _FAILED
        return _code(self.sums, self.floors, self.complain)


def _code(sums: Sums, floors: dict[str, float], complain: Callable[[str], None]) -> int:
    """The exit code of a run that came to its end; what is below its floor is told."""
    below = {name: share for name, floor in floors.items() if (share := sums.share(name)) < floor}
    for name, share in below.items():
        complain(f"--fail-under {name}={floors[name]}: it is {share:.4f}")
    if floors:
        return _BELOW if below else 0
    return _FAILED if sums.count["failed"] else _UNPROVEN if sums.count["unproven"] else 0


def _failure(source: str, error: str) -> str:
    return f"failed: {source}: {error.removeprefix(f'{source}: ')}"


@contextmanager
def _interruptible(stop: asyncio.Event, complain: Callable[[str], None]) -> Iterator[None]:
    """Let the first Ctrl-C end the run well, whatever it is busy with; the second is Python's own."""
    loop = asyncio.get_running_loop()
    before = signal.getsignal(signal.SIGINT)

    def once(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        stop.set()
        loop.call_soon_threadsafe(lambda: None)  # it may be asleep
        complain("finishing what is being asked; Ctrl-C again stops at once")

    signal.signal(signal.SIGINT, once)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress(sums: Sums, say: Callable[[str], None], complain: Callable[[str], None]) -> Iterator[Callable[[str | None], None]]:
    """A bar on a terminal, a line now and then elsewhere; what is given went wrong, and is told above it."""
    if not sys.stderr.isatty():
        yield _lines(sums, say, complain)
        return
    from rich.console import Console  # noqa: PLC0415  (only a terminal has use for it)
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(BarColumn(bar_width=10), TextColumn("{task.description}"), console=console, transient=True) as progress:
        task = progress.add_task(sums.short(), total=sums.total)

        def tell(line: str | None) -> None:
            if line:
                console.print(line, markup=False, highlight=False)
            progress.update(task, description=sums.short(), completed=sums.count.total())

        yield tell


def _lines(sums: Sums, say: Callable[[str], None], complain: Callable[[str], None]) -> Callable[[str | None], None]:
    told = [time.monotonic()]

    def tell(line: str | None) -> None:
        if line:
            complain(line)
        if time.monotonic() - told[0] >= _EVERY:
            told[0] = time.monotonic()
            say(sums.line())

    return tell
