"""Options: where each comes from, and which model a name means."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from babel import Locale
from babel.core import get_global

import mujaz
from mujaz.errors import SettingsError
from mujaz.settings import OPENAI_URL, OPTIONS, Settings, api_key, cache_folder, config_file, endpoint, load, weights_file
from mujaz.text.currencies import country_codes


def test_order(tmp_path: Path) -> None:
    """A flag beats a variable, a variable beats the file, the file beats the default, and each says where it is from."""
    environ = {"XDG_CONFIG_HOME": str(tmp_path), "MUJAZ_MODEL": "b", "MUJAZ_COUNTRY": "eg"}
    stored = config_file(environ)
    stored.parent.mkdir()
    stored.write_text('model = "c"\ncountry = "SA"\nsentences = 3\npublished = 2024-10-03\n')
    settings = load({"model": "a", "country": None}, environ)
    assert (settings.model, settings.country, settings.sentences, settings.timeout) == ("a", "EG", 3, 180.0)
    assert settings.published == date(2024, 10, 3)
    assert [settings.origin[n] for n in ("model", "country", "sentences", "timeout")] == [
        "--model",
        "MUJAZ_COUNTRY",
        str(stored),
        "default",
    ]


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("model", "openai/x", "openai/x"),
        ("base_url", "http://h/v1/", "http://h/v1"),
        ("sentences", "7", 7),
        ("country", "ma", "MA"),
        ("published", "2024-10-03", date(2024, 10, 3)),
        ("prompt", "ask.md", Path("ask.md")),
        ("strict", "yes", True),
        ("strict", "0", False),
        ("format", "json", "json"),
        ("timeout", "1.5", 1.5),
        ("attempts", "2", 2),
        ("max_tokens", "128", 128),
        ("context", "4096", 4096),
        ("threads", "3", 3),
    ],
)
def test_every_option_is_a_variable(name: str, raw: str, value: Any) -> None:
    """Each option can be set by its MUJAZ_ variable."""
    assert name in OPTIONS
    assert getattr(load({}, {f"MUJAZ_{name.upper()}": raw}), name) == value


def test_a_misspelled_option_is_refused() -> None:
    """An option that there is not, as a slip in Python gives it, is an error and does not do nothing."""
    with pytest.raises(SettingsError, match="unknown option 'contry'; known are model, .*country"):
        load({"contry": "MA"}, {})


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("model", " "),
        ("base_url", "localhost:8000"),
        ("sentences", "0"),
        ("sentences", "many"),
        ("country", "Morocco"),
        ("published", "3/10/2024"),
        ("prompt", " "),
        ("strict", "perhaps"),
        ("format", "pdf"),
        ("timeout", "0"),
        ("attempts", "21"),
        ("max_tokens", "1"),
        ("context", "100000000"),
        ("threads", "0"),
        ("threads", "513"),
        ("threads", "all"),
    ],
)
def test_bad_values(name: str, raw: str) -> None:
    """A value that cannot be used is an error that shows it and names the variable."""
    with pytest.raises(SettingsError, match=f"MUJAZ_{name.upper()}: .* cannot be used"):
        load({}, {f"MUJAZ_{name.upper()}": raw})


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        pytest.param("UK", "GB for United Kingdom", id="what-people-write"),
        pytest.param("uae", "AE for United Arab Emirates", id="what-the-press-writes"),
        pytest.param("MAR", "MA for Morocco", id="three-letters"),
        pytest.param("504", "MA for Morocco", id="three-digits"),
        pytest.param("Morocco", "MA for Morocco", id="english-name"),
        pytest.param("المغرب", "MA for Morocco", id="arabic-name"),
        pytest.param("ZR", "CD for Congo - Kinshasa", id="of-old"),
        pytest.param("XX", "such as MA for Morocco or EG for Egypt", id="nothing"),
        pytest.param("ZZ", "such as MA", id="unknown-to-cldr"),
        pytest.param("UN", "such as MA", id="no-country"),
        pytest.param("SU", "such as MA", id="fifteen-countries-now"),
        pytest.param("M", "such as MA", id="one-letter"),
    ],
)
def test_what_is_no_country_is_refused(raw: str, hint: str) -> None:
    """A country that there is not is an error that shows the value and says what is meant, by option, variable and in Python."""
    said = f"{raw!r} cannot be used: it is no country's code; give the two letters of ISO 3166, {hint}"
    for given, environ, where in (({"country": raw}, {}, "--country"), ({}, {"MUJAZ_COUNTRY": raw}, "MUJAZ_COUNTRY")):
        with pytest.raises(SettingsError, match=re.escape(f"{where}: {said}")):
            load(given, environ)
    with pytest.raises(SettingsError, match=re.escape(f"country: {said}")):
        mujaz.check_pair(source="قال", ar="قال", en="said", country=raw)
    with pytest.raises(SettingsError, match=re.escape(f"country: {said}")):
        mujaz.read_values("500 درهم", language="ar", country=raw)


def test_every_country_with_a_currency_is_known() -> None:
    """Every country whose legal tender CLDR has can be given; its name is a hint of its code."""
    codes = [code for code in get_global("territory_currencies") if country_codes(code)]
    assert len(codes) > 200
    for code in codes:
        assert load({"country": code.lower()}, {}).country == code
        with pytest.raises(SettingsError, match=f"ISO 3166, {code} for "):
            load({"country": Locale("en").territories[code]}, {})


@pytest.mark.parametrize(("text", "message"), [("model = ", "TOML"), ("modle = 'x'\n", "unknown key 'modle'")])
def test_bad_file(tmp_path: Path, text: str, message: str) -> None:
    """A settings file that is no TOML or has an unknown key is told, not skipped."""
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    config_file(environ).parent.mkdir()
    config_file(environ).write_text(text)
    with pytest.raises(SettingsError, match=message):
        load({}, environ)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("sentences = 4.7", id="no-whole-number"),
        pytest.param("sentences = true", id="yes-is-no-number"),
        pytest.param("sentences = inf", id="endless"),
        pytest.param("sentences = '٤'", id="arabic-digit"),
        pytest.param("timeout = nan", id="no-number"),
        pytest.param(f"timeout = {'9' * 400}", id="a-huge-number"),
        pytest.param("timeout = true", id="yes-is-no-time"),
        pytest.param("published = 2024-10-03T10:00:00", id="a-time-of-day"),
        pytest.param("published = 20241003.5", id="no-day"),
        pytest.param("format = ['json']", id="a-list"),
        pytest.param("strict = 2", id="neither-yes-nor-no"),
        pytest.param("base_url = 'file:///etc/passwd'", id="a-file"),
    ],
)
def test_bad_values_in_the_file(tmp_path: Path, line: str) -> None:
    """A value of the settings file is not bent to fit: it is an error that names the file."""
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    config_file(environ).parent.mkdir()
    config_file(environ).write_text(line, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"config\.toml: .* cannot be used: "):
        load({}, environ)


@pytest.mark.parametrize("model", ["local:", "openai/"])
def test_models_without_a_name(model: str) -> None:
    """A prefix with nothing behind it is an error, not the model of the empty name."""
    with pytest.raises(SettingsError, match="nothing behind it"):
        endpoint(Settings(model=model))


@pytest.mark.parametrize(
    ("model", "url", "expected"),
    [
        ("local", None, ("qwen2.5-coder-1.5b-instruct-q4_k_m", None, True)),
        ("local:/a/b.gguf", None, ("b", None, True)),
        ("openai/gpt", None, ("gpt", OPENAI_URL, False)),
        ("name", "http://h/v1", ("name", "http://h/v1", False)),
    ],
)
def test_endpoints(model: str, url: str | None, expected: tuple[str, str | None, bool]) -> None:
    """A model's name says where it is, and whether it is small."""
    where = endpoint(Settings(model=model, base_url=url))
    assert (where.model, where.base_url, where.small) == expected


