"""The server of an embedded model: started once for a file, with a random key, and only for a file that may be run."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from gguf_files import gguf

from mujaz.errors import WeightsError
from mujaz.model import local

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _none_running(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_running", {})


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without xllamacpp is told which extra to install."""
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    (tmp_path / "own.gguf").write_bytes(gguf())
    with pytest.raises(WeightsError, match=r"pip install 'mujaz\[local\]'"):
        local.serve(tmp_path / "own.gguf", 2048)


def engine(*, fails: bool = False) -> tuple[SimpleNamespace, list[SimpleNamespace]]:
    """A stand-in for xllamacpp, and the parameters of each server it was asked to start."""
    started: list[SimpleNamespace] = []

    def server(params: SimpleNamespace) -> SimpleNamespace:
        if fails:
            raise RuntimeError("failed to load model")
        started.append(params)
        return SimpleNamespace(listening_address=f"http://127.0.0.1:{5000 + len(started)}")

    def params() -> SimpleNamespace:
        threads = [SimpleNamespace(n_threads=-1) for _ in range(2)]
        return SimpleNamespace(model=SimpleNamespace(path=""), cpuparams=threads[0], cpuparams_batch=threads[1])

    return SimpleNamespace(CommonParams=params, Server=server), started


def test_one_server_for_one_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file is served once for each window, under a random key, and again after all servers were stopped."""
    xllamacpp, started = engine()
    monkeypatch.setitem(sys.modules, "xllamacpp", xllamacpp)
    path = tmp_path / "own.gguf"
    path.write_bytes(gguf())
    first, again, wider = local.serve(path, 2048), local.serve(path, 2048), local.serve(path, 4096)
    assert first is again
    assert first.base_url == "http://127.0.0.1:5001/v1"
    assert [s.n_ctx for s in started] == [2048, 4096]
    assert started[0].api_keys == [first.key]
    assert len({first.key, wider.key}) == 2
    assert len(first.key) >= 32
    local.stop()
    assert local.serve(path, 2048).key != first.key


def test_a_file_that_llama_cannot_run_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What llama.cpp cannot load is one line with the mend."""
    monkeypatch.setitem(sys.modules, "xllamacpp", engine(fails=True)[0])
    (tmp_path / "own.gguf").write_bytes(gguf())
    with pytest.raises(WeightsError, match=r"failed to load model.*another GGUF file or a smaller --context"):
        local.serve(tmp_path / "own.gguf", 2048)


def test_a_servers_key_is_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A server that is printed or logged keeps its key to itself."""
    monkeypatch.setitem(sys.modules, "xllamacpp", engine()[0])
    (tmp_path / "own.gguf").write_bytes(gguf())
    served = local.serve(tmp_path / "own.gguf", 2048)
    assert served.key not in repr(served)


def test_threads_are_llamas_own_or_those_that_were_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a number llama.cpp takes its own; with one, reading and writing use so many, on a server of their own."""
    xllamacpp, started = engine()
    monkeypatch.setitem(sys.modules, "xllamacpp", xllamacpp)
    path = tmp_path / "own.gguf"
    path.write_bytes(gguf())
    assert local.serve(path, 2048) is not local.serve(path, 2048, 3)
    assert [(s.cpuparams.n_threads, s.cpuparams_batch.n_threads) for s in started] == [(-1, -1), (3, 3)]


def test_an_embedding_model_is_not_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A model that writes no text is refused before llama.cpp has it, which would end the whole process."""
    xllamacpp, started = engine()
    monkeypatch.setitem(sys.modules, "xllamacpp", xllamacpp)
    path = tmp_path / "own.gguf"
    path.write_bytes(gguf({"general.architecture": "bert"}))
    with pytest.raises(WeightsError, match="writes none"):
        local.serve(path, 2048)
    assert started == []
