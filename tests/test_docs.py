"""The documentation: what it shows is what happens. How pages are run is written in tests/pages.py."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml
from click.testing import CliRunner
from conftest import CASSETTES, ROOT
from pages import PAGES, Page, Snippet, readme_python, same, snippets
from stub import Reply, Stub

from mujaz import cli, settings
from mujaz.model import prices
from mujaz.text.arabic import fold

sys.path.append(str(ROOT / "docs"))  # docs/ is no package: its script is run by its path
import make_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SEED, _HIV = ROOT / "examples/seed_agadir.txt", ROOT / "tests/articles/ntrex_hiv.txt"
_FILES = {
    "article.txt": _SEED,
    "ruling.txt": ROOT / "tests/articles/own_court.txt",
    "tender.txt": ROOT / "tests/articles/own_tender.txt",
    "news/agadir.txt": _SEED,
    "news/hiv.txt": _HIV,
    "examples/seed_agadir.txt": _SEED,
    "cassettes/seed.embedded.yaml": CASSETTES / "seed.embedded.yaml",
}
_WHOLE = {
    path: json.loads((ROOT / f"tests/answers/{name}.json").read_text(encoding="utf-8"))["replies"][0]["content"]
    for name, path in (("seed", _SEED), ("hiv", _HIV))
}
_OWN = json.loads((ROOT / "tests/files/docs_answers.json").read_text(encoding="utf-8"))
"""Answers for the schemas that the pages show, written by hand: the fields, and what the model fills in."""

SNIPPETS = {page: snippets(page) for page in PAGES}


def _answer(request: dict[str, Any]) -> Reply:
    """What a strong model would answer: the hand-written answer for these fields and, of a news summary, this article."""
    fields = sorted(request["response_format"]["json_schema"]["schema"]["properties"])
    asked = json.dumps(request["messages"], ensure_ascii=False)
    for content in (*(c for path, c in _WHOLE.items() if path.read_text(encoding="utf-8")[:40] in asked), *_OWN):
        if sorted(content) == fields:
            return Reply(json.dumps(content, ensure_ascii=False), usage=(3600, 700))
    return Reply(f"no answer in tests/files/docs_answers.json for {fields}", status=418)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A folder with the articles that the pages name, and a server in the place of all that they ask."""
    folder = tmp_path / "page"
    for name, path in _FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / name)
    monkeypatch.chdir(folder)
    modules = set(sys.modules)
    public = prices._public
    with Stub(_answer) as stub:
        monkeypatch.setattr(settings, "OPENAI_URL", stub.url)
        monkeypatch.setattr(prices, "_public", lambda model, url: public(model, _OPENAI if url == stub.url else url))
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        yield Page(folder, stub.url, monkeypatch.setenv)
    for name in set(sys.modules) - modules:
        if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]  # fields.py of one page is not that of another


_OPENAI = settings.OPENAI_URL


@pytest.mark.parametrize("path", [p for p in PAGES if "reference" not in p.parts], ids=lambda p: p.stem)
def test_pages_run(path: Path, page: Page) -> None:
    """Every block of a page runs, and prints what the page shows."""
    for snippet in SNIPPETS[path]:
        page.run(snippet)


def test_readme_runs(page: Page) -> None:
    """The Python of README.md runs, and prints the state of each item with the article's words for it."""
    [snippet] = readme_python()
    page.run(
        Snippet(
            snippet.where,
            snippet.language,
            None,
            snippet.text,
            "headline.ar checked []\n...\namounts[0].text checked ['مليون درهم']\n...\n",
        )
    )


def test_readme_links() -> None:
    """Every file that README.md links to is there, with the heading that is named, and every page of docs/ is linked."""
    linked = set()
    for link in _links((ROOT / "README.md").read_text(encoding="utf-8")):
        file, _, heading = link.partition("#")
        assert (ROOT / file).exists(), link
        assert not heading or heading in _anchors((ROOT / file).read_text(encoding="utf-8")), link
        linked.add(file)
    assert {str(path.relative_to(ROOT)) for path in PAGES} <= linked


def _readme_block(opening: str) -> list[str]:
    """The lines of the indented block of README.md that begins with these words."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    begun = text.index(f"\n    {opening}") + 1
    block = text[begun : text.index("\n\n", begun)]
    return [line[4:].rstrip(" …") for line in block.split("\n")]


def test_readme_shows_what_is_printed(page: Page) -> None:
    """The results that README.md shows, of the demo and of a check, are lines of what is printed, in this order."""
    said = {"ar": "تدعم الاتفاقية مشاريع مدرة للدخل بميزانية قدرها مليون درهم", "sources": [4]}
    said["en"] = "The agreement is not to support income-generating projects with a budget of $1 million."
    (page.folder / "summary.json").write_text(json.dumps([said]), encoding="utf-8")
    command, *found = _readme_block("$ mujaz check ")
    for shown, asked in ((_readme_block("Headline:"), "mujaz demo -q"), (found, command.removeprefix("$ "))):
        printed = iter(page.command(asked, "README.md").splitlines())
        for line in shown:
            assert any(one.startswith(line) for one in printed), line


def test_what_differs_is_told(page: Page) -> None:
    """A page that shows something else than is printed fails, and so does a command that is not mujaz."""
    for bad in (
        Snippet("here", "python", None, "print(1)\n", "2\n"),
        Snippet("here", "python", None, "print(1)\n"),
        Snippet("here", "console", None, "$ mujaz --version\nmujaz, version 9\n"),
        Snippet("here", "console", None, "$ ls\n"),
        Snippet("here", "bash", None, "mujaz read none.txt\n"),
    ):
        with pytest.raises(AssertionError):
            page.run(bad)
    same("a ... c\n...\nz\n", "a b c\nd\ne\nz\n", "here")


def test_what_is_not_run_says_why() -> None:
    """Every block that is not run has a reason, and most blocks are run."""
    every = [s for found in SNIPPETS.values() for s in found]
    left = [s for s in every if s.why is not None]
    assert all(s.why and len(s.why) > 10 for s in left)
    run = [s for s in every if s.why is None and not s.title and s.language in {"python", "console", "bash"}]
    assert len(run) > 4 * len(left)


PYTEST = {"--mujaz-record", "--mujaz-orphans"}  # options of the plugin, which tests/test_plugin.py holds


def _options(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from (*parameter.opts, *parameter.secondary_opts)
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from _options(below)


@pytest.mark.parametrize("path", [*PAGES, ROOT / "README.md"], ids=lambda p: p.stem)
def test_options_exist(path: Path) -> None:
    """Every option that a page names is one of the command's."""
    text = re.sub(r"^.*(?:pip install|make |pytest ).*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*[a-z]", text)) - {"--help"}
    assert named <= set(_options(cli.cli)) | PYTEST


