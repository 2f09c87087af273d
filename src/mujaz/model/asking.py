"""One article asked about, the way that fits the model, the schema and the length; checked, and repaired where that can help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, cast

from mujaz.model import steps, whole, windows
from mujaz.result import S, Withheld
from mujaz.schema import NewsSummary
from mujaz.trust.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mujaz.model.call import Door
    from mujaz.result import Finding
    from mujaz.settings import Endpoint, Settings
    from mujaz.text.segment import Sentence
    from mujaz.trust.verify import Proof


@dataclass(frozen=True)
class Asking(Generic[S]):
    """What is asked, whom, and how.

    Attributes:
        door: The model.
        proof: The article.
        settings: How many sentences, how many tokens, whose prompt.
        schema: What the model fills in.
        where: Which model it is, and whether it is asked in steps.
        long: Whether the article is too long for one question.
        tell: Is told which stage begins.
    """

    door: Door
    proof: Proof
    settings: Settings
    schema: type[S]
    where: Endpoint
    long: bool
    tell: Callable[[str], None]


async def answer(asking: Asking[S]) -> whole.Repaired[S]:
    """Ask, check, and repair what a strong model can repair.

    Raises:
        ModelError: No usable answer came; its kinds say more.
        RecordingError: A replay has no answer to what is asked.
    """
    summary, shown, withheld = await _asked(asking)
    asking.tell("checking")
    verdict = verify(summary, asking.proof)
    if asking.where.small:  # asking a small model again with the error was measured: no gain
        done = whole.Repaired(summary, verdict, withheld=withheld)
        return _without_wrong_english(done, asking.proof) if asking.where.way == "steps" else done
    if not (wrong := whole.questionable(verdict)):
        return whole.Repaired(summary, verdict, withheld=withheld)
    most = windows.room(asking.settings.context, asking.settings.max_tokens) // 2 if asking.long else None
    asking.tell(f"asking again for {len({f.path for f in wrong})} of its values")
    question = _question(asking, wrong, shown, most)
    done = await whole.repair(asking.door, asking.proof, asking.settings, question, summary, verdict, most)
    done.withheld += withheld
    if done.error:
        asking.tell(f"asking again failed: {done.error}")
    return done


def _without_wrong_english(done: whole.Repaired[S], proof: Proof) -> whole.Repaired[S]:
    """A draft that is certainly wrong is not shown: the Arabic stays, and why its English is missing is listed."""
    english = {leaf.path for leaf in done.verdict.leaves if leaf.holds == "english"}
    wrong = {f.path: f.message for f in done.verdict.errors if f.path in english}
    if wrong:
        whole.take_out(done, wrong, proof)
    return done


def _question(asking: Asking[S], wrong: Sequence[Finding], shown: Sequence[Sentence], most: int | None) -> list[whole.Message]:
    """What a repair goes on from: the question; of a long article one with the sentences that matter for what is wrong."""
    if most is None:
        return whole.messages(asking.proof, asking.settings, asking.schema)
    sentences = windows.again(asking.proof, wrong, shown, most)
    if asking.schema is NewsSummary and not asking.settings.prompt:
        return windows.brief(asking.proof, asking.settings, sentences)
    return whole.messages(asking.proof, asking.settings, asking.schema, sentences)


async def _asked(asking: Asking[S]) -> tuple[S, Sequence[Sentence], list[Withheld]]:
    """The first answer, the sentences of a long article that were read last for it, and what is missing."""
    door, proof, settings, tell = asking.door, asking.proof, asking.settings, asking.tell
    most = windows.room(settings.context, settings.max_tokens)
    if asking.where.way == "steps":
        small, withheld = await steps.ask(door, proof, settings, tell)
        return cast("S", small), [], withheld
    if not asking.long:
        tell(f"asking {door.model}")
        return await door.ask(whole.messages(proof, settings, asking.schema), asking.schema), [], []
    if asking.schema is NewsSummary and not settings.prompt:
        told = await windows.ask(door, proof, settings, most, tell)
        return cast("S", told.summary), told.shown, told.withheld
    return await windows.ask_fields(door, proof, settings, asking.schema, most, tell)
