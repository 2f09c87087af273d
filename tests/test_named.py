"""Names in Arabic text by lists and rules: what is found, what is left out, and where it stands."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz.text.arabic import fold
from mujaz.text.named import lists
from mujaz.text.named.english import english_of
from mujaz.text.named.find import entities
from mujaz.text.named.people import unlisted
from mujaz.text.segment import segment
from mujaz.trust.ground import Index

if TYPE_CHECKING:
    from mujaz.text.named.line import Kind

# A sentence, and the names in it by kind: people, organizations, places.
FOUND: dict[str, tuple[str, list[str], list[str], list[str]]] = {
    "title": ("وصل الدكتور سمير العمراني إلى القاعة", ["سمير العمراني"], [], []),
    "office_of_what": ("أكد وزير الفلاحة التونسي وليد بوزيان ذلك", ["وليد بوزيان"], [], []),
    "office_of_an_organization": ("قال رئيس حزب الاستقلال نزار بركات إنه", ["نزار بركات"], ["حزب الاستقلال"], []),
    "office_of_a_place": ("استقبل سفير فرنسا لدى المغرب جان ليفيت الوفد", ["جان ليفيت"], [], ["فرنسا", "المغرب"]),
    "unknown_behind_an_office": ("قال مدرب المنتخب توركان دميرطاش بعد المباراة", ["توركان دميرطاش"], [], []),
    "unknown_behind_respect": ("وشكر السيد بنشقرون الحضور", ["بنشقرون"], [], []),
    "unknown_with_article": ("وشكر السيد البشيري الحضور", ["البشيري"], [], []),
    "long": ("ولد أبو بكر محمد بن زكريا الدمشقي قديما", ["أبو بكر محمد بن زكريا الدمشقي"], [], []),
    "servant_and_kin": ("حضر عبد الله بن سلطان آل مكتوم", ["عبد الله بن سلطان آل مكتوم"], [], []),
    "joined_servant": ("كتب عبدالرحيم بوعبيد مقالا", ["عبدالرحيم بوعبيد"], [], []),
    "of_the_faith": ("كان نور الدين الصايل حاضرا", ["نور الدين الصايل"], [], []),
    "king": ("تولى الملك محمد الخامس الحكم", ["محمد الخامس"], [], []),
    "foreign": ("سجل ديفيد فان هوتن هدفا", ["ديفيد فان هوتن"], [], []),
    "one_known_name": ("التقى بوتين ضيفه أمس", ["بوتين"], [], []),
    "several_with_and": ("حضر محمد الفاسي وأحمد بركات وليلى بنسعيد", ["محمد الفاسي", "أحمد بركات", "ليلى بنسعيد"], [], []),
    "role_behind_a_name": ("صرح أحمد بنعلي رئيس اللجنة بذلك", ["أحمد بنعلي"], [], []),
    "ministry": ("أعلنت وزارة التربية والتعليم عن خطة", [], ["وزارة التربية والتعليم"], []),
    "university": ("تخرجت من جامعة طنجة قبل عام", [], ["جامعة طنجة"], []),
    "what_it_is_for": ("قال المرصد السوري لحقوق الإنسان ذلك", [], ["المرصد السوري لحقوق الإنسان"], []),
    "for_two_nouns": ("تدير مؤسسة محمد السادس لإعادة إدماج السجناء", [], ["مؤسسة محمد السادس لإعادة إدماج السجناء"], []),
    "for_nothing_of_its_name": ("اجتمعت وزارة الصحة لبحث الوضع", [], ["وزارة الصحة"], []),
    "named_after_somebody": ("تدير مؤسسة محمد السادس المشروع", [], ["مؤسسة محمد السادس"], []),
    "with_article": ("اجتمع الاتحاد الوطني للصحافة المغربية أمس", [], ["الاتحاد الوطني للصحافة المغربية"], []),
    "known_organization": ("قررت الأمم المتحدة ومنظمة العفو الدولية ذلك", [], ["الأمم المتحدة", "منظمة العفو الدولية"], []),
    "newspaper": ("قال لصحيفة الغارديان إنه بريء", [], ["الغارديان"], []),
    "two_nouns": ("نظمت جمعية قدماء التلاميذ حفلا", [], ["جمعية قدماء التلاميذ"], []),
    "who_works_there": ("أضربت نقابة العاملين في جامعة تونس", [], ["نقابة العاملين في جامعة تونس"], []),
    "countries": ("زار المغرب وفرنسا وإيطاليا", [], [], ["المغرب", "فرنسا", "إيطاليا"]),
    "joined_to_a_place": ("سافر لبريطانيا وعاش بالعراق", [], [], ["بريطانيا", "العراق"]),
    "two_laams": ("سافر للولايات المتحدة الأمريكية", [], [], ["الولايات المتحدة الأمريكية"]),
    "one_laam_of_its_own": ("قدمت الدعم للبنان وكذلك لليبيا وللجزائر", [], [], ["لبنان", "ليبيا", "الجزائر"]),
    "person_with_a_laam": ("منحت الجائزة للطفي بوشناق أمس", ["لطفي بوشناق"], [], []),
    "nation_as_surname": ("قال محمد شياع السوداني إنه متفائل", ["محمد شياع السوداني"], [], []),
    "town_with_its_word": ("يسكن في مدينة تيسلي الصغيرة", [], [], ["تيسلي"]),
    "province_without": ("ضرب الزلزال إقليم تازرين", [], [], ["تازرين"]),
    "river": ("يصب نهر تانسيفت هنا", [], [], ["نهر تانسيفت"]),
    "spelled_apart": ("عاش في هولنده ثم في شيكاجو", [], [], ["هولنده", "شيكاجو"]),
    "likely_behind_a_preposition": ("عاش في مالي سنوات", [], [], ["مالي"]),
    "likely_in_a_list": ("زار النيجر ومالي", [], [], ["النيجر", "مالي"]),
    "house": ("استقبل الشيخ حمد بن خليفة آل ثاني ضيفه", ["حمد بن خليفة آل ثاني"], [], []),
    "article_abroad": ("قال جان مارك دو لا سابليير ذلك", ["جان مارك دو لا سابليير"], [], []),
    "double_name": ("كتب جان كلود تريشيه مقالا", ["جان كلود تريشيه"], [], []),
    "pope": ("قال البابا بندكتوس السادس عشر إنه حزين", ["بندكتوس السادس عشر"], [], []),
    "role_of_a_place": ("زار خوان كارلوس ملك إسبانيا المدينة", ["خوان كارلوس"], [], ["إسبانيا"]),
    "no_third_name": ("أصيب صامويل إيتو بتمزق في الفخذ", ["صامويل إيتو"], [], []),
    "no_participle": ("فاز روجيه فيدرر المصنف أول عالميا", ["روجيه فيدرر"], [], []),
    "foreigner": ("رسم أوتو هان الألماني لوحة", ["أوتو هان"], [], []),
    "month": ("صام سكان مصر شهر رمضان المبارك", [], [], ["مصر"]),
    "state_without_its_word": ("زار دولة الكويت أمس", [], [], ["الكويت"]),
    "team": ("فاز منتخب البرازيل على نادي برشلونة", [], ["منتخب البرازيل", "نادي برشلونة"], []),
    "competition": ("فاز بلقب دوري أبطال أوروبا وكأس إسبانيا", [], [], []),
    "paper_named_after_a_place": ("نشرت جريدة فلسطين الخبر", [], ["جريدة فلسطين"], []),
    "movement_without_its_word": ("قالت حركة حماس إنها مستعدة", [], ["حماس"], []),
    "trade": ("أجرى الدراسة معهد تيغمات للبحوث العلمية", [], ["معهد تيغمات للبحوث العلمية"], []),
    "two_nouns_before_a_place": ("قال وكيل وزارة دفاع الولايات المتحدة ذلك", [], ["وزارة دفاع الولايات المتحدة"], []),
    "nation_without_whose": ("قررت المحكمة الأوروبية ذلك", [], ["المحكمة الأوروبية"], []),
}
# Sentences in which nothing is named, though a list or a word before it might make one think so.
NOTHING: dict[str, str] = {
    "preposition_like_ali": "اعتمد على الخطة الجديدة",
    "preposition_with_ya": "حصل علي الجائزة الكبرى",
    "now": "لا يمكن الآن فصل القضية",
    "that": "اعتبر بأن الحل قريب",
    "names_that_are_words": "كان عادل في حكمه كريم الطبع",
    "adjective_behind_an_office": "قال الرئيس الجديد إنه متفائل",
    "verb_behind_an_office": "رئيس اللجنة يطالب بالتحقيق",
    "pronoun_like_a_name": "فرح بها الجمهور هنا",
    "common_place": "عاش في مدينة كبيرة قرب نهر صغير",
    "adjective_like_a_country": "حصل على دعم مالي كبير",
    "somebody_of_a_place": "رأى رجلا بريطانيًا",
    "adjective_of_a_country": "قررت الحكومة السعودية ذلك",
    "lion": "يعيش الأسد الآسيوي هناك",
    "pictures": "ظهر في صور كثيرة",
    "organization_of_any_kind": "أسس شركة خاصة ومنظمة غير حكومية",
    "any_board": "اجتمع مجلس الإدارة في مكتب المدير",
    "verb_in_the_future": "قال الناطق إنه سيغادر غدا",
    "nuclear": "توقف البرنامج النووي عن العمل",
    "hamza_inside": "جاءوا من بعيد ثم لجأوا إلى الجبال",
    "particle_that_is_a_letter": "استيقظ باكرا هذا الصباح",
    "his_country": "عاد إلى بلده العزيز",
    "enthusiasm": "لعب بحماس كبير وألهب حماس جمهوره",
    "in_the_shape_of": "تشكل السحاب على هيئة حرف",
    "supreme_somewhere": "نظرت المحكمة العليا في الطلب",
    "lion_of_a_prize": "فاز الفيلم بجائزة الأسد الذهبي",
    "month_of_spring": "عقد الاجتماع في نيسان الماضي",
    "empty": "",
    "latin": "Ahmed Benali lives in Rabat",
}


@pytest.mark.parametrize(("text", "people", "organizations", "places"), FOUND.values(), ids=FOUND)
def test_names_found(text: str, people: list[str], organizations: list[str], places: list[str]) -> None:
    """Each name is found whole, of its kind, without what is attached to it, and nothing else is."""
    found = entities(text)
    by_kind = [[e.text for e in found if e.kind == kind] for kind in ("person", "organization", "place")]
    assert by_kind == [people, organizations, places]


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_nothing_named(text: str) -> None:
    """Words that are spelled like names, and offices and kinds of things without a name, are no names."""
    assert entities(text) == []


TEXT = "\n".join(text for text, *_ in FOUND.values())


def test_each_name_is_where_it_says() -> None:
    """The text between start and end is the name, but for the alef that «لل» swallows; and the article's index finds each."""
    index = Index(TEXT)
    for e in entities(TEXT):
        assert e.text.removeprefix("ا") == TEXT[e.start : e.end].removeprefix("ا")
        span = index.find(e.text)
        assert span is not None
        assert span.grade != "partial"


