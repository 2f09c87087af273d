"""ROUGE and chrF beside the packages that others use: `python bench/overlap_oracle.py`.

Both drag in some 90 MB that nobody needs to summarize (numpy, NLTK, lxml), so they are no dependency, not even of the tests. Run
it with the Python of a venv that has nothing but `pip install rouge-score==0.1.2 sacrebleu==2.6.0`: it prints the numbers that
`THEIRS` of tests/test_evaluate_overlap.py holds, and how many of 6,000 random texts score otherwise here.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from mujaz.evaluate import overlap

PAIRS = (
    ("the cat sat on the mat", "the cat was on the mat"),
    ("police killed the gunman", "police kill the gunman"),
    ("the gunman kill police", "police killed the gunman"),
    ("the the the", "the cat the dog"),
    ("one two six seven eight\none three eight nine five", "one two three four five"),
    ("the mayor spoke\nit rained all day", "it rained all day\nthe mayor spoke"),
    ("a b c d e f g", "x y z"),
    (
        "Mayor opens a bridge. It cost 3 million.\nTraffic begins Monday.",
        "A bridge opened by mayor.\nTraffic starts on Monday.",
    ),
)
ROUNDS = 3000
_ALMOST = 1e-12  # sums in another order


def ours(said: str, reference: str) -> dict[str, float]:
    """The scores by mujaz."""
    one, other = ([overlap.tokens(line) for line in text.split("\n")] for text in (said, reference))
    flat, meant = ([word for line in lines for word in line] for lines in (one, other))
    return {
        "rouge1": overlap.rouge_n(flat, meant, 1).f1,
        "rouge2": overlap.rouge_n(flat, meant, 2).f1,
        "rougeL": overlap.rouge_l(flat, meant).f1,
        "rougeLsum": overlap.rouge_lsum(one, other).f1,
        "chrf": overlap.chrf(said, reference),
    }


def theirs(said: str, reference: str, scorer: Any, chrf: Any) -> dict[str, float]:  # noqa: ANN401  (classes of packages that are no dependency)
    """The scores by the packages."""
    scores = scorer.score(reference, said)
    found = {name: scores[name].fmeasure for name in ("rouge1", "rouge2", "rougeL", "rougeLsum")}
    return {**found, "chrf": chrf.sentence_score(said, [reference]).score / 100}


def text(chance: random.Random, words: str) -> str:
    """A random text of up to four lines."""
    return "\n".join(" ".join(chance.choices(words.split(), k=chance.randrange(1, 12))) for _ in range(chance.randrange(1, 5)))


def main() -> None:
    """Print the expected numbers, then how many of the random texts differ."""
    from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-not-found]  # noqa: PLC0415  (a venv of its own has it)
    from rouge_score.tokenizers import Tokenizer  # type: ignore[import-not-found]  # noqa: PLC0415
    from sacrebleu.metrics import CHRF  # type: ignore[import-not-found]  # noqa: PLC0415

    class Folded(Tokenizer):  # type: ignore[misc]  # theirs drops every letter that is not ASCII
        def tokenize(self, text: str) -> list[str]:
            """Words as mujaz folds them."""
            return overlap.tokens(text)

    names = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
    plain, folded, chrf = RougeScorer(names), RougeScorer(names, tokenizer=Folded()), CHRF()
    for pair in PAIRS:
        sys.stdout.write(json.dumps([*pair, theirs(*pair, plain, chrf)]) + "\n")
    chance = random.Random(7)  # noqa: S311  (test data)
    for name, scorer, words in (
        ("ASCII", plain, "a b c d e the of Cat dog 12 7 house river said minister"),
        ("Arabic", folded, "قال الوزير أحمد إن كلفة المشروع بلغت مليون درهم في المدينة، ١٢ ٣٫٥ الى على مدرسة مدرسه"),
    ):
        wrong = 0
        for _ in range(ROUNDS):
            pair = (text(chance, words), text(chance, words))
            expected = theirs(*pair, scorer, chrf)
            wrong += any(abs(value - expected[key]) > _ALMOST for key, value in ours(*pair).items())
        sys.stdout.write(f"{name}: {wrong} of {ROUNDS} random pairs differ\n")


if __name__ == "__main__":
    main()
