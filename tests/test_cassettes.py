"""Every recording of the repository, replayed whole, and looked through for secrets."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from conftest import CASSETTES, ROOT
from record import EMBEDDED, schema_asked

import mujaz
from mujaz.model import prompt
from mujaz.text.arabic import arabic_share
from mujaz.text.named.english import english_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mujaz.schema import Organization, Place
    from mujaz.text.named.line import Kind

REFERENCE = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "tests/answers").glob("*.json"))}
EVERY = sorted([f"{name}.reference" for name in REFERENCE] + [f"{name}.embedded" for name in EMBEDDED])
SECRETS = re.compile(
    r"(?i)bearer |sk-[a-z0-9]{8}|cookie|authorization|openai-organization|api[-_]key|127\.0\.0\.1|localhost|://(?!model/)"
)


def replayed(name: str, **options: Any) -> mujaz.Result[Any]:
    case = name.split(".", maxsplit=1)[0]
    told = REFERENCE[case] if name.endswith("reference") else {"article": EMBEDDED[case][0]}
    with mujaz.recording(CASSETTES / f"{name}.yaml"):
        return mujaz.summarize(ROOT / told["article"], schema=schema_asked(told), **options)


def statuses(result: mujaz.Result[Any]) -> dict[str, str]:
    return {item.path: item.status for item in result.items}


def test_no_orphans() -> None:
    """Every recording belongs to a case, and every case has its recording."""
    assert sorted(path.stem for path in CASSETTES.glob("*.yaml")) == EVERY


@pytest.mark.parametrize("path", sorted(CASSETTES.glob("*.yaml")), ids=lambda p: p.stem)
def test_no_secret(path: Path) -> None:
    """A recording holds no key, cookie, organization or address, and its Arabic can be read."""
    text = path.read_text(encoding="utf-8")
    loaded = yaml.safe_load(text)
    assert not SECRETS.search(re.sub(r"(?s)\n      messages:.*?\n    response:", "", text))
    assert "\\u06" not in text
    assert "!!" not in text
    assert ".gguf" not in text
    assert all(set(i["request"]) == {"method", "uri", "body"} for i in loaded["interactions"])
    assert all(
        set(i["response"]["headers"]) <= {"Content-Type", "content-type", "Retry-After", "retry-after"}
        for i in loaded["interactions"]
    )
    assert ("by hand" in loaded.get("note", "")) == path.stem.endswith(".reference") == (loaded["model"] == "reference")


@pytest.mark.parametrize("path", sorted(CASSETTES.glob("*.yaml")), ids=lambda p: p.stem)
def test_prompts_are_todays(path: Path) -> None:
    """A recording was made with the prompt files as they are now."""
    recorded = yaml.safe_load(path.read_text(encoding="utf-8"))["prompts"]
    assert recorded == prompt.hashes(recorded)


@pytest.mark.parametrize("name", ["seed", "hiv", "vietnam", "truncation", "rate_limited", "own_court", "own_tender"])
def test_right_answers_are_proven(name: str) -> None:
    """A right answer passes every check, whatever went wrong on the way to it."""
    result = replayed(f"{name}.reference")
    assert result.findings == []
    assert result.proven
    assert {i.status for i in result.items} <= {"checked", "chosen"}


def test_every_field_is_shown() -> None:
    """The reference answer for the seed fills every field of the schema."""
    summary = replayed("seed.reference").summary
    assert all(getattr(summary, name) for name in type(summary).model_fields)


def test_failed_attempts_are_counted() -> None:
    """A cut answer and a refused attempt count as attempts, and the tokens of the cut one as tokens."""
    cut, limited = replayed("truncation.reference").run, replayed("rate_limited.reference").run
    assert (cut.attempts, cut.prompt_tokens, cut.completion_tokens) == (2, 200, 100)
    assert (limited.attempts, limited.prompt_tokens) == (2, 100)


def test_repair_that_succeeds() -> None:
    """Three wrong values are asked for again, come back right, and are marked as repaired."""
    result = replayed("repair_succeeds.reference")
    assert {path for path, status in statuses(result).items() if status == "repaired"} == {
        "summary[1].en",
        "people[0].ar",
        "amounts[0].value",
    }
    assert result.proven
    assert result.run.calls == 2


def test_repair_that_fails() -> None:
    """What is still wrong is kept and marked; what the model took back is listed; nobody's other sentence is touched."""
    result = replayed("repair_fails.reference")
    assert {path for path, status in statuses(result).items() if status == "failed"} == {"summary[1].en", "amounts[0].value"}
    assert [w.path for w in result.withheld] == ["people"]
    assert "Nobody asked" not in result.model_dump_json()
    assert not result.proven


def test_strict_takes_out_what_failed() -> None:
    """With `strict` nothing that a check found wrong is left, and all of it is listed."""
    result = replayed("repair_fails.reference", strict=True)
    assert result.findings == []
    assert {w.path for w in result.withheld} == {"people", "summary[1].en", "amounts"}
    assert result.summary.summary[1].en is None
    assert statuses(result)["summary[1].en"] == "withheld"
    assert result.summary.amounts == []
    assert not result.proven


def test_refusal() -> None:
    """A model that declines is an error that says so."""
    with pytest.raises(mujaz.RefusalError, match="declined: I can't help with that"):
        replayed("refusal.reference")


@pytest.mark.parametrize("name", EMBEDDED)
def test_embedded_says_nothing_that_is_not_there(name: str) -> None:
    """All Arabic of the embedded model is the article's own words, and none of its English passes for proven.

    The English of places and organizations that a list has is not the model's.
    """
    result = replayed(f"{name}.embedded")
    own = result.article.text
    kinds: dict[Kind, Sequence[Place | Organization]] = {
        "place": result.summary.places,
        "organization": result.summary.organizations,
    }
    listed = {
        f"{kind}s[{n}].en" for kind, blocks in kinds.items() for n, block in enumerate(blocks) if english_of(kind, block.ar)
    }
    for item in result.items:
        if item.path in listed:
            assert item.status == "checked"
        elif item.path.endswith(".en") or item.path == "topic":
            assert item.status in {"draft", "failed", "withheld"}
        elif ".ar" in item.path or item.path.endswith(".text"):
            assert item.status == "checked"
            assert item.spans or item.path == "headline.ar"
    for sentence in result.summary.summary:
        assert arabic_share(sentence.ar) > 0.9
        cited = " ".join(own.split())
        assert all(word in cited for word in sentence.ar.split())
    assert not result.proven
    assert result.run.cost_usd == 0


def test_embedded_seed() -> None:
    """On the seed the embedded model's run gives the day, the budget, the governor and both parties."""
    summary = replayed("seed.embedded").summary
    assert "2024-10-03" in [d.value for d in summary.dates]
    assert [(int(a.value), a.unit or "") for a in summary.amounts] == [(1_000_000, "MAD")]
    assert "سعيد أمزازي" in [p.ar for p in summary.people]
    everything = summary.model_dump_json()
    assert "اللجنة الإقليمية للتنمية البشرية" in everything
    assert "مؤسسة محمد السادس لإعادة إدماج السجناء" in everything


def test_replay_is_equal() -> None:
    """Two replays of one recording give the same result but for the seconds, also through JSON."""
    one, other = (replayed("seed.reference").model_dump_json(exclude={"run": {"seconds"}}) for _ in range(2))
    assert one == other
    whole = replayed("seed.reference")
    assert mujaz.Result.model_validate_json(whole.model_dump_json()) == whole
