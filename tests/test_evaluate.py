"""`mujaz evaluate`: from a file of articles to a report, by models, prompts and finished batches; nothing is paid for twice."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from stub import Reply, Stub

from mujaz.cli import cli
from mujaz.errors import EndpointError, InputError, MujazError, SettingsError
from mujaz.evaluate.page import as_html
from mujaz.evaluate.report import as_json, as_text
from mujaz.evaluate.run import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

    from mujaz.evaluate.report import Report

# Four articles of three sentences; the second says what each is about.
BODIES = [
    (
        f"انعقد اجتماع الحكومة في الرباط يوم {n} أكتوبر 2024. أعلن الوزير أن ميزانية المشروع رقم {n} تبلغ {n} ملايين درهم. "
        f"وشكر الحاضرون فريق العمل على جهوده الكبيرة."
    )
    for n in (3, 4, 5, 6)
]
REFERENCES = [f"أعلن الوزير أن ميزانية المشروع رقم {n} تبلغ {n} ملايين درهم." for n in (3, 4, 5, 6)]


def data(folder: Path, **more: Any) -> Path:
    """The four articles as a file, with their references, and what is given on top."""
    rows = [
        {"text": body, "summary": reference, "fields": {"amounts": [f"{n} ملايين درهم"], "places": ["الرباط"]}, **more}
        for n, body, reference in zip((3, 4, 5, 6), BODIES, REFERENCES, strict=True)
    ]
    path = folder / "data.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def number_of(request: dict[str, Any]) -> int:
    """Which article a request asks about."""
    asked = request["messages"][-1]["content"]
    return next(n for n in (3, 4, 5, 6) if f"رقم {n} " in asked)


def answer(n: int, ar: str, en: str, sources: list[int]) -> Reply:
    """A whole answer with one sentence."""
    said = {
        "headline": None,
        "summary": [{"ar": ar, "en": en, "sources": sources}],
        "topic": "economy, business and finance",
        **{name: [] for name in ("people", "organizations", "dates", "quotes", "events")},
        "places": [{"ar": "الرباط", "en": "Rabat", "country": "MA"}],
        "amounts": [{"text": f"{n} ملايين درهم", "value": n * 10**6, "unit": "MAD"}],
    }
    return Reply(json.dumps(said, ensure_ascii=False))


def good(request: dict[str, Any]) -> Reply:
    """The right answer."""
    n = number_of(request)
    en = f"The minister announced that the budget of project number {n} is {n} million dirhams."
    return answer(n, REFERENCES[n - 3], en, [2])


def poor(request: dict[str, Any]) -> Reply:
    """An answer about nothing, that cites what does not say it."""
    en = "Those present thanked the team for its great efforts."
    return answer(number_of(request), "وشكر الحاضرون فريق العمل على جهوده الكبيرة.", en, [1])


def both(request: dict[str, Any]) -> Reply:
    return good(request) if request["model"] == "good" else poor(request)


def run(path: Path | None, stub: Stub, **options: Any) -> Report:
    return evaluate(path, base_url=stub.url, country="MA", **options)


def means(report: Report, name: str) -> dict[str, float]:
    n = [system.name for system in report.systems].index(name)
    return {line.measure.key: cell.estimate.mean for line in report.lines if (cell := line.cells[n])}


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """Two models on the four articles, and the folder where their answers are kept."""
    folder = tmp_path_factory.mktemp("compared")
    with Stub(both) as stub:
        return folder, run(data(folder), stub, models=["good", "poor"], keep=folder / "kept")


def test_a_better_model_is_better(compared: tuple[Path, Report]) -> None:
    """The right summary scores 100 against its reference, the wrong one less; both stand beside the baselines."""
    _, report = compared
    assert [system.name for system in report.systems] == ["good", "poor", "lead-3", "textrank-3"]
    best, worst, lead = (means(report, name) for name in ("good", "poor", "lead-3"))
    for key in ("rouge1", "rouge2", "rougeL", "rougeLsum", "chrf"):
        assert best[key] == pytest.approx(1)
        assert worst[key] < lead[key] < 1
    assert best["fields_amounts"] == best["fields_names"] == best["citation_precision"] == best["verified"] == 1
    assert worst["citation_precision"] == worst["citation_recall"] == 0
    assert worst["warnings"] > 0
    assert (best["tokens_read"], best["tokens_written"]) == (100, 50)
    assert best["seconds"] > 0
    assert best["coverage"] == 1
    assert "verified" not in lead


def test_the_difference_and_its_p(compared: tuple[Path, Report]) -> None:
    """All are compared with the first, article by article; of four articles that all differ p is 2 of 16."""
    _, report = compared
    line = next(line for line in report.lines if line.measure.key == "rouge1")
    first, second = line.cells[:2]
    assert first is not None
    assert second is not None
    assert first.difference is None
    assert second.difference is not None
    assert second.difference.mean == pytest.approx(second.estimate.mean - 1)
    assert (second.difference.p, second.difference.n) == (2 / 16, 4)


def test_nothing_is_paid_for_twice(compared: tuple[Path, Report]) -> None:
    """A second run with the same folder asks nothing and says the same; a new model asks only for itself."""
    folder, report = compared
    with Stub(both) as stub:
        again = run(data(folder), stub, models=["good", "poor"], keep=folder / "kept")
        assert not stub.requests
        assert as_json(again) == as_json(report)
        run(data(folder), stub, models=["good", "new"], keep=folder / "kept")
        assert [request["model"] for request in stub.requests if request["model"] != "new"] == []
        assert {number_of(request) for request in stub.requests} == {3, 4, 5, 6}


def test_a_finished_batch(compared: tuple[Path, Report], tmp_path: Path) -> None:
    """What a batch wrote is measured without asking; of several models in one file each is a system, named by it."""
    folder, report = compared
    lines = (folder / "kept/results.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    made_by_good = [line for line in lines if json.loads(line)["result"]["run"]["model"] == "good"]
    (tmp_path / "before.jsonl").write_text("".join(made_by_good) + '{"key":"torn', encoding="utf-8")
    (tmp_path / "mixed.jsonl").write_text("".join(lines), encoding="utf-8")
    found = evaluate(data(folder), results=[tmp_path / "before.jsonl"], country="MA")
    assert [s.name for s in found.systems] == ["before", "lead-3", "textrank-3"]
    assert means(found, "before") == means(report, "good")
    mixed = evaluate(data(folder), results=[tmp_path / "mixed.jsonl"], baselines=["none"])
    assert {"mixed: good", "mixed: poor"} <= {s.name for s in mixed.systems}
    alone = evaluate(None, results=[tmp_path / "before.jsonl"], baselines=["lead-3"])
    assert means(alone, "before")["verified"] == 1
    assert "rouge1" not in means(alone, "before")
    assert means(alone, "lead-3")["coverage"] == 1


def test_results_of_the_same_name(compared: tuple[Path, Report], tmp_path: Path) -> None:
    """Two files of the same name are called by their paths; what is missing in one is told."""
    folder, _ = compared
    told: list[str] = []
    lines = (folder / "kept/results.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    for name, kept in (("a", lines[:1]), ("b", lines[:4])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "r.jsonl").write_text("".join(kept), encoding="utf-8")
    results = [tmp_path / "a/r.jsonl", tmp_path / "b/r.jsonl"]
    found = evaluate(data(folder), results=results, baselines=["none"], tell=told.append)
    assert [system.name for system in found.systems] == [str(path) for path in results]
    assert any("3 of the 4 articles are not in it" in line for line in told)


def test_prompts(tmp_path: Path) -> None:
    """Each prompt is a system, `mujaz` being mujaz's own; the model is that of the settings or the one that is named."""
    prompt = tmp_path / "mine.md"
    prompt.write_text("لخص:\n{{sentences}}\n", encoding="utf-8")
    with Stub(good) as stub:
        report = run(data(tmp_path), stub, models=["m"], prompts=["mujaz", str(prompt)], baselines=["none"], limit=2)
        assert [system.name for system in report.systems] == ["m + mujaz", f"m + {prompt}"]
        assert sum("لخص" in json.dumps(r["messages"], ensure_ascii=False) for r in stub.requests) == 2
        assert len(stub.requests) == 4


