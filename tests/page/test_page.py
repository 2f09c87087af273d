"""The page of one article, driven in a browser."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from shown import NAMES, SCRIPT, every_state, replayed

from mujaz.report.html import Sheet

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from page.conftest import Opener

EVERY = [*NAMES, "every_state", "hostile"]
PHONE = {"width": 360, "height": 740}  # the narrowest that is still sold widely
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

# Clicks each thing that evidence is kept for, and tells what is wrong with what then happens.
CLICK_ALL = """() => {
  const pane = document.getElementById("article");
  const text = (list) => [...list].map((e) => e.textContent).join("");
  const wrong = [];
  let clicks = 0;
  for (const element of document.querySelectorAll("main [data-g]")) {
    const group = element.dataset.g;
    (element.querySelector(".src") || element).click();
    clicks += 1;
    const lit = text(pane.querySelectorAll(".on"));
    const meant = text([...pane.querySelectorAll("[data-g]:not(.s)")].filter((e) => e.dataset.g.split(" ").includes(group)));
    const box = pane.querySelector(".on")?.getBoundingClientRect();
    const room = pane.getBoundingClientRect();
    if (!lit || lit !== meant) wrong.push([group, lit, meant]);
    else if (box.top < room.top || box.top > room.bottom) wrong.push([group, "out of view", box.top]);
    else if (!element.classList.contains("on")) wrong.push([group, "not lit itself"]);
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    if (document.querySelector(".on, .near")) wrong.push([group, "not cleared"]);
  }
  for (const sentence of pane.querySelectorAll(".s[data-g]")) {
    sentence.querySelector(".n").click();
    clicks += 1;
    const lit = new Set([...document.querySelectorAll("main .on")].map((e) => e.dataset.g));
    if (String([...lit].sort()) !== String(sentence.dataset.g.split(" ").sort())) wrong.push([sentence.id, [...lit]]);
    const boxes = [...document.querySelectorAll("main .on")].map((e) => e.getBoundingClientRect());
    if (!boxes.some((box) => box.bottom > 0 && box.top < innerHeight))
      wrong.push([sentence.id, "out of view"]);
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  }
  return [wrong, clicks];
}"""


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    # A page whose policy allows no style but its own must not be given one by the tool.
    found = page.evaluate("() => axe.run({ resultTypes: ['violations'] })")
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary'][:200]}" for v in found["violations"]]


@pytest.mark.parametrize("name", EVERY)
def test_every_evidence_can_be_chosen(opened: Opener, name: str) -> None:
    """Whatever is chosen, exactly its source lights up in view; of a sentence of the article, exactly what rests on it."""
    wrong, clicks = opened(name).evaluate(CLICK_ALL)
    assert wrong == []
    assert clicks > 20


@pytest.mark.parametrize(
    ("name", "what", "source"),
    [
        ("seed.reference", "#summary .en", "تهدف هذه الاتفاقية"),
        ("seed.reference", ".k-names .ar", "أمزازي"),
        ("seed.reference", ".day .ar", "لعام 2003"),
        ("seed.reference", ".amount .ar", "مليون درهم"),
        ("seed.reference", ".fact-v.pick", "أمزازي"),
        ("own_court.reference", ".field .words .v", "غرفة الجنايات"),
        ("own_court.reference", ".field .said .num", "200 ألف درهم"),
    ],
)
def test_a_click_shows_the_words(opened: Opener, name: str, what: str, source: str) -> None:
    """A click of the mouse on a sentence, a name, a date, an amount or a field of one's own lights the words it rests on."""
    page = opened(name)
    page.locator(what.replace("#summary", ".k-pairs .pair:nth-of-type(2)")).first.click()
    assert source in " ".join(page.locator("#article .on").all_inner_texts())
    assert source in (page.locator("#told").text_content() or "")


