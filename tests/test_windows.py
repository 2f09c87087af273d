"""Long articles: how they are cut, asked window by window, put together and summed up."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stub import Reply, Stub

import mujaz
from mujaz import Grounded, Money, Result
from mujaz.errors import ModelError, ServerError
from mujaz.model.windows import Window, cut, room
from mujaz.schema import Amount, DateMention, NewsSummary, Organization, Person, Place
from mujaz.text.segment import segment
from mujaz.trust.merge import merge_amounts, merge_dates, merge_names

FACT = "وقال الوزير سعيد أمزازي إن مشروع الطريق رقم {n} سيكلف {n} مليون درهم وسينتهي في سنة 2031."
FILLER = "وتحدث الحاضرون في الجلسة {n} طويلا عن أهمية المشاريع الكبرى في حياة السكان وعن آمالهم في مستقبل أفضل لأبنائهم."


def article(words: int) -> str:
    """An article of about so many words: a fact in every tenth sentence."""
    lines = [FACT.format(n=n) if n % 10 == 3 else FILLER.format(n=n) for n in range(max(2, words // 15))]
    return "\n".join(lines)


def reading(request: dict[str, Any]) -> Reply:
    """A model that reads well: it takes each fact of the sentences that it is shown, and sums up the first two."""
    shown = re.findall(r"^\[(\d+)\] (.*)$", request["messages"][-1]["content"], re.MULTILINE)
    facts = [(int(n), text) for n, text in shown if "أمزازي" in text]
    fields = request["response_format"]["json_schema"]["schema"]["properties"]
    if set(fields) == {"key_sentences"}:
        return Reply(json.dumps({"key_sentences": [n for n, _ in facts[:2]]}))
    if "key_sentences" in fields:
        return Reply(json.dumps(_window(facts), ensure_ascii=False))
    pairs = [{"ar": text, "en": _english(text), "sources": [n]} for n, text in facts[:2]]
    return Reply(json.dumps({"headline": None, "summary": pairs, "topic": "economy, business and finance"}, ensure_ascii=False))


def _english(text: str) -> str:
    amount = re.findall(r"رقم (\d+)", text)[0]
    return f"Minister Said Amzazi said that road project number {amount} would cost {amount} million dirhams and end in 2031."


def _window(facts: list[tuple[int, str]]) -> dict[str, Any]:
    amounts = [re.findall(r"\d+ مليون درهم", text)[0] for _, text in facts]
    return {
        "key_sentences": [n for n, _ in facts],
        "people": [{"ar": name, "en": "Said Amzazi", "role": "الوزير"} for name in ("سعيد أمزازي", "أمزازي")] if facts else [],
        "organizations": [],
        "places": [],
        "dates": [{"text": "سنة 2031", "value": "2031", "calendar": "gregorian", "of": "end of the works"}] if facts else [],
        "amounts": [{"text": said, "value": int(said.split()[0]) * 10**6, "unit": "MAD"} for said in amounts],
        "quotes": [],
        "events": [],
    }


def test_a_long_article() -> None:
    """Every window's facts are in the result once, every span slices to its words, and key sentences are summed up."""
    text = article(6000)
    with Stub(reading) as stub:
        result = mujaz.summarize(text, model="reference", base_url=stub.url, context=8192, country="MA")
    assert len(stub.requests) > 4
    assert max(len(request["messages"][-1]["content"]) for request in stub.requests) <= room(8192, 4096) * 1.2
    facts = re.findall(r"\d+ مليون درهم", text)
    assert [a.text for a in result.summary.amounts] == facts
    assert [(p.ar, p.role) for p in result.summary.people] == [("سعيد أمزازي", "الوزير")]
    assert len(result.summary.dates) == 1
    assert result.findings == []
    assert result.proven
    for item in result.items:
        if item.path.endswith(".text") or item.path == "people[0].ar":
            (span,) = item.spans
            assert result.article.text[span.start : span.end] in {*facts, "سنة 2031", "سعيد أمزازي"}
    sentences = segment(text)
    for sentence in result.summary.summary:
        assert text[sentences[sentence.sources[0] - 1].start :].startswith(sentence.ar)


