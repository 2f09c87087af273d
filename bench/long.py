"""Long articles on a stub server: `python bench/long.py DATA`. What a run costs by length, and what merging does.

A text of so many words is made of real articles (EASC, AraNews and ahdath.info, as DATA holds them), one after the other. The
stub answers with names, dates and amounts that it finds in the sentences it is shown: the figures say what the program costs and
keeps, not how well a model reads.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
SIZES = (1_000, 5_000, 20_000, 100_000)
CONTEXT = 16_384  # tokens: what a small server of one's own is given
say = sys.stdout.write


def text_of(data: Path, words: int) -> str:
    """A text of about so many words; when all articles are through, they come again with their sentences numbered anew."""
    lines = [
        line
        for name in ("articles_noref_morocco.jsonl", "articles.jsonl")
        for record in (data / name).read_text(encoding="utf-8").splitlines()
        for line in json.loads(record)["text"].split("\n")
        if line.strip()
    ]
    out: list[str] = []
    count = turn = 0
    while count < words:
        for line in lines:
            out.append(line if not turn else f"{line} ({turn})")
            count += len(line.split())
            if count >= words:
                break
        turn += 1
    return "\n".join(out)


NAMES = re.compile(r"(?:السيد|الدكتور|الرئيس|الملك|وزير|الوزير|المدير) ((?:[\u0621-\u064a]{3,} )[\u0621-\u064a]{3,})")


def reading(request: dict[str, Any]) -> Any:  # noqa: ANN401  (a stub's reply)
    """What a model would find in the sentences of one question."""
    from stub import Reply  # noqa: PLC0415

    from mujaz import read_values  # noqa: PLC0415

    asked = request["messages"][-1]["content"]
    shown = [(int(n), text) for n, text in re.findall(r"^\[(\d+)\] (.*)$", asked, re.MULTILINE)]
    fields = request["response_format"]["json_schema"]["schema"]["properties"]
    usage = (sum(len(m["content"]) for m in request["messages"]) * 10 // 26, 0)  # Qwen's 2.6 characters to a token
    if "fixes" in fields:  # the stub's English says too little, and it mends nothing
        return Reply('{"fixes": []}', usage=usage)
    answer: dict[str, Any] = {"key_sentences": [n for n, _ in shown[:4]]}
    if "summary" in fields:
        pairs = [{"ar": text[:1500], "en": "A sentence.", "sources": [n]} for n, text in shown[:4]]
        answer = {"headline": None, "summary": pairs, "topic": "society"}
    if "people" in fields:
        values = [(v, text[v.start : v.end]) for _, text in shown for v in read_values(text, language="ar", country="MA")]
        answer |= {name: [] for name in ("organizations", "places", "dates", "quotes", "events")}
        answer["people"] = [{"ar": name, "en": "Somebody", "role": None} for _, text in shown for name in NAMES.findall(text)]
        answer["amounts"] = [{"text": said, "value": str(v.value), "unit": v.unit} for v, said in values if v.kind == "money"]
    content = json.dumps(answer, ensure_ascii=False)
    return Reply(content, usage=(usage[0], len(content) * 10 // 26))


def one(data: Path, words: int) -> None:
    """Run one size and print its row; in a process of its own, so that memory is its own."""
    from stub import Stub  # noqa: PLC0415

    import mujaz  # noqa: PLC0415

    text = text_of(data, words)
    with Stub(reading) as stub:
        began, cpu = time.perf_counter(), time.process_time()
        result = mujaz.summarize(text, model="reference", base_url=stub.url, context=CONTEXT, country="MA")
        took, spent = time.perf_counter() - began, time.process_time() - cpu
        found = sum(len(json.loads(reading(r).content).get("people", [])) for r in stub.requests)
    bad = [
        i
        for i in result.items
        for s in i.spans
        if i.path.endswith((".ar", ".text")) and i.path.startswith(("people", "amounts")) and s.grade == "exact"
        and result.article.text[s.start : s.end] != _value(result.summary, i.path)
    ]  # fmt: skip
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    run = result.run
    say(
        f"{words:7d} words: {run.calls:3d} calls, {run.prompt_tokens:7d} + {run.completion_tokens:6d} tokens, "
        f"{memory:4.0f} MB peak, {took:5.1f} s wall, {spent:5.1f} s CPU; people {found} -> {len(result.summary.people)}, amounts "
        f"{len(result.summary.amounts)}, spans that do not slice to their words: {len(bad)}\n"
    )


def _value(summary: Any, path: str) -> str:  # noqa: ANN401  (a summary)
    block, number, name = re.fullmatch(r"(\w+)\[(\d+)\]\.(\w+)", path).groups()  # type: ignore[union-attr]
    return str(getattr(getattr(summary, block)[int(number)], name))


def main() -> None:
    """A row a size."""
    if len(sys.argv) > 2:
        one(Path(sys.argv[1]), int(sys.argv[2]))
        return
    for words in SIZES:
        subprocess.run([sys.executable, __file__, sys.argv[1], str(words)], check=True)  # noqa: S603  (this very file)


if __name__ == "__main__":
    main()
