"""Reads the articles of a batch beside its event loop: a page that drips, or a long PDF, holds up no answer of the others."""

from __future__ import annotations

import asyncio
import queue
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mujaz.errors import InputError
from mujaz.reading.load import load_all
from mujaz.result import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from mujaz.reading.read import Ways

# Seconds that the end of a run waits for what is being read: a record takes milliseconds, and is read to its end; a page that
# drips, and a pipe that says nothing, are left.
_MOMENT = 0.5


@dataclass(frozen=True, slots=True)
class Unread:
    """An article that cannot be read, and why."""

    source: str
    error: str


def articles(sources: Iterable[str | Path | Article | InputError], ways: Ways) -> Iterator[Article | Unread]:
    """The articles of all sources, one at a time."""
    for source in sources:
        yield from _articles_of(source, ways)


def _articles_of(source: str | Path | Article | InputError, ways: Ways) -> Iterator[Article | Unread]:
    if isinstance(source, Article):
        yield source
        return
    if isinstance(source, InputError):
        yield _unread(source, "")
        return
    try:
        empty = True
        for found in load_all(source, ways):
            yield _unread(found, str(source)) if isinstance(found, InputError) else found
            empty = False
        if empty:
            yield Unread(str(source), f"{source}: nothing in it that can be read; give a file.")
    except InputError as error:
        yield _unread(error, str(source))


def _unread(error: InputError, source: str) -> Unread:
    """An error of an article; it begins with the article's own name, which may be a place in its source."""
    told = str(error)
    return Unread(told.partition(": ")[0] if told.startswith(source) else source, told)


class Reader:
    """Reads articles in a thread, in order and each when it is asked for, so that none is held but what is wanted.

    Attributes:
        over: Whether there is no more.
    """

    def __init__(
        self,
        sources: Iterable[str | Path | Article | InputError],
        ways: Ways,
        tell: Callable[[Article | Unread | Exception | None], None],
    ) -> None:
        """Prepare to read, in the event loop that is to be told.

        Args:
            sources: Gone through in the loop's own thread: a caller's database cursor knows no other. What they name is read
                in the other thread.
            ways: How to read.
            tell: Is given each article that was asked for, what went wrong while it was read, or `None` at the end of a source.
        """
        self.over = False
        self._sources, self._ways, self._tell = iter(sources), ways, tell
        self._found: Iterator[Article | Unread] | None = None
        self._busy = False
        self._loop = asyncio.get_running_loop()
        self._steps: queue.SimpleQueue[Iterator[Article | Unread] | None] = queue.SimpleQueue()
        # A daemon, and none of the loop's own threads: those keep a program from its end as long as they wait for a pipe.
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def ask(self) -> None:
        """Have the next article read, if none is being read; what goes wrong with `sources` itself is raised here."""
        if self._busy or self.over:
            return
        self._busy = True
        if self._found:
            self._steps.put(self._found)
            return
        for source in self._sources:
            self._found = _articles_of(source, self._ways)
            if isinstance(source, Article | InputError):
                self._loop.call_soon(self._got, next(self._found))
            else:
                self._steps.put(self._found)
            return
        self.over = True
        self._tell(None)

    def _got(self, article: Article | Unread | Exception | None) -> None:
        self._busy = False
        if article is None:
            self._found = None
        self._tell(article)

    def _work(self) -> None:
        """Take steps in the thread until there is none to take."""
        while found := self._steps.get():
            got: Article | Unread | Exception | None
            try:
                got = next(found, None)
            except Exception as error:  # noqa: BLE001  (a defect of a reader is one of the run, not of this thread)
                got = error
            with suppress(RuntimeError):  # the loop is closed: nobody waits for it any more
                self._loop.call_soon_threadsafe(self._got, got)

    def close(self) -> None:
        """Read no more, and close what is open."""
        self._found = None
        self._steps.put(None)
        self._thread.join(_MOMENT)
