"""What the checks find in right pairs: `python bench/alarms.py PAIRS [OUT]`.

PAIRS has a translation by people a line, `{"ar": ..., "en": ...}`: NTREX-128 (newstest2019-src.eng.txt and
newstest2019-ref.arb.txt) and TICO-19 (all.en-ar.tmx) give 5,068. Prints the share of pairs with an error and with a warning, and
how many findings of each check; with OUT, each finding with its pair, to be read: some are the translators' errors.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import mujaz

say = sys.stdout.write


def main(pairs: Path, out: Path | None) -> None:
    """Print the shares."""
    rows = [json.loads(line) for line in pairs.read_text(encoding="utf-8").splitlines()]
    with_any: Counter[str] = Counter()
    checks: Counter[tuple[str, str]] = Counter()
    told = []
    for row in rows:
        found = mujaz.check_pair(ar=row["ar"], en=row["en"], source=row["ar"])
        with_any.update({finding.severity for finding in found})
        checks.update((finding.severity, finding.check) for finding in found)
        told += [finding.model_dump(mode="json") | {"ar": row["ar"], "en": row["en"]} for finding in found]
    say(f"{len(rows)} pairs\n")
    for severity in ("error", "warning"):
        by_check = ", ".join(f"{check} {n}" for (of, check), n in sorted(checks.items()) if of == severity)
        say(f"  with any {severity}: {with_any[severity] / len(rows):.3f}  ({by_check})\n")
    if out:
        out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or not Path(sys.argv[1]).is_file():
        sys.exit("say where the pairs are: python bench/alarms.py PAIRS [OUT]")
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else None)
