"""The pytest plugin, in runs of pytest of its own: on the example of a project, and on small tests with empty recordings."""

from __future__ import annotations

import re
import shutil
import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record import EXAMPLE, citydesk_reply
from stub import Reply, Stub
from test_cassettes import SECRETS

from mujaz.testing.places import _PARAMETERS, _plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytest_plugins = ["pytester"]

CARDS = "tests/test_cards.py"
LIBRARY = f"{CARDS}::test_card[library]"
ALL = f"pytest --mujaz-record=all '{LIBRARY}'"
EMPTY = "mujaz: 1\narticle: a\nmodel: m\nway: whole\noptions: {}\nschema: s\nprompts: {}\ninteractions: []\n"
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


def recorded(folder: Path, *names: str, module: str = "test_it") -> None:
    """Put empty recordings where tests look for theirs."""
    place = folder / "cassettes" / module
    place.mkdir(parents=True, exist_ok=True)
    for name in names:
        (place / f"{name}.yaml").write_text(EMPTY, encoding="utf-8")


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


NETWORK = """
import socket, urllib.request
import pytest
pytestmark = pytest.mark.mujaz_recording("it")
udp = lambda: socket.socket(type=socket.SOCK_DGRAM)

@pytest.mark.parametrize("reach", [
    lambda: socket.create_connection(("example.org", 443)),
    lambda: socket.create_connection(("192.0.2.1", 443), 1),
    lambda: socket.socket().connect_ex(("192.0.2.1", 443)),
    lambda: socket.socket(socket.AF_INET6).connect(("2001:db8::1", 443)),
    lambda: udp().sendto(b"", ("192.0.2.1", 443)),
    lambda: urllib.request.urlopen("https://example.org"),
], ids="name address connect_ex ipv6 udp urllib".split())
def test_refused(reach):
    with pytest.raises(OSError, match="blocked while a mujaz recording is replayed: .* port 443.*mujaz_allow_hosts = "):
        reach()

@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine(host):
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection((host, server.getsockname()[1])).close()

def test_allowed():
    with udp() as one:
        one.connect(("192.0.2.7", 443))

def test_swallowed():
    try:
        socket.create_connection(("example.org", 443))
    except OSError:
        pass
    assert False
"""
AFTER = """
import socket
def test_as_before():
    assert not [f for f in (socket.getaddrinfo, socket.socket.connect, socket.socket.sendto) if "mujaz" in str(f)]
"""


def test_the_network_is_blocked(pytester: pytest.Pytester) -> None:
    """A replay reaches loopback and allowed hosts; others are refused, with what allows them; afterwards all is as before."""
    parameters = [f"it-{name}" for name in ("name", "address", "connect_ex", "ipv6", "udp", "urllib", "127.0.0.1", "localhost")]
    recorded(pytester.path, "it", *parameters)
    pytester.makeini("[pytest]\nmujaz_allow_hosts = 192.0.2.7\n")
    pytester.makepyfile(test_it=NETWORK, test_later=AFTER)
    run = pytester.runpytest_subprocess()
    run.assert_outcomes(passed=10, failed=1)
    run.stdout.fnmatch_lines(
        ["blocked while a mujaz recording is replayed: example.org port 443.*mujaz_allow_hosts = example.org"]
    )


NOTHING = """
import socket, sys
def test_nothing_is_loaded(request):
    heavy = {"pydantic", "openai", "instructor", "vcr", "yaml", "mujaz.model", "mujaz.errors", "mujaz.testing.playing"}
    assert "mujaz.testing.plugin" in sys.modules
    assert not heavy & set(sys.modules)
    assert not request.config.pluginmanager.has_plugin("mujaz_playing")
"""


def test_without_the_marker_nothing_is_done(pytester: pytest.Pytester) -> None:
    """A run with no marked test loads the plugin's first module and nothing else of mujaz; with --mujaz-record too."""
    pytester.makepyfile(test_it=NOTHING)
    pytester.runpytest_subprocess("--strict-markers", "-W", "error", "--mujaz-record=all").assert_outcomes(passed=1)


def test_the_marker_is_listed(pytester: pytest.Pytester) -> None:
    """`pytest --markers` and `--help` explain the plugin."""
    assert "mujaz_recording(name=None): replay" in pytester.runpytest_subprocess("--markers").stdout.str()
    told = pytester.runpytest_subprocess("--help").stdout.str()
    assert all(name in told for name in ("--mujaz-record=", "--mujaz-orphans", "mujaz_recordings", "mujaz_allow_hosts"))


NAMED = """
import pytest
@pytest.mark.mujaz_recording
@pytest.mark.parametrize("word", ["plain", "MA", "ma", "a/b", "..", "\u0648\u062c\u062f\u0629", "x" * 300])
def test_word(word, mujaz_recording):
    print("at", mujaz_recording.path)

class TestDesk:
    @pytest.mark.mujaz_recording
    def test_in_a_class(self):
        pass

@pytest.mark.mujaz_recording(name="given")
@pytest.mark.parametrize("n", [1])
def test_given(n):
    pass
"""


