"""Results to be shown: replayed ones, and variants of them written by hand for the states that no recording holds."""

from __future__ import annotations

import contextlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from record import EMBEDDED, schema_asked

import mujaz
from mujaz.batch.journal import Journal
from mujaz.report.html import AnySummary
from mujaz.result import Finding, Item, Removed, Result, Withheld

ROOT = Path(__file__).parent.parent
NAMES = (
    "seed.reference",
    "seed.embedded",
    "repair_fails.reference",
    "repair_succeeds.reference",
    "own_court.reference",
    "own_tender.reference",
    "vietnam.embedded",
)
SCRIPT = '<script>window.owned = 1</script><img src=x onerror="window.owned = 1">'
TURNED = "\u202egnorw\u202c \u2066x\u2069"  # a text that turns itself about


@cache
def replayed(name: str) -> Result[AnySummary]:
    """The result of a recording, as a file of results holds it."""
    case, _, kind = name.partition(".")
    answers = ROOT / f"tests/answers/{case}.json"
    told = {"article": EMBEDDED[case][0]} if kind == "embedded" else json.loads(answers.read_text(encoding="utf-8"))
    # From the top of the repository, so that no page says where that lies on this machine.
    with contextlib.chdir(ROOT), mujaz.recording(Path(f"cassettes/{name}.yaml")):
        result: Result[Any] = mujaz.summarize(Path(told["article"]), schema=schema_asked(told))
    return Result[AnySummary].model_validate(result.model_dump(mode="json"))


def every_state() -> Result[AnySummary]:
    """The seed with an item of each status, English that was withheld, and a finding on what is not in the summary."""
    known = replayed("seed.reference").model_copy(deep=True)
    summary = known.summary.root
    summary["summary"][3]["en"] = None  # type: ignore[index, call-overload]
    summary["amounts"][0]["value"] = "10000000"  # type: ignore[index, call-overload]
    states = {
        "summary[0].en": ("repaired", None),
        "summary[1].en": ("doubtful", "the English says «not» and the Arabic does not"),
        "summary[3].en": ("withheld", "it could not be proven"),
        "people[0].en": ("draft", "written by a small model"),
        "amounts[0].value": ("failed", "«مليون درهم» is 1000000, not 10000000"),
    }
    items = [
        i.model_copy(update=dict(zip(("status", "why"), states[i.path], strict=True))) if i.path in states else i
        for i in known.items
    ]
    said = {
        "summary[1].en": "the English says «not» and the Arabic does not",
        "events[9].en": "«Said» is «Saeed» in people[0].en; one name has one spelling",
    }
    findings = [
        Finding(path=path, check="name", severity="warning", expected=None, found=None, message=message)
        for path, message in said.items()
    ]
    withheld = [Withheld(path="people", value='{"ar":"سعيد أمزاري","en":"Said Amzazi"}', why="not in the article")]
    return known.model_copy(update={"items": items, "findings": findings, "withheld": withheld})


def hostile() -> Result[AnySummary]:
    """The seed, with a script and turned text wherever a result holds a text from outside."""
    known = replayed("seed.reference").model_copy(deep=True)
    bad = f"{SCRIPT}&amp;&lt;{TURNED}\x00'\""
    summary = json.loads(json.dumps(known.summary.root))
    summary["headline"]["en"] = summary["summary"][0]["en"] = summary["topic"] = summary["people"][0]["role"] = bad
    summary["dates"][0]["value"] = summary["amounts"][0]["unit"] = summary["amounts"][0]["value"] = bad
    summary[f"own{bad}"] = {f"key{bad}": [bad, {"text": bad, "value": bad}]}
    article = known.article.model_copy(
        update={
            "text": f"{bad}\n{known.article.text}\n</textarea></style></script>{bad}",
            "title": bad,
            "author": bad,
            "site": bad,
            "source": bad,
            "url": "javascript:window.owned=1",
            "notes": (bad,),
            "removed": (Removed(start=0, end=1, why=bad),),
        }
    )
    return Result[AnySummary](
        article=article,
        summary=AnySummary(summary),
        items=[*known.items, Item(path=f"own{bad}.key{bad}[0]", status="failed", why=bad)],
        findings=[Finding(path=bad, check="name", severity="error", expected=bad, found=bad, message=bad)],
        withheld=[Withheld(path=bad, value=json.dumps(bad), why=bad)],
        run=known.run.model_copy(update={"model": bad, "recording": bad}),
    )


def write_batch(path: Path, results: list[Result[AnySummary]], *, failed: int = 1) -> None:
    """Write a file as a batch does: the results, then articles that failed."""
    entries: list[dict[str, Any]] = [
        {
            "key": f"{n:032x}",
            "source": r.article.source,
            "status": "proven" if r.proven else "unproven",
            "result": r.model_dump(mode="json"),
        }
        for n, r in enumerate(results)
    ]
    entries += [
        {"key": f"{n:032x}", "source": f"inbox/{n}.txt", "status": "failed", "error": f"inbox/{n}.txt: empty; give a file."}
        for n in range(len(results), len(results) + failed)
    ]
    path.unlink(missing_ok=True)
    with Journal(path) as journal:
        for entry in entries:
            journal.append(entry)
