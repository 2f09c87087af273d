"""Recordings: what is kept, what is never kept, and what a replay says when it no longer fits."""

from __future__ import annotations

import gc
import json
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
import urllib3
import yaml
from conftest import ROOT
from pydantic import BaseModel
from record import replies_of
from stub import Reply, Stub

import mujaz
from mujaz.model import prompt
from mujaz.schema import Organization, Pair

if TYPE_CHECKING:
    from pathlib import Path

    from mujaz.errors import MujazError

SEED = ROOT / "examples/seed_agadir.txt"
ANSWER = replies_of(json.loads((ROOT / "tests/answers/seed.json").read_text(encoding="utf-8")))[0]
SECRETS = {
    "key": "sk-very-secret-0123456789",
    "cookie": "session=cookie-of-a-user",
    "organization": "org-of-a-user",
    "request_id": "req-of-a-user",
}


class Small(BaseModel):
    """Another schema than the recorded one."""

    headline: Pair
    organizations: list[Organization]


def record(path: Path, replies: list[Reply], **options: Any) -> mujaz.Result:
    """Record one run on the seed against a stub."""
    with Stub(replies) as stub, mujaz.recording(path, "record"):
        return mujaz.summarize(SEED, model="reference", base_url=stub.url, country="MA", **options)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, mujaz.Result]:
    """One recording, and the result of the run that made it."""
    path = tmp_path_factory.mktemp("recorded") / "seed.yaml"
    return path, record(path, [ANSWER])


def test_a_replay_gives_the_recorded_result(recorded: tuple[Path, mujaz.Result]) -> None:
    """With the server gone, the replay equals the recorded run in everything but its seconds."""
    path, live = recorded
    with mujaz.recording(path):
        again = mujaz.summarize(SEED)
    assert again.model_copy(update={"run": again.run.model_copy(update={"seconds": live.run.seconds})}) == live
    assert again.run.recording == "seed.yaml"


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "model": ({"model": "openai/other"}, "the model changed (recorded reference, now other)"),
    "embedded_model": ({"model": "local"}, "the way of asking changed (recorded whole, now steps)"),
    "sentences": ({"sentences": 2}, "the option sentences changed (recorded 4, now 2)"),
    "country": ({"country": "EG"}, "the option country changed (recorded MA, now EG)"),
    "published": ({"published": "2024-10-04"}, "the option published changed (recorded None, now 2024-10-04)"),
    "max_tokens": ({"max_tokens": 99}, "the option max_tokens changed (recorded 4096, now 99)"),
    "schema": ({"schema": Small}, "the schema of the answer changed"),
}


@pytest.mark.parametrize(("options", "named"), CHANGES.values(), ids=CHANGES)
def test_a_replay_that_does_not_fit_names_the_change(
    recorded: tuple[Path, mujaz.Result], options: dict[str, Any], named: str
) -> None:
    """A replay under another model, option or schema fails with one line that says which."""
    with pytest.raises(mujaz.RecordingError) as caught, mujaz.recording(recorded[0]):
        mujaz.summarize(SEED, **options)
    assert named in str(caught.value)
    assert "prompts/" not in str(caught.value)
    assert "--record" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_changed_article_is_named(recorded: tuple[Path, mujaz.Result]) -> None:
    """A replay for another article fails, and says that it is the article."""
    with pytest.raises(mujaz.RecordingError, match="the article changed"), mujaz.recording(recorded[0]):
        mujaz.summarize(SEED.read_text(encoding="utf-8").replace("2024", "2025"))


