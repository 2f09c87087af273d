"""The pytest plugin on the example of a project, in runs of pytest of its own."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from record import EXAMPLE, citydesk_reply
from stub import Reply, Stub
from test_cassettes import SECRETS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytest_plugins = ["pytester"]

CARDS = "tests/test_cards.py"
LIBRARY = f"{CARDS}::test_card[library]"
ALL = f"pytest --mujaz-record=all '{LIBRARY}'"
# No way out at all, not even to this machine: what passes with this in conftest.py reached for nothing.
NO_WAY_OUT = """
import socket
def refuse(*_):
    raise AssertionError("a replay reached for the network")
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
"""


@pytest.fixture
def project(pytester: pytest.Pytester) -> Path:
    """A copy of the example, in the folder where pytest is run."""
    shutil.copytree(EXAMPLE, pytester.path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return pytester.path


def cassette(folder: Path, name: str = "test_card-library") -> Path:
    return folder / "tests/cassettes/test_cards" / f"{name}.yaml"


def asks(monkeypatch: pytest.MonkeyPatch, stub: Stub) -> None:
    """Have the runs of pytest that follow ask a stub."""
    monkeypatch.setenv("MUJAZ_MODEL", "reference")
    monkeypatch.setenv("MUJAZ_BASE_URL", stub.url)
    monkeypatch.setenv("MUJAZ_API_KEY", "sk-very-secret-0123456789")


@pytest.mark.parametrize("options", [(), ("-n2",)], ids=["alone", "xdist"])
def test_the_example_replays(project: Path, pytester: pytest.Pytester, options: tuple[str, ...]) -> None:
    """The example passes as it is, alone and on workers, with no network and no model, and uses every recording."""
    (project / "conftest.py").write_text(NO_WAY_OUT, encoding="utf-8")
    run = pytester.runpytest_subprocess("--mujaz-orphans", *options)
    run.assert_outcomes(passed=4)
    run.stdout.fnmatch_lines(["mujaz: every recording is used."])


def edited(name: str, old: str, new: str) -> Callable[[Path, pytest.MonkeyPatch], None]:
    def edit(project: Path, _patch: pytest.MonkeyPatch) -> None:
        text = (project / name).read_text(encoding="utf-8")
        assert old in text
        (project / name).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def another_model(_project: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("MUJAZ_MODEL", "openai/other")


CHANGES: dict[str, tuple[Callable[[Path, pytest.MonkeyPatch], None], str]] = {
    "article": (edited("tests/articles/library.txt", "180", "190"), "does not fit: the article changed ("),
    "prompt": (edited("citydesk/prompt.md", "letter by letter", "word by word"), "the prompt file --prompt prompt.md changed."),
    "schema": (edited("citydesk/cards.py", "    seats: Grounded[int] | None", "    seats: Grounded[int]"), "fit: the schema of"),
    "model": (another_model, "does not fit: the model changed (recorded reference, now other)."),
    "option": (edited("citydesk/cards.py", '"MA"', '"EG"'), "does not fit: the option country changed (recorded MA, now EG)."),
}


@pytest.mark.parametrize(("change", "told"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_named(
    change: Callable[[Path, pytest.MonkeyPatch], None],
    told: str,
    project: Path,
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A test whose recording does not fit fails with one line: what changed, and the command that records it anew."""
    change(project, monkeypatch)
    run = pytester.runpytest_subprocess(LIBRARY)
    run.assert_outcomes(failed=1)
    (line,) = [line for line in run.outlines if line.startswith(str(project))]
    assert told in line
    assert line.count(" changed") == 1
    assert line.endswith(f"Undo that, or record it anew: {ALL}")
    assert "Traceback" not in run.stdout.str()


