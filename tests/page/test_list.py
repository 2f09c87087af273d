"""The list of a batch, driven in a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from mujaz.text.arabic import fold
from page.test_page import EVERY, PHONE, violations

if TYPE_CHECKING:
    from page.conftest import Opener

LIST = "batch/index.html"
ALL = len(EVERY) + 1  # one failed

# What an editor writes in Arabic and the Latin of names; digits of other scripts and rare presentation forms stay as they are.
CHARACTERS = [
    chr(c)
    for a, b in (
        (0x20, 0x250),
        (0x600, 0x700),
        (0x750, 0x780),
        (0x8A0, 0x900),
        (0x2000, 0x2070),
        (0xFB50, 0xFE00),
        (0xFE70, 0xFF00),
    )
    for c in range(a, b)
    if not 0xFDD0 <= c < 0xFDF0  # no characters
]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("أمزازي", 6),
        ("امزازى", 6),
        ("اَلسّجناءِ السابقين", 6),
        ("amzazi PRISONERS", 6),
        ("Casablanca", 1),
        ("الدار  البيضاء", 1),
        ("empty", 1),
        ("لا يوجد هذا", 0),
        ("<script>", 1),
    ],
)
def test_search(opened: Opener, asked: str, found: int) -> None:
    """Words are found in both languages, in any spelling of the same Arabic word, and all of them must be there."""
    page = opened(LIST)
    page.locator("#q").press_sequentially(asked)
    assert page.locator(".row").count() == found, page.locator("#count").inner_text()
    assert str(found or "None") in page.locator("#count").inner_text()


def test_filters_join(opened: Opener) -> None:
    """Topic, dates and statuses narrow the list together, and «show all» shows all."""
    page = opened(LIST)
    assert page.locator(".row").count() == ALL
    page.locator("#topic").select_option("society")
    society = page.locator(".row").count()
    assert 0 < society < ALL
    assert set(page.locator(".row .topic").all_inner_texts()) == {"Society"}
    page.locator("input[value=has-failed]").check()
    failed = page.locator(".row").count()
    assert 0 < failed < society
    page.locator("input[value=has-repaired]").check()
    assert page.locator(".row").count() > failed
    page.locator("button[type=reset]").click()
    expect(page.locator(".row")).to_have_count(ALL)
    page.locator("#from").fill("2025-01-01")
    page.locator("#to").fill("2025-01-31")
    assert page.locator(".row time").all_text_contents() == ["15 January 2025"]


def test_the_way_back_leads_to_the_same_list(opened: Opener) -> None:
    """From an article the browser's way back and the page's own link lead to the list; the first as it was filtered."""
    page = opened(LIST)
    page.locator("#q").fill("Casablanca")
    page.wait_for_url("**/index.html#q=Casablanca")
    page.locator(".row a").click()
    page.wait_for_url("**/articles/*.html")
    page.go_back()
    expect(page.locator(".row")).to_have_count(1)
    assert page.locator("#q").input_value() == "Casablanca"
    page.locator(".row a").click()
    page.locator(".home").click()
    page.wait_for_url("**/index.html")


def test_a_phone_shows_articles_first(opened: Opener) -> None:
    """On a phone the first article is on the first screen, and the filters unfold."""
    page = opened(LIST, size=PHONE, has_touch=True)
    box = page.locator(".row").first.bounding_box()
    assert box
    assert box["y"] < PHONE["height"]
    page.locator("#narrow summary").tap()
    page.locator("input[value=has-failed]").tap()
    assert 0 < page.locator(".row").count() < ALL


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, {"width": 1440, "height": 900}], ids=["phone", "desk"])
def test_nothing_keeps_people_out(opened: Opener, scheme: Any, size: dict[str, int]) -> None:
    """Axe finds nothing in the list, and nothing is wider than the screen."""
    page = opened(LIST, size=size, color_scheme=scheme)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_without_script(opened: Opener) -> None:
    """Without script the list is whole, and the filter, which would do nothing, is not there."""
    page = opened(LIST, java_script_enabled=False)
    assert page.locator(".row").count() == ALL
    assert page.locator("#filter").is_hidden()


def test_folds_as_the_library_does(opened: Opener) -> None:
    """What is typed is folded as mujaz.text.arabic folds what is searched: every Arabic and Latin character, and sentences."""
    page = opened(LIST)
    texts = [f"ب{c}ب" for c in CHARACTERS] + ["قَالَ: «١٥٫٥٪ من أگادير» ﷺ", "Zoë’s ½ — Straße"]
    folded = page.evaluate(f"({json.dumps(texts)}).map(mujazFold)")
    wrong = {t: (f, fold(t).text) for t, f in zip(texts, folded, strict=True) if f != fold(t).text.strip()}
    assert wrong == {}
