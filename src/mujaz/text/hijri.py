"""Hijri dates turned into Gregorian ones by hijridate (the Umm al-Qura calendar of Saudi Arabia, 1343 to 1500 AH)."""

from __future__ import annotations

from datetime import date, timedelta

from hijridate import Gregorian, Hijri

FIRST_YEAR, LAST_YEAR = 1343, 1500
"""What hijridate's table covers: 1343 AH (1924) to 1500 AH (2077)."""

MONTHS = 12

NO_YEAR, THIS_YEAR = "no year", "year of publication"
"""How the note ends of a Hijri month or day to which the text gives no year."""


def to_edtf(year: int | None, month: int | None, day: int | None) -> tuple[str, str]:
    """The Gregorian EDTF string of a Hijri date, and the note that keeps the original.

    A day is a day; a month or a year, which no Gregorian month or year equals, is the interval first day/last day.
    What has no year, or lies outside the table, is `XXXX` with as many parts as it had.
    """
    original = "Hijri " + _iso(year, month, day)
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        unknown = "XXXX" + ("-XX" if month else "") + ("-XX" if day else "")
        reason = NO_YEAR if year is None else f"outside {FIRST_YEAR}-{LAST_YEAR} AH"
        return unknown, f"{original}, {reason}"
    start = _gregorian(year, month or 1, day or 1)
    if day:
        return start.isoformat(), original
    after = (year, month + 1) if month and month < MONTHS else (year + 1, 1)
    end = _gregorian(*after, 1) - timedelta(days=1) if after[0] <= LAST_YEAR else _gregorian(year, MONTHS, 29)
    return f"{start.isoformat()}/{end.isoformat()}", original


def _gregorian(year: int, month: int, day: int) -> date:
    """A day 30 of a month that has 29 in the table is the day after its 29th: sightings differ by country."""
    if day == Hijri(year, month, 1).month_length() + 1:
        return _plain(Hijri(year, month, day - 1)) + timedelta(days=1)
    return _plain(Hijri(year, month, day))


def _plain(hijri: Hijri) -> date:
    found = hijri.to_gregorian()
    return date(found.year, found.month, found.day)


def year_of(published: date) -> int | None:
    """The Hijri year of a Gregorian day, or None outside the table."""
    try:
        return int(Gregorian(published.year, published.month, published.day).to_hijri().year)
    except (OverflowError, ValueError):
        return None


def _iso(year: int | None, month: int | None, day: int | None) -> str:
    parts = ["XXXX" if year is None else f"{year:04d}"]
    if month:
        parts.append(f"{month:02d}")
    if day:
        parts.append(f"{day:02d}")
    return "-".join(parts)
