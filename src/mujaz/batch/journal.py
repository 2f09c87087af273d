"""The results of a batch, one JSON object a line, written so that a run that ends anywhere can go on.

A line is appended whole, in one write. What a kill or a full disk left of the last one is cut off when the file is opened again,
so every line before it is whole. Two runs on one file are refused.
"""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from mujaz.batch.sums import Known, cost_of, known_of, known_of_result
from mujaz.errors import InputError
from mujaz.lines import BEGINS, FORGOTTEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from mujaz.result import Result

_BLOCK = 1 << 20  # bytes read at once while a file is looked through: a result has some 20 kB


class Journal:
    """One file of results, open for one run: `with Journal(path) as journal: ...`."""

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        """Prepare to open a file.

        Args:
            path: The file; it is made when it is not there.
            retry_failed: Forget all articles that failed, so that they are asked again, and not only those for which the
                server was to blame.
        """
        self.path = path
        self.retry_failed = retry_failed
        self.known: dict[str, Known] = {}
        self._failed = False
        self.cost = Decimal(0)
        self.priced = 0

    def __enter__(self) -> Self:
        """Open the file, mend its end, and learn which articles it has: `known` tells of each by its key, `cost` what they cost.

        Raises:
            InputError: It cannot be written, another run has it open, or it holds no results.
        """
        self._file = self._opened()
        try:
            self._size = self._mended()
            if self._failed:
                self._forget_failed()
        except BaseException:
            os.close(self._file)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it, everything written."""
        with suppress(OSError):
            os.fsync(self._file)
        os.close(self._file)

    def append(self, entry: dict[str, Any], result: Result[Any] | None = None) -> Known:
        """Write one line; its `key` is known from then on.

        Args:
            entry: What the line says beside the result.
            result: The result, where there is one.

        Returns:
            What is known of it.

        Raises:
            InputError: The disk is full, or the file cannot be written; what was written before stays whole.
        """
        line = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        if result:
            line = line[:-2] + b',"result":' + result.model_dump_json().encode() + b"}\n"
        why = self._write(line)
        if why:
            with suppress(OSError):
                os.ftruncate(self._file, self._size)
            raise InputError(f"--out {self.path}: cannot be written ({why}); make room and run the same again.")
        self._size += len(line)
        if result is None:
            return self._learn(entry["key"], known_of(entry), cost_of(entry))
        return self._learn(entry["key"], known_of_result(entry["status"], result), result.run.cost_usd)

    def _learn(self, key: str, known: Known, cost: Decimal | None, articles: int = 1) -> Known:
        if cost is not None:
            self.cost += cost
            self.priced += articles
        if known.status != FORGOTTEN:
            self.known[key] = known
        return known

    def _write(self, line: bytes) -> str | None:
        """Write at the end; why it could not be done whole."""
        try:
            os.lseek(self._file, self._size, os.SEEK_SET)
            return None if os.write(self._file, line) == len(line) else "the disk is full"
        except OSError as error:
            return str(error.strerror)

    def _opened(self) -> int:
        """Open the file, and keep others from it."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise InputError(
                f"--out {self.path}: cannot be written ({error.strerror}); give a file in a folder you own."
            ) from None
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            raise InputError(f"--out {self.path}: no file that can be gone on with; give one on a disk.")
        if not _locked(file, self.path):
            os.close(file)
            raise InputError(f"--out {self.path}: another run is writing it; wait for it, or give another file.")
        return file

    def _mended(self) -> int:
        """Learn the keys of all whole lines, and cut off what follows the last; the size that is left."""
        size = 0
        for line in self._lines():
            if not line.endswith(b"\n"):
                if not line.startswith(BEGINS[: len(line)]):
                    raise self._foreign(size)
                break
            try:
                entry = json.loads(line)
                self._learn(entry["key"], known_of(entry), cost_of(entry), entry.get("articles", 1))
                self._failed |= is_asked_again(entry, every=self.retry_failed)
            except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
                raise self._foreign(size) from None
            size += len(line)
        os.ftruncate(self._file, size)
        return size

    def _foreign(self, size: int) -> InputError:
        return InputError(f"--out {self.path}: it holds something else than results (at byte {size}); give another file.")

    def _lines(self) -> Iterator[bytes]:
        """The lines of the file, one at a time; the last may be torn."""
        os.lseek(self._file, 0, os.SEEK_SET)
        rest = b""
        while block := os.read(self._file, _BLOCK):
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                yield line + b"\n"
        if rest:
            yield rest

    def _goes(self, line: bytes) -> bool:
        """Whether a line is taken out when failed articles are forgotten; one line then keeps what they all cost."""
        entry = json.loads(line)
        return entry["status"] == FORGOTTEN or is_asked_again(entry, every=self.retry_failed)

    def _forget_failed(self) -> None:
        """Put a file without the articles that failed in the place of this one: whole, or not at all."""
        part = self.path.with_name(self.path.name + ".part")
        try:
            with part.open("wb") as kept:
                kept.write(forgotten(filter(self._goes, self._lines())))
                kept.writelines(line for line in self._lines() if not self._goes(line))
                kept.flush()
                os.fsync(kept.fileno())
            part.replace(self.path)
        except OSError as error:
            raise InputError(f"--out {self.path}: cannot be written anew ({error.strerror}); it is as it was.") from None
        old, self._file = self._file, self._opened()
        os.close(old)
        self.known.clear()
        self.cost, self.priced = Decimal(0), 0
        self._size = self._mended()


def is_asked_again(entry: dict[str, Any], *, every: bool) -> bool:
    """Whether the article of a line failed and the next run asks it: the server was to blame, or `every` one is asked."""
    return entry["status"] == "failed" and (every or entry.get("again") is True)


def forgotten(lines: Iterable[bytes]) -> bytes:
    """A line that keeps what articles cost whose own lines are taken out; nothing when they cost nothing."""
    cost, articles = Decimal(0), 0
    for line in lines:
        entry = json.loads(line)
        if (spent := cost_of(entry)) is not None:
            cost += spent
            articles += entry.get("articles", 1)
    kept = {"key": "", "source": "", "status": FORGOTTEN, "articles": articles, "spent": {"cost_usd": str(cost)}}
    return json.dumps(kept, separators=(",", ":")).encode() + b"\n" if articles else b""


def _locked(file: int, path: Path) -> bool:
    """Keep other runs from a file. Where the system has no such lock (Windows), none is kept from it."""
    try:
        import fcntl  # noqa: PLC0415  (missing on Windows)
    except ImportError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    # A run that forgets what failed puts another file in its place; who locked the one before has nothing.
    return os.path.samestat(os.fstat(file), path.stat())
