"""Fields and prompts of one's own: where they come from, and what is said of bad ones."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from conftest import ROOT
from pages import snippets
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError
from stub import Reply, Stub

import mujaz
from mujaz import Bilingual, EventDate, Grounded, Money, Percent, cli, schema_of
from mujaz.model import prompt
from mujaz.settings import Endpoint

COURT, TENDER = ROOT / "tests/articles/own_court.txt", ROOT / "tests/articles/own_tender.txt"
ANSWERS = {n: json.loads((ROOT / f"tests/answers/{n}.json").read_text(encoding="utf-8")) for n in ("own_court", "own_tender")}


# Where fields come from.


def _kind(model: type[BaseModel], name: str) -> Any:
    return model.model_fields[name].annotation


def test_one_line() -> None:
    """Each kind of the one-line form becomes its block, `*` and `list` a list of it, and nothing may be left out unsaid."""
    line = "court, w: words, n: number, m: money, d: date, p: percent, y: yes/no, v: guilty|not guilty, a*, b: list, c: money *"
    model = schema_of(line)
    one = {"court": Bilingual, "n": Grounded[Decimal], "m": Money, "d": EventDate, "p": Percent, "y": Grounded[bool]}
    assert {name: _kind(model, name) for name in one} == {name: kind | None for name, kind in one.items()}
    assert _kind(model, "v") == Grounded[Literal["guilty", "not guilty"]] | None
    assert [_kind(model, name) for name in "abc"] == [list[Bilingual], list[Bilingual], list[Money]]
    assert all(field.is_required() for field in model.model_fields.values())
    empty = dict.fromkeys(model.model_fields) | {"a": [], "b": [], "c": []}
    assert model.model_validate(empty).model_dump() == empty


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("", ["at 1: a field is missing"], id="empty"),
        pytest.param("court,, judge", ["at 7: a field is missing"], id="two-commas"),
        pytest.param("court, judge: texte", ["at 15: unknown kind 'texte'; did you mean text?"], id="misspelt-kind"),
        pytest.param("court, x: colour", ["unknown kind 'colour'; write one of text, words"], id="unknown-kind"),
        pytest.param("court:, judge", ["nothing stands behind the colon"], id="nothing-behind-the-colon"),
        pytest.param("v: a||b", ["at 4: an empty choice"], id="empty-choice"),
        pytest.param("v: a|b|a", ["a choice stands twice"], id="choice-twice"),
        pytest.param("court, court", ["at 8: the field court stands twice"], id="twice"),
        pytest.param("the court, 2nd, _x", ["'the court' is no name", "'2nd' is no name", "'_x' is no name"], id="no-names"),
        pytest.param("json, model_name", ["'json' is a name that pydantic keeps", "write model_name_"], id="kept-names"),
        pytest.param("court، judge", ["has an Arabic comma; write ,"], id="arabic-comma"),
        pytest.param("x y, v: a|, m: mony, m", ["at 1:", "at 9:", "at 16:"], id="all-at-once"),
    ],
)
def test_bad_lines(line: str, said: list[str]) -> None:
    """Everything wrong in a line is told at once, each with its position and what mends it."""
    with pytest.raises(mujaz.SettingsError) as caught:
        schema_of(line)
    assert all(part in str(caught.value) for part in said), str(caught.value)


def test_a_schema_file() -> None:
    """A JSON Schema file becomes the model it says: blocks, lists, choices, dates, markers, what may be missing, descriptions."""
    model = schema_of(ROOT / "schemas/tender_notice.json")
    assert (model.__name__, model.__doc__) == ("TenderNotice", "A public notice that invites offers.")
    assert (_kind(model, "buyer"), _kind(model, "guarantee")) == (Bilingual, Money | None)
    lot = _kind(model, "lots").__args__[0]
    assert (lot.__name__, _kind(lot, "estimate")) == ("Lot", Money)
    assert model.model_fields["subject"].description == "What is to be built, supplied or done."
    with pytest.raises(ValidationError, match="gossip"):
        model.model_validate(ANSWERS["own_tender"]["replies"][0]["content"] | {"gossip": 1})


def _file(tmp_path: Path, properties: Any, **rest: Any) -> Path:
    path = tmp_path / "fields.json"
    path.write_text(json.dumps({"type": "object", "properties": properties, **rest}), encoding="utf-8")
    return path


def test_types_of_a_schema_file(tmp_path: Path) -> None:
    """Each supported type is the Python type it means; what is not required, or may be null, may be `None`."""
    kinds: dict[str, tuple[Any, Any]] = {
        "s": ({"type": "string"}, str), "i": ({"type": "integer"}, int), "n": ({"type": "number"}, Decimal),
        "b": ({"type": "boolean"}, bool), "d": ({"type": "string", "format": "date"}, date),
        "e": ({"enum": ["x", "y"]}, Literal["x", "y"]), "c": ({"const": "x"}, Literal["x"]),
        "l": ({"type": "array", "items": {"type": "integer"}}, list[int]),
        "u": ({"type": ["string", "null"]}, str | None),
        "o": ({"oneOf": [{"type": "null"}, {"type": "integer"}]}, int | None),
        "r": ({"$ref": "mujaz:EventDate"}, EventDate),
    }  # fmt: skip
    properties = {name: schema for name, (schema, _) in kinds.items()} | {"q": {"type": "integer", "description": "How many."}}
    model = schema_of(_file(tmp_path, properties, required=list(kinds)))
    assert {name: _kind(model, name) for name in kinds} == {name: kind for name, (_, kind) in kinds.items()}
    assert _kind(model, "q") == int | None
    assert not model.model_fields["q"].is_required()


@pytest.mark.parametrize(
    ("properties", "rest", "said"),
    [
        pytest.param({"a": {"type": "string", "pattern": "x"}}, {}, ['properties/a: unsupported keyword "pattern"'], id="key"),
        pytest.param({"a": {"type": "text"}}, {}, ["#/properties/a: \"type\" 'text' cannot be used"], id="no-type"),
        pytest.param({"a": {}}, {}, ['"type" None cannot be used'], id="nothing"),
        pytest.param({"a": {"type": "array"}}, {}, ['"items" is missing'], id="list-of-what"),
        pytest.param({"a": {"type": "string", "format": "uri"}}, {}, ["\"format\" 'uri'"], id="format"),
        pytest.param({"a": {"type": "string", "x-mujaz": "word"}}, {}, ["\"x-mujaz\" 'word' is unknown"], id="marker"),
        pytest.param({"a": {"$ref": "mujaz:Mony"}}, {}, ["\"$ref\" 'mujaz:Mony' is not there"], id="no-block"),
        pytest.param({"a": {"$ref": "http://x/y"}}, {}, ["is not there; write #/$defs/NAME"], id="remote"),
        pytest.param({"a": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}, {}, ['"anyOf" can only join one'], id="union"),
        pytest.param({"json": {"type": "string"}, "a b": {"type": "string"}}, {}, ["'json' is a", "'a b' is no"], id="names"),
        pytest.param({"a": {"type": "string"}}, {"required": ["b"]}, ["names 'b', which is no property"], id="required"),
        pytest.param({"a": {"type": "string"}}, {"required": "a"}, ["\"required\" 'a' is no list of names"], id="required-text"),
        pytest.param({"a": {"type": "string"}}, {"required": [["a"]]}, ["is no list of names"], id="required-list"),
        pytest.param({"a": {"$ref": ["x"]}}, {}, ["\"$ref\" ['x'] is not there"], id="ref-of-a-list"),
        pytest.param({"a": {"type": "string", "x-mujaz": ["words"]}}, {}, ["is unknown; write one of"], id="marker-list"),
        pytest.param({"a": {"type": "string"}}, {"additionalProperties": True}, ["can only be false"], id="more"),
        pytest.param({}, {}, ['"properties" is missing or empty'], id="no-field"),
        pytest.param({"a": 5}, {}, ["5 is no schema"], id="no-schema"),
        pytest.param(
            {"a": {"$ref": "#/$defs/A"}},
            {"$defs": {"A": {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}}}},
            ["#/$defs/A/properties/a: \"$ref\" '#/$defs/A' leads back to itself"],
            id="endless",
        ),
        pytest.param(
            {"a": {"type": "array", "items": {"type": "string", "pattern": "x"}}, "b": {"items": 5}},
            {"if": {}},
            ['#: unsupported keyword "if"', 'a/items: unsupported keyword "pattern"', "properties/b: "],
            id="all-at-once",
        ),
    ],
)  # fmt: skip
def test_bad_schema_files(tmp_path: Path, properties: Any, rest: dict[str, Any], said: list[str]) -> None:
    """What a schema file has and cannot be used is told by keyword and path, all of it at once."""
    with pytest.raises(mujaz.SettingsError) as caught:
        schema_of(_file(tmp_path, properties, **rest))
    assert all(part in str(caught.value) for part in said), str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "cannot be read as JSON"), ("[]", '"type" is not "object"'), ('{"type": "string"}', '"type" is not "object"')],
)
def test_no_schema_file(tmp_path: Path, text: str, said: str) -> None:
    """A file that is no schema of an object is told by its name."""
    (tmp_path / "x.json").write_text(text, encoding="utf-8")
    with pytest.raises(mujaz.SettingsError, match=rf"x\.json: .*{re.escape(said)}"):
        schema_of(str(tmp_path / "x.json"))


def test_a_class_of_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`module:Model` is imported from the current folder, which does not stay on Python's path; its mistakes are told."""
    monkeypatch.chdir(tmp_path)
    Path("own_fields_a.py").write_text("import pydantic\nclass Model(pydantic.BaseModel):\n    n: int\nx = 5\n", encoding="utf-8")
    Path("own_fields_b.py").write_text("1 / 0\n", encoding="utf-8")
    Path("own_fields_c.py").write_text("import own_fields_none\n", encoding="utf-8")
    assert schema_of("own_fields_a:Model").model_fields.keys() == {"n"}
    assert str(tmp_path) not in sys.path
    for spec, said in {
        "own_fields_a:Other": "has no Other; it has Model",
        "own_fields_a:x": "it is no pydantic model",
        "own_fields_b:Model": "cannot be imported (ZeroDivisionError",
        "own_fields_c:Model": "needs the module own_fields_none",
        "verdict:guilty": "there is no module verdict in the current folder or installed; mend its name, or write two choices",
    }.items():
        with pytest.raises(mujaz.SettingsError, match=re.escape(said)):
            schema_of(spec)


