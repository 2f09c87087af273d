"""HTML, JSON, JSON Lines, CSV and feeds: what text comes out, what is known of it, and what each bad one says."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mujaz.errors import InputError
from mujaz.reading.html import declared_encoding, fragment_text, read_html
from mujaz.reading.load import load
from mujaz.reading.read import Ways, is_address, read, read_all

ONE = "أعلنت الوزارة، اليوم الخميس، أن المشروع سيبدأ العام المقبل بكلفة مليون درهم، وأن الأشغال ستنتهي قبل الصيف."
TWO = "وقال الوزير إن الأشغال ستنتهي قبل نهاية السنة المقبلة، وإن أربعين عاملا سيشاركون فيها من مدن الجنوب."
THREE = "وأضاف المتحدث باسم الحكومة أن المشروع يدخل في إطار برنامج واسع لإصلاح الطرق في الجهة كلها."
PAGE = f"""<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><title>مشروع جديد - الجريدة</title>
<meta property="og:title" content="مشروع جديد في الجنوب"><meta property="og:site_name" content="الجريدة">
<meta property="article:published_time" content="2024-10-03T09:30:00+01:00"><meta name="author" content="سعاد العلوي">
<meta property="og:url" content="https://www.example.ma/a/1"></head>
<body><nav><a href="/">الرئيسية</a> <a href="/s">سياسة</a> <a href="/r">رياضة</a></nav>
<article><h1>مشروع جديد في الجنوب</h1><div class="share">شارك المقال</div>
<p>AHDATH.INFO - {ONE}</p><p>{TWO}</p><ul><li>{THREE}</li></ul>
<p>مقالات ذات صلة</p><p>الوزير يزور الشمال</p><p>افتتاح مدرسة في الرباط</p></article>
<footer><p>© 2024 الجريدة. جميع الحقوق محفوظة</p><a href="#">زر الذهاب إلى الأعلى</a></footer></body></html>"""


def _file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_page(tmp_path: Path) -> None:
    """The article of a page is its author's words, lists too; debris is gone and listed, and what the page declares is known."""
    article = load(_file(tmp_path, "page.html", PAGE))
    assert [line for line in article.text.split("\n") if line] == [article.title, ONE, TWO, f"- {THREE}"]
    assert (article.title, article.author, article.site) == ("مشروع جديد في الجنوب", "سعاد العلوي", "الجريدة")
    assert (article.published, article.url, article.country) == (date(2024, 10, 3), "https://www.example.ma/a/1", "MA")
    assert {"slug of the site", "related articles"} <= {gone.why for gone in article.removed}
    assert "AHDATH" not in article.text


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256", "iso-8859-6"])
@pytest.mark.parametrize("declared", [True, False])
def test_pages_in_old_encodings(tmp_path: Path, encoding: str, *, declared: bool) -> None:
    """A page is read in the encoding that it names, and in the right one where it names none."""
    head = f'<meta charset="{encoding}">' if declared else ""
    page = f"<html><head>{head}</head><body><article><p>{ONE}</p><p>{TWO}</p></article></body></html>"
    article = load(_file(tmp_path, "page.htm", page.encode(encoding)))
    assert article.text.split("\n") == [ONE, TWO]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<meta charset="windows-1256">', "windows-1256"),
        (b"<META http-equiv=Content-Type content='text/html; charset=iso-8859-6'>", "iso-8859-6"),
        (b'<?xml version="1.0" encoding="UTF-8"?>', "UTF-8"),
        (b"<html>", None),
    ],
)
def test_declared_encoding(head: bytes, encoding: str | None) -> None:
    """The encoding that a page names is found in each way to name it."""
    assert declared_encoding(head) == encoding


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param('<meta name="date" content="2024-10-03">', date(2024, 10, 3), id="plain-date"),
        pytest.param('<meta name="date" content="03/10/2024">', None, id="ambiguous-date"),
        pytest.param('<meta name="date" content="2024-13-45">', None, id="no-date"),
        pytest.param(
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-10-03T01:00:00Z"}</script>',
            date(2024, 10, 3),
            id="json-ld",
        ),
        pytest.param('<script type="application/ld+json">{broken</script>', None, id="broken-json-ld"),
        pytest.param(
            '<script type="application/ld+json">[{"@graph":[{"@type":["BlogPosting"],"headline":"a\nb",'
            '"datePublished":"2024-10-03"}]}]</script>',
            date(2024, 10, 3),
            id="json-ld-graph-in-a-list",
        ),
        pytest.param("<time pubdate datetime='2024-10-03'>", date(2024, 10, 3), id="time"),
    ],
)
def test_the_day_is_declared_or_unknown(head: str, expected: date | None) -> None:
    """The day of publication is what the page declares, never a guess."""
    page = f"<html><head>{head}</head><body><article><p>{ONE}</p><p>{TWO} في 5 أكتوبر 2023</p></article></body></html>"
    assert read_html(page, "x").published == expected


