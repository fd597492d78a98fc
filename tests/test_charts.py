"""Charts draw what the figures say, and every label can be read."""

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from briefs.charts import ChartFaces, Crowded, MissingGlyph, Size, draw
from briefs.charts.blocks import Setter
from briefs.charts.faces import Typesetter
from briefs.charts.shapes import Box, Hatch, hatch_strokes
from briefs.faces import cache_directory, faces_directory, pinned_faces
from briefs.faults import InvalidInput
from briefs.figures import NOT_STATED, Derived, Figure, Unit
from briefs.theme import contrast, load_theme, read_theme
from briefs.views.parts import Chart, Drawing, Point, Step, Strand, Tick

ROOT = Path(__file__).parent.parent
THEME_FILE = ROOT / "templates" / "themes" / "default.toml"
THEME = load_theme(THEME_FILE)
FACES = ChartFaces(
    stacks={
        "en": ("Briefs Sans", "Briefs Sans SC"),
        "zh-Hans": ("Briefs Sans SC", "Briefs Sans"),
        "zh-Hant-HK": ("Briefs Sans HK", "Briefs Sans"),
    },
    files={
        (face.family, face.weight): face.path(faces_directory(cache_directory(os.environ)))
        for face in pinned_faces()
    },
)
SETTINGS = (
    ("en",),
    ("zh-Hans",),
    ("zh-Hant-HK",),
    ("en", "zh-Hans"),
    ("en", "zh-Hant-HK"),
)
PAGE, BILINGUAL, SLIDE = Size(58, 40), Size(84, 38), Size(200, 110)
NOTHING = Point(None, "")
SVG = "{http://www.w3.org/2000/svg}"


def figure(value):
    number = Decimal(str(value))
    return Figure("x", "y", number, Unit.PERCENT, NOT_STATED, Derived("as is", (), Decimal(1)))


def point(value, label=None):
    return Point(figure(value), f"{value:,}" if label is None else label)


def strand(name, values, role="lead"):
    points = (value if isinstance(value, Point) else point(value) for value in values)
    return Strand(name, tuple(points), role)


def tick(english, hans="", hant="", **kinds):
    return lambda languages: Tick(words(languages, english, hans, hant), **kinds)


def words(languages, english, hans="", hant=""):
    every = {"en": english, "zh-Hans": hans or english, "zh-Hant-HK": hant or hans or english}
    return tuple(dict.fromkeys(every[language] for language in languages))


Y22, Y23, Y24 = tick("2022", "2022年"), tick("2023", "2023年"), tick("2024", "2024年")
H25 = tick("1H2025", "2025年上半年", interim=True)
M25 = tick("9M2025", "2025年前三季度", "2025年首九個月", interim=True)
E29 = tick("2029E", "2029年（预测）", "2029年（預測）", forecast=True)


def chart(drawing, ticks, strands, *, languages=("en",), **more):
    return Chart(
        name="test",
        subject="axera",
        drawing=drawing,
        title=(),
        subtitle=(),
        source=(),
        alt="",
        languages=languages,
        ticks=tuple(make(languages) if callable(make) else make for make in ticks),
        strands=tuple(strands),
        **more,
    )


