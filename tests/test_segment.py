"""Where sentences end, told by the sentences themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from mujaz.text.segment import segment, title_of


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in segment(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("انتهى الأمر؟! نعم.", ["انتهى الأمر؟!", "نعم."], id="two-marks"),
        pytest.param("وبعد أيام... قال إنه عاد.", ["وبعد أيام...", "قال إنه عاد."], id="dots-before-an-opening-word"),
        pytest.param("نزل المطر .. خرج الناس.", ["نزل المطر ..", "خرج الناس."], id="two-dots"),
        pytest.param("قال «كفى.» وخرج.", ["قال «كفى.»", "وخرج."], id="stop-inside-quotes"),
        pytest.param("قال « كفى. » وخرج.", ["قال « كفى. »", "وخرج."], id="space-before-closing-quote"),
        pytest.param("(انتهى.) وبدأ.", ["(انتهى.)", "وبدأ."], id="stop-inside-brackets"),
        pytest.param("«لن نقبل!» قال الوزير: «أبدا.»", ["«لن نقبل!»", "قال الوزير: «أبدا.»"], id="speaker-of-the-next-quote"),
        pytest.param("عاد إلى البيت. نام.", ["عاد إلى البيت.", "نام."], id="word-is-no-initial"),
        pytest.param("ضبط الأمن السوق.وقال إنه آمن.", ["ضبط الأمن السوق.", "وقال إنه آمن."], id="no-space-behind"),
        pytest.param("بدأ في 1998.انتهى بعده.", ["بدأ في 1998.", "انتهى بعده."], id="no-space-behind-number"),
        pytest.param("بلغ البحيرة .ثم عاد.", ["بلغ البحيرة .", "ثم عاد."], id="space-on-the-wrong-side"),
        pytest.param("أين هو؟لا أدري.", ["أين هو؟", "لا أدري."], id="no-space-behind-question"),
        pytest.param("توفي عام 95 هـ. وقد دفن هناك.", ["توفي عام 95 هـ.", "وقد دفن هناك."], id="era-ends-sentence"),
        pytest.param("نقلته أ. ف. ب. وقالت إنه صحيح.", ["نقلته أ. ف. ب.", "وقالت إنه صحيح."], id="agency-ends-sentence"),
        pytest.param("عاش في U.S. وقال إنه سعيد.", ["عاش في U.S.", "وقال إنه سعيد."], id="latin-acronym-ends-sentence"),
        pytest.param("عرضته قناة سي بي إس. ليلة أمس.", ["عرضته قناة سي بي إس.", "ليلة أمس."], id="channel-of-three-letters"),
        pytest.param("حضر د. سعد وأ. محمد. ثم غادرا.", ["حضر د. سعد وأ. محمد.", "ثم غادرا."], id="and-a-title"),
        pytest.param("سطر أول\n\n\nسطر ثان", ["سطر أول", "سطر ثان"], id="blank-lines"),
        pytest.param("عنوان قصير\nجملة أولى. جملة ثانية.", ["عنوان قصير", "جملة أولى.", "جملة ثانية."], id="heading"),
        pytest.param("1. شاي\n2. قهوة", ["1. شاي", "2. قهوة"], id="numbered-lines"),
        pytest.param("١- شاي\n٢- قهوة", ["١- شاي", "٢- قهوة"], id="arabic-numbered-lines"),
        pytest.param("• شاي • قهوة", ["• شاي", "• قهوة"], id="bullets-in-one-line"),
        pytest.param("- شاي\n- قهوة", ["- شاي", "- قهوة"], id="dashes"),
        pytest.param("نحتاج: 1- شاي 2- قهوة 3- ماء", ["نحتاج:", "1- شاي", "2- قهوة", "3- ماء"], id="numbers-in-one-line"),
        pytest.param(
            "لا تترك أوراقك عند أحد استعن بمحام قريب منك",
            ["لا تترك أوراقك عند أحد", "استعن بمحام قريب منك"],
            id="advice-without-stop",
        ),
        pytest.param("  جملة.  ", ["جملة."], id="white-space-around"),
        pytest.param("بلا نقطة", ["بلا نقطة"], id="no-stop-at-all"),
        pytest.param("", [], id="empty"),
        pytest.param(".", ["."], id="only-a-stop"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Slicing the text at each sentence gives exactly these words, in this order."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("بلغ 3.5؛ ثم 4.", id="semicolon"),
        pytest.param("جاء، ثم جلس، ثم نام.", id="comma"),
        pytest.param("كان ينوي... العودة غدا.", id="dots-inside-a-clause"),
        pytest.param("موقع example.com مفيد، وكذلك www.site.com و أخبار.كوم أيضا.", id="addresses"),
        pytest.param("قال أ.د. سامي ذلك.", id="professor"),
        pytest.param("حضر د. علي و م. هدى و أ. منى.", id="titles"),
        pytest.param("صندوق ص.ب. 12 هنا.", id="post-box"),
        pytest.param("بني عام 300 ق.م. في الشمال.", id="before-christ"),
        pytest.param("عام 1445 هـ. الموافق 2023 م. تقريبا.", id="eras"),
        pytest.param("كتب ج. ر. سميث كتابا، وقرأه هـ. ج. ويلز.", id="initials"),
        pytest.param("ذكرت «أ. ف. ب» ذلك.", id="agency"),
        pytest.param("زار جورج دبليو. بوش البلد.", id="spelled-initial"),
        pytest.param("زار George W. Bush البلد مع Dr. Smith في No. 5 من U.S. Army.", id="latin"),
        pytest.param("اشترت Apple Inc. شركة صغيرة.", id="company"),
        pytest.param("في الساعة 10.30 ارتفع 2.8٪ و ٣.٥ نقطة.", id="decimals-and-clock"),
        pytest.param("«لن نقبل!» قال وزير الصحة.", id="speaker-after-quote"),
        pytest.param("هل جاء (أحمد؟)، أم لا.", id="mark-before-a-comma"),
        pytest.param("ينقل المراسل لكم و ننقل إليكم الخبر.", id="to-you"),
        pytest.param("وقف طويلا ثم تساءل الناس هل عاد.", id="asked-whether"),
        pytest.param("فاز بنتيجة 1-2 في المباراة.", id="score"),
        pytest.param("1. شاي", id="number-is-no-sentence"),
        pytest.param("أ. شاي", id="letter-is-no-sentence"),
    ],
)
def test_one_sentence(text: str) -> None:
    """Nothing in these texts ends a sentence but their own end."""
    assert cut(text) == [text]


HEADING, BODY = "بلدية الميناء تفتح جسر المدينة القديم أمام المشاة", "أعلنت بلدية الميناء فتح جسر المدينة أمام الجميع."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{HEADING} {BODY} وقال أحدهم نعم.", [HEADING, BODY, "وقال أحدهم نعم."], id="said-over-again"),
        pytest.param(f"بعد مطر الليل، {HEADING} {BODY} نعم.", [f"بعد مطر الليل، {HEADING} {BODY}", "نعم."], id="clause-before"),
        pytest.param(f"{HEADING} أعلنت لجنة أخرى شيئا لا صلة له. نعم.", None, id="other-news"),
        pytest.param(f"{HEADING} {BODY}\nسطر ثان.", [f"{HEADING} {BODY}", "سطر ثان."], id="text-that-has-lines"),
    ],
)
def test_joined_heading(text: str, expected: list[str] | None) -> None:
    """In a text of one line a heading is parted from a first sentence that repeats it, and from nothing else."""
    assert cut(text) == (expected or [text[:-5], text[-4:]])


@given(st.one_of(st.text(), st.text(alphabet="اودـ\u064b.م \n«»\"'!؟…؛،12١-•هلUS()Dr:")))
def test_every_character_once(text: str) -> None:
    """Whatever the text, each character that is not white space is in exactly one sentence, numbered 1 to n, in order."""
    sentences = segment(text)
    assert [s.number for s in sentences] == list(range(1, len(sentences) + 1))
    edges = [0, *(edge for s in sentences for edge in (s.start, s.end)), len(text)]
    assert edges == sorted(edges)
    assert not "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)).strip()
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in sentences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("عنوان قصير\nجملة أولى.", "عنوان قصير", id="first-line"),
        pytest.param("جملة أولى.\nجملة ثانية.", None, id="full-stop"),
        pytest.param("بلا سطر ثان", None, id="alone"),
        pytest.param("كلمة " * 21 + "\nجملة.", None, id="too-long"),
        pytest.param("AFP Rabat\nجملة.", None, id="no-arabic"),
        pytest.param("شركة Apple تعلن أرباحها\nجملة.", "شركة Apple تعلن أرباحها", id="a-latin-name"),
    ],
)
def test_title(text: str, expected: str | None) -> None:
    """The title is the first line when it is short, has no full stop and has text below it."""
    title = title_of(text, segment(text))
    assert (title and text[title.start : title.end]) == expected


@pytest.mark.parametrize(
    ("name", "count"),
    [("easc_vietnam", 12), ("ntrex_hiv", 13), ("easc_jordan", 9)],
    ids=["paragraphs", "one-sentence-a-line", "spaces-forgotten"],
)
def test_real_articles(name: str, count: int) -> None:
    """A real article is cut into the sentences a reader counts, none of them over a line end."""
    text = Path(ROOT / f"tests/articles/{name}.txt").read_text(encoding="utf-8")
    sentences = cut(text)
    assert len(sentences) == count
    assert not any("\n" in sentence for sentence in sentences)
