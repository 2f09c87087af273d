"""The public face."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import mujaz

MODULES = [m.name for m in pkgutil.walk_packages(mujaz.__path__, "mujaz.")]


@pytest.mark.parametrize("name", mujaz.__all__)
def test_public_names(name: str) -> None:
    """Every public name is there and documented."""
    thing = getattr(mujaz, name)
    assert (thing.__doc__ or "").strip()


def test_the_list_is_the_table() -> None:
    """`__all__`, `dir()` and the table of homes name the same things, and nothing else is offered."""
    assert sorted(mujaz.__all__) == dir(mujaz) == sorted(mujaz._MODULE)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = mujaz.nothing


@pytest.mark.parametrize("name", MODULES)
def test_every_module_is_documented(name: str) -> None:
    """Every module imports, says what it is, and documents what it offers."""
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip()
    for public, thing in vars(module).items():
        if not public.startswith("_") and getattr(thing, "__module__", None) == name and callable(thing):
            assert (thing.__doc__ or "").strip(), f"{name}.{public}"