def test_a_server_of_its_own(tmp_path: Path) -> None:
    """NAME@URL asks that server, and --base-url is for the others."""
    with Stub(good) as one, Stub(poor) as other:
        report = run(data(tmp_path), one, models=["a", f"b@{other.url}"], baselines=["none"])
        assert len(one.requests) == len(other.requests) == 4
    assert means(report, "a")["rouge1"] > means(report, f"b@{other.url}")["rouge1"]


def test_own_fields(tmp_path: Path) -> None:
    """With a schema of one's own the fields are compared and checked; there is no summary to compare."""

    def money(request: dict[str, Any]) -> Reply:
        said = {"budget": {"text": f"{number_of(request)} ملايين درهم", "value": number_of(request) * 10**6, "unit": "MAD"}}
        return Reply(json.dumps(said, ensure_ascii=False))

    path = data(tmp_path, fields={"budget": "3 ملايين درهم"})
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for n, row in zip((3, 4, 5, 6), rows, strict=True):
        row["fields"] = {"budget": {"value": n * 10**6, "unit": "MAD"} if n > 3 else 7}
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with Stub(money) as stub:
        report = run(path, stub, models=["m"], schema="budget: money", baselines=["none"])
    found = means(report, "m")
    assert found["fields_other"] == 3 / 4
    assert found["verified"] == 1
    assert "rouge1" not in found


