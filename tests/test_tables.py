"""Results of a batch as tables: nothing is lost or changed, whole files or none, and no cell is a formula."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from journals import RULING, TABLES, TEXTS, Open, Ruling, cells, entry, journal, news, parquet, result_of, rows

from mujaz import cli
from mujaz.batch import as_csv, tables
from mujaz.errors import InputError, SettingsError

GROWTH = """
import resource, sys
from pathlib import Path
from pydantic import BaseModel
from mujaz.batch import as_parquet, tables
class Open(BaseModel):
    court: str
as_parquet._GROUP = 1 << 20
few, many, out = map(Path, sys.argv[1:])
tables.write(few, out, Open)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert tables.write(many, out, Open) == 10_000
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kB on Linux only")
@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".sqlite"])
def test_memory_does_not_grow(tmp_path: Path, suffix: str) -> None:
    """10,000 articles take hardly more memory than 1,000: the 10 MB allowed hold the keys, and a quarter of the journal."""
    one = entry("k", result_of(Open(court="a" * 2000)).model_copy(update={"items": [], "findings": [], "withheld": []}))
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    for path, count in ((few, 1000), (many, 10_000)):
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({**one, "key": f"{n:032x}"}, ensure_ascii=False) + "\n" for n in range(count))
    assert many.stat().st_size > 40e6
    command = [sys.executable, "-c", GROWTH, str(few), str(many), str(tmp_path / f"r{suffix}")]
    grown = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  (our own code)
    assert int(grown.stdout) < 10_000, grown.stdout


def test_news_as_csv(tmp_path: Path) -> None:
    """A spreadsheet has a row an article: its texts in both languages, a sentence a line, its topic, its counts and its cost."""
    result = news("repair_fails.reference")
    summary = result.summary
    summary = summary.model_copy(update={"summary": [*summary.summary[:-1], summary.summary[-1].model_copy(update={"en": None})]})
    result = result.model_copy(update={"summary": summary})
    path = journal(tmp_path, [result, "it broke"])
    assert tables.write(path, tmp_path / "r.csv") == 2
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    row, failed = cells(tmp_path / "r.csv")
    assert row["summary_ar"].split("\n") == [s.ar for s in summary.summary]
    assert row["summary_en"].split("\n") == [s.en or "" for s in summary.summary]
    assert (row["headline_ar"], row["topic"]) == (summary.headline.ar, summary.topic)
    assert json.loads(row["people"]) == [p.model_dump() for p in summary.people]
    assert int(row["errors"]) == sum(f.severity == "error" for f in result.findings) > 0
    assert row["withheld"] == str(len(result.withheld))
    assert (row["prompt_tokens"], row["cost_usd"]) == (str(result.run.prompt_tokens), "")
    assert {k: v for k, v in failed.items() if v} == {"key": "k1", "source": "a.txt", "status": "failed", "error": "it broke"}


