"""How well names are found: `python bench/names.py DATA [ANSWERS]`, on the sentences of DATA/ner.jsonl.

Two halves, by the hash of a sentence's id: the rules were written looking at the first, the second tells what they do elsewhere.
A name is right when its kind and its folded words are the annotators', but for a و, ف, ب, ل or ك before it; names of a sentence
count once. «Named» leaves a word of the kind before the name out of it («مدينة نابلس», «حركة حماس»), which of 119 names behind
«مدينة» one source takes in always and the two others never. «About» counts those that share a word with a name of their kind. The
intervals are bootstrapped over sentences.

DATA has ner.jsonl as the bench kit writes it; `python bench/corpora.py` makes one of 8,949 sentences from the three corpora that
the kit takes its 226 from.

With ANSWERS, a file, the embedded model is asked for the names of each sentence that the file does not answer yet (some fifteen
minutes, all told), and its people are measured too: alone, and beside the rules as a summary in steps takes them.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mujaz.errors import AnswerError
from mujaz.evaluate.chance import RESAMPLES, SEED
from mujaz.model import local, prompt
from mujaz.model.call import Door
from mujaz.model.steps import Names
from mujaz.settings import Settings, weights_file
from mujaz.text.named.find import entities
from mujaz.text.named.line import readings
from mujaz.text.named.people import unlisted
from mujaz.text.tokens import key_of, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

say = sys.stdout.write
READ = Path(__file__).parent / "data/names_read.jsonl"
KINDS = {"PERS": "person", "PER": "person", "ORG": "organization", "LOC": "place", "GPE": "place", "FAC": "place"}
BEFORE = set(map(key_of, "مدينة بلدة قرية جزيرة دولة محافظة قضاء قطاع حركة نادي فريق شركة وكالة صحيفة جريدة".split()))
Name = tuple[str, str]  # its kind and its words
Counts = tuple[int, int, int]  # right, found, true


def half(row: dict[str, Any]) -> int:
    """In which half a sentence is."""
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2


def annotated(row: dict[str, Any]) -> list[Name]:
    """The names that the annotators see, the outer one of two that nest."""
    tags = [tag.split() for tag in row["tags"]]
    spans = []
    for n, here in enumerate(tags):
        for label in (tag[2:] for tag in here if tag.startswith("B-") and tag[2:] in KINDS):
            end = n + 1
            while end < len(tags) and f"I-{label}" in tags[end]:
                end += 1
            spans.append((n, end, KINDS[label]))
    outer = [s for s in spans if not any(o[0] <= s[0] and s[1] <= o[1] and o[:2] != s[:2] for o in spans)]
    return once([(kind, " ".join(row["tokens"][start:end])) for start, end, kind in outer])


def keys(name: str) -> list[str]:
    """The words of a name, folded."""
    return [token.key for token in tokenize(name) if token.kind != "sign"]


def same(one: Name, other: Name) -> bool:
    """Whether two names are one, whatever is attached to their fronts."""
    a, b = keys(one[1]), keys(other[1])
    if one[0] != other[0] or not a or not b or a[1:] != b[1:]:
        return False
    return bool({rest for _, rest in readings(a[0])} & {rest for _, rest in readings(b[0])})


def named(one: Name, other: Name) -> bool:
    """Whether two names are one without a word that says what it is before them, of as many as there are."""
    short, long = sorted((keys(one[1]), keys(other[1])), key=len)
    before = long[: len(long) - len(short)]
    bare = one[0] == other[0] and bool(short) and all({rest for _, rest in readings(key)} & BEFORE for key in before)
    return same(one, other) or (bool(before) and bare and same(("", " ".join(short)), ("", " ".join(long[len(before) :]))))


def about(one: Name, other: Name) -> bool:
    """Whether two names of a kind share a word."""
    a, b = ({rest for key in keys(name) for _, rest in readings(key) if len(rest) > 2} for _, name in (one, other))
    return one[0] == other[0] and bool(a & b)


def once(names: Sequence[Name]) -> list[Name]:
    """Each name once."""
    kept: list[Name] = []
    for name in names:
        if keys(name[1]) and not any(same(name, other) for other in kept):
            kept.append(name)
    return kept


def counts(found: Sequence[Name], true: Sequence[Name], kind: str, alike: Callable[[Name, Name], bool]) -> Counts:
    """Names right, found and true of one kind in one sentence."""
    mine, theirs = ([name for name in names if name[0] == kind] for names in (found, true))
    right = sum(any(alike(name, other) for other in theirs) for name in mine)
    return min(right, len(theirs)), len(mine), len(theirs)


def share(rows: Sequence[Counts], under: int) -> float:
    """Precision (1) or recall (2) over sentences."""
    return sum(row[0] for row in rows) / max(sum(row[under] for row in rows), 1)


def interval(rows: Sequence[Counts], under: int) -> str:
    """The 95 % interval of a share, bootstrapped over sentences."""
    chance = random.Random(SEED)  # noqa: S311  (statistics, no secret)
    shares = sorted(share(chance.choices(rows, k=len(rows)), under) for _ in range(RESAMPLES))
    return f"{shares[RESAMPLES // 40]:.2f}-{shares[-RESAMPLES // 40 - 1]:.2f}"


def table(system: str, found: dict[str, list[Name]], rows: Sequence[dict[str, Any]]) -> None:
    """Precision and recall of one system, by half and kind, of all sentences and of each source."""
    sources = sorted({row["id"].split("-")[0] for row in rows})
    for part, title in ((0, "seen"), (1, "unseen"), (None, "both")):
        for kind in ("person", "organization", "place"):
            for source in ("", *sources):
                here = [row for row in rows if part in {None, half(row)} and row["id"].startswith(source)]
                exact = [counts(found[row["id"]], annotated(row), kind, same) for row in here]
                bare, near = ([counts(found[row["id"]], annotated(row), kind, how) for row in here] for how in (named, about))
                right, mine, true = (sum(column) for column in zip(*exact, strict=True))
                p, r = share(exact, 1), share(exact, 2)
                say(f"  {system:13} {title:6} {kind:12} {source or 'all':8}  P {p:.2f} ({interval(exact, 1)})")
                say(f"  R {r:.2f} ({interval(exact, 2)})  F1 {2 * p * r / max(p + r, 1e-9):.2f}")
                say(f"  {right:3} right of {mine:3}, {true:3} true  named: P {share(bare, 1):.2f} R {share(bare, 2):.2f}")
                say(f"  about: P {share(near, 1):.2f} R {share(near, 2):.2f}\n")


def by_reading(found: dict[str, list[Name]], rows: Sequence[dict[str, Any]]) -> None:
    """Precision by somebody who read what the annotators do not have: the share of it that is right stands for all of it."""
    graded = [json.loads(line) for line in READ.read_text(encoding="utf-8").splitlines()]
    for kind in ("person", "organization", "place"):
        unseen = [row for row in rows if half(row)]
        mine = [(row["id"], name) for row in unseen for name in found[row["id"]] if name[0] == kind]
        theirs = {row["id"]: annotated(row) for row in unseen}
        others = {(at, name[1]) for at, name in mine if not any(same(name, true) for true in theirs[at])}
        read = [grade["right"] for grade in graded if grade["kind"] == kind and (grade["id"], grade["name"]) in others]
        if read:
            annotated_too = len(mine) - len(others)
            p = (annotated_too + len(others) * sum(read) / len(read)) / len(mine)
            say(f"  by reading    unseen {kind:12}  P {p:.2f}: {annotated_too} of {len(mine)} are annotated, and of {len(read)}")
            say(f" of the other {len(others)} that were read, {sum(read)} are right\n")


def asked(rows: Sequence[dict[str, Any]], file: Path) -> dict[str, list[str]]:
    """The people that the embedded model sees; what is answered is kept in the file, sentence by sentence."""
    known: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    def keep(name: str, people: list[str]) -> None:
        known[name] = people
        file.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")

    asyncio.run(ask([row for row in rows if row["id"] not in known], keep))
    return known


async def ask(rows: Sequence[dict[str, Any]], keep: Callable[[str, list[str]], None]) -> None:
    """Ask the embedded model for the people of each sentence."""
    if not rows:
        return
    settings = Settings(attempts=1)
    served = local.serve(weights_file(), settings.context)
    async with Door("local", served.base_url, served.key, settings, lambda _stage: None) as door:
        for row in rows:
            try:
                answer = await door.ask(prompt.step("names", " ".join(row["tokens"])), Names, max_tokens=256)
                keep(row["id"], list(answer.people))
            except AnswerError:
                keep(row["id"], [])


def stands(name: str, text: str) -> bool:
    """Whether a sentence has a name in these words."""
    wanted, words = keys(name), keys(text)
    return any(same(("", name), ("", " ".join(words[n : n + len(wanted)]))) for n in range(len(words))) if wanted else False


def main(data: Path, answers: Path | None) -> None:
    """Print the table."""
    rows = [json.loads(line) for line in (data / "ner.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {row["id"]: " ".join(row["tokens"]) for row in rows}
    rules = {name: once([(e.kind, e.text) for e in entities(text)]) for name, text in texts.items()}
    table("rules", rules, rows)
    by_reading(rules, rows)
    if answers is None:
        return
    said = asked(rows, answers)
    model = {name: once([("person", n) for n in said[name] if stands(n, text)]) for name, text in texts.items()}
    table("model", model, rows)
    both = {
        name: once([*rules[name], *(n for n in people if unlisted(n[1]) and not touches(n[1], rules[name]))])
        for name, people in model.items()
    }
    table("rules + model", both, rows)


def touches(name: str, known: Sequence[Name]) -> bool:
    """Whether a name shares a word with one that is known, of whatever kind."""
    return any(about(("", name), ("", other)) for _, other in known)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or not (Path(sys.argv[1]) / "ner.jsonl").is_file():
        sys.exit("say where ner.jsonl is: python bench/names.py DATA [ANSWERS]")
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else None)
