"""Cards of what opens in a city, made from Arabic news."""

from citydesk.cards import Opening, acard, card

__all__ = ["Opening", "acard", "card"]
