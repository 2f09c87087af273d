"""A court ruling: `mujaz summarize ARTICLE --schema schemas.court_ruling:CourtRuling`."""

from typing import Literal

from pydantic import BaseModel

from mujaz import Bilingual, EventDate, Grounded, Money, SummarySentence, Words


class Defendant(BaseModel):
    """One of the accused, and what the court decided of him or her."""

    name: Bilingual
    verdict: Grounded[Literal["guilty", "acquitted"]]
    prison_years: Grounded[int] | None
    fine: Money | None


class CourtRuling(BaseModel):
    """The ruling of a court, as a news report tells it."""

    court: Bilingual
    judge: Bilingual | None
    ruled_on: EventDate
    charges: list[Words]
    defendants: list[Defendant]
    damages: Money | None
    appeal_possible: Grounded[bool] | None
    summary: list[SummarySentence]