def test_every_option_of_a_batch_is_told() -> None:
    """The page on batches names every option of `mujaz batch`."""
    page = (ROOT / "docs/batch.md").read_text(encoding="utf-8")
    assert [o for o in _options(cli.cli.commands["batch"]) if o.startswith("--") and f"`{o}" not in page] == []


@pytest.mark.parametrize(
    ("name", "make"),
    [
        pytest.param("commands.md", make_reference.commands_page, id="commands"),
        pytest.param("python.md", make_reference.python_page, id="python"),
    ],
)
def test_reference_is_todays(name: str, make: Callable[[], str]) -> None:
    """The reference pages are what docs/make_reference.py makes of the code as it is: `make reference` writes them anew."""
    assert (ROOT / "docs/reference" / name).read_text(encoding="utf-8") == make()


def _links(text: str) -> Iterator[str]:
    bare = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (link for link in re.findall(r"\]\(([^)\s]+)\)", bare) if not re.match(r"[a-z]+:", link))


def _anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", title.lower())).strip("-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link of a page leads to a page of docs/, and to a heading of it."""
    text = path.read_text(encoding="utf-8")
    for link in _links(text):
        file, _, heading = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target in PAGES or (target.suffix == ".png" and target.is_file()), f"{path.name}: {link}"
        assert not heading or heading in _anchors(target.read_text(encoding="utf-8")), f"{path.name}: {link}"


def test_every_page_is_in_the_menu() -> None:
    """mkdocs.yml lists every page once, and asks for no font of others."""
    made = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    listed: list[str] = []

    def collect(entries: list[Any]) -> None:
        for entry in entries:
            for value in entry.values():
                collect(value) if isinstance(value, list) else listed.append(value)

    collect(made["nav"])
    assert sorted(listed) == sorted(str(p.relative_to(ROOT / "docs")) for p in PAGES)
    assert made["theme"]["font"] is False


def test_the_arabic_page() -> None:
    """The Arabic page reads from right to left, names every status, and is in Arabic."""
    text = (ROOT / "docs/ar.md").read_text(encoding="utf-8")
    assert '<div dir="rtl" lang="ar" markdown>' in text
    assert all(f"`{status}`" in text for status in ("checked", "repaired", "chosen", "doubtful", "draft", "failed", "withheld"))
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`|<[^>]*>", "", text, flags=re.MULTILINE | re.DOTALL)
    letters = [c for c in fold(prose).text if c.isalpha()]
    assert sum("\u0621" <= c <= "\u064a" for c in letters) > 0.9 * len(letters)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str) -> None:
    """The script of every shell is printed, and the shell itself, where it is installed, can read it."""
    printed = CliRunner().invoke(cli.cli, ["completion", shell])
    assert printed.exit_code == 0
    assert "_MUJAZ_COMPLETE" in printed.output
    if found := shutil.which(shell):
        subprocess.run([found, "-n"], input=printed.output, text=True, check=True)  # noqa: S603  (the shell of the machine)


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash on this machine")
def test_bash_completes() -> None:
    """A bash that has loaded the script completes a command."""
    script = CliRunner().invoke(cli.cli, ["completion", "bash"]).output
    asked = "COMP_WORDS=(mujaz su); COMP_CWORD=1; _mujaz_completion mujaz su mujaz; echo ${COMPREPLY[@]}"
    path = os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"]))  # noqa: PTH120  (a venv's python is a link)
    command = ["bash", "-c", f"{script}\n{asked}"]
    done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == ["summarize"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param("mujaz su", "plain,summarize", id="command"),
        pytest.param("mujaz model fe", "plain,fetch", id="command-of-a-group"),
        pytest.param("mujaz batch --dry", "plain,--dry-run", id="option"),
        pytest.param("mujaz summarize --format j", "plain,json", id="choice"),
        pytest.param("mujaz summarize ar", "file,ar", id="article"),
        pytest.param("mujaz check a.txt su", "file,su", id="summary"),
        pytest.param("mujaz batch a.txt b", "file,b", id="inputs"),
        pytest.param("mujaz summarize --schema fi", "file,fi", id="schema"),
        pytest.param("mujaz summarize --prompt pr", "file,pr", id="prompt"),
    ],
)
def test_completion_completes(words: str, offered: str) -> None:
    """The installed command offers commands, options, choices and files, as the script of bash asks it."""
    asked = {"_MUJAZ_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    command = [sys.executable, "-c", "import sys; sys.argv = ['mujaz']; from mujaz.cli import main; main()"]
    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True, check=True)  # noqa: S603  (this Python)
    assert done.stdout.split("\n")[:-1] == [offered]
