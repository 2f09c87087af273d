"""What a page shows of a summary: its sections, the entries of each, and the parts of an entry, one for each item.

It reads the summary as JSON and tells what a thing is by its shape (`ar` and `en`, `text` and `value`), so that a file of
results can be shown without the schema that it was made with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from mujaz.report import wording
from mujaz.result import PASSED
from mujaz.schema import NewsSummary
from mujaz.text.arabic import arabic_share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mujaz.report.proof import Proof
    from mujaz.result import Item

Kind = Literal["pairs", "names", "dates", "amounts", "fields"]
"""How a section is shown; `names` are pairs that stand closer."""

_NEWS: tuple[tuple[str, Kind, str, str], ...] = (  # field, how it is shown, its heading in English and in Arabic
    ("summary", "pairs", "Summary", "الخلاصة"),
    ("quotes", "pairs", "Quotes", "الأقوال"),
    ("events", "pairs", "Events", "الأحداث"),
    ("dates", "dates", "Timeline", "التسلسل الزمني"),
    ("amounts", "amounts", "Amounts", "الأرقام والمبالغ"),
    ("people", "names", "People", "الأشخاص"),
    ("organizations", "names", "Organizations", "المؤسسات"),
    ("places", "names", "Places", "الأماكن"),
)
_OWN_WORDS = frozenset({"text", "role", "speaker", "who", "where", "when"})  # parts of a block that hold the article's words


@dataclass(slots=True)
class Part:
    """One text or value.

    Attributes:
        path: Where in the summary.
        name: What it is in its entry: `ar`, `en`, `value`, `role`.
        text: What it says; `None` where it is not there.
        lang: `ar`, `en`, or nothing where that is not known.
        item: Its state; `None` where none is kept.
        number: Of the item, counted from 1; its anchor is `c` and this.
        group: Number of its evidence; `None` where it has none.
        first: Whether it is the first of its entry with this evidence, and so the one to choose it by.
        sentences: The numbers of the sentences that it rests on.
    """

    path: str
    name: str
    text: str | None
    lang: str = ""
    item: Item | None = None
    number: int | None = None
    group: int | None = None
    first: bool = False
    sentences: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """A text that is mostly Arabic letters is Arabic, whatever its field is called."""
        if not self.lang and self.text and arabic_share(self.text) > 0.5:
            self.lang = "ar"

    @property
    def status(self) -> str | None:
        """Its status, where one is kept."""
        return self.item.status if self.item else None


@dataclass(slots=True)
class Entry:
    """Parts that belong together: a sentence in two languages, a person, a date.

    Attributes:
        path: Where in the summary.
        label: What it is called.
        parts: By their names, in their order.
    """

    path: str
    label: str
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def status(self) -> str | None:
        """The worst status of its parts."""
        return wording.worst(p.item.status for p in self.parts.values() if p.item)

    @property
    def partial(self) -> bool:
        """Whether a few of its words were dropped or changed where the article has them."""
        return any(span.grade == "partial" for p in self.parts.values() if p.item for span in p.item.spans)

    @property
    def states(self) -> list[tuple[str, str, str | None]]:
        """What to say of it: status, of which part (none: of all), and why; what is in order is said only where all is."""
        judged = [p for p in self.parts.values() if p.item]
        told: dict[tuple[str, str | None], list[str]] = {}
        for part in judged:
            if part.item and (part.item.status not in PASSED or self.status in PASSED):
                told.setdefault((part.item.status, part.item.why), []).append(wording.label(part.name))
        return [(s, "" if len(of) == len(judged) else ", ".join(of), why) for (s, why), of in told.items()]


@dataclass(slots=True)
class Section:
    """A heading in both languages and what stands under it."""

    kind: Kind
    title: str
    arabic: str
    entries: list[Entry]


class Sections:
    """The sections of a summary; every item of the result becomes a part of exactly one entry.

    Attributes:
        headline: The entry of the headline, where there is one.
        topic: The part that names the topic, where there is one.
        all: The sections in the order they are shown.
    """

    def __init__(self, summary: dict[str, Any], items: list[Item], proof: Proof) -> None:
        """Read a summary; evidence is noted in `proof`."""
        self._proof = proof
        self._waiting: dict[str, list[tuple[int, Item]]] = {}
        for number, item in enumerate(items, 1):
            self._waiting.setdefault(item.path, []).append((number, item))
        self.headline: Entry | None = None
        self.topic: Part | None = None
        self.all: list[Section] = []
        rest = dict(summary)
        if NewsSummary.model_fields.keys() <= rest.keys():
            self._news(rest)
        for name, value in rest.items():
            self._own(name, value)
        self._left()

    def parts(self) -> Iterator[Part]:
        """Every part, in the order of the page."""
        if self.headline:
            yield from self.headline.parts.values()
        if self.topic:
            yield self.topic
        for section in self.all:
            for entry in section.entries:
                yield from entry.parts.values()

    def _news(self, rest: dict[str, Any]) -> None:
        headline, topic = rest.pop("headline"), rest.pop("topic")
        if headline:
            self.headline = next(self._entries(headline, "headline", "Headline"), None)
        self.topic = self._entry("topic", "Topic", [Part("topic", "topic", wording.plain(topic), "en")]).parts["topic"]
        for name, kind, title, arabic in _NEWS:
            entries = list(self._entries(rest.pop(name), name, wording.label(name)))
            if kind == "dates":
                entries.sort(
                    key=lambda e: wording.order(e.parts["value"].text or "") if "value" in e.parts else wording.order("")
                )
            if entries:
                self.all.append(Section(kind, title, arabic, entries))

    def _own(self, name: str, value: Any) -> None:  # noqa: ANN401  (any JSON)
        sentences = isinstance(value, list) and all(isinstance(v, dict) and {"ar", "en", "sources"} <= v.keys() for v in value)
        title = wording.label(name)
        entries = list(self._entries(value, name, title[:1].upper() + title[1:]))
        if entries and sentences:
            self.all.insert(0, Section("pairs", title, "الخلاصة" if name == "summary" else "", entries))
        elif entries and self.all and self.all[-1].kind == "fields":
            self.all[-1].entries += entries
        elif entries:
            self.all.append(Section("fields", "Fields", "الحقول", entries))

    def _left(self) -> None:
        """What no value was met for is listed too: nothing that the program knows is kept from the reader."""
        left = sorted((number, item) for found in self._waiting.values() for number, item in found)
        entries = []
        for number, item in left:
            part = Part(item.path, "value", None, "", item, number)
            self._rest_on(part, {})
            entries.append(Entry(item.path, wording.label(item.path), {"value": part}))
        if entries:
            self.all.append(Section("fields", "Nothing said", "لم يُذكر", entries))

    def _entries(self, value: Any, path: str, label: str) -> Iterator[Entry]:  # noqa: ANN401  (any JSON)
        """The entries of a value at any depth."""
        if isinstance(value, list):
            for n, inner in enumerate(value):
                yield from self._entries(inner, f"{path}[{n}]", f"{label} {n + 1}".strip())
        elif isinstance(value, dict) and ({"ar", "en"} <= value.keys() or _is_value(value)):
            yield self._entry(path, label, list(_parts(value, path)))
            for name, inner in value.items():
                if isinstance(inner, dict | list) and name != "sources":
                    yield from self._entries(inner, f"{path}.{name}", _joined(label, name))
        elif isinstance(value, dict):
            for name, inner in value.items():
                yield from self._entries(inner, f"{path}.{name}", _joined(label, name))
        elif value is not None:
            yield self._entry(path, label, [Part(path, "value", wording.plain(value))])

    def _entry(self, path: str, label: str, parts: list[Part]) -> Entry:
        groups: dict[Any, int] = {}
        for part in parts:
            waiting = self._waiting.get(part.path)
            if waiting:
                part.number, part.item = waiting.pop(0)
            self._rest_on(part, groups)
        return Entry(path, label, {p.name: p for p in parts if p.text is not None or p.item})

    def _rest_on(self, part: Part, groups: dict[Any, int]) -> None:
        """Tie a part to its evidence, which it shares with the parts of its entry that have the same."""
        if part.item is None or not part.item.spans:
            return
        spans = tuple((s.start, s.end) for s in part.item.spans)
        part.first = spans not in groups
        if part.first:
            groups[spans] = self._proof.group(part.item.spans)
        part.group, part.sentences = groups[spans], self._proof.numbers(part.item.spans)


def _is_value(value: dict[str, Any]) -> bool:
    return {"text", "value"} <= value.keys() and not isinstance(value["value"], dict | list)


def _joined(label: str, name: str) -> str:
    return f"{label} · {wording.label(name)}" if label else wording.label(name)


def _parts(block: dict[str, Any], path: str) -> Iterator[Part]:
    """The parts of a block, its words first."""
    for name in sorted(block, key=lambda n: n not in {"ar", "text"}):  # a stable sort
        inner = block[name]
        if name == "sources" and isinstance(inner, list):
            yield Part(f"{path}.sources", name, ", ".join(map(str, inner)), "en")
        elif not isinstance(inner, dict | list):
            lang = "ar" if name == "ar" or name in _OWN_WORDS else "en" if name in {"en", "of", "kind", "country"} else ""
            yield Part(f"{path}.{name}", name, None if inner is None else wording.plain(inner), lang)