def test_no_name_runs_over_a_line() -> None:
    """A line is found alone as it is found among others: no name takes words of the next."""
    whole = [(e.kind, e.text) for e in entities(TEXT)]
    assert whole == [(e.kind, e.text) for line in TEXT.split("\n") for e in entities(line)]
    assert whole == [(e.kind, e.text) for s in segment(TEXT) for e in entities(TEXT[s.start : s.end])]


WORDS = [
    *TEXT.split(),
    "،",
    ".",
    '"',
    "12",
    "عبد",
    "أبو",
    "بن",
    "في",
    "للولايات",
    "\n",
    "Rabat",
    "نقابة",
    "العاملين",
    "مدينة",
    "رئيس",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=30).map(" ".join))
def test_any_text(text: str) -> None:
    """Whatever the text, names come in order, none overlaps another, and each is some of its words."""
    at = 0
    for e in entities(text):
        assert at <= e.start < e.end <= len(text)
        assert e.text.split()
        at = e.end


@pytest.mark.parametrize(
    "words", ["أبو", "مدينة قضاء", "نقابة العاملين في", "عبد", "بن محمد", "رئيس", "صلاح الدين", "وزارة الصحة والسكان"]
)
def test_words_that_repeat_cost_no_more(words: str) -> None:
    """A word that opens a name, over and over, neither nests without end nor takes more than its share of time."""
    started = time.process_time()
    entities(f"{words} " * 5000)
    assert time.process_time() - started < 5  # 1 s on two slow cores; nested, it would be hours


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("توركان دميرطاش", True),
        ("تيغمات", True),
        ("رئيس تيغمات", False),
        ("تيغمات والحكومة", False),
        ("السكان", False),
        ("على تيغمات", False),
        ("Bell Labs", False),
        ("", False),
        ("12", False),
    ],
)
def test_unlisted(name: str, good: bool) -> None:  # noqa: FBT001  (a column of the table)
    """A name of Arabic words that no list has may be somebody's; with one word of the language in it, it is none."""
    assert unlisted(name) is good