def test_by_keyboard(opened: Opener) -> None:
    """With the keyboard alone: a link lights its source, once more leads there, and Escape puts it out."""
    page = opened("seed.reference")
    page.locator(".src").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".src").first.get_attribute("aria-current") == "true"
    assert page.locator("#article .on").count() > 0
    assert (page.locator("#told").text_content() or "").startswith("Source: ")
    page.keyboard.press("Enter")
    assert page.url.endswith("#s2")
    page.locator(".src").first.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator(".on, .near").count() == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a, button, summary, [tabindex]')")


def test_what_needs_reading_leads_to_it(opened: Opener) -> None:
    """A link of «read this first» leads to the sentence and lights it and its source; so does the address of an item."""
    page = opened("repair_fails.reference")
    link = page.locator(".need .to").first
    target = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    assert "on" in (page.locator(f"#{target}").get_attribute("class") or "")
    assert page.locator("#article .on").count() > 0
    page.goto(page.url.partition("#")[0] + f"#{target}")
    page.reload()
    assert page.locator("#article .on").count() > 0


def test_arabic_runs_right_to_left(opened: Opener) -> None:
    """By the boxes on the screen: Arabic begins at the right edge, its full stop left of its last word; English not."""
    page = opened("seed.reference")
    lefts = """(selector) => {
      const element = document.querySelector(selector);
      const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const letters = [];
      while (walk.nextNode()) {
        if (walk.currentNode.parentElement.closest(".n")) continue;
        [...walk.currentNode.data].forEach((_, n) => letters.push([walk.currentNode, n]));
      }
      const left = ([node, n]) => {
        const range = document.createRange();
        range.setStart(node, n); range.setEnd(node, n + 1);
        return range.getBoundingClientRect().left;
      };
      const solid = letters.filter(([node, n]) => node.data[n].trim());
      return [left(solid[0]), left(solid[1]), left(solid.at(-2)), left(solid.at(-1))];
    }"""
    for arabic in (".pair .ar", "#s2"):
        first, second, last, stop = page.evaluate(lefts, arabic)
        assert first > second
        assert last > stop
    first, second, last, stop = page.evaluate(lefts, ".pair .en")
    assert first < second
    assert last < stop
    number, words = page.locator("#s2 .n").bounding_box(), page.evaluate(lefts, "#s2")
    assert number
    assert number["x"] > words[0]


@pytest.mark.parametrize("name", ["seed.reference", "every_state"])
def test_languages_stand_side_by_side(opened: Opener, name: str) -> None:
    """Each English sentence stands left of its Arabic one, and both begin at the same height; the article is right of them."""
    page = opened(name)
    article = page.locator("#article").bounding_box()
    pairs = page.locator(".k-pairs .pair")
    assert pairs.count() > 4
    for n in range(pairs.count()):
        ar, en = (pairs.nth(n).locator(f":scope > .{lang}").bounding_box() for lang in ("ar", "en"))
        assert ar
        assert en
        assert article
        assert en["x"] + en["width"] <= ar["x"]
        assert abs(en["y"] - ar["y"]) < 1
        assert ar["x"] + ar["width"] <= article["x"] + 1


@pytest.mark.parametrize("name", ["seed.reference", "own_court.reference", "vietnam.embedded"])
def test_letters_stay_joined(opened: Opener, name: str) -> None:
    """Cut into evidence or not, lit or not, a sentence of the article takes the same room: no letter has lost its neighbour."""
    page = opened(name)
    widths = """() => [...document.querySelectorAll(".s")].map((s) => {
      const cut = document.createElement("span"), whole = document.createElement("span");
      for (const piece of s.childNodes) if (!piece.classList?.contains("n")) cut.append(piece.cloneNode(true));
      for (const lit of cut.querySelectorAll("[data-g]")) lit.classList.add("on");
      whole.textContent = cut.textContent;
      const line = document.createElement("div");
      line.className = "text";
      line.lang = "ar"; line.dir = "rtl";
      for (const one of [cut, whole]) one.className = "s ruler";
      line.append(cut, document.createElement("br"), whole);
      document.getElementById("article").append(line);
      const sheet = line.style;
      sheet.setProperty("white-space", "nowrap");
      const made = [cut, whole].map((e) => e.getBoundingClientRect().width);
      line.remove();
      return made;
    })"""
    found = page.evaluate(widths)
    assert len(found) > 5
    assert all(abs(cut - whole) < 0.5 for cut, whole in found), found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", EVERY)