def samples(languages):
    """Give every drawing with the figures of the seeds."""

    def say(*texts):
        return words(languages, *texts)

    revenue = say("Revenue", "收入")
    research = say("R&D", "研发", "研發")
    yield chart(
        Drawing.BARS,
        (Y22, Y23, Y24, M25),
        [strand(revenue, (50.23, 230, 473, 269))],
        languages=languages,
        steps=(Step(0, 1, "+357.9%", figure(358)), Step(1, 2, "+105.7%", figure(106))),
    )
    yield chart(
        Drawing.BARS,
        (Y22, Y23, Y24, H25),
        [strand(revenue, (0.499, 62.03, 337.9, 58.903))],
        languages=languages,
    )
    yield chart(
        Drawing.BARS,
        (tick("2020", "2020年"), Y24, E29),
        [strand(("m",), (1.7, 30.1, 201.2))],
        languages=languages,
        steps=(Step(1, 2, "+46.3%", figure(46)),),
    )
    yield chart(
        Drawing.GROUPED,
        (Y22, Y23, Y24),
        [
            strand(research, (446, 515, 589), "risk"),
            strand(revenue, (50.23, 230, 473), "support"),
        ],
        languages=languages,
    )
    yield chart(
        Drawing.GROUPED,
        (Y22, Y23, Y24, H25),
        [
            strand(say("Loss", "亏损", "虧損"), (1474, 1744, 1538, 1601), "risk"),
            strand(research, (1018, 886, 827, 572), "support"),
        ],
        languages=languages,
    )
    yield chart(
        Drawing.GROUPED,
        (Y23, Y24, H25),
        [
            strand(("BR106",), (590, 9344, 2216)),
            strand(("BR110",), (NOTHING, 298, 22), "support"),
        ],
        languages=languages,
    )
    yield chart(
        Drawing.LINES,
        (Y22, Y23, Y24, M25),
        [
            strand(say("Customers", "五大客户", "五大客戶"), (91.5, 85.4, 75.2, point(75, "75.0"))),
            strand(
                say("Suppliers", "五大供应商", "五大供應商"),
                (78.1, point(43, "43.0"), 64.2, 66.4),
                "risk",
            ),
        ],
        languages=languages,
        unit="percent",
    )
    yield chart(
        Drawing.LINES,
        (Y22, Y23, Y24, H25),
        [strand(("m",), (100, 76.4, 53.2, 31.9))],
        languages=languages,
        unit="percent",
    )
    yield chart(
        Drawing.SHARES,
        (Tick(()),),
        [
            strand(
                say("R&D of computing products", "智能计算产品研发", "智能計算產品研發"),
                [point(85, "85%")],
            ),
            strand(say("not stated", "未说明", "未有說明"), [NOTHING], "open"),
        ],
        languages=languages,
    )
    yield chart(
        Drawing.SHARES,
        (M25,),
        [
            strand(say("Terminal computing", "终端计算", "終端計算"), [point(87.2, "87.2%")]),
            strand(
                say("Vehicles and edge", "汽车与边缘推理", "汽車與邊緣推理"),
                [point(12.8, "12.8%")],
                "support",
            ),
        ],
        languages=languages,
    )
    yield chart(
        Drawing.DUMBBELL,
        (tick("Biren", "壁仞科技"),),
        [
            strand(say("high", "最高"), [point(219, "219 (+118.8%)")]),
            strand(say("close", "收盘", "收市"), [point(176, "176 (+75.8%)")], "risk"),
        ],
        languages=languages,
        baseline=say("offer price = 100", "发行价 = 100", "發售價 = 100"),
    )


def big_samples(languages):
    """Give the drawings that only a slide has room for."""

    def say(*texts):
        return words(languages, *texts)

    yield chart(
        Drawing.DUMBBELL,
        (
            tick("MetaX", "沐曦股份"),
            tick("Moore Threads", "摩尔线程", "摩爾線程"),
            tick("Biren", "壁仞科技"),
        ),
        [
            strand(say("high", "最高"), (855, 602, 219)),
            strand(say("close", "收盘", "收市"), (NOTHING, NOTHING, 176), "risk"),
            strand(say("later", "其后", "其後"), (554, 514, NOTHING), "support"),
            strand(say("five-session high", "五日最高"), (NOTHING, 824, NOTHING), "second"),
        ],
        languages=languages,
        baseline=say("offer price = 100", "发行价 = 100", "發售價 = 100"),
    )
    revenues = (
        strand(say("Axera", "爱芯元智", "愛芯元智"), (50.23, 230, 473, NOTHING, 269), "company-1"),
        strand(say("Biren", "壁仞科技"), (0.499, 62.03, 337.9, 58.903, NOTHING), "company-2"),
        strand(
            say("Moore Threads", "摩尔线程", "摩爾線程"), (46, 124, 438, 702, NOTHING), "company-3"
        ),
    )
    for count in (2, 3, 8):
        strands = [
            replace(revenues[number % 3], role=f"company-{number + 1}") for number in range(count)
        ]
        yield chart(Drawing.PANELS, (Y22, Y23, Y24, H25, M25), strands, languages=languages)
    yield from compared_samples(languages)