@pytest.mark.parametrize("kind", [int, BaseModel, mujaz.Block], ids=lambda k: k.__name__)
def test_what_has_no_fields_is_no_schema(kind: Any) -> None:
    """A class without fields cannot be filled in."""
    with pytest.raises(mujaz.SettingsError, match=f"--schema {kind.__name__}: "):
        schema_of(kind)


# Own prompts.


def test_an_own_prompt_takes_the_place_of_ours(tmp_path: Path) -> None:
    """The whole question is the user's file, filled in once; what the article says to a template stays as it stands."""
    path = tmp_path / "ask.md"
    path.write_text("Fields {{fields}}\nin {{count}} of {{country}} on {{published}}:\n{{sentences}}\n", encoding="utf-8")
    text = "قالت {{country}} إن العمل مستمر."
    answer = json.dumps({"who": {"ar": "العمل مستمر", "en": "work continues"}})
    with Stub([Reply(answer)]) as stub:
        result = mujaz.summarize(text, schema="who", prompt=path, model="m", base_url=stub.url, sentences=3, country="MA")
    assert [m["role"] for m in stub.requests[0]["messages"]] == ["user"]
    assert stub.requests[0]["messages"][0]["content"] == (
        f"Fields The fields:\n\n- who: text or null\nin 3 of MA on not known:\n[1] {text}"
    )
    assert result.proven


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("No article.", ["missing {{sentences}}"], id="missing"),
        pytest.param(
            "{{sentences}} {{artcle}} {{ count }} {{}}",
            ["unknown {{artcle}}", "unknown {{ count }}", "unknown {{}}"],
            id="unknown",
        ),
        pytest.param("{{a}} {{b}} {{a}}", ["unknown {{a}}; unknown {{b}}; missing {{sentences}}, where"], id="all-at-once"),
    ],
)
def test_bad_prompts(tmp_path: Path, text: str, said: list[str]) -> None:
    """Placeholders that nobody fills and those that are missing are told at once, before anything is asked."""
    path = tmp_path / "ask.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(mujaz.SettingsError) as caught:
        mujaz.summarize("no Arabic, and nobody looks", prompt=path, model="m", base_url="http://127.0.0.1:9/v1")
    assert all(part in str(caught.value) for part in said)
    assert "known are {{sentences}}, {{fields}}, {{count}}, {{country}}, {{published}}" in str(caught.value)


