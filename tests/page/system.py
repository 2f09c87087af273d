"""The browser of the system."""

from __future__ import annotations

import os
import shutil


def browser_file() -> str:
    """What CHROMIUM names, or the first that is installed."""
    for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if name and (found := shutil.which(name)):
            return found
    raise SystemExit("no browser: install chromium (apt-get install chromium), or say where it is: CHROMIUM=FILE")
