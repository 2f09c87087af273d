"""Many articles on several machines: Ray Data maps the same batch over pieces of large tables, one file of results a piece.

Ray decides where a piece runs, and runs it again where a worker or a machine is lost; what that one wrote is in the piece's own
file of results, so nothing is asked again but what was being asked.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mujaz.batch.many import CONCURRENCY, settled, summarize_many
from mujaz.batch.sums import Sums
from mujaz.errors import InputError, ModelError, MujazError, SettingsError
from mujaz.reading.pieces import Piece, pieces_of, read_piece
from mujaz.schema import NewsSummary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mujaz.reading.read import Ways

_NOT_SHARED = ("budget", "stop")
_AGAIN = 20  # times that Ray runs a piece again whose worker is lost: machines that may be taken away (spot) are lost often


def run(sources: Sequence[str | Path], folder: Path, workers: int | None, asked: dict[str, Any]) -> Iterator[Sums]:
    """Run a batch on a Ray cluster: the one that RAY_ADDRESS names, or this machine.

    Args:
        sources: Files of JSON Lines or Parquet, or folders of them, at paths that every machine has.
        folder: Where the results go: one file a piece, of the same lines as `mujaz.summarize_many` writes.
        workers: Pieces at a time; as many as the cluster has CPUs when not given.
        asked: Options of `summarize_many`; concurrency and limits a minute hold for all workers together.

    Yields:
        What each piece came to, as it is done.

    Raises:
        SettingsError: Ray is not installed, or an option cannot be used on several machines.
        InputError: A source cannot be read in pieces, or the folder cannot be written.
        ModelError: What every article would fail on (a refused key, no server, an unknown model).
    """
    ray = _ray()
    for name in _NOT_SHARED:
        if asked.get(name) is not None:
            raise SettingsError(f"--{name} cannot be held by several machines at once; leave it out with --engine ray.")
    given: Any = asked
    plan, _, _ = settled(asked.get("schema", NewsSummary), given)  # what is wrong with an option is told here, not by a worker
    pieces = list(dict.fromkeys(piece for source in sources for piece in pieces_of(Path(source))))
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"--out {folder}: no folder can be made there ({error.strerror}); give another.") from None
    if not ray.is_initialized():
        ray.init(include_dashboard=False, log_to_driver=False, logging_level="warning")
    ray.data.DataContext.get_current().enable_progress_bars = False
    workers = workers or int(ray.cluster_resources().get("CPU", 1))
    rows = [{"piece": json.dumps(asdict(piece)), "out": str(folder / f"{piece.name}.jsonl")} for piece in pieces]
    if not rows:
        return
    work = _Work(_share(_absolute(asked), min(workers, len(rows))), plan.ways)
    done = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
        work, compute=ray.data.TaskPoolStrategy(size=workers), num_cpus=1, max_retries=_AGAIN
    )
    for row in done.iter_rows():
        if row["error"]:
            raise ModelError(row["error"]) if row["fatal"] else InputError(row["error"])
        yield _sums(json.loads(row["sums"]))


def _ray() -> Any:  # noqa: ANN401  (an optional extra)
    try:
        import ray  # noqa: PLC0415  (an optional extra of 400 MB)
        import ray.data  # noqa: PLC0415  (an attribute of the same)
    except ImportError as error:
        raise SettingsError(f"--engine ray: Ray cannot be used ({error}): pip install 'mujaz[ray]'") from None
    return ray


def _absolute(asked: dict[str, Any]) -> dict[str, Any]:
    """The options with whole paths: a worker has another folder to be in."""
    files = {name: asked[name] for name in ("prompt", "prices", "schema") if Path(str(asked.get(name, ""))).is_file()}
    return asked | {name: str(Path(file).resolve()) for name, file in files.items()}


def _share(asked: dict[str, Any], workers: int) -> dict[str, Any]:
    """The options of one of several workers, whose limits are its share of those of all."""
    shared = {**asked, "concurrency": max(1, asked.get("concurrency", CONCURRENCY) // workers)}
    return shared | {name: asked[name] / workers for name in ("rpm", "tpm") if name in asked}


class _Work:
    """What a worker does with a piece. It is sent to the workers, so it holds nothing but what can be pickled."""

    def __init__(self, asked: dict[str, Any], ways: Ways) -> None:
        self.asked, self.ways = asked, ways

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Run one piece; a failure that every piece would have is told, not raised, because Ray would wrap it."""
        piece, sums = Piece(**json.loads(row["piece"])), Sums()
        sources = read_piece(piece, self.ways)
        try:
            for outcome in summarize_many(sources, Path(row["out"]), **self.asked):
                sums.add(outcome.known_as, known=outcome.known, spent=outcome.spent)
        except MujazError as error:
            return {"sums": "{}", "error": str(error), "fatal": isinstance(error, ModelError)}
        return {"sums": json.dumps(vars(sums), default=str), "error": "", "fatal": False}


def _sums(told: dict[str, Any]) -> Sums:
    return Sums(**{**told, "count": Counter(told["count"]), "cost": Decimal(told["cost"])})
