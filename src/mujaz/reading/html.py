"""The article of an HTML page: its text by trafilatura, and what the page itself declares about it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

from mujaz.errors import InputError
from mujaz.reading.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARED = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([-\w:]+)|<\?xml[^>]{0,100}?encoding=["']([-\w:]+)""")
_HEAD = 4096  # bytes in which a page must declare its encoding; browsers look at 1024, pages put it later
# A page larger than this is no article: the largest news pages, scripts and all, have 3 MB, and parsing takes ten times as much.
_LARGEST = 10_000_000

# What publishers declare, the surest first: Open Graph and the article vocabulary, Dublin Core, plain names.
_NAMES = {
    "title": ("og:title", "twitter:title", "dc.title", "title"),
    "author": ("article:author", "author", "dc.creator", "byl", "parsely-author"),
    "site": ("og:site_name", "application-name", "publisher"),
    "url": ("og:url",),
    "lead": ("og:description", "twitter:description", "description"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate", "dc.date.issued", "dc.date",
        "parsely-pub-date", "date",
    ),
}  # fmt: skip

# What stands for an author and is none: the address of his page, the account of the site.
_NO_NAME = re.compile(r"^https?://|^(?:admin|administrator|root|editor|webmaster|user)\d*$", re.IGNORECASE)

# Tags inside of a paragraph that trafilatura takes for the page's own, and the words of a paragraph from which it is a sentence.
_META = re.compile("author|byline|date|time", re.IGNORECASE)
_INLINE = re.compile(rf"<q[\s>]|<time[\s>]|<span[^>]{{0,200}}(?:{_META.pattern})", re.IGNORECASE)
_OWN_WORDS = 4
_LEAD_WORDS = 8  # a shorter description is a title, or the site's own


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page names in its head; `None` when it names none."""
    found = _DECLARED.search(data[:_HEAD])
    return next((group.decode("ascii") for group in found.groups() if group), None) if found else None


def read_html(html: str, name: str, url: str | None = None) -> Document:
    """The article of a page.

    Args:
        html: The page, decoded.
        name: What to call it in an error.
        url: Its address, where it was fetched from one.

    Returns:
        Its text, and the title, author, site and day that the page declares. Nothing is guessed: a day that stands in the text
        or in the address alone may be another one's.

    Raises:
        InputError: The page is too large, or has no text.
    """
    import trafilatura  # noqa: PLC0415  (half a second, and only for pages)

    if len(html) > _LARGEST:
        raise InputError(f"{name}: a page of {len(html)} characters; more than {_LARGEST} are no article. Give its text alone.")
    # With recall the lists of an article stay; the debris that comes along is for `clean`, which lists what it takes out.
    text = trafilatura.extract(
        _written_out(html), favor_recall=True, include_comments=False, include_tables=True, deduplicate=False
    )
    if not text or not text.strip():
        raise InputError(f"{name}: no article on this page; it may be made by scripts. Save it from a browser, or give its text.")
    tree = _tree(html)
    known = _known(tree)
    return Document(
        text=_with_lead(_rows(text), tree, known.get("lead")),
        title=known.get("title"),
        author=known.get("author"),
        site=known.get("site"),
        url=url or (known["url"] if known.get("url", "").startswith(("https://", "http://")) else None),
        published=iso_day(known.get("published")),
    )


def _written_out(html: str) -> str:
    """A page without the tags inside of a sentence whose words trafilatura drops (a day, a name) or breaks off (a quote)."""
    if not _INLINE.search(html):
        return html
    from lxml import html as parser  # noqa: PLC0415

    tree = _tree(html)
    for quote in tree.iter("q"):
        quote.text = f"«{quote.text or ''}"
        quote.tail = f"»{quote.tail or ''}"
    for node in [
        n for n in tree.iter("q", "time", "span") if n.tag == "q" or (n.tag == "time" or _META.search(n.get("class", "")))
    ]:
        around = next(node.iterancestors("p", "li", "blockquote"), None)
        if node.tag == "q" or (around is not None and len("".join(around.xpath("text()")).split()) >= _OWN_WORDS):
            node.drop_tag()
    return str(parser.tostring(tree, encoding="unicode"))


def _with_lead(text: str, tree: Any, lead: str | None) -> str:  # noqa: ANN401  (lxml has no types)
    """A text with the lead that its page sets apart from it: what it declares as its description, if it prints it as well."""
    if not lead or len(lead.split()) < _LEAD_WORDS or lead in " ".join(text.split()):
        return text
    blocks = tree.iterfind(".//body//*")
    printed = any(node.tag in {"p", "div", "h2", "h3"} and " ".join(node.text_content().split()) == lead for node in blocks)
    return f"{lead}\n{text}" if printed else text


def _rows(text: str) -> str:
    """The rows of tables as `docx` writes them: cells with bars between them, without Markdown's outer bars and rules."""
    return re.sub(
        r"^\|[ \t]*(.*?)[ \t]*\|[ \t]*$", r"\1", re.sub(r"^\|(?:-+\|)+\n?", "", text, flags=re.MULTILINE), flags=re.MULTILINE
    )