def test_a_window_that_fails_is_told() -> None:
    """A window without an answer costs its part: the others are summed up, and the result names what is missing."""
    text = article(3000)

    def failing(request: dict[str, Any]) -> Reply:
        return Reply("down", status=400) if "\n[1] " in request["messages"][-1]["content"] else reading(request)

    with Stub(failing) as stub:
        result = mujaz.summarize(text, model="reference", base_url=stub.url, context=8192, country="MA", attempts=1)
    (missing,) = result.withheld
    assert missing.value.startswith('"sentences 1 to ')
    assert "400" in missing.why
    assert not result.proven
    assert result.summary.amounts


@pytest.mark.parametrize(
    ("status", "error", "told"), [(401, mujaz.AuthError, "refuses the key"), (404, mujaz.EndpointError, "knows no model")]
)
def test_what_every_window_would_fail_on_is_told_at_once(status: int, error: type[ModelError], told: str) -> None:
    """A refused key or an unknown model is so for every window: the run ends with that error and asks no more than it had."""
    with Stub(lambda _: Reply("no", status=status)) as stub, pytest.raises(error, match=told):
        mujaz.summarize(article(20000), model="reference", base_url=stub.url, context=8192)
    assert len(stub.requests) <= 8  # four at a time, and those that were let in meanwhile


def test_a_last_call_too_long_for_the_server_is_asked_with_less() -> None:
    """Key sentences that a server finds too long are chosen among once more, and what the windows told is not lost."""
    refused: list[Any] = []

    def narrow(request: dict[str, Any]) -> Reply:
        fields = request["response_format"]["json_schema"]["schema"]["properties"]
        if "headline" in fields and not refused:
            refused.append(request)
            return Reply("maximum context length exceeded", status=400)
        return reading(request)

    with Stub(narrow) as stub:
        result = mujaz.summarize(article(3000), model="reference", base_url=stub.url, context=8192, country="MA")
    assert len(refused) == 1
    assert result.proven
    assert len(result.summary.amounts) == 20


def test_a_repair_is_shown_what_matters() -> None:
    """A repair of a long article fits the context like a window: the blocks that failed, and the sentences that prove them."""

    def wrong(request: dict[str, Any]) -> Reply:
        fields = request["response_format"]["json_schema"]["schema"]["properties"]
        if "fixes" in fields:
            sent = json.dumps(request["messages"], ensure_ascii=False)
            assert len(sent) <= room(8192, 4096) * 1.2
            assert FACT.format(n=73) in sent
            path = re.findall(r"amounts\[\d+\]\.value", sent)[0]
            return Reply(json.dumps({"fixes": [{"path": path, "value": "73000000"}]}))
        reply = reading(request)
        return Reply((reply.content or "").replace('"value": 73000000', '"value": 74000000'))

    with Stub(wrong) as stub:
        result = mujaz.summarize(article(6000), model="reference", base_url=stub.url, context=8192, country="MA")
    assert [i.status for i in result.items if i.status not in {"checked", "chosen"}] == ["repaired"]


class Paper(mujaz.Block):
    """Fields of a long article, one of which only its end tells."""

    minister: mujaz.Words
    verdict: Grounded[int]
    amounts: list[Money]
    appeal: mujaz.Words | None
    witnesses: list[mujaz.Words]
    rest: int = 0


def _own(request: dict[str, Any], seen: dict[str, Any]) -> Reply:
    shown = re.findall(r"^\[(\d+)\] (.*)$", request["messages"][-1]["content"], re.MULTILINE)
    amounts = [said for _, text in shown for said in re.findall(r"\d+ مليون درهم", text)]
    first, last = (any(mark in text for _, text in shown) for mark in ("الجلسة 0 ", "الجلسة 199 "))
    answer = {
        "appeal": None,
        "witnesses": None if first else [],
        "minister": "سعيد أمزازي" if first else "أمزازى" if last else None,
        "verdict": seen["verdict"] if last else None,
        "amounts": [{"text": said, "value": int(said.split()[0]) * 10**6, "unit": "MAD"} for said in amounts],
    }
    return Reply(json.dumps(answer, ensure_ascii=False))


