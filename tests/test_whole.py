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

from mujaz.errors import AnswerError, MujazError, RecordingError
from mujaz.model.whole import Fix, Repair, Repaired, messages, moved, repair, take_out, with_value, without
from mujaz.schema import Block, NewsSummary
from mujaz.settings import Settings
from mujaz.trust.evidence import leaves
from mujaz.trust.figures import Reading
from mujaz.trust.verify import Proof, verify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


class Answers:
    """Stands in for the model: gives its answers in turn, an error where one is an error, and keeps what it was asked."""

    def __init__(self, answers: Sequence[Mapping[str, str | None] | MujazError]) -> None:
        """Prepare the answers: a value, or `None`, for each path."""
        self.answers = answers
        self.asked: list[str] = []
        self.room: list[int] = []

    async def ask(self, messages: list[dict[str, str]], schema: type[Repair], *, max_tokens: int) -> Repair:
        """Answer."""
        assert schema is Repair
        self.asked.append(messages[-1]["content"])
        self.room.append(max_tokens)
        answer = self.answers[len(self.asked) - 1]
        if isinstance(answer, MujazError):
            raise answer
        return Repair(fixes=[Fix(path=path, value=value) for path, value in answer.items()])


def _repaired(
    seed: Article, spoiled: dict[str, str], *answers: Mapping[str, str | None] | MujazError
) -> tuple[Repaired[NewsSummary], Answers]:
    """What repair makes of the seed's right answer with some of its values spoiled."""
    summary = SEED
    for path, value in spoiled.items():
        changed = with_value(summary, path, value)
        assert changed is not None
        summary = changed
    model, proof = Answers(answers), Proof(seed, Reading("MA"))
    question = messages(proof, Settings(), NewsSummary)
    done = asyncio.run(repair(cast("Door", model), proof, Settings(), question, summary, verify(summary, proof)))
    assert done.verdict == verify(done.summary, proof)
    return done, model


RIGHT = {path: str(_at(SEED, path)) for path in PATHS}
BUDGET = "The agreement, with a budget of 10 million dirhams, aims to support income-generating projects for released prisoners."
SPOILED = {"summary[1].en": BUDGET, "people[0].ar": "سعيد أمزاري", "amounts[0].value": "10000000"}


def test_repair_asks_for_what_is_wrong(seed: Article) -> None:
    """The model is told each failing path and why, nothing of the others, and has room for these values only."""
    _, model = _repaired(seed, SPOILED, {}, {})
    for path in SPOILED:
        assert f"- {path}: «" in model.asked[0]
    assert "people[1]" not in model.asked[0]
    assert len(BUDGET) < model.room[0] < 2 * len(BUDGET) + 256


@given(*[st.lists(st.integers(0, len(PATHS) - 1), max_size=6)] * 2)
def test_what_was_taken_out_is_missing_where_it_is_said_to_be(seed: Article, first: list[int], second: list[int]) -> None:
    """Whatever is taken out, and more after it: each listed path is an empty place or a list; all others are where they say."""
    proof = Proof(seed, Reading(None, None))
    done = Repaired(SEED, verify(SEED, proof), repaired=list(PATHS))
    for chosen in (first, second):
        there = [leaf.path for leaf in leaves(done.summary) if leaf.value is not None]
        take_out(done, {there[n % len(there)]: "an example" for n in chosen}, proof)
    assert all(value is None or isinstance(value, list) for value in (_at(done.summary, one.path) for one in done.withheld))
    assert set(done.repaired) == {leaf.path for leaf in leaves(done.summary) if leaf.value is not None}


@pytest.mark.parametrize(
    ("answers", "repaired", "gone"),
    [
        pytest.param([{p: RIGHT[p] for p in SPOILED}], [*SPOILED], [], id="all-at-once"),
        pytest.param([{"summary[1].en": RIGHT["summary[1].en"]}, {}], ["summary[1].en"], [], id="one-of-three"),
        pytest.param(
            [{"people[0].ar": RIGHT["people[0].ar"]}, {"amounts[0].value": "1000000", "summary[1].en": RIGHT["summary[1].en"]}],
            ["people[0].ar", "amounts[0].value", "summary[1].en"],
            [],
            id="the-rest-at-the-second-try",
        ),
        pytest.param([{}, {}], [], [], id="no-answer-to-it"),
        pytest.param([{"people[1].en": "King"}, {}], [], [], id="a-path-nobody-asked-about"),
        pytest.param([{"amounts[0].value": "lots"}, {}], [], [], id="a-value-that-does-not-fit"),
        pytest.param([{"amounts[0].value": "20000000"}, {}], [], [], id="as-wrong-as-before"),
        pytest.param([{"people[0].ar": None}, {}], [], ["people"], id="taken-out"),
        pytest.param([{"people[0].ar": RIGHT["people[1].ar"]}, {}], [], [], id="right-there-and-wrong-beside-it"),
        pytest.param(
            [{"people[0].ar": None, "amounts[0].value": "1000000"}, {}], ["amounts[0].value"], ["people"], id="both-ways"
        ),
    ],
)
def test_repair(seed: Article, answers: list[dict[str, str | None]], repaired: list[str], gone: list[str]) -> None:
    """A new value is taken when less is found with it; whatever else the model says, all other items stay as they were."""
    done, _ = _repaired(seed, SPOILED, *answers)
    assert (sorted(done.repaired), [taken.path for taken in done.withheld]) == (sorted(repaired), gone)
    assert all(str(_at(done.summary, path)) == RIGHT[path] for path in repaired)
    # While a name is not in the article, its English cannot be read off it either.
    assert {f.path for f in done.verdict.findings} <= {*SPOILED, "people[0].en"}
    if not gone:
        said = {leaf.path: str(leaf.value) for leaf in leaves(done.summary)}
        assert {path for path in PATHS if said[path] != RIGHT[path]} == set(SPOILED) - set(repaired)


def test_a_negation_that_differs_is_asked_about_and_may_stay(seed: Article) -> None:
    """What is only likely wrong is asked about: mended when the model says it right, and kept when it gives it up."""
    right = RIGHT["summary[1].en"]
    spoiled = {"summary[1].en": right.replace("aims", "does not aim")}
    done, model = _repaired(seed, spoiled, {"summary[1].en": right})
    assert "summary[1].en: the English says «not»" in model.asked[0]
    assert (done.repaired, done.verdict.findings) == (["summary[1].en"], [])
    kept, _ = _repaired(seed, spoiled, {"summary[1].en": None})
    assert (kept.withheld, kept.repaired, [f.check for f in kept.verdict.findings]) == ([], [], ["negation"])


def test_nothing_wrong_is_not_asked(seed: Article) -> None:
    """A right summary costs no second question."""
    done, model = _repaired(seed, {})
    assert (model.asked, done.summary, done.repaired) == ([], SEED, [])


def test_a_try_that_fails_keeps_what_was_mended(seed: Article) -> None:
    """An error of the model at the second try is told, and what the first try mended stays; one of the recording is raised."""
    first = {"amounts[0].value": "1000000"}
    done, _ = _repaired(seed, SPOILED, first, AnswerError("no usable answer"))
    assert (done.repaired, str(done.error)) == (["amounts[0].value"], "no usable answer")
    with pytest.raises(RecordingError, match="does not fit"):
        _repaired(seed, SPOILED, RecordingError("does not fit"))