def test_known_english_is_of_listed_names() -> None:
    """Each place and organization with an English name is one that is found, and no Arabic spelling has two."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for kind, lines in lists.sections("english.txt").items():
        for line in lines:
            arabic, _, english = line.partition(" = ")
            key = kind, lists.name_key(arabic)
            assert lists.phrases()[key[1]].known in {kind, "likely"}, line
            assert english.strip(), line
            assert key not in seen, line
            assert english_of(cast("Kind", kind), arabic) == english
            seen.add(key)


@pytest.mark.parametrize(
    ("kind", "arabic", "english"),
    [
        ("place", "أكادير", "Agadir"),
        ("place", "اكادير", "Agadir"),
        ("place", "ساحل العاج", "Ivory Coast"),
        ("place", "جزر القمر", "Comoros"),
        ("place", "البوسنة والهرسك", "Bosnia and Herzegovina"),
        ("organization", "الامم المتحده", "United Nations"),
        ("place", "عمان", None),
        ("place", "تونس", None),
        ("organization", "أكادير", None),
        ("person", "المغرب", None),
        ("place", "تيسلي", None),
        ("place", "", None),
    ],
)
def test_known_english(kind: Kind, arabic: str, english: str | None) -> None:
    """A known place or organization has its English name, however its Arabic is spelled; nothing else has one."""
    assert english_of(kind, arabic) == english


@pytest.mark.parametrize("file", ["people.txt", "places.txt", "organizations.txt"])
def test_lists_say_nothing_twice(file: str) -> None:
    """No place or organization is listed twice in one spelling, and every entry has Arabic letters."""
    for section, lines in lists.sections(file).items():
        entries = [n.strip() for line in lines for n in (line.split(",") if "," in line else line.split())]
        assert all(fold(entry).text.strip() for entry in entries), section
        assert len(entries) == len(set(entries)), section


def test_a_likely_place_is_no_sure_one() -> None:
    """What needs a word before it is not listed as a place wherever it stands."""
    sure, likely = (set(lists._entries("places.txt", section)) for section in ("sure", "likely"))
    assert not sure & likely