def test_own_fields_of_a_long_article() -> None:
    """A window need not say what the whole must; values that differ are told, and lists are joined."""
    text = article(3000)
    with Stub(lambda request: _own(request, {"verdict": {"text": "الجلسة 199", "value": 199}})) as stub:
        result = mujaz.summarize(text, schema=Paper, model="reference", base_url=stub.url, context=8192, country="MA")
    assert len(stub.requests) > 2
    assert (result.summary.minister, result.summary.verdict.value) == ("سعيد أمزازي", 199)
    assert [a.text for a in result.summary.amounts] == re.findall(r"\d+ مليون درهم", text)
    assert [(w.path, w.value) for w in result.withheld] == [("minister", '"أمزازى"')]
    assert (result.summary.appeal, result.summary.witnesses, result.summary.rest) == (None, [], 0)
    assert {i.status for i in result.items if i.path != "rest"} == {"checked"}
    assert Result[Paper].model_validate_json(result.model_dump_json()) == result


def test_news_of_a_long_article_with_a_prompt_of_ones_own(tmp_path: Any) -> None:
    """A user's own prompt asks every window and the last call, which writes the summary; its facts are merged like ours."""
    prompt = tmp_path / "mine.md"
    prompt.write_text("MINE {{count}} {{fields}}\n\n{{sentences}}", encoding="utf-8")

    def each(request: dict[str, Any]) -> Reply:
        fields = request["response_format"]["json_schema"]["schema"]["properties"]
        if "fixes" in fields:
            return Reply('{"fixes": []}')
        shown = re.findall(r"^\[(\d+)\] (.*)$", request["messages"][-1]["content"], re.MULTILINE)
        facts = [(int(n), text) for n, text in shown if "أمزازي" in text]
        told = {"headline": None, "topic": "society"} | {
            "summary": [{"ar": text, "en": _english(text), "sources": [n]} for n, text in facts[:2]]
        }
        return Reply(json.dumps(told | (_window(facts) if "people" in fields else {}), ensure_ascii=False))

    def answer(request: dict[str, Any]) -> Reply:
        reply = each(request)
        body = json.loads(reply.content or "")
        body.pop("key_sentences", None)
        return Reply(json.dumps(body, ensure_ascii=False))

    with Stub(answer) as stub:
        result = mujaz.summarize(article(3000), model="m", base_url=stub.url, context=8192, country="MA", prompt=prompt)
    assert all(request["messages"][0]["content"].startswith("MINE 4") for request in stub.requests)
    assert len(result.summary.summary) == 2
    assert [p.ar for p in result.summary.people] == ["سعيد أمزازي"]
    assert result.proven


def test_own_fields_that_no_window_says() -> None:
    """What must be in the article and no window says is one clear error with what mends it, not something made up."""
    with (
        Stub(lambda request: _own(request, {"verdict": None})) as stub,
        pytest.raises(mujaz.AnswerError, match=r"verdict: .*let a field be null"),
    ):
        mujaz.summarize(article(3000), schema=Paper, model="reference", base_url=stub.url, context=8192)


@pytest.mark.parametrize(("status", "kind"), [(400, ModelError), (500, ServerError)])
def test_no_window_answers(status: int, kind: type[ModelError]) -> None:
    """When no window gets an answer, the run is one clear error, of the kind of the last."""
    with Stub(lambda _: Reply("down", status=status)) as stub, pytest.raises(ModelError, match="none of the 3 windows") as raised:
        mujaz.summarize(article(2500), model="reference", base_url=stub.url, context=8192, attempts=1)
    assert type(raised.value) is kind


def test_a_window_too_long_for_the_server_is_halved() -> None:
    """A server whose tokenizer needs more than was reckoned gets the window in halves, and nothing is lost."""
    text = article(2500)

    def narrow(request: dict[str, Any]) -> Reply:
        if len(request["messages"][-1]["content"]) > 4000:
            return Reply("maximum context length exceeded", status=400)
        return reading(request)

    with Stub(narrow) as stub:
        result = mujaz.summarize(text, model="reference", base_url=stub.url, context=8192, country="MA")
    assert [a.text for a in result.summary.amounts] == re.findall(r"\d+ مليون درهم", text)
    assert result.withheld == []


def _whole(request: dict[str, Any]) -> Reply:
    """A model that is asked for everything in one call, or in windows."""
    whole = {**_window([]), "headline": None, "topic": "society"} | {
        "summary": [{"ar": FILLER, "en": "They talked.", "sources": [1]}]
    }
    del whole["key_sentences"]
    fields = request["response_format"]["json_schema"]["schema"]["properties"]
    if "fixes" in fields:
        return Reply('{"fixes": []}')
    return Reply(json.dumps(whole, ensure_ascii=False)) if "people" in fields and "summary" in fields else reading(request)


