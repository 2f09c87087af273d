"""What a model fills in, and the building blocks it is made of.

The models are small on purpose: every token is paid for. A summary sentence is a pair (Arabic, English) citing the
numbers of the article's sentences it rests on; every other field carries the article's own words, which the program
finds and checks. Three markers say what a text field holds, and the program reads nothing else to know what to check:

    Words    the article's own words, to be found in it        Arabic   Arabic prose        English   English prose
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, field_validator

SCHEMA_VERSION: Literal["1"] = "1"
"""Version of the shape of `NewsSummary` and `Result`; it changes when a reader of the old shape would break."""


@dataclass(frozen=True)
class Holds:
    """Marks what a text field holds: `words` (of the article), `arabic` prose or `english` prose.

    `optional` English may be absent because there is nothing to say; other English is absent only when withheld.
    """

    what: Literal["words", "arabic", "english"]
    optional: bool = False


# Bounds keep a looping model from spending a context window on one field: measured on the corpus, the longest
# sentence has 1,100 characters and the longest name 90; both bounds leave half as much again.
_PROSE = StringConstraints(min_length=1, max_length=1600, strip_whitespace=True)
_SHORT = StringConstraints(min_length=1, max_length=160, strip_whitespace=True)

Words = Annotated[str, _SHORT, Holds("words")]
"""The article's own words, letter by letter as it prints them."""
Printed = Annotated[str, _PROSE, Holds("words")]
"""Like `Words`, as long as a quoted passage."""
Arabic = Annotated[str, _PROSE, Holds("arabic")]
"""Arabic prose."""
# The model is asked for a string; `None` is the program's own mark that a text was withheld.
English = Annotated[
    Annotated[str, _PROSE] | None,
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 1600}, mode="validation"),
    Holds("english"),
]
"""English prose; `None` when it was withheld because it could not be proven."""
EnglishNote = Annotated[Annotated[str, _PROSE] | None, Holds("english", optional=True)]
"""English prose that may be left out."""

Topic = Literal[
    "arts, culture, entertainment and media",
    "conflict, war and peace",
    "crime, law and justice",
    "disaster, accident and emergency incident",
    "economy, business and finance",
    "education",
    "environment",
    "health",
    "human interest",
    "labour",
    "lifestyle and leisure",
    "politics and government",
    "religion",
    "science and technology",
    "society",
    "sport",
    "weather",
]
"""The 17 top-level IPTC Media Topics (https://cv.iptc.org/newscodes/mediatopic/), by their English names."""

# EDTF (ISO 8601-2) as far as news needs it: a year (a minus before it: BC), a decade (199X), a century (19XX), a season or
# quarter (21-24, 33-36), a month, a day; the year may be unknown (XXXX).
EDTF = r"^-?([0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)(-(2[1-4]|3[3-6]|(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?))?$"

T = TypeVar("T")


def _of_the_calendar(value: str) -> str:
    """A full date must be one of the calendar's (no 30 February); 2000 stands in for an unknown year, being a leap year."""
    if len(value) == len("2024-10-03"):
        date.fromisoformat(value.replace("XXXX", "2000"))
    return value


class Block(BaseModel):
    """Base of the building blocks: unknown keys are an error, so that a misspelt field is told and not lost."""

    model_config = ConfigDict(extra="forbid")


class Pair(Block):
    """The same thing said in both languages."""

    ar: Arabic
    en: English


class SummarySentence(Pair):
    """One sentence of the summary, in both languages, and the numbers of the article's sentences it rests on."""

    sources: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)]


class BilingualSummary(Block):
    """A summary that came from elsewhere: sentences in both languages, citing the article's sentences or resting on all of it."""

    headline: Pair | None = None
    summary: Annotated[list[SummarySentence | Pair], Field(min_length=1)]


class Person(Block):
    """A person of the article: name as written, one English spelling, and the role as the article words it."""

    ar: Words
    en: English
    role: Words | None


OrganizationKind = Literal[
    "government", "court", "security", "company", "media", "party", "ngo", "education", "sport", "international", "other"
]
"""What kind of organization it is; coarse, so that two readers would say the same."""


class Organization(Block):
    """An organization of the article."""

    ar: Words
    en: English
    kind: (
        Literal[
            "government",
            "court",
            "security",
            "company",
            "media",
            "party",
            "ngo",
            "education",
            "sport",
            "international",
            "other",
        ]
        | None
    )


class Place(Block):
    """A place of the article, with the ISO 3166-1 alpha-2 code of its country where that is known."""

    ar: Words
    en: English
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None


class DateMention(Block):
    """A date of the article.

    `value` is the Gregorian date as EDTF (ISO 8601-2): `2024-10-03`, `2024-10`, `2024`, `XXXX-10-03`, `199X`, `2024-34` (the
    second quarter). `calendar` names the calendar the article wrote it in, and `of` says in English what happened then.
    """

    text: Words
    value: Annotated[str, StringConstraints(pattern=EDTF)]
    calendar: Literal["gregorian", "hijri"]
    of: EnglishNote

    _exists = field_validator("value")(_of_the_calendar)


class Amount(Block):
    """A number that matters: `value` 1000000 and `unit` MAD for «مليون درهم».

    `unit` is an ISO 4217 code, `percent`, the thing counted as the article writes it, or `None` when it cannot be known
    (a currency whose country is not known).
    """

    text: Words
    value: Decimal
    unit: Annotated[str, _SHORT] | None


class Quote(Block):
    """Words somebody said, as the article prints them, and who said them."""

    speaker: Words | None
    ar: Printed
    en: English


class Event(Block):
    """Something that happened: the article's own words for it, and who, where and when in its words too."""

    ar: Printed
    en: English
    who: Words | None
    where: Words | None
    when: Words | None


# The blocks below are for schemas of your own; `NewsSummary` has none of them.


class Grounded(Block, Generic[T]):
    """A value of any type with the article's own words that say it: `Grounded[int]`, `Grounded[Literal["guilty", "acquitted"]]`.

    The words must be in the article. A number or a date must be what the words mean; English must say the same as they do.
    Of a choice and of yes or no the words are proven and the reading of them is the model's.
    """

    text: Words
    value: T


class Bilingual(Block):
    """The article's own words for something, and the same in English."""

    ar: Printed
    en: English


class Money(Block):
    """An amount of money: `value` 1000000 and `unit` MAD for «مليون درهم»; `None` where nothing says whose dirham it is."""

    text: Words
    value: Decimal
    unit: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None


class Percent(Amount):
    """A percentage: `value` 40 for «40 في المائة»."""

    unit: Literal["percent"]


class EventDate(Block):
    """The day something happened: `value` is the Gregorian date as EDTF, `calendar` the one that the article wrote it in."""

    text: Words
    value: Annotated[str, StringConstraints(pattern=EDTF)]
    calendar: Literal["gregorian", "hijri"]

    _exists = field_validator("value")(_of_the_calendar)


class NewsSummary(Block):
    """A bilingual summary of one news article with its typed fields. A list is empty when the article has no such thing."""

    headline: Pair | None
    summary: Annotated[list[SummarySentence], Field(min_length=1)]
    topic: Topic
    people: list[Person]
    organizations: list[Organization]
    places: list[Place]
    dates: list[DateMention]
    amounts: list[Amount]
    quotes: list[Quote]
    events: list[Event]
