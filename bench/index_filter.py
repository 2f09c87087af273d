"""How long the list of many articles takes to follow a keystroke: `python bench/index_filter.py [ROWS]`, in the system's browser.

A batch of ROWS results is made of the recorded ones, each with words of its own, and shown with `mujaz view`. Then words are
typed, key by key. A keystroke is timed from its event to the moment that the browser has drawn what came of it.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from page.system import browser_file  # noqa: E402  (of the tests)
from shown import NAMES, replayed  # noqa: E402

from mujaz.report.folder import write  # noqa: E402

ROWS = 5000
GOAL = 100  # milliseconds: below it an answer seems to come at once
TYPED = ("السجناء السابقين", "أمزازي 1234", "prisoners of Vietnam", "المحكمة", "zzzz")

# From the event to what is drawn: the frame that follows it is begun in the first callback and drawn before the second.
TIMED = """() => {
  window.times = [];
  document.getElementById("q").addEventListener("beforeinput", () => {
    const began = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.times.push(performance.now() - began);
      channel.port2.postMessage(0);
    });
  });
}"""


def make(path: Path, rows: int) -> None:
    """Write a batch of `rows` results whose words differ."""
    chance = random.Random(5)  # noqa: S311  (no secret; the same batch each time)
    results = [json.dumps(replayed(name).model_dump(mode="json"), ensure_ascii=False) for name in NAMES]
    words = sorted({word for result in results for word in result.split() if word.isalpha()})
    with path.open("w", encoding="utf-8") as out:
        for n in range(rows):
            result: dict[str, Any] = json.loads(results[n % len(results)])
            if "headline" in result["summary"] and result["summary"]["headline"]:
                result["summary"]["headline"]["ar"] += f" {n} {' '.join(chance.choices(words, k=6))}"
            entry = {"key": f"{n:032x}", "source": f"articles/{n:05}.txt", "status": "unproven", "result": result}
            out.write(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n")


def typed(page: Page) -> list[float]:
    """Type all of TYPED and take it back, key by key; the milliseconds of each key."""
    page.evaluate(TIMED)
    page.locator("#q").focus()
    done = 0
    for words in TYPED:
        for key in [*words, *["Backspace"] * len(words)]:
            if key == "Backspace":
                page.keyboard.press(key)
            else:
                page.keyboard.insert_text(key)
            done += 1
            while page.evaluate("window.times.length") < done:  # the page's policy lets no waiting function in
                pass
    found: list[float] = page.evaluate("window.times")
    return found


def main() -> int:
    """Print the times; 1 when one key in twenty took longer than the goal."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        results = Path(folder, "results.jsonl")
        make(results, rows)
        began = time.perf_counter()
        write(results, Path(folder))
        index = Path(folder, "index.html")
        sys.stdout.write(
            f"written: {rows} articles in {time.perf_counter() - began:.1f} s; the list has {index.stat().st_size / 1e6:.1f} MB\n"
        )
        browser = driver.chromium.launch(executable_path=browser_file(), args=["--no-sandbox"])
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(index.as_uri())
        sys.stdout.write(f"opened: {time.perf_counter() - began:.2f} s\n")
        times = sorted(typed(page))
        browser.close()
    middle, most = times[len(times) // 2], times[len(times) * 95 // 100]
    sys.stdout.write(f"{len(times)} keys: median {middle:.0f} ms, 95 of 100 within {most:.0f} ms, longest {times[-1]:.0f} ms\n")
    return int(most > GOAL)


if __name__ == "__main__":
    sys.exit(main())
