"""Every digit of our pages belongs to something; one that belongs to nothing is found."""

from dataclasses import replace

import pikepdf
import pytest
from exhibits import messages, printed, slides, told, view_of, whole, with_pdf

from briefs.proofs.orphans import orphans

AXERA = "axera.one-pager.en"
DECK = "ai-chips.deck.en"


SABOTAGES = {
    "a digit in the template": (("Business in brief", "Business in 3 points"), "“3”"),
    "a number in a text": (("are newer. It had", "are 12 newer. It had"), "“12”"),
    "a wrong note": (("&#x2060;1</sup>", "&#x2060;9</sup>"), "“9”"),
    "a mark on another text": (
        (">RMB473 million<", ">RMB437 million<"),
        "“RMB437 million” is marked as data-figure=axera:revenue.FY2024",
    ),
    "a mark for anything": (
        ("Business in brief", 'Business <span data-number="">77</span>'),
        "“77” is marked as data-number",
    ),
    "a figure's mark on another figure": (
        ('data-figure="axera:offer.price"', 'data-figure="axera:offer.entry_fee"'),
        "data-figure=axera:offer.entry_fee",
    ),
}


@pytest.mark.parametrize(("change", "named"), SABOTAGES.values(), ids=list(SABOTAGES))
def test_an_orphan_in_the_text_is_found(change, named):
    old, new = change
    page = whole(AXERA).page.html
    change = change if old in page else (old.replace("&#x2060;", "\u2060"), new)
    found = messages(orphans(printed(view_of(AXERA), change)))
    assert any(named in message for message in found), found
    assert all(message.startswith("page 1, ") for message in found)


def test_a_count_of_pages_must_be_right():
    assert not list(orphans(printed(slides())))
    spoilt = printed(slides(), ("· 3 / 3", "· 2 / 3"))
    told(orphans(spoilt), "page 3, ", "2 / 3")


def test_a_chart_may_say_its_record_and_its_scale_alone():
    good = whole(DECK)
    svg = good.charts["comparison/debut"]
    assert b">300<" in svg
    moved = svg.replace(b">300<", b">310<")
    strange = svg.replace(b">offer price = 100<", b">offer price = 120<")
    for changed, label in ((moved, "310"), (strange, "offer price = 120")):
        charts = {**good.charts, "comparison/debut": changed}
        found = messages(orphans(replace(good, charts=charts)))
        assert any(f"“{label}” in the chart comparison/debut" in one for one in found)
        assert found[0].startswith("page 5, ")


def test_a_digit_stamped_on_the_pdf_is_found():
    def stamped(pdf):
        page = pdf.pages[0]
        page.Resources.Font.Stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        stamp = b"q BT /Stamp 9 Tf 1 0 0 1 300 20 Tm (7777) Tj ET Q"
        page.contents_add(pikepdf.Stream(pdf, stamp), prepend=False)

    found = messages(orphans(with_pdf(whole(AXERA), stamped)))
    assert len(found) == 4
    assert "“7” is printed" in found[0]
    assert found[0].startswith("page 1, ")