def test_an_article_that_fails(tmp_path: Path) -> None:
    """An article without an answer counts against `answered`, is listed, and the command ends with 1; --retry-failed mends it."""
    down = True

    def failing(request: dict[str, Any]) -> Reply:
        return Reply("broken", status=400) if down and number_of(request) == 4 else good(request)

    said: list[str] = []
    with Stub(failing) as stub:
        options: dict[str, Any] = {"models": ["m"], "baselines": ["none"], "keep": tmp_path / "kept", "tell": said.append}
        first = run(data(tmp_path), stub, **options)
        assert means(first, "m")["answered"] == 3 / 4
        assert json.loads(as_json(first))["systems"][0]["failed"] == [str(tmp_path / "data.jsonl#2")]
        assert any("m: failed:" in line for line in said)
        common = ["evaluate", str(tmp_path / "data.jsonl"), "--model", "m", "--base-url", stub.url, "--country", "MA"]
        kept = ["--keep", str(tmp_path / "kept")]
        assert CliRunner().invoke(cli, [*common, *kept], standalone_mode=False).return_value == 1
        down = False
        assert CliRunner().invoke(cli, [*common, *kept, "--retry-failed"], standalone_mode=False).return_value == 0
        assert len(stub.requests) == 5
        results = tmp_path / "kept/results.jsonl"
        assert means(evaluate(data(tmp_path), results=[results], baselines=["none"]), "results")["answered"] == 1


def test_a_model_that_cannot_be_asked(tmp_path: Path) -> None:
    """A server that is not there ends the evaluation with one line."""
    with pytest.raises(EndpointError):
        evaluate(data(tmp_path), models=["m"], base_url="http://127.0.0.1:9/v1", attempts=1)


class _Page(HTMLParser):
    """What a browser would see of a page: its tags and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.tags += [name for name, _ in attrs if name.startswith("on") or name in {"src", "href"}]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page(tmp_path: Path) -> None:
    """The page holds every figure and bar, is well-formed, and nothing of a name becomes markup: no script, nothing fetched."""
    with Stub(good) as stub:
        evil = """<script>alert('x')</script>"&"""
        report = run(data(tmp_path), stub, models=["good", evil], baselines=["lead-3"])
    html = as_html(report)
    page = _Page()
    page.feed(html)
    assert not {"script", "img", "iframe", "link", "src", "href"} & set(page.tags)
    assert not [tag for tag in page.tags if tag.startswith("on")]
    assert evil in page.text
    assert page.tags.count("svg") == len(report.lines)
    assert "ROUGE-1 (%, higher is better)" in page.text
    for line, part in zip(report.lines, html.split("<svg")[1:], strict=True):
        svg = ET.fromstring("<svg" + part.split("</svg>")[0] + "</svg>")  # noqa: S314  (made here)
        assert all(float(r.get("width", "0")) >= 0 for r in svg.iter("rect"))
        assert len(list(svg.iter("rect"))) == sum(cell is not None for cell in line.cells)


