"""The embedded model: the server inside this process that runs it.

It listens on a free loopback port with a random key, so no other user of the machine can ask it.
"""

from __future__ import annotations

import atexit
import secrets
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from mujaz.errors import WeightsError
from mujaz.model import gguf
from mujaz.model.weights import verified

if TYPE_CHECKING:
    from pathlib import Path

# Tokens read at a time. llama.cpp stops only between batches: with its own 512, Ctrl-C took up to 7 s on two cores.
_BATCH = 128


@dataclass(frozen=True)
class Served:
    """A running server: its address up to `/v1`, and the key that opens it."""

    base_url: str
    key: str = field(repr=False)


_running: dict[tuple[Path, int, int | None], tuple[Served, Any]] = {}
_lock = Lock()


def serve(path: Path, context: int, threads: int | None = None) -> Served:
    """Run a model in this process until it ends; the second call for the same file gives the same server.

    Args:
        path: The weights.
        context: Tokens of the context window.
        threads: Threads that compute; `None` for what llama.cpp takes, one on each core.

    Raises:
        WeightsError: The file is missing or wrong, or the extra `local` is not installed.
        SettingsError: The model reads fewer tokens at once.
    """
    with _lock:
        if (path, context, threads) not in _running:
            engine = _engine()  # before the weights: who lacks both should not fetch a gigabyte to hear of the second
            gguf.writes(verified(path), context)
            _running[path, context, threads] = _start(engine, path, context, threads)
            atexit.register(stop)
        return _running[path, context, threads][0]


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


def _start(engine: Any, path: Path, context: int, threads: int | None) -> tuple[Served, Any]:  # noqa: ANN401  (an untyped module)
    key = secrets.token_urlsafe(32)
    params = engine.CommonParams()
    params.model.path = str(path)
    params.n_ctx = context
    params.n_parallel = 1  # one article at a time: a second slot halves the window and gains nothing on two cores
    params.n_batch = params.n_ubatch = _BATCH
    if threads:
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.api_keys = [key]
    params.ui = False
    params.endpoint_slots = False
    params.cache_ram_mib = 0  # the running slot's own prefix cache is enough; the extra one would keep 8 GB
    params.enable_reasoning = 0  # short steps and fixed fields: a model that thinks aloud first spends its answer on it
    params.verbosity = -1
    try:
        server = engine.Server(params)
    except RuntimeError as error:
        raise WeightsError(
            f"{path}: llama.cpp cannot run it ({error}): it is cut short, of a kind that is not known, "
            "or too large for the memory; give another GGUF file or a smaller --context."
        ) from None
    return Served(f"{server.listening_address}/v1", key), server
