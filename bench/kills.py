"""A batch that is killed: `python bench/kills.py [SIZE ...]`. What is lost, what is asked twice, and the memory of runs.

A stub server answers each article with its own amount, so that a result says which article it belongs to. The batch runs as the
command does, is killed (SIGKILL) at random moments, and is then left to end.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
ARTICLES, KILLS, CONCURRENCY = 500, 20, 8
SIZES = tuple(map(int, sys.argv[1:])) or (500, 5_000, 50_000)
SEED = 7  # of the moments of the kills
say = sys.stdout.write


def written(folder: Path, count: int) -> Path:
    """A file of so many articles, each with an amount of its own."""
    lines = [
        json.dumps({"text": f"قال الوزير سعيد أمزازي إن كلفة المشروع رقم {n} بلغت {n} مليون درهم."}) for n in range(2, count + 2)
    ]
    path = folder / f"{count}.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def answer(request: dict[str, Any]) -> Any:  # noqa: ANN401  (a stub's reply)
    """The right answer for the article of a request."""
    from stub import Reply  # noqa: PLC0415

    said = re.findall(r"\d+ مليون درهم", request["messages"][-1]["content"])[-1]
    money = {"text": said, "value": int(said.split()[0]) * 10**6, "unit": "MAD"}
    return Reply(json.dumps({"minister": "سعيد أمزازي", "cost": money}, ensure_ascii=False), delay=0.05)


def command(articles: Path, out: Path, url: str) -> list[str]:
    """The batch, as a user starts it."""
    start = [
        str(Path(sys.executable).parent / "mujaz"),
        "batch",
        str(articles),
        "--out",
        str(out),
        "--concurrency",
        str(CONCURRENCY),
    ]
    return [*start, "--schema", "minister: words, cost: money", "--country", "MA", "--model", "m", "--base-url", url, "-q"]


def asked_for(requests: list[dict[str, Any]]) -> Counter[str]:
    """How often each article was asked."""
    return Counter(re.findall(r"\d+ مليون درهم", r["messages"][-1]["content"])[-1] for r in requests)


def killed(folder: Path) -> None:
    """Kill a run at random moments, end it, and count."""
    from stub import Stub  # noqa: PLC0415

    articles, out, moments = written(folder, ARTICLES), folder / "killed.jsonl", random.Random(SEED)  # noqa: S311  (moments, no secrets)
    with Stub(answer) as stub:
        for _ in range(KILLS):
            before, more = len(stub.requests), moments.randint(1, ARTICLES // KILLS)
            with subprocess.Popen(command(articles, out, stub.url)) as child:  # noqa: S603  (our own command)
                while len(stub.requests) < before + more and child.poll() is None:
                    time.sleep(0.002)
                time.sleep(moments.random() * 0.05)
                child.send_signal(signal.SIGKILL)
        subprocess.run(command(articles, out, stub.url), check=True)  # noqa: S603  (the same)
        often = asked_for(stub.requests)
    lines = out.read_text(encoding="utf-8").split("\n")[:-1]
    values = Counter(json.loads(line)["result"]["summary"]["cost"]["value"] for line in lines)
    most = max(values.values())
    say(f"killed {KILLS} times: {len(lines)} whole lines, {len(values)} of {ARTICLES} articles, {most} line an article\n")
    again = sum(often.values()) - ARTICLES
    say(f"  asked again: {again} in all, {again / KILLS:.1f} a kill (at most {CONCURRENCY} are asked at a time)\n")


def memory(folder: Path) -> None:
    """The most memory that runs of some sizes take."""
    from stub import Stub  # noqa: PLC0415

    for count in SIZES:
        articles = written(folder, count)
        with Stub(answer) as stub:
            began = time.perf_counter()
            child = subprocess.Popen(command(articles, folder / f"{count}.out.jsonl", stub.url))  # noqa: S603  (the same)
            _, status, usage = os.wait4(child.pid, 0)
            took = time.perf_counter() - began
        cpu = 1000 * (usage.ru_utime + usage.ru_stime) / count
        size = usage.ru_maxrss / 1024  # Linux counts in kB
        say(f"{count} articles: {size:.0f} MB, {took:.1f} s, {cpu:.1f} ms CPU an article, exit code {status >> 8}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        killed(Path(made))
        memory(Path(made))
