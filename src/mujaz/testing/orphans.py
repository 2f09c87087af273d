"""`pytest --mujaz-orphans`: recordings that no test uses any more."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mujaz.errors import RecordingError
from mujaz.testing.marked import wants
from mujaz.testing.places import recording_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_BEGINS = b"mujaz: "  # a recording; a cassette of another library in the same folder begins otherwise


class Orphans:
    """Looks, once all is collected, for recordings that no collected test uses, and fails the run when there are any."""

    def __init__(self, config: pytest.Config) -> None:
        """Begin with what the command line leaves out."""
        self.config = config
        self.partly = "" if _all_asked(config) else "only a part of the tests was asked for"
        self.found: list[str] = []
        self.looked = False

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file whose tests are not known."""
        if not report.passed:
            self.partly = f"{report.nodeid} was {'skipped' if report.skipped else 'not collected'}"

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Note that some tests are left out."""
        if items:
            self.partly = "some tests are deselected"

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Compare the recordings with the tests."""
        self.looked = True
        if self.partly:
            return
        used = set()
        for item in filter(wants, session.items):
            try:
                used.add(recording_of(item).resolve())
            except RecordingError as error:
                self.partly = f"{item.nodeid} has a marker that cannot be used: {error}"
                return
        folder, skipped = self.config.getini("mujaz_recordings"), self.config.getini("norecursedirs")
        roots = {Path(self.config.invocation_params.dir, arg) for arg in self.config.args}
        roots = {root if root.is_dir() else root.parent for root in roots}
        there = {path for root in roots for path in _recordings(root.resolve(), folder, skipped)}
        self.found = sorted(os.path.relpath(path, self.config.invocation_params.dir) for path in there - used)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run; a worker of pytest-xdist tells the process that prints."""
        if (output := getattr(self.config, "workeroutput", None)) is not None:
            output["mujaz_orphans"] = [self.looked, self.partly, self.found]
        elif self.found and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:  # noqa: ANN401  (a class of pytest-xdist)
        """Take over what a worker found; all of them collect the same tests."""
        if told := getattr(node, "workeroutput", {}).get("mujaz_orphans"):
            self.looked, self.partly, self.found = told

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print what was found, or why nothing was looked for."""
        if self.partly or not self.looked:
            why = self.partly or "nothing was collected"
            terminalreporter.write_line(f"mujaz: orphans were not looked for: {why}. Run the whole suite.", yellow=True)
        elif self.found:
            terminalreporter.section("recordings that no test uses", red=True)
            for path in self.found:
                terminalreporter.write_line(f"{path}: no test uses it; remove it, or bring its test back.")
        else:
            terminalreporter.write_line("mujaz: every recording is used.", green=True)


def _all_asked(config: pytest.Config) -> bool:
    """True when the command line names no files and no tests, but whole folders at most: a recording stands beside its test."""
    named = config.args_source == config.ArgsSource.ARGS
    return not named or all(Path(config.invocation_params.dir, arg).is_dir() for arg in config.args)


def _recordings(root: Path, folder: str, skipped: Collection[str]) -> Iterator[Path]:
    """All recordings in the folders of recordings below a folder that pytest looks through."""
    for at, folders, _files in os.walk(root):
        if (Path(at) / folder).is_dir():
            yield from (path for path in (Path(at) / folder).rglob("*.yaml") if _is_recording(path))
        folders[:] = [
            name
            for name in folders
            if not any(fnmatch(name, pattern) for pattern in skipped) and not Path(at, name, "pyvenv.cfg").exists()
        ]


def _is_recording(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_BEGINS)) == _BEGINS