def test_own_fields_as_csv(tmp_path: Path) -> None:
    """Each field of one's own is a column: values as they are, blocks as JSON; one named like a column of ours is told apart."""
    tables.write(journal(tmp_path, [result_of(RULING, title="العنوان")]), tmp_path / "r.csv", Ruling)
    row = cells(tmp_path / "r.csv")[0]
    assert (row["court"], row["on"], row["damages"], row["share"]) == ("محكمة الاستئناف", "2024-10-03", "1500000.50", "0.1")
    assert (row["years"], row["final"], row["kind"], row["judge"]) == ("3", "true", "", "")
    assert (row["title"], row["summary.title"]) == ("العنوان", "")
    assert json.loads(row["defendants"]) == RULING.model_dump(mode="json")["defendants"]
    assert row["notes"] == '{"a":[1,{"b":null}]}'


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("+212 522", "'+212 522"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("\0=1", "'\0=1"),
        ("＝1+1", "'＝1+1"),
        ("- قال", "'- قال"),
        ("-5", "-5"),
        ("+1.5e3", "+1.5e3"),
        ("-٥", "'-٥"),
        ("\u200f=1", "\u200f=1"),
        ("a=1", "a=1"),
        ("قال «=1»", "قال «=1»"),
        ("", ""),
        ('سطر\nثان;=1,"x"', 'سطر\nثان;=1,"x"'),
        ("nul\0inside", "nul\0inside"),
        ("\u202eمعكوس\u2069", "\u202eمعكوس\u2069"),
    ],
    ids=ascii,
)
def test_no_cell_is_a_formula(tmp_path: Path, text: str, cell: str) -> None:
    """A text that a spreadsheet would run has an apostrophe in front; numbers and all other texts come back as they were."""
    result = result_of(Open(court=text), title=text)
    path = journal(tmp_path, [result])
    tables.write(path, tmp_path / "r.csv", Open)
    row = cells(tmp_path / "r.csv")[0]
    assert (row["title"], row["court"]) == (cell, cell)
    tables.write(path, tmp_path / "r.sqlite", Open)
    assert rows(tmp_path / "r.sqlite", "SELECT title, summary ->> '$.court' FROM articles")[0][0] == text
    tables.write(path, tmp_path / "r.parquet", Open)
    assert parquet(tmp_path / "r.parquet")[0]["article"]["title"] == text


@given(TEXTS)
def test_a_safe_cell_is_its_text(text: str) -> None:
    """An apostrophe in front is all that a cell may differ by, and what has it begins no formula."""
    cell = as_csv._safe(text)
    assert cell in {text, f"'{text}"}
    assert cell[:1] not in set("=+-@\t\r\n\0") or float(cell) is not None


def test_sqlite(tmp_path: Path) -> None:
    """A database has an article a row, what it has many of in tables of their own, keys that hold, and its version."""
    results = [news("repair_fails.reference"), news("seed.reference")]
    base = tmp_path / "r.sqlite"
    assert tables.write(journal(tmp_path, [*results, "it broke"]), base) == 3
    assert rows(base, "SELECT key, status, error FROM articles") == [
        ("k0", "unproven", None),
        ("k1", "proven", None),
        ("k2", "failed", "it broke"),
    ]
    assert [json.loads(text) for (text,) in rows(base, "SELECT result FROM articles WHERE result NOT NULL ORDER BY key")] == [
        r.model_dump(mode="json") for r in results
    ]
    assert rows(base, "SELECT key, path, status, why FROM items") == [
        (f"k{n}", i.path, i.status, i.why) for n, r in enumerate(results) for i in r.items
    ]
    assert rows(base, "SELECT path, check_name, severity, message FROM findings") == [
        (f.path, f.check, f.severity, f.message) for f in results[0].findings
    ]
    assert rows(base, "SELECT key, path, value, why FROM withheld") == [
        ("k0", w.path, w.value, w.why) for w in results[0].withheld
    ]
    spans = rows(base, "SELECT spans FROM items WHERE key = 'k1' AND path = 'summary[0].ar'")[0][0]
    assert json.loads(spans)[0].keys() == {"start", "end", "grade"}
    assert rows(base, "SELECT summary ->> '$.topic' FROM articles WHERE key = 'k1'") == [(results[1].summary.topic,)]
    assert rows(base, "PRAGMA user_version") == [(1,)]
    assert rows(base, "PRAGMA foreign_key_check") == []
    assert rows(base, "PRAGMA integrity_check") == [("ok",)]
    assert {name for _, name, *_ in rows(base, "PRAGMA index_list(items)")} == {"items_key", "items_status", "items_path"}
    with closing(sqlite3.connect(base)) as open_base, pytest.raises(sqlite3.IntegrityError):
        open_base.execute("PRAGMA foreign_keys = ON")
        open_base.execute("INSERT INTO withheld VALUES ('none', 'a', 'b', 'c')")