def test_names_of_recordings(pytester: pytest.Pytester) -> None:
    """Every parameter has a file of its own, in ASCII, in the folder of the settings, also where a disk takes A for a."""
    pytester.makeini("[pytest]\nmujaz_recordings = data/answers\n")
    pytester.makepyfile(test_it=NAMED)
    run = pytester.runpytest_subprocess()
    run.assert_outcomes(errors=9)
    paths = re.findall(rf"(?m)^{pytester.path}/data/answers/test_it/(.*): no such recording", run.stdout.str())
    assert len({path.casefold() for path in paths}) == 9
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]{1,120}\.yaml", path) for path in paths)
    assert {"test_word-plain.yaml", "test_word-ma.yaml", "TestDesk.test_in_a_class.yaml", "given-1.yaml"} <= set(paths)


@pytest.mark.parametrize("folder", ["/tmp/elsewhere", "../elsewhere"], ids=["absolute", "above"])  # noqa: S108  (never written)
def test_a_folder_elsewhere_is_refused(folder: str, pytester: pytest.Pytester) -> None:
    """Recordings lie beside their tests: another place, where modules of one name would meet, is told."""
    pytester.makepyfile(test_it="def test_it(mujaz_recording): pass")
    run = pytester.runpytest_subprocess("-o", f"mujaz_recordings={folder}")
    run.assert_outcomes(errors=1)
    run.stdout.fnmatch_lines([f"mujaz_recordings = {folder}: give the name of a folder*"])


@given(st.text(), st.text())
def test_two_parameters_never_share_a_file(one: str, other: str) -> None:
    """Names are ASCII that every file system takes, and differ when the parameters do, whatever those are."""
    names = [_plain(text, _PARAMETERS) for text in (one, other)]
    assert set("".join(names)) <= set(string.ascii_letters + string.digits + "_.-")
    assert (names[0].casefold() == names[1].casefold()) == (one == other)


USED = "import pytest\n@pytest.mark.mujaz_recording\ndef test_used(): pass\ndef test_plain(): pass\n"
ORPHANS: dict[str, tuple[list[str], int, str]] = {
    "whole": (["--mujaz-orphans"], 1, "cassettes/test_it/gone.yaml: no test uses it; remove it, or bring its test back."),
    "workers": (["--mujaz-orphans", "-n1"], 1, "cassettes/test_gone/old.yaml: no test uses it*"),
    "collect_only": (["--mujaz-orphans", "--collect-only"], 1, "cassettes/test_gone/old.yaml: no test uses it*"),
    "not_asked": ([], 0, "*2 passed*"),
    "a_file": (
        ["--mujaz-orphans", "test_it.py"],
        0,
        "mujaz: orphans were not looked for: only a part of the tests was asked for*",
    ),
    "deselected": (["--mujaz-orphans", "-k", "used"], 0, "mujaz: orphans were not looked for: some tests are deselected*"),
}


@pytest.mark.parametrize(("options", "code", "told"), ORPHANS.values(), ids=ORPHANS)
def test_orphans(options: list[str], code: int, told: str, pytester: pytest.Pytester) -> None:
    """Recordings without a test fail the run when the whole suite was collected and only then; other files are not ours."""
    recorded(pytester.path, "test_used", "gone")
    recorded(pytester.path, "old", module="test_gone")
    (pytester.path / "cassettes/test_it/of_vcrpy.yaml").write_text("interactions: []\nversion: 1\n", encoding="utf-8")
    pytester.makepyfile(test_it=USED)
    run = pytester.runpytest_subprocess(*options)
    assert run.ret == code
    run.stdout.fnmatch_lines([told])
    assert "of_vcrpy" not in run.stdout.str()


def test_no_orphans_of_a_module_that_is_skipped(pytester: pytest.Pytester) -> None:
    """The recordings of a module that this machine cannot run are not called orphans."""
    recorded(pytester.path, "test_used")
    pytester.makepyfile(test_it="import pytest\npytest.importorskip('no_such_module')\n" + USED)
    run = pytester.runpytest_subprocess("--mujaz-orphans")
    run.stdout.fnmatch_lines(["mujaz: orphans were not looked for: test_it.py was skipped. Run the whole suite."])
    assert "no test uses it" not in run.stdout.str()


def test_a_marked_test_that_asks_nothing_is_told(pytester: pytest.Pytester) -> None:
    """Recording a test in which no model answered fails, and leaves no file."""
    pytester.makepyfile(test_it=USED)
    run = pytester.runpytest_subprocess("--mujaz-record=once")
    run.assert_outcomes(passed=1, failed=1)
    run.stdout.fnmatch_lines(["*no model answered in it; take the marker off."])
    assert not list(pytester.path.rglob("*.yaml"))


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("cassettes/*/*.yaml")), ids=lambda path: path.stem)
def test_no_secret_in_the_example(path: Path) -> None:
    """The example's recordings say that they were written by hand, and hold no key, cookie or address."""
    text = path.read_text(encoding="utf-8")
    assert not SECRETS.search(text)
    assert "by hand" in text
    assert "model: reference\n" in text
