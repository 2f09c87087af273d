"""Many articles on a Ray cluster: the same results as here, nothing lost with a worker. Run by `make test-ray`."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from stub import Reply, Stub
from test_batch import SCHEMA, answer, run, texts

from mujaz.batch import cluster
from mujaz.errors import InputError, ModelError, SettingsError
from mujaz.reading import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 120
pytestmark = pytest.mark.filterwarnings("default")  # Ray warns of its own settings


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles of a test are few, so pieces are small."""
    monkeypatch.setattr(pieces, "_SIZE", 4000)


@pytest.fixture(scope="module", autouse=True)
def ray() -> Iterator[Any]:
    """Two workers on this machine."""
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="warning")
    yield ray
    ray.shutdown()


def table(folder: Path, kind: str) -> Path:
    path = folder / f"articles.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({"text": texts(COUNT)}), path, row_group_size=10)
    else:
        path.write_text("".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts(COUNT)))
    return path


def lines(*files: Path) -> dict[str, Any]:
    """The results of files by their keys, without what differs from run to run; each key once."""
    found = [json.loads(line) for file in files for line in file.read_text().split("\n")[:-1]]
    for entry in found:
        entry["source"] = entry["result"]["article"]["source"] = ""
        entry["result"]["run"]["seconds"] = 0
    assert len({entry["key"] for entry in found}) == len(found)
    return {entry["key"]: entry for entry in found}


def asked(stub: Stub) -> dict[str, Any]:
    return {"schema": SCHEMA, "model": "m", "country": "MA", "servers": (stub.url,)}


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_the_same_results_as_here(tmp_path: Path, kind: str) -> None:
    """Two workers write, piece by piece, the results that a run on one machine writes; a second run asks nothing."""
    path = table(tmp_path, kind)
    with Stub(answer) as stub:
        run([path], tmp_path / "here.jsonl", stub.url)
        sums = list(cluster.run([path], tmp_path / "there", 2, asked(stub)))
        assert len(stub.requests) == 2 * COUNT
        again = list(cluster.run([path], tmp_path / "there", 2, asked(stub)))
        assert len(stub.requests) == 2 * COUNT
    assert len(sums) > 3
    assert sum(s.count["proven"] for s in sums) == COUNT == sum(s.known for s in again)
    assert lines(*(tmp_path / "there").iterdir()) == lines(tmp_path / "here.jsonl")


def test_nothing_is_lost_with_a_worker(tmp_path: Path) -> None:
    """A worker killed in the middle is replaced: every article has one result, and only what was being asked is asked again."""
    path = table(tmp_path, "jsonl")
    killed: list[int] = []

    def slow(request: dict[str, Any]) -> Reply:
        reply = answer(request)
        return Reply(reply.content, delay=0.05)

    def kill() -> None:
        while not killed:
            time.sleep(0.02)
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    name = (process / "cmdline").read_bytes().split(b"\0")[0]
                except OSError:
                    continue
                if b"ray::Map" in name and len(stub.requests) > COUNT / 4:
                    os.kill(int(process.name), signal.SIGKILL)
                    killed.append(len(stub.requests))
                    return

    with Stub(slow) as stub:
        killer = threading.Thread(target=kill)
        killer.start()
        list(cluster.run([path], tmp_path / "out", 2, asked(stub) | {"concurrency": 8}))
        killer.join(10)
        assert killed
        assert killed[0] < COUNT
        assert COUNT <= len(stub.requests) <= COUNT + 4  # each of two workers asks four at a time
    assert len(lines(*(tmp_path / "out").iterdir())) == COUNT


def test_what_fails_for_all_ends_the_run(tmp_path: Path) -> None:
    """A refused key ends the run with the same words as here; options that cannot be shared, and other files, are refused."""
    path = table(tmp_path, "jsonl")
    with Stub(lambda _request: Reply("no", status=401)) as stub:
        with pytest.raises(ModelError, match="refuses the key"):
            list(cluster.run([path], tmp_path / "out", 2, asked(stub)))
        with pytest.raises(SettingsError, match="--budget"):
            list(cluster.run([path], tmp_path / "out", 2, asked(stub) | {"budget": "5USD"}))
        with pytest.raises(InputError, match="only .jsonl"):
            list(cluster.run([tmp_path / "a.csv"], tmp_path / "out", 2, asked(stub)))
