"""What the user asked for, and where each answer comes from: a flag, the environment, the settings file, or the default.

The only module that reads the environment.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import platformdirs

from mujaz.catalogue import catalogue, default
from mujaz.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True)
class Settings:
    """Every option of a run. An option is also a `MUJAZ_*` variable and a key of the settings file.

    Attributes:
        model: `local`, `local:NAME` of the catalogue, `local:/path/model.gguf`, `openai/NAME`, or `NAME` of the server at
            `base_url`.
        base_url: An OpenAI-compatible server, up to and with its `/v1`.
        sentences: How many sentences the summary has.
        country: ISO 3166-1 alpha-2 code of the publisher's country; it says whose dirham or dinar is meant.
        published: The day the article was published.
        column: The column of a table that holds the text; `None` takes the first with a usual name.
        allow_private: Fetch addresses of private networks too.
        prompt: A Markdown file that asks in the place of mujaz's own prompts; the same option names it in a recording.
        strict: Take out what a check found wrong, and list it, instead of keeping it marked.
        format: What the command prints: `json`, `md`, `text` or `html`.
        timeout: Seconds one request may take.
        attempts: Requests that one question may cost, the failed ones included.
        max_tokens: Tokens one answer may have; doubled once when an answer is cut.
        context: Tokens of the model's context window; a server is asked for its own where nobody gives it.
        threads: Threads that an embedded model computes with; `None` for one on each core.
        prices: A TOML file of prices (`["MODEL"]`, below it `input`, `output`, `cached`: dollars a million tokens); public ones
            are known without it.
    """

    model: str = "local"
    base_url: str | None = None
    # Four sentences: what a news brief has, and with the lead they cover who, what, when and how much.
    sentences: int = 4
    country: str | None = None
    published: date | None = None
    column: str | None = None
    allow_private: bool = False
    prompt: Path | None = None
    strict: bool = False
    format: str = "text"
    # A strong model writes 1,000 tokens in 20-60 s; the embedded one reads a full window of 8,192 tokens in 140 s.
    timeout: float = 180.0
    # With 18 % of requests failing (10 % 429, 5 % 500, 3 % cut), six tries leave 3 lost questions in 100,000.
    attempts: int = 6
    # The worked example's answer is 700 tokens; a long article with 40 entities stays under 4,000.
    max_tokens: int = 4096
    # 8,192 tokens hold an article of about 3,500 Arabic words and cost 230 MB of memory.
    context: int = 8192
    threads: int | None = None
    prices: Path | None = None
    origin: Mapping[str, str] = field(default_factory=dict, compare=False)


def load(flags: Mapping[str, Any], environ: Mapping[str, str] | None = None) -> Settings:
    """Settle every option: a flag beats a `MUJAZ_*` variable, which beats the settings file, which beats the default.

    Args:
        flags: Options by name; `None` means not given.
        environ: Instead of the process environment.

    Raises:
        SettingsError: A name or value cannot be used, or the settings file is not TOML or has an unknown key.
    """
    for name in flags:
        if name not in OPTIONS:  # from Python, where no command line has refused it; left alone it would do nothing
            raise SettingsError(f"unknown option {name!r}; known are {', '.join(OPTIONS)}.")
    environ = os.environ if environ is None else environ
    stored = _stored(config_file(environ))
    values: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for name in OPTIONS:
        for raw, where in (
            (flags.get(name), f"--{name.replace('_', '-')}"),
            (environ.get(f"MUJAZ_{name.upper()}") or None, f"MUJAZ_{name.upper()}"),
            (stored.get(name), str(config_file(environ))),
        ):
            if raw is not None:
                values[name], origin[name] = _parse(name, raw, where), where
                break
        else:
            origin[name] = "default"
    return Settings(**values, origin=origin)


def of_article(country: object, published: object) -> tuple[str | None, date | None]:
    """The country and the day of publication of an article, read as the options of these names; nothing else is looked up.

    Raises:
        SettingsError: One of them cannot be used.
    """
    where = None if country is None else _parse("country", country, "country")
    when = None if published is None else _parse("published", published, "published")
    return cast("str | None", where), cast("date | None", when)


def _stored(path: Path) -> dict[str, Any]:
    try:
        stored = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read as TOML ({error}); mend or remove it.") from None
    for name in stored:
        if name not in OPTIONS:
            raise SettingsError(f"{path}: unknown key {name!r}; known are {', '.join(OPTIONS)}.")
    return stored


def _parse(name: str, raw: object, where: str) -> object:
    try:
        return _PARSERS[name](raw)
    except (ValueError, TypeError, RuntimeError) as error:  # RuntimeError: the home of a user who is not there
        raise SettingsError(f"{where}: {raw!r} cannot be used: {error}.") from None


def _whole_number(low: int, high: int) -> Callable[[Any], int]:
    def parse(raw: Any) -> int:  # noqa: ANN401  (anything a flag, a variable or TOML may hold)
        # Through text, so that TOML's 4.7 and true are refused and not made 4 and 1.
        if not re.fullmatch(r"[0-9]{1,9}", str(raw).strip()) or not low <= int(raw) <= high:
            raise ValueError(f"give a whole number from {low} to {high}")
        return int(raw)

    return parse


def _country(raw: object) -> str:
    if (code := str(raw).upper()) in _countries("en"):
        return code
    meant = _meant(str(raw).strip())
    told = f"{meant} for {_countries('en')[meant]}" if meant else "such as MA for Morocco or EG for Egypt"
    raise ValueError(f"it is no country's code; give the two letters of ISO 3166, {told}")


@cache
def _countries(language: str) -> dict[str, str]:
    """The codes that CLDR has for countries and what belongs to them, and their names; the European Union has a currency, too."""
    from babel import Locale  # noqa: PLC0415  (20 ms, and --help must not wait for it)

    named = {str(code): name for code, name in Locale(language).territories.items()}
    return {code: name for code, name in named.items() if re.fullmatch("[A-Z]{2}", code) and code not in _NO_COUNTRY}


# The eurozone, the United Nations, islands far out, two made up for tests, and the unknown: they settle no currency.
_NO_COUNTRY = frozenset({"EZ", "UN", "QO", "XA", "XB", "ZZ"})
_SAID = {"UAE": "AE", "KSA": "SA"}  # what the English press of the region writes; UK, USA and MAR are CLDR's


def _meant(raw: str) -> str | None:
    """The code of a country that is called so: by name in English or Arabic, by three letters or digits, by a code of old."""
    from babel.core import get_global  # noqa: PLC0415  (see `_countries`)

    named = {name.casefold(): code for language in ("en", "ar") for code, name in _countries(language).items()}
    aliases: list[str] = get_global("territory_aliases").get(raw.upper(), [])
    code = named.get(raw.casefold()) or _SAID.get(raw.upper()) or (aliases[0] if len(aliases) == 1 else None)
    return code if code in _countries("en") else None


def _published(raw: object) -> date:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(raw)):  # fromisoformat takes week dates and 20241003.5 too
        with contextlib.suppress(ValueError):
            return date.fromisoformat(str(raw))
    raise ValueError("give a day as YYYY-MM-DD")


def _yes(raw: object) -> bool:
    if str(raw).lower() in {"1", "true", "yes", "on"}:
        return True
    if str(raw).lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError("give true or false")


def _format(raw: object) -> str:
    if raw not in {"json", "md", "text", "html"}:
        raise ValueError("give json, md, text or html")
    return str(raw)


def _seconds(raw: Any) -> float:  # noqa: ANN401  (anything a flag, a variable or TOML may hold)
    try:
        number = float(str(raw))
    except ValueError:
        number = 0.0
    if not 0 < number <= 3600:
        raise ValueError("give seconds, above 0 and up to 3600")
    return number


def _text(raw: object) -> str:
    if not str(raw).strip():
        raise ValueError("it is empty")
    return str(raw).strip()


def _url(raw: object) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", str(raw)):
        raise ValueError("give an address such as http://127.0.0.1:8000/v1")
    return str(raw).rstrip("/")


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "model": _text,
    "base_url": _url,
    "sentences": _whole_number(1, 12),  # a brief of more than a dozen sentences is an article again
    "country": _country,
    "published": _published,
    "column": _text,
    "allow_private": _yes,
    "prompt": lambda raw: Path(_text(raw)).expanduser(),
    "prices": lambda raw: Path(_text(raw)).expanduser(),
    "strict": _yes,
    "format": _format,
    "timeout": _seconds,
    "attempts": _whole_number(1, 20),  # at twenty the waits alone pass ten minutes
    "max_tokens": _whole_number(64, 131_072),
    "context": _whole_number(
        2048, 10_485_760
    ),  # ten million is the most that any server offers; the embedded model has its own limit
    "threads": _whole_number(1, 512),  # llama.cpp takes no more
}

OPTIONS = tuple(f.name for f in dataclasses.fields(Settings) if f.name != "origin")
"""The names of all options."""


@dataclass(frozen=True)
class Endpoint:
    """Where a model is and what it is called there.

    Attributes:
        model: The name sent to the server, and the name in the result.
        base_url: The server; `None` for the embedded model, which is started when it is needed.
        weights: The GGUF file of an embedded model.
        small: Its English is a draft, and it is asked in short steps where they are made for what is asked.
        hosted: Somebody else's server: what a call costs is theirs to say.
        whole: Asked for everything in one call though it is small, because the steps are made for a news summary.
    """

    model: str
    base_url: str | None
    weights: Path | None
    small: bool
    hosted: bool
    whole: bool = False

    @property
    def way(self) -> Literal["whole", "steps"]:
        """How it is asked."""
        return "steps" if self.small and not self.whole else "whole"


def endpoint(settings: Settings, environ: Mapping[str, str] | None = None) -> Endpoint:
    """Say which model `settings.model` means.

    Raises:
        SettingsError: The name needs a server and there is none, or the other way round.
    """
    name, url = settings.model, settings.base_url
    if name in {"local:", "openai/"}:
        raise SettingsError(f"--model {name}: nothing behind it; say local:/path/model.gguf or openai/NAME.")
    if name == "local" or name.startswith("local:"):
        if url:
            raise SettingsError(f"--base-url {url} needs the name of a model there; add --model NAME.")
        known = default() if name == "local" else catalogue().get(name.removeprefix("local:"))
        if known and settings.context > known.context:
            raise SettingsError(f"--context {settings.context}: {known.name} reads at most {known.context}; give that or less.")
        path = weights_file(known.file, environ) if known else _at_home(name.removeprefix("local:"), "--model")
        return Endpoint(path.stem, None, path, small=True, hosted=False)
    if name.startswith("openai/"):
        return Endpoint(name.removeprefix("openai/"), url or OPENAI_URL, None, small=False, hosted=True)
    if not url:
        raise SettingsError(f"--model {name}: no server for it; add --base-url URL, or say local or openai/{name}.")
    return Endpoint(name, url, None, small=False, hosted=True)


def api_key(where: Endpoint, environ: Mapping[str, str] | None = None) -> tuple[str, str] | None:
    """The key for a server and where it was found, or `None`.

    `MUJAZ_API_KEY` comes first, then `OPENAI_API_KEY` (for OpenAI's own address only: it is never sent elsewhere), then
    the file named by `MUJAZ_API_KEY_FILE`, then `api_key` in the settings folder.

    Raises:
        SettingsError: `MUJAZ_API_KEY_FILE` names a file that cannot be read or is empty.
    """
    environ = os.environ if environ is None else environ
    names = ["MUJAZ_API_KEY", *(["OPENAI_API_KEY"] if where.base_url == OPENAI_URL else [])]
    for name in names:
        if environ.get(name, "").strip():
            return environ[name].strip(), name
    named = environ.get("MUJAZ_API_KEY_FILE")
    path = _at_home(named, "MUJAZ_API_KEY_FILE") if named else config_file(environ).with_name("api_key")
    try:
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        if named:
            raise SettingsError(f"MUJAZ_API_KEY_FILE: {path} cannot be read ({error}).") from None
        return None
    if not key and named:
        raise SettingsError(f"MUJAZ_API_KEY_FILE: {path} is empty; put the key in it.")
    return (key, str(path)) if key else None


def config_file(environ: Mapping[str, str] | None = None) -> Path:
    """The settings file, `config.toml` in the user's settings folder (XDG)."""
    return _folder("XDG_CONFIG_HOME", environ, platformdirs.user_config_path) / "config.toml"


def cache_folder(environ: Mapping[str, str] | None = None) -> tuple[Path, str]:
    """Where weights are kept, and what decided it: `MUJAZ_CACHE`, which names the folder itself, else the user's cache (XDG)."""
    given = (os.environ if environ is None else environ).get("MUJAZ_CACHE", "").strip()
    if given:
        return _at_home(given, "MUJAZ_CACHE").absolute(), "MUJAZ_CACHE"
    folder = _folder("XDG_CACHE_HOME", environ, platformdirs.user_cache_path)
    return folder, "XDG_CACHE_HOME" if (os.environ if environ is None else environ).get("XDG_CACHE_HOME") else "default"


def weights_file(name: str | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """Where the file of this name is kept, or that of the default model."""
    return cache_folder(environ)[0] / "models" / (name or default().file)


def _at_home(raw: str, where: str) -> Path:
    """A path, with `~` for somebody's home."""
    try:
        return Path(raw).expanduser()
    except RuntimeError:
        raise SettingsError(f"{where}: {raw!r} cannot be used: there is no such home; give the whole path.") from None


def _folder(variable: str, environ: Mapping[str, str] | None, native: Callable[[str], Path]) -> Path:
    """XDG's variable where it is set, on every system; else what the system itself uses."""
    given = (os.environ if environ is None else environ).get(variable)
    return Path(given) / "mujaz" if given else native("mujaz")