@pytest.mark.parametrize(
    ("head", "author", "country"),
    [
        pytest.param(
            '<meta name="author" content="admin"><link rel="canonical" href="https://x.eg/1">', None, "EG", id="account"
        ),
        pytest.param('<meta property="article:author" content="https://www.facebook.com/x">', None, None, id="address"),
        pytest.param(
            '<meta name="author" content="admin"><script type="application/ld+json">{"@type":"Article",'
            '"author":[{"name":"كريم حسن"},{"name":"منى علي"}]}</script><link rel="canonical" href="/1">',
            "كريم حسن، منى علي",
            None,
            id="two-in-json-ld",
        ),
    ],
)
def test_who_and_where(tmp_path: Path, head: str, author: str | None, country: str | None) -> None:
    """An account or an address is no author; the canonical address of a page tells its country."""
    page = f"<html><head>{head}</head><body><article><p>{ONE}</p><p>{TWO}</p></article></body></html>"
    article = read(_file(tmp_path, "page.html", page))
    assert (article.author, article.country) == (author, country)


@pytest.mark.parametrize(
    "tagged",
    [
        pytest.param("<time datetime='2024-10-03'>اليوم الخميس</time>", id="time"),
        pytest.param("<span class='post-date'>اليوم <b>الخميس</b></span>", id="span"),
        pytest.param("اليوم الخميس", id="plain"),
    ],
)
def test_tags_inside_of_a_sentence(tagged: str) -> None:
    """A day that a tag marks up stays in its sentence, and a quote that a tag makes gets its marks; a line of these goes."""
    said = "وقال: <q>لن <b>نتراجع</b></q> أبدا عن هذا المشروع الكبير."
    page = f"<p>{ONE.replace('اليوم الخميس', tagged)}</p><p>{said}</p><p>{TWO}</p>"
    meta = "<p><span class='author'>سعاد</span> <time>3 أكتوبر 2024</time></p>"
    text = read_html(f"<html><body><article>{meta}{page}</article></body></html>", "x").text
    assert text.split("\n") == [ONE, "وقال: «لن نتراجع» أبدا عن هذا المشروع الكبير.", TWO]


@pytest.mark.parametrize(
    ("described", "printed", "kept"),
    [
        pytest.param(ONE, f"<h2 class='lead'>{ONE}</h2>", True, id="set-apart"),
        pytest.param(ONE, "", False, id="not-printed"),
        pytest.param(f"{ONE[:60]}...", f"<h2 class='lead'>{ONE}</h2>", False, id="cut-short"),
        pytest.param("الجريدة الأولى", "<h2>الجريدة الأولى</h2>", False, id="of-the-site"),
    ],
)
def test_leads(described: str, printed: str, *, kept: bool) -> None:
    """The lead that a page prints apart from its article, and declares, is the article's first line."""
    head = f'<meta property="og:description" content="{described}">'
    body = f"<h1>عنوان</h1>{printed}<div class='article-body'><p>{TWO}</p><p>{THREE}</p></div>"
    text = read_html(f"<html><head>{head}</head><body>{body}</body></html>", "x").text
    assert text.split("\n") == [*[ONE] * kept, TWO, THREE]


def test_tables_of_pages(tmp_path: Path) -> None:
    """The rows of a table stay, each a line with bars between its cells."""
    cells = [["المدينة", "الأسرة", "الكلفة", "السنة"], ["مراكش", "150", "320", "2024"]]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    page = f"<html><body><article><p>{ONE}</p><table>{rows}</table><p>{TWO}</p></article></body></html>"
    text = load(_file(tmp_path, "page.html", page)).text
    assert text.split("\n") == [ONE, "المدينة | الأسرة | الكلفة | السنة", "مراكش | 150 | 320 | 2024", TWO]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("Fri, 04 Oct 2024 00:30:00 +0100", date(2024, 10, 4)), ("2024-10-04T00:30:00+01:00", date(2024, 10, 4)), ("غدا", None)],
)
def test_days_of_feeds(tmp_path: Path, moment: str, expected: date | None) -> None:
    """The day of an entry is the publisher's own, also half past midnight, when it is yesterday in London."""
    feed = FEED.replace("Thu, 03 Oct 2024 10:00:00 +0000", moment)
    assert read(_file(tmp_path, "a.xml", feed), item=1).published == expected


