"""Results, journals of them, and readers of tables, for the tests of tables."""

from __future__ import annotations

import csv
import enum
import sqlite3
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pyarrow.parquet as pq
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field
from record import EMBEDDED
from test_cassettes import REFERENCE, replayed

import mujaz
from mujaz.batch.journal import Journal
from mujaz.batch.shape import PLACES

if TYPE_CHECKING:
    from pathlib import Path

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
