"""What the checks of the second half of trust catch: `python bench/trust.py DATA`, a section each.

names          the curve of names caught against right pairs warned, over both thresholds, on the pairs of DATA
attribution    30 claims written for this project, kept and turned into facts
citations      summary sentences against the sentences that they cite, and against all others of their article
embedded       the embedded model's English of every recording: read by a person, and checked
repair         what asking again costs in the recordings, and what it changes
time           CPU time of verifying the longest reference answer, its article folded and cut before
"""

from __future__ import annotations

import json
import random
import re
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import mujaz
from mujaz.pipeline import example_words
from mujaz.reading.load import load
from mujaz.schema import NewsSummary, Pair
from mujaz.text.article import make_article
from mujaz.text.exonyms import stems_of
from mujaz.text.names import _arabic_sounds, _english_sounds, likeness
from mujaz.trust import attribution
from mujaz.trust.figures import Reading, _values
from mujaz.trust.names import ENOUGH, SAME, ArabicWords, names
from mujaz.trust.overall import off_topic
from mujaz.trust.verify import Proof, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
CASSETTES = ROOT / "cassettes"
NAME = re.compile(r"\b[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z]{2,}\b")  # as the kit's score_pairs.py plants them
say = sys.stdout.write


def jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def name_curve(data: Path) -> None:
    """Names caught against names warned, by the likeness of a word and the share of a name."""
    pairs = [p for part in ("parallel_ntrex", "parallel_tico19") for p in jsonl(data / f"{part}.jsonl")]
    pool = sorted({name for p in pairs for name in NAME.findall(p["en"])})
    rng = random.Random(1)  # noqa: S311  (which name is swapped in, nothing secret)
    right = [(ArabicWords(p["ar"]), p["en"]) for p in pairs]
    swapped = []
    for arabic, english in right:
        if found := NAME.search(english):
            other = rng.choice([name for name in pool if name not in english])
            swapped.append((arabic, english.replace(found[0], other)))
    say(f"names: {len(swapped)} swapped, {len(right)} right pairs; a word is read from `same` on, a name from `enough` on\n")
    for same in (0.65, 0.7, 0.75, 0.8, 0.85):
        lowest = [[min((n.read for n in names(en, ar, same)), default=1.0) for ar, en in sample] for sample in (swapped, right)]
        for enough in (0.3, 0.5, 0.7, 0.99):
            caught, warned = (sum(share < enough for share in shares) / len(shares) for shares in lowest)
            chosen = "  <- chosen" if (same, enough) == (SAME, ENOUGH) else ""
            say(f"  same {same:.2f} enough {enough:.2f}: caught {caught:.3f}, warned {warned:.3f}{chosen}\n")


def attributed() -> None:
    """Claims kept and claims turned into facts."""
    rows = jsonl(ROOT / "bench/data/attribution.jsonl")
    caught = [r["id"] for r in rows if attribution.lost(r["fact"], "en", r["ar"])]
    alarms = [r["id"] for r in rows if attribution.lost(r["kept"], "en", r["ar"])]
    missed = [r["id"] for r in rows if r["id"] not in caught]
    say(f"attribution: caught {len(caught)} of {len(rows)} (missed: {missed}), ")
    say(f"false alarms {len(alarms)} of {len(rows)} (in: {alarms})\n")


def answers() -> Iterator[tuple[str, NewsSummary, Proof]]:
    """The right answers written by hand."""
    for name in ("seed", "hiv", "vietnam"):
        told = json.loads((ROOT / f"tests/answers/{name}.json").read_text(encoding="utf-8"))
        proof = Proof(load(ROOT / told["article"]), Reading(told["options"].get("country")), example_words())
        yield name, NewsSummary.model_validate(told["replies"][-1]["content"]), proof


