"""Tables of any size: read record by record, each bad record for itself; Parquet; and about how many articles sources hold."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import threading
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from mujaz.errors import InputError
from mujaz.reading import encoding, read, streams, tables
from mujaz.reading.load import count, load_all
from mujaz.reading.read import Ways, read_all
from mujaz.result import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mujaz.reading.document import Document

ONE = "أعلنت الوزارة، اليوم الخميس، أن المشروع سيبدأ العام المقبل بكلفة مليون درهم، وأن الأشغال ستنتهي قبل الصيف."
TWO = "وقال الوزير إن الأشغال ستنتهي قبل نهاية السنة المقبلة، وإن أربعين عاملا سيشاركون فيها من مدن الجنوب."
MANY = 700  # records of ONE: twice as many bytes as are looked at to tell an encoding
BAD = ONE.encode()[:101]  # cut inside of a letter


def _file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _line(text: str) -> str:
    return json.dumps({"text": text}, ensure_ascii=False)


def _told(found: Iterable[Article | Document | InputError]) -> list[str]:
    return [str(one) if isinstance(one, InputError) else one.text for one in found]


@pytest.mark.parametrize(
    ("name", "head", "record", "bad"),
    [
        pytest.param("a.jsonl", b"", _line(ONE).encode(), b'{"text": "' + BAD + b'"}', id="json-lines"),
        pytest.param("a.ndjson", b"\xef\xbb\xbf", _line(ONE).encode(), b'{"text": "' + BAD + b'"}', id="with-a-mark"),
        pytest.param("a.csv", b"id,text\r\n", f'1,"{ONE}"'.encode(), b'1,"' + BAD + b'"', id="csv"),
        pytest.param("a.tsv", b"id\ttext\n", f"1\t{ONE}".encode(), b"1\t" + BAD, id="tsv"),
        pytest.param("a.csv", b"sep=;\r\nid;text\r\n", f"1;{ONE}".encode(), b"1;" + BAD, id="csv-of-excel"),
    ],
)
@pytest.mark.parametrize("at", [3, MANY - 3])
def test_damaged_records(tmp_path: Path, name: str, head: bytes, record: bytes, bad: bytes, at: int) -> None:
    """A record that is not UTF-8, at the head of a table or far behind it, is an error of its own that names it; others go on."""
    records = [record] * MANY
    records[at - 1] = bad
    path = _file(tmp_path, name, head + b"\n".join(records) + b"\n")
    found = list(read_all(path))
    assert [n for n, one in enumerate(found, 1) if isinstance(one, InputError)] == [at]
    assert str(found[at - 1]).startswith(f"{path}#{at}: damaged or cut short: byte ")
    assert str(found[at - 1]).endswith(f"iconv -c -f UTF-8 -t UTF-8 {path}")
    assert [one.source for one in found if isinstance(one, Article)] == [f"{path}#{n}" for n in range(1, MANY + 1) if n != at]
    assert {one.text for one in found if isinstance(one, Article)} == {ONE}


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_records_in_another_encoding(tmp_path: Path, name: str) -> None:
    """A record in windows-1256, or mojibake, inside of a table in UTF-8 is read, and it alone tells what was done."""
    rows = [ONE.encode(), TWO.encode("cp1256"), TWO.encode().decode("latin-1").encode()]
    lines = [b'{"text": "' + row + b'"}' for row in rows] if name == "a.jsonl" else [b"text", *rows]
    found = [one for one in read_all(_file(tmp_path, name, b"\n".join(lines))) if isinstance(one, Article)]
    assert [one.text for one in found] == [ONE, TWO, TWO]
    assert [one.notes for one in found] == [
        (),
        ("read as windows-1256, by its letters",),
        ("mended text that was utf-8 and had been read as cp1252",),
    ]


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "cp1256", "iso8859-6", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_small_tables_in_any_encoding(tmp_path: Path, name: str, kind: str) -> None:
    """A small table may be in any encoding that a text may be in."""
    content = f"{_line(ONE)}\n{_line(TWO)}\n" if name == "a.jsonl" else f'id,text\n1,"{ONE}"\n2,"{TWO}"\n'
    assert _told(read_all(_file(tmp_path, name, content.encode(kind)))) == [ONE, TWO]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(f'id,text\n1,"{ONE}\n{TWO}"\n2,"{TWO}"\n', [f"{ONE}\n{TWO}", TWO], id="line-break-in-quotation-marks"),
        pytest.param(f'id,text\r\n1,"{ONE}\r\n\r\n{TWO}"\r\n', [f"{ONE}\n\n{TWO}"], id="of-windows"),
        pytest.param(f"id,text\r1,{ONE}\r2,{TWO}\r", [ONE, TWO], id="of-old-macs"),
        pytest.param(f"\n\nid,text\n\n1,{ONE}\n\n2,{TWO}", [ONE, TWO], id="empty-lines"),
        pytest.param(f'text;id\n"say ""{ONE}""";1\n', [f'say "{ONE}"'], id="doubled-marks"),
        pytest.param(f"text|id\n{ONE}|1|2\n{TWO}|1\n", ["a.csv#1: more cells", TWO], id="too-many-cells"),
        pytest.param(
            f'text,id\n{ONE},1\n{ONE},2\n"{ONE}\n{TWO}" x,3\n{TWO},4\n',
            [
                ONE,
                ONE,
                "a.csv#3: no CSV (',' expected after '\"'), in the row that begins on line 4; mend",
            ],
            id="marks-in-the-middle",
        ),
        pytest.param(
            f'sep=,\ntext,id\n{ONE},1\n"{TWO},2\n', [ONE, "the row that begins on line 4; mend the"], id="mark-not-closed"
        ),
        pytest.param('te"xt",id\n"', ["no CSV"], id="only-a-mark"),
        pytest.param(f'"te"xt,id\n{ONE}', ["a.csv#1: no CSV"], id="marks-in-the-names"),
        pytest.param(f"id,words\n1,{ONE}\n2,{TWO}", ["a.csv: no column of text; it has id, words. Name one"], id="no-text"),
        pytest.param(f'"{ONE}\n{TWO}"\n', ["a.csv: no row below"], id="only-an-article"),
        pytest.param(f'"x\ny"\n"{ONE}"\n', ["a.csv: no column of text; it has x y. Name"], id="no-names"),
        pytest.param(f"text,html\n{ONE},<html>", [ONE], id="a-page-in-it"),
    ],
)
def test_csv(tmp_path: Path, content: str, expected: list[str]) -> None:
    """Rows are cut as CSV is; what is wrong is told with its row and line, once, and the rows before it are there."""
    path = _file(tmp_path, "a.csv", content)
    found: list[str] = []
    try:
        for one in read_all(path):
            found += _told([one])
    except InputError as error:
        found.append(str(error))
    assert len(found) == len(expected), found
    assert all(want == got or (want in got and want not in {ONE, TWO}) for got, want in zip(found, expected, strict=True)), found


