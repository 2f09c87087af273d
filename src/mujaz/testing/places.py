"""Where the recording of a test lies, and the command that makes it."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from pathlib import Path

import pytest

from mujaz.errors import RecordingError
from mujaz.testing.marked import MARKER

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
# What is written as it is. Some file systems do not know A from a, and parameters may differ in nothing else.
_TEST = re.compile(r"[A-Za-z0-9_.-]{1,80}")
_PARAMETERS = re.compile(r"[a-z0-9_.-]{1,80}")
_LONGEST = 80  # of the readable part; file systems take 255 bytes, Windows 260 characters for the whole path


def recording_of(item: pytest.Item) -> Path:
    """The file of a test's recording: `cassettes/MODULE/CLASS.TEST-PARAMETERS.yaml` beside its test file.

    What is not plain ASCII (in parameters: plain lower-case ASCII) is written as well as can be, with a hash behind it.

    Raises:
        RecordingError: The marker holds something else than a name, or the folder does not lie beside the test file.
    """
    folder = Path(item.config.getini("mujaz_recordings"))
    if folder.is_absolute() or ".." in folder.parts:
        raise RecordingError(f"mujaz_recordings = {folder}: give the name of a folder, which lies beside each test file.")
    callspec = getattr(item, "callspec", None)
    parameters = f"-{_plain(callspec.id, _PARAMETERS)}" if callspec else ""
    classes = [node.name for node in item.listchain() if isinstance(node, pytest.Class)]
    name = _name_given(item) or _plain(".".join([*classes, getattr(item, "originalname", None) or item.name]), _TEST)
    return item.path.parent / folder / item.path.stem / f"{name}{parameters}.yaml"


def command_of(item: pytest.Item, mode: str) -> str:
    """What a person types to record a test, where pytest was started."""
    file = os.path.relpath(item.path, item.config.invocation_params.dir)
    rest = item.nodeid.partition("::")[2]
    return f"pytest --mujaz-record={mode} {shlex.quote(f'{file}::{rest}')}"


def _name_given(item: pytest.Item) -> str | None:
    marker = item.get_closest_marker(MARKER)
    if marker is None or not (marker.args or marker.kwargs):
        return None
    given = [*marker.args, *marker.kwargs.values()]
    if len(given) > 1 or set(marker.kwargs) - {"name"} or not (isinstance(given[0], str) and _NAME.fullmatch(given[0])):
        told = ", ".join([*map(repr, marker.args), *(f"{name}={value!r}" for name, value in marker.kwargs.items())])
        raise RecordingError(f"@pytest.mark.{MARKER}({told}): give nothing, or one name of letters, digits, «_», «-» and «.».")
    return given[0]


def _plain(text: str, as_it_is: re.Pattern[str]) -> str:
    """A text as a part of a file's name; two texts never give the same."""
    if as_it_is.fullmatch(text):
        return text
    mark = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{re.sub(r'[^A-Za-z0-9_.-]+', '_', text)[:_LONGEST].strip('_')}-{mark}"
