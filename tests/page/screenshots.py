"""Photographs the pages: `python tests/page/screenshots.py FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from playwright.sync_api import sync_playwright
from shown import NAMES, every_state, replayed, write_batch

from mujaz.report.folder import write
from mujaz.report.html import as_html
from page.system import browser_file

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
CHOOSE = ".k-pairs .pair:nth-of-type(2) .en"
SHOTS: tuple[tuple[str, str, dict[str, Any], str | None], ...] = (  # file, page, context, what is clicked
    ("desktop", "seed.reference", {"viewport": DESK}, CHOOSE),
    ("first", "seed.embedded", {"viewport": DESK}, None),
    ("dark", "every_state", {"viewport": DESK, "color_scheme": "dark"}, CHOOSE),
    ("phone", "every_state", {"viewport": PHONE, "device_scale_factor": 2}, None),
    ("list", "batch/index", {"viewport": DESK}, None),
)


def main() -> None:
    """Write a picture for each of SHOTS, and what a printer gets."""
    to = Path(sys.argv[1])
    to.mkdir(parents=True, exist_ok=True)
    results = {**{name: replayed(name) for name in NAMES}, "every_state": every_state()}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        made = Path(folder)
        for name, result in results.items():
            (made / f"{name}.html").write_text(as_html(result), encoding="utf-8")
        write_batch(made / "results.jsonl", list(results.values()))
        write(made / "results.jsonl", made / "batch")
        browser = driver.chromium.launch(executable_path=browser_file(), args=["--no-sandbox"])
        for name, shown, options, choose in SHOTS:
            page = browser.new_context(reduced_motion="reduce", **options).new_page()
            page.goto((made / f"{shown}.html").as_uri())
            if choose:
                page.locator(choose).first.click()
            page.screenshot(path=to / f"{name}.png")
        page = browser.new_context(viewport={"width": 794, "height": 1123}).new_page()  # A4 at 96 dots an inch
        page.goto((made / "every_state.html").as_uri())
        page.emulate_media(media="print")
        page.screenshot(path=to / "print.png")
        browser.close()


if __name__ == "__main__":
    main()
