"""The pages, without a browser: what they hold, that nothing in them can run or be loaded, and that nothing is left out."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tracemalloc
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from shown import NAMES, every_state, hostile, replayed, write_batch

from mujaz import cli
from mujaz.errors import InputError
from mujaz.report import wording
from mujaz.report.folder import write
from mujaz.report.html import AnySummary, Sheet, as_html
from mujaz.report.proof import Proof
from mujaz.result import Item, Result
from mujaz.spans import Span

if TYPE_CHECKING:
    from pathlib import Path

EVERY = [*NAMES, "every_state", "hostile"]
VOID = {"meta", "br", "img", "input", "link", "hr"}


def shown(name: str) -> Result[AnySummary]:
    return every_state() if name == "every_state" else hostile() if name == "hostile" else replayed(name)


class Page(HTMLParser):
    """A page as a browser's parser sees it: its elements, and its text without style and script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.raw: dict[str, str] = {}
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"style", "script"}:
            self.raw[self.open[-1]] = self.raw.get(self.open[-1], "") + data
        else:
            self.text += data

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]


@pytest.mark.parametrize("name", EVERY)
def test_every_item_has_an_anchor(name: str) -> None:
    """Each item of a result stands in its page under an anchor of its own, and every link of the page leads somewhere."""
    result = shown(name)
    page = Page(as_html(result))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {f"c{n}" for n in range(1, len(result.items) + 1)} <= set(ids)
    assert {link[1:] for link in page.all("href") if link.startswith("#")} <= set(ids)
    for names in page.all("aria-labelledby"):
        assert names in ids


@pytest.mark.parametrize("name", EVERY)
def test_elements_close(name: str) -> None:
    """Every element that is opened is closed, in order."""
    assert Page(as_html(shown(name))).open == []