def _tree(html: str) -> Any:  # noqa: ANN401  (lxml has no types)
    from lxml import html as parser  # noqa: PLC0415

    return parser.document_fromstring(html.encode("utf-8"), parser=parser.HTMLParser(encoding="utf-8", recover=True))


def _known(tree: Any) -> dict[str, str]:  # noqa: ANN401  (lxml has no types)
    """What the page declares, in its metadata first and in its structured data (JSON-LD, schema.org) else."""
    metas = {
        str(m.get("property") or m.get("name") or m.get("itemprop") or "").lower(): " ".join(str(m.get("content") or "").split())
        for m in reversed(tree.findall(".//meta"))
    }
    known = {what: value for what, names in _NAMES.items() if (value := next((metas[n] for n in names if metas.get(n)), ""))}
    if _NO_NAME.search(known.get("author", "")):
        del known["author"]
    for script in tree.findall(".//script[@type='application/ld+json']"):
        for what, value in _structured(script.text or ""):
            known.setdefault(what, value)
    if "url" not in known and (link := tree.find(".//link[@rel='canonical']")) is not None:
        known["url"] = str(link.get("href") or "")
    if "published" not in known and (moment := tree.find(".//time[@pubdate]")) is not None:
        known["published"] = str(moment.get("datetime") or "")
    if "title" not in known and (title := tree.findtext(".//title")):
        known["title"] = " ".join(title.split())
    return known


def _structured(text: str) -> Iterator[tuple[str, str]]:
    """What JSON-LD says of the article; anything in it may be missing, a list, or no JSON at all."""
    with suppress(ValueError, RecursionError):
        data = json.loads(text, strict=False)  # line ends inside of a text are common
        for top in data if isinstance(data, list) else [data]:
            nodes = top.get("@graph", [top]) if isinstance(top, dict) else []
            for node in nodes if isinstance(nodes, list) else []:
                if isinstance(node, dict) and re.search("article|posting", str(node.get("@type", "")), re.IGNORECASE):
                    yield from _of_node(node)


def _of_node(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for what, key in (("title", "headline"), ("published", "datePublished"), ("author", "author"), ("site", "publisher")):
        value = node.get(key)
        named = (one.get("name") if isinstance(one, dict) else one for one in (value if isinstance(value, list) else [value]))
        told = [" ".join(unescape(name).split()) for name in named if isinstance(name, str) and not _NO_NAME.search(name)]
        if any(told):
            yield what, "، ".join(filter(None, told)) if what == "author" else told[0]


def iso_day(moment: str | None) -> date | None:
    """The day of an ISO 8601 moment as the page writes it, in the publisher's own time zone."""
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", moment or "")
    with suppress(ValueError):
        return date(*map(int, found.groups())) if found else None
    return None


# Tags that begin a line of their own.
_BLOCKS = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 tr table blockquote section article figcaption".split())
_BLOCK = re.compile(rf"<(?:{'|'.join(sorted(_BLOCKS))})\b", re.IGNORECASE)


def fragment_text(html: str) -> str:
    """The text of a piece of HTML, such as a feed carries, paragraphs on lines of their own."""
    from lxml import etree  # noqa: PLC0415
    from lxml import html as parser  # noqa: PLC0415

    if "<" not in html and "&" not in html:
        return html.strip()
    html = html.replace("\r\n", "\n")
    if _BLOCK.search(html):
        html = re.sub(r"(?<!\n)\n(?!\n)", " ", html)  # a line end is a space where tags make the lines
    try:
        tree = parser.fragment_fromstring(html, create_parent="div")
    except (etree.ParserError, ValueError):
        return ""
    pieces: list[str] = []
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(node.tag, str) or node.tag in {"script", "style"}:
            pieces.append((node.tail or "") if event == "end" else "")
        elif event == "start":
            pieces += ["\n" if node.tag in _BLOCKS else "", node.text or ""]
        else:
            pieces += ["\n" if node.tag in _BLOCKS else " " if node.tag in {"td", "th"} else "", node.tail or ""]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