def test_what_is_missing_is_recorded_once(project: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing fails with the command that records it; that asks once, keeps no key, and makes the same file."""
    before = cassette(project).read_text(encoding="utf-8")
    cassette(project).unlink()
    run = pytester.runpytest_subprocess()
    run.assert_outcomes(passed=3, errors=1)
    run.stdout.fnmatch_lines([f"{project}*: no such recording; record it: pytest --mujaz-record=once '{LIBRARY[:-9]}?library?'"])
    with Stub(citydesk_reply) as stub:
        asks(monkeypatch, stub)
        pytester.runpytest_subprocess("--mujaz-record=once").assert_outcomes(passed=4)
        pytester.runpytest_subprocess("--mujaz-record=once").assert_outcomes(passed=4)
    assert len(stub.requests) == 1
    assert "sk-very-secret-0123456789" in stub.headers[0]["authorization"]  # it was sent, so it could have been kept
    assert cassette(project).read_text(encoding="utf-8") == before


def test_all_is_recorded_anew(project: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """`all` asks the model for every test that is chosen, writes over what was there, and what it wrote is replayed."""
    edited("tests/articles/library.txt", "180", "190")(project, monkeypatch)
    edited(CARDS, "180", "190")(project, monkeypatch)

    def reply(request: dict[str, object]) -> Reply:
        answered = citydesk_reply(request)
        assert answered.content
        return Reply(answered.content.replace("180", "190"))

    with Stub(reply) as stub:
        asks(monkeypatch, stub)
        pytester.runpytest_subprocess("--mujaz-record=all", "-n2").assert_outcomes(passed=4)
    assert len(stub.requests) == 3
    pytester.runpytest_subprocess().assert_outcomes(passed=4)
    assert not list(project.rglob("*.part"))


@pytest.mark.parametrize("mode", ["once", "all"])
def test_a_refusal_is_not_kept(mode: str, project: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that refuses leaves the recording as it was: it is not replayed for ever."""
    if mode == "once":
        cassette(project).unlink()
    before = cassette(project).read_bytes() if mode == "all" else None
    with Stub([Reply(status=401)]) as stub:
        asks(monkeypatch, stub)
        run = pytester.runpytest_subprocess(f"--mujaz-record={mode}", LIBRARY)
    run.assert_outcomes(failed=1)
    run.stdout.fnmatch_lines(["*refuses the key*"])
    assert (cassette(project).read_bytes() if cassette(project).exists() else None) == before


def test_an_answer_of_a_test_that_fails_is_kept(
    project: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model's answer was paid for, so it is kept although the test says that it is wrong."""
    edited(CARDS, "180 seats", "200 seats")(project, monkeypatch)
    cassette(project).unlink()
    with Stub(citydesk_reply) as stub:
        asks(monkeypatch, stub)
        pytester.runpytest_subprocess("--mujaz-record=once", LIBRARY).assert_outcomes(failed=1)
    assert cassette(project).is_file()


SHARED = """
from pathlib import Path
import pytest
from citydesk import card
pytestmark = pytest.mark.mujaz_recording("library")

@pytest.fixture
def made():
    return card(Path(__file__).parent / "articles/library.txt")

def test_title(made):
    assert made.title == "New municipal library, Tetouan"

def test_lines(made):
    assert len(made.lines) == 3
"""


def test_a_shared_recording_is_made_once(project: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the tests that name one recording the first records it, also with `all`, and the others replay it."""
    (project / "tests/test_it.py").write_text(SHARED, encoding="utf-8")
    with Stub(citydesk_reply) as stub:
        asks(monkeypatch, stub)
        pytester.runpytest_subprocess("--mujaz-record=all", "tests/test_it.py").assert_outcomes(passed=2)
    assert len(stub.requests) == 1
    assert [path.name for path in (project / "tests/cassettes/test_it").iterdir()] == ["library.yaml"]


OUTCOMES = '''
from pathlib import Path
import pytest, mujaz
from citydesk import card
LIBRARY = Path(__file__).parent / "articles/library.txt"

@pytest.mark.mujaz_recording("it")
def test_swallowed():
    """Code that lives without a summary."""
    try:
        card(LIBRARY.with_name("theatre.txt"))
    except mujaz.MujazError:
        pass

@pytest.mark.mujaz_recording("it")
def test_wrapped():
    try:
        card(LIBRARY.with_name("theatre.txt"))
    except mujaz.MujazError as error:
        raise ValueError("no card") from error

@pytest.mark.mujaz_recording("it")
def test_twice():
    card(LIBRARY)
    card(LIBRARY)

@pytest.mark.mujaz_recording("it")
def test_not_asked():
    pass

@pytest.mark.mujaz_recording("it")
def test_many(tmp_path):
    list(mujaz.summarize_many([LIBRARY], tmp_path / "out.jsonl"))

@pytest.mark.mujaz_recording("no/name")
def test_marker():
    pass

@pytest.mark.mujaz_recording("absent")
@pytest.mark.skip
def test_skipped():
    pass

@pytest.mark.mujaz_recording("it")
def test_skips_itself():
    pytest.skip("not today")

@pytest.mark.mujaz_recording("it")
@pytest.mark.xfail(strict=True)
def test_expected_to_fail():
    assert card(LIBRARY).to_read

@pytest.fixture
def made():
    return card(LIBRARY)

@pytest.mark.mujaz_recording("it")
def test_asked_in_a_fixture(made):
    assert not made.to_read

@pytest.mark.mujaz_recording("it")
def test_asked_in_a_thread():
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(1) as pool:
        assert not pool.submit(card, LIBRARY).result().to_read

def test_takes_the_fixture(mujaz_recording):
    assert mujaz_recording.mode == "replay"
    assert mujaz_recording.path.name == "test_takes_the_fixture.yaml"
    card(LIBRARY)

def test_not_marked():
    with mujaz.recording(Path(__file__).parent / "cassettes/test_it/it.yaml"):
        card(LIBRARY)
'''
TOLD = {
    "test_swallowed": "does not fit: the article changed",
    "test_wrapped": "does not fit: the article changed",
    "test_twice": "one recording holds one article; give each article a test of its own, as pytest.mark.parametrize does",
    "test_not_asked": "1 of its 1 answers were not asked for; record it anew: pytest --mujaz-record=all tests/test_it.py::",
    "test_many": "batches are not recorded",
    "test_marker": "@pytest.mark.mujaz_recording('no/name'): give nothing, or one name",
}


def test_what_a_test_may_do(project: Path, pytester: pytest.Pytester) -> None:
    """A misfit or answers left over fail a test, whatever its code makes of it; fixtures, threads and skips work as ever."""
    (project / "tests/test_it.py").write_text(OUTCOMES, encoding="utf-8")
    (project / "tests/cassettes/test_it").mkdir()
    for name in ("it", "test_takes_the_fixture"):
        shutil.copy(cassette(project), project / f"tests/cassettes/test_it/{name}.yaml")
    run = pytester.runpytest_subprocess("tests/test_it.py")
    run.assert_outcomes(passed=4, failed=5, errors=1, skipped=2, xfailed=1)
    parts = re.split(r"(?m)^_+ (?:ERROR at setup of )?(test_\w+) _+$", run.stdout.str())
    assert {
        name: told in text for name, text, told in zip(parts[1::2], parts[2::2], map(TOLD.get, parts[1::2]), strict=True)
    } == (dict.fromkeys(TOLD, True))


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("cassettes/*/*.yaml")), ids=lambda path: path.stem)
def test_no_secret_in_the_example(path: Path) -> None:
    """The example's recordings say that they were written by hand, and hold no key, cookie or address."""
    text = path.read_text(encoding="utf-8")
    assert not SECRETS.search(text)
    assert "by hand" in text
    assert "model: reference\n" in text
