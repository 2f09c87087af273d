"""Where sentences end, told by the sentences themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from mujaz.text.segment import segment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("انتهى الأمر؟! نعم.", ["انتهى الأمر؟!", "نعم."], id="two-marks"),
        pytest.param("وبعد... عاد.", ["وبعد...", "عاد."], id="dots"),
        pytest.param("قال «كفى.» وخرج.", ["قال «كفى.»", "وخرج."], id="stop-inside-quotes"),
        pytest.param("(انتهى.) وبدأ.", ["(انتهى.)", "وبدأ."], id="stop-inside-brackets"),
        pytest.param("بلغ 3.5؛ ثم 4.", ["بلغ 3.5؛", "ثم 4."], id="semicolon-not-decimal"),
        pytest.param("موقع example.com مفيد.", ["موقع example.com مفيد."], id="address"),
        pytest.param("قال أ.د. سامي ذلك.", ["قال أ.د. سامي ذلك."], id="professor"),
        pytest.param("صندوق ص.ب. 12 هنا.", ["صندوق ص.ب. 12 هنا."], id="post-box"),
        pytest.param("كتب ج. ر. سميث كتابا.", ["كتب ج. ر. سميث كتابا."], id="initials"),
        pytest.param("عاد إلى البيت. نام.", ["عاد إلى البيت.", "نام."], id="word-is-no-initial"),
        pytest.param("سطر أول\n\n\nسطر ثان", ["سطر أول", "سطر ثان"], id="blank-lines"),
        pytest.param("  جملة.  ", ["جملة."], id="white-space-around"),
        pytest.param("بلا نقطة", ["بلا نقطة"], id="no-stop-at-all"),
        pytest.param("", [], id="empty"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Slicing the text at each sentence gives exactly these words, in this order."""
    assert [text[s.start : s.end] for s in segment(text)] == expected


@pytest.mark.parametrize(
    ("name", "count"),
    [("easc_vietnam", 12), ("ntrex_hiv", 13)],
    ids=["paragraphs", "one-sentence-a-line"],
)
def test_real_articles(name: str, count: int) -> None:
    """A real article is cut into the sentences a reader counts, none of them over a line end."""
    text = Path(ROOT / f"tests/articles/{name}.txt").read_text(encoding="utf-8")
    sentences = [text[s.start : s.end] for s in segment(text)]
    assert len(sentences) == count
    assert not any("\n" in sentence for sentence in sentences)