@pytest.mark.parametrize("name", EVERY)
def test_policy_allows_only_what_stands_in_the_page(name: str) -> None:
    """The policy allows nothing but the page's one style and one script, by their hash; no attribute holds code."""
    page = Page(as_html(shown(name)))
    policy = next(
        a["content"] or "" for tag, a in page.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.raw[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert [tag for tag, _ in page.tags].count("style") == [tag for tag, _ in page.tags].count("script") == 1
    assert not {"link", "img", "iframe", "object", "base", "form"} & {tag for tag, _ in page.tags}
    assert not [a for _, attrs in page.tags for a in attrs if a.startswith("on") or a in {"src", "style", "srcset"}]
    assert "http" not in page.raw["style"] + page.raw["script"]


def test_hostile_text_stays_text() -> None:
    """Scripts, entities and controls in any text of a result are shown as they are written, and no address runs code."""
    html = as_html(hostile())
    page = Page(html)
    assert "<script>window" not in html
    assert "<script>window.owned = 1</script>" in page.text
    assert "&amp;&lt;" in page.text
    assert "⟨U+202E⟩gnorw⟨U+202C⟩ ⟨U+2066⟩x⟨U+2069⟩" in page.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", html)
    assert not [link for link in page.all("href") if not link.startswith("#")]


@pytest.mark.parametrize("name", EVERY)
def test_same_result_same_page(name: str) -> None:
    """A page depends on the result alone, and a result that went through JSON gives the same one."""
    result = shown(name)
    again = Result[AnySummary].model_validate_json(result.model_dump_json())
    assert as_html(result) == as_html(result) == as_html(again)


@pytest.mark.parametrize("name", NAMES)
def test_the_article_is_whole(name: str) -> None:
    """The words of the article stand in its page in their order, none left out, none twice."""
    result = shown(name)
    paragraphs = Proof(result.article.text).paragraphs()
    cut = "".join(s.gap + "".join(piece.text for piece in s.pieces) for p in paragraphs for s in p.sentences)
    assert "".join(cut.split()) == "".join(result.article.text.split())


def test_what_is_not_proven_comes_first() -> None:
    """What failed, was withheld, is doubtful or a draft stands before the summary, worst first, each with its reason."""
    page = as_html(every_state())
    first = page[page.index('id="first"') : page.index('<p class="hint"')]
    places = [first.index(f'class="need n-{status}"') for status in ("failed", "withheld", "doubtful")]
    assert places == sorted(places)
    text = " ".join(Page(f"<section><h2 {first}").text.split())
    for said in (
        "«مليون درهم» is 1000000, not 10000000",
        "the English says «not» and the Arabic does not",
        "سعيد أمزاري · Said Amzazi",
        "Event 10 · English",
        "«Said» is «Saeed» in Person 1 · English",
        "1 more that no check found anything in: Person 1 · English",
        "no one place to point at: Headline · Arabic",
    ):
        assert said in text
    assert "withheld: it could not be proven" in page


def test_every_status_has_mark_and_word() -> None:
    """Each status is told by a mark of its own and its name, not by colour alone."""
    html = as_html(every_state())
    marks = dict(re.findall(r'<symbol id="i-(\w+)".*?>(.*?)</symbol>', html))
    assert set(marks) == set(wording.MEANINGS)
    assert len(set(marks.values())) == len(marks)
    for status in wording.MEANINGS:
        assert re.search(rf'href="#i-{status}"/></svg>[^<]*{status}', html)


def test_items_without_a_value_are_shown() -> None:
    """An item that no value of the summary belongs to is listed all the same."""
    known = replayed("own_court.reference")
    items = [
        *known.items,
        Item(path="bail.value", status="withheld", why="not in the article"),
        Item(path="bail", status="draft"),
    ]
    page = Page(as_html(known.model_copy(update={"items": items})))
    assert "Nothing said" in page.text
    assert "bail · value" in page.text
    assert {f"c{len(items) - 1}", f"c{len(items)}"} <= set(page.all("id"))


NAMES_OF_PARTS = ("ar", "en", "text", "value", "unit", "calendar", "sources", "headline", "role", "items", "a b")
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3000)
    | st.text(max_size=8)
    | st.sampled_from(["2024-10-03", "3,5", "مليون درهم"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES_OF_PARTS), inner, max_size=4),
    max_leaves=12,
)
PATHS = st.sampled_from(["ar", "a b", "headline.ar", "text[0]", "text[0].value", "items.ar", "value.unit", "", "[", "x..y[3]"])
SPANS = st.builds(Span, st.integers(0, 3000), st.integers(0, 3000), st.sampled_from(["exact", "partial"]))
ITEMS = st.builds(
    Item, path=PATHS, status=st.sampled_from(list(wording.MEANINGS)), spans=st.lists(SPANS, max_size=3).map(tuple), why=st.none()
)


@given(summary=st.dictionaries(st.sampled_from(NAMES_OF_PARTS), ANY_JSON, max_size=4), items=st.lists(ITEMS, max_size=8))
def test_any_shape_is_shown(summary: dict[str, Any], items: list[Item]) -> None:
    """Whatever a summary looks like and whatever its items say of it, there is a page, and every item is on it once."""
    known = replayed("own_court.reference")
    page = Page(as_html(known.model_copy(update={"summary": AnySummary(summary), "items": items})))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {f"c{n}" for n in range(1, len(items) + 1)} <= set(ids)
    assert {link[1:] for link in page.all("href") if link.startswith("#")} <= set(ids)
    assert page.open == []


def test_words_that_differ_are_told() -> None:
    """Evidence that was found with a few words changed says so."""
    known = replayed("own_court.reference")
    items = [known.items[0].model_copy(update={"spans": (Span(65, 110, "partial"),)}), *known.items[1:]]
    assert "words it a little differently" in as_html(known.model_copy(update={"items": items}))
    assert "words it a little differently" not in as_html(known)


LETTERS = st.text(alphabet="ابوكم لالـَ1.،\n«»\u200c a", max_size=60)


