"""Parquet: every value of a result has a typed column, and comes back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from journals import NEWS, RULING, WIDE, Open, Ruling, Wide, cells, entry, journal, news, parquet, rebuilt, result_of, rows
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, computed_field
from test_cassettes import REFERENCE

import mujaz
from mujaz.batch import tables
from mujaz.batch.shape import PLACES, UnlikeError, fitted, shape_of
from mujaz.errors import SettingsError
from mujaz.own import schema_of

if TYPE_CHECKING:
    from pathlib import Path


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


class Renamed(BaseModel):
    """A schema that is written by other names than its own, and says less than it holds."""

    model_config = ConfigDict(serialize_by_alias=True)
    court: str = Field(alias="theCourt")
    hidden: str = Field(default="h", exclude=True)

    @computed_field  # type: ignore[prop-decorator]  # pydantic's own way
    @property
    def length(self) -> int:
        """What is made of the rest."""
        return len(self.court)


def test_columns_are_what_is_written(tmp_path: Path) -> None:
    """Columns have the names of the result's JSON; what is made for it has one too, and what is left out of it has none."""
    tables.write(journal(tmp_path, [result_of(Renamed(theCourt="abc"))]), tmp_path / "r.parquet", Renamed)
    assert parquet(tmp_path / "r.parquet")[0]["summary"] == {"theCourt": "abc", "length": 3}


def test_what_pydantic_cannot_say() -> None:
    """A schema that is written as something that JSON has no type for is refused by name."""

    class Odd(BaseModel):
        court: Annotated[str, PlainSerializer(lambda _value: len, return_type=Callable[[], int])]

    with pytest.raises(SettingsError, match="--schema Odd: no table can hold it"):
        shape_of(Odd)


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
