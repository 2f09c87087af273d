"""Editing a summary by path, and asking again for what could not be proven."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from mujaz.model.whole import Fix, Repair, moved, repair, with_value, without
from mujaz.result import Finding
from mujaz.schema import Block, NewsSummary
from mujaz.settings import Settings
from mujaz.trust.evidence import leaves
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof

if TYPE_CHECKING:
    from mujaz.model.call import Door
    from mujaz.result import Article

SEED = NewsSummary.model_validate(
    json.loads((ROOT / "tests/answers/seed.json").read_text(encoding="utf-8"))["replies"][0]["content"]
)
PATHS = [leaf.path for leaf in leaves(SEED)]
LISTS = [name for name in NewsSummary.model_fields if isinstance(getattr(SEED, name), list)]


def _at(summary: Any, path: str) -> Any:
    """The value at a path, read in another way than the program reads it."""
    return eval(f"summary.{path}", {"summary": summary})  # noqa: S307  (the paths are this file's own)


@pytest.mark.parametrize(
    ("path", "value", "becomes"),
    [
        pytest.param("topic", "health", "health", id="top-level"),
        pytest.param("headline.en", "News", "News", id="in-a-block"),
        pytest.param("people[1].role", "الملك", "الملك", id="in-a-list"),
        pytest.param("amounts[0].value", "2.5", Decimal("2.5"), id="a-number"),
        pytest.param("dates[2].value", "2003-07", "2003-07", id="a-date"),
        pytest.param("summary[3].sources", "9, 10", [9, 10], id="sources"),
        pytest.param("summary[3].sources", "[2]", [2], id="sources-in-brackets"),
        pytest.param("events[1].who", "السجناء", "السجناء", id="what-was-empty"),
    ],
)
def test_with_value(path: str, value: str, becomes: object) -> None:
    """A copy has the new value at the path and the old ones everywhere else; the original keeps its own."""
    before = SEED.model_copy(deep=True)
    changed = with_value(SEED, path, value)
    assert changed is not None
    assert _at(changed, path) == becomes
    assert before == SEED
    was = {leaf.path: leaf.value for leaf in leaves(SEED)}
    now = {leaf.path: leaf.value for leaf in leaves(changed)}
    assert {p for p in {*was, *now} if was.get(p) != now.get(p)} == {path}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("topic", "gossip", id="no-such-topic"),
        pytest.param("summary[0].sources", "none", id="no-number-in-it"),
        pytest.param("summary[0].sources", "0", id="sentence-zero"),
        pytest.param("amounts[0].value", "a lot", id="no-number"),
        pytest.param("dates[0].value", "2024-02-30", id="no-day"),
        pytest.param("people[0].ar", " ", id="blank"),
        pytest.param("people[9].ar", "x", id="behind-the-list"),
        pytest.param("people[0].age", "50", id="no-such-field"),
        pytest.param("gossip", "x", id="no-such-field-on-top"),
        pytest.param("people", "x", id="a-whole-list"),
        pytest.param("headline.ar.x", "x", id="below-a-text"),
    ],
)
def test_values_that_do_not_fit(path: str, value: str) -> None:
    """A value that does not fit the schema, or a path that leads nowhere, gives no summary at all."""
    assert with_value(SEED, path, value) is None


class Numbered(Block):
    """A user's own schema whose field names end in digits."""

    line1: str | None
    lines2: list[str]


def test_field_names_may_end_in_digits() -> None:
    """A digit at the end of a name is part of the name, not of a list."""
    own = Numbered(line1="a", lines2=["b", "c"])
    assert with_value(own, "line1", "x") == Numbered(line1="x", lines2=["b", "c"])
    assert with_value(own, "lines2[1]", "x") == Numbered(line1="a", lines2=["b", "x"])
    assert without(own, {"lines2[0]": "", "line1": ""})[0] == Numbered(line1=None, lines2=["c"])


