"""Last station: a result as JSON, Markdown or plain text for a terminal.

Arabic goes out in logical order and nothing is drawn around it: the terminal or the page orders it. Every English line and
every value carries its own mark when it is not proven.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, RootModel

from mujaz.model.prompt import numbered
from mujaz.schema import Amount, DateMention, EventDate, Grounded, Money, NewsSummary, SummarySentence
from mujaz.text.segment import segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mujaz.result import Article, CheckReport, Finding, Item, Result


@dataclass(frozen=True)
class _Entry:
    """One thing said: its lines, each with the path that its state is kept under, and a note after the first."""

    lines: tuple[tuple[str, str | None], ...]
    note: str = ""


@dataclass(frozen=True)
class _Section:
    title: str
    entries: list[_Entry]


def rendered(result: Result[Any], shown: str) -> str:
    """A result as `json`, `md`, `text` or `html`."""
    if shown == "html":
        from mujaz.report.html import as_html  # noqa: PLC0415  (jinja: only this needs it)

        return as_html(result)
    return {"json": as_json, "md": as_markdown, "text": as_text}[shown](result)


def as_json(result: Result[Any]) -> str:
    """The whole result as JSON, Arabic unescaped."""
    return result.model_dump_json(indent=1)


def as_text(result: Result[Any]) -> str:
    """A result for a terminal."""
    out: list[str] = []
    for section in _sections(result):
        out.append(f"{section.title}:")
        for entry in section.entries:
            out.extend(f"  {line}" if n == 0 else f"    {line}" for n, line in enumerate(_marked(entry, result)))
        out.append("")
    return "\n".join(out).rstrip()


def as_markdown(result: Result[Any]) -> str:
    """A result as Markdown."""
    out: list[str] = []
    for section in _sections(result):
        out += [f"## {section.title}", ""]
        for entry in section.entries:
            # Two spaces at a line's end are Markdown's line break inside an item.
            out.append("  \n  ".join(_escaped(line) for line in _marked(entry, result)).join(("- ", "")))
        out.append("")
    return "\n".join(out).rstrip()


def article_as_text(article: Article) -> str:
    """An article as the model is shown it, what is known of it first, and what was taken out of it last."""
    known = {"Title": article.title, "Author": article.author, "Site": article.site, "Published": article.published}
    head = [f"{name}: {value}" for name, value in known.items() if value]
    gone = [f"taken out [{r.start}:{r.end}]: {r.why}" for r in article.removed]
    body = numbered(article.text, segment(article.text))
    return "\n".join([*head, *([""] if head else []), body, *(["", *gone] if gone else [])])


_FIRST = 12  # words that tell which article it is


def listing(found: Sequence[Article | Exception]) -> Iterator[str]:
    """A line for each article of a file that holds several: its number, its own name, and its title or first words."""
    for n, article in enumerate(found, 1):
        if isinstance(article, Exception):
            yield f"[{n}] cannot be used: {article}"
        else:
            yield f"[{n}] {article.source}: {article.title or ' '.join(article.text.split()[:_FIRST])}"


def findings_as_text(report: CheckReport) -> str:
    """What a check found, a finding a paragraph: what is wrong, and the article's words that it was compared with."""
    return "\n".join(line for finding in report.findings for line in _told(finding, report.article.text))


_SHOWN = 240  # characters of the article under a finding: its longest sentence has 1,100, and the reader has the article


def _told(finding: Finding, article: str) -> Iterator[str]:
    yield f"{finding.severity}: {finding.path} ({finding.check}): {finding.message}"
    for span in finding.spans:
        words = " ".join(article[span.start : span.end].split())
        yield f"  [{span.start}:{span.end}] {words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}"


def last_line(result: Result[Any]) -> str:
    """What a run was: model, tokens, cost, seconds, and how much of it is proven."""
    run = result.run
    cost = "cost unknown" if run.cost_usd is None else f"${run.cost_usd}" if run.cost_usd else "no cost"
    placed = sum(bool(item.spans) for item in result.items)
    counts = {status: sum(i.status == status for i in result.items) for status in ("doubtful", "draft", "failed", "withheld")}
    rest = "".join(f", {n} {status}" for status, n in counts.items() if n)
    played = f", recording {run.recording}" if run.recording else ""
    return (
        f"{run.model}: {run.prompt_tokens} + {run.completion_tokens} tokens in {run.attempts} requests, {cost}, "
        f"{run.seconds:.1f} s{played}; {placed} of {len(result.items)} items grounded{rest}"
    )


def _marked(entry: _Entry, result: Result[Any]) -> Iterator[str]:
    states = {item.path: item for item in result.items}
    for n, (path, text) in enumerate(entry.lines):
        note = f" {entry.note}" if n == 0 and entry.note else ""
        yield f"{_mark(states.get(path))}{text if text is not None else '-'}{note}"


def _mark(item: Item | None) -> str:
    if item is None or item.status == "checked":
        return ""
    return f"[{item.status}: {item.why}] " if item.status in {"doubtful", "failed", "withheld"} else f"[{item.status}] "


