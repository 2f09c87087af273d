"""Whether what may be or is planned has happened in the other language: «قد تؤدي» as "led", «من المرتقب» as "visited"."""

from __future__ import annotations

from mujaz.text.arabic import fold
from mujaz.text.lexicon import pattern

# «قد» before a verb of the present; before one of the past it says «already», and many of those begin with a ت.
_OPEN_AR = pattern(
    r"""
    قد_ي\w{3,} قد_ت(?:كون|ودي|صل|ستمر|صبح|حتاج|شمل|سفر|شهد|ستغرق|رتفع|نخفض|وثر|مثل|شكل|سبب|فرض|لجا|عود|بلغ)(?:ون|ان)? ربما
    [يت]حتمل_ان من_ال(?:متوقع|مرجح|محتمل|منتظر|مفترض|مرتقب|مقرر|مزمع|ممكن)_ان [يت]عتزم(?:ون)? [يت]نوي(?:ون)?
    [يت]خطط(?:ون)?_ل\w+ (?:تعهد|وعد)(?:ت|وا)?_(?:\w+_){0,3}ب\w+ كاد(?:ت|وا)? [يت]كاد(?:ون)? سوف (?<!كان_)سيتم ستتم سيكون ستكون""",
    before="[وف]?",
)
_OPEN_EN = pattern(
    r"""
    may might could can cannot would will shall should must ought \w+['’](?:ll|d) going_to
    (?:is|are|was|were|be|been|being)_to need* plan* intend* intent* aim* hope* expect* pledg* promis* commit* vow*
    like(?:s|ly|lihood) unlikely upcoming due_to next possib* probab* perhaps potential* prospect* predict* forecast* project*
    risk* threat* propos* want* seek* sought tr(?:y|ied|ies|ying) attempt* near* almost about_to on_the_verge bound tomorrow
    if whether capable able ability schedul* set anticipat* future suggest* believ* think* thought seem* appear* suspect*
    estimat* suppos* presum* assum* hypothes* unless coming to_(?:be|have) sometimes often usually opportunit* chance* ready
    until soon consider(?:s|ed|ing)? tend* wish* await* target* doubt* guarante* offer* vulnerab* danger* fear* worr*
    uncertain* unclear maybe would-be"""
)
# A verb of the past: irregular ones that news uses, and all in -ed.
_DONE_EN = pattern(
    r"""
    was were had did led rose fell won lost went came took made gave began met built grew drew broke left held sent signed
    \w{3,}ed"""
)


def happened(arabic: str, english: str) -> str | None:
    """The words of an Arabic text by which something may or will happen, where its English says that it has.

    Returns:
        Those words; `None` where the Arabic has none, or the English has any word of what may be, or no verb of the past.
    """
    folded = fold(arabic)
    found = _OPEN_AR.search(folded.text)
    if not found or _OPEN_EN.search(english) or not _DONE_EN.search(english):
        return None
    start, end = folded.span(*found.span())
    return arabic[start:end]
