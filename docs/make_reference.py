"""Writes docs/reference/ anew: the commands from click, the Python names from their docstrings. `make reference` runs it.

A test fails when the files are not what this makes of the code.
"""

from __future__ import annotations

import html
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import griffe

import mujaz
from mujaz.cli import cli

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "reference"
_SRC = Path(mujaz.__file__).parent.parent

# What a reader looks for together; a name that stands in none of these is an error of the last line of `python_page`.
_GROUPS = {
    "Summaries": "summarize asummarize summarize_many Outcome recording",
    "Checks, with no model": "check check_pair find_quotes Index Span read_values Value",
    "What comes back": "Result Article Removed Item Finding Withheld Run CheckReport",
    "The news summary": "NewsSummary SummarySentence Pair Person Organization Place DateMention Amount Quote",
    "Blocks for your own fields": "schema_of Block Words Arabic English Bilingual Grounded Money Percent EventDate",
    "Errors": "MujazError InputError SettingsError ModelError AuthError EndpointError WeightsError TooLongError RefusalError "
    "AnswerError ServerError RecordingError",
}
_OPTIONS = {
    "Options of a run": "mujaz.settings.Settings",
    "Options of a batch": "mujaz.batch.many.Limited",
}


def commands_page() -> str:
    """Every command: its usage, its help, its arguments and options."""
    lines = [
        "# Commands",
        "",
        "Made from the commands themselves by `docs/make_reference.py`; `mujaz COMMAND --help` prints the same.",
        "Every option of a run is also a variable (`MUJAZ_MODEL`, …) and a key of `config.toml` in the settings folder.",
    ]
    for context in _contexts(click.Context(cli, info_name="mujaz")):
        lines += ["", *_command(context)]
    return "\n".join(lines) + "\n"


