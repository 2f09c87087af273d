"""The pages of the documentation, cut into what can be run: a test runs it and compares what it prints with what is shown.

What is run, and how (README.md has indented blocks: its Python and what `mujaz` prints there are tested one by one):

- A block with a title (```json title="summary.json") is a file: it is written to the folder that the page runs in. The tests of a
  file that is called test_*.py are run.
- A `python` block without one is run, all of a page in one namespace; a `text` block right behind it is what it prints.
- In a `console` block, what stands behind `$ ` is a command and what follows is what it prints, standard error too, in order;
  `$ echo $?` is the exit code of the command before, and `$ export NAME=VALUE` sets a variable. A `bash` block holds commands
  alone, one a line. Every command must begin with `mujaz`.
- In what is shown, `...` stands for anything, a few words or many lines.
- A block with `<!-- not run: reason -->` right above it is not run. Blocks of other languages (toml, json, html, markdown) are
  only shown, unless they have a title.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import os
import re
import runpy
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mujaz import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").rglob("*.md"))
RUN = ("python", "console", "bash")

_FENCE = re.compile(
    r'(?P<above><!-- not run: (?P<why>.*?) -->\n+)?^```(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>.*?)^```$',
    re.MULTILINE | re.DOTALL,
)
_SERVER = re.compile(r"http://localhost:\d+/v1")


@dataclass(frozen=True)
class Snippet:
    """One fenced block of a page.

    Attributes:
        where: File and line, for a message.
        language: What stands behind its fence.
        title: The name of the file that it is, if it is one.
        text: What it holds.
        shown: What it prints, as the page shows it.
        why: Why it is not run; `None` when it is.
    """

    where: str
    language: str
    title: str | None
    text: str
    shown: str = ""
    why: str | None = None


def snippets(path: Path) -> list[Snippet]:
    """The fenced blocks of a page, each with the `text` block that stands right behind it."""
    page = path.read_text(encoding="utf-8")
    found = list(_FENCE.finditer(page))
    made = []
    for n, block in enumerate(found):
        follower = found[n + 1] if n + 1 < len(found) else None
        joined = follower and follower["language"] == "text" and not page[block.end() : follower.start()].strip()
        where = f"{path.relative_to(ROOT)}:{page.count(chr(10), 0, block.start('language')) + 1}"
        shown = follower["text"] if follower and joined and not follower["title"] else ""
        made.append(Snippet(where, block["language"], block["title"], block["text"], shown, block["why"]))
    return made


def readme_python() -> list[Snippet]:
    """The indented blocks of README.md that begin with an import."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line if line.startswith("    ") or not line.strip() else "\0" for line in lines)
    blocks = ("\n".join(line[4:] for line in block.split("\n")) for block in text.split("\0"))
    return [Snippet("README.md", "python", None, b.strip("\n")) for b in blocks if b.strip().startswith(("from ", "import "))]


class Page:
    """A page that is being run, in a folder of its own.

    Attributes:
        folder: The current folder; what has a title is written there.
        url: The server that answers in the place of every server of this machine (`http://localhost:PORT/v1`).
        export: Sets an environment variable.
    """

    def __init__(self, folder: Path, url: str, export: Callable[[str, str], None]) -> None:
        """Begin with nothing run."""
        self.folder, self.url, self.export = folder, url, export
        self.names: dict[str, Any] = {"__name__": "page"}
        self._code = 0
        self._address = "http://localhost:8000/v1"

    def run(self, snippet: Snippet) -> None:
        """Run one block; AssertionError when it prints something else than is shown."""
        if snippet.title:
            (self.folder / snippet.title).write_text(snippet.text, encoding="utf-8")
            if snippet.title.startswith("test_"):
                made = runpy.run_path(str(self.folder / snippet.title))
                for test in [thing for name, thing in made.items() if name.startswith("test_")]:
                    test()
        elif snippet.why is None and snippet.language == "python":
            self._python(snippet)
        elif snippet.why is None and snippet.language in RUN:
            for command, shown in _commands(snippet):
                printed = self.command(command, snippet.where)
                if shown is not None:
                    same(shown, printed, f"{snippet.where}: {command}")
                else:
                    assert self._code in {0, 3}, f"{snippet.where}: {command}: exit code {self._code}: {printed}"

    def _python(self, snippet: Snippet) -> None:
        code = compile(self._here(snippet.text), snippet.where, "exec", dont_inherit=True)  # pydantic reads its annotations
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, self.names)  # noqa: S102  (the pages are ours)
        same(snippet.shown, printed.getvalue(), snippet.where)

    def _here(self, text: str) -> str:
        """A text with the stub's address in the place of a server's."""
        if found := _SERVER.search(text):
            self._address = found[0]
        return _SERVER.sub(self.url, text)

    def command(self, command: str, where: str) -> str:
        """Run one command; what it prints."""
        words = shlex.split(self._here(command))
        if words[:2] == ["echo", "$?"]:
            return f"{self._code}\n"
        if words[0] == "export":
            self.export(*words[1].split("=", 1))
            return ""
        assert words[0] == "mujaz", f"{where}: {command}: only mujaz is run; write <!-- not run: reason --> above the block"
        return self._mujaz(words).replace(self.url, self._address)

    def _mujaz(self, words: list[str]) -> str:
        """Run the command in this process, as its entry point does; what it prints on both streams, in order."""
        both = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        before = sys.argv
        sys.argv = words
        try:
            with contextlib.redirect_stdout(both), contextlib.redirect_stderr(both):
                cli.main()
        except SystemExit as ended:
            self._code = int(ended.code or 0)
        finally:
            sys.argv = before
        both.seek(0)
        return both.read()


def _commands(snippet: Snippet) -> Iterator[tuple[str, str | None]]:
    """The commands of a block, and what each prints; `None` where a block does not show it."""
    lines = snippet.text.replace("\\\n", "").splitlines()
    if snippet.language == "bash":
        yield from ((line, None) for line in lines if line.strip() and not line.startswith("#"))
        return
    parts = re.split(r"^\$ ", "\n".join(lines), flags=re.MULTILINE)
    assert not parts[0].strip(), f"{snippet.where}: a console block begins with `$ `"
    for part in parts[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def same(shown: str, printed: str, where: str) -> None:
    """Compare what a page shows with what was printed."""
    want, got = ("\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n" for text in (shown, printed))
    if not doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS):
        raise AssertionError(f"{where}\n--- shown{os.linesep}{want}--- printed{os.linesep}{got}")