def test_json(compared: tuple[Path, Report]) -> None:
    """The JSON says how it was reckoned, and has the values of every article of which the means are made."""
    _, report = compared
    told = json.loads(as_json(report))
    assert told["interval"]["resamples"] == 1000
    assert told["against"] == "good"
    poor_one = told["systems"][1]
    values = [article["rouge1"] for article in poor_one["articles"]]
    assert poor_one["measures"]["rouge1"]["estimate"]["mean"] == pytest.approx(sum(values) / 4)
    assert told["measures"]["rouge1"] == {"unit": "share", "better": "higher"}


def test_the_table(compared: tuple[Path, Report]) -> None:
    """The table has a measure a line, with its interval, and says what a system does not have with a dash."""
    _, report = compared
    lines = as_text(report).splitlines()
    assert lines[0].endswith("4 articles, 4 with a reference summary; so few that an interval is too narrow")
    rouge = next(line for line in lines if line.startswith("ROUGE-1"))
    assert rouge.split()[1:4] == ["100.0", "[100.0,", "100.0]"]
    verified = next(line for line in lines if line.startswith("verified"))
    assert verified.split()[-1] == "-"


def test_the_command(tmp_path: Path) -> None:
    """Baselines alone need no model; the report goes to stdout or a file, progress to stderr, and --quiet stops that."""
    path = str(data(tmp_path))
    result = CliRunner().invoke(cli, ["evaluate", path, "--format", "json"], standalone_mode=False)
    assert [s["name"] for s in json.loads(result.stdout)["systems"]] == ["lead-3", "textrank-3"]
    assert "only the baselines are measured" in result.stderr
    out = tmp_path / "report.html"
    result = CliRunner().invoke(cli, ["evaluate", path, "-o", str(out), "-q"], standalone_mode=False)
    assert (result.stdout, result.stderr, result.return_value) == ("", "", 0)
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_columns(tmp_path: Path) -> None:
    """References stand in any of the told columns, one or several; the best of several counts; a JSON list will do."""
    rows = [
        {"body": BODIES[0], "References": ["كلام آخر تماما", REFERENCES[0]], "summary_en": "The minister announced."},
        {"body": BODIES[1], "reference": "", "summary": None},
    ]
    path = tmp_path / "list.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    report = evaluate(path, baselines=["lead-2"])
    assert report.referenced == 1
    line = next(line for line in report.lines if line.measure.key == "rouge1")
    assert line.cells[0] is not None
    assert line.cells[0].estimate.n == 1
    assert line.cells[0].estimate.mean > 0.5


def _text(content: str) -> Callable[[Path], dict[str, Any]]:
    def make(folder: Path) -> dict[str, Any]:
        path = folder / "bad.jsonl"
        path.write_text(content, encoding="utf-8")
        return {"data": path}

    return make


def _wrapped(folder: Path) -> dict[str, Any]:
    path = folder / "bad.json"
    path.write_text(json.dumps({"articles": [{"text": body} for body in BODIES]}), encoding="utf-8")
    return {"data": path}


def _results(content: str) -> Callable[[Path], dict[str, Any]]:
    def make(folder: Path) -> dict[str, Any]:
        path = folder / "bad.jsonl"
        path.write_text(content, encoding="utf-8")
        return {"data": data(folder), "results": [path]}

    return make


