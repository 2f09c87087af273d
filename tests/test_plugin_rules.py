"""The pytest plugin on small tests with empty recordings: the network, names, orphans, and runs without the marker."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mujaz.testing.places import _PARAMETERS, _plain

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ["pytester"]

EMPTY = "mujaz: 1\narticle: a\nmodel: m\nway: whole\noptions: {}\nschema: s\nprompts: {}\ninteractions: []\n"


def recorded(folder: Path, *names: str, module: str = "test_it") -> None:
    """Put empty recordings where tests look for theirs."""
    place = folder / "cassettes" / module
    place.mkdir(parents=True, exist_ok=True)
    for name in names:
        (place / f"{name}.yaml").write_text(EMPTY, encoding="utf-8")


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


@pytest.mark.parametrize("folder", ["/elsewhere", "../elsewhere"], ids=["absolute", "above"])
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