@given(text=LETTERS, ends=st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=6))
def test_no_word_is_parted(text: str, ends: list[tuple[int, int]]) -> None:
    """However evidence lies, the pieces are the whole text, hold all of the evidence, and none ends inside a word."""
    proof = Proof(text)
    for a, b in ends:
        proof.group([Span(min(a, b), max(a, b), "exact")])
    paragraphs = proof.paragraphs()
    sentences = [s for p in paragraphs for s in p.sentences]
    assert [c for s in sentences for p in s.pieces for c in p.text if not c.isspace()] == [c for c in text if not c.isspace()]
    for sentence in sentences:
        for before, after in zip(sentence.pieces, sentence.pieces[1:], strict=False):
            joined = before.text[-1:] + after.text[:1]
            assert not all(c.isalnum() or c in "ـَ\u200c" for c in joined), (before, after)
    assert {g for s in sentences for g in s.groups} <= set(range(len(ends)))


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    """A text that is made visible can be written as UTF-8, and holds no control that turns text about."""
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", wording.visible(text).encode().decode())


DAYS: list[Any] = [
    ("2024-10-03", "3 October 2024", (2024, 10, 3)),
    ("2024-10", "October 2024", (2024, 10, 0)),
    ("2024", "2024", (2024, 0, 0)),
    ("199X", "1990–1999", (1990, 0, 0)),
    ("19XX", "1900–1999", (1900, 0, 0)),
    ("2024-34", "second quarter 2024", (2024, 34, 0)),
    ("2024-22", "summer 2024", (2024, 22, 0)),
    ("XXXX-10-03", "3 October (year not said)", (10_000, 0, 0)),
    ("-0044", "-0044", (-44, 0, 0)),
    ("soon", "soon", (10_000, 0, 0)),
]


@pytest.mark.parametrize(("edtf", "said", "place"), DAYS, ids=[d[0] for d in DAYS])
def test_days(edtf: str, said: str, place: tuple[int, int, int]) -> None:
    """A date is said in English and has its place in a timeline; what is no date stays as it is."""
    assert wording.day(edtf) == said
    assert wording.order(edtf) == place


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("summary[1].en", "Summary 2 · English"),
        ("lots[0].local_share.text", "lots 1 · local share · words"),
        ("topic", "Topic"),
        ("", ""),
    ],
)
def test_labels(path: str, said: str) -> None:
    """A path is said as a person would."""
    assert wording.label(path) == said


def test_own_fields_are_listed_by_path() -> None:
    """The fields of a schema of one's own stand in one list, each with its path, its words and its value."""
    page = Page(as_html(replayed("own_court.reference")))
    text = " ".join(page.text.split())
    for said in (
        "Defendants 1 · fine defendants[0].fine",
        "200,000 MAD",
        "Appeal possible appeal_possible yes",
        "18 February 2025",
    ):
        assert said in text


def test_a_batch_is_a_list_and_pages(tmp_path: Path) -> None:
    """A page is written for each article with a result, the list holds all of them, and a torn line counts for nothing."""
    results, folder = tmp_path / "results.jsonl", tmp_path / "pages"
    write_batch(results, [shown(name) for name in EVERY], failed=2)
    with results.open("a") as file:
        file.write('{"key":"00')
    assert write(results, folder) == f"{len(EVERY) + 2} articles: 4 proven, {len(EVERY) - 4} unproven, 2 failed"
    page = Page((folder / "index.html").read_text(encoding="utf-8"))
    rows = [attrs for tag, attrs in page.tags if tag == "li"]
    assert len(rows) == len(EVERY) + 2
    links = [link for link in page.all("href") if link.startswith("articles/")]
    assert sorted(links) == sorted(f"articles/{file.name}" for file in (folder / "articles").iterdir())
    assert len(links) == len(EVERY)
    assert "inbox/9.txt: empty; give a file." in page.text
    assert "window.owned" not in page.raw["script"]
    assert '<a class="home" href="../index.html">' in (folder / links[0]).read_text(encoding="utf-8")
    before = (folder / "index.html").read_bytes()
    write(results, folder)
    assert (folder / "index.html").read_bytes() == before


