"""Last station, for a browser: a result as one page that needs nothing else.

Nothing is loaded from anywhere: style and script stand in the page, and its policy (CSP) allows these two by their hash and
nothing more, so that a text of the article can never become either.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic import JsonValue, RootModel

from mujaz.report import wording
from mujaz.report.attention import attention
from mujaz.report.proof import Proof
from mujaz.report.sections import Sections
from mujaz.result import Result

if TYPE_CHECKING:
    from mujaz.report.sections import Entry

_QUOTED = re.compile(r"(«[^»]*»|[\u0600-\u06ff][^«»]*[\u0600-\u06ff])")  # of the article, or of the summary
_PATH = re.compile(r"\b[a-z_]+\[\d+\](?:\.[a-z_]+)*")  # of an item, in a message
_FIRST = 14  # words of an article without any title that stand for one


class AnySummary(RootModel[dict[str, JsonValue]]):
    """A summary of any schema, as JSON."""


def as_html(result: Result[Any], *, home: str | None = None) -> str:
    """A result as an HTML page; the same result gives the same page.

    Args:
        result: Of any schema.
        home: Address of the list that the page belongs to, if it belongs to one.

    Returns:
        The page, whole.
    """
    known = Result[AnySummary].model_validate(result.model_dump(mode="json"))
    proof = Proof(known.article.text)
    sections = Sections(known.summary.root, known.items, proof)
    return environment().get_template("page.html").render(
        home=home,
        result=known,
        article=known.article,
        sections=sections,
        title=title(known, sections.headline),
        attention=attention(known, sections),
        tally=tally(known),
        paragraphs=proof.paragraphs(),
        anchors={p.group: f"c{p.number}" for p in sections.parts() if p.first},
        **assets("page"),
    )


def title(result: Result[Any], headline: Entry | None) -> str:
    """What an article is called: by its Arabic headline, its own title, or the first words of its first line."""
    said = headline and headline.parts.get("ar")
    if said and said.text:
        return said.text
    line = result.article.text.strip().partition("\n")[0]
    return result.article.title or " ".join(line.split()[:_FIRST])


def tally(result: Result[Any]) -> dict[str, int]:
    """How many items have each status, the worst first; what was taken out whole counts as withheld."""
    counts = Counter(item.status for item in result.items)
    counts["withheld"] += len(result.withheld)
    return {status: counts[status] for status in wording.MEANINGS if counts[status]}


@cache
def environment() -> Environment:
    """The templates. Every text that comes from outside is escaped, and what would be unseen in it is written out."""
    made = Environment(
        loader=PackageLoader("mujaz.report", "web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["wording"] = wording
    made.filters["message"] = _message
    made.filters["top"] = lambda path: re.split(r"[.\[]", path, maxsplit=1)[0]
    return made


def _message(text: str) -> Markup:
    """A message of a check, which is English: what it quotes keeps its own direction, and does not turn the rest about."""
    told = (
        Markup("<bdi>{}</bdi>").format(piece) if n % 2 else _PATH.sub(lambda path: wording.label(path[0]), piece)
        for n, piece in enumerate(_QUOTED.split(wording.visible(text)))
    )
    return Markup("").join(told)


def _finalize(value: Any) -> Any:  # noqa: ANN401  (whatever a template prints)
    if value is None:
        return ""
    return wording.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def assets(page: str) -> dict[str, Markup]:
    """The style, the script and the policy of a page, as its template takes them."""
    css, js = (f"\n{_read('base.css')}{_read(page + '.css')}", f"\n{_read(page + '.js')}")
    policy = (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(js)}'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'"
    )
    # Our own files, not a text of anybody's; the quotes of the policy must stay quotes.
    return {"css": Markup(css), "js": Markup(js), "policy": Markup(policy)}  # noqa: S704


def _read(name: str) -> str:
    return (files("mujaz.report") / "web" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