def citations() -> None:
    """Whether the check of citations tells the right sentence from the others."""
    right = wrong = alarms = caught = 0
    for _, summary, proof in answers():
        text = proof.article.text
        for sentence in summary.summary:
            for s in proof.sentences:
                found = any(off_topic(sentence.ar, text[s.start : s.end]))
                if s.number in sentence.sources:
                    right, alarms = right + 1, alarms + found
                else:
                    wrong, caught = wrong + 1, caught + found
    say(f"citations: {alarms} of {right} right ones doubted, {caught} of {wrong} wrong ones caught\n")


def embedded() -> None:
    """The embedded model's English: what is wrong with it by a person's reading, and what the checks found."""
    rows = jsonl(ROOT / "bench/data/embedded_english.jsonl")
    say("embedded: its English, what is wrong by our reading, and what was found\n")
    seen = 0
    for row in rows:
        findings = mujaz.check_pair(source=row["ar"], ar=row["ar"], en=row["en"])
        found = [f"{f.check}: {f.found or f.expected}" for f in findings]
        seen += bool(found and row["grade"] == "wrong")
        say(f"  {row['id']}: {row['en']}\n")
        say(f"    {row['grade']}: {'; '.join(row['wrong']) or '-'}\n    found: {'; '.join(dict.fromkeys(found)) or '-'}\n")
    bad = sum(row["grade"] == "wrong" for row in rows)
    say(f"  {bad} of {len(rows)} wrong; something was found in {seen} of them\n")


def replay(recording: str) -> mujaz.Result:
    """The result of a recording of the seed article."""
    with mujaz.recording(CASSETTES / f"{recording}.yaml"):
        return mujaz.summarize(ROOT / "examples/seed_agadir.txt")


def repairs() -> None:
    """The characters of a repair's answers beside the first answer's, and the items that a repair made worse."""
    for name in ("repair_succeeds", "repair_fails"):
        calls = yaml.safe_load((CASSETTES / f"{name}.reference.yaml").read_text(encoding="utf-8"))["interactions"]
        sizes = [len(_content(call)) for call in calls]
        first = NewsSummary.model_validate_json(_content(calls[0]))
        result = replay(f"{name}.reference")
        before = {f.path for f in verify(first, Proof(result.article, Reading("MA"), example_words())).findings}
        worse = {f.path for f in result.findings} - before
        share = [f"{100 * size / sizes[0]:.1f} %" for size in sizes[1:]]
        say(f"repair: {name}: first answer {sizes[0]} characters, each repair {', '.join(share)} of it; ")
        say(f"made wrong: {len(worse)}\n")


def _content(call: dict[str, Any]) -> str:
    body = call["response"]["body"]
    message = (body if isinstance(body, dict) else json.loads(body))["choices"][0]["message"]
    content = message["content"]
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


WORDS = 500  # the article's length that the goal is set for


def timed() -> None:
    """CPU time of one `verify`, with nothing remembered but the folded article.

    Once as the answer is, and once with a figure in its headline: only then the whole article must be read for figures.
    """
    _, summary, seed = next(answers())
    article = make_article(" ".join(((seed.article.text + "\n") * 9).split(" ")[:WORDS]))  # not cleaned: it repeats itself
    assert summary.headline
    headline = Pair(ar=f"{summary.headline.ar} بمليون درهم", en=f"{summary.headline.en} with one million dirhams")
    for told, answer in (("", summary), (", a figure in the headline", summary.model_copy(update={"headline": headline}))):
        times = []
        stems_of("warm")
        for _ in range(9):
            proof = Proof(article, seed.reading, seed.example)
            assert proof.index
            assert proof.sentences
            for remembered in (_values, likeness, _arabic_sounds, _english_sounds):
                remembered.cache_clear()
            began = time.process_time()
            verify(answer, proof)
            times.append(1000 * (time.process_time() - began))
        leaves = len(mujaz.check(article, answer, country="MA").items)
        say(
            f"time: {leaves} items, {len(article.text.split())} words{told}: {statistics.median(times):.1f} ms CPU, median of 9\n"
        )


def main() -> None:
    """All sections."""
    name_curve(Path(sys.argv[1]))
    attributed()
    citations()
    embedded()
    repairs()
    timed()


if __name__ == "__main__":
    main()