def test_endpoints_that_lack_something() -> None:
    """A server needs a name, and a name needs a server."""
    with pytest.raises(SettingsError, match="add --base-url"):
        endpoint(Settings(model="name"))
    with pytest.raises(SettingsError, match="add --model"):
        endpoint(Settings(base_url="http://h/v1"))


def test_keys(tmp_path: Path) -> None:
    """The environment's key beats a stored one, and OpenAI's goes to OpenAI only."""
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    ours, other = endpoint(Settings(model="openai/x")), endpoint(Settings(model="x", base_url="http://h/v1"))
    assert api_key(ours, environ) is None
    stored = config_file(environ).with_name("api_key")
    stored.parent.mkdir()
    stored.write_text("stored\n")
    assert api_key(other, environ) == ("stored", str(stored))
    environ["OPENAI_API_KEY"] = "theirs"
    assert api_key(ours, environ) == ("theirs", "OPENAI_API_KEY")
    assert api_key(other, environ) == ("stored", str(stored))
    environ["MUJAZ_API_KEY"] = "mine"
    assert api_key(other, environ) == ("mine", "MUJAZ_API_KEY")


def test_key_files(tmp_path: Path) -> None:
    """A key file that is named must be there and hold a key."""
    where = endpoint(Settings(model="x", base_url="http://h/v1"))
    path = tmp_path / "key"
    with pytest.raises(SettingsError, match="cannot be read"):
        api_key(where, {"MUJAZ_API_KEY_FILE": str(path)})
    path.write_text("\n")
    with pytest.raises(SettingsError, match="is empty"):
        api_key(where, {"MUJAZ_API_KEY_FILE": str(path)})
    path.write_text("k\n")
    assert api_key(where, {"MUJAZ_API_KEY_FILE": str(path)}) == ("k", str(path))


