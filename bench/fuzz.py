"""Looks for a crash or a hang in reading, cleaning and cutting: `python bench/fuzz.py [MINUTES]` (10 when not given).

Every input is made by hypothesis: bytes, texts of page debris, and the repository's own files (pages, PDFs, tables) with pieces
cut out, doubled and changed. Anything but an article or an error of the input stops the run and prints the input; so does an
input that takes longer than a page ever may.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from mujaz.errors import InputError
from mujaz.reading.read import read_all
from mujaz.text.article import make_article
from mujaz.text.clean import clean
from mujaz.text.segment import segment

if TYPE_CHECKING:
    from types import FrameType

ROOT = Path(__file__).parent.parent
SEEDS = [p for folder in ("tests/files", "tests/articles", "examples") for p in sorted((ROOT / folder).glob("*")) if p.is_file()]
PAGE = """<html><head><meta charset="utf-8"><title>عنوان</title></head><body><nav><a>الرئيسية</a></nav><article>
<p>أعلنت الوزارة أن المشروع سيبدأ العام المقبل.</p><table><tr><td>١</td></tr></table></article></body></html>"""
TABLES = [
    b'{"text": "\xd8\xa3\xd8\xb9\xd9\x84\xd9\x86\xd8\xaa"}',
    b"text,title\n\xd8\xa3,\xd8\xa8\n",
    b"<rss><channel><item><title>x</title></item></channel></rss>",
    PAGE.encode(),
]
NAMES = ["a.txt", "a.html", "a.json", "a.jsonl", "a.csv", "a.parquet", "a.rss", "a.pdf", "a.docx"]
LONGEST = 30  # seconds; the slowest file of the repository takes 2

LINES = (ROOT / "src/mujaz/text/debris.txt").read_text(encoding="utf-8").split("\n")
WORDS = st.sampled_from(
    ["أعلنت", "الوزارة", "د.", "3.5", "«", "»", '"', ".", "؟", "...", "1-", "•", "\u202b", "مقالات ذات صلة", "|", *LINES]
)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file: bytes of any kind, or one of the repository's with pieces changed."""
    name = draw(st.sampled_from(NAMES))
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return name, draw(st.binary(max_size=3000))
    seeds = [path.read_bytes() for path in SEEDS] if kind == 1 else TABLES
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        size = draw(st.integers(0, 200))
        change = draw(st.integers(0, 2))
        if change == 0:
            del data[at : at + size]
        elif change == 1:
            data[at:at] = data[at : at + size]
        else:
            data[at : at + size] = draw(st.binary(max_size=20))
    return name, bytes(data)


def _late(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"longer than {LONGEST} s")


def read_one(folder: Path, name: str, data: bytes) -> None:
    """Read, clean and cut one file."""
    path = folder / name
    path.write_bytes(data)
    signal.alarm(LONGEST)
    try:
        for article in read_all(path):
            if not isinstance(article, InputError):
                segment(clean(article).text)
    except InputError:
        pass
    finally:
        signal.alarm(0)


def cut_one(text: str) -> None:
    """Clean and cut one text; every character that is not white space stays in exactly one place."""
    signal.alarm(LONGEST)
    try:
        article = clean(make_article(f"كلام من الوزارة\n{text}"))
        sentences = segment(article.text)
        assert "".join(article.text.split()) == "".join("".join(article.text[s.start : s.end].split()) for s in sentences)
    except InputError:
        pass
    finally:
        signal.alarm(0)


def main() -> None:
    """Go on until the time is up."""
    until = time.monotonic() + 60 * float(sys.argv[1] if len(sys.argv) > 1 else 10)
    signal.signal(signal.SIGALRM, _late)
    rounds = 0
    quiet = settings(max_examples=200, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < until:

            @seed(rounds)
            @quiet
            @given(files())
            def reading(file: tuple[str, bytes]) -> None:
                read_one(Path(folder), *file)

            @seed(rounds)
            @quiet
            @given(
                st.lists(WORDS | st.text(max_size=8), max_size=120).map(" ".join) | st.lists(WORDS, max_size=60).map("\n".join)
            )
            def cutting(text: str) -> None:
                cut_one(text)

            reading()
            cutting()
            rounds += 1
    sys.stdout.write(f"{rounds} rounds, about {rounds * 400} inputs: no crash, no hang\n")


if __name__ == "__main__":
    main()
