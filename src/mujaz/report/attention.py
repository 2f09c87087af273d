"""What a reader must look at before anything else: what failed, what was taken out, what is doubtful or a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mujaz.report import wording
from mujaz.result import SETTLED

if TYPE_CHECKING:
    from mujaz.report.sections import Part, Sections
    from mujaz.result import Finding, Result


@dataclass(slots=True)
class Need:
    """One thing to look at.

    Attributes:
        status: Its status.
        label: Where it stands in the summary.
        text: What it says, where it says something.
        lang: Of the text.
        why: What is wrong with it, a sentence each.
        number: Of its item, which is where a link leads; `None` of what was taken out.
    """

    status: str
    label: str
    text: str | None
    lang: str
    why: list[str] = field(default_factory=list)
    number: int | None = None


@dataclass(slots=True)
class Attention:
    """All of it.

    Attributes:
        needs: The worst first.
        drafts: What a small model wrote and no check found anything in.
        unplaced: What is in order, and yet no one place of the article proves it.
    """

    needs: list[Need] = field(default_factory=list)
    drafts: list[Part] = field(default_factory=list)
    unplaced: list[Part] = field(default_factory=list)


def empty_places(result: Result[Any]) -> frozenset[str]:
    """The places of the summary that are empty because what stood there is listed as withheld."""
    empty = {item.path for item in result.items if item.status == "withheld"}
    return frozenset(empty & {taken.path for taken in result.withheld})


def attention(result: Result[Any], sections: Sections) -> Attention:
    """Gather what a reader must look at."""
    found: dict[str, list[Finding]] = {}
    for finding in result.findings:
        found.setdefault(finding.path, []).append(finding)
    all_of_it = Attention()
    places = empty_places(result)
    for part in sections.parts():
        if part.item is None or part.path in places:
            continue  # what was taken out of an empty place is told below, with its words and the reason
        messages = [f.message for f in found.pop(part.path, [])]
        if part.item.status == "draft" and not messages:
            all_of_it.drafts.append(part)
        elif part.item.status not in SETTLED or messages:
            all_of_it.needs.append(_need(part, part.item.status, part.item.why, messages))
        elif part.group is None and part.text is not None:
            all_of_it.unplaced.append(part)
    for path, findings in found.items():
        status = "failed" if any(f.severity == "error" for f in findings) else "doubtful"
        all_of_it.needs.append(Need(status, wording.label(path), None, "", [f.message for f in findings]))
    all_of_it.needs += [Need("withheld", wording.label(w.path), wording.taken_out(w.value), "", [w.why]) for w in result.withheld]
    all_of_it.needs.sort(key=lambda need: list(wording.MEANINGS).index(need.status))
    return all_of_it


def _need(part: Part, status: str, why: str | None, messages: list[str]) -> Need:
    # A draft's own reason is the same for each and stands in the legend; a check's reason is its first message.
    reasons = [] if why is None or why in messages or status == "draft" else [why]
    return Need(status, wording.label(part.path), part.text, part.lang, reasons + messages, part.number)