@pytest.mark.parametrize(
    ("models", "windows"),
    [
        pytest.param([{"id": "reference", "max_model_len": 8192}], True, id="vllm"),
        pytest.param([{"id": "reference", "meta": {"n_ctx_train": 8192}}], True, id="llama-cpp"),
        pytest.param([{"id": "reference", "context_length": 131072}], False, id="large"),
        pytest.param([{"id": "another", "max_model_len": 8192}], False, id="of-another-model"),
        pytest.param(None, False, id="tells-nothing"),
    ],
)
def test_the_server_is_asked_for_its_context(models: list[dict[str, Any]] | None, *, windows: bool) -> None:
    """Where nobody gives the context, the server's list of models says it; a server that does not is taken to have 131,072."""
    with Stub(_whole, models) as stub:
        mujaz.summarize(article(2500), model="reference", base_url=stub.url)
    assert (len(stub.requests) > 1) is windows


def test_recordings_of_long_articles(tmp_path: Any) -> None:
    """A long run is recorded and replayed whole, cut at the same places, with no server at all."""
    path = tmp_path / "long.yaml"
    with Stub(reading, [{"id": "reference", "max_model_len": 8192}]) as stub, mujaz.recording(path, "record"):
        first = mujaz.summarize(article(2500), model="reference", base_url=stub.url, country="MA")
    with mujaz.recording(path):
        again = mujaz.summarize(article(2500))
    assert again.summary == first.summary
    assert again.items == first.items


def test_recordings_of_articles_that_one_call_took(tmp_path: Any) -> None:
    """What a server of a large context answered in one call is played back in one, though it fits no small one."""
    path = tmp_path / "whole.yaml"
    with Stub(_whole, [{"id": "reference", "max_model_len": 131072}]) as stub, mujaz.recording(path, "record"):
        first = mujaz.summarize(article(2500), model="reference", base_url=stub.url, country="MA")
    with mujaz.recording(path):
        assert mujaz.summarize(article(2500)).summary == first.summary
    with pytest.raises(mujaz.RecordingError, match="option context changed"), mujaz.recording(path):
        mujaz.summarize(article(2500), context=8192)


@given(st.lists(st.integers(1, 900), min_size=1, max_size=60), st.integers(1000, 4000))
def test_windows_hold_every_sentence_once(lengths: list[int], most: int) -> None:
    """Windows follow one another without a gap, and none is larger than it may be but for one sentence that is."""
    sentences = segment("\n".join("ك" * length for length in lengths))
    windows = cut(sentences, most)
    assert [s for window in windows for s in window] == sentences
    assert all(len(window) == 1 or sum(s.end - s.start for s in window) <= most for window in windows)


def test_a_text_without_marks_is_cut() -> None:
    """A text of one endless line is cut at spaces into stretches that a window can hold."""
    text = "كلمة " * 3000
    sentences = segment(text)
    assert max(s.end - s.start for s in sentences) <= 1600
    assert [w for s in sentences for w in text[s.start : s.end].split()] == text.split()


@pytest.mark.parametrize(
    ("names", "merged"),
    [
        (["سعيد أمزازي", "سعيد أمزازى", "السيد سعيد امزازي"], 1),
        (["سعيد أمزازي", "أمزازي"], 1),
        (["سعيد أمزازي", "عمر أمزازي", "أمزازي"], 3),
        (["دونالد ترامب", "دونالد ترمب", "الرئيس ترامب"], 1),
        (["محمد سالم", "محمد سليم"], 2),
        (["محمد السادس", "محمد الخامس"], 2),
        (["الرئيس"], 1),
        (["عزيز أخنوش", "السيد أخنوش", "رئيس الحكومة عزيز أخنوش"], 1),
        (["أحمد بن بلة", "بن بلة"], 1),
        (["محمد بن سلمان", "الملك سلمان"], 2),
        (["عبد الله بن عبد العزيز", "عبد العزيز"], 2),
        (["أبو مازن", "مازن"], 2),
        (["زوجة أحمد العلوي", "أحمد العلوي", "العلوي"], 2),
        (["محمد الشيخ", "محمد الحاج"], 2),
        (["سامية بنعلي", "سمية بنعلي"], 2),
        (["John Smith", "Ali"], 2),
    ],
)
def test_one_person_in_several_spellings(names: list[str], merged: int) -> None:
    """Spellings of one name are one person, a surname is its only bearer's, and different names stay apart."""
    people = merge_names(Person(ar=name, en=None, role=None) for name in names)
    assert len(people) == merged