def compared_samples(languages):
    """Give lying bars with a line to read them against, broken ones too, and a scale of powers."""

    def say(*texts):
        return words(languages, *texts)

    names = (("Biren Technology", "壁仞科技"), ("Axera Semiconductor", "爱芯元智", "愛芯元智"))
    for count in (2, 3, 8):
        every = tuple(tick(*names[n % 2], role=f"company-{n + 1}") for n in range(count))
        missing = Point(None, "n.d.")
        yield chart(
            Drawing.ROWS,
            every,
            [
                strand(say("R&D", "研发", "研發"), ((244.7, 124.5, 204008, 97.3) * 2)[:count]),
                strand(
                    say("Loss", "净亏损", "期內虧損"), ((455.2, missing, 2811, missing) * 2)[:count]
                ),
            ],
            languages=languages,
            reference=Decimal(100),
            limit=Decimal(569),
            baseline=say("revenue = 100%", "收入=100%"),
        )
    yield chart(
        Drawing.DUMBBELL,
        (tick(*names[0], role="company-1"),),
        [
            strand(say("Public offer", "公开发售", "公開發售"), (2347.53,)),
            strand(say("International", "国际配售", "國際配售"), (25.95,), "support"),
        ],
        languages=languages,
        reference=Decimal(1),
        logarithmic=True,
    )


CASES = [
    pytest.param(one, size, scale, id=f"{'+'.join(languages)}-{scale}-{size.width}-{number}")
    for languages in SETTINGS
    for size, scale in ((PAGE, "page"), (BILINGUAL, "page"), (SLIDE, "slide"))
    if size is not PAGE or len(languages) == 1
    for number, one in enumerate(
        [*samples(languages), *(big_samples(languages) if scale == "slide" else ())]
    )
]


def drawn(one, size=PAGE, scale="page", theme=THEME):
    return draw(one, theme=theme, faces=FACES, size=size, scale=scale)


@dataclass(frozen=True)
class Text:
    text: str
    families: tuple[str, ...]
    size: float
    weight: int
    box: Box


def texts(svg):
    """Read the labels of a picture, measured with its fonts anew."""
    return [text_of(element) for element in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def text_of(element):
    style = dict(part.split(": ", 1) for part in element.get("style").split("; "))
    assert "font" not in style, "the shorthand draws letters as big as the page"
    families = tuple(name.strip("'") for name in style["font-family"].split(","))
    size, weight = float(style["font-size"].removesuffix("px")), int(style.get("font-weight", 400))
    x, y = re.fullmatch(r"translate\((\S+) (\S+)\)", element.get("transform").strip()).groups()
    metrics = [glyph(char, families, weight) for char in element.text]
    return Text(
        element.text,
        families,
        size,
        weight,
        Box(
            float(x),
            float(y) - max(above for _, above, _ in metrics) * size,
            float(x) + sum(advance for advance, _, _ in metrics) * size,
            float(y) + max(below for _, _, below in metrics) * size,
        ),
    )


FONTS = {}


def font(family, weight):
    weights = sorted(known for name, known in FACES.files if name == family)
    nearest = min(weights, key=lambda known: (known < weight, abs(known - weight)))
    path = FACES.files[family, weight if weight in weights else nearest]
    return FONTS.setdefault(path, TTFont(path))


def glyph(char, families, weight):
    """Give advance and ink of a character in the first family that has it, in ems."""
    for family in families:
        face = font(family, weight)
        name = face.getBestCmap().get(ord(char))
        if name:
            outline, em = face["glyf"][name], face["head"].unitsPerEm
            low, high = getattr(outline, "yMin", 0), getattr(outline, "yMax", 0)
            return face["hmtx"][name][0] / em, max(high, 0) / em, max(-low, 0) / em
    raise AssertionError(char)


def named(svg, prefix):
    """Give the path of each shape whose id begins so, as its corners."""
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):  # noqa: S314
        if (group.get("id") or "").startswith(prefix):
            path = group.find(f"{SVG}path")
            pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d"))
            xs, ys = zip(*((float(x), float(y)) for x, y in pairs), strict=True)
            found[group.get("id")] = (Box(min(xs), min(ys), max(xs), max(ys)), path.get("style"))
    return found