@pytest.mark.parametrize(
    ("paths", "gone"),
    [
        pytest.param(["people[0].en"], ["people[0].en"], id="english-leaves-a-gap"),
        pytest.param(["people[0].role"], ["people[0].role"], id="optional-words-leave-a-gap"),
        pytest.param(["people[0].ar"], ["people[0]"], id="a-name-takes-its-block"),
        pytest.param(["headline.ar"], ["headline"], id="the-headline-goes-whole"),
        pytest.param(["headline.en"], ["headline.en"], id="the-headline-loses-its-english"),
        pytest.param(["summary[1].sources"], ["summary[1]"], id="a-sentence-without-a-source"),
        pytest.param(["topic"], [], id="what-cannot-be-spared-stays"),
        pytest.param(["dates[0].text", "dates[0].value"], ["dates[0]"], id="two-of-one-block"),
        pytest.param(["dates[0].text", "dates[0].value", "dates[0].of"], ["dates[0]"], id="all-of-one-block"),
        pytest.param(["amounts[0].unit", "amounts[0].text"], ["amounts[0].unit", "amounts[0]"], id="a-part-then-its-block"),
        pytest.param(["dates[0].text", "dates[2].text"], ["dates[0]", "dates[2]"], id="first-and-last-of-a-list"),
        pytest.param([f"dates[{n}].text" for n in (2, 0, 1)], [f"dates[{n}]" for n in range(3)], id="a-whole-list"),
        pytest.param(["summary[0].ar", "summary[1].ar", "summary[2].ar"], [f"summary[{n}]" for n in range(3)], id="all-but-one"),
        pytest.param([f"summary[{n}].ar" for n in range(4)], [f"summary[{n}]" for n in (1, 2, 3)], id="a-list-keeps-its-last"),
    ],
)
def test_without(paths: list[str], gone: list[str]) -> None:
    """What cannot be spared alone takes its block along; what goes is listed once, where it stood, with what it said."""
    left, withheld = without(SEED, {path: f"why {path}" for path in paths})
    assert sorted(w.path for w in withheld) == sorted(gone)
    before = SEED.model_dump(mode="json")
    for taken in withheld:
        said = _at_data(before, taken.path)
        for part in withheld:
            if part.path.startswith(f"{taken.path}."):
                said = {**said, part.path.rpartition(".")[2]: None}  # listed for itself
        assert json.loads(taken.value) == said
        assert taken.why.removeprefix("why ").startswith(taken.path)
    assert left == _taken_out(gone)


def _at_data(data: Any, path: str) -> Any:
    return eval("data" + "".join(f"[{p!r}]" if not p[0].isdigit() else f"[{p}]" for p in _split(path)), {"data": data})  # noqa: S307


def _split(path: str) -> list[str]:
    return path.replace("]", "").replace("[", ".").split(".")


def _taken_out(gone: list[str]) -> NewsSummary:
    """The seed's answer less some parts, made in the plainest way: marked first, and swept at the end."""
    data = SEED.model_dump(mode="json")
    for path in sorted(gone, key=len, reverse=True):
        owner = _at_data(data, path.rpartition(".")[0]) if "." in path else data
        last = path.rpartition(".")[2]
        if last.endswith("]"):
            name, _, number = last.removesuffix("]").partition("[")
            owner[name][int(number)] = None
        else:
            owner[last] = None
    for name in LISTS:
        data[name] = [element for element in data[name] if element is not None]
    return NewsSummary.model_validate(data)


@given(st.sets(st.sampled_from(PATHS), max_size=14))
def test_any_removal_leaves_a_valid_rest(paths: set[str]) -> None:
    """Any removal leaves a summary that fits the schema, short of exactly what is listed, and nothing is listed unasked."""
    left, withheld = without(SEED, dict.fromkeys(paths, "test"))
    assert NewsSummary.model_validate(left.model_dump(mode="json")) == left
    gone = [taken.path for taken in withheld]
    assert left == _taken_out(gone)
    assert len(set(gone)) == len(gone)
    for path in gone:
        assert any(named == path or named.startswith(f"{path}.") for named in paths)
    kept = [path for path in paths if not any(path == way or path.startswith(f"{way}.") for way in gone)]
    assert all(path == "topic" or path.startswith("summary[0].") for path in kept)


