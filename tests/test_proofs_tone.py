"""While an offer is open a page invites nobody; its disclaimer and sources are always legible."""

import pytest
from exhibits import messages, printed, slides, small, view_of

from briefs.proofs.tone import footed, tone

OPEN, CLOSED = "axera.one-pager.en", "biren.one-pager.en"


INVITATIONS = {
    "en-HK": [
        "Apply now through your broker",
        "How to subscribe",
        "Do not miss this offering",
        "Investors should apply before Friday",
        "The offer is worth subscribing",
        "Apply at https://example.com/ipo",
        "Last chance to subscribe",
    ],
    "zh-Hans": [
        "欲购从速",
        "欢迎认购",
        "建议投资者积极申购",
        "机会不容错过",
        "如何申购",
        "打新攻略",
    ],
    "zh-Hant-HK": ["認購從速", "立即認購", "切勿錯過", "值得認購", "如何抽", "勿失良機"],
}


@pytest.mark.parametrize(
    ("lang", "words"), [(lang, words) for lang, many in INVITATIONS.items() for words in many]
)
def test_an_invitation_is_refused_while_the_offer_is_open(lang, words):
    [fault, *_] = tone(small(f"<p>{words}</p>", lang=lang, name=OPEN))
    assert fault.message.startswith("page 1, ")
    assert "while an offer is open" in fault.message
    assert not list(tone(small(f"<p>{words}</p>", lang=lang, name=CLOSED)))


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en-HK", "The public offer was subscribed 2,347 times."),
        ("en-HK", "Not an offer or invitation to buy or subscribe for securities."),
        ("zh-Hans", "公开发售认购倍数为2347.53倍，基石投资者认购28.99亿港元。"),
        ("zh-Hant-HK", "亦非買賣或認購證券的要約或邀請；截止認購日期沒有說明。"),
    ],
)
def test_what_is_told_is_no_invitation(lang, words):
    assert not messages(tone(small(f"<p>{words}</p>", lang=lang, name=OPEN)))


def test_an_invitation_over_two_lines_is_refused():
    assert list(tone(small("<p>欢迎<br/>认购</p>", lang="zh-Hans", name=OPEN)))


@pytest.mark.parametrize(
    ("css", "named"),
    [
        (".disclaimer { display: none }", "the disclaimer “Prepared from"),
        (".disclaimer { font-size: 4pt }", "is set in 4.0 pt"),
        (".disclaimer { color: #dddddd }", "hardly differs from the paper"),
        (".sources { display: none }", "the source “NewTimeSpace"),
    ],
)
def test_a_disclaimer_or_source_that_nobody_can_read_is_found(css, named):
    found = messages(footed(printed(view_of(OPEN), css=css)))
    assert any(named in message for message in found), found
    assert all(message.startswith("page 1") for message in found)


def test_a_shortened_disclaimer_is_found():
    spoilt = printed(view_of(OPEN), ("It is not investment advice, ", ""))
    assert any("is missing" in message for message in messages(footed(spoilt)))


def test_small_type_on_a_slide_is_found():
    css = ".slide li { font-size: 7pt !important }"
    assert not list(footed(printed(slides())))
    faults = list(footed(printed(slides(), css=css)))
    assert faults
    assert all("is set in 7.0 pt" in fault.message for fault in faults)
    assert {fault.mend for fault in faults} == {"set it in 8 pt or more"}