def _escaped(line: str) -> str:
    """A line whose own signs do not become Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}<>#|" else c for c in line)


def _sections(result: Result[Any]) -> Iterator[_Section]:
    summary = result.summary
    if isinstance(summary, NewsSummary):
        yield from _news(summary)
    for name in type(summary).model_fields:
        if not isinstance(summary, NewsSummary) or name not in NewsSummary.model_fields:
            yield _Section(name, _own(getattr(summary, name), name, name))
    if result.findings:
        yield _Section("Found by the checks", [_Entry((("", f"{f.path}: {f.message}"),)) for f in result.findings])
    if result.withheld:
        yield _Section("Withheld", [_Entry((("", f"{w.path}: {w.value}"),), f"({w.why})") for w in result.withheld])


def _news(summary: NewsSummary) -> Iterator[_Section]:
    if summary.headline:
        yield _Section("Headline", [_pair("headline", summary.headline)])
    sentences = summary.summary
    yield _Section("Summary", [_pair(f"summary[{n}]", s, f"{s.sources}") for n, s in enumerate(sentences)])
    yield _Section("Topic", [_Entry((("topic", summary.topic),))])
    for title, name, detail in (
        ("People", "people", "role"),
        ("Organizations", "organizations", "kind"),
        ("Places", "places", "country"),
    ):
        found = getattr(summary, name)
        if found:
            entries = [
                _pair(f"{name}[{n}]", e, f"({getattr(e, detail)})" if getattr(e, detail) else "") for n, e in enumerate(found)
            ]
            yield _Section(title, entries)
    yield from _figures(summary)
    if summary.quotes:
        yield _Section(
            "Quotes",
            [_pair(f"quotes[{n}]", q, f"({q.speaker})" if q.speaker else "") for n, q in enumerate(summary.quotes)],
        )
    if summary.events:
        yield _Section("Events", [_pair(f"events[{n}]", e, _circumstances(e)) for n, e in enumerate(summary.events)])


def _figures(summary: NewsSummary) -> Iterator[_Section]:
    if summary.dates:
        entries = []
        for n, day in enumerate(summary.dates):
            lines = [
                (f"dates[{n}].value", f"{day.value} {day.text}"),
                *([(f"dates[{n}].of", day.of)] if day.of else []),
            ]
            entries.append(_Entry(tuple(lines), "" if day.calendar == "gregorian" else f"({day.calendar})"))
        yield _Section("Dates", entries)
    if summary.amounts:
        entries = [
            _Entry(((f"amounts[{n}].value", f"{a.value:,f} {a.unit or '(unit not known)'} {a.text}"),))
            for n, a in enumerate(summary.amounts)
        ]
        yield _Section("Amounts", entries)


def _circumstances(event: Any) -> str:  # noqa: ANN401  (an event)
    told = [w for w in (event.who, event.where, event.when) if w]
    return f"({'؛ '.join(told)})" if told else ""


def _own(value: Any, path: str, title: str) -> list[_Entry]:  # noqa: ANN401  (whatever a user's field holds)
    """The entries of a user's own field, each text and value of it on a line; what lies deeper says where, behind the title.

    What was asked for and not found is a dash: left out, it would look like what was not asked for.
    """
    if isinstance(value, RootModel):
        return _own(value.root, path, title)
    if isinstance(value, list | tuple) and any(isinstance(v, BaseModel | list | tuple) for v in value):
        return [entry for n, v in enumerate(value) for entry in _own(v, f"{path}[{n}]", title)]
    if isinstance(value, list | tuple) and value:
        return [_Entry(((f"{path}[{n}]", _plain(v)),)) for n, v in enumerate(value)]
    if not isinstance(value, BaseModel):
        return [_Entry(((path, f"{_label(path, title)}{_plain(value)}"),))]
    label = _label(path, title)
    if isinstance(value, Money | Amount):
        return [_Entry(((f"{path}.value", f"{label}{value.value:,f} {value.unit or '(unit not known)'} {value.text}"),))]
    if isinstance(value, Grounded | EventDate | DateMention) and not isinstance(getattr(value, "value", None), BaseModel):
        note = "" if getattr(value, "calendar", "gregorian") == "gregorian" else f"({value.calendar})"  # type: ignore[union-attr]
        return [_Entry(((f"{path}.value", f"{label}{_plain(value.value)} {value.text}"),), note)]
    if {"ar", "en"} <= type(value).model_fields.keys():
        entry = _pair(path, value, _sides_note(value))
        return [_Entry(((entry.lines[0][0], f"{label}{entry.lines[0][1]}"), entry.lines[1]), entry.note)]
    return [e for name in type(value).model_fields for e in _own(getattr(value, name), f"{path}.{name}", title)]


def _label(path: str, title: str) -> str:
    """Where in its section a value stands: `[0].price: `; nothing for the section's own value or for one of its list."""
    rest = path.removeprefix(title).removeprefix(".")
    return f"{rest}: " if "." in rest or (rest and not rest.startswith("[")) else ""


def _plain(value: Any) -> str:  # noqa: ANN401  (whatever a user's field holds)
    if value in (None, [], ()):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,f}" if isinstance(value, Decimal) else str(value.value if isinstance(value, Enum) else value)


def _sides_note(said: Any) -> str:  # noqa: ANN401  (any block with ar and en)
    """What else a block with two languages says: its sources, its role."""
    if isinstance(said, SummarySentence):
        return str(said.sources)
    rest = [str(v) for name, v in said if name not in {"ar", "en"} and v is not None]
    return f"({', '.join(rest)})" if rest else ""


def _pair(path: str, said: Any, note: str = "") -> _Entry:  # noqa: ANN401  (any block with ar and en)
    return _Entry(((f"{path}.ar", said.ar), (f"{path}.en", said.en)), note)