@pytest.mark.parametrize(("one", "size", "scale"), CASES)
def test_labels_are_whole_inside_and_apart(one, size, scale):
    svg = drawn(one, size, scale)
    canvas = Box(0, 0, size.width / 25.4 * 72, size.height / 25.4 * 72)
    labels = texts(svg)
    for label in labels:
        assert canvas.holds(label.box), label
    for a, b in combinations(labels, 2):
        assert not a.box.meets(b.box), (a, b)
    said = "".join(label.text for label in labels).replace(" ", "")
    for text in every_text(one):
        assert text.replace(" ", "") in said, text


def every_text(one):
    for tick in () if one.drawing is Drawing.SHARES else one.ticks:
        # One company's prices have a row each, and the page names the company.
        if one.drawing is not Drawing.DUMBBELL or len(one.ticks) > 1:
            yield from tick.label
    for item in one.strands:
        yield from (at.label for at in item.points)
        yield from item.name if len(one.strands) > 1 else ()
    yield from (step.label for step in one.steps)
    yield from one.baseline


@pytest.mark.parametrize(("one", "size", "scale"), CASES)
def test_type_is_never_smaller_than_the_theme_allows(one, size, scale):
    least = THEME.chart.slide_smallest if scale == "slide" else THEME.chart.smallest
    # The second language stands a little smaller than the first.
    assert min(label.size for label in texts(drawn(one, size, scale))) >= least * 0.88


@pytest.mark.parametrize("size", [PAGE, BILINGUAL, SLIDE, Size(70, 50)])
def test_picture_has_exactly_the_size_asked_for(size):
    root = ET.fromstring(drawn(chart(Drawing.BARS, (Y24,), [strand(("x",), [473])]), size))  # noqa: S314
    width, height = size.width / 25.4 * 72, size.height / 25.4 * 72
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(width, abs=1e-5)
    assert float(root.get("height").removesuffix("pt")) == pytest.approx(height, abs=1e-5)
    corner = [float(part) for part in root.get("viewBox").split()]
    assert corner == pytest.approx([0, 0, width, height], abs=1e-5)


def test_bars_are_as_high_as_their_figures_from_zero():
    one = chart(Drawing.BARS, (Y22, Y23, Y24, M25), [strand(("x",), (50.23, 230, 473, 269))])
    bars = {name: box for name, (box, _) in named(drawn(one), "bar-").items()}
    unit = bars["bar-0-2"].height / 473
    for name, value in (("bar-0-0", 50.23), ("bar-0-1", 230), ("bar-0-3", 269)):
        assert bars[name].height == pytest.approx(value * unit, abs=1e-4)
    assert len({round(box.bottom, 4) for box in bars.values()}) == 1


def test_negative_bars_hang_from_the_same_zero():
    one = chart(Drawing.BARS, (Y22, Y23), [strand(("x",), (30, -20))])
    bars = {name: box for name, (box, _) in named(drawn(one), "bar-").items()}
    assert bars["bar-0-0"].bottom == pytest.approx(bars["bar-0-1"].top, abs=1e-4)
    assert bars["bar-0-1"].height == pytest.approx(bars["bar-0-0"].height * 2 / 3, abs=1e-4)


def test_group_bars_share_one_scale():
    strands = [strand(("a",), (446, 589), "risk"), strand(("b",), (50.23, 473), "support")]
    bars = named(drawn(chart(Drawing.GROUPED, (Y22, Y24), strands)), "bar-")
    unit = bars["bar-0-1"][0].height / 589
    assert bars["bar-1-1"][0].height == pytest.approx(473 * unit, abs=1e-4)
    assert bars["bar-1-0"][0].height == pytest.approx(50.23 * unit, abs=1e-4)


def test_panels_have_scales_of_their_own():
    strands = [strand(("A",), (100, 50), "company-1"), strand(("B",), (2, 4), "company-2")]
    bars = named(drawn(chart(Drawing.PANELS, (Y22, Y23), strands), SLIDE, "slide"), "bar-")
    assert bars["bar-0-0"][0].height == pytest.approx(bars["bar-1-1"][0].height, abs=1e-4)
    assert bars["bar-0-1"][0].height == pytest.approx(bars["bar-0-0"][0].height / 2, abs=1e-4)