def test_a_record_above_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line above the bound is an error of its own, and the lines behind it are read; of CSV it is the last row."""
    for module in (streams, tables):
        monkeypatch.setattr(module, "MAX_BYTES", 2000)
    path = _file(tmp_path, "a.jsonl", "\n".join([_line(ONE), _line(ONE * 50), _line(TWO), _line(TWO * 50)]))
    found = _told(read_all(path))
    assert (found[0], found[2], len(found)) == (ONE, TWO, 4)
    assert all(f"{path}#{n}: a line larger than 0 MB" in found[n - 1] for n in (2, 4))
    rows = f'id,text\n1,"{ONE}"\n2,"{TWO}\n' + f"3,{TWO}\n" * 50
    first, last = _told(read_all(_file(tmp_path, "a.csv", rows)))
    assert first == ONE
    assert "a.csv#2: no CSV (a row larger than 0 MB), in the row that begins on line 3" in last
    with pytest.raises(InputError, match="a.csv: no CSV .a row larger than 0 MB.; give a table"):
        list(read_all(_file(tmp_path, "a.csv", TWO * 50)))


def test_memory_does_not_grow(tmp_path: Path) -> None:
    """Ten times the records take no more memory: a record is all that is held."""

    def peak(name: str, records: int) -> int:
        lines = [_line(ONE * 20)] if name == "a.jsonl" else [f"1,{ONE * 20}"]
        path = _file(tmp_path, name, ("" if name == "a.jsonl" else "id,text\n") + "\n".join(lines * records))
        tracemalloc.start()
        assert sum(isinstance(one, Article) for one in read_all(path)) == records
        taken = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return taken

    for name in ("a.jsonl", "a.csv"):
        peak(name, 1)  # what is imported or kept for good
        assert peak(name, 1000) < peak(name, 100) + 100_000


def test_larger_than_the_bound_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound of a file holds for no table in UTF-8; another file, and a table in another encoding, says how to go on."""
    monkeypatch.setattr(read, "MAX_BYTES", 1000)
    lines = "\n".join([_line(ONE)] * 20)
    assert len(list(read_all(_file(tmp_path, "a.jsonl", lines)))) == 20
    for name, content in (("a.json", lines.encode()), ("b.jsonl", lines.encode("cp1256"))):
        with pytest.raises(
            InputError, match=r"larger than 0 MB; .* one table, which may have any size: .jsonl or .csv in UTF-8, or .parquet"
        ):
            list(read_all(_file(tmp_path, name, content)))


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes in the file system")
def test_a_pipe(tmp_path: Path) -> None:
    """A named pipe is read once, from its beginning, and is not opened to be counted."""
    path = tmp_path / "a.jsonl"
    os.mkfifo(path)
    assert count([path]) == 1
    writer = threading.Thread(target=path.write_text, args=("\n".join([_line(ONE)] * MANY),), kwargs={"encoding": "utf-8"})
    writer.start()
    assert _told(read_all(path)) == [ONE] * MANY
    writer.join()