@pytest.mark.parametrize(
    ("environ", "folder", "rule"),
    [
        pytest.param({}, None, "default", id="default"),
        pytest.param({"XDG_CACHE_HOME": "/c"}, Path("/c/mujaz"), "XDG_CACHE_HOME", id="xdg"),
        pytest.param({"MUJAZ_CACHE": "/m", "XDG_CACHE_HOME": "/c"}, Path("/m"), "MUJAZ_CACHE", id="own-wins"),
        pytest.param({"MUJAZ_CACHE": " ", "XDG_CACHE_HOME": "/c"}, Path("/c/mujaz"), "XDG_CACHE_HOME", id="empty-is-not-set"),
        pytest.param({"MUJAZ_CACHE": "~/m"}, Path.home() / "m", "MUJAZ_CACHE", id="home"),
        pytest.param({"MUJAZ_CACHE": "m"}, Path.cwd() / "m", "MUJAZ_CACHE", id="relative"),
    ],
)
def test_the_cache_folder(environ: dict[str, str], folder: Path | None, rule: str) -> None:
    """MUJAZ_CACHE names the folder of the weights, before XDG's variable, before the system's own; what decided it is told."""
    folder = folder or platformdirs.user_cache_path("mujaz")
    assert cache_folder(environ) == (folder, rule)
    assert weights_file(environ=environ) == folder / "models" / "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
    assert weights_file("x.gguf", environ) == folder / "models" / "x.gguf"


def test_a_model_of_the_catalogue_by_its_name() -> None:
    """`local:NAME` is the file of that entry, `local:./NAME` a file of the user's; its window bounds --context."""
    where = endpoint(Settings(model="local:qwen3-4b", context=32_768), {"MUJAZ_CACHE": "/m"})
    assert (where.model, where.weights, where.way) == ("Qwen3-4B-Q4_K_M", Path("/m/models/Qwen3-4B-Q4_K_M.gguf"), "steps")
    assert endpoint(Settings(model="local:./qwen3-4b", context=99_999)).weights == Path("qwen3-4b")
    with pytest.raises(SettingsError, match="qwen3-4b reads at most 32768"):
        endpoint(Settings(model="local:qwen3-4b", context=32_769))


def test_a_home_that_is_not_there() -> None:
    """The home of a user who is not there is one line, wherever a path may stand."""
    for settle in (
        lambda: endpoint(Settings(model="local:~nobody-here/x.gguf")),
        lambda: cache_folder({"MUJAZ_CACHE": "~nobody-here/c"}),
        lambda: api_key(endpoint(Settings()), {"MUJAZ_API_KEY_FILE": "~nobody-here/k"}),
        lambda: load({"prompt": "~nobody-here/p.md"}, {}),
    ):
        with pytest.raises(SettingsError, match="~nobody-here.*cannot be used"):
            settle()