def test_a_changed_prompt_is_told_by_name(tmp_path: Path) -> None:
    """A recording that was made with another text of one's own prompt says which file it was."""
    path, text = tmp_path / "ask.md", "قال الوزير إن العمل مستمر."
    path.write_text("{{sentences}}", encoding="utf-8")
    answer = json.dumps({"who": {"ar": "الوزير", "en": "the minister"}})
    with Stub([Reply(answer)]) as stub, mujaz.recording(tmp_path / "r.yaml", "record"):
        mujaz.summarize(text, schema="who", prompt=path, model="m", base_url=stub.url)
    with mujaz.recording(tmp_path / "r.yaml"):
        assert mujaz.summarize(text, schema="who", prompt=path).proven
    path.write_text("Now: {{sentences}}", encoding="utf-8")
    with pytest.raises(mujaz.RecordingError, match=r"the prompt file --prompt ask\.md changed"):
        with mujaz.recording(tmp_path / "r.yaml"):
            mujaz.summarize(text, schema="who", prompt=path)
    assert str(tmp_path) not in (tmp_path / "r.yaml").read_text(encoding="utf-8")


# The small model.


def test_a_small_model_answers_own_fields_in_one_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small model is asked once, and not again; its English and its choices are draft, its words checked; a replay knows it."""
    wrong = {
        "who": {"ar": "الوزير", "en": "the minister"},
        "ok": {"text": "العمل مستمر", "value": True},
        "n": {"text": "ثلاثة", "value": 4},
    }
    text = "قال الوزير إن العمل مستمر منذ ثلاثة أيام."
    with Stub([Reply(json.dumps(wrong))]) as stub:
        small = Endpoint("small", stub.url, None, small=True, hosted=False)
        monkeypatch.setattr("mujaz.settings.endpoint", lambda _settings: small)
        with mujaz.recording(tmp_path / "r.yaml", "record"):
            result = mujaz.summarize(text, schema="who, ok: yes/no, n: number", model="small")
    monkeypatch.undo()
    assert len(stub.requests) == 1
    assert (result.run.way, result.run.calls, result.run.cost_usd) == ("whole", 1, Decimal(0))
    assert {i.path: i.status for i in result.items} == {
        "who.ar": "checked", "who.en": "draft", "ok.text": "checked", "ok.value": "draft",
        "n.text": "checked", "n.value": "failed",
    }  # fmt: skip
    with mujaz.recording(tmp_path / "r.yaml"):
        again = mujaz.summarize(text, schema="who, ok: yes/no, n: number")
    assert again.items == result.items


@pytest.mark.parametrize(
    ("model", "told"),
    [
        pytest.param("local:/none/other.gguf", "the model changed (recorded reference, now other)", id="another"),
        pytest.param(
            "local:/none/reference.gguf",
            "the model of this name is now an embedded one",
            id="of-the-same-name",
        ),
    ],
)
def test_a_misfit_names_what_the_user_can_set(tmp_path: Path, model: str, told: str) -> None:
    """A replay by an embedded model of what a server answered tells the model, or where it ran: one change, and no inner name."""
    text = "قال الوزير إن العمل مستمر."
    with Stub([Reply('{"who": null}')]) as stub, mujaz.recording(tmp_path / "r.yaml", "record"):
        mujaz.summarize(text, schema="who", model="reference", base_url=stub.url)
    with pytest.raises(mujaz.RecordingError) as caught, mujaz.recording(tmp_path / "r.yaml"):
        mujaz.summarize(text, schema="who", model=model)
    assert str(caught.value) == f"{tmp_path / 'r.yaml'} does not fit: {told}. Undo that, or record it anew with --record."


# What README and docs/schemas.md show.

FINE = {"court": {"ar": "محكمة الاستئناف بالدار البيضاء", "en": "the Casablanca court of appeal"},
        "verdict": {"text": "مؤاخذته من أجل النصب", "value": "guilty"},
        "fine": {"text": "200 ألف درهم", "value": 200000, "unit": "MAD"}, "ruled_on": None}  # fmt: skip


class Calls(BaseModel):
    """What no JSON can hold."""

    call: Callable[[int], int]


def test_a_class_that_no_model_can_be_asked_for() -> None:
    """A field that JSON cannot hold is told before anything is asked."""
    with pytest.raises(mujaz.SettingsError, match="Calls: no model can be asked for it"):
        schema_of(Calls)


class Renamed(BaseModel):
    """A field that is asked under another name, and one that takes two."""

    court: Bilingual = Field(alias="theCourt")
    fine: Money | None = Field(validation_alias=AliasChoices("theFine", "penalty"))


def test_a_result_with_other_names_survives_json() -> None:
    """A result is written by its fields' own names and read back, whatever names they are asked under."""
    with Stub([Reply(json.dumps({"theCourt": FINE["court"], "theFine": FINE["fine"]}, ensure_ascii=False))]) as stub:
        result = mujaz.summarize(COURT, schema=Renamed, model="m", base_url=stub.url, country="MA")
    assert result.proven
    assert mujaz.Result[Renamed].model_validate_json(result.model_dump_json()) == result
    with pytest.raises(ValidationError, match="theCourt"):
        mujaz.Result[Renamed].model_validate(result.model_dump() | {"summary": {}})