@pytest.mark.parametrize("name", prompt.WHOLE_FILES)
def test_a_changed_prompt_file_is_named(recorded: tuple[Path, mujaz.Result], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replay after a change of one prompt file fails with a message naming that file, and no other."""
    original = prompt.template
    changed = {name: original(name) + "\n"}
    monkeypatch.setattr(prompt, "template", lambda asked: changed.get(asked) or original(asked))
    with (
        pytest.raises(mujaz.RecordingError, match=f"the prompt file prompts/{name} changed") as caught,
        mujaz.recording(recorded[0]),
    ):
        mujaz.summarize(SEED)
    assert str(caught.value).count("prompts/") == 1


def test_a_question_that_was_not_recorded_is_an_error(recorded: tuple[Path, mujaz.Result], tmp_path: Path) -> None:
    """A header that fits over a question that does not (an edited file) is told, and reaches for no network."""
    edited = tmp_path / "edited.yaml"
    edited.write_text(recorded[0].read_text(encoding="utf-8").replace("role: system", "role: developer"), encoding="utf-8")
    with pytest.raises(mujaz.RecordingError, match="no answer to what is asked now.*--record"), mujaz.recording(edited):
        mujaz.summarize(SEED)


def test_answers_that_nobody_asked_for_are_an_error(recorded: tuple[Path, mujaz.Result]) -> None:
    """A recording that is not played whole is an error, so that none goes stale unseen."""
    with pytest.raises(mujaz.RecordingError, match="1 of its 1 answers were not asked for"), mujaz.recording(recorded[0]):
        pass


def test_an_error_of_the_run_is_not_covered_up(recorded: tuple[Path, mujaz.Result]) -> None:
    """Whatever ends a run early is what the caller sees, and not the answers that were left."""
    with pytest.raises(mujaz.InputError), mujaz.recording(recorded[0]):
        mujaz.summarize("no Arabic")


def test_a_recording_holds_one_run(recorded: tuple[Path, mujaz.Result], tmp_path: Path) -> None:
    """A second run in one recording is refused, when it is played and when it is made."""
    with pytest.raises(mujaz.RecordingError, match="one recording holds one article"), mujaz.recording(recorded[0]):
        mujaz.summarize(SEED)
        mujaz.summarize(SEED)
    with (
        Stub([ANSWER, ANSWER]) as stub,
        pytest.raises(mujaz.RecordingError, match="open another"),
        mujaz.recording(tmp_path / "two.yaml", "record"),
    ):
        for _ in range(2):
            mujaz.summarize(SEED, model="reference", base_url=stub.url)
    assert len(stub.requests) == 1


def test_one_recording_is_open_at_a_time(recorded: tuple[Path, mujaz.Result], tmp_path: Path) -> None:
    """A second recording, which would get the first one's answers, is refused; after the first is closed it opens."""
    with pytest.raises(mujaz.RecordingError, match="another recording is open"), mujaz.recording(recorded[0]):
        mujaz.summarize(SEED)
        with mujaz.recording(tmp_path / "second.yaml", "record"):
            pass
    with mujaz.recording(recorded[0]):
        assert mujaz.summarize(SEED).proven


HEAD = b"mujaz: 1\narticle: a\nmodel: m\nway: whole\noptions: {}\nschema: s\nprompts: {}\n"
BROKEN = {
    "no_yaml": b"a: [b",
    "other_yaml": b"a: b\n",
    "a_text": "نص".encode(),
    "a_list": b"- 1\n",
    "empty": b"",
    "binary": b"\x00\xff\xfe\x00",
    "not_utf8": b"mujaz: \xe9\n",
    "no_interactions": HEAD,
    "interaction_of_another_shape": (HEAD + b"interactions:\n- request: 3\n"),
    "response_of_another_shape": (
        HEAD + b"interactions:\n- request: {method: POST, uri: 'http://model/', body: {}}\n  response: {body: x}\n"
    ),
    "options_of_another_shape": HEAD.replace(b"options: {}", b"options: 3") + b"interactions: []\n",
    "published_of_another_shape": HEAD.replace(b"options: {}", b"options: {published: soon}") + b"interactions: []\n",
    "unknown_option": HEAD.replace(b"options: {}", b"options: {speed: 3}") + b"interactions: []\n",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_no_recording_is_told(content: bytes, tmp_path: Path) -> None:
    """Whatever a file holds, what is no recording ends as a RecordingError on one line that names the file."""
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)
    with pytest.raises(mujaz.RecordingError) as caught, mujaz.recording(path):
        mujaz.summarize(SEED)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_recording_is_told(tmp_path: Path) -> None:
    """A recording that is not there is told, with how to make it."""
    with (
        pytest.raises(mujaz.RecordingError, match="no such recording; make one with --record"),
        mujaz.recording(tmp_path / "none.yaml"),
    ):
        pass


def test_an_existing_recording_is_not_written_over(recorded: tuple[Path, mujaz.Result]) -> None:
    """Answers were paid for: recording onto an existing file is refused before anything is asked, and the file stays."""
    before = recorded[0].read_bytes()
    with pytest.raises(mujaz.RecordingError, match="exists already"):
        record(recorded[0], [])
    assert recorded[0].read_bytes() == before


def test_a_recording_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A path below a file cannot be made; it is told, with the mend, before any answer is paid for."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with Stub([ANSWER]) as stub, pytest.raises(mujaz.RecordingError, match="cannot be written.*folder you own"):
        with mujaz.recording(tmp_path / "file" / "x.yaml", "record"):
            mujaz.summarize(SEED, model="reference", base_url=stub.url)
    assert stub.requests == []


def test_a_disk_that_fills_up_meanwhile_is_told(tmp_path: Path) -> None:
    """A recording that can no longer be written at the end is a RecordingError that names it, and leaves no half a file."""
    path = tmp_path / "gone" / "x.yaml"
    with Stub([ANSWER]) as stub, pytest.raises(mujaz.RecordingError, match=f"{path}: cannot be written"):
        with mujaz.recording(path, "record"):
            mujaz.summarize(SEED, model="reference", base_url=stub.url)
            path.parent.rmdir()
    assert list(tmp_path.iterdir()) == []


def test_a_recording_that_could_not_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """After a recording that could not be written, the next one gets its answers, whenever memory is cleaned up."""
    path, following = tmp_path / "gone" / "x.yaml", tmp_path / "y.yaml"
    with Stub([ANSWER, ANSWER]) as stub:
        with pytest.raises(mujaz.RecordingError) as caught, mujaz.recording(path, "record"):
            mujaz.summarize(SEED, model="reference", base_url=stub.url)
            path.parent.rmdir()
        with mujaz.recording(following, "record"):
            del caught
            gc.collect()
            mujaz.summarize(SEED, model="reference", base_url=stub.url)
    assert following.exists()


def test_no_secret_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A key, cookie, organization or address that the server was sent or sent back is not in the file."""
    monkeypatch.setenv("MUJAZ_API_KEY", SECRETS["key"])
    monkeypatch.setenv("OPENAI_ORG_ID", SECRETS["organization"])
    kept = {
        "Set-Cookie": SECRETS["cookie"],
        "openai-organization": SECRETS["organization"],
        "x-request-id": SECRETS["request_id"],
    }
    whole = json.loads(ANSWER.as_body("reference"))
    whole |= {"organization": SECRETS["organization"], "system_fingerprint": SECRETS["request_id"]}
    with Stub([Reply(status=429, headers=kept), Reply(body=json.dumps(whole), headers=kept)]) as stub:
        with mujaz.recording(tmp_path / "kept.yaml", "record"):
            mujaz.summarize(SEED, model="reference", base_url=stub.url, country="MA")
        address = stub.url.removeprefix("http://")
    assert any(SECRETS["key"] in value for value in stub.headers[0].values())  # it was sent, so it could have been kept
    text = (tmp_path / "kept.yaml").read_text(encoding="utf-8")
    assert not [name for name, secret in SECRETS.items() if secret in text]
    assert address not in text
    assert not [
        word for word in ("cookie", "uthorization", "organization:", "Bearer", "user-agent", "User-Agent") if word in text
    ]


@pytest.mark.parametrize("status", [401, 403, 404, 400], ids=str)
def test_a_key_that_the_server_repeats_is_not_kept(status: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A server's error may repeat the key; the recording does not."""
    monkeypatch.setenv("MUJAZ_API_KEY", SECRETS["key"])
    with pytest.raises(mujaz.ModelError):
        record(tmp_path / "refused.yaml", [Reply(f"Incorrect API key provided: {SECRETS['key']}", status=status)])
    text = (tmp_path / "refused.yaml").read_text(encoding="utf-8")
    assert SECRETS["key"] not in text
    assert f"code: {status}" in text


def test_what_other_code_sends_is_not_kept(tmp_path: Path) -> None:
    """Only questions to a model are kept: a password that other code sends elsewhere meanwhile goes its way, and into no file."""
    login = {"password": SECRETS["key"], "model": "x"}
    path = tmp_path / "kept.yaml"
    with Stub([ANSWER, Reply("welcome")]) as stub, mujaz.recording(path, "record"):
        mujaz.summarize(SEED, model="reference", base_url=stub.url, country="MA")
        assert urllib3.request("POST", f"{stub.url}/login", json=login).status == 200
    assert stub.requests[1] == login
    text = path.read_text(encoding="utf-8")
    assert text.count("uri: ") == 1
    assert SECRETS["key"] not in text


NAMED = {
    "organization": (
        "Rate limit reached for gpt-4.1 in organization org-AbC123xyz on tokens",
        "in organization [left out] on tokens",
    ),
    "project": ("no access for proj_9XyZabc", "no access for [left out]"),
    "request": ("try again (req_0a1b2c3d4e)", "try again ([left out])"),
    "another_key": ("sk-proj-***abcd is over quota", "[left out] is over quota"),
    "plain_words": ("a user-supplied task-oriented request_timeout", "a user-supplied task-oriented request_timeout"),
}


@pytest.mark.parametrize(("said", "kept"), NAMED.values(), ids=NAMED)
def test_whom_a_server_names_is_not_kept(said: str, kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of a server's error is kept without the organization, project, request or key that it names."""
    monkeypatch.setattr("mujaz.model.call._BACKOFF", lambda _state: 0.0)
    record(tmp_path / "x.yaml", [Reply(said, status=429), ANSWER])
    first = yaml.safe_load((tmp_path / "x.yaml").read_text(encoding="utf-8"))["interactions"][0]
    assert kept in first["response"]["body"]["error"]["message"]
    with mujaz.recording(tmp_path / "x.yaml"):
        assert mujaz.summarize(SEED).proven


def test_every_thread_plays_the_open_recording(recorded: tuple[Path, mujaz.Result]) -> None:
    """A run in another thread plays the recording too: vcrpy patches the whole process, so it could do nothing else."""
    with mujaz.recording(recorded[0]), ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: mujaz.summarize(SEED)).result().proven


def test_arabic_can_be_read_in_the_file(recorded: tuple[Path, mujaz.Result]) -> None:
    """Arabic stands in the file as it was written, of the article and of the answer: no escapes, no base64."""
    text = recorded[0].read_text(encoding="utf-8")
    assert "ترأس السيد سعيد أمزازي" in text
    assert "وتهدف الاتفاقية، بميزانية قدرها مليون درهم" in text
    assert "\\u" not in text
    assert "!!binary" not in text


def test_a_recording_runs_no_code(recorded: tuple[Path, mujaz.Result], tmp_path: Path) -> None:
    """A YAML tag that builds Python objects is refused, and what it names is not run."""
    ran = tmp_path / "ran"
    evil = tmp_path / "evil.yaml"
    tag = f"note: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{ran}']]\n"
    evil.write_text(tag + recorded[0].read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(mujaz.RecordingError, match="not a recording of mujaz"), mujaz.recording(evil):
        pass
    assert not ran.exists()


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("ours")], ids=["ctrl_c", "exception"])
def test_what_was_answered_is_kept_when_the_run_ends_early(error: BaseException, tmp_path: Path) -> None:
    """Ctrl-C or an error inside the block ends it as it is, and what was answered so far is written and can be played."""
    path = tmp_path / "early.yaml"
    with Stub([ANSWER]) as stub, pytest.raises(type(error)), mujaz.recording(path, "record"):
        mujaz.summarize(SEED, model="reference", base_url=stub.url, country="MA")
        raise error
    with mujaz.recording(path):
        assert mujaz.summarize(SEED).proven