def test_panels_on_one_scale_compare_by_height():
    strands = [strand(("A",), (100, 50), "company-1"), strand(("B",), (20, 40), "company-2")]
    one = chart(Drawing.PANELS, (Y22, Y23), strands, one_scale=True)
    bars = named(drawn(one, SLIDE, "slide"), "bar-")
    assert bars["bar-1-1"][0].height == pytest.approx(bars["bar-0-0"][0].height * 0.4, abs=1e-4)


def test_a_bar_beyond_the_limit_is_broken_there_and_the_others_keep_their_scale():
    ticks = (tick("A", role="company-1"), tick("B", role="company-2"))
    whole = chart(Drawing.ROWS, ticks, [strand(("r",), (200, 12331))], limit=Decimal(250))
    svg = drawn(whole, SLIDE, "slide")
    bars = named(svg, "bar-")
    assert bars["bar-0-1"][0].width == pytest.approx(bars["bar-0-0"][0].width * 1.25, abs=1e-4)
    assert list(named(svg, "break-")) == ["break-0-1"]


def test_the_second_bar_of_a_pair_is_outlined_so_that_grey_print_tells_them_apart():
    ticks = (tick("A", role="company-1"),)
    svg = drawn(chart(Drawing.ROWS, ticks, [strand(("a",), (5,)), strand(("b",), (7,))]), SLIDE)
    fills = [re.search("fill: ([^;]+)", style)[1] for _, style in named(svg, "bar-").values()]
    assert contrast(*fills) > 3


def test_a_logarithmic_scale_gives_every_power_the_same_room():
    one = chart(
        Drawing.DUMBBELL,
        (tick("A", role="company-1"),),
        [strand(("a",), (1000,)), strand(("b",), (10,), "support")],
        reference=Decimal(1),
        logarithmic=True,
    )
    svg = drawn(one, SLIDE, "slide")
    base = named(svg, "baseline")["baseline"][0].left
    spots = {name: box.centre - base for name, (box, _) in named(svg, "point-").items()}
    assert spots["point-1-0"] == pytest.approx(spots["point-0-0"] / 3, abs=1e-3)


def test_shares_are_as_wide_as_their_figures_and_the_rest_is_open():
    parts = [strand(("R&D",), [point(85, "85%")]), strand(("rest",), [NOTHING], "open")]
    bars = named(drawn(chart(Drawing.SHARES, (Tick(()),), parts)), "bar-")
    whole = bars["bar-0-0"][0].width + bars["bar-1-0"][0].width
    assert bars["bar-0-0"][0].width == pytest.approx(whole * 0.85, abs=1e-4)
    assert "fill: none" in bars["bar-1-0"][1]


def test_percentages_run_from_nothing_to_a_hundred():
    one = chart(Drawing.LINES, (Y22, Y23, Y24), [strand(("m",), (100, 50, 25))], unit="percent")
    heights = [box.middle for box, _ in named(drawn(one), "point-").values()]
    floor = named(drawn(one), "zero")["zero"][0].bottom
    drops = [floor - height for height in heights]
    assert drops[1] == pytest.approx(drops[0] / 2, abs=1e-3)
    assert drops[2] == pytest.approx(drops[0] / 4, abs=1e-3)


def test_dumbbell_measures_from_the_offer_price():
    one = chart(
        Drawing.DUMBBELL,
        (tick("A"), tick("B")),
        [strand(("high",), (300, 200)), strand(("close",), (200, NOTHING), "risk")],
        baseline=("offer = 100",),
    )
    svg = drawn(one, SLIDE, "slide")
    base = named(svg, "baseline")["baseline"][0].left
    spots = {name: box.centre - base for name, (box, _) in named(svg, "point-").items()}
    assert spots["point-1-0"] == pytest.approx(spots["point-0-0"] / 2, abs=1e-3)
    assert spots["point-0-1"] == pytest.approx(spots["point-1-0"], abs=1e-3)


