"""Records every cassette anew: `python tests/record.py` (or `make record`).

The embedded model runs for real. The answers in tests/answers/ were written by hand: a stub serves them under the model
name `reference`, and their cassettes say so in their header.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stub import Reply, Stub

import mujaz

if TYPE_CHECKING:
    from pydantic import BaseModel

ROOT = Path(__file__).parent.parent
CASSETTES = ROOT / "cassettes"
EXAMPLE = ROOT / "examples/pytest-project"
EMBEDDED: dict[str, tuple[str, dict[str, Any]]] = {
    "seed": ("examples/seed_agadir.txt", {"country": "MA"}),
    "hiv": ("tests/articles/ntrex_hiv.txt", {}),
    "lebron": ("tests/articles/ntrex_lebron.txt", {}),
    "catalonia": ("tests/articles/ntrex_catalonia.txt", {}),
    "vietnam": ("tests/articles/easc_vietnam.txt", {}),
    "jordan": ("tests/articles/easc_jordan.txt", {}),
}


def replies_of(answers: dict[str, Any]) -> list[Reply]:
    """The stub's replies of a file in tests/answers/; a `content` that is no text is sent as JSON."""
    return [
        Reply(
            **{
                **r,
                "content": r["content"]
                if isinstance(r.get("content"), str | None)
                else json.dumps(r["content"], ensure_ascii=False),
            }
        )
        if "content" in r
        else Reply(**r)
        for r in answers["replies"]
    ]


def schema_asked(answers: dict[str, Any]) -> type[BaseModel]:
    """The schema that a file in tests/answers/ names, from the top of the repository; the news summary where it names none."""
    with contextlib.chdir(ROOT):
        return mujaz.schema_of(answers.get("schema", mujaz.NewsSummary))


def record_reference(path: Path) -> None:
    """Record one file of tests/answers/."""
    answers = json.loads(path.read_text(encoding="utf-8"))
    cassette = _fresh(f"{path.stem}.reference")
    sys.stdout.write(f"{cassette.stem}: serving the hand-written answer\n")
    # A refusal is what one of the recordings is there to show.
    with Stub(replies_of(answers)) as stub, mujaz.recording(cassette, "record"), contextlib.suppress(mujaz.RefusalError):
        schema = schema_asked(answers)
        mujaz.summarize(ROOT / answers["article"], schema=schema, model="reference", base_url=stub.url, **answers["options"])


def citydesk_reply(request: dict[str, Any]) -> Reply:
    """The hand-written answer for an article of examples/pytest-project."""
    asked = json.dumps(request["messages"], ensure_ascii=False)
    for path in sorted((EXAMPLE / "tests/articles").glob("*.txt")):
        if path.read_text(encoding="utf-8").partition("\n")[0] in asked:
            answer = ROOT / "tests/answers/citydesk" / f"{path.stem}.json"
            return Reply(json.dumps(json.loads(answer.read_text(encoding="utf-8")), ensure_ascii=False))
    return Reply("no answer was written for this article", status=404)


def record_example() -> None:
    """Record the example of a project with pytest, as its users would."""
    sys.stdout.write("examples/pytest-project: serving the hand-written answers\n")
    with Stub(citydesk_reply) as stub:
        environment = os.environ | {"MUJAZ_MODEL": "reference", "MUJAZ_BASE_URL": stub.url}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--mujaz-record=all"]
        subprocess.run(command, cwd=EXAMPLE, env=environment, check=True)  # noqa: S603  (our own command)


def record_embedded(name: str) -> None:
    """Record the embedded model on one article."""
    article, options = EMBEDDED[name]
    with mujaz.recording(_fresh(f"{name}.embedded"), "record"):
        mujaz.summarize(ROOT / article, model="local", **options)


def _fresh(name: str) -> Path:
    path = CASSETTES / f"{name}.yaml"
    path.unlink(missing_ok=True)
    return path


def main() -> None:
    """Record all, or those whose names are given (`seed.embedded`, `hiv.reference`, `example`)."""
    for variable in [v for v in os.environ if v.startswith("MUJAZ_")]:
        del os.environ[variable]
    wanted = set(sys.argv[1:])
    by_hand = {f"{path.stem}.reference" for path in (ROOT / "tests/answers").glob("*.json")}
    known = by_hand | {f"{name}.embedded" for name in EMBEDDED}
    if unknown := wanted - known - {"example"}:
        sys.exit(f"no such recording: {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))} and example")
    for path in sorted((ROOT / "tests/answers").glob("*.json")):
        if not wanted or f"{path.stem}.reference" in wanted:
            record_reference(path)
    if not wanted or "example" in wanted:
        record_example()
    for name in EMBEDDED:
        if not wanted or f"{name}.embedded" in wanted:
            sys.stdout.write(f"{name}.embedded: asking the embedded model\n")
            sys.stdout.flush()
            record_embedded(name)


if __name__ == "__main__":
    main()
