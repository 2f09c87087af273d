"""Recording and replaying what a model answered, so that a whole run works again with no network and no model.

A recording is one YAML file for one article: a header that says what the run was made of, then requests and answers in
order, Arabic readable. Only what is on the lists below is stored, so no key, cookie or organization can get in.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import yaml

from mujaz.errors import RecordingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vcr.cassette import Cassette
    from vcr.request import Request

_HEADERS = {"content-type", "retry-after"}  # all of HTTP that a replay needs
# Of an answer. Timings and the like differ each run; the model's name stands in the header, and servers of files give a path.
_BODY = {"id", "object", "created", "choices", "usage", "error"}
_REFUSED = {401, 403}  # answers that may repeat a part of the key
# What servers name in the text of an error: OpenAI's "rate limit reached in organization org-..." does.
_NAMED = re.compile(r"\b(?:sk-[\w*-]{6,}|(?:org|proj|user|req)[-_](?=\w*\d)[\w-]{6,})")
_QUESTIONS = "/chat/completions"  # how the path of every question to a model ends
_HAND = "Answers written by hand for tests and served by a stub; no model wrote them."


@dataclass
class Header:
    """What a run was made of; a recording fits another run only when all of it is the same.

    Attributes:
        article: SHA-256 of the cleaned article.
        model: The model's name.
        way: `whole` or `steps`.
        options: The options that decide what is asked.
        schema: SHA-256 of the answer's JSON Schema.
        prompts: SHA-256 of each prompt file; a user's own is named `--prompt FILE`.
    """

    article: str
    model: str
    way: str
    options: dict[str, Any]
    schema: str
    prompts: dict[str, str]

    def __post_init__(self) -> None:
        """Refuse what an edited file may hold instead (TypeError, ValueError)."""
        for name, kind in (("model", str), ("way", str), ("options", dict), ("prompts", dict)):
            if not isinstance(getattr(self, name), kind):
                raise TypeError(f"{name} should be a {kind.__name__}")
        if self.options.get("published"):
            date.fromisoformat(self.options["published"])


@dataclass
class Recording:
    """An open recording.

    Attributes:
        path: Its file.
        mode: `record` or `replay`.
        header: What the recorded run was made of; `None` until a run begins.
        secret: The key of the run; wherever a server repeats it, it is left out.
        failure: Why it could not be written.
        anew: What an error says of recording it anew.
        another: What an error says of a second article.
        over: A file that is there is written over, once all is answered.
        kept: What is recorded is written even if its last answer is an error of the server's.
        cassette: What vcrpy has of it; its length is the number of answers.
        misfit: The last error of a run that it did not fit, whatever became of that error in the caller's code.
    """

    path: Path
    mode: Literal["record", "replay"]
    header: Header | None = None
    secret: str = field(default="", repr=False)
    failure: RecordingError | None = field(default=None, repr=False)
    anew: str = field(default="record it anew with --record.", repr=False)
    another: str = field(default="open another for the next", repr=False)
    over: bool = field(default=False, repr=False)
    kept: bool = field(default=True, repr=False)
    misfit: RecordingError | None = field(default=None, repr=False)
    cassette: Cassette | None = field(default=None, repr=False)
    _begun: bool = field(default=False, repr=False)

    def begin(self, header: Header) -> None:
        """Say what this run is made of.

        Raises:
            RecordingError: The recording was made of something else, or holds another run already.
        """
        if self._begun:
            raise self._misfits(f"{self.path}: one recording holds one article; {self.another}.")
        self._begun = True
        if self.mode == "record":
            self.header = header
        elif changes := list(_changes(self.header, header)) if self.header else ["it has no header"]:
            raise self._misfits(f"{self.path} does not fit: {'; '.join(changes)}. Undo that, or {self.anew}")

    def unanswered(self) -> RecordingError:
        """The error of a question that it has no answer to."""
        return self._misfits(f"{self.path}: the recording has no answer to what is asked now; {self.anew}")

    def whole(self) -> None:
        """Make sure that it was played to its end; one that is being made always is.

        Raises:
            RecordingError: Some of its answers were not asked for.
        """
        answers, played = (len(self.cassette), self.cassette.play_count) if self.cassette else (0, 0)
        if self.mode == "replay" and played < answers:
            raise RecordingError(f"{self.path}: {answers - played} of its {answers} answers were not asked for; {self.anew}")

    def _misfits(self, why: str) -> RecordingError:
        self.misfit = RecordingError(why)
        return self.misfit

    # The two methods of a vcrpy serializer.

    def serialize(self, cassette: dict[str, Any]) -> str:
        """The recording as text."""
        head: dict[str, Any] = {"mujaz": 1}
        if self.header:
            head |= {"note": _HAND} if self.header.model == "reference" else {}
            head |= asdict(self.header)
        return _dump(head | {"interactions": [_readable(i) for i in cassette["interactions"]]})

    def deserialize(self, text: str) -> dict[str, Any]:
        """What vcrpy replays from, of a recording's text.

        Raises:
            RecordingError: The text is no recording.
        """
        try:
            loaded = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe loaders)
            self.header = Header(**{name: loaded[name] for name in Header.__dataclass_fields__})
            return {"version": 1, "interactions": [_stored(i) for i in loaded["interactions"]]}
        except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError):
            raise RecordingError(f"{self.path}: not a recording of mujaz; {self.anew}") from None


# vcrpy patches the HTTP client of the whole process: of two recordings, one would get both's answers, and the one that is open
# holds for every thread and event loop.
_one_at_a_time = Lock()
_open: list[Recording] = []  # that one, if any


def active() -> Recording | None:
    """The recording that is open in this process, if any."""
    return _open[0] if _open else None


@contextmanager
def recording(path: str | Path, mode: Literal["record", "replay"] = "replay") -> Iterator[Recording]:
    """Record the model's answers inside the block, or play them back.

    Args:
        path: The recording's file.
        mode: `record` writes a new file, whatever happens inside the block; `replay` reads one, and reaches no network.

    Raises:
        RecordingError: The file is missing (replay), exists already (record), cannot be read or written, does not fit
            what is asked, or was not played to its end.
    """
    with opened(Recording(Path(path), mode)) as it:
        yield it
        it.whole()


@contextmanager
def opened(it: Recording) -> Iterator[Recording]:
    """Have a recording made or played inside the block; unlike `recording`, do not ask whether it was played to its end.

    Raises:
        RecordingError: The file is missing, exists already, or cannot be read or written.
    """
    import vcr  # noqa: PLC0415  (200 ms, and only for runs that are recorded)

    if it.mode == "replay" and not it.path.is_file():
        raise RecordingError(f"{it.path}: no such recording; make one with --record {it.path}.")
    if it.mode == "record" and not it.over and it.path.exists():
        raise RecordingError(f"{it.path} exists already, and its answers were paid for; remove it first: rm {it.path}")
    if it.mode == "record":
        _try_to_write(it.path)
    recorder = vcr.VCR(
        serializer="mujaz",
        record_mode=vcr.mode.NONE if it.mode == "replay" else vcr.mode.ALL,
        match_on=["method", "path", "json"],
        before_record_request=_without_secrets,
        before_record_response=lambda response: _without_noise(response, it.secret),
        decode_compressed_response=True,
    )
    recorder.register_serializer("mujaz", it)
    recorder.register_matcher("json", _same_json)
    recorder.register_persister(_Whole)
    if not _one_at_a_time.acquire(blocking=False):
        raise RecordingError(f"{it.path}: another recording is open in this process; close it first.")
    _open.append(it)
    try:
        with recorder.use_cassette(str(it.path)) as it.cassette:
            yield it
    finally:
        _open.clear()
        _one_at_a_time.release()
        if it.failure:
            raise it.failure


def missed(error: BaseException | None) -> bool:
    """True when an error comes from a replay that has no answer to what was asked."""
    from vcr.errors import CannotOverwriteExistingCassetteException  # noqa: PLC0415  (see `recording`)

    while error is not None:
        if isinstance(error, CannotOverwriteExistingCassetteException):
            return True
        error = error.__cause__ or error.__context__
    return False


class _Whole:
    """A vcrpy persister that writes a file whole or not at all."""

    @classmethod
    def load_cassette(cls, path: str, serializer: Recording) -> tuple[list[Any], list[Any]]:
        from vcr.serialize import deserialize  # noqa: PLC0415  (see `recording`)

        if serializer.mode == "record":
            from vcr.persisters.filesystem import CassetteNotFoundError  # noqa: PLC0415

            raise CassetteNotFoundError  # what stands in a file that is written over is not added to
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RecordingError(f"{path}: cannot be read ({error}).") from None
        loaded: tuple[list[Any], list[Any]] = deserialize(text, serializer)
        return loaded

    @staticmethod
    def save_cassette(path: str, cassette: dict[str, Any], serializer: Recording) -> None:
        from vcr.serialize import serialize  # noqa: PLC0415  (see `recording`)

        if not serializer.kept and cassette["responses"][-1]["status"]["code"] != 200:
            return
        target = Path(path)
        part = _part_of(target)
        try:
            part.write_text(serialize(cassette, serializer), encoding="utf-8")
            part.replace(target)
        except OSError as error:
            # Raised here, it would keep vcrpy from taking its patches off the HTTP client; `recording` raises it.
            serializer.failure = _unwritable(target, error)


def _try_to_write(path: Path) -> None:
    """Tell of a file that cannot be written before an answer is paid for, not after."""
    part = _part_of(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        part.unlink()
    except OSError as error:
        raise _unwritable(path, error) from None


def _part_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.{os.getpid()}.part")  # two processes may record under one name


def _unwritable(path: Path, error: OSError) -> RecordingError:
    return RecordingError(f"{path}: cannot be written ({error.strerror}); give a file in a folder you own.")


def _changes(old: Header, new: Header) -> Iterator[str]:
    if old.article != new.article:
        yield f"the article changed (recorded {old.article[:12]}, now {new.article[:12]})"
    if old.model != new.model:
        yield f"the model changed (recorded {old.model}, now {new.model})"
    if old.way != new.way:
        yield f"the way of asking changed (recorded {old.way}, now {new.way})"
    if old.schema != new.schema:
        yield "the schema of the answer changed"
    alike = (old.way, old.schema) == (new.way, new.schema)  # else other files are asked with: none of those has changed
    for name in sorted(old.prompts.keys() | new.prompts.keys() if alike else old.prompts.keys() & new.prompts.keys()):
        if old.prompts.get(name) != new.prompts.get(name):
            yield f"the prompt file {name if name.startswith('--prompt ') else f'prompts/{name}'} changed"
    if alike and old.model == new.model and (embedded := old.options.get("small")) != new.options.get("small"):
        yield f"the model of this name is {'no longer' if embedded else 'now'} an embedded one"
    for name in sorted((old.options.keys() | new.options.keys()) - {"small"}):  # no option of the user's
        if old.options.get(name) != new.options.get(name):
            yield f"the option {name} changed (recorded {old.options.get(name)}, now {new.options.get(name)})"


def _without_secrets(request: Request) -> Request | None:
    """Keep of a request what decides the answer. The server's address goes too: an embedded one has another port each run.

    Only questions to a model are kept: what is fetched (a page, a server's list of models) is no answer of a model's, and what
    other code of the caller's sends meanwhile may be anybody's password.
    """
    if request.method != "POST" or not request.path.endswith(_QUESTIONS):
        return None
    from vcr.request import Request as Copy  # noqa: PLC0415  (see `recording`)

    headers = {name: value for name, value in request.headers.items() if name.lower() in _HEADERS}
    return Copy(request.method, f"http://model{request.path}", request.body, headers)


def _without_noise(response: dict[str, Any], secret: str) -> dict[str, Any]:
    """Keep of an answer what a replay needs, and never the key."""
    code = response["status"]["code"]
    headers = {name: value for name, value in response["headers"].items() if name.lower() in _HEADERS}
    body = _json(response["body"]["string"])
    if code in _REFUSED:
        body = {"error": {"message": "the server refused the key"}}
    elif isinstance(body, dict):
        body = {name: value for name, value in body.items() if name in _BODY}
        if "error" in body:
            body["error"] = json.loads(_NAMED.sub("[left out]", _dumps(body["error"])))
    string = _dumps(body).encode() if body is not None else response["body"]["string"]
    if secret:
        string = string.replace(secret.encode(), b"[the key]")
    return {"status": response["status"], "headers": headers, "body": {"string": string}}


def _same_json(one: Request, other: Request) -> None:
    if _json(one.body) != _json(other.body):
        raise AssertionError("the body of the request is another")


def _readable(interaction: dict[str, Any]) -> dict[str, Any]:
    """An interaction with its bodies as structures, so that a person can read and compare them."""
    request, response = interaction["request"], interaction["response"]
    text = response["body"]["string"]
    return {
        "request": {"method": request["method"], "uri": request["uri"], "body": _json(request["body"])},
        "response": {
            "status": response["status"],
            "headers": response["headers"],
            "body": text if (body := _json(text)) is None else body,
        },
    }


def _stored(interaction: dict[str, Any]) -> dict[str, Any]:
    """The inverse of `_readable`."""
    request, response = interaction["request"], interaction["response"]
    body = response["body"]
    return {
        "request": {
            "method": request["method"],
            "uri": request["uri"],
            "body": _dumps(request["body"]),
            "headers": {"content-type": ["application/json"]},
        },
        "response": {
            "status": {"code": int(response["status"]["code"]), "message": str(response["status"]["message"])},
            "headers": dict(response["headers"]),
            "body": {"string": body if isinstance(body, str) else _dumps(body)},
        },
    }


def _json(text: str | bytes | None) -> Any:  # noqa: ANN401  (any JSON)
    try:
        return json.loads(text or "")
    except ValueError:
        return None


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Dumper(yaml.SafeDumper):
    """Writes a text of several lines as a block, so that it reads as it was sent."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _block)


def _dump(value: object) -> str:
    # A width nothing reaches: a folded Arabic line is hard to read and to compare.
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)
    return text