def test_a_stream_that_is_left(tmp_path: Path) -> None:
    """Whoever takes only the first articles of a table closes its file with the generator."""
    for name, content in (("a.jsonl", _line(ONE) + "\n"), ("a.csv", f"text,id\n{ONE},1\n")):
        articles = load_all(_file(tmp_path, name, content * MANY))
        assert isinstance(next(articles), Article)
        del articles  # an open file would be a ResourceWarning, and a warning is an error


TEXTS = st.text(alphabet="اب ،.\"'\n\r;,\t|{}\\é", max_size=30)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_a_stream_and_a_whole_file_give_the_same(texts: Sequence[str]) -> None:
    """Whatever the texts hold, records that are streamed are those of the file read whole."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerows([["id", "text"], *[[n, text] for n, text in enumerate(texts)]])
    rows = table.getvalue()
    streamed = list(streams.stream_csv(io.BytesIO(rows.encode()), "a", None))
    assert streamed == list(tables.read_csv(io.StringIO(rows, newline=""), "a", None))
    assert _told(streamed) == list(texts)
    lines = "\n".join(map(_line, texts))
    found = list(streams.stream_json_lines(io.BytesIO(lines.encode()), "a", None))
    assert found == list(tables.read_json_lines(lines, "a", None))
    assert _told(found) == list(texts)


@given(st.binary(max_size=300), st.sampled_from(["jsonl", "csv"]))
def test_any_bytes(data: bytes, kind: str) -> None:
    """Whatever the bytes, a stream gives documents and errors of one line that can be printed, and nothing else."""
    reader = streams.stream_csv if kind == "csv" else streams.stream_json_lines
    try:
        found = list(reader(io.BytesIO(data), "a", None))
    except InputError as error:
        found = [error]
    for one in found:
        if isinstance(one, InputError):
            str(one).encode()


@pytest.mark.parametrize(
    ("head", "stream"),
    [
        (ONE.encode()[:-1], True),
        (ONE.encode() + b"\xff" + ONE.encode(), True),
        (b"plain", True),
        (b"", True),
        (ONE.encode("cp1256"), False),
        (ONE.encode("utf-16"), False),
        (b"a\0b", False),
    ],
)
def test_heads(head: bytes, *, stream: bool) -> None:
    """A file is read record by record when it begins as UTF-8, whole or with a damaged letter."""
    assert encoding.begins_as_utf8(head) is stream


def _parquet(folder: Path, columns: dict[str, Any], name: str = "a.parquet", **ways: Any) -> Path:
    parquet.write_table(pa.table(columns), folder / name, **ways)
    return folder / name


DAY = datetime(2024, 10, 3, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        pytest.param({"id": [1, 2], "Text": [ONE, TWO]}, [ONE, TWO], id="plain"),
        pytest.param({"المقال": [ONE]}, [ONE], id="arabic-name"),
        pytest.param({"text": pa.array([ONE, TWO, ONE]).dictionary_encode()}, [ONE, TWO, ONE], id="dictionary"),
        pytest.param({"text": pa.array([ONE], pa.large_string())}, [ONE], id="large"),
        pytest.param({"text": pa.array([ONE.encode(), TWO.encode("cp1256")], pa.binary())}, [ONE, TWO], id="bytes"),
        pytest.param({"text": [b"\xff\0\x01", ONE.encode()]}, ["#1: its text is no text but", ONE], id="bytes-of-no-text"),
        pytest.param({"text": [None, ""], "body": [ONE, TWO]}, [ONE, TWO], id="another-column-where-one-is-empty"),
        pytest.param({"text": [1, 2]}, ["#1: its text is no text but 1", "#2: its text is no text but 2"], id="numbers"),
        pytest.param({"text": [[ONE]]}, ['#1: its text is no text but ["'], id="nested"),
        pytest.param({"content": [{"rendered": f"<p>{ONE}</p><p>{TWO}</p>"}]}, [f"{ONE}\n{TWO}"], id="wordpress"),
        pytest.param({"text": [{"x": DAY}]}, ['#1: its text is no text but {"x": "2024-10-03'], id="nested-day"),
        pytest.param({"text": [None, ONE]}, ["#1: its text is no text but null", ONE], id="nothing"),
        pytest.param({"text": ["plain", ONE]}, ["#1: no Arabic in it", ONE], id="no-arabic"),
        pytest.param({"text": [ONE.encode().decode("latin-1")]}, [ONE], id="mojibake"),
        pytest.param({"a.b": [1], "text": [ONE]}, [ONE], id="dots-in-names"),
    ],
)
def test_parquet(tmp_path: Path, columns: dict[str, Any], expected: list[str]) -> None:
    """Each row of a Parquet file is an article, or the error that says why not."""
    path = _parquet(tmp_path, columns)
    found = list(read_all(path))
    assert all(want in got for got, want in zip(_told(found), expected, strict=True)), _told(found)
    sources = [(n, one.source) for n, one in enumerate(found, 1) if isinstance(one, Article)]
    assert all(source == f"{path}#{n}" for n, source in sources)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(["2024-10-03T10:00"], date(2024, 10, 3), id="text"),
        pytest.param([date(2024, 10, 3)], date(2024, 10, 3), id="day"),
        pytest.param([DAY], date(2024, 10, 3), id="moment"),
        pytest.param(pa.array([DAY], pa.timestamp("ns", "Africa/Casablanca")), date(2024, 10, 4), id="moment-in-its-zone"),
        pytest.param(pa.array([10**18 + 1], pa.timestamp("ns")), date(2001, 9, 9), id="nanoseconds"),
        pytest.param(pa.array([2**40], pa.timestamp("s")), None, id="far-away"),
        pytest.param(pa.array([0], pa.timestamp("s", "Nowhere/None")), None, id="unknown-zone"),
        pytest.param([20241003], None, id="number"),
    ],
)
def test_days_of_parquet(tmp_path: Path, day: Any, expected: date | None) -> None:
    """A day is the day where it was published, whatever type holds it; one that cannot be told is not guessed."""
    (article,) = read_all(_parquet(tmp_path, {"text": [ONE], "title": [" الأول\n"], "date": day, "url": ["https://x.ma/1"]}))
    assert isinstance(article, Article)
    assert (article.published, article.title, article.country) == (expected, "الأول", "MA")


def test_names_and_columns_of_parquet(tmp_path: Path) -> None:
    """Parquet is known by its first bytes; `--column` names a column; one that is not there is one error with those that are."""
    path = _parquet(tmp_path, {"الخبر": [ONE] * 150, "text": ["x"] * 150}, "news.data", row_group_size=40)
    found = list(read_all(path, Ways(column="الخبر")))
    assert _told(found) == [ONE] * 150
    assert [one.source for one in found if isinstance(one, Article)] == [f"{path}#{n}" for n in range(1, 151)]
    with pytest.raises(InputError, match=f"{path}: no column 'y'; it has الخبر, text. Name one with --column"):
        list(read_all(path, Ways(column="y")))
    assert "more" not in str(read.read(path, Ways(column="الخبر"), item=150).source)


def test_bytes_of_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parquet on standard input is read too."""
    data = _parquet(tmp_path, {"text": [ONE, TWO]}).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert _told(read_all("-")) == [ONE, TWO]


