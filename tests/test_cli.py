"""The command: what it prints where, what it exits with, and what it says of every bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import CASSETTES, ROOT
from stub import Reply, Stub

from mujaz import cli, settings
from mujaz.result import Result

SEED = str(ROOT / "examples/seed_agadir.txt")
REPLAY = ["--replay", str(CASSETTES / "seed.reference.yaml")]
ANSWER = json.dumps(json.loads((ROOT / "tests/answers/seed.json").read_text(encoding="utf-8"))["replies"][0]["content"])


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the command in this process, as its entry point does."""
    monkeypatch.setattr(sys, "argv", ["mujaz", *words])
    for stream in (sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "reconfigure", lambda **_kw: None, raising=False)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


BAD: list[Any] = [
    pytest.param(["summarize", "{empty}"], 2, "empty", id="empty"),
    pytest.param(["summarize", "{english}"], 2, "no Arabic", id="no-arabic"),
    pytest.param(["summarize", "{binary}"], 2, "binary", id="binary"),
    pytest.param(["summarize", "{cp1256}"], 1, "mujaz model fetch", id="windows-1256-is-read"),
    pytest.param(["summarize", "{folder}"], 2, "--item", id="folder-of-several"),
    pytest.param(["summarize", "none.txt"], 2, "no such file", id="missing"),
    pytest.param(["summarize", SEED], 1, "mujaz model fetch", id="no-weights"),
    pytest.param(["summarize", SEED, "--model", "local:/none.gguf"], 1, "give a GGUF file", id="no-gguf"),
    pytest.param(["summarize", SEED, "--model", "x"], 2, "--base-url", id="no-server"),
    pytest.param(["summarize", SEED, "--model", "x", "--base-url", "http://127.0.0.1:9/v1"], 1, "start it", id="server-down"),
    pytest.param(["summarize", SEED, "--model", "openai/x"], 1, "MUJAZ_API_KEY", id="no-key"),
    pytest.param(["summarize", SEED, "--country", "Morocco"], 2, "ISO 3166", id="bad-country"),
    pytest.param(["summarize", SEED, "--published", "soon"], 2, "YYYY-MM-DD", id="bad-day"),
    pytest.param(["summarize", SEED, "--sentences", "99"], 2, "1 to 12", id="too-many-sentences"),
    pytest.param(["summarize", SEED, "--output", "/none/x"], 2, "make it first", id="no-folder-for-output"),
    pytest.param(["summarize", SEED, "--schema", "court,,"], 2, "at 7: a field is missing", id="schema-line"),
    pytest.param(["summarize", SEED, "--schema", "none.json"], 2, "no such file", id="schema-file"),
    pytest.param(["summarize", SEED, "--schema", "none:Model"], 2, "no module none", id="schema-class"),
    pytest.param(["summarize", SEED, "--prompt", "none.md"], 2, "cannot be read", id="no-prompt"),
    pytest.param(["summarize", SEED, "--prompt", "{english}"], 2, "missing {{sentences}}", id="prompt-without-the-article"),
    pytest.param(["check", SEED, "none.json"], 2, "no such file", id="check-missing"),
    pytest.param(["check", SEED, "{english}"], 2, "1 paragraph;", id="check-no-summary"),
    pytest.param(["check", "-", "-"], 2, "only one of", id="check-both-from-stdin"),
    pytest.param(["check", SEED, SEED, "--country", "Morocco"], 2, "ISO 3166", id="check-bad-country"),
    pytest.param(["summarize", SEED, "--replay", "none.yaml"], 1, "--record", id="no-recording"),
    pytest.param(["summarize", SEED, *REPLAY, "--country", "EG"], 1, "option country changed", id="recording-of-another-option"),
    pytest.param(
        ["summarize", SEED, *REPLAY, "--model", "x", "--base-url", "http://h/v1"],
        1,
        "model changed",
        id="recording-of-another-model",
    ),
    pytest.param(
        ["summarize", str(ROOT / "tests/articles/ntrex_hiv.txt"), *REPLAY],
        1,
        "article changed",
        id="recording-of-another-article",
    ),
    pytest.param(["summarize", "{large}"], 2, "larger than 20 MB", id="50-mb"),
    pytest.param(["summarize", "{utf16}"], 1, "mujaz model fetch", id="utf-16-is-read"),
    pytest.param(["summarize", "{debris}"], 2, "only page debris", id="debris"),
    pytest.param(["summarize", "{blank}"], 2, "empty", id="blank"),
    pytest.param(["summarize", "-"], 2, "pipe one in", id="no-standard-input"),
    pytest.param(["summarize", SEED, "--model", "local:{english}"], 1, "not a GGUF file", id="other-file-as-weights"),
    pytest.param(["summarize", SEED, "--model", " "], 2, "it is empty", id="blank-model"),
    pytest.param(["summarize", SEED, "--base-url", "http://h/v1"], 2, "add --model NAME", id="server-without-model"),
    pytest.param(["summarize", SEED, "--model", "x", "--base-url", "h:80"], 2, "give an address", id="bad-address"),
    pytest.param(["summarize", SEED, "--timeout", "0"], 2, "above 0", id="no-time"),
    pytest.param(["summarize", SEED, "--timeout", "nan"], 2, "above 0", id="nan-time"),
    pytest.param(["summarize", SEED, "--attempts", "0"], 2, "1 to 20", id="no-attempts"),
    pytest.param(["summarize", SEED, "--max-tokens", "1"], 2, "64 to", id="too-few-tokens"),
    pytest.param(["summarize", SEED, "--context", "9"], 2, "2048 to", id="too-small-window"),
    pytest.param(["summarize", SEED, "--context", "65536"], 2, "qwen2.5-coder-1.5b reads at most 32768", id="too-large-window"),
    pytest.param(["summarize", SEED, "--schema", ""], 2, "a field is missing", id="no-schema"),
    pytest.param(["summarize", SEED, "--sentences", "many"], 2, "'many' is not a valid integer", id="no-number"),
    pytest.param(["summarize", SEED, "--format", "pdf"], 2, "'json', 'md', 'text'", id="bad-format"),
    pytest.param(["summarize", SEED, "--output", "{folder}"], 2, "is a directory", id="folder-as-output"),
    pytest.param(["summarize", SEED, "--output", "{english}/x"], 2, "no folder", id="file-as-folder"),
    pytest.param(["summarize", SEED, "--record", "{english}"], 1, "exists already", id="existing-recording"),
    pytest.param(["summarize", SEED, "--record", "{english}/x"], 1, "cannot be written", id="recording-below-a-file"),
    pytest.param(["summarize", SEED, "--replay", "{english}"], 1, "not a recording of mujaz", id="no-recording-at-all"),
    pytest.param(["summarize", SEED, "--replay", "{binary}"], 1, "not a recording of mujaz", id="binary-recording"),
    pytest.param(["summarize"], 2, "Missing argument", id="no-article"),
    pytest.param(["demo", "--output", "/none/x"], 2, "make it first", id="demo-no-folder"),
    pytest.param(["model", "fetch", "--source", "torrent"], 2, "'hub', 'index'", id="no-such-source"),
    pytest.param(["doctor", "--model", "x"], 2, "--base-url", id="doctor-no-server"),
    pytest.param(["read", "{empty}"], 2, "empty", id="read-empty"),
    pytest.param(["read", ""], 2, "ARTICLE is empty", id="read-an-unset-variable"),
    pytest.param(["read", "ftp://x.ma/1"], 2, "not an http or https address", id="read-ftp"),
    pytest.param(["read", "{none}"], 2, "nothing in it that can be read", id="read-an-empty-folder"),
    pytest.param(["summarize", SEED, "--replay", "a", "--record", "b"], 2, "exclude each other", id="record-and-replay"),
    pytest.param(["frobnicate"], 2, "No such command", id="no-such-command"),
]