def test_a_page_without_text() -> None:
    """A page that scripts must make has no article, and the error says what to do."""
    with pytest.raises(InputError, match="no article on this page"):
        read_html("<html><body><div id=app></div><script>x()</script></body></html>", "x")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a<br>b</p><p>c &amp; d</p>", "a\nb\nc & d"),
        ("<p>a\nb</p>\n<p>c</p>", "a b\nc"),
        ("a\r\nb <b>c</b>", "a\nb c"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("plain", "plain"),
        ("<script>x</script><b>a</b> b", "a b"),
        ("&lt;p&gt;", "<p>"),
        ("<", ""),
    ],
)
def test_fragments(html: str, text: str) -> None:
    """A piece of HTML becomes lines of text; scripts go."""
    assert fragment_text(html).replace("\n\n", "\n") in {text, "<"}


RECORDS: list[Any] = [{"text": ONE, "title": "الأول", "date": "2024-10-03"}, {"body": TWO, "url": "https://x.eg/2"}]
FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>الجريدة</title>
<item><title>الأول</title><link>https://x.ma/1</link><pubDate>Thu, 03 Oct 2024 10:00:00 +0000</pubDate>
<description>&lt;p&gt;{ONE}&lt;/p&gt;&lt;p&gt;{TWO}&lt;/p&gt;</description></item>
<item><title>فارغ</title><link>https://x.ma/2</link></item></channel></rss>"""
SEVERAL: list[Any] = [
    pytest.param("a.json", json.dumps(RECORDS, ensure_ascii=False), [ONE, TWO], id="json-list"),
    pytest.param("a.json", json.dumps({"articles": RECORDS}), [ONE, TWO], id="json-list-inside"),
    pytest.param("a.json", json.dumps(RECORDS[0]), [ONE], id="json-one"),
    pytest.param("a.jsonl", "\n".join(map(json.dumps, RECORDS)), [ONE, TWO], id="json-lines"),
    pytest.param(
        "a.jsonl", f"{json.dumps(RECORDS[0])}\n{{broken\n{json.dumps(RECORDS[1])}", [ONE, "no JSON", TWO], id="broken-line"
    ),
    pytest.param("a.jsonl", '{"id": 1}\n[1]\n', ["no column of text; it has id", "no record but"], id="no-text"),
    pytest.param("a.csv", f'title,text\nالأول,"{ONE}"\nالثاني,"{TWO}"\n', [ONE, TWO], id="csv"),
    pytest.param("a.csv", f'title;text\nالأول;"{ONE}"\n', [ONE], id="csv-with-semicolons"),
    pytest.param("a.tsv", f"title\ttext\nالأول\t{ONE}\n", [ONE], id="tsv"),
    pytest.param("a.csv", f'sep=;\r\ntitle;text\r\nالأول;"{ONE}"\r\n', [ONE], id="csv-of-excel"),
    pytest.param("a.csv", f"text\n{ONE.replace('،', ',')}\n", [ONE.replace("،", ",")], id="csv-of-one-column"),
    pytest.param("a.csv", f"title,text\nالأول,{ONE.replace('،', ',')}\n", ["more cells than names"], id="csv-with-loose-commas"),
    pytest.param("a.csv", f"الرقم,المقال\n1,{ONE}\n", [ONE], id="csv-in-arabic"),
    pytest.param("a.json", "\n".join(map(json.dumps, RECORDS)), [ONE, TWO], id="json-lines-named-json"),
    pytest.param("a.json", json.dumps({"data": {"articles": RECORDS}}), [ONE, TWO], id="json-list-deep-inside"),
    pytest.param(
        "a.json", json.dumps([{"text": None, "body": ONE}, {"text": 5}]), [ONE, "its text is no text but 5"], id="no-string"
    ),
    pytest.param(
        "a.json",
        json.dumps({"title": {"rendered": "a"}, "content": {"rendered": f"<p>{ONE}</p>\n<p>{TWO}&nbsp;</p>"}}),
        [f"{ONE}\n{TWO}"],
        id="json-of-wordpress",
    ),
    pytest.param("a.json", json.dumps({"text": f"&quot;{ONE}&quot;"}), [f'"{ONE}"'], id="json-with-entities"),
    pytest.param("a.txt", f"<p>{ONE}</p><p>{TWO}</p>", [f"{ONE}\n{TWO}"], id="piece-of-a-page"),
    pytest.param("a.xml", f"<!-- x -->\n{FEED.split('?>')[1]}", [f"{ONE}\n{TWO}", "carries no text"], id="rss-behind-a-comment"),
    pytest.param("a.xml", FEED, [f"{ONE}\n{TWO}", "carries no text"], id="rss"),
]


