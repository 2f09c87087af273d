"""Results of a batch as tables: nothing is lost or changed, whole files or none, and no cell is a formula."""

from __future__ import annotations

import csv
import enum
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field
from record import EMBEDDED
from test_cassettes import REFERENCE, replayed

import mujaz
from mujaz import cli
from mujaz.batch import as_csv, tables
from mujaz.batch.journal import Journal
from mujaz.batch.shape import PLACES, UnlikeError, fitted, shape_of
from mujaz.errors import InputError, SettingsError
from mujaz.own import schema_of

NEWS = [f"{name}.reference" for name, told in REFERENCE.items() if "schema" not in told and name != "refusal"]
NEWS += [f"{name}.embedded" for name in EMBEDDED]
TABLES = [".parquet", ".csv", ".sqlite", ".db"]


class Verdict(enum.Enum):
    """An enum."""

    GUILTY = "guilty"
    ACQUITTED = "acquitted"


class Defendant(BaseModel):
    """A nested block."""

    name: mujaz.Bilingual
    verdict: Verdict | None
    fine: mujaz.Money | None = None
    more: list[Defendant] = []


class Ruling(BaseModel):
    """One field of each kind."""

    court: str
    title: str | None = None
    on: date | None
    heard: datetime | None = None
    days: list[date]
    damages: Decimal
    share: float
    years: Annotated[int, Field(ge=0)] | None
    final: bool
    kind: Literal["civil", "criminal", None]  # noqa: PYI061  (a schema file makes such a one)
    lead: Verdict
    defendants: list[Defendant]
    judge: mujaz.Bilingual | None
    notes: dict[str, Any]
    either: int | str
    pair: tuple[int, str]


class Open(BaseModel):
    """Fields, and whatever else a model says."""

    model_config = ConfigDict(extra="allow")
    court: str


RULING = Ruling(
    court="محكمة الاستئناف",
    on=date(2024, 10, 3),
    heard=datetime(2024, 10, 3, 9, 30),  # noqa: DTZ001  (a model may leave the zone out)
    days=[date(1999, 1, 1), date(2024, 2, 29)],
    damages=Decimal("1500000.50"),
    share=0.1,
    years=3,
    final=True,
    kind=None,
    lead=Verdict.GUILTY,
    defendants=[
        Defendant(
            name=mujaz.Bilingual(ar="سعيد", en=None),
            verdict=Verdict.ACQUITTED,
            fine=mujaz.Money(text="مليون درهم", value=Decimal("1E+6"), unit="MAD"),
            more=[Defendant(name=mujaz.Bilingual(ar="علي", en="Ali"), verdict=None)],
        ),
        Defendant(name=mujaz.Bilingual(ar="=1+1", en='"a",\nb'), verdict=None),
    ],
    judge=None,
    notes={"a": [1, {"b": None}]},
    either="7",
    pair=(1, "x"),
)


@cache
def news(name: str) -> mujaz.Result[Any]:
    return replayed(name)


def result_of(summary: BaseModel, **changed: Any) -> mujaz.Result[Any]:
    """A result with a summary of one's own."""
    told = news("seed.reference")
    run = told.run.model_copy(update=changed.pop("run", {}))
    article = told.article.model_copy(update=changed)
    schema = type(summary)
    return mujaz.Result[schema](  # type: ignore[valid-type]
        article=article, summary=summary, items=told.items, findings=told.findings, withheld=told.withheld, run=run
    )


def entry(key: str, result: mujaz.Result[Any] | str) -> dict[str, Any]:
    if isinstance(result, str):
        return {"key": key, "source": "a.txt", "status": "failed", "error": result}
    status = "proven" if result.proven else "unproven"
    return {"key": key, "source": result.article.source, "status": status, "result": result.model_dump(mode="json")}


def journal(path: Path, results: list[mujaz.Result[Any] | str]) -> Path:
    with Journal(path / "r.jsonl") as written:
        for n, result in enumerate(results):
            written.append(entry(f"k{n}", result))
    return written.path