def test_one_result_is_shown_too(tmp_path: Path) -> None:
    """What `--format json` wrote can be viewed as well."""
    one = tmp_path / "result.json"
    one.write_text(replayed("seed.reference").model_dump_json(indent=1), encoding="utf-8")
    assert write(one, tmp_path / "pages") == "1 article: 1 proven, 0 unproven, 0 failed"


BAD: list[Any] = [
    pytest.param(None, "no such file", id="missing"),
    pytest.param("", "no results yet", id="empty"),
    pytest.param("hello\n", "line 1 is no result", id="text"),
    pytest.param('{"a": 1}', "line 1 is no result", id="other-json"),
    pytest.param('{"key":"00","source":"x","status":"failed","error":"e"}\n', "line 1 is no result", id="short-key"),
    pytest.param(
        '{"key":"../../../../x","source":"x","status":"failed","error":"e"}\n', "line 1 is no", id="key-leaves-the-folder"
    ),
    pytest.param('{"key":"0123456789abcdef","source":"x","status":"failed","error":"e"}\n[]\n', "line 2", id="second-line"),
    pytest.param('{"key":"0123456789abcdef","source":"x","status":"proven","result":{}}\n', "line 1", id="no-result"),
    pytest.param('{"key":"0123456789abcdef",\n', "line 1", id="broken-line"),
]


@pytest.mark.parametrize(("text", "said"), BAD)
def test_other_files_are_told(tmp_path: Path, text: str | None, said: str) -> None:
    """A file that is none of mujaz's is told by its line, and nothing outside the folder is written."""
    results = tmp_path / "in" / "results.jsonl"
    results.parent.mkdir()
    if text is not None:
        results.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        write(results, tmp_path / "out")
    assert {p.name for p in tmp_path.iterdir()} <= {"in", "out"}
    assert ("line 2" in said) == (tmp_path / "out").exists()  # what is wrong from its first line on makes no folder


def test_a_folder_of_others_is_kept(tmp_path: Path) -> None:
    """An index.html that mujaz did not write is not written over; a folder that cannot be made is told."""
    results = tmp_path / "results.jsonl"
    write_batch(results, [])
    (tmp_path / "index.html").write_text("<h1>mine</h1>", encoding="utf-8")
    with pytest.raises(InputError, match="mujaz did not write"):
        write(results, tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<h1>mine</h1>"
    with pytest.raises(InputError, match="cannot be written"):
        write(results, results)


def test_memory_does_not_grow(tmp_path: Path) -> None:
    """Four times the articles take no more memory."""
    results = tmp_path / "results.jsonl"
    peaks = []
    for many in (1, 10, 40):  # the first fills what is kept for all pages
        write_batch(results, [replayed("seed.reference")] * many)
        tracemalloc.start()
        write(results, tmp_path / "pages")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] * 1.5


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`mujaz demo --format html` prints a page; `mujaz view` writes a folder beside the results and prints where its list is."""
    monkeypatch.chdir(tmp_path)
    assert cli.cli.main(["demo", "--format", "html", "-o", "page.html", "-q"], standalone_mode=False) == 0
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    write_batch(tmp_path / "results.jsonl", [replayed("seed.reference")])
    cli.cli.main(["view", "results.jsonl"], standalone_mode=False)
    out, err = capsys.readouterr()
    assert out == "results.pages/index.html\n"
    assert "2 articles: 1 proven, 0 unproven, 1 failed" in err


def test_title_where_there_is_no_headline() -> None:
    """An article without a headline is called by its title, or else by its first line."""
    known = replayed("own_court.reference")
    line = (ROOT / "tests/articles/own_court.txt").read_text(encoding="utf-8").partition("\n")[0]
    assert line.startswith(Sheet(known).title)
    titled = known.model_copy(update={"article": known.article.model_copy(update={"title": "عنوان"})})
    assert Sheet(titled).title == "عنوان"
    assert json.loads(json.dumps(Sheet(known).tally)) == {"chosen": 4, "checked": 38}