BODY = json.dumps(BODIES[0])
BAD: dict[str, tuple[Callable[[Path], dict[str, Any]], type[MujazError], str]] = {
    "no-file": (lambda folder: {"data": folder / "none.jsonl"}, InputError, "no such file"),
    "empty": (_text("\n"), InputError, "empty"),
    "no-json": (_text("{'text': 1}\n"), InputError, "no JSON Lines"),
    "wrapped": (_wrapped, InputError, "stand inside another object"),
    "folder": (lambda folder: {"data": folder}, InputError, "folder"),
    "results-folder": (lambda folder: {"data": data(folder), "results": [folder]}, InputError, "cannot be read"),
    "no-record": (_text(f'{{"text": {BODY}}}\n[1]\n'), InputError, "give one JSON object a line"),
    "english-reference": (_text(f'{{"text": {BODY}, "summary": "Ministers."}}\n'), InputError, "put English into summary_en"),
    "reference-no-text": (_text(f'{{"text": {BODY}, "summary": [3]}}\n'), InputError, "its summary is no text but 3"),
    "fields-no-object": (_text(f'{{"text": {BODY}, "fields": 3}}\n'), InputError, "its fields are no object"),
    "results-no-file": (lambda f: {"data": data(f), "results": [f / "none"]}, InputError, "no such file"),
    "results-no-results": (_results('{"text": 1}\n'), InputError, "line 1 is no result of mujaz"),
    "results-empty": (_results(""), InputError, "no article in it has a result"),
    "results-failed": (
        _results('{"key":"k","source":"s","status":"failed","error":"e"}\n'),
        InputError,
        "no article in it has a result",
    ),
    "nothing": (lambda f: {"data": data(f), "baselines": ["none"]}, SettingsError, "nothing to measure"),
    "no-data": (lambda _: {"data": None, "models": ["m"]}, SettingsError, "no DATA"),
    "baseline": (lambda f: {"data": data(f), "baselines": ["lead"]}, SettingsError, "--baseline lead: no such baseline"),
    "no-server": (lambda f: {"data": data(f), "models": ["m"]}, SettingsError, "no server for it"),
    "no-prompt": (
        lambda f: {"data": data(f), "models": ["m@http://127.0.0.1:9/v1"], "prompts": ["none.md"]}, SettingsError, "none.md",
    ),
    "keep-is-a-file": (
        lambda f: {"data": data(f), "models": ["m@http://127.0.0.1:9/v1"], "keep": data(f)}, InputError, "it is no folder",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("make", "kind", "message"), BAD.values(), ids=BAD)
def test_what_cannot_be_used(
    tmp_path: Path, make: Callable[[Path], dict[str, Any]], kind: type[MujazError], message: str
) -> None:
    """What cannot be used is one line that says what it is and what mends it, before any model is asked."""
    with pytest.raises(kind) as error:
        evaluate(**make(tmp_path))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("line", ['{"summary": "س"}', '{"text": "An English text."}'], ids=["no-text", "not-arabic"])
def test_a_record_that_cannot_be_read_is_left_out(tmp_path: Path, line: str) -> None:
    """A record without a text that can be used is told and left out, and the others are measured."""
    told: list[str] = []
    path = tmp_path / "data.jsonl"
    path.write_text(f'{{"text": {BODY}, "summary": "قال الوزير"}}\n{line}\n', encoding="utf-8")
    report = evaluate(path, tell=told.append)
    assert report.head.startswith(f"{path}: 1 article, 1 with")
    assert any(message.startswith("left out: ") for message in told)


def test_standard_input_is_refused() -> None:
    """Data is read twice, so standard input is refused with what to do."""
    with pytest.raises(InputError, match="give a file"):
        evaluate(Path("-"))


def test_results_of_other_articles(compared: tuple[Path, Report], tmp_path: Path) -> None:
    """A batch of other articles has nothing to measure, and says so; one of some others says how many are left out."""
    folder, _ = compared
    results = folder / "kept/results.jsonl"
    path = tmp_path / "other.jsonl"
    path.write_text(json.dumps({"text": "وصل الوفد إلى المدينة صباح اليوم."}) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="none of its articles is in the data"):
        evaluate(path, results=[results])
    told: list[str] = []
    report = evaluate(data(folder), results=[results], limit=1, baselines=["none"], tell=told.append)
    assert len(report.book.records) == 1
    assert any("are left out" in line for line in told)