def parquet(path: Path) -> list[dict[str, Any]]:
    return list(pq.read_table(path).to_pylist())


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        csv.field_size_limit(1 << 30)
        return list(csv.DictReader(file, strict=True))


def rows(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as base:
        return base.execute(query).fetchall()


def rebuilt(row: dict[str, Any], schema: type[BaseModel]) -> mujaz.Result[Any]:
    """The result that a row of a Parquet file is."""
    parts = {name: value for name, value in row.items() if name in mujaz.Result.model_fields}
    return mujaz.Result[schema].model_validate(parts)  # type: ignore[valid-type]


def test_news_as_parquet(tmp_path: Path) -> None:
    """A result of every recording is read back from Parquet equal, value by value, with its key, source and status."""
    results = [news(name) for name in NEWS]
    path = journal(tmp_path, [*results, "no such file"])
    assert tables.write(path, tmp_path / "r.parquet") == len(results) + 1
    found = parquet(tmp_path / "r.parquet")
    assert [rebuilt(row, mujaz.NewsSummary) for row in found[:-1]] == results
    assert [row["status"] for row in found[:-1]] == ["proven" if r.proven else "unproven" for r in results]
    assert [row["source"] for row in found[:-1]] == [r.article.source for r in results]
    assert {name: value for name, value in found[-1].items() if value} == entry(f"k{len(results)}", "no such file")
    assert all(row["unplaced"] == [] for row in found)


def test_types_of_the_columns(tmp_path: Path) -> None:
    """Dates are dates, decimals decimals, lists lists and blocks structs; what has no type of its own is text."""
    tables.write(journal(tmp_path, [result_of(RULING)]), tmp_path / "r.parquet", Ruling)
    schema = pq.read_schema(tmp_path / "r.parquet")
    assert schema.metadata[b"mujaz_tables"] == b"1"
    assert {"key", "source", "status", "error", "article", "items", "findings", "withheld", "run"} < set(schema.names)
    assert schema.field("article").type.field("published").type == pa.date32()
    assert schema.field("run").type.field("cost_usd").type == pa.decimal128(38, PLACES)
    summary = {part.name: part.type for part in schema.field("summary").type}
    money = pa.struct([("text", pa.string()), ("value", pa.decimal128(38, PLACES)), ("unit", pa.string())])
    both = pa.struct([("ar", pa.string()), ("en", pa.string())])
    block = [("name", both), ("verdict", pa.string()), ("fine", money), ("more", pa.list_(pa.string()))]
    assert summary == {
        "court": pa.string(),
        "title": pa.string(),
        "on": pa.date32(),
        "heard": pa.string(),
        "days": pa.list_(pa.date32()),
        "damages": pa.decimal128(38, PLACES),
        "share": pa.float64(),
        "years": pa.int64(),
        "final": pa.bool_(),
        "kind": pa.string(),
        "lead": pa.string(),
        "defendants": pa.list_(pa.struct(block)),
        "judge": both,
        "notes": pa.string(),
        "either": pa.string(),
        "pair": pa.string(),
    }


def test_own_fields_as_parquet(tmp_path: Path) -> None:
    """Every value of a schema of one's own is read back as it was; what stands as JSON text is the same JSON."""
    tables.write(journal(tmp_path, [result_of(RULING)]), tmp_path / "r.parquet", Ruling)
    row = parquet(tmp_path / "r.parquet")[0]
    summary = row["summary"]
    for name in ("notes", "either", "pair"):
        summary[name] = json.loads(summary[name])
    for defendant in summary["defendants"]:
        defendant["more"] = [json.loads(one) for one in defendant["more"]]
    assert Ruling.model_validate(summary) == RULING
    assert summary["days"] == RULING.days
    assert summary["defendants"][0]["fine"]["value"] == 10**6


@pytest.mark.parametrize("name", ["own_court", "own_tender"])
def test_own_recordings_as_parquet(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The results of the schemas in schemas/ are read back equal."""
    monkeypatch.chdir(ROOT)
    schema = schema_of(REFERENCE[name]["schema"])
    result = news(f"{name}.reference")
    tables.write(journal(tmp_path, [result]), tmp_path / "r.parquet", schema)
    assert rebuilt(parquet(tmp_path / "r.parquet")[0], schema).model_dump() == result.model_dump()


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
# What a decimal and a whole number of a column have room for; what they have none for has its own test.
MONEYS = st.decimals(min_value=-(10**20), max_value=10**20, places=PLACES)
INTS = st.integers(-(1 << 63), (1 << 63) - 1)


class Wide(BaseModel):
    """Fields for every value that hypothesis can think of."""

    text: str | None
    count: int
    share: float
    cost: Decimal
    days: list[date | None]
    blocks: list[mujaz.Bilingual]
    free: dict[str, Any]


WIDE = st.builds(
    Wide,
    text=st.none() | TEXTS,
    count=INTS,
    share=st.floats(allow_nan=False, allow_infinity=False),
    cost=MONEYS,
    days=st.lists(st.none() | st.dates(), max_size=3),
    blocks=st.lists(st.builds(mujaz.Bilingual.model_construct, ar=TEXTS, en=st.none() | TEXTS), max_size=3),
    free=st.dictionaries(TEXTS, st.none() | st.booleans() | INTS | TEXTS | st.lists(TEXTS, max_size=2), max_size=3),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(summaries=st.lists(WIDE, max_size=4))
def test_any_value_survives(tmp_path: Path, summaries: list[Wide]) -> None:
    """Whatever the values of a summary are, Parquet and SQLite give back the same, and CSV the same number of rows."""
    (tmp_path / "r.jsonl").unlink(missing_ok=True)
    path = journal(tmp_path, [result_of(s) for s in summaries])
    for suffix in (".parquet", ".sqlite", ".csv"):
        assert tables.write(path, tmp_path / f"r{suffix}", Wide) == len(summaries)
    found = [row["summary"] for row in parquet(tmp_path / "r.parquet")]
    assert [{**s, "free": json.loads(s["free"])} for s in found] == [s.model_dump() for s in summaries]
    in_base = [json.loads(text) for (text,) in rows(tmp_path / "r.sqlite", "SELECT summary FROM articles")]
    assert in_base == [s.model_dump(mode="json") for s in summaries]
    assert [row["key"] for row in cells(tmp_path / "r.csv")] == [f"k{n}" for n in range(len(summaries))]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cost", "0.1234567891"),
        ("cost", "1" + "0" * 29),
        ("cost", "1E+999999"),
        ("count", 1 << 63),
        ("count", -(1 << 63) - 1),
        ("share", 10**400),
    ],
)
def test_no_room(name: str, value: Any) -> None:
    """A number that a column has no room for is not rounded: it stands as it was in `unplaced`, and the column has nothing."""
    good = Wide(text="a", count=1, share=1.0, cost=Decimal(1), days=[], blocks=[], free={})
    result = entry("k", result_of(good))["result"]
    result["summary"][name] = value
    fit = fitted(result, shape_of(Wide))
    assert fit.values["summary"][name] is None
    assert fit.unplaced == [(f"summary.{name}", json.dumps(value))]


def test_what_nobody_asked_for(tmp_path: Path) -> None:
    """Keys beyond the fields of a schema that allows them have no column; they stand in `unplaced`, by path."""
    tables.write(journal(tmp_path, [result_of(Open(court="a", more={"b": 1}))]), tmp_path / "r.parquet", Open)  # type: ignore[call-arg]
    row = parquet(tmp_path / "r.parquet")[0]
    assert row["summary"] == {"court": "a"}
    assert row["unplaced"] == [{"path": "summary.more", "value": '{"b":1}'}]


def test_one_line_and_empty_blocks(tmp_path: Path) -> None:
    """Fields of one line of text have columns too; a block without fields and an Any stand as JSON."""

    class Empty(BaseModel):
        pass

    class Odd(BaseModel):
        nothing: Empty
        anything: Any

    line = schema_of("court, fine: money, when: date, verdict: guilty|acquitted, names*: words")
    summary = line.model_validate({"court": None, "fine": None, "when": None, "verdict": None, "names": ["علي"]})
    tables.write(journal(tmp_path, [result_of(summary)]), tmp_path / "r.parquet", line)
    assert parquet(tmp_path / "r.parquet")[0]["summary"] == summary.model_dump()
    odd = Odd(nothing=Empty(), anything=[1])
    (tmp_path / "r.jsonl").unlink()
    tables.write(journal(tmp_path, [result_of(odd)]), tmp_path / "r.parquet", Odd)
    assert parquet(tmp_path / "r.parquet")[0]["summary"] == {"nothing": "{}", "anything": "[1]"}


def test_row_groups_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row group ends when it holds what it may, and the rows come back in their order."""
    from mujaz.batch import as_parquet  # noqa: PLC0415  (only here)

    monkeypatch.setattr(as_parquet, "_ROWS", 2)
    monkeypatch.setattr(as_parquet, "_GROUP", 1)
    path = journal(tmp_path, [news("seed.reference")] * 5)
    assert tables.write(path, tmp_path / "r.parquet") == 5
    told = pq.read_metadata(tmp_path / "r.parquet")
    assert [told.row_group(n).num_rows for n in range(told.num_row_groups)] == [2, 2, 1]
    assert [row["key"] for row in parquet(tmp_path / "r.parquet")] == ["k0", "k1", "k2", "k3", "k4"]


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


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("text", 5, "summary.text is 5, no text"),
        ("count", True, "summary.count is true, no whole"),
        ("count", 1.5, "summary.count is 1.5, no whole"),
        ("share", "1", 'summary.share is "1", no number'),
        ("cost", "much", 'summary.cost is "much", no decimal'),
        ("cost", True, "summary.cost is true, no decimal"),
        ("days", ["soon"], r'summary.days\[0\] is "soon", no date'),
        ("days", [5], r"summary.days\[0\] is 5, no date"),
        ("days", "2024-10-03", 'summary.days is "2024-10-03", no list'),
        ("blocks", [5], r"summary.blocks\[0\] is 5, no object"),
        ("blocks", [{"ar": "a"}], r"summary.blocks\[0\] has ar; its fields would be ar, en"),
        ("blocks", [{"ar": "a", "en": "b", "fr": "c"}], r"summary.blocks\[0\] has ar, en, fr"),
    ],
)
def test_a_value_of_another_kind(name: str, value: Any, said: str) -> None:
    """A value that is not what the schema says is told with its path; none is bent to fit."""
    good = Wide(text="a", count=1, share=1.0, cost=Decimal(1), days=[], blocks=[], free={})
    result = entry("k", result_of(good))["result"]
    result["summary"][name] = value
    with pytest.raises(UnlikeError, match=said):
        fitted(result, shape_of(Wide))


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
    """The journal behind a table has .jsonl behind its name; a name of no kind is refused before anything is paid for."""
    assert tables.kinds() == (".parquet", ".csv", ".sqlite", ".db")
    assert tables.journal_of(Path("a/r.jsonl")) == Path("a/r.jsonl")
    assert tables.journal_of(Path("a/r.parquet")) == Path("a/r.parquet.jsonl")
    assert tables.journal_of(Path("R.CSV")) == Path("R.CSV.jsonl")
    for name, said in (("r.xlsx", "no table is called .xlsx"), ("results", "no table is called so")):
        with pytest.raises(SettingsError, match=rf"{said}; give a name that ends in .parquet, .csv, .sqlite, .db"):
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
        ((str(path), "--out", "r.xlsx"), "no table is called .xlsx"),
        ((str(path), "--out", out, "--schema", "court, fine: money"), "line 1 is no result of Fields: summary has headline, "),
        ((str(path), "--out", out, "--schema", "court: mony"), "did you mean money?"),
        ((str(tmp_path / "none.jsonl"), "--out", out), "none.jsonl: cannot be read (No such file"),
    ):
        code, told = run(monkeypatch, capsys, "export", *words)
        assert (code, said in told, told.count("\n")) == (2, True, 1), told
    assert len(parquet(tmp_path / "r.parquet")) == 1