@given(st.sets(st.sampled_from(PATHS), max_size=10))
def test_paths_follow_what_moves(paths: set[str]) -> None:
    """After a removal, the new path of each leaf that is still there leads to what it said before."""
    left, withheld = without(SEED, dict.fromkeys(paths, "test"))
    gone = [taken.path for taken in withheld]
    stay = [path for path in PATHS if not any(path == way or path.startswith(f"{way}.") for way in gone)]
    assert [_at(left, path) for path in moved(PATHS, withheld)] == [_at(SEED, path) for path in stay]


class OneAnswer:
    """Stands in for the model: gives one answer, and keeps what it was asked."""

    def __init__(self, *fixes: tuple[str, str | None]) -> None:
        """Prepare the answer: a value, or `None`, for each path."""
        self.answer = Repair(fixes=[Fix(path=path, value=value) for path, value in fixes])
        self.asked: list[dict[str, str]] = []

    async def ask(self, messages: list[dict[str, str]], schema: type[Repair]) -> Repair:
        """Answer."""
        assert schema is Repair
        self.asked = messages
        return self.answer


def _repaired(seed: Article, wrong: list[str], *fixes: tuple[str, str | None]) -> tuple[NewsSummary, list[str], list[str], str]:
    findings = [Finding(path=p, check="name", severity="error", expected=None, found=None, message=f"say {p}") for p in wrong]
    model = OneAnswer(*fixes)
    proof = Proof(seed, Reading("MA"))
    summary, repaired, withheld = asyncio.run(repair(cast("Door", model), proof, Settings(), SEED, findings))
    return summary, repaired, [taken.path for taken in withheld], model.asked[-1]["content"]


def test_repair_asks_for_what_is_wrong(seed: Article) -> None:
    """The model is told each failing path and why, and nothing of the others."""
    question = _repaired(seed, ["people[0].ar", "topic"])[3]
    assert "- people[0].ar: say people[0].ar\n- topic: say topic" in question
    assert "people[1]" not in question


@pytest.mark.parametrize(
    ("wrong", "fixes", "repaired", "gone"),
    [
        pytest.param(["people[0].en"], [("people[0].en", "Amzazi")], ["people[0].en"], [], id="a-new-value"),
        pytest.param(["people[0].en"], [("people[1].en", "King")], [], [], id="a-path-nobody-asked-about"),
        pytest.param(["amounts[0].value"], [("amounts[0].value", "lots")], [], [], id="a-value-that-does-not-fit"),
        pytest.param(["people[0].ar"], [("people[0].ar", None)], [], ["people[0]"], id="taken-out"),
        pytest.param(["people[0].en"], [], [], [], id="no-answer-to-it"),
        pytest.param(
            ["people[0].ar", "people[1].en"],
            [("people[0].ar", None), ("people[1].en", "King")],
            ["people[0].en"],
            ["people[0]"],
            id="a-new-value-behind-what-goes",
        ),
        pytest.param(
            ["people[0].en"], [("people[0].en", "x"), ("people[0].en", None)], [], ["people[0].en"], id="a-value-and-then-none"
        ),
    ],
)
def test_repair(
    seed: Article, wrong: list[str], fixes: list[tuple[str, str | None]], repaired: list[str], gone: list[str]
) -> None:
    """Only what was asked about changes; repaired paths are told as they stand in the summary that is given back."""
    summary, new, taken, _ = _repaired(seed, wrong, *fixes)
    assert (new, taken) == (repaired, gone)
    values = {value for _, value in fixes}
    assert all(_at(summary, path) in values for path in new)
    if not new and not taken:
        assert summary == SEED
