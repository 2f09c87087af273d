"""The process in which a PDF is read: name, bounds and file on standard input, JSON on standard output."""

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
    name, memory, seconds = json.loads(sys.stdin.buffer.readline())
    _bound(memory, seconds)
    try:
        answer = asdict(read_here(sys.stdin.buffer.read(), name))
    except InputError as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout)


def _bound(memory: int, seconds: int) -> None:
    """Bounds the memory and the time of this process, where the system has a way to: Linux has, Windows has not.

    Who started it keeps the time too, but may be gone before the PDF is read.
    """
    try:
        import resource  # noqa: PLC0415  (missing on Windows)

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    main()