def test_bad_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no Parquet, is cut short, has no row, or needs pyarrow that is not there is one error of one line."""
    good = _parquet(tmp_path, {"text": [f"{ONE} {n}" for n in range(2000)]}, compression="none", use_dictionary=False)
    data = good.read_bytes()
    empty = _parquet(tmp_path, {"text": pa.array([], pa.string())}, "empty.parquet")
    for path, message in (
        (_file(tmp_path, "b.parquet", "text"), "no Parquet that can be read"),
        (_file(tmp_path, "c.parquet", b""), "no Parquet that can be read"),
        (_file(tmp_path, "d.parquet", data[:-20]), "no Parquet that can be read"),
        (_file(tmp_path, "e.parquet", b"PAR1" + b"\xff" * 90_000 + data[90_004:]), "no Parquet that can be read"),
        (empty, "no row in it"),
    ):
        with pytest.raises(InputError, match=message) as caught:
            list(read_all(path))
        assert str(caught.value).startswith(f"{path}: ")
        assert "\n" not in str(caught.value)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'mujaz\[parquet\]'"):
        list(read_all(good))
    assert count([good]) == 1


def test_damage_in_the_middle_of_parquet(tmp_path: Path) -> None:
    """Row groups before a damaged one are read, and an error says that the rest was not; bad letters cost their row only."""
    texts = [f"{ONE} {n}" for n in range(2000)]
    path = _parquet(tmp_path, {"text": texts}, row_group_size=500, compression="snappy", use_dictionary=False)
    data = bytearray(path.read_bytes())
    at = parquet.read_metadata(path).row_group(2).column(0).data_page_offset
    data[at : at + 2000] = b"\xff" * 2000
    found = _told(read_all(_file(tmp_path, "b.parquet", bytes(data))))
    assert found[:1000] == texts[:1000]
    assert len(found) == 1001
    assert f"{tmp_path / 'b.parquet'}#1001: damaged (" in found[1000]
    plain = _parquet(tmp_path, {"text": texts[:100]}, compression="none", use_dictionary=False).read_bytes()
    bad = plain.replace(texts[7].encode(), texts[7].encode()[:-3] + b"\xd8\xff7", 1)
    found = _told(read_all(_file(tmp_path, "c.parquet", bad)))
    assert [n for n, (one, text) in enumerate(zip(found, texts[:100], strict=True)) if one != text] == [7]


def test_a_value_above_the_bound_in_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text above the bound is an error of its row."""
    monkeypatch.setattr("mujaz.reading.parquet.MAX_BYTES", 1000)
    first, second = _told(read_all(_parquet(tmp_path, {"text": [ONE * 9, TWO]})))
    assert "#1: its text is larger than 0 MB" in first
    assert second == TWO