@pytest.mark.parametrize(
    ("kind", "names", "merged"),
    [
        (Place, ["مدينة أكادير", "أكادير", "اكادير"], 1),
        (Place, ["المملكة العربية السعودية", "السعودية"], 1),
        (Place, ["جنوب السودان", "السودان"], 2),
        (Place, ["ولاية الرباط", "الرباط"], 2),
        (Place, ["جامعة القاهرة", "القاهرة"], 2),
        (Place, ["شارع الملك", "شارع الحاج"], 2),
        (Organization, ["حركة حماس", "حماس"], 1),
        (Organization, ["منظمة الصحة العالمية", "الصحة العالمية"], 1),
        (Organization, ["الوداد الرياضي", "الرجاء الرياضي", "الرياضي"], 3),
        (Organization, ["برنامج الأمم المتحدة", "الأمم المتحدة"], 2),
        (Organization, ["فرع منظمة العفو الدولية", "منظمة العفو الدولية"], 2),
        (Organization, ["رئيس الحكومة", "الحكومة"], 2),
        (Place, ["الولايات المتحدة", "الولايات المتحدة الأمريكية"], 1),
        (Place, ["أمريكا", "أمريكا الشمالية", "الولايات المتحدة"], 3),
        (Organization, ["الناتو", "حلف شمال الأطلسي"], 1),
    ],
)
def test_what_holds_another_is_not_it(kind: Any, names: list[str], merged: int) -> None:
    """A place or an organization is called with and without its kind; with any other word before it, it is another.

    What a list gives one English name is one, whatever its Arabic.
    """
    rest = {"country": None} if kind is Place else {"kind": None}
    assert len(merge_names(kind(ar=name, en=None, **rest) for name in names)) == merged


@pytest.mark.parametrize(("countries", "merged"), [(["OM", "JO"], 2), ([None, "OM"], 1), (["OM", None, "JO"], 3)])
def test_one_name_in_two_countries(countries: list[str | None], merged: int) -> None:
    """عمان of Oman and عمان of Jordan are two places; one without a country is that of the only other."""
    assert len(merge_names(Place(ar="عمان", en=None, country=country) for country in countries)) == merged


def test_what_one_lacks_the_other_gives() -> None:
    """The fullest form of a name keeps the role and the English that another window knew."""
    (person,) = merge_names([Person(ar="سعيد أمزازي", en=None, role=None), Person(ar="أمزازي", en="Amzazi", role="والي الجهة")])
    assert (person.ar, person.en, person.role) == ("سعيد أمزازي", "Amzazi", "والي الجهة")


def test_dates_and_amounts() -> None:
    """A day is listed once for each thing that happened then, an amount once for each unit."""
    day = {"text": "3 أكتوبر 2024", "value": "2024-10-03", "calendar": "gregorian"}
    dates = [DateMention(**day, of=of) for of in (None, "signing", "Signing", "arrest")]  # type: ignore[arg-type]
    assert [d.of for d in merge_dates(dates)] == ["signing", "arrest"]
    amounts = [Amount(text="x", value=Decimal(value), unit=unit) for value, unit in ((5, "MAD"), (5, "MAD"), (5, "EUR"))]
    assert len(merge_amounts(amounts)) == 2
    unknown = [Amount(text=text, value=Decimal(200), unit=None) for text in ("200 درهم", "200 دينار", "٢٠٠ درهم")]
    assert len(merge_amounts(unknown)) == 2


def test_a_window_has_the_lists_of_a_summary() -> None:
    """Every list of facts in a news summary is one that a window fills in, of the same type, and the other way round."""
    lists = {n: f.annotation for n, f in NewsSummary.model_fields.items() if get_origin(f.annotation) is list and n != "summary"}
    assert {n: f.annotation for n, f in Window.model_fields.items() if n != "key_sentences"} == lists
    assert len(lists) == 7
