"""What pytest loads on every run: the options, the marker and the fixture; what does the work, only when a test asks for it.

Every run of pytest on a machine with mujaz waits for this module, so it imports next to nothing but pytest, which is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mujaz.testing.marked import MARKER, wants

if TYPE_CHECKING:
    from mujaz.model.recording import Recording


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of recordings."""
    group = parser.getgroup("mujaz", "recordings of a model's answers (mujaz)")
    group.addoption(
        "--mujaz-record",
        choices=("none", "once", "all"),
        default="none",
        help="none (default): replay, and reach no model; once: record what is missing; all: record every selected test anew",
    )
    group.addoption("--mujaz-orphans", action="store_true", help="fail when there are recordings that no test uses")
    parser.addini("mujaz_recordings", "folder of the recordings, beside each test file", default="cassettes")
    parser.addini("mujaz_allow_hosts", "hosts that a replaying test may connect to beside loopback", type="linelist", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        f"{MARKER}(name=None): replay what a model answered; the recording is called after the test, or `name`",
    )
    if config.getoption("mujaz_orphans"):
        from mujaz.testing.orphans import Orphans  # noqa: PLC0415  (only when asked for)

        config.pluginmanager.register(Orphans(config), "mujaz_orphans")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Do nothing more unless a test is marked."""
    if any(wants(item) for item in session.items) and not session.config.pluginmanager.has_plugin("mujaz_playing"):
        from mujaz.testing import playing  # noqa: PLC0415  (only when a test is marked)

        session.config.pluginmanager.register(playing, "mujaz_playing")


@pytest.fixture
def mujaz_recording(request: pytest.FixtureRequest) -> Recording:
    """The open recording of this test: its `path`, and its `mode`, `record` or `replay`. A test that takes it needs no marker."""
    from mujaz.testing.playing import of  # noqa: PLC0415  (only when a test takes it)

    return of(request.node)