@pytest.mark.parametrize("suffix", TABLES)
@pytest.mark.parametrize("results", [[], ["no such file", "it broke"]], ids=["empty", "failed"])
def test_nothing_to_tell(tmp_path: Path, suffix: str, results: list[str]) -> None:
    """A journal with no articles, or with none that was answered, is a table of all columns; what was there is replaced."""
    out = tmp_path / f"r{suffix}"
    out.write_text("old")
    assert tables.write(journal(tmp_path, list(results)), out) == len(results)
    if suffix == ".parquet":
        assert [row["error"] for row in parquet(out)] == results
        assert pq.read_schema(out).names[:5] == ["key", "source", "status", "error", "schema_version"]
    elif suffix == ".csv":
        assert [row["error"] for row in cells(out)] == results
        assert "summary_ar" in out.read_text(encoding="utf-8-sig").split("\r\n")[0]
    else:
        assert rows(out, "SELECT error FROM articles") == [(error,) for error in results]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == sorted(["r.jsonl", f"r{suffix}"])


@pytest.mark.parametrize("cut", [1, 40, 3000])
def test_a_torn_line_is_passed_over(tmp_path: Path, cut: int) -> None:
    """The last line of a run that was killed, or goes on, is no row unless all of it is there; the journal stays as it is."""
    path = journal(tmp_path, [news("seed.reference")] * 2)
    torn = path.read_bytes()[:-cut]
    path.write_bytes(torn)
    assert tables.write(path, tmp_path / "r.parquet") == (2 if cut == 1 else 1)
    assert path.read_bytes() == torn


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hello\n", "line 1 is no result of mujaz batch"),
        (b"my notes", "line 1 is no result"),
        (b'{"article": {}}', "line 1 is no result"),
        (b'{"key":"a","source":"b","status":"proven"}\n', "line 1 is no result"),
        (b'{"key":"a","source":"b","status":"good","result":{}}\n', "line 1 is no result"),
        (b'{"key":"a","source":"b","status":"failed","error":"\\ud800"}\n', "line 1 is no result"),
        (b'{"key":"a","source":"b","status":"failed","error":"c"}\n' * 2, "line 2 has the article of a line before it"),
        (b'{"key":"a","source":"b","status":"failed","error":"c"}\n\n', "line 2 is no result"),
        (
            b'{"key":"a","source":"b","status":"proven","result":{"a":1}}\n',
            "the result has a; its fields would be schema_version",
        ),
    ],
    ids=range(9),
)
@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".sqlite"])
def test_no_journal(tmp_path: Path, content: bytes, said: str, suffix: str) -> None:
    """A file of something else is told by its line, and nothing is written over what was there."""
    (tmp_path / "r.jsonl").write_bytes(content)
    out = tmp_path / f"r{suffix}"
    out.write_text("old")
    with pytest.raises(InputError, match=said):
        tables.write(tmp_path / "r.jsonl", out)
    assert out.read_text() == "old"
    assert not out.with_name(f"{out.name}.part").exists()


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".sqlite"])
def test_another_schema(tmp_path: Path, suffix: str) -> None:
    """Results of another schema than the one given are told by line and fields, and nothing is left."""
    path = journal(tmp_path, [result_of(RULING)])
    with pytest.raises(InputError, match=r"line 1 is no result of NewsSummary: summary has court, title.* would be headline"):
        tables.write(path, tmp_path / f"out{suffix}")
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".sqlite"])
def test_a_full_disk(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full at any point leaves what was there, and nothing half."""
    path = journal(tmp_path, [news("seed.reference")] * 3)
    out = tmp_path / f"r{suffix}"
    out.write_text("old")

    def full(*_args: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"cannot be written \(No space left on device\); make room"):
        tables.write(path, out)
    monkeypatch.undo()
    assert out.read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["r.jsonl", out.name])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".sqlite"])
def test_a_device_that_is_full(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails in the middle is told in one line, and leaves nothing."""
    path = journal(tmp_path, [news("seed.reference")] * 3)
    unlink = Path.unlink

    def linked(part: Path, *, missing_ok: bool = False) -> None:
        unlink(part, missing_ok=missing_ok)
        if sys.exc_info()[0] is None:
            part.symlink_to("/dev/full")

    monkeypatch.setattr(Path, "unlink", linked)
    with pytest.raises(InputError, match="cannot be written"):
        tables.write(path, tmp_path / f"r{suffix}")
    assert not (tmp_path / f"r{suffix}").exists()


def test_no_folder_to_write_in(tmp_path: Path) -> None:
    """A folder is made where it is missing; a folder or a file in the way is told."""
    path = journal(tmp_path, ["it broke"])
    assert tables.write(path, tmp_path / "new/folder/r.csv") == 1
    (tmp_path / "folder.csv").mkdir()
    for out in (tmp_path / "folder.csv", tmp_path / "r.jsonl/r.csv"):
        with pytest.raises(InputError, match="cannot be written"):
            tables.write(path, out)


def test_the_journal_is_not_written_over(tmp_path: Path) -> None:
    """A journal that has the name of a table is not replaced by the table made of it."""
    path = journal(tmp_path, ["it broke"]).rename(tmp_path / "r.csv")
    before = path.read_bytes()
    with pytest.raises(InputError, match="the file of the results themselves"):
        tables.write(path, tmp_path / "../" / tmp_path.name / "r.csv")
    assert path.read_bytes() == before


def test_a_database_in_use(tmp_path: Path) -> None:
    """A database that a program has open is not taken from under it: its log would be played into the new one."""
    path = journal(tmp_path, ["it broke"])
    with closing(sqlite3.connect(tmp_path / "r.sqlite")) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("CREATE TABLE t (a)")
        with pytest.raises(InputError, match="a program has it open"):
            tables.write(path, tmp_path / "r.sqlite")
    assert tables.write(path, tmp_path / "r.sqlite") == 1


def test_names() -> None:
    """The journal behind a table has .jsonl behind its name; an ending of no kind is refused before anything is paid for."""
    for name in ("a/r.jsonl", "R.JSONL", "results"):
        assert tables.journal_of(Path(name)) == Path(name)
    for name in ("a/r.parquet", "R.CSV", "r.sqlite", "r.db"):
        assert tables.journal_of(Path(name)) == Path(f"{name}.jsonl")
    for name, said in (("r.xlsx", ".xlsx"), ("r.json", ".json"), ("results.2024", ".2024")):
        with pytest.raises(
            SettingsError,
            match=rf"{said} is no kind of file that is written; give a name that ends in .jsonl, .parquet, .csv, .sqlite, .db\.",
        ):
            tables.journal_of(Path(name))


def test_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, Parquet says how to get it before anything is paid for; the others need nothing."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = journal(tmp_path, ["it broke"])
    for call in (lambda: tables.journal_of(tmp_path / "r.parquet"), lambda: tables.write(path, tmp_path / "r.parquet")):
        with pytest.raises(SettingsError, match=r"pip install 'mujaz\[parquet\]'"):
            call()
    assert tables.write(path, tmp_path / "r.csv") == 1


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[Any, str]:
    """The command: its exit code, and what it says."""
    monkeypatch.setattr(sys, "argv", ["mujaz", *words])
    with pytest.raises(SystemExit) as left:
        cli.main()
    return left.value.code, capsys.readouterr().err


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`mujaz export` writes the table and says how many articles; what is wrong is one line and exit code 2."""
    path = journal(tmp_path, [news("seed.reference")])
    out = str(tmp_path / "r.parquet")
    assert run(monkeypatch, capsys, "export", str(path), "--out", out) == (0, f"1 article written to {out}\n")
    for words, said in (
        ((str(path), "--out", "r.xlsx"), ".xlsx is no kind of file that is written"),
        ((str(path), "--out", out, "--schema", "court, fine: money"), "line 1 is no result of Fields: summary has headline, "),
        ((str(path), "--out", out, "--schema", "court: mony"), "did you mean money?"),
        ((str(tmp_path / "none.jsonl"), "--out", out), "none.jsonl: no such file"),
    ):
        code, told = run(monkeypatch, capsys, "export", *words)
        assert (code, said in told, told.count("\n")) == (2, True, 1), told
    assert len(parquet(tmp_path / "r.parquet")) == 1
