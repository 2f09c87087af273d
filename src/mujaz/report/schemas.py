"""The JSON Schemas of the public models, as the files of schemas/ hold them: `python -m mujaz.report.schemas FOLDER`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from mujaz.result import CheckReport, Result
from mujaz.schema import BilingualSummary, NewsSummary

EXAMPLES = ("court_ruling.py", "tender_notice.json")
"""The files of schemas/ that are written by hand: schemas from other fields than news, to begin from."""


def schemas() -> dict[str, str]:
    """The text of each file of schemas/, by its name: what a model fills in, what a run gives, what a check takes and gives."""
    made = {
        "news_summary.json": NewsSummary.model_json_schema(mode="validation"),
        "check_report.json": CheckReport.model_json_schema(mode="serialization"),
        "bilingual_summary.json": BilingualSummary.model_json_schema(mode="validation"),
        "result.json": Result[NewsSummary].model_json_schema(mode="serialization"),
    }
    return {name: json.dumps(schema, ensure_ascii=False, indent=1) + "\n" for name, schema in made.items()}


def main() -> None:
    """Write the files into the folder named on the command line."""
    for name, text in schemas().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
