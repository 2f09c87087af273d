"""Which tests have a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

MARKER = "mujaz_recording"
"""Name of the marker and of the fixture."""


def wants(item: pytest.Item) -> bool:
    """True for a test that has the marker or takes the fixture."""
    return MARKER in getattr(item, "fixturenames", ()) or item.get_closest_marker(MARKER) is not None