def test_a_tiny_value_shows_a_sliver_and_its_label():
    one = chart(Drawing.BARS, (Y22, Y24), [strand(("x",), (0.001, 10**6))])
    svg = drawn(one, SLIDE, "slide")
    assert named(svg, "bar-")["bar-0-0"][0].height == pytest.approx(0.9, abs=1e-4)
    assert "0.001" in [label.text for label in texts(svg)]


def test_zero_draws_no_sliver():
    one = chart(Drawing.BARS, (Y22, Y24), [strand(("x",), (0, 10))])
    assert named(drawn(one), "bar-")["bar-0-0"][0].height == pytest.approx(0, abs=1e-4)


def test_what_is_not_disclosed_is_said_in_grey_and_draws_no_bar():
    one = chart(Drawing.BARS, (Y22, Y24), [strand(("x",), (Point(None, "n.d."), 10))])
    svg = drawn(one)
    assert list(named(svg, "bar-")) == ["bar-0-1"]
    assert re.search(rf'fill: {THEME.colour.grey}"[^>]*>n\.d\.<', svg.decode())


def test_a_gap_in_a_line_stays_a_gap():
    points = (10, Point(None, "n.d."), 30)
    one = chart(Drawing.LINES, (Y22, Y23, Y24), [strand(("m",), points)], unit="percent")
    svg = drawn(one)
    assert not named(svg, "line-")
    assert "n.d." in [label.text for label in texts(svg)]


def test_facts_interim_periods_and_forecasts_look_different():
    one = chart(Drawing.BARS, (Y24, H25, E29), [strand(("x",), (10, 10, 10))])
    bars = named(drawn(one), "bar-")
    fact, interim, forecast = (bars[f"bar-0-{number}"] for number in range(3))
    assert f"fill: {THEME.colour.ink}" in fact[1]
    assert "fill: none" in interim[1]
    assert "stroke-dasharray" not in interim[1]
    assert "stroke-dasharray" in forecast[1]
    assert interim[0].width < fact[0].width
    assert forecast[0].width == pytest.approx(fact[0].width, abs=1e-4)


def test_interim_bars_stand_apart():
    one = chart(Drawing.BARS, (Y22, Y23, H25), [strand(("x",), (10, 10, 10))])
    first, second, third = (box.centre for box, _ in named(drawn(one), "bar-").values())
    assert third - second > (second - first) * 1.2


def test_an_interim_point_is_hollow_and_its_line_dashed():
    one = chart(Drawing.LINES, (Y23, Y24, H25), [strand(("m",), (10, 20, 30))], unit="percent")
    svg = drawn(one)
    points, lines = named(svg, "point-"), named(svg, "line-")
    assert f"fill: {THEME.colour.ink}" in points["point-0-1"][1]
    assert f"fill: {THEME.colour.white}" in points["point-0-2"][1]
    assert "stroke-dasharray" not in lines["line-0-1"][1]
    assert "stroke-dasharray" in lines["line-0-2"][1]


def test_panels_leave_out_what_a_company_has_no_word_on():
    strands = [
        strand(("A",), (1, 2, NOTHING), "company-1"),
        strand(("B",), (NOTHING, 2, 3), "company-2"),
    ]
    svg = drawn(chart(Drawing.PANELS, (Y22, Y23, Y24), strands), SLIDE, "slide")
    assert set(named(svg, "bar-")) == {"bar-0-0", "bar-0-1", "bar-1-1", "bar-1-2"}
    said = [label.text for label in texts(svg)]
    assert [said.count(year) for year in ("2022", "2023", "2024")] == [1, 2, 1]


def test_steps_lie_over_the_values():
    one = next(samples(("en",)))
    svg = drawn(one)
    values = {label.text: label.box for label in texts(svg)}
    for name, (box, _) in named(svg, "step-").items():
        for value in ("50.23", "230", "473"):
            assert not box.meets(values[value]) or values[value].top > box.top, name
    assert values["+357.9%"].bottom < values["230"].top
    assert values["+105.7%"].bottom < values["473"].top


def test_names_stand_over_their_bars_where_there_is_room():
    strands = [strand(("Loss",), (90, 100), "risk"), strand(("R&D",), (50, 60), "support")]
    svg = drawn(chart(Drawing.GROUPED, (Y23, Y24), strands))
    labels = {label.text: label.box for label in texts(svg)}
    bars = named(svg, "bar-")
    assert labels["Loss"].centre == pytest.approx(bars["bar-0-0"][0].centre, abs=4)
    assert labels["R&D"].bottom < labels["50"].top


