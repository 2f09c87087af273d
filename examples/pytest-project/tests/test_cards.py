"""The cards, from recorded answers: no network, no model."""

import asyncio
from pathlib import Path

import pytest

import mujaz
from citydesk import acard, card
from citydesk.cards import Card

ARTICLES = Path(__file__).parent / "articles"
CARDS = {
    "library": Card("New municipal library, Tetouan", ["Opened on 2025-04-12", "Cost 6,500,000 MAD", "180 seats"], to_read=False),
    "theatre": Card("Oasis Theatre, Oujda", ["Opened on 2025-05-09", "Cost 11,000,000 MAD", "420 seats"], to_read=False),
}


@pytest.mark.mujaz_recording
@pytest.mark.parametrize("name", CARDS)
def test_card(name: str) -> None:
    """An article becomes its card."""
    assert card(ARTICLES / f"{name}.txt") == CARDS[name]


@pytest.mark.mujaz_recording
def test_card_of_asynchronous_code() -> None:
    """Asynchronous code gets the same card."""
    assert asyncio.run(acard(ARTICLES / "library.txt")) == CARDS["library"]


def test_an_article_that_is_not_there_is_told() -> None:
    """What needs no answer of a model needs no recording."""
    with pytest.raises(mujaz.InputError):
        card(ARTICLES / "none.txt")
