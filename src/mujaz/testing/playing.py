"""Opens the recording of a marked test before its fixtures, closes it after them, and tells what did not fit."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from mujaz.errors import RecordingError
from mujaz.model.recording import Recording, opened
from mujaz.testing.marked import wants
from mujaz.testing.network import only_loopback
from mujaz.testing.places import command_of, recording_of

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@dataclass
class _Playing:
    """What is open for one test: the recording, the refusals of the network, and the way to close it all."""

    recording: Recording
    refused: list[str] = field(default_factory=list)
    stack: ExitStack = field(default_factory=ExitStack)


_PLAYING = pytest.StashKey[_Playing]()
_DONE = pytest.StashKey[set["Path"]]()  # recorded in this session: the next test of the same name replays


def of(item: pytest.Item) -> Recording:
    """The open recording of a test."""
    return item.stash[_PLAYING].recording


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Open the recording of a marked test; skipped tests do not come here."""
    if not wants(item):
        return
    try:
        it = _chosen(item)
        with ExitStack() as stack:
            playing = _Playing(stack.enter_context(opened(it)))
            if it.mode == "replay":
                playing.refused = stack.enter_context(only_loopback(item.config.getini("mujaz_allow_hosts")))
            playing.stack = stack.pop_all()
    except RecordingError as error:
        raise _failure(error) from None
    item.stash[_PLAYING] = playing


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Fail a test whose recording does not fit or was not played whole, whatever its own code made of that."""
    playing = item.stash.get(_PLAYING, None)
    if playing is None:
        return (yield)
    it = playing.recording
    try:
        done = yield
        if it.misfit is None:
            _played(it)
    except RecordingError as error:
        raise _failure(it.misfit or error) from None
    except (Exception, pytest.fail.Exception):
        for refusal in playing.refused:
            item.add_report_section("call", "mujaz", refusal)
        if it.misfit is None:
            raise
    if it.misfit:
        raise _failure(it.misfit)
    it.kept = True
    if it.mode == "record":
        item.config.stash.setdefault(_DONE, set()).add(it.path)
    return done


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Close what is open after the fixtures, some of which may have used it."""
    try:
        return (yield)
    finally:
        if playing := item.stash.get(_PLAYING, None):
            del item.stash[_PLAYING]
            try:
                playing.stack.close()
            except RecordingError as error:
                raise _failure(error) from None


def _chosen(item: pytest.Item) -> Recording:
    """The recording of a test, to be made or to be played as the command line says.

    Raises:
        RecordingError: It is to be played, and is not there.
    """
    path, asked = recording_of(item), item.config.getoption("mujaz_record")
    there = path.is_file()
    if asked == "none" and not there:
        raise RecordingError(f"{path}: no such recording; record it: {command_of(item, 'once')}")
    made = asked == "all" and path not in item.config.stash.setdefault(_DONE, set())
    return Recording(
        path,
        "record" if made or not there else "replay",
        anew=f"record it anew: {command_of(item, 'all')}",
        another="give each article a test of its own, as pytest.mark.parametrize does",
        over=True,
        kept=False,  # until the test has passed: what a server refused is not to be replayed for ever
    )


def _played(it: Recording) -> None:
    """Make sure that the test asked a model, and for all that is recorded."""
    if it.mode == "record" and not it.cassette:
        raise RecordingError("this test is marked mujaz_recording, and no model answered in it; take the marker off.")
    it.whole()


def _failure(error: RecordingError) -> BaseException:
    """A failure of a test with the message alone: it says what mends it, and a traceback through mujaz would not."""
    return pytest.fail.Exception(str(error), pytrace=False)