def test_ctrl_c_while_waiting_keeps_what_was_answered(tmp_path: Path) -> None:
    """Ctrl-C while the second answer is waited for leaves the first one in the file."""
    path = tmp_path / "waiting.yaml"

    def interrupt(stage: str) -> None:
        if stage.startswith("attempt 1"):
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        record(path, [Reply(status=500), ANSWER], on_stage=interrupt)
    assert [i["response"]["status"]["code"] for i in yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]] == [500]


def test_a_failed_run_can_be_played(tmp_path: Path) -> None:
    """A run that ended in an error ends in the same error when it is played."""
    errors: list[MujazError] = []
    with pytest.raises(mujaz.RefusalError) as caught:
        record(tmp_path / "refused.yaml", [Reply(refusal="No.")])
    errors.append(caught.value)
    with pytest.raises(mujaz.RefusalError) as caught, mujaz.recording(tmp_path / "refused.yaml"):
        mujaz.summarize(SEED)
    assert str(caught.value) == str(errors[0])


def test_a_replay_does_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recorded Retry-After is not waited for when it is played."""
    path = tmp_path / "limited.yaml"
    monkeypatch.setattr("mujaz.model.call._BACKOFF", lambda _state: 0.0)
    record(path, [Reply(status=429), ANSWER])
    path.write_text(
        path.read_text(encoding="utf-8").replace("Content-Type", "Retry-After:\n        - '50'\n        Content-Type", 1),
        encoding="utf-8",
    )
    said: list[str] = []
    with mujaz.recording(path):
        mujaz.summarize(SEED, on_stage=said.append)
    assert [line for line in said if line.startswith("attempt")] == [
        "attempt 1 of 6 failed (the server said 429: stub error); next in 0 s"
    ]
