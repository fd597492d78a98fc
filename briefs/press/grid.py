"""The grid: the lines that a page's body stands on, and how they are set so that it is full.

Charts are the elastic part of a page: their heights take up, in whole lines, what the words
leave, within bounds; the sidebar's sections move apart by half lines until its last one ends with
the page. Both are measured once on a sheet that is taller than any page, because text that runs
over a page's end cannot be measured there.

A page that is too full even then is tightened by an ordered plan: its lines first, and its sizes
last, down to the least that may be printed. One with much room gets more between its lines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, floor, isclose

from briefs.press.blocks import Room
from briefs.press.geometry import MM_PER_PX, TOLERANCE, Laid, boxes, by_id, is_classed

#: Millimetres: the least and most that a chart may be high. Where it would be higher than ample,
#: lines move apart, as long as it keeps a comfortable height. Labels in two languages need more.
CHART = (25.0, 62.0)
PAIRED = 27.2
AMPLE = 44.0
COMFORT = 36.0

#: Lines: the least and most between two sections of a sidebar.
SIDE_GAP = (0.5, 2.5)

#: Millimetres: the height of a sheet that no brief overruns, and of its charts.
TALL = 594
START = 34.0

#: Lines may be off by rounding.
_NEARLY = 0.08

#: Millimetres: what a body may be higher than its lines, where faces of two scripts meet.
_SAFE = 0.4

#: Millimetres: what two measures of one height may differ by.
CLOSE = 0.02

_MM_PER_POINT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Slack:
    """How the elastic parts of a page are set.

    `charts` are the heights of the rows of charts, and `spare` what is left of a line, in
    millimetres; the gaps between a sidebar's sections, and before its last one, are in lines. The
    first `wide` of them are half a line wider than the rest.
    """

    charts: tuple[float, ...] = (START, START)
    side_gap: float = 1.0
    wide: int = 0
    last_gap: float = 1.0
    spare: float = 0.0

    @property
    def lengths(self) -> tuple[float, ...]:
        """All that is elastic, in an order of its own."""
        return *self.charts, self.side_gap, self.wide, self.last_gap, self.spare

    @property
    def css(self) -> str:
        """The setting as a stylesheet that wins over the templates' own."""
        heights = " ".join(
            f"--chart-height-{number}: {height:.4f}mm;"
            for number, height in enumerate(self.charts, start=1)
        )
        return (
            f":root:root:root {{ {heights} --side-gap: {self.side_gap:.1f}; "
            f"--last-gap: {self.last_gap:.1f}; --spare: {self.spare:.4f}mm; }} "
            f"#side .section:nth-child(-n+{self.wide + 1}) "
            f"{{ --side-gap: {self.side_gap + 0.5:.1f}; }}"
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a plan: what lines become, as a part, and whether sizes shrink."""

    pitch: float = 1.0
    smallest: bool = False


#: The plan for a full page, down to the tightest that may be printed.
PLAN = (
    Step(0.96),
    Step(0.92),
    Step(0.92, smallest=True),
    Step(0.88, smallest=True),
    Step(0.84, smallest=True),
)

#: The plan for a page with room to spare, the most generous first.
GENEROUS = (Step(1.1), Step(1.06), Step(1.03))

#: The least sizes in points that the plan goes down to: body and table, then labels.
LEAST = {"body": 7.5, "table": 7.5, "small": 6.8}

#: The least pitch of lines, in points.
LEAST_PITCH = 8.2


def designed(document: Laid, name: str) -> float:
    """Give a size that the stylesheet declares, in points."""
    root = next(box for _, box in boxes(document) if box.element_tag == "html")
    return float(root.style[f"__{name}"][0].value)


def pitch_at(pitch: float, step: Step) -> float:
    """Give the pitch of lines at a step of the plan, in points."""
    return max(pitch * step.pitch, LEAST_PITCH) if step != Step() else pitch


def tightened(document: Laid, step: Step) -> str:
    """Give a step as a stylesheet, from the sizes that a page was designed with."""
    lines = ("pitch", "legal_line") if step.pitch < 1 else ("pitch",)
    rules = {name: designed(document, name) * step.pitch for name in lines}
    rules["pitch"] = pitch_at(designed(document, "pitch"), step)
    if step.smallest:
        rules |= {name: min(designed(document, name), least) for name, least in LEAST.items()}
    declared = " ".join(
        f"--{name.replace('_', '-')}: {value:.3f}pt;" for name, value in rules.items()
    )
    return f":root:root:root {{ {declared} }}"


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of a page's body, measured on a tall sheet: how many there are, and are taken.

    `room` is the height that the body may take, and `pitch` that of a line, in millimetres;
    `main` counts the lines of the main column without its charts, and `side` those of the
    sidebar, with one between its sections. `legal` is the part of the foot, in millimetres, that
    its lines take, and `step` says how tight all of it is.
    """

    pitch: float
    room: float
    rows: int
    main: int
    side: float | None
    gaps: int
    legal: float
    step: Step = Step()

    def expected(self, step: Step) -> Grid:
        """Give what to expect at another pitch: as many lines of the same words, higher or lower.

        Where faces of two scripts meet, a line may give way less than it should.
        """
        legal = self.legal * min(1.0, step.pitch) / min(1.0, self.step.pitch)
        return replace(
            self,
            pitch=pitch_at(self.pitch / self.step.pitch / _MM_PER_POINT, step) * _MM_PER_POINT,
            room=self.room + self.legal - legal,
            legal=legal,
            step=step,
        )

    def are_in(self, document: Laid, *, bottom: float) -> bool:
        """Whether a page that is set as these lines ask for has them."""
        asked = self.slack
        found = grid(document, bottom=bottom, step=self.step, slack=asked).slack
        return len(document.pages) == 1 and all(
            isclose(one, another, abs_tol=CLOSE)
            for one, another in zip(asked.lengths, found.lengths, strict=True)
        )

    @property
    def fits(self) -> bool:
        """Whether the elastic parts can give what is needed."""
        return self.left.least >= -TOLERANCE

    @property
    def lines(self) -> int:
        """How many whole lines there are."""
        return floor((self.room - _SAFE) / self.pitch)

    @property
    def least_chart(self) -> int:
        """How many lines the lowest chart takes."""
        return ceil((PAIRED if self.side is None else CHART[0]) / self.pitch)

    @property
    def left(self) -> Room:
        """What is left when the elastic parts have given all they can."""
        main = self.lines - self.main - self.rows * self.least_chart
        if self.side is None:
            return Room(main * self.pitch)
        side = self.lines - self.side + self.gaps * (1 - SIDE_GAP[0])
        return Room(main * self.pitch, side * self.pitch)

    @property
    def chart(self) -> float:
        """How high a chart is when its rows take all the room, in millimetres."""
        return (self.lines - self.main) * self.pitch / max(1, self.rows)

    @property
    def slack(self) -> Slack:
        """The setting that fills the page."""
        rows = max(1, self.rows)
        most = floor(CHART[1] / self.pitch)
        total = min(max(self.lines - self.main, rows * self.least_chart), rows * most)
        charts = tuple((total // rows + (row < total % rows)) * self.pitch for row in range(rows))
        spare = self.room - _SAFE - self.lines * self.pitch
        return Slack(charts, *self._gaps(), max(0.0, spare))

    def _gaps(self) -> tuple[float, int, float]:
        """Give the gap between the sidebar's sections, how many are wider, and the last one."""
        if self.side is None or not self.gaps:
            return 1.0, 0, 1.0
        halves = floor((self.lines - self.side + self.gaps) * 2 + _NEARLY)
        each, over = divmod(halves, self.gaps)
        least, most = (int(bound * 2) for bound in SIDE_GAP)
        if not least <= each < most:
            each, over = min(max(each, least), most), 0
        wide = min(over, self.gaps - 1)
        return each / 2, wide, max(each, halves - each * (self.gaps - 1) - wide) / 2


def grid(document: Laid, *, bottom: float, step: Step = Step(), slack: Slack = Slack()) -> Grid:
    """Measure the lines of a page that is set at a step of the plan and with some slack."""
    spots = by_id(document)
    main, side = spots["main"], spots.get("side")
    body = spots.get("body", main)
    pitch = designed(document, "pitch") * _MM_PER_POINT
    rows = _rows(document)
    gaps = max(0, _sections(document) - 1)
    # The sidebar's padding is a line, above its sections and below.
    apart = 1 - max(0, gaps - 1) * (slack.side_gap - 1) - (slack.last_gap - 1 if gaps else 0)
    apart -= slack.wide / 2
    return Grid(
        pitch=pitch,
        room=body.height + bottom + slack.spare - spots["foot"].bottom,
        rows=rows,
        main=ceil((main.height - sum(slack.charts[:rows])) / pitch - _NEARLY),
        side=None if side is None else ceil((side.height / pitch + apart) * 2 - _NEARLY) / 2,
        gaps=gaps,
        legal=_stacked(
            next(
                box
                for _, box in boxes(document)
                if box.element is not None and box.element.get("id") == "foot"
            )
        ),
        step=step,
    )


def _foot(document: Laid) -> Laid:
    return next(
        box
        for _, box in boxes(document)
        if box.element is not None and box.element.get("id") == "foot"
    )


def _stacked(box: Laid) -> float:
    """Give how high the lines of a box are, one below the other; of columns, the fullest."""
    match type(box).__name__:
        case "LineBox":
            return float(box.height) * MM_PER_PX
        case "TableRowBox":
            return max(map(_stacked, box.children), default=0.0)
        case _:
            return sum(map(_stacked, getattr(box, "children", ())))


def settled(start: Grid, at: Callable[[Step], Grid]) -> Grid:
    """Follow the plan from a page as it was designed until it fits, or to the plan's end."""
    if start.chart > AMPLE:
        for lines in map(at, GENEROUS):
            if lines.left.least >= 0 and lines.chart > COMFORT:
                return lines
    lines = start
    for step in PLAN:
        if lines.fits:
            break
        lines = at(step)
    return lines


def foreseen(start: Grid, at: Callable[[Step], Grid]) -> Callable[[Step], Grid]:
    """Give what to expect at each step, measured only where sizes change and lines break anew."""
    measured = {start.step.smallest: start}

    def expected(step: Step) -> Grid:
        if step.smallest not in measured:
            measured[step.smallest] = at(step)
        return measured[step.smallest].expected(step)

    return expected


def _rows(document: Laid) -> int:
    """Count the rows of charts whose height is free."""
    return sum(
        1
        for _, box in boxes(document)
        if is_classed(box, "charts") and not is_classed(box, "strip") and _is_table(box)
    )


def _is_table(box: Laid) -> bool:
    return type(box).__name__ == "TableBox"


def _sections(document: Laid) -> int:
    return sum(
        1
        for _, box in boxes(document)
        if is_classed(box, "section") and type(box).__name__ == "BlockBox"
    )
