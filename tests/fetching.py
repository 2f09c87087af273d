"""Fetches a small file from a stub of the hub, in a process of its own: `python fetching.py URL SIZE SHA256 [BYTES]`.

BYTES is the most that a file of this process may have: the kernel then refuses to write on, as a quota does.
"""

from __future__ import annotations

import sys

from mujaz.catalogue import Model
from mujaz.errors import WeightsError
from mujaz.model import hub, weights


def main() -> None:
    """Fetch it, and say what was told."""
    url, size, sha256, *limit = sys.argv[1:]
    if limit:
        import resource  # noqa: PLC0415  (not on Windows)

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]), int(limit[0])))
    hub._HUB = url
    model = Model("tiny", "Tiny", "nobody", "o/r", "v", "f.gguf", int(size), sha256, "MIT", 2048, tested=False)
    try:
        weights.fetch(model, "hub", tell=lambda text: print(text, flush=True))  # noqa: T201
    except WeightsError as error:
        sys.exit(f"error: {error}")
    print("done")  # noqa: T201


main()