@pytest.mark.parametrize(("name", "content", "expected"), SEVERAL)
def test_files_of_several(tmp_path: Path, name: str, content: str, expected: list[str]) -> None:
    """Each record is an article, or the error that says why not; the others go on."""
    path = _file(tmp_path, name, content)
    found = [str(a) if isinstance(a, InputError) else a.text for a in read_all(path)]
    assert len(found) == len(expected)
    assert all(one == other or other in one for one, other in zip(found, expected, strict=True))


def test_one_of_several(tmp_path: Path) -> None:
    """Of several articles one must be chosen; it has its own name, title, day and country."""
    path = _file(tmp_path, "a.json", json.dumps(RECORDS))
    with pytest.raises(InputError, match="several articles; choose one with --item"):
        read(path)
    with pytest.raises(InputError, match="--item 3: it holds 2"):
        read(path, item=3)
    first, second = read(path, item=1), read(path, item=2)
    assert (first.source, first.title, first.published) == (f"{path}#1", "الأول", date(2024, 10, 3))
    assert (second.url, second.country, second.site) == ("https://x.eg/2", "EG", "x.eg")


def test_another_column(tmp_path: Path) -> None:
    """`--column` names the column of the text; one that is not there is an error that lists those that are."""
    path = _file(tmp_path, "a.jsonl", json.dumps({"النص_الكامل": ONE, "text": "x"}))
    assert read(path, Ways(column="النص_الكامل")).text == ONE
    with pytest.raises(InputError, match="no column 'y'; it has النص_الكامل, text"):
        read(path, Ways(column="y"))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("a.json", "{", "no JSON", id="broken-json"),
        pytest.param("a.json", "[]", "an empty list", id="empty-json"),
        pytest.param("a.json", "[" * 100_000, "no JSON", id="deep-json"),
        pytest.param("a.csv", 'text\n"x', "no CSV", id="broken-csv"),
        pytest.param("a.csv", "text\n", "no row", id="empty-csv"),
        pytest.param("a.rss", "<rss><channel></channel></rss>", "no entry", id="empty-feed"),
    ],
)
def test_bad_tables(tmp_path: Path, name: str, content: str, message: str) -> None:
    """A table that cannot be read at all is one clear error."""
    with pytest.raises(InputError, match=message):
        read(_file(tmp_path, name, content))


def test_folders(tmp_path: Path) -> None:
    """A folder gives the articles of all files in it by name, leaves out hidden ones, and tells what cannot be used."""
    _file(tmp_path, "b.txt", TWO)
    (tmp_path / "sub").mkdir()
    _file(tmp_path / "sub", "c.html", PAGE)
    _file(tmp_path, "a.bin", b"\0\1\2")
    _file(tmp_path, ".hidden", ONE)
    (tmp_path / "d.txt").symlink_to("d" * 300)  # no system can even say whether that is a file
    (tmp_path / "e.txt").symlink_to("nothing")
    os.mkfifo(tmp_path / "f.txt")
    found = list(read_all(tmp_path))
    assert [type(a).__name__ for a in found] == ["InputError", "Article", "InputError", "Article"]
    assert [Path(a.source).name for a in found if not isinstance(a, InputError)] == ["b.txt", "c.html"]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://x.ma/1", True),
        ("HTTP://x.ma", True),
        ("x.ma", False),
        ("ftp://x", False),
        (f"https://x.ma {ONE}", False),
        ("-", False),
    ],
)
def test_addresses(source: str, *, address: bool) -> None:
    """An http or https address without white space is a page; everything else is a path or a text."""
    assert is_address(source) is address