def test_names_stand_in_a_key_where_there_is_none():
    strands = [
        strand(("A rather long name",), (99, 98, 97), "risk"),
        strand(("Another of its length",), (98, 99, 97), "support"),
    ]
    svg = drawn(chart(Drawing.GROUPED, (Y22, Y23, Y24), strands))
    labels = {label.text: label.box for label in texts(svg)}
    names = [labels[item.name[0]] for item in strands]
    assert max(name.bottom for name in names) < labels["99"].top
    assert names[0].left < 20
    assert len(named(svg, "bar-")) == 6


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("size", [PAGE, BILINGUAL])
def test_one_to_eight_ticks_with_any_values_fit(count, size):
    values = (0.001, 10**13, -3 * 10**12, 5, Point(None, "n.d."), 10**12, 7, 10**13 - 1)[:count]
    ticks = [tick(str(2018 + number)) for number in range(count)]
    drawn(chart(Drawing.BARS, ticks, [strand(("x",), values)]), size)


def test_long_chinese_labels_wrap_after_the_year():
    ticks = [tick("", "2025年首九个月未经审计")] * 4
    one = chart(Drawing.BARS, ticks, [strand(("x",), (1, 2, 3, 4))], languages=("zh-Hans",))
    assert "2025年" in [label.text for label in texts(drawn(one))]


def test_what_fits_at_no_size_is_said_with_the_chart_s_name():
    ticks = [tick("Supercalifragilisticexpialidocious" * 3)] * 8
    with pytest.raises(Crowded, match=r"chart axera test does not fit 58 × 40 mm"):
        drawn(chart(Drawing.BARS, ticks, [strand(("x",), range(1, 9))]))


def test_an_unknown_character_is_an_error_that_names_it():
    one = chart(Drawing.BARS, (tick("ᚠ2024"),), [strand(("x",), [1])])
    with pytest.raises(MissingGlyph, match=r"chart axera test: .*'ᚠ' \(U\+16A0\) of “ᚠ2024”"):
        drawn(one)


@pytest.mark.parametrize(
    "text", ["甲乙丙——丁", "甲乙【丙丁】", "甲乙丙！！", "甲『乙丙』", "2025年前九个月"]
)
def test_a_chinese_label_parts_where_it_may(text):
    setter = Setter(Typesetter("test", ("zh-Hans",), FACES), "#000000")
    block = setter.stacked([text], 10, "#000000", width=42)
    first, *more = [line[0].text for line in block.lines]
    assert more
    assert all(line[0] not in "—】！』" for line in more)
    assert all(line[-1] not in "【『" for line in (first, *more))
    assert not any("前九" in line and "个月" not in line for line in (first, *more))


def test_the_part_of_a_year_parts_before_its_unit_where_nothing_else_fits():
    setter = Setter(Typesetter("test", ("zh-Hans",), FACES), "#000000")
    block = setter.stacked(["2025年前九个月"], 10, "#000000", width=35)
    assert [line[0].text for line in block.lines] == ["2025年", "前九", "个月"]


def test_digits_of_chinese_labels_are_measured_in_the_latin_face():
    one = chart(Drawing.BARS, (Y24,), [strand(("x",), [473])], languages=("zh-Hans",))
    label = next(label for label in texts(drawn(one)) if label.text == "2024年")
    assert label.families == ("Briefs Sans SC", "Briefs Sans")
    # WeasyPrint 70 takes a space after the comma for part of the next family's name.
    assert b"font-family: 'Briefs Sans SC','Briefs Sans'" in drawn(one)


def test_languages_of_one_label_stand_one_over_the_other():
    languages = ("en", "zh-Hans")
    one = chart(Drawing.BARS, (H25,), [strand(("x",), [1])], languages=languages)
    labels = {label.text: label for label in texts(drawn(one, BILINGUAL))}
    english, chinese = labels["1H2025"], labels["2025年上半年"]
    assert chinese.box.top >= english.box.bottom
    assert chinese.size < english.size
    assert (english.families[0], chinese.families[0]) == ("Briefs Sans", "Briefs Sans SC")


