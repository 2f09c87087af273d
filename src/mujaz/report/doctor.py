"""What is set and from where, what is cached, what is missing."""

from __future__ import annotations

import importlib.util
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from mujaz import settings as settings_module
from mujaz.errors import MujazError
from mujaz.model.weights import of_catalogue, verified

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def lines(flags: Mapping[str, Any]) -> Iterator[str]:
    """The report, a fact a line. Holds no secret.

    Raises:
        SettingsError: An option cannot be used.
    """
    settings = settings_module.load(flags)
    yield f"mujaz {version('mujaz')}, Python {sys.version.split()[0]}"
    config = settings_module.config_file()
    yield f"settings file: {config} ({'there' if config.exists() else 'none'})"
    for name in settings_module.OPTIONS:
        yield f"  {name} = {getattr(settings, name)}  [{settings.origin[name]}]"
    where = settings_module.endpoint(settings)
    if where.base_url:
        key = settings_module.api_key(where)
        yield f"model: {where.model} at {where.base_url}"
        yield f"key: {'from ' + key[1] if key else 'none; put one in MUJAZ_API_KEY if the server wants it'}"
    else:
        yield f"model: {where.model}, embedded"
    folder, rule = settings_module.cache_folder()
    yield f"cache: {folder}  [{rule}]"
    yield f"weights: {_weights(where.weights or settings_module.weights_file())}"
    installed = importlib.util.find_spec("xllamacpp") is not None
    yield f"extra 'local': {'installed' if installed else 'missing; pip install mujaz[local]'}"


def _weights(path: Path) -> str:
    try:
        verified(path)
    except MujazError as error:
        return str(error)
    return f"{path}, SHA-256 as published" if of_catalogue(path) else str(path)
