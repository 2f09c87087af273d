"""Fourth station: templates and sentences become messages. The only reader of prompts/.

A template's placeholders `{{name}}` are filled in one pass, so a value that contains `{{`, `{%` or `{#` (an article may)
is never looked at again: article text is a value, never a template.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from mujaz.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from mujaz.text.segment import Sentence

Message = dict[str, str]
"""One chat message: `role` and `content`."""

WHOLE_FILES = ("system.md", "user.md", "repair.md", "reask.md", "example.json")
"""The prompt files of a run that asks everything in one call."""

LONG_FILES = ("window.md", "brief.md", "user.md", "repair.md", "reask.md")
"""The prompt files of a run that asks a long article in windows."""

FIELDS_FILES = ("fields.md", "user.md", "repair.md", "reask.md")
"""The prompt files of a run that fills in a user's own schema: the worked example, which is of news, is not among them."""

OWN_FILES = ("repair.md", "reask.md")
"""The prompt files of a run that asks with a user's own prompt."""

PLACEHOLDERS = ("sentences", "fields", "count", "country", "published")
"""What a user's own prompt may have filled in; without the first the model would not see the article."""

STEPS_FILES = ("choose.md", "names.md", "shorten.md", "translate.md", "romanize.md", "reask.md", "example.json")
"""The prompt files of a run that asks a small model in short steps."""


@cache
def template(name: str) -> str:
    """The text of one prompt file."""
    return files("mujaz.prompts").joinpath(name).read_text(encoding="utf-8")


@cache
def example() -> dict[str, Any]:
    """The worked example: `sentences` of a made-up article, the whole `answer`, and examples for each of the `steps`."""
    loaded: dict[str, Any] = json.loads(template("example.json"))
    return loaded


def hashes(names: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of each prompt file, by its name."""
    return {name: hashlib.sha256(template(name).encode()).hexdigest() for name in names}


def fill(text: str, **values: object) -> str:
    """Fill a template's placeholders, once, from left to right; a value is never looked at again.

    Raises:
        KeyError: A placeholder has no value.
    """
    return re.sub(r"\{\{(\w+)\}\}", lambda found: str(values[found[1]]), text)


def numbered(text: str, sentences: Sequence[Sentence]) -> str:
    """The sentences as the model sees them: `[number] words`, one a line."""
    return "\n".join(f"[{s.number}] {' '.join(text[s.start : s.end].split())}" for s in sentences)


def whole(
    text: str, sentences: Sequence[Sentence], *, count: int, country: str | None, published: str | None, title: str | None = None
) -> list[Message]:
    """The messages that ask for everything at once, after the worked example."""
    shown = example()
    article = "\n".join(f"[{n}] {s}" for n, s in enumerate(shown["sentences"], 1))
    return [
        {"role": "system", "content": fill(template("system.md").strip(), count=count)},
        {"role": "user", "content": _user(article, "MA", "2031-05-12", None)},
        {"role": "assistant", "content": compact(shown["answer"])},
        {
            "role": "user",
            "content": _user(numbered(text, sentences), country, published, title),
        },
    ]


def part(
    file: str,
    text: str,
    sentences: Sequence[Sentence],
    *,
    count: int,
    country: str | None,
    published: str | None,
    title: str | None,
) -> list[Message]:
    """The messages that ask about some sentences of a long article, with the instructions of one prompt file."""
    return [
        {"role": "system", "content": fill(template(file).strip(), count=count)},
        {"role": "user", "content": _user(numbered(text, sentences), country, published, title)},
    ]


def _user(sentences: str, country: str | None, published: str | None, title: str | None) -> str:
    """The article as it is shown, with what is known of it."""
    return fill(
        template("user.md").strip(),
        title=title or "none but what stands below",
        country=country or "not known",
        published=published or "not known",
        sentences=sentences,
    )


def fields(
    text: str,
    sentences: Sequence[Sentence],
    *,
    schema: str,
    count: int,
    country: str | None,
    published: str | None,
    title: str | None = None,
) -> list[Message]:
    """The messages that ask for the fields of a user's own schema."""
    return [
        {"role": "system", "content": fill(template("fields.md").strip(), fields=schema, count=count)},
        {"role": "user", "content": _user(numbered(text, sentences), country, published, title)},
    ]


def own(path: Path) -> str:
    """The text of a user's own prompt.

    Raises:
        SettingsError: It cannot be read, asks for what nobody gives, or does not show the article; all of it is told at once.
    """
    try:
        text = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"--prompt {path}: cannot be read ({error}); give a Markdown file in UTF-8.") from None
    asked = list(dict.fromkeys(re.findall(r"\{\{[^{}]*\}\}", text)))
    known = [f"{{{{{name}}}}}" for name in PLACEHOLDERS]
    wrong = [f"unknown {placeholder}" for placeholder in asked if placeholder not in known]
    wrong += [f"missing {known[0]}, where the article goes"] * (known[0] not in asked)
    if wrong:
        raise SettingsError(f"--prompt {path}: {'; '.join(wrong)}; known are {', '.join(known)}.")
    return text


def own_hash(path: Path) -> dict[str, str]:
    """The SHA-256 of a user's own prompt, by the name that a recording tells it by."""
    return {f"--prompt {path.name}": hashlib.sha256(own(path).encode()).hexdigest()}


def asked_by(
    path: Path, text: str, sentences: Sequence[Sentence], *, schema: str, count: int, country: str | None, published: str | None
) -> list[Message]:
    """The one message that a user's own prompt becomes.

    It is the user's and not the system's, because the article is in it: its words must not have the last word.
    """
    told = {"country": country or "not known", "published": published or "not known", "fields": schema, "count": count}
    return [{"role": "user", "content": fill(own(path), **told, sentences=numbered(text, sentences))}]


def repair(messages: Sequence[Message], answer: str, findings: Sequence[str]) -> list[Message]:
    """The conversation so far, the answer, and what could not be proven in it."""
    ask = fill(template("repair.md").strip(), findings="\n".join(f"- {line}" for line in findings))
    return [*messages, {"role": "assistant", "content": answer}, {"role": "user", "content": ask}]


def reask(messages: Sequence[Message], answer: str, errors: Sequence[str]) -> list[Message]:
    """The conversation so far, the answer, and how it does not fit the schema."""
    ask = fill(template("reask.md").strip(), errors="\n".join(f"- {line}" for line in errors))
    return [*messages, {"role": "assistant", "content": answer}, {"role": "user", "content": ask}]


def step(name: str, question: str) -> list[Message]:
    """The messages of one short step: its instructions, its worked examples, and the question."""
    messages = [{"role": "system", "content": template(f"{name}.md").strip()}]
    for shown, answer in example()["steps"].get(name, []):
        messages += [{"role": "user", "content": shown}, {"role": "assistant", "content": compact(answer)}]
    return [*messages, {"role": "user", "content": question}]


def compact(value: object) -> str:
    """JSON as a prompt holds it: no spaces, Arabic unescaped (escaping costs five times the tokens)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