class Open(BaseModel):
    """Fields, and whatever else a model says."""

    model_config = ConfigDict(extra="allow")
    court: Bilingual


def test_what_nobody_asked_for_is_kept_where_the_schema_lets_it() -> None:
    """Keys beyond the fields of a schema that allows them are in the result, doubtful."""
    with Stub([Reply(json.dumps({"court": FINE["court"], "more": "x"}, ensure_ascii=False))]) as stub:
        result = mujaz.summarize(COURT, schema=Open, model="m", base_url=stub.url, country="MA")
    assert result.summary.model_extra == {"more": "x"}
    assert [i.path for i in result.items if i.status != "checked"] == ["more"]


def test_own_fields_can_be_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`mujaz check --schema` takes a result of one's own fields or their JSON alone, and without it says what is needed."""
    schema = "court, fine: money"
    good: dict[str, Any] = {"court": FINE["court"], "fine": FINE["fine"]}
    with Stub([Reply(json.dumps(good, ensure_ascii=False))]) as stub:
        result = mujaz.summarize(COURT, schema=schema, model="m", base_url=stub.url, country="MA")
    (tmp_path / "result.json").write_text(result.model_dump_json(), encoding="utf-8")
    (tmp_path / "bad.json").write_text(json.dumps(good | {"fine": good["fine"] | {"value": 200}}), encoding="utf-8")
    (tmp_path / "no.json").write_text('{"court": 5}', encoding="utf-8")
    assert mujaz.check(COURT, tmp_path / "result.json", schema=schema, country="MA").proven
    for name, given, code, said in (
        ("result.json", ["--schema", schema], 0, "5 items checked: 0 wrong"),
        ("bad.json", ["--schema", schema], 3, "1 wrong"),
        ("no.json", ["--schema", schema], 2, "no.json: it does not fit --schema: court: "),
        ("result.json", [], 2, "or --schema with what it was made by"),
        ("result.json", ["--schema", "court: mony"], 2, "did you mean money?"),
    ):
        monkeypatch.setattr(sys, "argv", ["mujaz", "check", str(COURT), str(tmp_path / name), "--country", "MA", *given])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert (left.value.code, said in capsys.readouterr().err) == (code, True), name