def _contexts(context: click.Context) -> Iterator[click.Context]:
    """A command and all below it, each as it is called."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            below = context.command.get_command(context, name)
            assert below
            yield from _contexts(click.Context(below, context, info_name=name))


def _command(context: click.Context) -> Iterator[str]:
    command = context.command
    yield f"## {context.command_path}"
    yield ""
    yield f"`{' '.join([context.command_path, *command.collect_usage_pieces(context)])}`"
    for part in inspect.cleandoc(command.help or "").split("\n\n"):
        yield ""
        if part.startswith("\b"):
            yield f"```text\n{part.removeprefix(chr(8)).strip(chr(10))}\n```"
        else:
            yield _escaped(" ".join(part.split()))
    records = [record for p in command.params if isinstance(p, click.Option) and (record := p.get_help_record(context))]
    if records:
        yield ""
        yield "| option | |\n|---|---|"
        for option, told in records:
            code = html.escape(option, quote=False).replace("|", "&#124;")  # `|` in backticks ends a cell, or shows its backslash
            yield f"| <code>{code}</code> | {_escaped(' '.join(told.split()))} |"
    if isinstance(command, click.Group):
        yield ""
        names = command.list_commands(context)
        yield "Commands: " + ", ".join(f"[`{n}`](#{_anchor(f'{context.command_path} {n}')})" for n in names)


def _escaped(text: str) -> str:
    """A text of help, none of whose signs becomes Markdown or ends the cell of a table."""
    return "".join(f"\\{c}" if c in "\\*_[]<>|" else c for c in text)


def _anchor(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower()).strip("-")


def python_page() -> str:
    """Every name of `mujaz.__all__`, from its docstring."""
    package = griffe.load(
        "mujaz", search_paths=[_SRC], docstring_parser="google", docstring_options={"returns_multiple_items": False}
    )
    lines = [
        "# Python",
        "",
        "Made from the docstrings by `docs/make_reference.py`. Everything here is imported as `mujaz.NAME`.",
        "All offsets count code points of `result.article.text`, from 0.",
    ]
    for title, names in _GROUPS.items():
        lines += ["", f"## {title}"]
        for name in names.split():
            lines += ["", *_thing(name, package[f"{mujaz._MODULE[name]}.{name}".removeprefix("mujaz.")])]  # noqa: SLF001
        if title == "Summaries":
            for heading, path in _OPTIONS.items():
                lines += ["", f"### {heading}", "", *_options(package[path.removeprefix("mujaz.")])]
    listed = sorted(name for names in _GROUPS.values() for name in names.split())
    if listed != sorted(mujaz.__all__):
        raise SystemExit(f"docs/make_reference.py: _GROUPS and mujaz.__all__ differ: {set(listed) ^ set(mujaz.__all__)}")
    return "\n".join(lines) + "\n"


def _options(made: griffe.Object) -> Iterator[str]:
    """The options that a class lists as its attributes."""
    assert made.docstring
    for section in made.docstring.parsed:
        if section.kind is griffe.DocstringSectionKind.attributes:
            yield from _items(section.value)


def _thing(name: str, made: griffe.Object | griffe.Alias) -> Iterator[str]:
    yield f"### {name}"
    if isinstance(made, griffe.Function):
        yield from ("", "```text", _signature(name, made), "```")
    elif isinstance(made, griffe.Attribute):
        yield from ("", f"`{made.value}`")
    elif isinstance(made, griffe.Class):
        bases = ", ".join(str(base) for base in made.bases if not str(base).startswith("_"))
        yield from ("", f"*class of {bases}*" if bases else "*class*")
    yield ""
    yield from _docstring(made)
    if isinstance(made, griffe.Class):
        yield from _members(made)


def _signature(name: str, made: griffe.Function) -> str:
    """A function as it is called, one parameter a line where it takes more than two."""
    parts, star = [], False
    for p in made.parameters:
        if p.name == "self":
            continue
        kind = p.kind.value if p.kind else ""
        if kind == "keyword-only" and not star:
            parts.append("*")
            star = True
        mark = {"variadic positional": "*", "variadic keyword": "**"}.get(kind, "")
        default = f" = {p.default}" if p.default is not None and not mark else ""
        parts.append(f"{mark}{p.name}: {p.annotation}{default}")
    returns = f" -> {made.returns}" if made.returns else ""
    if len(parts) <= 2:
        return f"{name}({', '.join(parts)}){returns}"
    return f"{name}(\n    " + ",\n    ".join(parts) + f",\n){returns}"


def _docstring(made: griffe.Object | griffe.Alias) -> Iterator[str]:
    assert made.docstring
    for section in made.docstring.parsed:
        if section.kind is griffe.DocstringSectionKind.text:
            yield section.value
            continue
        title = section.kind.value.capitalize()
        yield from ("", f"**{'Arguments' if title == 'Parameters' else title}**", "", *_items(section.value))


def _items(items: list[Any]) -> Iterator[str]:
    for item in items:
        told = " ".join(item.description.split())
        name = getattr(item, "name", "") or (str(item.annotation) if item.annotation and not hasattr(item, "name") else "")
        yield f"- `{name}`: {told}" if name else f"- {told}"


def _members(made: griffe.Class) -> Iterator[str]:
    """The fields that the docstring does not tell, and the public methods and properties."""
    assert made.docstring
    told = {
        item.name
        for section in made.docstring.parsed
        if section.kind is griffe.DocstringSectionKind.attributes
        for item in section.value
    }
    own = {name: m for name, m in made.members.items() if not name.startswith("_") and name != "model_config"}
    fields = [m for name, m in own.items() if isinstance(m, griffe.Attribute) and m.annotation and name not in told]
    plain = [m for m in fields if "property" not in m.labels]
    if plain:
        yield from ("", "**Fields**", "", *(f"- `{m.name}`: `{_one_line(m.annotation)}`" for m in plain))
    for name, member in own.items():
        if not member.docstring or name in told or member in plain:
            continue
        called = f"{name}" if isinstance(member, griffe.Attribute) else _signature(name, member)  # type: ignore[arg-type]
        yield from ("", f"`.{_one_line(called)}`", "", *_docstring(member))


def _one_line(annotation: Any) -> str:  # noqa: ANN401  (griffe's expressions, or text)
    return re.sub(r"\s+", " ", str(annotation))


def main() -> None:
    """Write both files."""
    HERE.mkdir(exist_ok=True)
    (HERE / "commands.md").write_text(commands_page(), encoding="utf-8")
    (HERE / "python.md").write_text(python_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
