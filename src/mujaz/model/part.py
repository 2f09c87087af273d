"""What has arrived of a file: kept on disk as it comes, so that every later try goes on from its last byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from mujaz.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType


class Part:
    """A file that grows: `with Part(path, size, tell) as part: part.add(...)`.

    Attributes:
        path: The file.
        size: Bytes that the whole will have; none is kept beyond them.
        have: Bytes that are there.
        tell: Is told how far it is, and what went wrong on the way.
    """

    def __init__(self, path: Path, size: int, tell: Callable[[str], None]) -> None:
        """Prepare to go on with a file, or to begin it."""
        self.path, self.size, self.tell = path, size, tell

    def __enter__(self) -> Self:
        """Open it at its end.

        Raises:
            OSError: It cannot be written.
        """
        # Without a buffer, so that what a full disk or a kill leaves is all that was counted.
        self._file = self.path.open("ab", buffering=0)
        self.have = self._file.tell()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self._file.close()

    def add(self, block: bytes) -> None:
        """Put a block behind what is there.

        Raises:
            WeightsError: The disk is full; what is there stays.
        """
        before, left = self.have, memoryview(block)[: max(0, self.size - self.have)]
        try:
            while left:
                written = self._file.write(left)
                self.have += written
                left = left[written:]
        except OSError as error:
            raise unwritable(self.path, error.strerror) from None
        if self.have * 100 // self.size > before * 100 // self.size:
            self.tell(self.so_far)

    @property
    def so_far(self) -> str:
        """How far it is, in words."""
        return f"{self.have / 1e6:.0f} of {self.size / 1e6:.0f} MB"


def unwritable(path: Path, why: object) -> WeightsError:
    """The error of a disk that takes no more: nothing that arrived is lost by it."""
    return WeightsError(
        f"{path}: cannot be written ({why}); what has arrived is kept: free some room and run it again, it goes on from there. "
        "MUJAZ_CACHE names another folder."
    )