def test_nothing_keeps_people_out(opened: Opener, name: str, scheme: Any) -> None:
    """Axe finds nothing: as it opens, with something chosen, and folded open, light and dark."""
    page = opened(name, color_scheme=scheme)
    assert violations(page) == []
    page.locator(".src, .words .pick").first.click()
    page.locator("summary").click()
    assert violations(page) == []


@pytest.mark.parametrize("name", EVERY)
def test_fits_a_phone(opened: Opener, name: str) -> None:
    """At 360 pixels nothing is wider than the screen, Axe finds nothing, and what was chosen can be gone back to."""
    page = opened(name, size=PHONE, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []
    chosen = page.locator(".src, .words .pick").first
    chosen.tap()
    lit = page.locator("#article .on").first.bounding_box()
    assert lit
    assert -1 <= lit["y"] < PHONE["height"]
    page.locator("#back").tap()
    box = chosen.bounding_box()
    assert box
    assert 0 <= box["y"] < PHONE["height"]
    assert page.locator("#back").is_hidden()


def test_hostile_texts_do_nothing(opened: Opener) -> None:
    """Scripts in every text of a result: none runs, none makes an element, and all can be read."""
    page = opened("hostile")
    assert page.evaluate("window.owned") is None
    assert page.locator("img, form, iframe").count() == 0
    assert SCRIPT in page.locator("#article").inner_text()
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    assert page.evaluate("[...document.links].every((link) => link.protocol === 'file:')")


def test_the_policy_holds(opened: Opener) -> None:
    """A script that got in all the same would not run: the policy refuses it."""
    page = opened("seed.reference", heard=False)
    refused = page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener("securitypolicyviolation", (e) => done(e.violatedDirective));
          setTimeout(() => done("nothing"), 2000);
          const image = document.createElement("img");
          image.src = "data:image/png;base64,x";
          document.body.append(image);
        })"""
    )
    assert refused == "img-src"


def test_dark(opened: Opener) -> None:
    """Where the reader has it dark, the page is: a dark ground and light letters."""
    light = """() => { const [r, g, b] = getComputedStyle(document.documentElement).%s.match(/\\d+/g); return +r + +g + +b; }"""
    page = opened("seed.reference", color_scheme="dark")
    assert page.evaluate(light % "backgroundColor") < 150
    assert page.evaluate(light % "color") > 500


def test_print(opened: Opener) -> None:
    """On paper: no hints, the article below at its whole length, the two languages side by side, and what was folded open."""
    page = opened("every_state")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".hint").is_hidden()
    assert page.locator(".run dl").is_visible()
    assert (
        page.evaluate("(() => { const a = document.getElementById('article'); return a.scrollHeight - a.clientHeight; })()") <= 1
    )
    ar, en = (page.locator(f".pair > .{lang}").first.bounding_box() for lang in ("ar", "en"))
    assert ar
    assert en
    assert en["x"] + en["width"] <= ar["x"]
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_statuses_are_told_in_words(opened: Opener) -> None:
    """Each status of the result stands in the page as a word beside its mark, which is drawn."""
    page = opened("every_state")
    for status, many in Sheet(every_state()).tally.items():
        entry = page.locator(f".legend .st-{status}")
        assert entry.inner_text().strip() == f"{many} {status}"
        box = entry.locator("svg").bounding_box()
        assert box
        assert box["width"] > 5


def test_without_script(opened: Opener) -> None:
    """Without script every link still leads to the sentence, and every sentence to what rests on it."""
    page = opened("seed.reference", java_script_enabled=False)
    page.locator(".src").first.click()
    assert page.url.endswith("#s2")
    page.locator("#s2 .n").click()
    assert "#c" in page.url
    assert replayed("seed.reference").proven
