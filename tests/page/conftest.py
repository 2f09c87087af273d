"""The browser, and pages opened in it; every page that a test opens may load nothing and say nothing on its console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright
from shown import NAMES, every_state, hostile, replayed, write_batch

from mujaz.report.folder import write
from mujaz.report.html import as_html
from page.system import browser_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Opener = Callable[..., Page]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        # A container often has no sandbox to give; the pages are our own and nothing is loaded.
        started = driver.chromium.launch(executable_path=browser_file(), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page for each result, by name, and the folder `batch` of all of them."""
    made = tmp_path_factory.mktemp("pages")
    results = {**{name: replayed(name) for name in NAMES}, "every_state": every_state(), "hostile": hostile()}
    for name, result in results.items():
        (made / f"{name}.html").write_text(as_html(result), encoding="utf-8")
    write_batch(made / "results.jsonl", list(results.values()))
    write(made / "results.jsonl", made / "batch")
    return made


@pytest.fixture
def opened(browser: Browser, folder: Path) -> Iterator[Opener]:
    """Opens a page by its name; at the end nothing was loaded but pages of the folder, and nothing was refused or failed."""
    contexts: list[Any] = []
    asked: list[str] = []
    said: list[str] = []

    def open_page(name: str, *, size: dict[str, int] = DESK, heard: bool = True, **options: Any) -> Page:
        context = browser.new_context(viewport=size, reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        if heard:
            page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto((folder / (name if name.endswith(".html") else f"{name}.html")).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert all(url.partition("#")[0].startswith(folder.as_uri()) and ".html" in url for url in asked), asked
    assert said == []