def _mixed(folder: Path) -> list[Path]:
    """What a shell makes of `*.jsonl news folder`: tables in all forms, and a folder with more of them."""
    news = folder / "news"
    (news / "sub").mkdir(parents=True)
    _file(news, "a.txt", ONE)
    _file(news, "b.csv", f"id,text\n1,{ONE}\n2,{TWO}\n")
    _file(news, ".hidden.jsonl", _line(ONE))
    _file(news / "sub", "c.jsonl", f"{_line(ONE)}\n{_line(TWO)}\n{_line(ONE)}")
    _parquet(news / "sub", {"text": [ONE, TWO, ONE, TWO]}, "d.parquet")
    _file(news / "sub", "e.bin", b"\0\1")
    for n in range(3):
        _file(folder, f"{n}.jsonl", f"{_line(ONE)}\n" * (n + 1))
    return [*sorted(folder.glob("*.jsonl")), news, _file(folder, "f.tsv", f"text\tid\n{TWO}\t1\n")]


def test_sources_of_all_kinds(tmp_path: Path) -> None:
    """Tables that a pattern names, and a folder of tables and texts, give all articles in order, and their number is known."""
    sources = _mixed(tmp_path)
    found = [one for source in sources for one in load_all(source)]
    names = [Path(one.source).name for one in found if isinstance(one, Article)]
    assert names == [
        *["0.jsonl#1", "1.jsonl#1", "1.jsonl#2", "2.jsonl#1", "2.jsonl#2", "2.jsonl#3", "a.txt", "b.csv#1", "b.csv#2"],
        *["c.jsonl#1", "c.jsonl#2", "c.jsonl#3", "d.parquet#1", "d.parquet#2", "d.parquet#3", "d.parquet#4", "f.tsv#1"],
    ]
    assert len(found) == len(names) + 1  # e.bin is an error in its place
    assert count(sources) == len(found)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("a.jsonl", "1\n2\n3", 3, id="last-line-not-ended"),
        pytest.param("a.ndjson", "1\n2\n3\n", 3, id="last-line-ended"),
        pytest.param("a.jsonl", "", 0, id="empty"),
        pytest.param("a.csv", 'text\n"a\nb"\n', 2, id="csv-with-a-line-break"),
        pytest.param("a.csv", "text", 1, id="csv-of-nothing"),
        pytest.param("a.json", "[1, 2]", 1, id="json"),
        pytest.param("a.parquet", "x", 1, id="bad-parquet"),
        pytest.param("a.pdf", "x", 1, id="anything-else"),
    ],
)
def test_counts(tmp_path: Path, name: str, content: str, expected: int) -> None:
    """A table counts its lines, and whatever cannot be counted is one."""
    assert count([_file(tmp_path, name, content)]) == expected


def test_counts_of_what_is_no_file(tmp_path: Path, seed: Article) -> None:
    """A text, an article and a missing file count one; nothing is known of standard input and addresses."""
    odd: list[str | Path | Article] = [ONE, seed, tmp_path / "none.jsonl", Path("x" * 5000), Path("a\0b"), tmp_path]
    assert count(odd) == 5  # the folder is empty
    assert count([]) == 0
    assert count([seed, Path("-")]) is None
    assert count(["https://x.ma/1"]) is None