def test_dollars_and_angle_brackets_are_letters():
    one = chart(Drawing.BARS, (tick("R&D <5nm"),), [strand(("x",), [point(1, "HK$1 … US$2")])])
    assert {"R&D <5nm", "HK$1 … US$2"} <= {label.text for label in texts(drawn(one))}


def test_the_same_chart_gives_the_same_bytes_in_any_process():
    code = (
        "import hashlib, sys; sys.path[:0] = ['tests']; import test_charts as t; "
        "print(hashlib.sha256(b''.join(t.drawn(c, t.SLIDE, 'slide') "
        "for c in [*t.samples(('zh-Hans',)), *t.big_samples(('en',))])).hexdigest())"
    )
    here = [*samples(("zh-Hans",)), *big_samples(("en",))]
    expected = hashlib.sha256(b"".join(drawn(one, SLIDE, "slide") for one in here)).hexdigest()
    for seed in ("0", "1"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
        env["SOURCE_DATE_EPOCH"] = seed
        result = subprocess.run(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stdout.strip() == expected


def test_pictures_carry_no_date_and_no_pattern():
    for one in samples(("en",)):
        svg = drawn(one, BILINGUAL)
        assert b"metadata" not in svg
        assert b"<pattern" not in svg
        assert b"clip-path" not in svg


@pytest.mark.parametrize("kind", ["rising", "falling", "dots", "level"])
def test_hatches_stay_inside_their_box(kind):
    box = Box(3, 5, 20, 41)
    strokes = hatch_strokes(box, Hatch(kind, "#000000", 2.4, 0.5))
    assert strokes
    for stroke in strokes:
        for x, y in stroke.points:
            assert box.holds(Box(x, y, x, y)), stroke


def test_strands_of_a_group_differ_by_more_than_hue():
    roles = THEME.chart.roles
    fills = [THEME.colour.named(roles.named(name).fill) for name in ("risk", "support")]
    assert contrast(*fills) > 3


def theme_text():
    return THEME_FILE.read_text(encoding="utf-8")


def faults(text):
    with pytest.raises(InvalidInput) as caught:
        read_theme(text, name="theme.toml")
    return [str(fault) for fault in caught.value.faults]


def test_another_look_needs_no_python():
    text = theme_text().replace('ink = "#12263a"', 'ink = "#303030"')
    theme = read_theme(text, name="theme.toml")
    one = chart(Drawing.BARS, (Y24,), [strand(("x",), [1])])
    assert b"#303030" in drawn(one, theme=theme)
    assert b"#12263a" not in drawn(one, theme=theme)


def test_a_pale_text_colour_is_a_fault_with_its_place():
    (fault,) = faults(theme_text().replace('ink = "#12263a"', 'ink = "#aabbcc"'))
    assert re.match(
        r"theme\.toml:\d+:1: error: colour\.ink: #aabbcc has a contrast of 1\.96 against white, "
        r"and text needs 4\.5; make it darker",
        fault,
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("bar = 0.62", 'bar = "wide"', "chart.bar: input should be a valid number"),
        ("[chart]", "[chart]\nbarr = 1", "chart.barr is no token of a theme; check its spelling"),
        ('ink = "#12263a"', "", "colour.ink is missing; restore it"),
        ('ink = "#12263a"', 'ink = "navy"', "navy is no colour; write it like"),
        ('interim_hatch = "rising"', 'interim_hatch = "dots"', "look like interim periods"),
        ('fill = "sky"', 'fill = "skye"', "the role support wears skye"),
        ('ink = "#12263a"', "ink = ", "is no TOML: invalid value"),
    ],
)
def test_a_bad_token_is_a_fault_with_its_place_and_its_mending(old, new, said):
    lines = faults(theme_text().replace(old, new, 1))
    assert any(said in line for line in lines), lines
    assert all(re.match(r"theme\.toml(:\d+:\d+)?: error: ", line) for line in lines)


def test_a_theme_gives_its_tokens_to_the_stylesheet():
    assert ("--ink", "#12263a") in list(THEME.tokens())