@pytest.mark.parametrize(("words", "code", "said"), BAD)
def test_bad_input(
    words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad input gives the documented exit code, a message with the mend, nothing on stdout and no traceback."""
    files = {
        "empty": b"",
        "english": b"Only English.",
        "binary": b"\x00\x01\x02",
        "cp1256": ("أعلنت الوزارة أن المشروع سيبدأ. " * 4).encode("cp1256"),
        "large": b"",
        "utf16": "قال الوزير إن العمل مستمر".encode("utf-16"),
        "debris": "مقالات ذات صلة\n".encode(),
        "blank": b"\xef\xbb\xbf \n\t\n",
    }
    places = {name: str(tmp_path / name) for name in files} | {
        "folder": str(ROOT / "tests/articles"),
        "none": str(tmp_path / "none"),
    }
    (tmp_path / "none").mkdir()
    for name, data in files.items():
        if any(f"{{{name}}}" in word for word in words):
            (tmp_path / name).write_bytes(data)
            os.truncate(tmp_path / name, 50_000_000 if name == "large" else len(data))
    monkeypatch.setattr(sys, "stdin", None)
    ended, out, err = run(monkeypatch, capsys, *[w.format(**places) for w in words])
    assert (ended, out) == (code, "")
    assert said in err
    assert "Traceback" not in err
    told = [
        line for line in err.splitlines() if line and not line.startswith(("...", "Usage:", "Try ")) and ": read as " not in line
    ]
    assert len(told) == 1


def test_formats(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Stdout is the product alone in each format; JSON reads back as the result; the last line of stderr says what ran."""
    code, text, err = run(monkeypatch, capsys, "summarize", SEED, *REPLAY)
    assert code == 0
    assert text.startswith("Headline:\n  والي جهة سوس ماسة")
    assert "1,000,000 MAD مليون درهم" in text
    assert err.splitlines()[-1].startswith("reference: 100 + 50 tokens in 1 requests, cost unknown")
    _, markdown, _ = run(monkeypatch, capsys, "summarize", SEED, *REPLAY, "--format", "md")
    assert markdown.startswith("## Headline\n\n- والي")
    monkeypatch.setenv("MUJAZ_FORMAT", "json")
    _, shown, quiet = run(monkeypatch, capsys, "summarize", SEED, *REPLAY, "--quiet")
    assert Result.model_validate_json(shown).proven
    assert quiet == ""


def test_what_is_not_proven_is_marked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A failed value is printed with its reason on its own line, told on stderr, and makes the exit code 3."""
    replay = ["--replay", str(CASSETTES / "repair_fails.reference.yaml")]
    code, out, err = run(monkeypatch, capsys, "summarize", SEED, *replay)
    assert code == 3
    assert "[failed: «10 million dirhams» is not in what it rests on" in out
    assert "Withheld:\n  people:" in out
    assert "error: summary[1].en:" in err


def test_draft_is_marked_everywhere(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each English line of the embedded model carries its mark, and stderr says what draft means and what is better.

    What a list calls a place is no line of the model's.
    """
    replay = ["--replay", str(CASSETTES / "seed.embedded.yaml")]
    code, out, err = run(monkeypatch, capsys, "summarize", SEED, *replay)
    english = [line for line in out.split("Dates:")[0].splitlines() if line.startswith("    ")]
    assert code == 3
    assert english
    marked = [line for line in english if line.strip().startswith(("[draft]", "[failed:", "[withheld]"))]
    assert [line.strip() for line in english if line not in marked] == ["Souss-Massa", "Agadir Ida-Outanane"]
    assert "draft: this English was written by a small model" in err
    assert "--base-url" in err


def test_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`--output` gets the product whole and stdout nothing; when it cannot be written, stdout gets it and the code says so."""
    target = tmp_path / "result.json"
    code, out, _ = run(monkeypatch, capsys, "summarize", SEED, *REPLAY, "--format", "json", "--output", str(target))
    assert (code, out) == (0, "")
    assert Result.model_validate_json(target.read_text(encoding="utf-8")).proven
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["result.json"]

    def full(*_args: object, **_kw: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    code, out, err = run(monkeypatch, capsys, "summarize", SEED, *REPLAY, "--output", str(target))
    assert code == 2
    assert Result.model_validate_json(out).proven
    assert "No space left on device" in err


@pytest.mark.parametrize(
    ("words", "name", "begins"),
    [
        pytest.param([], "page.html", "<!doctype html>", id="html"),
        pytest.param([], "PAGE.HTM", "<!doctype html>", id="capitals"),
        pytest.param([], "result.md", "## Headline", id="md"),
        pytest.param([], "result.json", "{", id="json"),
        pytest.param([], "result.txt", "Headline:", id="text-though-a-variable-says-md"),
        pytest.param([], "result.out", "## Headline", id="an-ending-of-nothing"),
        pytest.param([], "result", "## Headline", id="no-ending"),
        pytest.param(["--format", "json"], "page.html", "{", id="what-is-asked-for-goes-before"),
    ],
)
@pytest.mark.parametrize("command", [["demo"], ["summarize", SEED, *REPLAY]], ids=["demo", "summarize"])
def test_the_ending_of_a_file_names_the_format(
    command: list[str],
    words: list[str],
    name: str,
    begins: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`-o FILE.html` is a page whatever a variable says; `--format` goes before, and other endings say nothing."""
    monkeypatch.setenv("MUJAZ_FORMAT", "md")
    assert run(monkeypatch, capsys, *command, "-o", str(tmp_path / name), *words)[:2] == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_demo(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The demonstration runs on what the package ships, is proven, and says that no model wrote it."""
    code, out, err = run(monkeypatch, capsys, "demo")
    assert code == 0
    assert "2024-10-03" in out
    assert "written by hand" in err


@pytest.mark.parametrize(
    "changed",
    ["model", "base_url", "sentences", "country", "published", "prompt", "strict", "attempts", "max_tokens", "context"],
)
def test_settings_change_no_demo(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, changed: str) -> None:
    """The demonstration is what was recorded, whatever a variable or the settings file says of runs; how it is printed is not."""
    (tmp_path / "own.md").write_text("{{sentences}}")
    values = {"model": "x", "base_url": "http://127.0.0.1:9/v1", "sentences": "2", "country": "EG", "published": "2020-01-01"}
    values |= {"prompt": str(tmp_path / "own.md"), "strict": "true", "attempts": "1", "max_tokens": "64", "context": "2048"}

    def demo() -> dict[str, Any]:
        shown: dict[str, Any] = json.loads(CliRunner().invoke(cli.cli, ["demo"], standalone_mode=False).stdout)
        del shown["run"]["seconds"]
        return shown

    monkeypatch.setenv("MUJAZ_FORMAT", "json")
    plain = demo()
    monkeypatch.setenv(f"MUJAZ_{changed.upper()}", values[changed])
    assert demo() == plain
    monkeypatch.delenv(f"MUJAZ_{changed.upper()}")
    settings.config_file().parent.mkdir(parents=True)
    settings.config_file().write_text(f'{changed} = "{values[changed]}"\n')
    assert demo() == plain


def test_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`read` prints the numbered sentences and warns of another language."""
    code, out, err = run(monkeypatch, capsys, "read", SEED)
    assert (code, err) == (0, "")
    assert out.startswith("[1] والي جهة")
    assert len(out.split("\n\n")[0].splitlines()) == 13
    assert out.splitlines()[-2:] == ["taken out [2112:2127]: related articles", "taken out [2128:2148]: page control"]
    persian = "این گزارش درباره پژوهشگرانی است که می‌گویند چیزهای تازه‌ای یافته‌اند و گفتند"
    result = CliRunner().invoke(cli.cli, ["read", "-"], input=persian)
    assert result.exit_code == 0
    assert "looks like Persian" in result.stderr


def test_read_several_as_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`read --format json` of several articles is one list; what cannot be used is its error, in its place."""
    (tmp_path / "a.jsonl").write_text('{"text": "أعلنت الوزارة أن المشروع سيبدأ."}\n{"id": 1}\n', encoding="utf-8")
    code, out, _ = run(monkeypatch, capsys, "read", str(tmp_path / "a.jsonl"), "--format", "json")
    first, second = json.loads(out)
    assert (code, first["text"]) == (0, "أعلنت الوزارة أن المشروع سيبدأ.")
    assert "no column of text" in second["error"]
    (tmp_path / "a.jsonl").write_text('{"id": 1}\n{"id": 2}\n', encoding="utf-8")
    code, out, err = run(monkeypatch, capsys, "read", str(tmp_path / "a.jsonl"), "--format", "json")
    assert (code, len(json.loads(out))) == (2, 2)
    assert "none of the 2 articles in it can be used" in err


def test_model_folder(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`where` exits with 1 while the weights are missing, and `remove` removes what is there."""
    code, out, err = run(monkeypatch, capsys, "model", "where")
    path = Path(out.strip())
    assert code == 1
    assert "mujaz model fetch" in err
    path.parent.mkdir(parents=True)
    path.touch()
    assert run(monkeypatch, capsys, "model", "where")[0] == 0
    assert "removed" in run(monkeypatch, capsys, "model", "remove")[2]
    assert not path.exists()
    assert "nothing to remove" in run(monkeypatch, capsys, "model", "remove")[2]


def test_doctor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`doctor` says what is set and from where, and shows no secret."""
    monkeypatch.setenv("MUJAZ_API_KEY", "sk-very-secret-1234")
    monkeypatch.setenv("MUJAZ_BASE_URL", "http://127.0.0.1:8000/v1")
    code, out, err = run(monkeypatch, capsys, "doctor", "--model", "x")
    assert code == 0
    assert "model = x  [--model]" in out
    assert "base_url = http://127.0.0.1:8000/v1  [MUJAZ_BASE_URL]" in out
    assert "key: from MUJAZ_API_KEY" in out
    assert "weights: the embedded model's weights are not there" in out
    assert "secret" not in out + err


def test_doctor_vouches_for_the_catalogue_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A file of the user's own is not said to be published, even where the published ones are kept."""
    monkeypatch.setenv("MUJAZ_CACHE", str(tmp_path))
    own = tmp_path / "models/own.gguf"
    own.parent.mkdir()
    own.write_bytes(b"GGUF" + bytes(100))
    _, out, _ = run(monkeypatch, capsys, "doctor", "--model", f"local:{own}")
    assert f"weights: {own}\n" in out


# What each option may be, by flag and by variable.
OPTIONS = {
    "model": "gpt",
    "base_url": "http://127.0.0.1:8000/v1",
    "sentences": "3",
    "country": "EG",
    "published": "2024-10-04",
    "column": "body",
    "allow_private": "true",
    "prompt": "ask.md",
    "threads": "3",
    "strict": "true",
    "format": "md",
    "timeout": "9.5",
    "attempts": "2",
    "prices": "prices.toml",
    "max_tokens": "900",
    "context": "4096",
}


def test_every_option_is_a_variable(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each option can be set by its MUJAZ_ variable, and `doctor` says that it was."""
    assert set(OPTIONS) == set(settings.OPTIONS)
    for name, value in OPTIONS.items():
        monkeypatch.setenv(f"MUJAZ_{name.upper()}", value)
    code, out, _ = run(monkeypatch, capsys, "doctor")
    assert code == 0
    for name, value in OPTIONS.items():
        assert f"  {name} = {value.replace('true', 'True')}  [MUJAZ_{name.upper()}]" in out.splitlines()


def test_every_option_is_a_flag() -> None:
    """`summarize` and `doctor` take each option as a flag, and one that is not given is `None`, so it hides no variable."""
    for command, words, left_out in ((cli.summarize, ["article"], "no option"), (cli.doctor, [], "format")):
        given = command.make_context("mujaz", words).params
        for name in set(settings.OPTIONS) - {left_out}:
            assert given[{"format": "format_"}.get(name, name)] is None


@pytest.mark.parametrize(
    ("name", "value"), [("sentences", "99"), ("format", "pdf"), ("strict", "maybe"), ("timeout", "x"), ("published", "1")]
)
def test_a_bad_variable_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A variable that cannot be used is told by its name before anything is asked or printed."""
    monkeypatch.setenv(f"MUJAZ_{name.upper()}", value)
    with Stub([Reply(ANSWER)]) as stub:
        code, out, err = run(monkeypatch, capsys, "summarize", SEED, "--model", "x", "--base-url", stub.url, "-q")
    assert (code, out, stub.requests) == (2, "", [])
    assert err.startswith(f"mujaz: MUJAZ_{name.upper()}: '{value}' cannot be used")


def test_settings_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The settings file sets options below variables; one that cannot be read is one line that names it."""
    folder = tmp_path / "config" / "mujaz"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('sentences = 3\ncountry = "EG"\n', encoding="utf-8")
    monkeypatch.setenv("MUJAZ_COUNTRY", "MA")
    _, out, _ = run(monkeypatch, capsys, "doctor")
    assert f"  sentences = 3  [{folder / 'config.toml'}]" in out
    assert "  country = MA  [MUJAZ_COUNTRY]" in out
    (folder / "config.toml").write_text("sentences =", encoding="utf-8")
    code, out, err = run(monkeypatch, capsys, "doctor")
    assert (code, out) == (2, "")
    assert "cannot be read as TOML" in err


def test_a_key_from_a_file_is_used_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`doctor` names the file that a key came from, not the key; a file that is missing is told."""
    monkeypatch.setenv("MUJAZ_API_KEY_FILE", str(tmp_path / "key"))
    words = ["doctor", "--model", "x", "--base-url", "http://127.0.0.1:8000/v1"]
    code, _, err = run(monkeypatch, capsys, *words)
    assert (code, "MUJAZ_API_KEY_FILE" in err) == (2, True)
    (tmp_path / "key").write_text("sk-very-secret-1234\n", encoding="utf-8")
    code, out, err = run(monkeypatch, capsys, *words)
    assert code == 0
    assert f"key: from {tmp_path / 'key'}" in out
    assert "secret" not in out + err


def test_unknown_model(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A model that the server does not know is one line with the server's words, asked once."""
    with Stub([Reply("The model `x` does not exist", status=404)]) as stub:
        code, out, err = run(monkeypatch, capsys, "summarize", SEED, "--model", "x", "--base-url", stub.url, "-q")
    assert (code, out, len(stub.requests), len(err.splitlines())) == (1, "", 1, 1)
    assert "does not exist" in err
    assert "mend --model or --base-url" in err


def test_wrong_weights(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Weights that are not the published file are not run, and `doctor` says the same."""
    path = settings.weights_file()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"GGUF")
    code, out, err = run(monkeypatch, capsys, "summarize", SEED, "-q")
    assert (code, out) == (1, "")
    assert "is not the published file" in err
    assert "mujaz model remove && mujaz model fetch" in err
    assert "is not the published file" in run(monkeypatch, capsys, "doctor")[1]


def test_record_then_replay(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What `--record` kept, `--replay` prints again with the server gone."""
    path = tmp_path / "answers.yaml"
    with Stub([Reply(ANSWER)]) as stub:
        words = ["--model", "x", "--base-url", stub.url, "--country", "MA", "--record", str(path)]
        code, live, _ = run(monkeypatch, capsys, "summarize", SEED, *words)
    assert code == 0
    assert run(monkeypatch, capsys, "summarize", SEED, "--replay", str(path))[:2] == (0, live)


def test_strict(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--strict` what failed is not printed as a part of the summary but listed as withheld, and the code is 3."""
    replay = ["--replay", str(CASSETTES / "repair_fails.reference.yaml"), "--strict"]
    code, out, _ = run(monkeypatch, capsys, "summarize", SEED, *replay)
    assert code == 3
    assert "[failed" not in out
    assert "10 million" in out.split("Withheld:")[1]
    assert "10 million" not in out.split("Withheld:")[0]


def test_refusal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A model that declines ends in exit code 1 and its own words on one line."""
    replay = ["--replay", str(CASSETTES / "refusal.reference.yaml")]
    code, out, err = run(monkeypatch, capsys, "summarize", SEED, *replay, "-q")
    assert (code, out) == (1, "")
    assert err == "mujaz: reference declined: I can't help with that. Use another --model.\n"


def test_wrong_key(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A refused key is one line that names the variable, asked once, and the key is not in it."""
    monkeypatch.setenv("MUJAZ_API_KEY", "sk-very-secret-1234")
    with Stub([Reply("bad key sk-very-secret-1234", status=401)]) as stub:
        code, out, err = run(monkeypatch, capsys, "summarize", SEED, "--model", "x", "--base-url", stub.url, "-q")
        assert len(stub.requests) == 1
    assert (code, out) == (1, "")
    assert "MUJAZ_API_KEY" in err
    assert "secret" not in err


def test_live_summary_of_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server's answer is printed and proven, from standard input too, and the key goes to it as a bearer."""
    monkeypatch.setenv("MUJAZ_API_KEY", "k-123")
    article = Path(SEED).read_text(encoding="utf-8")
    with Stub([Reply(ANSWER)]) as stub:
        result = CliRunner().invoke(
            cli.cli,
            ["summarize", "-", "--model", "x", "--base-url", stub.url, "--country", "MA"],
            input=article,
            standalone_mode=False,
        )
    assert result.return_value == 0, result.stderr
    assert {k.lower(): v for k, v in stub.headers[0].items()}["authorization"] == "Bearer k-123"
    assert "1,000,000 MAD" in result.stdout


def _command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from mujaz.cli import main; main()", *words]


def test_interrupt(tmp_path: Path) -> None:
    """Ctrl-C while the model is asked ends with 130, one word and no traceback."""
    with Stub([Reply(ANSWER, delay=20)]) as stub:
        words = ["summarize", SEED, "--model", "x", "--base-url", stub.url]
        environ = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
        running = subprocess.Popen(_command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ)  # noqa: S603
        until = time.monotonic() + 20
        while not stub.requests and time.monotonic() < until:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=15)
    assert (running.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "interrupted"
    assert "Traceback" not in err


def test_help_is_light() -> None:
    """`--help` imports neither openai nor instructor nor pydantic, and names every command and exit code."""
    code = (
        "import sys; from mujaz.cli import cli\n"
        "try: cli(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('openai', 'instructor', 'pydantic', 'vcr') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines()[-1] == "[]"
    assert all(
        word in " ".join(done.stdout.split()) for word in ("summarize", "read", "model", "doctor", "demo", "130 interrupted")
    )


def test_lists_of_commands_are_whole(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The line of no command is cut in a terminal of 80 columns."""
    for given in (["--help"], ["model", "--help"]):
        assert "..." not in run(monkeypatch, capsys, *given)[1].partition("Commands:")[2]


def test_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` names the program and its version."""
    assert run(monkeypatch, capsys, "--version")[1] == "mujaz, version 0.1.0\n"


def test_reader_went_away(tmp_path: Path) -> None:
    """A closed pipe ends the command without a traceback."""
    environ = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    running = subprocess.Popen(_command("read", SEED), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ)  # noqa: S603
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    err = running.stderr.read()
    running.stderr.close()
    running.wait(timeout=15)
    assert "Traceback" not in err


PAIR = {"ar": "وتهدف الاتفاقية، بميزانية قدرها مليون درهم، إلى دعم مشاريع مدرة للدخل.", "sources": [4]}


@pytest.mark.parametrize(
    ("english", "code", "out", "err"),
    [
        pytest.param(
            "The agreement, with one million dirhams, supports income-generating projects.",
            0,
            "",
            "0 wrong, 0 likely",
            id="right",
        ),
        pytest.param(
            "The agreement, with ten million dirhams, supports income-generating projects.",
            3,
            "error: summary[0].en (money): «ten million dirhams»",
            "1 wrong, 0 likely",
            id="wrong",
        ),
        pytest.param(
            "The agreement, with one million dirhams, does not support projects.",
            3,
            "warning: summary[0].en (negation)",
            "0 wrong, 1 likely",
            id="likely-wrong",
        ),
    ],
)  # fmt: skip
def test_check(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    english: str,
    code: int,
    out: str,
    err: str,
) -> None:
    """`mujaz check` prints what it finds with the article's words, counts on stderr, and ends in 0 or 3."""
    summary = tmp_path / "summary.json"
    summary.write_text(json.dumps([{**PAIR, "en": english}]), encoding="utf-8")
    ended, printed, said = run(monkeypatch, capsys, "check", SEED, str(summary), "--country", "MA")
    assert ended == code
    assert printed.startswith(out) if out else printed == ""
    assert ("تهدف هذه الاتفاقية" in printed) == bool(out)
    assert err in said
    ended, printed, _ = run(monkeypatch, capsys, "check", SEED, str(summary), "--country", "MA", "--format", "json")
    assert ended == code
    assert [f["severity"] for f in json.loads(printed)["findings"]] == [out.split(":", maxsplit=1)[0]] * bool(out)
