"""All settings of a brief say the same figures, and one figure altered in one of them is found."""

from dataclasses import replace

import pytest
from exhibits import SETTINGS, printed, small, tools, view_of

from briefs.faults import Severity
from briefs.proofs.hearing import sections
from briefs.proofs.parity import Finished, compare, parity


def finished(output, subject, **spoilt):
    """Give the finished editions of a brief; `spoilt` are those of some settings."""
    names = {setting: f"{subject}.{setting}" for setting in SETTINGS}
    return [
        Finished(
            name,
            tuple(setting.split("+")),
            spoilt[setting].pdf if setting in spoilt else output.pdf(name).read_bytes(),
        )
        for setting, name in names.items()
    ]


def spoil(edition, *changes, **more):
    return printed(view_of(edition), *changes, **more)


#: How many figures and times each brief says in one language, at least.
LEAST = {"axera.one-pager": 100, "biren.one-pager": 120, "ai-chips.deck": 250}


@pytest.mark.parametrize("subject", LEAST)
def test_our_briefs_say_the_same_in_every_setting(output, subject):
    found = compare(finished(output, subject))
    assert not found.differences, found.table()
    assert not found.faults
    counts = [found.counts[f"{subject}.{setting}"] for setting in SETTINGS[:3]]
    assert min(counts) >= LEAST[subject]
    assert len(set(counts)) == 1
    # A page in two languages says less, but no less in one half than in the other.
    assert min(found.counts.values()) > LEAST[subject] * 0.7


AXERA = "axera.one-pager"

#: What is altered in which setting, and what the difference must name.
ALTERED = {
    "a figure": ("zh-Hans", ("4.73亿元", "4.37亿元"), ("4.37亿元", "RMB473 million")),
    "its scale": ("zh-Hant-HK", ("4.73億元", "4.73萬元"), ("4.73萬元", "RMB473 million")),
    "a currency": ("en", ("US$185 million", "HK$185 million"), ("HK$185 million", "1.85亿美元")),
    "a bound": ("en", ("over 165 million chips", "165 million chips"), ("165 million chips",)),
    "a period": ("zh-Hant-HK", ("2025年首九個月", "2025年上半年"), ("2025年上半年", "9M2025")),
    "a date": ("zh-Hans", ("2026年2月10日", "2026年2月11日"), ("2月11日", "10 Feb 2026")),
    "a cell": ("en", (">589<", ">598<"), ("598", "589")),
    "a half's value": ("en+zh-Hans", ("28.20港元", "28.02港元"), ("28.02港元", "HK$28.20")),
    "a half's prose": ("en+zh-Hant-HK", ("逾1.65億顆", "逾1.56億顆"), ("1.56億顆", "165 million")),
    "a shared value": ("en+zh-Hans", (">48.76%<", ">47.76%<"), ("47.76%", "says nothing")),
}  # fmt: skip


@pytest.mark.parametrize(("setting", "change", "named"), ALTERED.values(), ids=list(ALTERED))
def test_one_thing_altered_in_one_setting_is_found(output, setting, change, named):
    spoilt = spoil(f"{AXERA}.{setting}", change)
    faults = parity(finished(output, AXERA, **{setting: spoilt}))
    assert faults
    assert {fault.place.file for fault in faults} == {f"{AXERA}.{setting}"}
    first = faults[0].message
    assert first.startswith("page 1, ")
    assert "mm from the top" in first
    assert all(any(word in fault.message for fault in faults) for word in named), faults


def test_a_half_is_compared_alone_with_the_page_in_its_language(output):
    # Both halves agree, and every figure stands on the pages in one language, but elsewhere.
    titles = ("What supports the case", "What could hurt"), ("支持因素", "风险因素")
    spoilt = spoil(f"{AXERA}.en+zh-Hans", html=lambda html: swapped(html, *titles))
    messages = [
        fault.message for fault in parity(finished(output, AXERA, **{"en+zh-Hans": spoilt}))
    ]
    assert any("“What could hurt” where “What supports the case” is due" in one for one in messages)
    assert any("its en half says" in one and f"{AXERA}.en says" in one for one in messages)
    assert any("its zh-Hans half says" in one and "zh-Hans says" in one for one in messages)


def swapped(html, *pairs):
    for one, other in pairs:
        assert one in html
        assert other in html
        html = html.replace(one, "\0").replace(other, one).replace("\0", other)
    return html


def test_the_unit_that_a_table_declares_counts(output):
    spoilt = spoil(f"{AXERA}.en", (">RMB million<", ">RMB billion<"))
    faults = parity(finished(output, AXERA, en=spoilt))
    assert len(faults) >= 3
    assert all(fault.place.file == f"{AXERA}.en" for fault in faults)


def test_a_label_of_a_chart_counts(output):
    view = view_of(f"{AXERA}.zh-Hans")
    name = "axera/revenue"
    chart = tools()[1].page(view, "0" * 64).charts[name]
    first, *rest = chart.strands[0].points
    points = (replace(first, label="52.03"), *rest)
    strand = replace(chart.strands[0], points=points)
    spoilt = spoil(view.id, charts={name: replace(chart, strands=(strand,))})
    messages = [fault.message for fault in parity(finished(output, AXERA, **{"zh-Hans": spoilt}))]
    assert len(messages) == 1
    assert "“52.03”" in messages[0]
    assert "“50.23”" in messages[0]


def test_a_section_that_one_setting_lacks_is_found(output):
    spoilt = spoil(f"{AXERA}.zh-Hans", css=".risks h2, .risks li { display: none }")
    faults = parity(finished(output, AXERA, **{"zh-Hans": spoilt}))
    assert faults
    assert {fault.place.file for fault in faults} == {f"{AXERA}.zh-Hans"}


def test_the_table_sets_what_differs_side_by_side(output):
    spoilt = spoil(f"{AXERA}.zh-Hans", ("4.73亿元", "4.37亿元"))
    table = compare(finished(output, AXERA, **{"zh-Hans": spoilt})).table()
    assert f"{AXERA}.en: 1" in table
    assert "says “4.37亿元”" in table
    assert "says “RMB473 million”" in table


def test_a_language_without_forms_is_a_warning(output):
    pdf = output.pdf(f"{AXERA}.en").read_bytes()
    faults = parity([Finished("x.pt", ("pt",), pdf), Finished("x.en", ("en",), pdf)])
    assert [fault.severity for fault in faults] == [Severity.WARNING]
    assert "forms.py" in faults[0].mend


def test_a_pdf_without_tags_cannot_be_compared():
    import weasyprint  # noqa: PLC0415 - after fontconfig is set

    pdf = weasyprint.HTML(string="<p>1</p>").write_pdf()
    faults = parity([Finished("x.en", ("en",), pdf)])
    assert "no structure" in faults[0].message


@pytest.mark.parametrize("width", range(24, 34, 3))
def test_a_bound_is_read_with_its_number_wherever_the_line_ends(width):
    both = ("未有意义，因为增长超过1,000%。", "Not meaningful: it grew by more than 1,000%.")
    chinese, english = (
        f'<span lang="{tag}">{words}</span>'
        for tag, words in zip(("zh-Hans", "en-HK"), both, strict=True)
    )
    page = small(f'<p style="width: {width}mm">{english}<br/>{chinese}</p>')
    [part] = sections(Finished("a.b.en+zh-Hans", ("en", "zh-Hans"), page.pdf))
    for half in part.halves:
        [said] = [one for said in half.prose for one in said]
        assert said.meaning == ("amount", "1000", "%", "over")
