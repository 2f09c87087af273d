"""One article asked about, the way that fits the model, the schema and the length; checked, and repaired where that can help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, cast

from mujaz.model import steps, whole, windows
from mujaz.result import S, Withheld
from mujaz.schema import NewsSummary
from mujaz.trust.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from mujaz.model.call import Door
    from mujaz.settings import Endpoint, Settings
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
    summary, question, withheld = await _asked(asking)
    asking.tell("checking")
    verdict = verify(summary, asking.proof)
    if asking.where.small:  # asking a small model again with the error was measured: no gain
        return whole.Repaired(summary, verdict, withheld=withheld)
    if wrong := whole.questionable(verdict):
        asking.tell(f"asking again for {len({f.path for f in wrong})} of its values")
    done = await whole.repair(asking.door, asking.proof, asking.settings, question, summary, verdict)
    done.withheld += withheld
    if done.error:
        asking.tell(f"asking again failed: {done.error}")
    return done


async def _asked(asking: Asking[S]) -> tuple[S, list[whole.Message], list[Withheld]]:
    """The first answer, the question that a repair goes on from, and what is missing."""
    door, proof, settings, tell = asking.door, asking.proof, asking.settings, asking.tell
    most = windows.room(settings.context, settings.max_tokens)
    if asking.where.way == "steps":
        small, withheld = await steps.ask(door, proof, settings, most, tell)
        return cast("S", small), [], withheld
    if not asking.long:
        tell(f"asking {door.model}")
        question = whole.messages(proof, settings, asking.schema)
        return await door.ask(question, asking.schema), question, []
    if asking.schema is NewsSummary and not settings.prompt:
        told = await windows.ask(door, proof, settings, most, tell)
        return cast("S", told.summary), told.question, told.withheld
    return await windows.ask_fields(door, proof, settings, asking.schema, most, tell)
