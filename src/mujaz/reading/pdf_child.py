"""The process in which a PDF is read: name, bound and file on standard input, JSON on standard output."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict

from mujaz.errors import InputError
from mujaz.reading.pdf import read_here


def main() -> None:
    """Reads one PDF and writes the document, or the error."""
    logging.disable()  # what the library says of a broken file is of no use to its reader
    name, memory = json.loads(sys.stdin.buffer.readline())
    _bound(memory)
    try:
        answer = asdict(read_here(sys.stdin.buffer.read(), name))
    except InputError as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout)


def _bound(memory: int) -> None:
    """Bounds the memory of this process, where the system has a way to: Linux has, Windows has not."""
    try:
        import resource  # noqa: PLC0415  (missing on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main()
