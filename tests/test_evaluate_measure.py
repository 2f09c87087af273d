"""What is measured of one result: citations that hold, items that are proven, errors by check, what it cost."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mujaz.evaluate.data import Record, Reference
from mujaz.evaluate.measure import MEASURES, Said, measured, said_of
from mujaz.result import Finding, Item, Result, Run, Withheld
from mujaz.text.article import make_article
from mujaz.trust.figures import Reading

ARTICLE = make_article(
    "أعلنت وزارة الصحة افتتاح مستشفى جديد في مدينة فاس. بلغت كلفة البناء 12 مليون درهم. فاز الفريق المحلي بكأس البطولة أمس."
)
RECORD = Record(ARTICLE, Reading("MA"))
OPENED = "افتتاح مستشفى جديد في مدينة فاس"  # the first sentence alone says it
COST = "بلغت كلفة البناء 12 مليون درهم"  # the second alone
BOTH = "افتتاح مستشفى جديد في مدينة فاس بلغت كلفة البناء 12 مليون درهم"  # the figure is in the second, most words in the first


def result(pairs: list[dict[str, Any]], **more: Any) -> Result[Any]:
    run = Run(
        model="m", way="whole", prompt_sha256="p", schema_sha256="s", calls=1, attempts=1, prompt_tokens=70, completion_tokens=30,
        cost_usd=more.pop("cost", None), seconds=1.5, recording=more.pop("recording", None),
    )  # fmt: skip
    parts: dict[str, Any] = {"items": [], "findings": [], "withheld": [], **more}
    return Result[Any](article=ARTICLE, summary={"summary": pairs}, run=run, **parts)


def of(made: Result[Any], record: Record = RECORD) -> dict[str, float]:
    return measured(said_of(made), record)


@pytest.mark.parametrize(
    ("ar", "sources", "precision", "recall"),
    [
        pytest.param(OPENED, [1], 1.0, 1.0, id="right"),
        pytest.param(OPENED, [3], 0.0, 0.0, id="wrong"),
        pytest.param(OPENED, [1, 3], 0.5, 1.0, id="one-too-many"),
        pytest.param(OPENED, [1, 1], 1.0, 1.0, id="twice"),
        pytest.param(BOTH, [1, 2], 1.0, 1.0, id="both-needed"),
        pytest.param(f"{OPENED} 12 مليون", [1, 2], 1.0, 1.0, id="needed-for-a-figure"),
        pytest.param(BOTH, [1], 0.0, 0.0, id="the-figure-is-elsewhere"),
        pytest.param("بلغت كلفة البناء 15 مليون درهم", [2], 0.0, 0.0, id="another-figure"),
        pytest.param(COST, [2, 99], 0.5, 1.0, id="no-such-sentence"),
        pytest.param(COST, [99], 0.0, 0.0, id="only-no-such-sentence"),
    ],
)
def test_citations(ar: str, sources: list[int], precision: float, recall: float) -> None:
    """A citation is good when its sentence is supported, and it has enough of its words or is needed for a figure."""
    found = of(result([{"ar": ar, "en": "e", "sources": sources}]))
    assert (found["citation_precision"], found["citation_recall"]) == (precision, recall)


def test_a_sentence_that_cites_nothing_is_not_supported() -> None:
    """Of two sentences of which one cites nothing, half are supported."""
    found = of(result([{"ar": OPENED, "en": "e", "sources": [1]}, {"ar": OPENED, "en": "e", "sources": []}]))
    assert (found["citation_precision"], found["citation_recall"]) == (1.0, 0.5)


def test_a_summary_without_citations() -> None:
    """A pair that cites nothing has no citations to measure."""
    found = of(result([{"ar": OPENED, "en": None}]))
    assert "citation_precision" not in found
    assert found["length"] == 6


@pytest.mark.parametrize("pairs", ["words", ["words"], [{"ar": 3, "sources": [1]}], [{"ar": OPENED, "sources": "see [1]"}], None])
def test_own_fields_of_the_same_names(pairs: Any) -> None:
    """A user's own `summary` or `sources` may be anything: what is no sentence is not measured as one, and is no error."""
    assert "citation_precision" not in of(result(pairs))


def item(path: str, status: Any) -> Item:
    return Item(path=path, status=status)


def test_verified() -> None:
    """Checked and repaired items count as verified, of all items and of what --strict took out; what was withheld counts once."""
    items = [item("a", "checked"), item("b", "repaired"), item("c", "draft"), item("d", "failed"), item("e", "withheld")]
    gone = [Withheld(path="e", value="x", why="y"), Withheld(path="f", value="x", why="y")]
    assert of(result([], items=items))["verified"] == 2 / 5
    assert of(result([], items=items, withheld=gone))["verified"] == 2 / 6
    assert "verified" not in of(result([]))


def test_errors_and_cost() -> None:
    """Errors are counted by check, warnings apart; an unknown price is none, and a replay's seconds are nobody's."""
    made: list[tuple[Any, Any]] = [("number", "error"), ("number", "error"), ("date", "error"), ("name", "warning")]
    findings = [Finding(path="p", check=c, severity=s, expected=None, found=None, message="m") for c, s in made]
    found = of(result([], findings=findings))
    assert (found["errors"], found["errors_number"], found["errors_date"], found["errors_name"]) == (3, 2, 1, 0)
    assert (found["warnings"], found["tokens_read"], found["tokens_written"], found["seconds"]) == (1, 70, 30, 1.5)
    assert "cost_usd" not in found
    assert of(result([], cost=Decimal("0.0125")))["cost_usd"] == 0.0125
    assert "seconds" not in of(result([], recording="r.yaml"))


def test_the_best_reference_counts() -> None:
    """Of several references the most similar one counts, for each measure by itself; English is compared with English."""
    record = Record(ARTICLE, Reading("MA"), [Reference("كلام آخر"), Reference(COST)], [Reference("It cost 12 million.")])
    found = of(result([{"ar": COST, "en": "It cost 12 million dirhams.", "sources": [2]}]), record)
    assert found["rouge1"] == found["rouge2"] == found["rougeLsum"] == 1
    assert found["rouge1_en"] == pytest.approx(2 * 4 / 9)
    assert found["coverage"] == 1
    assert found["density"] == len(COST.split())


def test_every_measure_has_a_title() -> None:
    """What is measured is what is shown: no key is without a line, and no two lines have one key."""
    record = Record(ARTICLE, Reading("MA"), [Reference(COST)], [Reference("e")], {})
    keys = [measure.key for measure in MEASURES]
    found = of(result([{"ar": COST, "en": "e", "sources": [2]}], cost=Decimal(0), items=[item("a", "checked")]), record)
    assert set(found) <= set(keys)
    assert len(set(keys)) == len(keys)
    assert measured(Said([]), record) == {}