def test_shown_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The class of docs/schemas.md has six lines at most, and its call gives grounded, checked output in one request."""
    [shown] = [s for s in snippets(ROOT / "docs/schemas.md") if "class Ruling(mujaz.Block)" in s.text]
    code = re.search(r"(?s)class Ruling.*?(?=\n\S)", shown.text)
    assert code
    assert len(code[0].strip().splitlines()) <= 6
    monkeypatch.chdir(tmp_path)
    Path("ruling.txt").write_text(COURT.read_text(encoding="utf-8"), encoding="utf-8")
    day = {"text": "الثلاثاء 18 فبراير 2025", "value": "2025-02-18", "calendar": "gregorian"}
    with Stub([Reply(json.dumps(FINE | {"ruled_on": day}))]) as stub:
        monkeypatch.setenv("MUJAZ_MODEL", "m")
        monkeypatch.setenv("MUJAZ_BASE_URL", stub.url)
        names: dict[str, Any] = {}
        python = compile(shown.text.replace(', model="openai/gpt-4.1"', ""), shown.where, "exec", dont_inherit=True)
        exec(python, names)  # noqa: S102  (the page's own code)
    assert len(stub.requests) == 1
    assert names["result"].proven
    assert all(item.spans for item in names["result"].items)


def test_readme_shell_line(tmp_path: Path) -> None:
    """README's one shell line gives the same from the command."""
    line = re.search(r"\$ mujaz (summarize .*--schema .*)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert line
    (tmp_path / "ruling.txt").write_text(COURT.read_text(encoding="utf-8"), encoding="utf-8")
    with Stub([Reply(json.dumps({name: FINE[name] for name in ("court", "verdict", "fine")}))]) as stub:
        done = subprocess.run(  # noqa: S602  (README's own line)
            f'"{sys.executable}" -c "from mujaz.cli import main; main()" {line[1]} --model m --base-url {stub.url}',
            shell=True, cwd=tmp_path, capture_output=True, text=True, check=False, env={"XDG_CONFIG_HOME": str(tmp_path)},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "verdict:\n  [chosen] guilty مؤاخذته من أجل النصب" in done.stdout
    assert "fine:\n  200,000 MAD 200 ألف درهم" in done.stdout


def test_help_names_them() -> None:
    """`--schema` and `--prompt` are options of `summarize`."""
    assert {"schema", "prompt"} <= {p.name for p in cli.summarize.params}
    assert {"fields.md"} <= set(prompt.FIELDS_FILES)
