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
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic import JsonValue, RootModel

from mujaz.report import wording
from mujaz.report.attention import attention, empty_places
from mujaz.report.proof import Proof
from mujaz.report.sections import Sections
from mujaz.result import Result

_QUOTED = re.compile(r"(«[^»]*»|[\u0600-\u06ff][^«»]*[\u0600-\u06ff])")  # of the article, or of the summary
_PATH = re.compile(r"\b[a-z_]+\[\d+\](?:\.[a-z_]+)*")  # of an item, in a message
_FIRST = 14  # words of an article without any title that stand for one


class AnySummary(RootModel):  # type: ignore[type-arg]  # `RootModel[...]` here would put a class of that name into the module
    """A summary of any schema, as JSON."""

    root: dict[str, JsonValue]


def as_html(result: Result[Any]) -> str:
    """A result as an HTML page; the same result gives the same page."""
    return Sheet(Result[AnySummary].model_validate(result.model_dump(mode="json"))).page()


class Sheet:
    """A result as it is shown.

    Attributes:
        result: What is shown.
        sections: Of its summary.
        title: What the article is called: by its Arabic headline, its own title, or the first words of its first line.
        tally: How many items have each status, the worst first; what was taken out whole counts as withheld.
    """

    def __init__(self, result: Result[AnySummary]) -> None:
        """Read `result`."""
        self.result = result
        self._proof = Proof(result.article.text)
        self.sections = Sections(result.summary.root, result.items, self._proof)
        said = self.sections.headline and self.sections.headline.parts.get("ar")
        line = result.article.text.strip().partition("\n")[0]
        self.title = (said and said.text) or result.article.title or " ".join(line.split()[:_FIRST])
        counts: Counter[str] = Counter(item.status for item in result.items)
        counts["withheld"] += sum(taken.path not in empty_places(result) for taken in result.withheld)
        self.tally = {status: counts[status] for status in wording.MEANINGS if counts[status]}

    def page(self, home: str | None = None) -> str:
        """The page, whole; `home` is the address of the list that it belongs to, if it belongs to one."""
        template = environment().get_template("page.html")
        return template.render(
            home=home,
            result=self.result,
            article=self.result.article,
            sections=self.sections,
            title=self.title,
            tally=self.tally,
            attention=attention(self.result, self.sections),
            paragraphs=self._proof.paragraphs(),
            anchors={p.group: f"c{p.number}" for p in self.sections.parts() if p.first},
            **assets("page"),
        )


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
